"""Opening hours of a directory: said in two languages, and read again as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.exchange.hsds.hours import Opening, merged, opening, told
from xiangyue.exchange.hsds.said_hours import read, rule

CLOCKS = st.tuples(st.sampled_from(["", "09:00"]), st.sampled_from(["", "17:30", "24:00"]))
DAYS = st.integers(1, 127).map(lambda n: tuple(day for day in range(7) if n >> day & 1))
WEEKLY = st.builds(
    lambda days, every, span: Opening(days=days, every=every, opens=span[0], closes=span[1]),
    DAYS,
    st.integers(1, 3),
    CLOCKS,
)
MONTHLY = st.builds(
    lambda days, nth, every, span: Opening(days, nth, (), every, *span),
    DAYS,
    st.sampled_from([1, 2, 5, -1]),
    st.integers(1, 2),
    CLOCKS,
)
DATED = st.builds(
    lambda dates, every, span: Opening((), 0, dates, every, *span),
    st.sampled_from([(1,), (2, 15), (-1, 1)]),
    st.integers(1, 2),
    CLOCKS,
)
SPANS = st.tuples(*[st.sampled_from(["", "2026-01-01"])] * 2)


@given(st.lists(WEEKLY | MONTHLY | DATED, min_size=1, max_size=3).map(merged), SPANS)
def test_what_is_said_reads_as_it_was(openings: list[Opening], span: tuple[str, str]) -> None:
    """So that hours which came in go out again, by the words alone."""
    assert read(told(openings, *span)) == (openings, *span)
    for one in openings:
        said = {name: str(value) for name, value in rule(one).items()}
        assert opening(said) == one


@given(st.text("MonTue,–0:9/ 周一至day of", max_size=30))
def test_words_of_somebody_else_are_not_taken_for_hours(text: str) -> None:
    """What is read says exactly that when it is said again."""
    found = read(text)
    assert found is None or told(found[0], *found[1:]) == text


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"freq": "WEEKLY", "byday": "MO,TU,WE,FR"}, "周一至周三、周五 / Mon–Wed, Fri"),
        ({"freq": "DAILY", "opens_at": "9am", "closes_at": "5:30 PM"}, "每天 09:00–17:30 / daily"),
        ({"freq": "MONTHLY", "byday": "-1FR"}, "每月最后一个周五 / last Fri of the month"),
        ({"freq": "MONTHLY", "bymonthday": "15,2"}, "每月2日、15日 / day 2, 15 of the month"),
        ({"weekday": "7", "opens_at": "0900"}, "周日 09:00– / Sun 09:00–"),
        ({"weekday": "Thursday", "opens_at": "T"}, None),
        ({"freq": "week", "byday": "TH", "interval": "2"}, "每2周 周四 / every 2 weeks Thu"),
        ({"byday": "['MO', 'SU']", "opens_at": "10:00-05:00"}, "周一、周日 10:00– / Mon, Sun"),
        ({"freq": "YEARLY", "byday": "MO"}, None),
        ({"freq": "WEEKLY", "byday": "2MO"}, None),
        ({"freq": "MONTHLY", "byday": "MO"}, None),
        ({"byday": "1MO,2TU", "freq": "MONTHLY"}, None),
        ({"opens_at": "25:00"}, None),
        ({"interval": "0", "byday": "MO"}, None),
        ({"description": "By appointment"}, None),
    ],
)
def test_schedules_of_the_field_become_words(says: dict[str, str], words: str | None) -> None:
    """As version 3 writes them, version 2 and Open Referral UK; what cannot be told is None."""
    found = opening(says)
    if words is None:
        assert found is None
    else:
        assert found is not None
        assert told([found]).startswith(words)
