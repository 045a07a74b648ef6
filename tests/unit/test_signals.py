"""What is counted of entries, by pure functions: in any order, of anybody, however many."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visits import VISITS

from xiangyue import Command, Decision, Profile, Unit, load
from xiangyue.lint import require
from xiangyue.study.burden import declared_seconds
from xiangyue.study.counting import count_burden
from xiangyue.study.formalism import BulkTicking, NoResult
from xiangyue.study.punctual import AtTheDeadline, all_closed
from xiangyue.study.reading import filled_in, same_words
from xiangyue.study.recounting import Deadlined, Recorded, Recount
from xiangyue.study.signal import DEFAULTS, Watch
from xiangyue.study.workload import Burden
from xiangyue.text import Text
from xiangyue.values import SYSTEM, Planned, Posting, Ruling, Standing, replace

SECOND = 1_000_000
DAY = 86_400 * SECOND
START = 1_790_557_200 * SECOND
UNITS = {
    "xinqi": Unit("xinqi", "village", "zhen", "xinqi", Text(en="Xinqi")),
    "xinqi-1": Unit("xinqi-1", "grid", "xinqi", "xinqi", Text(en="One")),
    "xinqi-2": Unit("xinqi-2", "grid", "xinqi", "xinqi", Text(en="Two")),
}


@pytest.fixture(scope="module")
def profile() -> Profile:
    """Return the profile that the entries were decided by."""
    return require(load(VISITS), {})


def entry(
    seq: int = 1,
    by: str = "wang",
    unit: str = "xinqi-1",
    at: int = START,
    role: str = "worker",
    due: int | None = None,
    ended_at: int | None = None,
    rulings: Sequence[Ruling] = (),
    touched: Sequence[Planned] = (),
    **said: object,
) -> Recorded:
    """Return an entry about a visit that was reported."""
    command = Command("xinqi", "make", by, f"t{seq}", data=said)
    decision = Decision(
        outcome="done",
        command=command,
        task=f"t{seq}",
        seq=seq,
        now=at,
        release="",
        settings=1,
        mode="normal",
        before="planned",
        after="made",
        flow="visit",
        standing=Standing(role, unit),
        rulings=tuple(rulings),
        interventions=tuple(touched),
    )
    return Recorded(decision, unit=unit, opened_at=START, due=due, ended_at=ended_at)


def count(entries: Sequence[Recorded], profile: Profile) -> Burden:
    """Count entries in a village whose only workers are those that act as such."""
    return count_burden(
        entries,
        units=UNITS,
        profile_of=lambda release, mode: profile,
        works=lambda member, at: False,
        timezone="Asia/Shanghai",
        seconds_per_field=30,
    )


entries = st.lists(
    st.builds(
        entry,
        by=st.sampled_from(["wang", "zhao", "chen"]),
        unit=st.sampled_from([*UNITS]),
        at=st.integers(START, START + 40 * DAY),
        role=st.sampled_from(["worker", "opener"]),
        homes=st.integers(0, 2),
        minutes=st.integers(0, 2) | st.none(),
    ),
    max_size=30,
)


@given(told=entries, seed=st.randoms(use_true_random=False))
def test_burden_does_not_hang_on_the_order(
    told: list[Recorded], seed: random.Random, profile: Profile
) -> None:
    """Sheets come in when they come in."""
    mixed = list(told)
    seed.shuffle(mixed)
    assert count(told, profile) == count(mixed, profile)


@given(told=entries)
def test_sums_agree(told: list[Recorded], profile: Profile) -> None:
    """Workers, units and residents are three ways of adding up the same fields."""
    seen = count(told, profile)
    by_workers = sum(one.fields for one in seen.workers)
    assert seen.worker_fields == by_workers
    assert by_workers + seen.resident_fields == 2 * len(told)
    assert 0 <= seen.duplicate_share < 1
    for one in seen.units:
        assert one.workers <= one.worker_weeks <= one.fields
        assert seen.units[0].fields >= one.fields


@given(told=entries, viewer=st.sampled_from(["wang", "zhao", "chen"]))
def test_a_viewer_sees_nobody_else(told: list[Recorded], viewer: str, profile: Profile) -> None:
    """The own line is as it was, and so are the totals that are shown."""
    whole = count(told, profile)
    seen = whole.seen_by(viewer)
    assert {one.member for one in seen.workers} <= {viewer}
    assert set(seen.workers) == {one for one in whole.workers if one.member == viewer}
    assert set(seen.units) <= set(whole.units)
    assert seen.worker_fields == whole.worker_fields


def test_limits_are_counted_by_what_they_said(profile: Profile) -> None:
    """What was only noted did not take effect, and a refused command counts too."""

    def ruling(verdict: str, stance: str = "enforce") -> Ruling:
        title = {"en": "Quiet hours", "zh": "安静时段"}
        return Ruling("quiet", verdict, stance, "message", "a", None, title, {})  # type: ignore[arg-type]

    refused = entry(2, rulings=[ruling("deny"), ruling("defer", "warn")])
    told = [
        entry(1, rulings=[ruling("defer"), ruling("lifted")]),
        replace(refused, decision=replace(refused.decision, outcome="refused")),
    ]
    (one,) = count(told, profile).limits
    assert (one.limit, one.enforced) == ("quiet", 2)
    assert one.verdicts == {"defer": 2, "lifted": 1, "deny": 1}


def test_a_channel_that_a_limit_chose_counts(profile: Profile) -> None:
    """What was planned stands before what the profile declares."""
    address = "flows.visit.actions.make.does.1"
    declared = Planned("message", "zhou", address)
    chosen = Planned("message", "zhou", address, detail={"by": ["phone"]})
    told = [entry(1, touched=[declared]), entry(2, touched=[chosen])]
    assert {t.channel for t in count(told, profile).touches} == {"sms", "phone"}


def test_a_declared_time_is_a_number() -> None:
    """Anything else under that name is another param."""
    assert declared_seconds({"seconds_per_field": 12}) == 12
    assert declared_seconds({"seconds_per_field": "soon"}) == 30
    assert declared_seconds({"seconds_per_field": True}) == 30


def watch(one: Watch, told: Sequence[Recorded], profile: Profile) -> list[dict[str, object]]:
    """Let a watch see entries; return the counts of what it found."""
    action = profile.flows["visit"].actions["make"]
    for entry in told:
        one.see(entry, action, profile)
    return [dict(signal.counts) for signal in one.found()]


@given(gaps=st.lists(st.integers(0, 12), min_size=1, max_size=60))
def test_bulk_ticking_is_found_where_ten_fit_into_thirty_seconds(
    gaps: list[int], profile: Profile
) -> None:
    """Exactly there: a plain count of every window agrees."""
    times = [sum(gaps[: n + 1]) for n in range(len(gaps))]
    told = [entry(n, at=START + t * SECOND) for n, t in enumerate(times)]
    found = watch(BulkTicking("xinqi", DEFAULTS), told, profile)
    dense = any(times[n + 9] - times[n] <= 30 for n in range(len(times) - 9))
    assert bool(found) == dense


@given(hands=st.lists(st.sampled_from(["wang", "zhao"]), min_size=10, max_size=18))
def test_many_hands_are_no_bulk_ticking(hands: list[str], profile: Profile) -> None:
    """What counts is what one hand does, and the system has none."""
    told = [entry(n, by=hand) for n, hand in enumerate(hands)]
    found = watch(BulkTicking("xinqi", DEFAULTS), told, profile)
    assert bool(found) == (max(map(hands.count, hands)) >= 10)
    by_system = [entry(n, by=SYSTEM) for n in range(20)]
    assert not watch(BulkTicking("xinqi", DEFAULTS), by_system, profile)


def test_deferred_commands_are_no_bulk_ticking(profile: Profile) -> None:
    """Nobody does anything when the engine decides them again, all in one moment."""

    def again(told: Recorded) -> Recorded:
        command = replace(told.decision.command, again=told.decision.seq)
        return replace(told, decision=replace(told.decision, command=command))

    told = [again(entry(n)) for n in range(20)]
    assert not watch(BulkTicking("xinqi", DEFAULTS), told, profile)


def test_two_bursts_are_two(profile: Profile) -> None:
    """The longest is told, and how often it happened."""
    seconds = [*range(12), *range(100, 110)]
    told = [entry(n, at=START + s * SECOND) for n, s in enumerate(seconds)]
    (found,) = watch(BulkTicking("xinqi", DEFAULTS), told, profile)
    assert (found["bursts"], found["most"], found["actions"]) == (2, 12, 22)


@pytest.mark.parametrize(("left", "found"), [(0, True), (10, True), (11, False), (-1, False)])
def test_the_last_tenth_has_both_its_ends(left: int, found: bool, profile: Profile) -> None:
    """Ended when it is due is in time; a moment later is late."""
    due = START + 100 * DAY
    told = [entry(n, due=due, ended_at=due - left * DAY) for n in range(20)]
    assert bool(watch(AtTheDeadline("xinqi", DEFAULTS), told, profile)) == found


def test_what_the_system_ends_is_no_report(profile: Profile) -> None:
    """A task that ends by itself when its time is over has kept nobody waiting."""
    due = START + DAY
    told = [entry(n, by=SYSTEM, due=due, ended_at=due) for n in range(20)]
    assert not watch(AtTheDeadline("xinqi", DEFAULTS), told, profile)


class Held(Recount):
    """Knows what one task holds."""

    def __init__(self, *fields: str) -> None:
        """Hold these fields."""
        self._fields = frozenset(fields)

    def held(self, community: str, task: str) -> frozenset[str]:
        """Return the fields."""
        return self._fields


@pytest.mark.parametrize(
    ("held", "amount", "sort", "found"),
    [
        (["minutes", "title"], 200, "award", True),
        (["minutes", "result"], 200, "award", False),
        (["minutes"], 200, "bonus", True),
        (["minutes"], -200, "deduction", False),
        (["minutes"], 200, "correction", False),
        (["minutes"], 0, "award", False),
    ],
)
def test_only_points_that_are_earned_need_a_result(
    held: list[str], amount: int, sort: str, found: bool, profile: Profile
) -> None:
    """Deductions and corrections are about something else."""
    told = entry()
    posting = Posting("wang", "points", amount, "thanks", sort)
    scored = replace(told, decision=replace(told.decision, points=(posting,)))
    assert bool(watch(NoResult("xinqi", Held(*held)), [scored], profile)) == found


def test_what_rules_gave_was_not_filled_in_even_if_it_is_destroyed(profile: Profile) -> None:
    """Of what was kept apart only the names are left."""
    action = profile.flows["visit"].actions["make"]
    told = replace(entry(minutes=5), held=("result", "title", "value"), destroyed=True)
    assert filled_in(told, action) == {"minutes", "result"}
    assert filled_in(replace(told, destroyed=False), action) == {"minutes"}


@pytest.mark.parametrize(
    ("closed", "still_open", "found"),
    [(200, 0, True), (199, 0, False), (999, 1, True), (998, 2, False)],
)
def test_closure_counts_from_two_hundred_tasks_on(
    closed: int, still_open: int, found: bool
) -> None:
    """Of a thousand, one may be open."""
    tasks = [Deadlined("visit", 10, 5)] * closed + [Deadlined("visit", 10, None)] * still_open
    assert bool([*all_closed("xinqi", tasks, DEFAULTS, None, 20)]) == found
    assert not [*all_closed("xinqi", tasks, DEFAULTS, 11, 20)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("All  is\nwell ", "All is well", True),
        ("All is well", "All is fine", False),
        ("已上门走访，无异常", "已上门走访，无异常", True),
    ],
)
def test_spaces_do_not_make_another_text(one: str, other: str, same: bool) -> None:
    """Nor does a line end."""
    assert (same_words(one, 6) == same_words(other, 6)) == same


@pytest.mark.parametrize("value", ["Fine", "13800001111", "2026-09-28", "", None, 123456])
def test_what_is_short_or_has_no_letters_is_no_text(value: object) -> None:
    """Numbers and dates repeat by themselves."""
    assert same_words(value, 6) is None
