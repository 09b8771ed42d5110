"""Date expressions in many languages, against a Friday, 31 May 2019."""

import itertools
import time
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kabar
from kabar.errors import KabarError
from kabar.gazetteer.lookup import Gazetteer
from kabar.languages import dates as date_words
from kabar.model import DateMention
from kabar.resolve.dateline import find_dateline, published_day
from kabar.resolve.dates import find_dates

PUBLISHED = date(2019, 5, 31)
SHAPES = tomllib.loads((Path(__file__).parent / "date_shapes.toml").read_text(encoding="utf-8"))
VALUES = SHAPES.pop("values")
LANGUAGES = ["en", "id", "fr", "es", "pt", "ar", "ru", "uk", "tr", "de", "fa", "zh", "hi", "sw", "ms"]


def found(text: str, language: str = "en", published: date | None = PUBLISHED) -> list[DateMention]:
    return find_dates(text, language, published)


@pytest.mark.parametrize(("language", "shape"), [(lang, s) for lang in SHAPES for s in SHAPES[lang]])
def test_fifteen_languages_date_alike(language: str, shape: str) -> None:
    (mention,) = found(SHAPES[language][shape], language)
    assert mention.value == VALUES[shape]
    assert mention.relation == ("since" if shape == "since" else "on")


def test_every_language_has_every_shape() -> None:
    assert sorted(SHAPES) == sorted(LANGUAGES)
    assert {len(s) for s in SHAPES.values()} == {len(VALUES)}


READ = [
    ("on 21 May 2019", "2019-05-21", "day"),
    ("May 3, 2018", "2018-05-03", "day"),
    ("Saturday, September 29, 2018", "2018-09-29", "day"),
    ("Aug. 3, 2018", "2018-08-03", "day"),
    ("2019-05-21", "2019-05-21", "day"),
    ("2019-05-21T10:20:00Z", "2019-05-21", "day"),
    ("21.05.2019", "2019-05-21", "day"),
    ("21/05/2019", "2019-05-21", "day"),
    ("5/21/2019", "2019-05-21", "day"),
    ("at 5.30pm on Friday", "2019-05-31", "day"),
    ("Friday's attack", "2019-05-31", "day"),
    ("on Tuesday last week", "2019-05-21", "day"),
    ("They will vote on Sunday", "2019-06-02", "day"),
    ("this morning", "2019-05-31", "day"),
    ("last night", "2019-05-30", "day"),
    ("in August", "2018-08", "month"),
    ("in June", "2019-06", "month"),
    ("next month", "2019-06", "month"),
    ("mid-May", "2019-05-11/2019-05-20", "part-of-month"),
    ("late 2018", "2018-09/2018-12", "part-of-year"),
    ("the first half of 2018", "2018-01/2018-06", "part-of-year"),
    ("the end of the year", "2019-09/2019-12", "part-of-year"),
    ("early this week", "2019-05-27/2019-05-28", "part-of-week"),
    ("the early 1990s", "1990/1993", "part-of-decade"),
    ("last summer", "2018-22", "season"),
    ("from 3 to 7 May", "2019-05-03/2019-05-07", "interval"),
    ("between 1 and 7 May", "2019-05-01/2019-05-07", "interval"),
    ("3-7 May", "2019-05-03/2019-05-07", "interval"),
    ("from May 3 to June 7", "2019-05-03/2019-06-07", "interval"),
    ("the 1950-53 war", "1950/1953", "interval"),
    ("over the last five days", "2019-05-26/2019-05-31", "interval"),
    ("the coming days", "2019-05-31/..", "interval"),
    ("a 72-hour truce", "PT72H", "duration"),
]


@pytest.mark.parametrize(("text", "value", "precision"), READ)
def test_a_date_has_the_precision_of_its_words(text: str, value: str, precision: str) -> None:
    (mention,) = found(text)
    assert (mention.value, mention.precision) == (value, precision)


def test_two_days_of_a_month_are_two_dates_and_share_their_year() -> None:
    assert [d.value for d in found("on 3 and 7 May 2018")] == ["2018-05-03", "2018-05-07"]
    assert [d.value for d in found("in May and June 2018")] == ["2018-05", "2018-06"]


def test_a_year_at_the_head_of_a_line_dates_the_line_alone() -> None:
    values = [
        (d.value, "year-from-context" in d.flags)
        for d in found("2004: a quake on Dec. 26.\nOn Dec. 26 all prayed.")
    ]
    assert values == [("2004", False), ("2004-12-26", True), ("2018-12-26", False)]


def test_so_many_days_later_count_from_the_day_named_before() -> None:
    assert [d.value for d in found("on 21 May and two days later. The next day")] == [
        "2019-05-21", "2019-05-23", "2019-05-24",
    ]  # fmt: skip
    (alone,) = found("Two days later he left.")
    assert alone.value is None and "needs-anchor" in alone.flags


@pytest.mark.parametrize(
    ("text", "relation"),
    [("since May", "since"), ("until June", "until"), ("before 3 May", "before"), ("after Tuesday", "after"), ("in May", "on")],
)  # fmt: skip
def test_words_before_a_date_say_how_it_bounds(text: str, relation: str) -> None:
    assert [d.relation for d in found(text)] == [relation]


@pytest.mark.parametrize(
    "text",
    [
        "He may march in the sun for a second.", "The Sun said so.", "a 34-year-old man", "33 years old", "1,950 people",
        "about 2000 civilians", "3.5 million", "version 1.2.3", "in 30 places", "$2019", "He was the second.",
    ],
)  # fmt: skip
def test_other_words_and_numbers_are_no_dates(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["30 February 2019", "31 April 2018", "31.02.2019"])
def test_a_day_that_no_calendar_has_stays_unresolved(text: str) -> None:
    (mention,) = found(text)
    assert mention.value is None and mention.flags == ("no-such-day", "unresolved")


def test_an_order_that_custom_leaves_open_is_flagged() -> None:
    assert [d.flags for d in found("3/4/2019")] == [("day-month-order",)]
    assert [(d.value, d.flags) for d in found("3/4/2019", "fr")] == [("2019-04-03", ())]


@pytest.mark.parametrize(
    "text", ["yesterday", "last week", "on Tuesday", "in August", "three days ago", "last summer"]
)
def test_without_a_publication_date_nothing_is_invented(text: str) -> None:
    assert [(d.value, "unresolved" in d.flags) for d in found(text, published=None)] == [(None, True)]


def test_the_record_says_which_expression_wants_the_publication_date() -> None:
    reading = kabar.read("He left yesterday.", lang="en")
    (mention,) = reading.dates
    assert any(s.record == mention.id and "publication date" in s.note for s in reading.steps)


CALENDARS = [
    ("ar", "١٥ رمضان ١٤٤٠ هـ", "2019-05-20", "hijri"),
    ("en", "15 Ramadan 1440", "2019-05-20", "hijri"),
    ("ar", "في رمضان", "2019-05-06/2019-06-03", "hijri"),
    ("fa", "۱۰ خرداد ۱۳۹۸", "2019-05-31", "persian"),
    ("fa", "۱۰ جوزا ۱۳۹۸", "2019-05-31", "persian"),
    ("fa", "۱۳۹۸/۰۳/۱۰", "2019-05-31", "persian"),
    ("fa", "سال ۱۳۹۷", "2018-03-21/2019-03-20", "persian"),
    ("th", "21 พฤษภาคม พ.ศ. 2562", "2019-05-21", "buddhist"),
]


@pytest.mark.parametrize(("language", "text", "value", "calendar"), CALENDARS)
def test_other_calendars_are_converted(language: str, text: str, value: str, calendar: str) -> None:
    (mention,) = found(text, language)
    assert (mention.value, mention.calendar) == (value, calendar)
    assert ("calendar-approximate" in mention.flags) == (calendar == "hijri")


def test_names_that_are_months_elsewhere_are_no_months() -> None:
    assert found("بشار اسد گفت", "fa") == [] and found("می شود", "fa") == []


def test_a_language_without_a_pack_has_the_months_of_cldr() -> None:
    assert [d.value for d in found("21 maja 2019", "pl")] == ["2019-05-21"]


def test_a_pack_with_an_unknown_slot_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(date_words, "_table", lambda code: {"ago": ["{number} ago"]})
    with pytest.raises(KabarError, match=r"\{number\}"):
        date_words.load_date_words.__wrapped__("en")


LINE = "KYIV, May 31 (Reuters) - The army attacked today."


def test_the_day_is_that_of_the_dateline() -> None:
    gazetteer = Gazetteer()
    assert published_day("2019-05-31", LINE, gazetteer) == date(2019, 5, 31)
    beirut = "BEIRUT, June 1 (Reuters) - The army attacked today."
    assert published_day("2019-05-31T22:30:00+00:00", beirut, gazetteer) == date(2019, 6, 1)
    assert published_day("2019-05-31T22:30:00", beirut, gazetteer) == date(2019, 5, 31)
    assert published_day("2019-05-31T22:30:00+00:00", "No dateline here.", gazetteer) == date(2019, 5, 31)


@pytest.mark.parametrize(
    ("text", "place"),
    [(LINE, "KYIV"), ("Title\nBeirut - He left.", "Beirut"), ("He left. It - well - fell.", None)],
)
def test_a_dateline_opens_a_line(text: str, place: str | None) -> None:
    line = find_dateline(text)
    assert (line["place"] if line else None) == place


def test_each_fact_has_its_own_date() -> None:
    text = (
        "BEIRUT, May 31 (Reuters) - The United Nations said on Tuesday that 300 people were killed in Idlib on 21 May 2019. "
        "Since March, 2,000 people were displaced."
    )
    reading = kabar.read(text, published="2019-05-31", lang="en")
    assert [s.said_on for s in reading.statements] == ["2019-05-28"]
    assert [(f.since, f.until) for f in reading.figures] == [("2019-05-21", "2019-05-21"), ("2019-03", None)]
    assert [e.date for e in reading.events] == ["2019-05-21", "2019-03/.."]


@settings(deadline=None)
@given(
    st.text(alphabet="0123456789 ./-–,:'May June of to and the last ago ١٢٣ رمضان 年月日三 \n", max_size=60),
    st.sampled_from(LANGUAGES),
)
def test_any_text_is_read_in_order_without_overlap(text: str, language: str) -> None:
    mentions = found(text, language)
    spans = [(m.span.start, m.span.end) for m in mentions]
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all((m.value is None) == ("unresolved" in m.flags) for m in mentions)


def test_time_grows_with_the_text_and_no_faster() -> None:
    unit = "12 May 2019 3 4 5 May from 3 to June between 1 and "

    def seconds(size: int) -> float:
        start = time.process_time()
        found((unit * (size // len(unit) + 1))[:size])
        return time.process_time() - start

    seconds(10_000)
    assert seconds(200_000) < 3 * 8 * max(seconds(25_000), 0.05)
