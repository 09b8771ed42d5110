"""Date expressions in many languages, against a Friday, 31 May 2019."""

from datetime import date

import pytest

from kabar.resolve.dates import find_dates

PUBLISHED = date(2019, 5, 31)
READ = [
    ("en", "on 21 May 2019", "2019-05-21", "day"),
    ("en", "May 3, 2018", "2018-05-03", "day"),
    ("en", "in late April", "2019-04-21/2019-04-30", "part-of-month"),
    ("en", "in August", "2018-08", "month"),
    ("en", "yesterday", "2019-05-30", "day"),
    ("en", "on Tuesday", "2019-05-28", "day"),
    ("en", "2019-05-21", "2019-05-21", "day"),
    ("id", "pada hari Jumat", "2019-05-31", "day"),
    ("id", "pekan lalu", "2019-05-20/2019-05-26", "week"),
    ("ru", "в среду", "2019-05-29", "day"),
    ("ru", "15 мая 2018", "2018-05-15", "day"),
    ("ru", "три дня назад", "2019-05-28", "day"),
    ("uk", "у п'ятницю", "2019-05-31", "day"),
    ("tr", "15 Mayıs 2018", "2018-05-15", "day"),
    ("tr", "iki hafta önce", "2019-05-13/2019-05-19", "week"),
    ("zh", "2018年8月3日", "2018-08-03", "day"),
]


@pytest.mark.parametrize(("language", "text", "value", "precision"), READ)
def test_a_date_has_the_precision_of_its_words(language: str, text: str, value: str, precision: str) -> None:
    (found,) = find_dates(text, language, PUBLISHED)
    assert (found.value, found.precision) == (value, precision)
    assert text[found.span.start : found.span.end] in text


@pytest.mark.parametrize("text", ["30 February 2019", "31 April 2018"])
def test_a_day_that_no_calendar_has_stays_unresolved(text: str) -> None:
    (found,) = find_dates(text, "en", PUBLISHED)
    assert found.value is None and found.flags == ("no-such-day", "unresolved")


@pytest.mark.parametrize("text", ["yesterday", "last week", "on Tuesday", "in August"])
def test_without_a_publication_date_nothing_is_invented(text: str) -> None:
    assert [d.value for d in find_dates(text, "en", None)] == [None]
