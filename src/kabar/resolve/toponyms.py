"""Where the text names a place: by the model, the gazetteer and the words around, as an actor's country, as a demonym."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from kabar.gazetteer.lookup import ALIKE, Gazetteer, GazetteerEntry
from kabar.languages.dates import load_date_words
from kabar.languages.pack import any_of, form_of
from kabar.languages.script import written_without_spaces
from kabar.resolve.actors import Cast
from kabar.resolve.placenames import bare, candidates_of, head_kind, is_area, stems
from kabar.text.document import WORD, Document, Piece

Use = Literal["place", "actor", "inside", "demonym", "street"]
# Kinds that only the hand-kept supplement has: such a name is a place even where the model takes it for a body.
SUPPLEMENTED = ("camp", "crossing", "airbase", "base", "island", "strait", "sea", "front", "dam", "district")
# A name that only capitals and the gazetteer vouch for is a place from this many people on.
KNOWN_CITY = 100_000
# How alike a name that nothing but its place in the sentence marks has to sound.
ALIKE_UNMARKED = 0.8
# The longest name looked for in a run of capitalised words.
LONGEST = 5
CAPITALISED = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_]*(?:[’'\-][^\W\d_]{2,})*")
PART = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]{2,})*")
BETWEEN = re.compile(r"(?:['’]s)?[ \u00a0]+(?:[a-z]{1,3}[ \u00a0]+){0,2}")
JOINT = re.compile(r"[-–/]|['’]s ")
LISTED = re.compile(r",? ?(?:[^\W\d_]{1,3} )?")


@dataclass(frozen=True, order=True)
class Toponym:
    """A mention with all the gazetteer's candidates; `use` says how the text uses the name.

    `head` is the kind of place that a word beside it says it is (admin1, admin2, city, water, site), if any. The
    candidates of a `transliterated` name only sound like it: the gazetteer lacks it in its script.
    """

    piece: Piece
    name: str
    use: Use
    candidates: tuple[GazetteerEntry, ...] = field(compare=False)
    head: str = ""
    transliterated: bool = False


def find_toponyms(doc: Document, cast: Cast, gazetteer: Gazetteer) -> list[Toponym]:
    """Toponyms in text order, none overlapping: abbreviations, the model's places, actors' countries, names that the
    gazetteer or the words around vouch for, names inside those of bodies, demonyms."""
    finder = Finder(doc, cast, gazetteer)
    finder.abbreviations()
    finder.marked_by_model()
    finder.states()
    finder.listed()
    finder.beside_a_locative()
    finder.beside_a_place()
    finder.named_again()
    finder.inside_bodies()
    finder.demonyms()
    return sorted(finder.found)


@dataclass
class Finder:
    """The toponyms found so far; each step adds to them where nothing overlaps."""

    doc: Document
    cast: Cast
    gazetteer: Gazetteer
    found: list[Toponym] = field(default_factory=list)

    def add(
        self,
        piece: Piece,
        use: Use,
        candidates: tuple[GazetteerEntry, ...],
        head: str = "",
        sounds: bool = False,
    ) -> None:
        """One toponym, unless it overlaps another."""
        if not self._taken(piece):
            self.found.append(Toponym(piece, self._text(piece), use, candidates, head, sounds))

    def given(self, piece: Piece) -> Toponym:
        """The toponym of a span that is known to be one."""
        name = self._text(piece)
        after = self.doc.text[max(0, piece.start - 2) : piece.start] == ", "
        found = self.gazetteer.abbreviated(name, after) or self._of_demonym(name)
        _wide, head = self._widened(piece)
        if head == "street":
            return Toponym(piece, name, "street", (), head)
        found = found or candidates_of(name, self.doc.pack, self.gazetteer)
        return Toponym(piece, name, self._use(piece), found, head)

    def abbreviations(self) -> None:
        """ "D.C.", and those that count only after a name and a comma: "Alexandria, La." """
        for match in self._short.finditer(self.doc.text):
            after = self.doc.text[max(0, match.start() - 2) : match.start()] == ", "
            candidates = self.gazetteer.abbreviated(match.group(), after)
            piece = Piece(match.start(), match.end())
            if candidates and not self._runs_on(piece) and not any(piece.overlaps(p) for p in self._people):
                self.add(piece, self._use(piece), candidates)

    def marked_by_model(self) -> None:
        """The model's places, also those that the gazetteer lacks."""
        for entity in self.cast.entities:
            if entity.label != "place" or self._is_body(entity.piece):
                continue
            piece = bare(self.doc, entity.piece, self.gazetteer)
            name = self._text(piece)
            if self._is_person(name) and not self._after_locative(piece):
                continue
            piece, head = self._widened(piece)
            if head == "street":
                self.add(piece, "street", ())
                continue
            candidates = candidates_of(self._text(piece), self.doc.pack, self.gazetteer)
            parts = [] if candidates else self._joined(piece)
            for part in parts:
                self.add(part, self._use(part), self.gazetteer.candidates(self._text(part)))
            if not parts:
                alike = () if candidates else self._alike(piece, ALIKE)
                self.add(piece, self._use(piece), candidates or alike, head, bool(alike))

    def _alike(self, piece: Piece, least: float) -> tuple[GazetteerEntry, ...]:
        """Cities that a name in another script sounds like, in the first of its forms that sounds like any."""
        name = self._text(piece)
        for form in (name, *stems(name, self.doc.pack)):
            if found := self.gazetteer.spelled_alike(form, least) or self.gazetteer.transliterated(
                form, least
            ):
                return found
        return ()

    def _joined(self, piece: Piece) -> list[Piece]:
        """The places that one span joins: "India-Pakistan", "Indonesia's Aceh"; none where one of them is unknown."""
        cuts = [piece.start - 1, piece.end]
        cuts[1:1] = [m.start() for m in JOINT.finditer(self.doc.text, piece.start, piece.end)]
        ends = [piece.start, *(m.end() for m in JOINT.finditer(self.doc.text, piece.start, piece.end))]
        parts = [Piece(start, end) for start, end in zip(ends, cuts[1:], strict=True)]
        known = all(part.start < part.end and self.gazetteer.candidates(self._text(part)) for part in parts)
        return parts if len(parts) > 1 and known else []

    def states(self) -> None:
        """Governments that the actor table knows under a place's name: the place after a word that says where."""
        for mention in self.cast.known:
            piece = mention.piece
            if (
                not (mention.known and mention.known.is_state)
                or self._runs_on(piece)
                or self._is_title(piece)
            ):
                continue
            if any(piece.overlaps(p) and p != piece for p in self._people):
                continue
            name = self._text(mention.piece)
            country = mention.known.country if mention.known else None
            candidates = self.gazetteer.candidates(name) or tuple(
                c
                for c in self.gazetteer.candidates(mention.known.name if mention.known else "")
                if c.country == country and c.kind == "country"
            )
            if candidates:
                self.add(mention.piece, self._use(mention.piece), candidates)

    def listed(self) -> None:
        """Countries, divisions, larger cities and what the supplement has, under a name of theirs, longest first."""
        for piece in self._runs:
            if self._taken(piece) or any(piece.overlaps(o) for o in self._others):
                continue
            candidates = self.gazetteer.candidates(self._text(piece))
            if not candidates or self._is_plain_word(piece) or self._is_person(self._text(piece)):
                continue
            part = self._is_part(piece)
            if not any(_well_known(c) for c in candidates) and (part or " " not in self._text(piece)):
                continue
            wide, head = self._widened(piece)
            if head == "street":
                self.add(wide, "street", ())
            elif not part or wide != piece:
                wider = (
                    candidates_of(self._text(wide), self.doc.pack, self.gazetteer)
                    if wide != piece
                    else candidates
                )
                self.add(wide, self._use(wide), wider, head)
            elif any(c.main and c.kind in ("country", "admin1") for c in candidates) and not self._is_title(
                piece
            ):
                self.add(piece, "inside", candidates)

    def beside_a_locative(self) -> None:
        """Names after a word that says where, and in the supplement's own names even inside a body's."""
        for mention in self.cast.names:
            name = self._text(mention.piece)
            if self._is_plain_word(mention.piece) or self._is_person(name) or self._is_demonym(name):
                continue
            candidates = next(
                (f for n in (name, *stems(name, self.doc.pack)) if (f := self.gazetteer.candidates(n))), ()
            )
            inside = any(o.overlaps(mention.piece) for o in self._others)
            if inside:
                candidates = tuple(c for c in candidates if c.kind in SUPPLEMENTED)
            piece, head = self._widened(mention.piece)
            if head == "street" or not (head or self._after_locative(mention.piece)):
                continue
            if candidates:
                self.add(piece, "place", candidates, head)
            elif not inside:
                alike = self._alike(mention.piece, ALIKE_UNMARKED)
                # A town that the gazetteer lacks is a place by the word that says so.
                if alike or self._head_before(mention.piece) == "city":
                    self.add(piece, "place", alike, head, bool(alike))
        for piece in self._beside_locatives:
            found = candidates_of(self._text(piece), self.doc.pack, self.gazetteer)
            if (found and " " in self._text(piece)) or any(
                c.kind != "admin2" and (c.kind != "city" or c.population >= KNOWN_CITY // 2) for c in found
            ):
                self.add(piece, "place", found)
            elif not found and (alike := self._alike(piece, ALIKE_UNMARKED)):
                self.add(piece, "place", alike, sounds=True)

    def beside_a_place(self) -> None:
        """A name that the gazetteer has, listed with a place: "Palauig, Manaoag and Pangasinan"."""
        for mention in self.cast.names:
            name = self._text(mention.piece)
            if self._is_plain_word(mention.piece) or self._is_person(name):
                continue
            if any(o.overlaps(mention.piece) for o in self._others):
                continue
            candidates = self.gazetteer.candidates(name)
            if candidates and self._is_listed_with_place(mention.piece):
                self.add(mention.piece, "place", candidates)

    def named_again(self) -> None:
        """Further mentions of places found above, alone or at the head of a body's name ("Alexandria police")."""
        known = {t.name: t for t in self.found if t.use == "place" and t.candidates and t.name[:1].isupper()}
        if not known:
            return
        for match in _within_words(known).finditer(self.doc.text):
            piece = Piece(match.start(), match.end())
            if any(piece.overlaps(p) for p in self._people) or self._is_person(match.group()):
                continue
            body = any(piece.overlaps(o) for o in self._others)
            wide, head = self._widened(piece)
            if head == "street":
                self.add(wide, "street", ())
            else:
                found = (
                    self.gazetteer.candidates(self._text(wide))
                    if wide != piece
                    else known[match.group()].candidates
                )
                self.add(wide, "inside" if body else "place", found, head)

    def inside_bodies(self) -> None:
        """Places that open the name of a body: "Goma hospital", "Illinois Department"."""
        bodies = [e.piece for e in self.cast.entities if e.label == "organisation"]
        for piece in self._runs:
            if self._is_plain_word(piece) or self._is_person(self._text(piece)):
                continue
            if any(b.start <= piece.start and piece.end <= b.end and b != piece for b in bodies):
                candidates = self.gazetteer.candidates(self._text(piece))
                wide, head = self._widened(piece)
                wider = self.gazetteer.candidates(self._text(wide)) if wide != piece else candidates
                if head and wide != piece and wider:
                    self.add(wide, "inside", wider, head)
                elif any(_well_known(c) for c in candidates) and not self._is_title(piece):
                    self.add(piece, "inside", candidates)

    def demonyms(self) -> None:
        """Peoples and adjectives of countries and divisions: hints, and no places of what happens. English ones have
        capitals; those of other languages may be stems."""
        for piece in self._runs:
            found = self._of_demonym(self._text(piece)) if self._text(piece)[:1].isupper() else ()
            if found and not any(piece.overlaps(p) for p in self._people):
                self.add(piece, "demonym", found)
        forms = self.gazetteer.demonyms(self.doc.pack.code)
        if self.doc.pack.code != "en" and forms:
            for match in _stems_of(tuple(forms)).finditer(self.doc.text):
                form = form_of(forms, match.group())
                self.add(Piece(match.start(), match.end()), "demonym", forms[form])

    def _of_demonym(self, name: str) -> tuple[GazetteerEntry, ...]:
        return self.gazetteer.demonyms("en").get(name.lower(), ())

    def _is_demonym(self, name: str) -> bool:
        forms = self.gazetteer.demonyms(self.doc.pack.code)
        return bool(self._of_demonym(name) or (forms and _stems_of(tuple(forms)).fullmatch(name)))

    @cached_property
    def _short(self) -> re.Pattern[str]:
        return _within_words(self.gazetteer.abbreviations)

    @cached_property
    def _people(self) -> list[Piece]:
        return [e.piece for e in self.cast.entities if e.label == "person"]

    @cached_property
    def _others(self) -> list[Piece]:
        return [e.piece for e in self.cast.entities if e.label != "place"]

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Words of people's names: by the model, and the last of two or three that follow no other rule."""
        words = {w.group() for p in self._people for w in WORD.finditer(self.doc.text, p.start, p.end)}
        marked = [e.piece for e in self.cast.entities]
        for mention in self.cast.names:
            named = self._text(mention.piece).split()
            if any(mention.piece.overlaps(m) for m in marked) or not 2 <= len(named) <= 3:
                continue
            plain = any(w.casefold() in self._plain or head_kind(self.doc.pack, w) for w in named)
            if not plain and not any(self.gazetteer.candidates(n) for n in (" ".join(named), named[0])):
                words.add(named[-1])
        return frozenset(w for w in words if w[:1].isupper())

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(w.group() for w in WORD.finditer(self.doc.text) if w.group().islower())

    @cached_property
    def _runs(self) -> list[Piece]:
        """Every run of up to LONGEST capitalised words, small words between them allowed, longest first."""
        found = (m for m in CAPITALISED.finditer(self.doc.text) if m.group()[0].isupper())
        words = [Piece(m.start(), m.end()) for m in found]
        joined = [
            bool(BETWEEN.fullmatch(self.doc.text, a.end, b.start)) for a, b in itertools.pairwise(words)
        ]
        runs = []
        for size in range(LONGEST, 0, -1):
            for first in range(len(words) - size + 1):
                if all(joined[first : first + size - 1]):
                    runs.append(Piece(words[first].start, words[first + size - 1].end))
        return runs + [
            Piece(m.start(), m.end())
            for w in words
            if "-" in self._text(w)
            for m in PART.finditer(self.doc.text, w.start, w.end)
        ]

    @cached_property
    def _beside_locatives(self) -> list[Piece]:
        """In a script without capitals, the words after those that say where, and before those that follow the name."""
        text, found = self.doc.text, []
        for match in self.doc.pack.pattern("locatives").finditer(text):
            if word := WORD.match(text, match.end() + 1):
                found += [p for p in self._with_next(word) if self.gazetteer.candidates(self._text(p))]
                found.append(Piece(word.start(), word.end()))
        for match in self.doc.pack.pattern("locatives_after").finditer(text):
            start = text.rfind(" ", 0, max(0, match.start() - 1)) + 1
            if word := WORD.fullmatch(text, start, match.start() - 1):
                found.append(Piece(word.start(), word.end()))
        plain = self.doc.pack.pattern("groups")
        return [
            p
            for p in found
            if p.end - p.start > 2
            and text[p.start].lower() == text[p.start].upper()
            and not written_without_spaces(text[p.start])
            and not any(p.overlaps(o) for o in self._others)
            and not plain.fullmatch(text, p.start, p.end)
            and self._text(p).casefold() not in self._plain
            and not head_kind(self.doc.pack, self._text(p))
        ]

    def _with_next(self, word: re.Match[str]) -> list[Piece]:
        """The word and the one after it."""
        after = WORD.match(self.doc.text, word.end() + 1)
        return [Piece(word.start(), after.end())] if after and self.doc.text[word.end()] == " " else []

    def _text(self, piece: Piece) -> str:
        return self.doc.text[piece.start : piece.end]

    def _taken(self, piece: Piece) -> bool:
        return any(piece.start < t.piece.end and t.piece.start < piece.end for t in self.found)

    def _use(self, piece: Piece) -> Use:
        """A seat of government acts unless the text says where with it."""
        seat = any(k.known and k.known.is_state and k.piece == piece for k in self.cast.known)
        return "actor" if seat and not self._after_locative(piece) else "place"

    def _is_body(self, piece: Piece) -> bool:
        return any(
            not (k.known and k.known.is_state) and k.piece.start <= piece.start and piece.end <= k.piece.end
            for k in self.cast.known
        )

    def _is_person(self, name: str) -> bool:
        """Whether the article has a person of that name, and the name is no country's or division's."""
        if name not in self._surnames:
            return False
        return not any(is_area(c) and c.main and c.kind != "admin2" for c in self.gazetteer.candidates(name))

    def _is_title(self, piece: Piece) -> bool:
        """Whether the name and one more word are a name of their own: "Washington Post", "Houston Rockets"; not so
        where that word is a common noun of the pack ("Houston Police")."""
        for body in self._others:
            if body.start <= piece.start and piece.end < body.end:
                rest = self.doc.text[piece.end : body.end].split()
                if body.start == piece.start and len(rest) == 1:
                    known = self.doc.pack.pattern("groups").fullmatch(rest[0]) or head_kind(
                        self.doc.pack, rest[0]
                    )
                    return not known
        return False

    def _is_plain_word(self, piece: Piece) -> bool:
        """A direction, a month, a word such as "Lake", or one in small letters elsewhere is no name by itself."""
        name = self._text(piece)
        word = name.casefold()
        if word in self._plain or head_kind(self.doc.pack, name) or name.lower() in self._lower:
            return True
        return len(name) < 4 and any(c.isupper() for c in name)

    @cached_property
    def _modifiers(self) -> frozenset[str]:
        return frozenset(self.doc.pack.words("place_modifiers"))

    @cached_property
    def _plain(self) -> frozenset[str]:
        dates = load_date_words(self.doc.pack.code).phrases
        named = {" ".join(words) for name in ("months", "weekdays") for words in dates[name]}
        lists = (
            self.doc.pack.words(name) for name in ("place_modifiers", "articles", "pronouns", "connectives")
        )
        return frozenset({*named, *(w for words in lists for w in words)})

    def _is_part(self, piece: Piece) -> bool:
        """Whether capitalised words stand right beside it, so that it is only part of a longer name."""
        text = self.doc.text
        after = CAPITALISED.match(text, piece.end + 1) if text[piece.end : piece.end + 1] == " " else None
        if after and after.group().casefold() not in self._plain:
            return not self._of_demonym(after.group())
        before = re.search(r"([^\W\d_a-z][\w’'-]*) $", text[max(0, piece.start - 30) : piece.start])
        if not before or before.group(1).casefold() in self._plain:
            return False
        return not self._opens_sentence(Piece(piece.start - len(before.group()), piece.start))

    def _runs_on(self, piece: Piece) -> bool:
        """Whether a longer name that the gazetteer has takes this one in: "New Jersey", "Mexico City"."""
        return any(r != piece and r.start <= piece.start and piece.end <= r.end for r in self._known_runs)

    @cached_property
    def _known_runs(self) -> list[Piece]:
        """Runs of several words that are a well-known place's name."""
        return [
            run
            for run in self._runs
            if " " in self._text(run)
            and any(_well_known(c) for c in self.gazetteer.candidates(self._text(run)))
        ]

    def _opens_sentence(self, piece: Piece) -> bool:
        return self.doc.text[: piece.start].rstrip(' "“«')[-1:] in (".", "\n", ":", "!", "?", "")

    def _after_locative(self, piece: Piece) -> bool:
        before = self.doc.text[max(0, piece.start - 20) : piece.start]
        words = list(self.doc.pack.pattern("locatives").finditer(before))
        return bool(words) and not re.search(r"[\w,.]", before[words[-1].end() :])

    def _widened(self, piece: Piece) -> tuple[Piece, str]:
        """The name with capitalised words beside it that belong to it, and the kind of place that they or small ones tell."""
        text = self.doc.text
        modifier = re.search(r"(?<!\w)([^\W\d_a-z][\w-]*) $", text[max(0, piece.start - 16) : piece.start])
        if modifier and modifier.group(1).casefold() in self._modifiers:
            piece = Piece(piece.start - len(modifier.group()), piece.end)
        after = WORD.match(text, piece.end + 1) if text[piece.end : piece.end + 1] == " " else None
        kind = head_kind(self.doc.pack, self._dotted(after)) if after else ""
        if after and kind and after.group()[0].isupper():
            wide = Piece(piece.start, after.start() + len(self._dotted(after)))
            further = WORD.match(text, wide.end + 1)
            if (
                further
                and head_kind(self.doc.pack, self._dotted(further)) == "street"
                and further.group()[0].isupper()
            ):
                return Piece(piece.start, further.start() + len(self._dotted(further))), "street"
            named = bool(self.gazetteer.candidates(self._text(wide)))
            runs_on = bool(CAPITALISED.match(text, wide.end + 1)) and text[wide.end : wide.end + 1] == " "
            if kind == "street" or named or (kind in ("admin1", "admin2", "water") and not runs_on):
                return wide, kind
            return piece, ""
        if after and kind and kind not in ("street", "facility"):
            return piece, kind
        last = self._text(piece).split(" ")[-1]
        return piece, self._head_before(piece) or (
            head_kind(self.doc.pack, last) if last != self._text(piece) else ""
        )

    def _dotted(self, word: re.Match[str]) -> str:
        """The word with the point of an abbreviation ("St.")."""
        return word.group() + "." * (
            self.doc.text[word.end() : word.end() + 1] == "." and len(word.group()) < 4
        )

    def _head_before(self, piece: Piece) -> str:
        """The kind that words before the name tell: "provinsi Aceh", "the town of Pulawy"."""
        words = self.doc.text[max(0, piece.start - 30) : piece.start].split()
        if len(words) > 1 and words[-1] in self.doc.pack.words("name_joiners"):
            words = words[:-1]
        kind = head_kind(self.doc.pack, words[-1]) if words else ""
        return kind if kind not in ("street", "facility") else ""

    def _is_listed_with_place(self, piece: Piece) -> bool:
        for other in self.found:
            if other.use != "place" or not other.candidates:
                continue
            if piece.end <= other.piece.start <= piece.end + 6:
                between = self.doc.text[piece.end : other.piece.start]
            elif other.piece.end <= piece.start <= other.piece.end + 6:
                between = self.doc.text[other.piece.end : piece.start]
            else:
                continue
            if between.startswith(",") and LISTED.fullmatch(between):
                return True
        return False


@cache
def _stems_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(forms)


def _within_words(forms: Iterable[str]) -> re.Pattern[str]:
    """The forms as written, also joined to others by a hyphen ("Egyptian-US"), not in sums of money ("US$")."""
    listed = "|".join(re.escape(f) for f in sorted(forms, key=lambda f: (-len(f), f)))
    return re.compile(rf"(?<![\w.])(?:{listed})(?![\w$])")


def _well_known(entry: GazetteerEntry) -> bool:
    return entry.main and entry.kind != "admin2" and (entry.kind != "city" or entry.population >= KNOWN_CITY)
