"""Every address of the OpenAPI document with input made from it: no failure of the server, answers as documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from watched import Watched

import kabar
from kabar.store.people import Scope
from kabar.web.access.passwords import hashed

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
EXAMPLES = 6
WRITTEN = 4
BOUNDED = settings(
    deadline=None, derandomize=True, database=None, phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
# What a reader may well ask for, and what an attacker may: random values seldom find anything.
VALUES: dict[str, list[str]] = {
    "text": ["Idlib", '"people"', "a\0b", "\u202e", "' OR 1=1 --", "<script>", "إدلب"],
    "actor": ["RUS", "Türkiye", "%"], "source": ["UN", "RUS"], "target": ["SYR", "TUR"], "role": ["source", "target"],
    "act": ["accuse", "say"], "place": ["Idlib", "169389", "9" * 30], "country": ["SYR", "\0"], "box": ["30,30,40,40", "1,2", "nan,0,0,inf"],
    "near": ["35.9,36.6,100", "95,0,1", "0,0,1e400"], "since": ["2019-05-01", "0001-01-01"], "until": ["2019-06-30", "9999-12-31"],
    "published_since": ["2019-05-01", "0001-01-01"], "published_until": ["2019-06-30", "9999-12-31"], "language": ["id", "ar"],
    "publisher": ["😀"], "unit": ["people"], "concept": ["displaced", "killed"], "low": ["100", "nan", "-inf", "1e400"],
    "high": ["1e6", "inf"], "plover": ["ASSAULT"], "cameo": ["190"], "acled": ["Battles"], "status": ["claimed"], "kind": ["truce"],
    "confidence": ["0.5", "nan"], "flags": ["damaged", "local,damaged", ","], "without_flags": ["damaged"],
    "article": ["1", "0", "-1", "9" * 30], "after": ["2019-05-01_5", "2019-05-01_99999999999999999999", "x"],
}  # fmt: skip


@pytest.fixture
def known(filled_target: str) -> dict[str, list[Any]]:
    """Names that stand in paths, with what the archive has and what it lacks."""
    with kabar.open(filled_target) as archive:
        record = archive.figures(limit=1).rows[0]
        parties = archive.statements(limit=1).rows[0].parties
        keys = [record.key, *(d.key for d in archive.links.disputes(limit=1))]
        situations = [s.key for s in archive.links.situations(limit=1)]
    numbers = [record.article_id, *(p.actor_id for p in parties), 1, 0, -1, 2**63, 10**30]
    return {"integer": numbers, "string": [*keys, *situations, "x", "..%2f..", "%00", "é"]}


def operations(served: str, session: requests.Session) -> Iterator[Any]:
    """The operations of the document that the server gives."""
    schema = schemathesis.openapi.from_url(f"{served}/openapi.json", headers=dict(session.headers))
    for found in schema.get_all_operations():
        yield found.ok()


def filled_in(case: Any, data: Any, known: dict[str, list[Any]]) -> Any:
    """The case with some of its values replaced by what stands in the archive or is hostile."""
    for name, value in dict(case.path_parameters or {}).items():
        pool = known["integer" if isinstance(value, int) or str(value).lstrip("-").isdigit() else "string"]
        case.path_parameters[name] = data.draw(st.sampled_from([value, *pool]))
    if isinstance(case.query, dict):
        for name in dict(case.query):
            if name in VALUES and data.draw(st.booleans()):
                case.query[name] = data.draw(st.sampled_from(VALUES[name]))
    return case


def test_every_address_that_is_read_answers_as_documented(served: str, known: dict[str, list[Any]]) -> None:
    asked = set()
    with requests.Session() as session:
        for operation in operations(served, session):
            if operation.method.upper() != "GET":
                continue

            @settings(BOUNDED, max_examples=EXAMPLES)
            @given(case=operation.as_strategy(GenerationMode.POSITIVE), data=st.data())
            def ask(case: Any, data: Any) -> None:
                filled_in(case, data, known)
                case.call_and_validate(base_url=served, session=session, checks=CHECKS, timeout=20)

            ask()
            asked.add(operation.path)
    assert {"/figures", "/figures.json"} <= asked


def test_every_address_that_is_written_answers_as_documented(
    served: str, filled_target: str, known: dict[str, list[Any]]
) -> None:
    """Asked by a program that may do everything, with values of the right types: most of them mean nothing."""
    with kabar.open(filled_target) as archive:
        account = archive.people.add("Root", hashed("a long pass phrase"), "admin", who="test")
        token = archive.people.add_token(account.id, "test", get_args(Scope), who="Root")
    written = set()
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {token}"
        for operation in operations(served, session):
            if operation.method.upper() == "GET":
                continue

            @settings(BOUNDED, max_examples=WRITTEN)
            @given(case=operation.as_strategy(GenerationMode.POSITIVE), data=st.data())
            def send(case: Any, data: Any) -> None:
                filled_in(case, data, known)
                case.call_and_validate(
                    base_url=served, session=session, checks=CHECKS, timeout=20, allow_redirects=False
                )

            send()
            written.add(operation.path)
    assert "/accounts" in written


@pytest.mark.parametrize(
    "address",
    [
        "/figures?text=%FF%FE",
        "/figures?after=%00",
        "/%FF",
        "/figures?low=%F0%9F",
        "/articles/x",
        "/articles/1e3",
        "/articles/%00",
        "/figures?" + "a=1&" * 2000,
    ],
)
def test_bytes_that_are_no_text_are_refused_or_ignored(served: str, address: str) -> None:
    assert requests.get(served + address, timeout=20).status_code < 500


def test_the_addresses_for_programs_are_listed_and_can_be_tried_without_leaving_this_machine(
    tab: Watched,
) -> None:
    """FastAPI's own page loads from elsewhere; `Watched` fails on any request that leaves."""
    page = tab.open("/docs")
    page.get_by_text("GET /figures", exact=True).click()
    row = page.locator("details[open]")
    row.get_by_label("concept", exact=True).fill("displaced")
    assert tab.axe() == []
    tab.picture("docs")
    row.get_by_role("button", name="Ask for JSON").click()
    page.wait_for_url("**/figures.json?**")
    assert '"displaced"' in page.content()


def test_nothing_that_is_served_is_left_out_of_the_document(client: Any) -> None:
    """Each page has its address and its .json in it, with what every filter takes."""
    paths = client.get("/openapi.json").json()["paths"]
    pages = {p for p in paths if f"{p}.json" in paths}
    assert {"/figures", "/statements", "/articles/{number}", "/situation", "/review", "/help"} <= pages
    for path in pages:
        told = paths[path]["get"]
        assert told["summary"], path
        assert {"200", "400", "422"} <= set(told["responses"])
        named = [p for p in told.get("parameters", ()) if p["name"] in ("place", "since")]
        assert all(p.get("description") for p in named), path
