"""How what was brought up stands for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from lamps import NOW, TOWN, after, answer, bring, settle

from xiangyue import Engine, Misuse


@pytest.fixture
def town(database: str) -> Iterator[Engine]:
    """A town whose lamps are kept."""
    del database
    with Engine() as engine:
        settle(engine)
        yield engine


def test_everybody_sees_how_a_matter_stands(town: Engine) -> None:
    """Its state, its deadline and whose turn it is are there, and of values those that are open."""
    bring(town)
    (one,) = town.matters(TOWN, now=after(1))
    assert (one.category, one.title["en"], one.state["en"]) == ("lamp", "A street lamp", "Raised")
    assert [role["en"] for role in one.with_whom] == ["Lamp keeper"]
    assert one.said == {"address": "5 Mill Lane", "latitude": 30.25, "longitude": 120.5}
    assert one.due is not None and one.ended_at is None


def test_nobody_sees_what_is_personal(town: Engine) -> None:
    """Neither who brought it up nor what they wrote, nor what only the office notes, is there."""
    task = bring(town)
    answer(town, task, after(2))
    (one,) = town.matters(TOWN, now=after(3))
    assert one.told == {"outcome": "mended"}
    assert not {"Wang", "13800000000", "public", "deng", "40"} & set(
        repr(one).replace("'", " ").split()
    )


def test_what_is_not_offered_is_not_public(town: Engine) -> None:
    """What an office alone takes in is in no list, and cannot be asked for by its id."""
    order, lamp = bring(town, category="order"), bring(town)
    assert [one.task for one in town.matters(TOWN, now=after(1))] == [lamp.ref]
    assert [one.task for one in town.public(TOWN, [order.task or "", lamp.task or "", "none"])] == [
        lamp.ref
    ]


def test_matters_come_newest_first_and_page_by_page(town: Engine) -> None:
    """Pages put together are the list, however many others stand between."""
    tasks = [bring(town, after(n), category=("lamp", "order")[n % 2]).ref for n in range(9)]
    whole = [one.task for one in town.matters(TOWN, now=after(9))]
    assert whole == tasks[::-2]
    pages = [town.matters(TOWN, limit=2, offset=n, now=after(9)) for n in (0, 2, 4)]
    assert [one.task for page in pages for one in page] == whole


def test_matters_are_narrowed_down(town: Engine) -> None:
    """By category, by when they were opened, both ends included, and by whether they have ended."""
    first, second = bring(town), bring(town, after(5))
    idea = town.receive("idea", community=TOWN, by=town.PUBLIC, title="Tea", now=after(6))
    answer(town, first, after(7))

    def found(**wanted: Any) -> set[str]:
        return {one.task for one in town.matters(TOWN, now=after(9), **wanted)}

    assert found(categories=["idea"]) == {idea.ref}
    assert found(ended=True) == {first.ref}
    assert found(ended=False, categories=["lamp", "idea"]) == {second.ref, idea.ref}
    assert found(since=NOW, until=after(5)) == {first.ref, second.ref}
    assert found(since=after(5) + timedelta(microseconds=1)) == {idea.ref}


def test_a_page_has_its_bounds(town: Engine) -> None:
    """What asks for too much at once, or too far back, is told so."""
    for limit, offset in ((0, 0), (1001, 0), (50, -1), (50, 10_001)):
        with pytest.raises(Misuse):
            town.matters(TOWN, limit=limit, offset=offset)


def test_of_what_is_not_taken_in_nothing_is_kept(town: Engine) -> None:
    """Where refusals are not to be recorded, one is told, and a key that was used still counts."""
    more: dict[str, Any] = {"refusals": False, "receipt": True, "key": "once"}
    refused = bring(town, **more, data={"kind": "melts"})
    assert refused.outcome == "refused" and not town.refused(TOWN).items
    taken = bring(town, **more)
    again = bring(town, after(1), **more)
    assert taken and (again.ref, again.receipt) == (taken.ref, taken.receipt)
