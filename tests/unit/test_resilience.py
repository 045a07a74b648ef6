"""Resilience of step functions, intervals over repetitions, and how evenly something is spread."""

from __future__ import annotations

from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.study.confidence import band, interval, student_t
from xiangyue.study.inequality import gini, lorenz, top_share
from xiangyue.study.resilience import HOUR, Curve, mean_curve, resilience, steps

levels = st.lists(st.integers(0, 100), min_size=1, max_size=30)


def hourly(values: list[int]) -> Curve:
    """Return a curve that holds each value for an hour."""
    return steps([(n * HOUR, float(q)) for n, q in enumerate(values)], len(values) * HOUR)


def test_a_flood_is_measured_exactly() -> None:
    """Down to 40 for five hours, 70 for ten, whole again: by hand 600 percent·hours in 20 hours."""
    curve = steps([(0, 100.0), (2 * HOUR, 40.0), (7 * HOUR, 70.0), (17 * HOUR, 100.0)], 20 * HOUR)
    found = resilience(curve)
    assert (found.loss, found.normalised, found.robustness) == (600.0, 0.7, 40.0)
    assert (found.lowest_at, found.recovered_at, found.rapidity) == (2 * HOUR, 17 * HOUR, 4.0)
    assert found.fell


def test_what_never_fell_or_never_recovered_has_no_rapidity() -> None:
    """There is a rapidity only between a fall and a recovery; ordinary may be less than whole."""
    flat, low = hourly([100, 100]), hourly([100, 50, 90])
    assert resilience(flat).rapidity is None
    assert not resilience(flat).fell
    assert resilience(low).rapidity is None
    assert resilience(low, whole=90).rapidity == 40.0
    assert resilience(low, whole=50).rapidity is None


@given(levels, st.integers(0, 29), st.integers(1, 30))
def test_measures_are_those_of_the_hours_one_by_one(
    values: list[int], first: int, more: int
) -> None:
    """What is lost, lowest and left over in a part of a curve is what its hours say."""
    found = resilience(hourly(values), first * HOUR, (first + more) * HOUR)
    hours = [values[min(n, len(values) - 1)] for n in range(first, first + more)]
    assert isclose(found.loss, sum(100 - q for q in hours), abs_tol=1e-9)
    assert isclose(found.normalised, sum(hours) / (100 * more), abs_tol=1e-9)
    assert found.robustness == min(hours)
    assert found.lowest_at == (first + hours.index(min(hours))) * HOUR


@given(st.lists(st.lists(st.integers(0, 100), min_size=9, max_size=9), min_size=1, max_size=6))
def test_a_mean_of_curves_is_the_mean_at_every_instant(rows: list[list[int]]) -> None:
    """Curves of one period have a mean that is a curve, too, and no longer than it must be."""
    found = mean_curve(map(hourly, rows))
    for n in range(9):
        expected = sum(row[n] for row in rows) / len(rows)
        assert isclose(found.at(n * HOUR + 1), expected, abs_tol=1e-8)
    assert all(a != b for a, b in pairwise(found.values))


@pytest.mark.parametrize(
    ("freedom", "at_95", "at_99"),
    [(1, 12.7062, 63.6567), (2, 4.3027, 9.9248), (3, 3.1824, 5.8409), (10, 2.2281, 3.1693),
     (29, 2.0452, 2.7564), (30, 2.0423, 2.7500), (120, 1.9799, 2.6174)],
)  # fmt: skip
def test_student_is_as_printed_tables_have_it(freedom: int, at_95: float, at_99: float) -> None:
    """The quantiles are those of the tables, of few and of many degrees of freedom."""
    assert round(student_t(0.95, freedom), 4) == at_95
    assert round(student_t(0.99, freedom), 4) == at_99


def test_an_interval_holds_the_mean_of_repetitions() -> None:
    """Of 1 to 5: mean 3, and 2.776 · 1.5811 / √5 to each side; one alone says nothing of spread."""
    found = interval([1, 2, 3, 4, 5])
    assert (found.mean, round(found.low, 4), round(found.high, 4)) == (3.0, 1.0368, 4.9632)
    assert [round(one, 4) for one in found.single] == [-1.8089, 7.8089]
    assert interval([7.0]).single == (7.0, 7.0)
    assert interval([7.0]).low == interval([7.0]).high == 7.0
    (first, second) = band([hourly([100, 40]), hourly([100, 60])], [0, HOUR])
    assert (first.low, first.high) == (100.0, 100.0)
    assert second.mean == 50.0
    assert second.low < 0 < 100 < second.high


def test_shares_are_told_of_all_and_of_few() -> None:
    """Where all have the same, Gini is 0; where one of ten has it all, 0.9."""
    even, one = [5] * 10, [0] * 9 + [40]
    assert gini(even) == 0
    assert gini(one) == 0.9
    assert gini([]) is gini([0, -3]) is top_share([0]) is None
    assert (top_share(even), top_share(one)) == (0.1, 1.0)
    assert top_share(range(1, 12)) == 21 / 66
    assert lorenz([1, 3]) == ((0.0, 0.0), (0.5, 0.25), (1.0, 1.0))
    assert lorenz([0]) == ((0.0, 0.0), (1.0, 1.0))


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40))
def test_gini_is_what_the_lorenz_curve_leaves(values: list[int]) -> None:
    """Twice the area between the diagonal and the Lorenz curve is the Gini coefficient."""
    curve = lorenz(values)
    pairs = pairwise(curve)
    under = sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairs)
    assert isclose(gini(values) or 0.0, 1 - 2 * under, abs_tol=1e-9)
