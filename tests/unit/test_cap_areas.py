"""Which units an alert's area is about: by code, by name, by outline, and what lies beneath."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.exchange.cap.areas import Matched, match
from xiangyue.exchange.cap.codes import division
from xiangyue.exchange.cap.model import Area, Circle, Pair
from xiangyue.text import Text
from xiangyue.values import Unit, UnitPlace

SCHEME = "区划代码"


def unit(name: str, level: str, parent: str | None, title: str) -> Unit:
    """Make a unit that is its own community."""
    return Unit(name, level, parent, name, Text(zh=title, en=name.title()))


def square(south: float, west: float, side: float = 1) -> tuple[tuple[float, float], ...]:
    """Return a ring around a square of so many degrees."""
    north, east = south + side, west + side
    return ((south, west), (south, east), (north, east), (north, west), (south, west))


UNITS = {
    one.id: one
    for one in (
        unit("zhejiang", "province", None, "浙江省"),
        unit("hangzhou", "city", "zhejiang", "杭州市"),
        unit("shangcheng", "county", "hangzhou", "上城区"),
        unit("street", "subdistrict", "shangcheng", "清波街道"),
        unit("village", "village", "street", "清波社区"),
        unit("plain", "village", "street", "柳浪社区"),
        unit("jiaxing", "city", "zhejiang", "嘉兴市"),
    )
}
CODES = {
    "hangzhou": UnitPlace(codes=((SCHEME, "330100"),)),
    "shangcheng": UnitPlace(codes=((SCHEME, "330102000000"),)),
    "street": UnitPlace(codes=((SCHEME, "330102001"),)),
    "village": UnitPlace(codes=((SCHEME, "330102001051"), ("UGC", "ZJC001"))),
    "jiaxing": UnitPlace(codes=((SCHEME, "330400000000"),)),
}
OUTLINES = {
    "hangzhou": UnitPlace(outline=(square(30, 120, 2), square(30.5, 120.5, 0.5))),
    "street": UnitPlace(outline=(square(30, 120),)),
    "jiaxing": UnitPlace(outline=(square(30, 122),)),
}


def found(area: Area, places: dict[str, UnitPlace]) -> dict[str, str]:
    """Return how each unit is matched."""
    return {one.unit: one.how for one in match(area, places, UNITS)}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("330000000000", {"hangzhou", "shangcheng", "street", "village", "jiaxing", "plain"}),
        ("33", set()),
        ("330100000000", {"hangzhou", "shangcheng", "street", "village", "plain"}),
        ("330102", {"shangcheng", "street", "village", "plain"}),
        ("３３０１０２００１０５１", {"village"}),
        ("330102001099", {"street"}),
        ("330400", {"jiaxing"}),
        ("320000", set()),
    ],
)
def test_a_divisions_code_covers_what_is_beneath(code: str, expected: set[str]) -> None:
    """A city's code means its streets and villages; a strange one, the nearest that it lies in."""
    area = Area("x", geocodes=(Pair("GB/T 2260", code),))
    assert set(found(area, CODES)) == expected


def test_other_codes_match_as_they_are() -> None:
    """A code of another scheme is no division, though it be six digits."""
    assert found(Area("x", geocodes=(Pair("ugc", "zjc001"),)), CODES) == {"village": "code"}
    assert found(Area("x", geocodes=(Pair("SAME", "330100"),)), CODES) == {}


def test_a_unit_is_known_by_its_name_alone() -> None:
    """A list of names is taken apart; what is beneath a name is meant, too."""
    assert found(Area("嘉兴市、 上城区"), {}) == {
        "jiaxing": "name",
        "shangcheng": "name",
        "street": "beneath",
        "village": "beneath",
        "plain": "beneath",
    }
    assert found(Area("杭州"), {}) == {}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("浙江省杭州市", {"hangzhou": "name"}),
        ("杭州市上城区清波街道", {"street": "name"}),
        ("Hangzhou, Zhejiang", {"hangzhou": "name"}),
        ("Zhejiang, Hangzhou", {"zhejiang": "name", "hangzhou": "name"}),
        ("上城区，嘉兴市", {"shangcheng": "name", "jiaxing": "name"}),
    ],
)
def test_a_name_with_those_above_it_means_the_lowest(name: str, expected: dict[str, str]) -> None:
    """Written one after the other, or apart by commas as English does, from low to high."""
    direct = {unit: how for unit, how in found(Area(name), {}).items() if how != "beneath"}
    assert direct == expected


def test_outlines_that_share_ground_match() -> None:
    """A polygon over a corner is enough; a common border, a hole and another outline are not."""
    corner = Area("x", polygons=(square(29.5, 119.5),))
    assert found(corner, OUTLINES) == {
        "hangzhou": "outline",
        "shangcheng": "beneath",
        "street": "outline",
        "village": "beneath",
        "plain": "beneath",
    }
    assert found(Area("x", polygons=(square(30, 123),)), OUTLINES) == {}
    assert found(Area("x", polygons=(square(30.6, 120.6, 0.2),)), OUTLINES) == {
        "street": "outline",
        "village": "beneath",
        "plain": "beneath",
    }
    north = Area("x", polygons=(square(31.5, 121.5),))
    assert found(north, OUTLINES) == {"hangzhou": "outline", "shangcheng": "beneath"}


def test_a_circle_reaches_as_far_as_it_says() -> None:
    """A circle is measured in kilometres, also where a degree of longitude is short."""
    (away,) = [Circle(30.5, 123.5, 47.0)]  # half a degree at 30.5 north is 48 km
    assert found(Area("x", circles=(away,)), OUTLINES) == {}
    assert found(Area("x", circles=(away._replace(radius=49),)), OUTLINES) == {"jiaxing": "outline"}
    inside = Area("x", circles=(Circle(30.5, 122.5, 0),))
    assert found(inside, OUTLINES) == {"jiaxing": "outline"}


def test_a_polygon_over_the_date_line_stays_narrow() -> None:
    """What goes from 179 to -179 degrees does not go round the earth."""
    places = {
        "jiaxing": UnitPlace(outline=(square(-18, -179.9, 0.5),)),
        "hangzhou": UnitPlace(outline=(square(-18, 10),)),
    }
    ring = ((-19.0, 179.0), (-19.0, -179.0), (-17.0, -179.0), (-17.0, 179.0), (-19.0, 179.0))
    assert match(Area("x", polygons=(ring,)), places, UNITS)[-1] == Matched(
        "jiaxing", "outline", "polygon 1"
    )
    assert "hangzhou" not in found(Area("x", polygons=(ring,)), places)


points = st.tuples(st.floats(-95, 95), st.floats(-200, 200))
polygons = st.lists(st.lists(points, min_size=1, max_size=6).map(tuple), max_size=3).map(tuple)


@given(
    polygons,
    st.lists(st.builds(Circle, st.floats(-95, 95), st.floats(-200, 200), st.floats(-1, 900))),
    polygons,
)
def test_no_outline_is_too_broken_to_be_compared(
    area: tuple[tuple[tuple[float, float], ...], ...],
    circles: list[Circle],
    outline: tuple[tuple[tuple[float, float], ...], ...],
) -> None:
    """Polygons that cross themselves, enclose nothing or leave the earth end in an answer."""
    given_area = Area("x", polygons=area, circles=tuple(circles))
    answer = found(given_area, {"jiaxing": UnitPlace(outline=outline)})
    assert answer in ({}, {"jiaxing": "outline"})


@given(st.integers(110000, 829999), st.sampled_from(["", "000", "000000"]))
def test_a_code_lies_within_itself_however_long_it_is_written(code: int, zeros: str) -> None:
    """Six, nine and twelve digits of one division are the same."""
    assert division(SCHEME, f"{code}{zeros}") == division(SCHEME, str(code))
