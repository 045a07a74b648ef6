"""Participation, held against counts by hand and against a naive recount of every history."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from xiangyue import Decision, Engine, Misuse, Task
from xiangyue.cli import main
from xiangyue.study.participation import FEW, STAFF, Participation, Share, participation
from xiangyue.time.clock import parse_instant

ROLES = {
    "shen": {"community_worker": "here"},
    "wang": {"grid_worker": "g1"},
    "gu": {"building_head": "g1"},
    "tang": {"corridor_head": "g1"},
}
HOMES = tuple(f"h{n:02}" for n in range(20))
PEOPLE = tuple(f"p{n:02}" for n in range(12))


def june(day: int, hour: int = 10) -> datetime:
    """Return a moment of June 2026."""
    return parse_instant(f"2026-06-{day:02}T{hour:02}:00", "Asia/Shanghai")


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Return the URL of the neighbourhood's store."""
    return f"sqlite:///{tmp_path / 'here.db'}"


@pytest.fixture
def engine(store: str) -> Iterator[Engine]:
    """Return a neighbourhood of twenty households and twelve people, with its four heads."""
    early = june(1, 8)
    with Engine(store) as engine:
        engine.add_unit("street", "subdistrict", now=early)
        engine.add_unit("here", "community", parent="street", now=early)
        engine.add_unit("g1", "grid", parent="here", now=early)
        engine.install("low-participation", community="here", now=early)
        for name, roles in ROLES.items():
            engine.register(name, roles=roles, now=early)
        for name in HOMES:
            engine.register(name, kind="household", home="g1", now=early)
        for name in PEOPLE:
            engine.register(name, home="g1", now=early)
        engine.register("firm", kind="organization", home="here", now=early)
        engine.register("far", kind="household", home="street", now=early)
        yield engine


def did(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def visit(engine: Engine, home: str, day: int, by: str = "tang", action: str = "meet") -> None:
    """Visit a household, and say what became of it."""
    seen = {"community": "here", "home_visited": home}
    task = did(engine.open("household_visit", by=by, now=june(day), **seen))  # type: ignore[arg-type]
    did(engine.act(task, action, by=by, now=june(day)))


def complain(engine: Engine, who: str, day: int, **more: object) -> Decision:
    """Let somebody say what should be different."""
    said: dict[str, object] = {"complaint_about": "suggestion", "complaint_text": "Lamps.", **more}
    now = june(day)
    return did(engine.open("complaint", community="here", by=who, now=now, **said))  # type: ignore[arg-type]


def test_a_visit_reaches_a_household_and_a_closed_door_does_not(engine: Engine) -> None:
    """Two met and one that acts itself, of twenty; no message and no stranger counts."""
    visit(engine, "h00", 2)
    visit(engine, "h01", 2)
    visit(engine, "h02", 2, action="miss")
    visit(engine, "far", 2)
    complain(engine, "h03", 3)
    complain(engine, "firm", 3)
    found = participation(engine, "here")
    assert found.households
    assert found.household_coverage == Share(3, 20)
    assert found.household_coverage.share == 0.15


def test_where_no_household_is_registered_residents_stand_for_them(tmp_path: Path) -> None:
    """Staff is not among them."""
    with Engine() as engine:
        engine.install("low-participation", community="here", now=june(1))
        engine.register("wang", roles={"grid_worker": "here"}, home="here", now=june(1))
        for name in PEOPLE:
            engine.register(name, home="here", now=june(1))
        complain(engine, "p00", 2)
        found = participation(engine, "here")
    assert not found.households
    assert found.household_coverage == Share(1, 12)


def test_who_took_part_before_is_not_new(engine: Engine) -> None:
    """Of twelve in the second week, two had taken part in the first."""
    for name in PEOPLE[:2]:
        complain(engine, name, 2)
    for name in PEOPLE:
        complain(engine, name, 9)
    found = participation(engine, "here", since=date(2026, 6, 8))
    assert found.new_participant_share == Share(10, 12)
    assert participation(engine, "here").new_participant_share.share is None


def test_the_same_five_people_are_seen(engine: Engine) -> None:
    """Five with three matters each and seven with one: fifteen of twenty-two."""
    for name in PEOPLE:
        complain(engine, name, 2)
    for name in PEOPLE[:5] * 2:
        complain(engine, name, 3)
    found = participation(engine, "here")
    assert found.same_few_share == Share(15, 22)
    assert found.same_few


def test_shares_of_too_few_are_not_said(engine: Engine) -> None:
    """Nine people are too few: neither the share nor the counts are shown."""
    for name in PEOPLE[:9]:
        complain(engine, name, 2)
    found = participation(engine, "here", since=date(2026, 6, 1))
    shown = found.as_dict()
    for name in ("new_participant_share", "same_few_share", "bottom_up_share"):
        assert shown[name] == {"share": None, "count": None, "total": None}
    assert not found.same_few


def test_paper_and_helpers_count_for_whom_they_are(engine: Engine) -> None:
    """Eight of twelve matters came without a device; a worker's visits are not from below."""
    for name in PEOPLE[:4]:
        complain(engine, name, 2)
    for name in PEOPLE[4:]:
        complain(engine, "wang", 3, on_behalf_of=name, source="helper", occurred_at=june(2))
    for home in HOMES[:4]:
        visit(engine, home, 4, by="wang")
    found = participation(engine, "here")
    assert found.offline_service_share == Share(8, 12)
    assert found.bottom_up_share == Share(12, 16)
    assert found.same_few_share.total == 12


def test_who_is_staff_can_be_said(engine: Engine) -> None:
    """Corridor heads are neighbours unless they are named."""
    for home in HOMES[:10]:
        visit(engine, home, 2)
    for name in PEOPLE[:9]:
        complain(engine, name, 2)
    assert participation(engine, "here").same_few_share.total == 19
    named = participation(engine, "here", staff=[*STAFF, "corridor_head"])
    assert named.same_few_share.share is None


def test_a_recount_of_every_history_says_the_same(engine: Engine) -> None:
    """Three hundred random commands, counted from the histories of all tasks."""
    chance = random.Random(7)
    actors = (*PEOPLE, *HOMES[:6], *ROLES)
    for n in range(300):
        who, day = chance.choice(actors), 2 + n // 30
        if who in ROLES and chance.random() < 0.7:
            action = chance.choice(["meet", "miss", "decline"])
            visit(engine, chance.choice(HOMES), day, who, action)
        elif chance.random() < 0.3:
            more = {"on_behalf_of": who, "source": "paper", "occurred_at": june(day, 9)}
            complain(engine, "wang", day, **more)
        else:
            complain(engine, who, day)
    since, until = date(2026, 6, 5), date(2026, 6, 10)
    found = participation(engine, "here", since=since, until=until)
    assert found == naive(engine, june(5, 0), june(11, 0))
    assert all(0 < getattr(found, n).share <= 1 for n in ("household_coverage", "same_few_share"))


def all_tasks(engine: Engine) -> Iterator[Task]:
    """Yield every task, page by page."""
    page = engine.tasks("here")
    yield from page.tasks
    while page.next is not None:
        page = engine.tasks("here", after=page.next)
        yield from page.tasks


def naive(engine: Engine, since: datetime, until: datetime) -> Participation:
    """Count from the history of each task, as the definitions say."""
    first, end = (int(moment.timestamp() * 1_000_000) for moment in (since, until))
    told = [one for task in all_tasks(engine) for one in engine.history(task) if one]
    within = [one for one in told if first <= one.occurred_at < end]
    staff = {"shen", "wang"}
    heads = {"gu", "tang"}

    def people(decisions: list[Decision]) -> list[Decision]:
        return [d for d in decisions if d.command.principal not in {*staff, "firm", "system"}]

    parts = {(d.command.principal, d.task) for d in people(within)}
    who = {name for name, _ in parts}
    old = {d.command.principal for d in people(told) if d.occurred_at < first}
    reached = who | {d.values["contacted"] for d in within if "contacted" in d.values}
    own = [d for d in people(within) if d.command.principal not in heads]
    opened = [d for d in within if d.before is None and d.command.principal != "system"]
    counts = sorted(Counter(name for name, _ in parts).values(), reverse=True)
    return Participation(
        households=True,
        household_coverage=Share(len(reached & set(HOMES)), len(HOMES)),
        new_participant_share=Share(len(who - old), len(who)),
        same_few_share=Share(sum(counts[:FEW]), len(parts)),
        bottom_up_share=Share(sum(d.before is None for d in own), len(opened)),
        offline_service_share=Share(sum(d.command.source != "digital" for d in own), len(own)),
    )


@pytest.mark.sqlite
def test_the_command_says_it_and_names_nobody(
    engine: Engine, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In both languages, as JSON, with the shares and not one person."""
    for name in PEOPLE:
        complain(engine, name, 2)
    for lang, words in (("en", "Matters raised by residents"), ("zh", "居民发起的事项")):
        assert main(["--lang", lang, "participation", "here", "--db", store]) == 0
        out = capsys.readouterr().out
        assert words in out
        assert not [name for name in PEOPLE if name in out]
    assert main(["participation", "here", "--db", store, "--json"]) == 0
    shown = orjson.loads(capsys.readouterr().out)
    assert shown["bottom_up_share"] == {"share": 1.0, "count": 12, "total": 12}
    assert shown["new_participant_share"]["share"] is None


def test_unknown_communities_and_periods_that_are_none_are_refused(engine: Engine) -> None:
    """Nothing is counted then."""
    with pytest.raises(Misuse):
        participation(engine, "nowhere")
    with pytest.raises(Misuse):
        participation(engine, "here", since=june(5), until=june(5) - timedelta(days=1))
