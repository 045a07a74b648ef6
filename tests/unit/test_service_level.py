"""The level of service: what of the promises that people can count on is kept."""

from __future__ import annotations

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from xiangyue.study.resilience import HOUR
from xiangyue.study.service_level import COMPONENTS, WINDOW, Promises

DAY = 24 * HOUR
hours = st.integers(0, 100)


def values(promises: Promises, *at: int, until: int = 10 * DAY) -> list[float]:
    """Return Q at some hours of a period that begins at 0."""
    curve = promises.level(0, until).curve
    return [curve.at(hour * HOUR) for hour in at]


def test_a_missed_deadline_counts_until_it_is_made_good_and_a_day_is_over() -> None:
    """Whatever came due counts for a day, and longer while it is overdue."""
    promises = Promises()
    promises.add("on_time", due=10 * HOUR, settled=5 * HOUR)
    promises.add("on_time", due=10 * HOUR, settled=50 * HOUR)
    assert values(promises, 5, 9, 10, 33, 34, 49, 50) == [100, 100, 50, 50, 0, 0, 100]
    short = Promises()
    short.add("on_time", due=10 * HOUR, settled=12 * HOUR)
    assert values(short, 9, 10, 33, 34) == [100, 0, 0, 100]


def test_components_are_weighed_and_the_unknown_are_left_out() -> None:
    """All four: 0.4, 0.3, 0.2, 0.1; without one the others are weighed as if it were not there."""
    promises = Promises()
    promises.add("on_time", due=0, settled=None)
    promises.add("reached", due=HOUR, settled=0, people=3)
    promises.add("reached", due=0, settled=None)
    assert promises.level(0, DAY).left_out == ("acknowledged", "utilities")
    assert [round(q, 6) for q in values(promises, 1)] == [round(100 * 0.3 * 0.75 / 0.7, 6)]
    promises.add("acknowledged", due=HOUR, settled=0)
    promises.utility("xinqi/water")
    promises.outage("xinqi/power", 0, 2 * HOUR)
    level = promises.level(0, DAY)
    assert level.left_out == ()
    assert isclose(sum(level.weights.values()), 1)
    assert level.components["utilities"].at(HOUR) == 50
    assert values(promises, 1, 2) == [22.5 + 20 + 5, 22.5 + 20 + 10]


def test_what_nothing_is_known_of_is_whole_and_says_so() -> None:
    """Before and after all promises nothing is wanting, and every component is left out."""
    level = Promises().level(0, DAY)
    assert (level.curve.values, level.left_out) == ((100.0,), COMPONENTS)
    promises = Promises()
    promises.add("on_time", due=0, settled=HOUR)
    assert promises.level(3 * DAY, 4 * DAY).left_out == COMPONENTS
    assert promises.level(-DAY, 0).left_out == COMPONENTS


def test_a_utility_works_again_only_once_no_outage_of_it_is_open() -> None:
    """Two outages of one utility that overlap are one; those of two communities are two."""
    promises, other = Promises(), Promises()
    promises.outage("xinqi/water", HOUR, 3 * HOUR)
    promises.outage("xinqi/water", 2 * HOUR, 5 * HOUR)
    other.outage("dongsi/water", 4 * HOUR, None)
    assert values(promises, 0, 1, 3, 4, 5) == [100, 0, 0, 0, 100]
    promises.merge(other)
    assert values(promises, 1, 4, 5) == [50, 0, 50]


@given(st.lists(st.tuples(hours, st.none() | hours, st.integers(1, 4)), max_size=12), hours)
def test_the_curve_is_what_its_definition_says_at_every_hour(
    rows: list[tuple[int, int | None, int]], since: int
) -> None:
    """In any order of promises: those due in the last day, and overdue still."""
    promises = Promises()
    for due, settled, people in rows:
        promises.add("on_time", due * HOUR, None if settled is None else settled * HOUR, people)
    curve = promises.level(since * HOUR, 200 * HOUR).curve
    for at in range(since, 200, 7):
        kept = total = 0
        for due, settled, people in rows:
            if due <= at < due + WINDOW // HOUR or (
                due <= at and (settled is None or settled > at)
            ):
                total += people
                kept += people * (settled is not None and settled <= due)
        assert isclose(curve.at(at * HOUR), 100 * kept / total if total else 100, abs_tol=1e-8)
