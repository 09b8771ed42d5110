"""How far a run has come, what it costs, and how long it takes yet."""

import io

import pytest

from kabar.bulk.progress import EVERY, Meter, Price
from kabar.bulk.work import Done
from kabar.errors import KabarError


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_rate_time_left_and_cost_are_those_of_this_run() -> None:
    clock, out = Clock(), io.StringIO()
    meter = Meter(1_000, 4, Price.parse("0.9 EUR"), out, clock)
    meter.pass_over(500)
    clock.now = 100.0
    meter.add(Done("u1", 100, articles=250, refused=2))
    assert meter.line() == "1 units, 250 articles, 2.50/s, 2 refused, 6m 40s left, 0.10 EUR of 0.50 EUR"


def test_a_unit_that_failed_is_counted_apart() -> None:
    meter = Meter(10, 1, None, io.StringIO(), Clock())
    meter.add(Done("u1", 5, failed="the disk is full"))
    assert "0 units" in meter.line() and "1 failed" in meter.line()
    assert meter.summary("local")["failed"] == ["the disk is full"]


def test_where_nobody_watches_a_line_comes_now_and_then() -> None:
    clock, out = Clock(), io.StringIO()
    meter = Meter(100, 1, None, out, clock)
    for second in range(1, int(EVERY) * 2 + 1):
        clock.now = float(second)
        meter.add(Done(f"u{second}", 1, articles=1))
    assert len(out.getvalue().splitlines()) == 2


@pytest.mark.parametrize(
    "text, amount, currency", [("0.04 EUR", 0.04, "EUR"), ("3", 3.0, ""), ("600 IDR", 600.0, "IDR")]
)
def test_prices(text: str, amount: float, currency: str) -> None:
    assert Price.parse(text) == Price(amount, currency)


def test_what_is_no_price_is_told() -> None:
    with pytest.raises(KabarError, match="write a number and a currency"):
        Price.parse("EUR 0.04")
