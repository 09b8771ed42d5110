"""How many requests somebody may make."""

from hypothesis import given
from hypothesis import strategies as st

from kabar.web.access.rates import MOST_KEYS, Rate, Rates, kind_of, network_of


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_then_one_by_one() -> None:
    clock = Clock()
    rates, rate = Rates(clock), Rate(3, 30)
    assert [rates.take(("a",), rate) for _ in range(4)] == [0, 0, 0, 10]
    assert rates.take(("b",), rate) == 0
    clock.now = 10
    assert [rates.take(("a",), rate) for _ in range(2)] == [0, 10]
    clock.now = 1_000
    assert [rates.take(("a",), rate) for _ in range(4)] == [0, 0, 0, 10]


@given(st.lists(st.floats(0, 100), max_size=60), st.integers(1, 5), st.floats(1, 50))
def test_no_more_pass_in_any_time_than_at_once_and_one_a_step(
    waits: list[float], count: int, seconds: float
) -> None:
    clock = Clock()
    rates, rate, passed = Rates(clock), Rate(count, seconds), list[float]()
    for wait in waits:
        clock.now += wait
        if not rates.take(("a",), rate):
            passed.append(clock.now)
    for i, first in enumerate(passed):
        for n, last in enumerate(passed[i:], 1):
            assert n <= count + (last - first) * count / seconds + 1e-6


def test_a_crowd_of_keys_takes_no_more_memory() -> None:
    rates = Rates(Clock())
    for n in range(MOST_KEYS + 10):
        rates.take((str(n),), Rate(5, 60))
    assert len(rates._full_until) <= MOST_KEYS


def test_the_addresses_of_one_host_are_one() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:2") != network_of("2001:db8:0:1::1")
    assert network_of("192.0.2.1") == network_of("::ffff:192.0.2.1") != network_of("192.0.2.2")
    assert network_of("testclient") == "testclient"


def test_requests_are_of_kinds() -> None:
    asked = [
        ("GET", "/figures"),
        ("POST", "/review"),
        ("POST", "/ingest"),
        ("GET", "/export"),
        ("GET", "/ingest/x"),
    ]
    assert [kind_of(*a) for a in asked] == ["read", "change", "ingest", "export", "read"]
