"""Small readings by hand: no model is run."""

from __future__ import annotations

import hashlib
from typing import Any

from kabar.model import (
    Actor,
    Agreement,
    Article,
    Breach,
    Damage,
    DateMention,
    Dispute,
    Event,
    Figure,
    Place,
    Position,
    Reading,
    Span,
    Statement,
)

TEXT = (
    "UN says 300,000 people fled Idlib since May.\n"
    "Russia said that 12 people were killed in Ankara on 30 May.\n"
    "Turkey accused Syria of breaking the truce of September 2018."
)


def article(text: str = TEXT, url: str | None = "https://example.org/1", **more: Any) -> Article:
    more = {"language": "en", "published": "2019-05-31", "title": "Idlib", "publisher": "Example"} | more
    return Article(
        text=text, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), url=url, **more
    )


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def reading(
    of: Article | None = None, *, low: float = 300_000, confidence: float = 0.8, act: str = "accuse"
) -> Reading:
    """A reading of TEXT (or of a text with the same words)."""
    of = of or article()

    def ev(words: str) -> tuple[Span, ...]:
        return (at(of.text, words),)

    def sure(words: str) -> dict[str, Any]:
        return {"evidence": ev(words), "confidence": confidence}

    return Reading(
        article=of, language_pack="en",
        damage=(Damage(id="d1", span=ev("12")[0], kind="glued", should_read="12", **sure("12")),),
        actors=(
            Actor(id="UN", name="United Nations", kind="igo", **sure("UN")),
            Actor(id="RUS", name="Russia", kind="government", country="RUS", **sure("Russia")),
            Actor(id="a1", name="Türkiye", kind="government", country="TUR", flags=("local",), **sure("Turkey")),
            Actor(id="SYR", name="Syria", kind="government", country="SYR", **sure("Syria")),
        ),
        places=(
            Place(id="p1", name="Idlib", kind="city", country="SYR", latitude=35.931, longitude=36.634, geonames=169389, **sure("Idlib")),
            Place(id="p2", name="Ankara", kind="city", country="TUR", latitude=39.92, longitude=32.854, geonames=323786, **sure("Ankara")),
        ),
        dates=(DateMention(id="t1", span=ev("30 May")[0], value="2019-05-30", precision="day", **sure("30 May")),),
        statements=(
            Statement(id="s1", sources=("UN",), source_span=ev("UN")[0], source_form="named", cue=ev("says")[0],
                      content=ev("300,000 people fled Idlib since May"), mode="indirect", act="say",
                      **sure("UN says 300,000 people fled Idlib since May")),
            Statement(id="s2", sources=("RUS",), source_span=ev("Russia")[0], source_form="named", cue=ev("said")[0],
                      content=ev("12 people were killed in Ankara on 30 May"), mode="indirect", act="say",
                      said_on="2019-05-31", **sure("Russia said that 12 people were killed in Ankara on 30 May")),
            Statement(id="s3", sources=("a1",), source_span=ev("Turkey")[0], source_form="named", cue=ev("accused")[0],
                      content=ev("breaking the truce of September 2018"), mode="indirect", act=act, targets=("SYR",),
                      flags=("damaged",), **sure("Turkey accused Syria of breaking the truce of September 2018")),
        ),
        figures=(
            Figure(id="f1", span=ev("300,000 people")[0], low=low, high=None, wording="at-least", unit="people",
                   concept="displaced", place="p1", since="2019-05", source="UN", statement="s1", **sure("300,000 people")),
            Figure(id="f2", span=ev("12 people")[0], low=12, high=12, wording="exact", unit="people", concept="killed",
                   place="p2", as_of="2019-05-30", source="RUS", statement="s2", **sure("12 people")),
        ),
        events=(
            Event(id="e1", trigger=ev("killed")[0], plover="ASSAULT", mode=None, cameo="190", acled="Battles",
                  acled_sub="Armed clash", place="p2", date="2019-05-30", killed=("f2",), claimed_by=("RUS",),
                  status="claimed", statement="s2", **sure("killed")),
        ),
        agreements=(
            Agreement(id="g1", span=ev("truce")[0], kind="ceasefire", parties=("a1", "RUS"), date="2018-09", place="p1",
                      alleged_breaches=(Breach(by=("a1",), against=("SYR",), statement="s3", what=ev("breaking")),),
                      **sure("truce of September 2018")),
        ),
        disputes=(
            Dispute(id="x1", kind="figure", differ_in="how many people", evidence=ev("300,000") + ev("12"), confidence=confidence,
                    positions=(Position(holders=("UN",), records=("f1",)), Position(holders=("RUS",), records=("f2",)))),
        ),
    )  # fmt: skip
