"""A process that reads as `kabar.bulk.child` does, with a reader that is quick, no model, and does what an article tells it."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kabar.bulk.child import Read, serve
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

COMMAND = (sys.executable, __file__)
SURE = {"confidence": 0.5, "evidence": (Span(0, 5),)}


def read(article: Article) -> tuple[Reading, NDArray[np.float32]]:
    """A record of each kind; before that what the article's words in capitals say is done."""
    obey(article.text)
    at, number = Span(0, 5), int((re.findall(r"\d+", article.text) or ["0"])[0])
    actors = (
        Actor(id="a1", name="Ann", kind="person", **SURE),
        Actor(id="a2", name="Bob", kind="person", **SURE),
    )
    place = Place(
        id="p1",
        name="Idlib",
        kind="city",
        country="SYR",
        latitude=35.9,
        longitude=36.6,
        geonames=169389,
        **SURE,
    )
    statement = Statement(
        id="s1", sources=("a1",), source_span=at, source_form="named", cue=at, content=(at,), mode="indirect", act="say",
        targets=("a2",), said_on="2019-05-31", **SURE,
    )  # fmt: skip
    figures = tuple(
        Figure(id=f"f{n}", span=at, low=float(number + n), high=None, wording="at-least", unit="people", concept="killed",
               place="p1", source="a1", statement="s1", **SURE)
        for n in (1, 2)
    )  # fmt: skip
    event = Event(
        id="e1", trigger=at, plover="ASSAULT", mode=None, cameo="190", acled=None, acled_sub=None, actors=("a2",), place="p1",
        killed=("f1",), date="2019-05", **SURE,
    )  # fmt: skip
    agreement = Agreement(
        id="g1",
        span=at,
        kind="truce",
        parties=("a1", "a2"),
        alleged_breaches=(Breach(("a1",), ("a2",), "s1"),),
        **SURE,
    )
    dispute = Dispute(
        id="x1",
        kind="figure",
        differ_in="low",
        positions=(Position(("a1",), ("f1",)), Position((), ("f2",))),
        **SURE,
    )
    day = DateMention(id="d1", span=at, value="2019-05-31", precision="day", **SURE)
    damage = Damage(id="m1", span=at, kind="glued", should_read="mended", **SURE)
    reading = Reading(
        article=article, language_pack="en", actors=actors, places=(place,), statements=(statement,), figures=figures,
        events=(event,), agreements=(agreement,), disputes=(dispute,), dates=(day,), damage=(damage,),
    )  # fmt: skip
    return reading, np.full((2, 384), 0.05, dtype=np.float32)


def obey(text: str) -> None:
    """Die, hang, take all memory or fail; with ONCE only when the file that it names is not there yet."""
    once = re.search(r"ONCE (\S+)", text)
    if once:
        mark = Path(once.group(1))
        if mark.exists():
            return
        mark.touch()
    if "KILL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "HANG" in text:
        time.sleep(600)
    if "ALLOCATE" in text:
        filled = []
        while True:
            filled.append(bytearray(100_000_000))
    if "SLOW" in text:
        time.sleep(0.2)
    if "FAULT" in text:
        raise ZeroDivisionError("a fault of the reader")
    if "PRINT" in text:
        os.write(1, b"a library's warning\n")
        print("another")


def load() -> Read:
    return read


if __name__ == "__main__":
    serve(load)
