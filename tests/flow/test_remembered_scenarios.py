"""A scenario that has read nothing of what changes is not played again, and comes out the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from xiangyue import Profile, load, plugs
from xiangyue.limit import Circumstances, Limit
from xiangyue.profile import Loaded
from xiangyue.profile.written import loaded_from, with_defaults, with_tables
from xiangyue.study.remembering import Memory, memory_of
from xiangyue.study.report import ScenarioReport
from xiangyue.study.runner import Bench, play_all
from xiangyue.study.scenarios import read_scenarios

pytestmark = pytest.mark.sqlite

MARKET = Path(__file__).parent / "profiles" / "market"
SHIPPED = "resource-scarce-rural"
NO_LIMITS: Mapping[str, Limit] = {}


def opened(ref: str | Path) -> tuple[Loaded, Profile]:
    """Return a profile as it was found."""
    found = load(ref, plugs.packs())
    assert found.profile is not None
    return found, found.profile


def played(found: Loaded, rules: Profile, memory: Memory, limits: Any) -> tuple[Any, int]:
    """Play all scenarios of a profile under these rules; returns the report, and how many anew."""
    bench = Bench(rules, limits, memory)
    return play_all(bench, *read_scenarios(found, rules)), bench.played


def tuned(rules: Profile, **params: Any) -> Profile:
    """Return rules whose params have other values of their own."""
    made = loaded_from(with_defaults(rules, params)).profile
    assert made is not None
    return made


def outcome(report: ScenarioReport) -> Any:
    """Return all that a report says."""
    return [*map(str, report.results)], report.coverage


def test_only_what_reads_the_change_is_played_again() -> None:
    """Both scenarios read the longest permit and the fees, and neither who approves rules."""
    found, rules = opened(MARKET)
    memory = Memory()
    counts = [
        played(found, one, memory, NO_LIMITS)[1]
        for one in (
            rules,
            tuned(rules, by_approval=True),
            tuned(rules, longest=6),
            with_tables(rules, {"fees": {"1.fee": 1.5}}),
            rules,
        )
    ]
    assert counts == [2, 0, 2, 2, 0]


@pytest.mark.parametrize("change", [{"longest": 9}, {"longest": 1}, {"by_approval": True}], ids=str)
def test_it_comes_out_as_if_all_were_played(change: dict[str, Any]) -> None:
    """What is remembered of other values shows the same, failures and coverage too."""
    found, rules = opened(MARKET)
    memory = Memory()
    played(found, rules, memory, NO_LIMITS)
    report, _ = played(found, tuned(rules, **change), memory, NO_LIMITS)
    afresh, count = played(found, tuned(rules, **change), Memory(), NO_LIMITS)
    assert outcome(report) == outcome(afresh)
    assert count == 2


def test_other_rules_are_other_memories() -> None:
    """Whatever else of a profile is changed, all of it is played; so with other limits."""
    rules = opened(MARKET)[1].document
    calm = {"calm": Calm()}
    assert memory_of(rules, NO_LIMITS) is memory_of({**rules}, NO_LIMITS)
    assert memory_of(rules, NO_LIMITS) is not memory_of({**rules, "roles": {}}, NO_LIMITS)
    assert memory_of(rules, NO_LIMITS) is not memory_of(rules, calm)
    assert memory_of(rules, calm) is memory_of(rules, {"calm": Calm()})


def test_a_limit_that_counts_for_itself_is_asked_each_time() -> None:
    """It may answer otherwise than the last time."""
    rules = opened(MARKET)[1].document
    moody = Calm()
    moody.asked = 0  # type: ignore[attr-defined]
    assert memory_of(rules, {"calm": moody}) is not memory_of(rules, {"calm": moody})


class Calm(Limit):
    """A limit that allows everything."""

    name = "calm"
    kinds = ("message",)

    def review(self, case: Circumstances, config: Any, facts: Any) -> None:
        """Say nothing."""


def changes(rules: Profile) -> Iterator[Profile]:
    """Yield rules with each param at another value, and each table without its last row."""
    for param in rules.params.values():
        schema = param.schema
        others = [*schema.get("enum", ()), schema.get("minimum"), schema.get("maximum")]
        if schema.get("type") == "boolean":
            others = [not param.default]
        yield from (tuned(rules, **{param.id: v}) for v in others if v not in (None, param.default))
    for name, table in rules.document.get("tables", {}).items():
        yield with_tables(rules, {name: table["rows"][:-1]})


@pytest.mark.soak
def test_every_change_of_a_shipped_profile_comes_out_as_if_all_were_played() -> None:
    """Whichever param or table it is."""
    found, rules = opened(SHIPPED)
    limits = plugs.limits()
    memory = Memory()
    total = len(played(found, rules, memory, limits)[0].results)
    seldom = 0
    for one in changes(rules):
        report, count = played(found, one, memory, limits)
        afresh, _ = played(found, replace(one), Memory(), limits)
        assert outcome(report) == outcome(afresh)
        seldom += count < total / 2
    assert seldom > 20
