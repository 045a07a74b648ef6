"""What pages are made of: people, the mode, call-outs, refusals, the record, and numbers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import errands
import floods
import levee
import pytest
from errands import MONDAY, begin, day, done

from xiangyue import Engine, Misuse
from xiangyue.asks import Ask
from xiangyue.messages import catalogue
from xiangyue.storage.reading import RegistryReading
from xiangyue.tables import REGISTRY
from xiangyue.work.records import Record


def test_a_member_is_told_in_words() -> None:
    """The roles held now, where and what they are called; a deputy's while the holder is away."""
    with Engine() as engine:
        errands.settle(engine)
        engine.language("li", "zh", by="li", now=MONDAY)
        engine.assess("li", 4, by="li", now=MONDAY)
        engine.absent("li", since=day(1), until=day(3), now=MONDAY)
        engine.release_role("wang", "worker", "xinqi-1", until=day(1), now=MONDAY)
        li = engine.member("li", now=day(2))
        assert (li.home, li.literacy, li.language) == ("xinqi", 4, "zh")
        assert li.absent_until == errands.day(3).timestamp() * 1_000_000
        ((role,), (sun,)) = li.roles, engine.member("sun", now=day(2)).roles
        assert (role.title.of("zh"), role.unit, role.deputy) == ("书记", "xinqi", "sun")
        assert (sun.role, sun.deputy_for) == ("secretary", "li")
        assert engine.member("li", now=day(4)).absent_until is None
        assert not engine.member("sun", now=day(4)).roles
        assert not engine.member("wang", now=day(2)).roles
        with pytest.raises(Misuse, match="nobody"):
            engine.member("nobody")


def test_a_name_is_there_by_consent_or_where_it_is_asked_for() -> None:
    """Pages that others see ask for no name."""
    with Engine() as engine:
        errands.settle(engine)
        engine.register("mei", home="xinqi", name="梅", now=MONDAY)
        assert engine.member("mei").name is None
        assert engine.member("mei", named=True).name == "梅"
        engine.consent("mei", "naming", by="mei", now=MONDAY)
        assert engine.member("mei").name == "梅"
        assert engine.member("mei").consents == {"naming"}


def test_members_come_by_the_page() -> None:
    """Those at home at a unit or beneath it, or with a role there now; each once, in order."""
    with Engine() as engine:
        errands.settle(engine)
        village = ["chen", "coop", "li", "sun", "wang", "zhao", "zhou"]
        assert [one.id for one in engine.members("xinqi", now=MONDAY).items] == village
        assert [one.id for one in engine.members("xinqi-1", now=MONDAY).items] == ["wang"]
        workers = engine.members("xinqi", roles=["worker"], now=MONDAY)
        assert [one.id for one in workers.items] == ["wang", "zhao"]
        found, after = list[str](), None
        while True:
            page = engine.members("zhen", after=after, limit=2, now=MONDAY)
            found += [one.id for one in page.items]
            if (after := page.next) is None:
                break
        assert found == sorted({*village, "wu", "qian"})
        for wrong in ({"unit": "nowhere"}, {"limit": 0}):
            with pytest.raises(Misuse):
                engine.members(**{"unit": "xinqi", **wrong})  # type: ignore[arg-type]


def test_the_mode_says_since_when_until_when_and_by_which_task() -> None:
    """The task that switched to it last; no mode outlives its end."""
    with Engine() as engine:
        floods.settle(engine)
        assert engine.mode("xinqi", now=MONDAY).mode == "normal"
        floods.activate(engine, day(1), level="III")
        second = floods.activate(engine, day(2), day(0.5))
        now = engine.mode("xinqi", now=day(1))
        assert (now.mode, now.level, str(now.title)) == ("emergency", "II", "Emergency")
        assert (now.since, now.until) == (micros(MONDAY), micros(day(2)))
        assert now.task == second.ref
        assert engine.mode("xinqi", now=day(3)).task is None


def micros(at: datetime) -> int:
    """Return a moment in microseconds."""
    return round(at.timestamp() * 1_000_000)


def test_asks_say_who_was_asked_and_what_they_answered() -> None:
    """Rung by rung, with what their roles are called."""
    with Engine() as engine:
        levee.settle(engine)
        call = levee.call(engine)
        done(engine.act(call, "decline", by="tao", now=levee.at(1)))
        asks = {one.member: one for one in engine.asks(call)}
        assert asks.keys() >= {"tan", "tao"}
        assert (asks["tan"].state, asks["tan"].answered_at) == ("asked", None)
        assert (asks["tao"].state, asks["tao"].answered_at) == ("declined", micros(levee.at(1)))
        assert {str(title) for title in asks["tao"].roles}
        assert asks["tao"].brings == 1
    with Engine() as engine:
        errands.settle(engine)
        with pytest.raises(Misuse):
            engine.asks(begin(engine))


def test_refusals_are_walked_back_with_all_their_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    """By flow, reason and outcome; a page ends at the end of its window, and more are behind."""
    with Engine() as engine:
        errands.settle(engine)
        task = begin(engine)
        for n in range(5):
            assert not engine.act(task, "convert", by="zhou", now=day(n / 10))
        assert not engine.act(task, "finish", by="li", now=day(1))
        page = engine.refused("xinqi", limit=3)
        assert [one.decision.command.action for one in page.items] == [
            "finish",
            "convert",
            "convert",
        ]
        assert "secretary" in page.items[1].decision.why().lower()
        rest = engine.refused("xinqi", before=page.older)
        assert (len(rest.items), rest.older) == (3, None)
        assert len(engine.refused("xinqi", reason="role").items) == 5
        assert [
            one.decision.command.action for one in engine.refused("xinqi", reason="state").items
        ] == ["finish"]
        assert not engine.refused("xinqi", flow="scheme").items
        assert not engine.refused("xinqi", outcome="deferred").items
        monkeypatch.setattr("xiangyue.work.refusing.LOOK", 2)
        seen, before = 0, None
        for _ in range(20):
            page = engine.refused("xinqi", before=before)
            assert page.looked <= 2
            seen += len(page.items)
            if (before := page.older) is None:
                break
        assert seen == 6


def test_what_was_put_off_says_when_it_is_decided_again(peopled: Engine) -> None:
    """As long as it waits; and what holds personal values shows none."""
    with peopled._store.read() as reader:
        rows = reader.all("SELECT seq, due FROM waiting WHERE community = 'shigou'")
    waiting = dict(rows)
    found = peopled.refused("shigou", outcome="deferred", limit=200).items
    assert found
    assert {one.decision.outcome for one in found} == {"deferred"}
    for one in found:
        assert one.runs_at == waiting.get(one.decision.seq)
    for one in peopled.refused("shigou", limit=200).items:
        assert one.decision.command.note is None
        assert "phone" not in one.decision.command.data


def every(engine: Engine, community: str | None, limit: int, **more: Any) -> list[Record]:
    """Return a whole journal, page by page, the newest first."""
    found: list[Record] = []
    before = None
    while True:
        page = engine.entries(community, before=before, limit=limit, **more)
        found += page.items
        if (before := page.older) is None:
            return found


@pytest.mark.parametrize("community", ["xinqi", "shanhe", "shigou", None])
def test_the_record_is_all_of_the_journal_in_plain_words(
    peopled: Engine, community: str | None
) -> None:
    """Each entry once, the newest first, with a sentence in both languages and its hash."""
    found = every(peopled, community, 7)
    with peopled._store.read() as reader:
        rows = reader.all(
            "SELECT seq, hash FROM journal WHERE community = ? ORDER BY seq DESC",
            community or REGISTRY,
        )
    assert [(one.seq, one.hash) for one in found] == [(seq, bytes(h).hex()) for seq, h in rows]
    for one in found:
        assert one.what.of("en") and one.what.of("zh"), one
        assert "{" not in one.what.of("en") + one.what.of("zh")
        assert f"record-{one.kind}" in catalogue() or one.kind == "command", one.kind
    newer = peopled.entries(community, after=found[-1].seq, limit=5)
    assert [one.seq for one in newer.items] == [6, 5, 4, 3, 2]
    assert newer.newer == 6
    assert peopled.entries(community, after=found[0].seq).items == ()


def test_a_type_of_entries_is_found_window_by_window(
    peopled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as among all of them, whatever the window."""
    whole = [one for one in every(peopled, "xinqi", 200) if one.type == "task.refused"]
    assert whole
    for look in (1, 3, 2000):
        monkeypatch.setattr("xiangyue.work.records.LOOK", look)
        assert every(peopled, "xinqi", 2, types=["task.refused"]) == whole
    with pytest.raises(Misuse):
        peopled.entries("xinqi", types=["nonsense"])


def test_one_entry_in_full(peopled: Engine) -> None:
    """What the chain holds, with the link before it, and whether what is kept apart is there."""
    found = every(peopled, "xinqi", 200)
    by_personal: dict[str, list[Record]] = {}
    for one in found:
        full = peopled.entry("xinqi", one.seq)
        assert full.record == one
        assert full.body["seq"] == one.seq
        assert (full.before is None) == (one.seq == 1)
        by_personal.setdefault(full.personal, []).append(one)
    assert by_personal.keys() == {"none", "kept", "destroyed"}
    assert "13800001" not in str([peopled.entry("xinqi", one.seq) for one in found])
    with pytest.raises(Misuse, match="no entry 9999"):
        peopled.entry("xinqi", 9999)
    with pytest.raises(Misuse):
        peopled.entry("nowhere", 1)


def test_numbers_of_a_community(peopled: Engine) -> None:
    """Open and late by flow, as the lists of tasks have them."""
    now = errands.day(300)
    for community in ("xinqi", "shanhe", "shigou"):
        seen = peopled.overview(community, now=now)
        for flow in seen.flows:
            opened = peopled.tasks(community, flow=flow.flow, ended=False, limit=1000).tasks
            late = peopled.tasks(community, flow=flow.flow, ended=False, late=True, now=now).tasks
            assert flow.open == len(opened)
            assert flow.late >= len(late)
        assert seen.open == sum(flow.open for flow in seen.flows)
        assert not seen.at_least
    assert peopled.overview("shigou", now=now).deferred == len(
        [r for r in peopled.refused("shigou", outcome="deferred", limit=200).items if r.runs_at]
    )
    assert peopled.overview("shigou", now=now).appeals == 1


READS: dict[str, Callable[[Engine], object]] = {
    "worklist": lambda e: e.worklist("li", now=day(1)),
    "next worklist": lambda e: e.worklist("li", after="1:xinqi/d1", now=day(1)),
    "may_see": lambda e: e.may_see("xinqi/d3", "coop"),
    "member": lambda e: e.member("an"),
    "members": lambda e: e.members("zhen"),
    "mode": lambda e: e.mode("shigou", now=MONDAY + timedelta(hours=2)),
    "refused": lambda e: e.refused("shigou"),
    "entries": lambda e: e.entries("xinqi", types=["task"]),
    "entry": lambda e: e.entry("xinqi", 3),
    "overview": lambda e: e.overview("xinqi"),
}
GROWING = "task|journal|payload|ask|outbox|ledger|datum|touch|waiting"


@pytest.mark.sqlite
@pytest.mark.parametrize("read", READS)
def test_no_page_reads_a_table_from_end_to_end(
    read: str, village: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every statement goes through an index, and none reads all of a community's tasks."""
    asked: list[tuple[str, tuple[Any, ...]]] = []
    plain = RegistryReading.all

    def watched(self: RegistryReading, sql: str, *values: Any) -> list[Any]:
        asked.append((sql, values))
        return plain(self, sql, *values)

    with Engine(f"sqlite:///{shutil.copy(village, tmp_path / 'village.db')}") as engine:
        monkeypatch.setattr(RegistryReading, "all", watched)
        READS[read](engine)
        monkeypatch.undo()
        with engine._store.read() as reader:
            plans = [
                row[3]
                for sql, values in asked
                for row in reader.all(f"EXPLAIN QUERY PLAN {sql}", *values)
            ]
    assert plans
    wrong = [
        plan
        for plan in plans
        if re.match(rf"SCAN ({GROWING})\b", plan)
        or re.match(r"SEARCH (task|k|t|a|ask) USING PRIMARY KEY \(community=\?\)", plan)
    ]
    assert not wrong


@pytest.mark.sqlite
@pytest.mark.parametrize("names", [(), ("value",)])
def test_what_a_limit_counts_of_a_member_is_theirs_alone(
    names: tuple[str, ...], village: Path, tmp_path: Path
) -> None:
    """It reads the tasks in their hands, not all of the community's."""
    file = shutil.copy(village, tmp_path / "village.db")
    with Engine(f"sqlite:///{file}") as engine, engine._store.read() as reader:
        ask = Ask("open-tasks", "wang", names, task="d1")
        ((sql, values),) = reader.question("xinqi", ask)[0]
        plans = [row[3] for row in reader.all(f"EXPLAIN QUERY PLAN {sql}", *values)]
        assert any("ix_task_open (community=? AND assignee>?" in plan for plan in plans), plans
        assert reader.answer("xinqi", (ask,))[ask]
