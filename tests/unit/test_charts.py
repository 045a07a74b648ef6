"""Charts: what they say, that nothing in them comes from elsewhere or is said by colour alone."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.charts import Axis, Series, bars, hours_axis, lines, lorenz_chart, time_axis
from xiangyue.charts.sheet import round_steps
from xiangyue.study.inequality import lorenz

SVG = "{http://www.w3.org/2000/svg}"
MANY = [(float(n), float(n * n % 101)) for n in range(20_000)]
LEVELS = [Series("As it was", [(0, 100), (5, 40), (9, 90)], stepped=True),
          Series("Simulated", [(0, 100), (9, 95)], band=[(0, 90, 100), (9, 80, 100)])]  # fmt: skip


def drawings(lang: str) -> list[str]:
    """Return one chart of each kind, with a name that looks like markup."""
    shares = {"Points": lorenz([1, 2, 9])}
    return [
        bars(["May", "<b>June"], {"Opened": [3, 5], "Late": [None, 2.5]}, title="Tasks", lang=lang),
        bars(["Reached", "新"], {"%": [30.5, -4]}, lying=True, unit="%", lang=lang),
        lines(LEVELS, hours_axis(9, lang), title="A & B", unit="%", low=0, high=100, lang=lang),
        lorenz_chart(shares, title="Points", lang=lang),
    ]


def words(drawing: str) -> list[str]:
    """Return what is written in a drawing."""
    return [one.text or "" for one in ElementTree.fromstring(drawing).iter(f"{SVG}text")]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_chart_is_safe_and_told_in_words(lang: str) -> None:
    """It is one document without scripts, styles or addresses, which says what is seen in it."""
    for drawing in drawings(lang):
        root = ElementTree.fromstring(drawing)
        names = {name for one in root.iter() for name in one.attrib}
        assert not {name for name in names if re.search("href|src|style|^on", name)}
        assert not re.search(r"<script|<style|@import|url\((?!#)", drawing)
        assert root.get("lang") == lang
        assert root.findtext(f"{SVG}desc")
    assert "<b>June" in words(drawings(lang)[0])


def test_series_are_told_apart_without_colour() -> None:
    """Each line has dashes of its own, in the legend too; each bar a pattern."""
    chart = lines([Series(str(n), [(0, n), (9, n)]) for n in range(8)], hours_axis(9))
    drawn = re.findall(
        r'stroke="(#\w+)" stroke-width="(?:2.5|3)"(?: stroke-dasharray="([^"]*)")?', chart
    )
    assert len(drawn) == 16
    assert len(set(drawn[:8])) == 8
    assert drawn[:8] == drawn[8:]
    assert len({dash for _, dash in drawn[:4]}) == 4
    assert set(re.findall(r"url\(#(p\d)\)", drawings("en")[0])) == {"p0", "p1"}


def test_a_chart_says_its_numbers() -> None:
    """Bars are labelled with what they count, lines told by ends and extremes."""
    assert {"3", "5", "2.5", "May", "Opened", "Late"} <= set(words(drawings("en")[0]))
    told = ElementTree.fromstring(drawings("en")[0]).findtext(f"{SVG}desc") or ""
    assert "Late: May –; <b>June 2.5." in told
    assert "As it was: from 100 to 90, lowest 40, highest 100." in drawings("en")[2]
    assert "As it was：由100到90，最低40，最高100。" in drawings("zh")[2]


def test_what_cannot_be_told_apart_is_not_drawn_twice() -> None:
    """Of twenty thousand points few are drawn, the lowest and the highest among them."""
    corners = Series("many", MANY).corners
    assert len(corners) < 1500
    assert corners[0] == MANY[0]
    assert corners[-1] == MANY[-1]
    assert {min(y for _, y in corners), max(y for _, y in corners)} == {0.0, 100.0}
    assert [one for one in MANY if one in set(corners)] == corners


def test_a_line_says_what_it_is_at_a_place() -> None:
    """A stepped one holds, another goes straight on; beyond its ends it says nothing."""
    stepped, straight = LEVELS
    assert [stepped.at(x) for x in (-1, 0, 4.9, 5, 9, 9.1)] == [None, 100, 100, 40, 90, None]
    assert straight.at(4.5) == 97.5


@given(st.integers(0, 60), st.integers(1, 24 * 800))
def test_a_time_axis_has_a_few_round_moments(start: int, hours: int) -> None:
    """They lie within it, full hours or midnights of the zone's own clock, and are few."""
    since = 1_780_000_000_000_000 + start * 3_600_000_000 * 7 + 123
    until = since + hours * 3_600_000_000
    axis = time_axis(since, until, "Asia/Shanghai")
    assert 1 <= len(axis.ticks) <= 8
    assert all(since <= at <= until for at, _ in axis.ticks)
    assert all(re.fullmatch(r"(\d{4}-)?\d\d-\d\d( \d\d:00)?", said) for _, said in axis.ticks)


def test_a_day_of_the_axis_begins_at_midnight_where_people_are() -> None:
    """In Shanghai the third of June begins at four in the afternoon of the second, UTC."""
    since = 1_780_272_000_000_000
    axis = time_axis(since, since + 6 * 86_400_000_000, "Asia/Shanghai")
    assert [said for _, said in axis.ticks] == [f"06-0{n}" for n in range(2, 8)]
    assert (axis.ticks[0][0] - since) / 3_600_000_000 == 16


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_steps_are_round_and_hold_everything(low: float, span: float) -> None:
    """Between two and nine, from at most the lowest to at least the highest."""
    steps = round_steps(low, low + span)
    assert 2 <= len(steps) <= 9
    assert steps[0] <= low + 1e-6 * max(1, span)
    assert steps[-1] >= low + span - 1e-6 * max(1, span)


def test_what_lies_beyond_the_axis_is_cut_off() -> None:
    """A line that goes on longer than the axis stays within the chart."""
    chart = lines([Series("long", [(0, 1), (99, 1)])], Axis(0, 10, ((0, "0"), (10, "10"))))
    root = ElementTree.fromstring(chart)
    (group,) = (one for one in root.iter(f"{SVG}g"))
    assert group.get("clip-path") == "url(#inside)"
    assert [one.tag for one in group] == [f"{SVG}polyline"]
