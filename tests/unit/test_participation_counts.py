"""Participation as a pure count: shares are shares, whatever happened and in whatever order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xiangyue import Command, Decision
from xiangyue.study.participation import LEAST, SHARES, Participation, Share, count_participation
from xiangyue.study.recounting import Recorded
from xiangyue.values import OPEN, SYSTEM, Source, Standing

NAMES = (*(f"p{n}" for n in range(12)), *(f"h{n}" for n in range(12)), "org", SYSTEM, "gone")
HOMES = {f"h{n}": "household" for n in range(12)}
WAYS: tuple[Source, ...] = ("digital", "paper", "phone", "counter", "helper", "sheet", "log")


def kind_of(name: str) -> str:
    """Tell persons, households and organizations apart by their names."""
    return {"p": "person", "h": "household", "o": "organization"}.get(name[0], "")


@st.composite
def entries(draw: st.DrawFn) -> Recorded:
    """Draw an entry by anybody, of any task, at any time, carried out or not."""
    who = draw(st.sampled_from(NAMES))
    behalf = draw(st.none() | st.sampled_from(NAMES))
    source = draw(st.sampled_from(WAYS))
    command = Command("here", OPEN, who, on_behalf_of=behalf, source=source)
    named = draw(st.none() | st.sampled_from(NAMES))
    decision = Decision(
        outcome=draw(st.sampled_from(("done", "done", "done", "refused", "deferred"))),
        command=command,
        task=draw(st.sampled_from("abcdefgh")),
        seq=1,
        flow="visit",
        before=draw(st.none() | st.just("made")),
        after="made",
        now=draw(st.integers(0, 100)),
        release="",
        settings=1,
        mode="normal",
        standing=Standing(draw(st.sampled_from(("anyone", "grid_worker"))), "here"),
        values={} if named is None else {"contacted": named},
    )
    return Recorded(decision)


def counted(told: list[Recorded], since: int | None, registered: dict[str, str]) -> Participation:
    """Count with p0 and p1 as staff."""
    return count_participation(
        told,
        since=since,
        registered=registered,
        kind_of=kind_of,
        is_staff=lambda name, _: name in ("p0", "p1"),
        works=lambda name, _: name in ("p0", "p1", "p2"),
    )


@given(st.lists(entries(), max_size=80), st.none() | st.integers(0, 100), st.data())
def test_shares_are_shares_in_any_order(
    told: list[Recorded], since: int | None, data: st.DataObject
) -> None:
    """Each lies between 0 and 1 or is not said, and only what was done counts."""
    homes = {name: HOMES[name] for name in data.draw(st.sets(st.sampled_from(sorted(HOMES))))}
    found = counted(told, since, homes)
    for name in SHARES:
        one: Share = getattr(found, name)
        assert 0 <= one.count <= one.total
        assert (one.share is None) == (one.total < LEAST)
    assert found.household_coverage.total == len(homes)
    assert counted(data.draw(st.permutations(told)), since, homes) == found
    assert counted([one for one in told if one.decision], since, homes) == found


@given(st.lists(entries(), max_size=40))
def test_acting_again_in_the_same_task_adds_no_part(told: list[Recorded]) -> None:
    """Whoever ticks more often takes part no more."""
    once, twice = counted(told, None, HOMES), counted([*told, *told], None, HOMES)
    assert twice.same_few_share == once.same_few_share
    assert twice.household_coverage == once.household_coverage
