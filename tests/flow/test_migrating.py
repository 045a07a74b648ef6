"""Open tasks go on under the release in force, and back: judged first, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from xiangyue import Conflict, Decision, Engine, Misuse, Task
from xiangyue.values import replace
from xiangyue.work import migrating

WORKSHOP = Path(__file__).parent / "profiles" / "workshop" / "profile.yaml"
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)

Release = Callable[..., Path]


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Return a maker of the workshop's profile with other words in some places."""
    made = iter(range(100))

    def make(*changes: tuple[str, str]) -> Path:
        text = WORKSHOP.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        folder = tmp_path / f"r{next(made)}" / "workshop"
        folder.mkdir(parents=True)
        (folder / "profile.yaml").write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a workshop with a clerk and two smiths; what it leaves is verified."""
    with Engine() as made:
        made.install(WORKSHOP.parent, "wu", now=MONDAY - 7 * DAY)
        made.register("li", roles={"clerk": "wu"}, now=MONDAY - 7 * DAY)
        for name in ("bo", "cai"):
            made.register(name, roles={"smith": "wu"}, now=MONDAY - 7 * DAY)
        yield made
        report = made.verify()
        assert report, report.problems


def told(engine: Engine, now: datetime = MONDAY, **data: Any) -> Decision:
    """Open a task."""
    made = engine.open("mend", community="wu", by="li", now=now, data={"part": "axle", **data})
    assert made, made.why()
    return made


def act(
    engine: Engine, task: Decision, action: str, now: datetime, by: str = "li", **data: Any
) -> None:
    """Take an action that is allowed."""
    done = engine.act(task, action, by=by, now=now, data=data, note="so")
    assert done, done.why()


def migrate(engine: Engine, now: datetime, **more: Any) -> Any:
    """Let open tasks go on."""
    return engine.migrate("wu", by="li", reason="New rules", now=now, **more)


def back(engine: Engine, now: datetime, **more: Any) -> Any:
    """Let them go back."""
    return engine.migrate_back("wu", by="li", reason="It was better", now=now, **more)


def why(left: Any) -> dict[str, list[str]]:
    """Return why tasks stay, by their ids."""
    return {one.task.id: [reason.code for reason in one.reasons] for one in left}


def bare(task: Task) -> Task:
    """Return a task without the entry that was last about it."""
    return replace(task, last=0)


RENAMED = (
    ("taken: {title", "agreed: {title"),
    ("to: taken", "to: agreed"),
    ("from: taken", "from: agreed"),
    ("[told, taken]", "[told, agreed]"),
)
SHORTER = (("after: 10wd", "after: 8wd"),)


def test_a_migrated_task_acts_under_the_new_release(engine: Engine, release: Release) -> None:
    """From then on the rules in force judge it, in the state that the plan names."""
    task = told(engine)
    act(engine, task, "take", MONDAY, who="bo")
    engine.install(release(*RENAMED), "wu", now=MONDAY + DAY)
    states = {"mend": {"taken": "agreed"}}
    assert engine.migration_plan("wu").missing[0].state == "taken"
    assert engine.migration_plan("wu", states).missing == ()
    assert migrate(engine, MONDAY + DAY, mapping=states).done == 1
    moved = engine.task(task)
    assert (moved.state, moved.release) == ("agreed", engine.profile("wu").hash)
    act(engine, task, "finish", MONDAY + DAY, by="bo")
    assert engine.migration_plan("wu").tasks == 0


def test_a_state_without_a_counterpart_keeps_its_tasks(engine: Engine, release: Release) -> None:
    """They are named, and go on under their own release as before."""
    task, other = told(engine), told(engine)
    act(engine, task, "take", MONDAY, who="bo")
    engine.install(release(*RENAMED), "wu", now=MONDAY)
    foreseen = migrate(engine, MONDAY, dry_run=True)
    assert why(foreseen.left) == {task.task: ["migrate-state-gone"]}
    assert engine.task(other).release != engine.profile("wu").hash
    found = migrate(engine, MONDAY)
    assert (found.done, why(found.left)) == (1, why(foreseen.left))
    act(engine, task, "finish", MONDAY, by="bo")


def test_back_every_row_is_as_it_was(engine: Engine, release: Release) -> None:
    """One act undoes it: states, deadlines, alarms and clocks."""
    tasks = [told(engine, MONDAY - n * DAY) for n in range(3)]
    act(engine, tasks[0], "take", MONDAY, who="bo")
    act(engine, tasks[1], "take", MONDAY, who="bo")
    act(engine, tasks[1], "wait", MONDAY)
    engine.tick(now=MONDAY)
    before = [engine.task(task) for task in tasks]
    engine.install(release(*RENAMED, *SHORTER, ("remind: [1wd], ", "")), "wu", now=MONDAY)
    assert migrate(engine, MONDAY, mapping={"mend": {"taken": "agreed"}}).done == 3
    after = [engine.task(task) for task in tasks]
    assert all(one.due != other.due for one, other in zip(before, after, strict=True))
    assert back(engine, MONDAY + DAY).done == 3
    assert [bare(engine.task(task)) for task in tasks] == [bare(task) for task in before]
    assert back(engine, MONDAY + DAY).done == 0


def test_deadlines_are_those_of_the_new_release(engine: Engine, release: Release) -> None:
    """They are what they would be, had it held from the opening: over pauses and extensions."""
    clocks = release(
        *SHORTER, ("taken: {title: {en: Taken}, due: 4wd}", "taken: {title: {en: Taken}, due: 3wd}")
    )
    with Engine() as twin:
        twin.install(clocks, "wu", now=MONDAY)
        twin.register("li", roles={"clerk": "wu"}, now=MONDAY)
        twin.register("bo", roles={"smith": "wu"}, now=MONDAY)
        pairs = [(told(where), told(where)) for where in (engine, twin)]
        for where, (plain, moved) in zip((engine, twin), pairs, strict=True):
            act(where, moved, "take", MONDAY + DAY, who="bo")
            act(where, moved, "more_time", MONDAY + DAY)
            act(where, moved, "wait", MONDAY + 2 * DAY)
            act(where, moved, "go_on", MONDAY + 4 * DAY)
            assert plain
        engine.tick(now=MONDAY + 4 * DAY)
        engine.install(clocks, "wu", now=MONDAY + 4 * DAY)
        assert migrate(engine, MONDAY + 4 * DAY).deadlines == 3
        for mine, theirs in zip(*pairs, strict=True):
            one, other = engine.task(mine), twin.task(theirs)
            assert (one.due, one.state_due) == (other.due, other.state_due)


def test_no_deadline_moves_into_the_past(engine: Engine, release: Release) -> None:
    """A task that would be late by it stays as it is, or keeps its deadline if that is wanted."""
    task = told(engine)
    act(engine, task, "take", MONDAY, who="bo")
    act(engine, task, "wait", MONDAY)
    act(engine, task, "go_on", MONDAY)
    engine.install(
        release(("after: 10wd", "after: 2wd"), ("due: 4wd", "due: 2wd")), "wu", now=MONDAY + 3 * DAY
    )
    assert why(migrate(engine, MONDAY + 3 * DAY).left) == {task.task: ["migrate-overdue"] * 2}
    before = engine.task(task)
    assert migrate(engine, MONDAY + 3 * DAY, overdue="keep").done == 1
    after = engine.task(task)
    assert (after.due, after.state_due) == (before.due, before.state_due)


def test_what_stands_in_the_way_is_named(engine: Engine, release: Release) -> None:
    """A value that does not fit, one that is missing, a role that is gone: each task with all."""
    small, big = told(engine, size=3), told(engine, size=90)
    act(engine, big, "take", MONDAY, who="bo")
    changed = release(
        ("maximum: 100", "maximum: 50"),
        ("  smith: {title: {en: Smith}, at: village}\n", ""),
        (", smith]", "]"),
    )
    engine.install(changed, "wu", now=MONDAY)
    found = migrate(engine, MONDAY)
    assert found.done == 1
    assert why(found.left) == {big.task: ["migrate-value", "migrate-role"]}
    assert engine.task(small).release == engine.profile("wu").hash


def test_what_was_promised_of_personal_values_holds(engine: Engine, release: Release) -> None:
    """A value is not kept longer, nor in the open, nor without an end."""
    task = told(engine, phone="139")
    for change, code in (
        (("keep: 3m", "keep: 1y"), "migrate-keep"),
        (("sensitivity: personal", "sensitivity: none"), "migrate-personal-open"),
    ):
        engine.install(release(change), "wu", now=MONDAY)
        assert why(migrate(engine, MONDAY).left) == {task.task: [code]}


def test_a_flow_that_is_gone_keeps_its_tasks(engine: Engine, release: Release) -> None:
    """Its tasks are brought to their end under their own release."""
    task = engine.open("ask", community="wu", by="li", now=MONDAY)
    text = WORKSHOP.read_text(encoding="utf-8")
    engine.install(release((text[text.index("  ask:") :], "")), "wu", now=MONDAY)
    assert engine.migration_plan("wu").missing[0].flow == "ask"
    assert why(migrate(engine, MONDAY).left) == {task.task: ["migrate-flow-gone"]}
    act(engine, task, "answer", MONDAY)


def test_ended_tasks_are_left_alone(engine: Engine, release: Release) -> None:
    """What is over stays under the release that it was ended by; so does its history."""
    task = told(engine)
    act(engine, task, "take", MONDAY, who="bo")
    act(engine, task, "finish", MONDAY, by="bo")
    before, history = engine.task(task), engine.history(task)
    engine.install(release(*SHORTER), "wu", now=MONDAY)
    assert migrate(engine, MONDAY).done == 0
    assert (engine.task(task), engine.history(task)) == (before, history)


def test_who_has_acted_since_goes_back_only_where_it_can_stand(
    engine: Engine, release: Release
) -> None:
    """A state that the old release knows is mapped back; one that it does not is named and left."""
    one, two = told(engine), told(engine)
    act(engine, two, "take", MONDAY, who="bo")
    more = (
        ("      waiting: {title", "      tried: {title: {en: Tried}}\n      waiting: {title"),
        (
            "      wait: {",
            "      try_it: {title: {en: Try}, from: agreed, to: tried, by: clerk}\n"
            "      drop: {title: {en: Drop}, from: tried, to: agreed, by: clerk, note: true}\n"
            "      wait: {",
        ),
    )
    engine.install(release(*RENAMED, *more), "wu", now=MONDAY)
    assert migrate(engine, MONDAY, mapping={"mend": {"taken": "agreed"}}).done == 2
    act(engine, one, "take", MONDAY, who="cai")
    act(engine, two, "try_it", MONDAY)
    found = back(engine, MONDAY)
    assert (found.done, why(found.left)) == (
        1,
        {two.task: ["migrate-moved-on", "migrate-state-gone"]},
    )
    assert (engine.task(one).state, engine.task(one).assignee) == ("taken", "cai")
    act(engine, one, "finish", MONDAY, by="cai")
    act(engine, two, "drop", MONDAY)
    assert back(engine, MONDAY).done == 1
    act(engine, two, "finish", MONDAY, by="bo")


def test_what_has_rung_does_not_ring_again(engine: Engine, release: Release) -> None:
    """A reminder that came before the migration does not come back with the old alarms."""
    task = told(engine)
    rung = engine.tick(now=MONDAY + DAY)
    assert [one.command.action for one in rung] == ["~state.told.remind.0"]
    renamed = (
        ("told: {title", "heard: {title"),
        ("start: told", "start: heard"),
        ("from: told", "from: heard"),
        ("[told, taken]", "[heard, taken]"),
    )
    engine.install(release(*renamed), "wu", now=MONDAY + DAY)
    assert migrate(engine, MONDAY + DAY, mapping={"mend": {"told": "heard"}}).done == 1
    assert engine.tick(now=MONDAY + DAY) == []
    assert back(engine, MONDAY + DAY).done == 1
    assert engine.tick(now=MONDAY + DAY) == []
    assert engine.task(task).alarms


def test_a_reminder_is_no_act(engine: Engine, release: Release) -> None:
    """Whoever was only reminded since goes back as it was, and is not reminded twice."""
    task = told(engine)
    before = engine.task(task)
    engine.install(release(*SHORTER), "wu", now=MONDAY)
    migrate(engine, MONDAY)
    assert len(engine.tick(now=MONDAY + DAY)) == 1
    assert back(engine, MONDAY + DAY).done == 1
    assert replace(bare(engine.task(task)), version=1) == bare(before)
    assert engine.tick(now=MONDAY + DAY) == []


def test_what_is_due_is_done_first(engine: Engine, release: Release) -> None:
    """A reminder that waits for a worker is not lost: its task goes on afterwards."""
    task = told(engine)
    engine.install(release(*SHORTER), "wu", now=MONDAY + DAY)
    assert why(migrate(engine, MONDAY + DAY).left) == {task.task: ["migrate-due"]}
    assert engine.tick(now=MONDAY + DAY)
    assert migrate(engine, MONDAY + DAY).done == 1


def test_the_journal_tells_it_all(engine: Engine, release: Release) -> None:
    """Feed and records name who, why and which tasks; a task's decisions stay what they were."""
    task = told(engine)
    history = engine.history(task)
    engine.install(release(*SHORTER), "wu", now=MONDAY)
    migrate(engine, MONDAY)
    back(engine, MONDAY)
    on, off = engine.feed("wu", types=["task.migrated"]).events
    assert (on["data"]["by"], on["data"]["why"]) == ("li", "New rules")
    assert [one["task"] for one in on["data"]["tasks"]] == [task.task]
    assert (on["data"]["from"], on["data"]["to"]) == (off["data"]["to"], off["data"]["from"])
    said = [one.what["en"] for one in engine.entries("wu", types=["task.migrated"]).items]
    assert [text.partition(" release")[0] for text in said] == [
        "Open tasks went back to",
        "Open tasks go on under",
    ]
    assert engine.history(task) == history


def test_a_calendar_that_changes_later_moves_what_was_migrated(
    engine: Engine, release: Release
) -> None:
    """Deadlines are reckoned by the release under which a task goes on, and back by its own."""
    task = told(engine)
    shorter, weekend = (
        release(*SHORTER),
        ("country: CN", "country: CN, week: [mon, tue, wed]"),
    )
    engine.install(shorter, "wu", now=MONDAY)
    migrate(engine, MONDAY)
    engine.install(release(*SHORTER, weekend), "wu", now=MONDAY)
    with Engine() as twin:
        twin.install(release(*SHORTER, weekend), "wu", now=MONDAY)
        twin.register("li", roles={"clerk": "wu"}, now=MONDAY)
        assert engine.task(task).due == twin.task(told(twin)).due


def test_other_rules_meanwhile_stop_it(
    engine: Engine, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a plan was made for is what is in force, or nothing more goes on."""
    monkeypatch.setattr(migrating, "PAGE", 1)
    tasks = [told(engine) for _ in range(3)]
    engine.install(release(*SHORTER), "wu", now=MONDAY)
    first = engine.profile("wu").hash
    other = release(("after: 10wd", "after: 7wd"))

    def interfere(_: float) -> None:
        engine.install(other, "wu", now=MONDAY)

    with pytest.raises(Conflict, match="Other rules"):
        migrate(engine, MONDAY, progress=interfere)
    assert [engine.task(task).release == first for task in tasks] == [True, False, False]


def test_names_that_nothing_has_are_refused(engine: Engine, release: Release) -> None:
    """A plan with a wrong flow, state or word, or without a reason, does nothing."""
    told(engine)
    engine.install(release(*RENAMED), "wu", now=MONDAY)
    for states, code in (
        ({"mand": {}}, "migrate-plan-flow"),
        ({"mend": {"taken": "agree"}}, "migrate-plan-state"),
        ({"mend": {"took": "agreed"}}, "migrate-plan-old"),
    ):
        with pytest.raises(Misuse) as found:
            migrate(engine, MONDAY, mapping=states)
        assert found.value.code == code
    with pytest.raises(Misuse, match="says why"):
        engine.migrate("wu", by="li", reason=" ", now=MONDAY)
    with pytest.raises(Misuse, match="No task of wu was migrated"):
        back(engine, MONDAY)
