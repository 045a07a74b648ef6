"""Where units are: noted, replaced as a whole, found by a point, relived and verified."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue import Engine
from xiangyue.errors import BadInput, Misuse
from xiangyue.study.world import History, Snapshot
from xiangyue.values import UnitPlace
from xiangyue.values.places import Point, to_steps, within
from xiangyue.work.placing import all_places

DIVISION = "区划代码"


def square(south: float, west: float, size: float) -> list[Point]:
    """Return a closed ring."""
    north, east = south + size, west + size
    return [(south, west), (south, east), (north, east), (north, west), (south, west)]


@pytest.fixture
def town() -> Any:
    """Return an engine with a town, two villages and a grid."""
    with Engine() as engine:
        engine.add_unit("zhen", "township")
        for name in ("xinqi", "shanhe"):
            engine.add_unit(name, "village", parent="zhen")
        engine.add_unit("xinqi-1", "grid", parent="xinqi")
        yield engine


def test_a_place_is_replaced_as_a_whole(town: Engine) -> None:
    """A newer entry holds alone, the same again is none, and nothing takes it away."""
    codes = [(DIVISION, "330102001"), (DIVISION, " 330102001 "), ("OSM", "r1")]
    assert town.place("xinqi", codes=codes, outline=[square(30, 120, 0.5)], by="li")
    kept = UnitPlace(((DIVISION, "330102001"), ("OSM", "r1")), (tuple(square(30, 120, 0.5)),))
    assert town.places() == {"xinqi": kept}
    assert not town.place("xinqi", codes=codes, outline=kept.outline, by="li")
    assert town.place("xinqi", outline=kept.outline, by="li")
    assert town.places() == {"xinqi": UnitPlace(outline=kept.outline)}
    assert town.place("xinqi", by="li") and not town.place("xinqi", by="li")
    assert town.places() == {} and town.verify()
    record = town.entries(None).items[0]
    assert record.what["en"] == "Where xinqi is was noted."


def test_many_places_are_noted_together_or_not_at_all(town: Engine) -> None:
    """What would change is known before, and one unit that is none keeps back all."""
    outline = (tuple(square(1, 1, 1)),)
    known, unknown = {"xinqi": UnitPlace(outline=outline)}, {"nowhere": UnitPlace(outline=outline)}
    assert town.place_all(known, by="li", dry=True) == ("xinqi",)
    for dry in (True, False):
        with pytest.raises(Misuse):
            town.place_all(known | unknown, by="li", dry=dry)
    assert town.places() == {}
    assert town.place_all(known, by="li") == ("xinqi",)
    assert town.place_all(known, by="li", dry=True) == () == town.place_all(known, by="li")


def test_the_deepest_unit_around_a_point_is_found(town: Engine) -> None:
    """Holes are not within, the edge is, and of two villages the smaller one counts."""
    hole = square(30.4, 120.4, 0.1)
    town.place("zhen", outline=[square(30, 120, 2)], by="li")
    town.place("xinqi", outline=[square(30, 120, 1), hole, square(31.5, 121.5, 0.2)], by="li")
    town.place("shanhe", outline=[square(30.9, 120.9, 0.2)], by="li")
    town.place("xinqi-1", outline=[square(30.1, 120.1, 0.1)], by="li")
    found = {
        (30.15, 120.15): "xinqi-1",
        (30.3, 120.3): "xinqi",
        (30.45, 120.45): "zhen",
        (30.4, 120.45): "xinqi",
        (31.6, 121.6): "xinqi",
        (30.95, 120.95): "shanhe",
        (30.0, 120.0): "xinqi",
        (32.0, 122.0): "zhen",
        (32.1, 122.0): None,
        (120.15, 30.15): None,
        (math.nan, 120.0): None,
    }
    for point, unit in found.items():
        known = town.unit_at(*point)
        assert (known and known.id) == unit, point
    grid = town.unit_at(30.15, 120.15)
    assert grid and (grid.community, grid.unit_level) == ("xinqi", "grid")
    assert town.places()["xinqi"].holds(30.3, 120.3)
    assert not town.places()["xinqi"].holds(30.45, 120.45)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("place-code", {"codes": [("", "1")]}),
        ("place-code", {"codes": [("a\nb", "1")]}),
        ("place-code", {"codes": [(DIVISION, 330102)]}),
        ("place-codes", {"codes": [(DIVISION, str(n)) for n in range(21)]}),
        ("place-point", {"outline": [[(1, 2), (120.1, 30), (3, 4), (1, 2)]]}),
        ("place-point", {"outline": [[(1, 2), (3, math.inf), (3, 4), (1, 2)]]}),
        ("place-point", {"outline": [[(1, 2), (3, 10**400), (3, 4), (1, 2)]]}),
        ("place-point", {"outline": [[(1, 2), (math.nan, 3), (3, 4), (1, 2)]]}),
        ("place-ring", {"outline": [[(1, 2), (3, 3), (5, 4)]]}),
        ("place-ring", {"outline": [[(1, 2), (3, 3), (1, 2), (1, 2)]]}),
        ("place-ring", {"outline": [[]]}),
        ("place-large", {"outline": [square(1, 1, 1)] * 4001}),
    ],
)
def test_what_is_no_place_is_refused(town: Engine, code: str, said: dict[str, Any]) -> None:
    """Each with its mend, and nothing is noted."""
    with pytest.raises(BadInput) as caught:
        town.place("xinqi", by="li", **said)
    assert caught.value.code == code
    assert caught.value.mend("en") and caught.value.mend("zh")
    assert town.places() == {}


angles = st.integers(-60, 60)
rings = st.lists(st.tuples(angles, angles), min_size=3, max_size=8)


@pytest.mark.sqlite
@given(ring=rings, point=st.tuples(angles, angles), turn=st.integers(0, 7))
def test_where_a_ring_begins_and_which_way_it_goes_is_the_same(
    ring: list[tuple[int, int]], point: tuple[int, int], turn: int
) -> None:
    """A point lies within a ring, or does not, however the ring is written."""
    turned = [*ring[turn % len(ring) :], *ring[: turn % len(ring)]]
    outlines = [[*one, one[0]] for one in (ring, turned, ring[::-1])]
    y, x = to_steps([point])
    assert len({within([to_steps(one)], y, x) for one in outlines}) == 1
    mirrored = [to_steps([(b, a) for a, b in outlines[0]])]
    assert within(mirrored, x, y) == within([to_steps(outlines[0])], y, x)


def test_a_journal_that_is_relived_knows_where_units_were(town: Engine, ditch: Path) -> None:
    """Up to an entry, and not what was noted of them later."""
    town.install(ditch, community="xinqi")
    town.register("li", roles={"secretary": "xinqi"})
    town.place("shanhe", codes=[(DIVISION, "1")], by="li")
    town.place("xinqi", codes=[(DIVISION, "2")], outline=[square(30, 120, 1)], by="li")
    town.place("shanhe", by="li")
    before = town.places()
    town.open("ditch", community="xinqi", by="li", phone="1")
    town.place("xinqi", codes=[(DIVISION, "3")], by="li")
    with town._store.read() as reader:
        history = History(reader, Snapshot.of(reader))
        relived = history.relive("xinqi")
        for entry in history.entries("xinqi"):
            relived.registrar.reach(entry.body)
        relived.world.flush()
        assert all_places(relived.world) == before != town.places()
        relived.world.close()
