"""The machine, one behaviour after another: who may, when it counts, what is worked out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from errands import ERRAND, MONDAY, adopt, begin, codes, day, done, settle

from xiangyue import BadInput, Command, Conflict, Decision, Engine, Misuse
from xiangyue.time.clock import to_micros
from xiangyue.values import SYSTEM

HOUR = timedelta(hours=1)
OPENING: dict[str, Any] = {"action": "open", "flow": "errand", "task": None}


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return the village's engine."""
    with Engine() as engine:
        settle(engine)
        yield engine


def may(engine: Engine, who: str, action: str, task: Decision, days: float = 0.01) -> bool:
    """Tell whether somebody has the right to an action then."""
    choices = engine.preview(task, by=who, now=day(days))
    chosen = next(choice for choice in choices if choice.action == action)
    return not codes(chosen.decision) & {"role", "unknown-actor"}


# --- who ------------------------------------------------------------------------------------------


def test_a_role_counts_along_the_line_of_units(engine: Engine) -> None:
    """The officer above and the secretary here may; their like next door may not."""
    task = begin(engine, "valued")
    assert may(engine, "li", "assign", task)
    assert may(engine, "qian", "assign", task)
    assert not may(engine, "wu", "assign", task)
    assert not may(engine, "wang", "assign", task)


def test_village_and_community_are_one_level(engine: Engine) -> None:
    """A role at the level of a community is held in a village just as well."""
    assert engine.profile("xinqi").roles["secretary"].at == "community"
    assert done(engine.open("errand", community="xinqi", by="li", now=MONDAY))


def test_a_grid_worker_works_for_the_whole_community_and_in_one_grid(engine: Engine) -> None:
    """Whoever has a grid may open for the community and for that grid, not for another grid."""
    for unit, allowed in ((None, True), ("xinqi-1", True), ("xinqi-2", False)):
        opened = engine.open("errand", community="xinqi", by="wang", unit=unit, now=MONDAY)
        assert bool(opened) == allowed


def test_a_role_is_held_from_one_moment_to_another(engine: Engine) -> None:
    """Before its first moment it gives no right, and at its end it gives none any more."""
    task = begin(engine)
    engine.register("zhou", roles={"secretary": "xinqi"}, since=day(1), until=day(2), now=MONDAY)
    engine.release_role("li", "secretary", "xinqi", until=day(3), now=day(1))
    assert [may(engine, "zhou", "convert", task, d) for d in (0.5, 1, 1.9, 2)] == [
        False,
        True,
        True,
        False,
    ]
    assert may(engine, "li", "convert", task, 2.9)
    assert not may(engine, "li", "convert", task, 3)


def test_a_deputy_stands_in_only_while_the_holder_is_away(engine: Engine) -> None:
    """The holder may not act meanwhile, and the decision says for whom the deputy did."""
    task = begin(engine)
    engine.absent("li", since=day(1), until=day(2), now=MONDAY)
    for days, holder in ((0.5, True), (1, False), (1.9, False), (2, True)):
        assert may(engine, "li", "convert", task, days) == holder
        assert may(engine, "sun", "convert", task, days) == (not holder)
    decision = done(engine.act(task, "convert", by="sun", now=day(1.5)))
    assert decision.standing is not None
    assert (decision.standing.role, decision.standing.deputy_for) == ("secretary", "li")


def test_an_absent_deputy_stands_in_for_nobody(engine: Engine) -> None:
    """Whoever is away uses neither an own role nor another's, not even as one's own deputy."""
    task = begin(engine)
    engine.register("zhou", roles={"secretary": "xinqi"}, deputy="zhou", now=MONDAY)
    for who in ("li", "sun", "zhou"):
        engine.absent(who, since=day(1), until=day(2), now=MONDAY)
        assert not may(engine, who, "convert", task, 1.5)


def test_a_role_is_for_certain_kinds_of_member(engine: Engine) -> None:
    """An organization may use what is meant for organizations, a person may not."""
    task = begin(engine)
    assert may(engine, "coop", "sign", task)
    assert not may(engine, "chen", "sign", task)


def test_nobody_acts_on_behalf_of_the_engine(engine: Engine) -> None:
    """What only the engine may do is not entered on paper by whoever is registered."""
    task = begin(engine)
    said: dict[str, Any] = {"source": "paper", "on_behalf_of": SYSTEM, "now": day(0.1)}
    assert codes(engine.act(task, "lapse", by="zhou", **said)) == {"unknown-actor"}


def test_opener_and_assignee_have_rights_of_their_own(engine: Engine) -> None:
    """Without any role, for this task alone."""
    task = begin(engine, "assigned")
    assert [may(engine, who, "finish", task) for who in ("li", "wang", "zhao")] == [
        True,
        True,
        False,
    ]


# --- when -----------------------------------------------------------------------------------------


def test_paper_is_judged_by_when_it_was_done(engine: Engine) -> None:
    """Done within the deadline and entered later, it is in time, and gone by the roles of then."""
    task = begin(engine, "assigned")
    done(engine.act(task, "assign", by="li", who="wang", now=day(8)))
    engine.release_role("li", "secretary", "xinqi", until=day(9.5), now=day(9.5))
    paper: dict[str, Any] = {"by": "zhou", "source": "paper", "occurred_at": day(9)}
    done(engine.act(task, "own", on_behalf_of="li", now=day(12), **paper))
    ended = done(engine.act(task, "finish", on_behalf_of="wang", now=day(12), **paper))
    assert ended.occurred_at == to_micros(day(9))
    assert engine.task(task).ended_at == to_micros(day(9))
    assert not engine.task(task).late
    assert [d.command.principal for d in engine.history(task)][-2:] == ["li", "wang"]
    assert engine.tasks("xinqi", late=True, now=day(12)).tasks == ()


def test_clocks_may_differ_a_little(engine: Engine) -> None:
    """A few minutes are taken at their word; more is refused."""
    task = begin(engine)
    for minutes, reasons in ((4, set()), (6, {"occurred-in-future"}), (-6, {"backdated-digital"})):
        at = day(1) + timedelta(minutes=minutes)
        assert codes(engine.act(task, "own", by="li", occurred_at=at, now=day(1))) == reasons


def test_the_window_for_paper_ends(engine: Engine) -> None:
    """Seven days after the fact is the last moment, to the microsecond."""
    task = begin(engine)
    for micros, reasons in ((0, set()), (1, {"backdated-too-far"})):
        now = day(8) + timedelta(microseconds=micros)
        paper = engine.act(task, "own", by="li", source="paper", occurred_at=day(1), now=now)
        assert codes(paper) == reasons


def test_a_time_beyond_all_bounds_is_an_error(engine: Engine) -> None:
    """What could not be kept is not judged either."""
    task = begin(engine)
    for at in (to_micros(MONDAY) * 10, -(10**17), 1.5, True):
        command = Command("xinqi", "own", "li", task.task, occurred_at=at)  # type: ignore[arg-type]
        with pytest.raises(BadInput):
            engine.do(command, now=MONDAY)


# --- what -----------------------------------------------------------------------------------------


def test_all_reasons_are_given_at_once(engine: Engine) -> None:
    """Role, state, field and guard are not found out one after the other."""
    task = begin(engine, "waiting", size=1.5)
    reasons = codes(engine.act(task, "convert", by="zhou", size=0.5, share=1, now=day(2)))
    assert reasons == {"role", "state", "guard", "not-asked"}
    assert codes(engine.act(task, "assign", by="zhou", now=day(2))) == {"role", "state", "needs"}


def test_nobody_is_asked_for_what_is_worked_out(engine: Engine) -> None:
    """Where the guard refuses, the values that are computed after it are not called missing."""
    for action in ("convert", "grade"):
        assert codes(engine.act(begin(engine, size=0.5), action, by="li", now=MONDAY)) == {"guard"}
    task = done(engine.open("errand", community="xinqi", by="li", now=MONDAY))
    (needs,) = engine.act(task, "grade", by="li", now=MONDAY).reasons
    assert (needs.code, needs.values["fields"]) == ("needs", ["size"])


def test_what_nobody_asked_for_is_not_judged(engine: Engine) -> None:
    """It is refused, and rules see what the task held before."""
    refused = engine.act(begin(engine), "divide", by="li", size=0, now=MONDAY)
    assert codes(refused) == {"not-asked"}
    assert refused.saw == {"size": 8}


def test_a_computed_value_shows_the_way(engine: Engine) -> None:
    """Branches read what the action has just worked out."""
    for size, state in ((80, "valued"), (20, "done")):
        task = begin(engine, size=size)
        assert done(engine.act(task, "grade", by="li", now=MONDAY)).after == state


def test_a_proposal_may_be_changed_with_a_note(engine: Engine) -> None:
    """Within its bounds, and saying why; the proposed value itself needs no note."""
    for value, note, reasons in (
        (3, None, {"note-for-other-value"}),
        (3, "half is done", set()),
        (2, None, set()),
        (31, "more", {"value"}),
    ):
        task = begin(engine)
        decision = engine.act(task, "convert", by="li", value=value, note=note, now=MONDAY)
        assert codes(decision) == reasons
        if decision:
            assert engine.task(task).data["share"] == value / 30


def test_what_is_set_cannot_be_given(engine: Engine) -> None:
    """A computed value that is no proposal is not the actor's to choose."""
    assert codes(engine.act(begin(engine), "convert", by="li", share=1, now=MONDAY)) == {
        "not-asked"
    }


def test_a_day_is_worked_out_in_the_calendars_zone(engine: Engine) -> None:
    """At eight in the evening UTC it is the next day in Shanghai."""
    signed = done(engine.act(begin(engine), "sign", by="coop", now=day(0) + 11 * HOUR))
    assert signed.values == {"day": "2026-09-28"}
    signed = done(engine.act(begin(engine), "sign", by="coop", now=day(0) + 19 * HOUR))
    assert signed.values == {"day": "2026-09-29"}


def test_a_guard_explains_itself(engine: Engine) -> None:
    """It says which rule and what it saw; the profile's own words come first where there are."""
    refused = engine.act(begin(engine, size=1), "convert", by="li", now=MONDAY)
    assert refused.saw == {"size": 1}
    assert refused.why() == (
        "“Convert” is not possible now: size > 1.0 does not hold (size = 1). "
        "It is possible when the rule holds."
    )
    refused = engine.act(begin(engine, "valued"), "assign", by="li", who="zhou", now=MONDAY)
    assert refused.why("zh").startswith("此人不是网格员。")


def test_points_reach_the_ledger(engine: Engine) -> None:
    """Hundredths, rounded as people do, with the rule that gave them."""
    adopt(engine)
    task = begin(engine, "assigned")
    finished = done(engine.act(task, "finish", by="wang", now=day(1)))
    assert [(p.member, p.account, p.amount, p.rule) for p in finished.points] == [
        ("wang", "points", 200, "done")
    ]
    opened = engine.open("early", community="xinqi", by="li", now=MONDAY)
    done(engine.act(opened, "shut", by="zhou", now=MONDAY))
    assert [engine.balance("xinqi", who) for who in ("wang", "zhou", "li")] == [200, 0, 101]


# --- settings and releases ------------------------------------------------------------------------


def another(folder: Path, old: str, new: str) -> Path:
    """Return a release of the profile in which one passage is different."""
    copy = Path(shutil.copytree(ERRAND, folder / "errand"))
    text = (copy / "profile.yaml").read_text(encoding="utf-8")
    assert old in text
    (copy / "profile.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return copy


def test_params_are_current_and_the_flow_is_pinned(engine: Engine, tmp_path: Path) -> None:
    """An open task goes by the params of today and by the flow that it began under."""
    task, other = begin(engine, size=80), begin(engine, size=80)
    revision = engine.tune("xinqi", {"most": 15}, now=MONDAY)
    engine.install(another(tmp_path, "size > 1.0", "size > 90.0"), "xinqi", now=MONDAY)
    decision = done(engine.act(task, "convert", by="li", now=MONDAY))
    assert decision.values["value"] == 15
    assert decision.settings == revision + 1
    assert decision.release == task.release != engine.profile("xinqi").hash
    new = begin(engine, size=80)
    assert codes(engine.act(new, "convert", by="li", now=MONDAY)) == {"guard"}
    done(engine.act(other, "convert", by="li", now=MONDAY))


def test_tuned_params_outlive_a_release(engine: Engine, tmp_path: Path) -> None:
    """They stay as they were tuned, also those that only older releases know."""
    task = begin(engine, size=80)
    engine.tune("xinqi", {"most": 15}, now=MONDAY)
    engine.install(another(tmp_path / "same", "size > 1.0", "size > 2.0"), "xinqi", now=MONDAY)
    assert engine.try_out(_convert(task), now=MONDAY).values["value"] == 15
    older = another(tmp_path / "renamed", "most", "highest")
    engine.install(older, "xinqi", now=MONDAY)
    assert engine.try_out(_convert(task), now=MONDAY).values["value"] == 15
    narrow = another(tmp_path / "narrow", "maximum: 30}\n    default", "maximum: 14}\n    default")
    engine.install(narrow, "xinqi", now=MONDAY)
    assert engine.try_out(_convert(task), now=MONDAY).values["value"] == 12.5


def _convert(task: Decision) -> Command:
    return Command("xinqi", "convert", "li", task.task)


def test_the_calendar_is_current(engine: Engine, tmp_path: Path) -> None:
    """A day on which the office is closed counts for open tasks too, and for running deadlines."""
    short = another(tmp_path / "short", "due: 5d", "due: 2wd")
    engine.install(short, "xinqi", now=MONDAY)
    task, later = begin(engine), begin(engine)
    done(engine.act(task, "convert", by="li", now=MONDAY))
    closed = another(tmp_path / "closed", "Shanghai}", "Shanghai, closed: [2026-09-29]}")
    engine.install(closed, "xinqi", now=MONDAY)
    done(engine.act(later, "convert", by="li", now=MONDAY))
    due = to_micros(day(3) + 8 * HOUR)
    assert [engine.task(t).state_due for t in (task, later)] == [due, due]


def test_params_keep_within_their_bounds(engine: Engine) -> None:
    """What is out of them, or unknown, changes nothing."""
    heads = engine.heads()
    wrong = ("most", 31), ("most", "9"), ("most", True), ("opens", "2026-W01-1"), ("mots", 1)
    for name, value in wrong:
        with pytest.raises(Misuse):
            engine.tune("xinqi", {name: value}, now=MONDAY)
    assert engine.heads() == heads
    engine.tune("xinqi", {"opens": "2026-09-29"}, now=MONDAY)
    refused = engine.open("early", community="xinqi", by="li", now=MONDAY)
    assert codes(refused) == {"guard"}
    assert engine.open("early", community="xinqi", by="li", now=day(1))


# --- names, keys and versions ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"action": "convrt"}, "no action 'convrt'. Did you mean convert?"),
        ({"data": {"sise": 1}}, "no field 'sise'. Did you mean size?"),
        ({"task": "none"}, "no task xinqi/none"),
        ({"community": "xinqo"}, "no community 'xinqo'"),
        ({"community": "shanhe"}, "no community 'shanhe'"),
        ({**OPENING, "flow": "erand"}, "no flow 'erand'. Did you mean errand?"),
        ({**OPENING, "unit": "here"}, "no unit 'here'"),
        ({**OPENING, "unit": "zhen"}, "is not part of"),
        ({"source": "fax"}, "'fax' is no source"),
        ({"actor": "li\x00"}, "cannot be an id"),
        ({"actor": "老李"}, "cannot be an id"),
        ({"on_behalf_of": ""}, "cannot be an id"),
        ({**OPENING, "task": "_1"}, "cannot be an id"),
        ({**OPENING, "task": "a\nb"}, "cannot be an id"),
        ({"key": ""}, "key is empty"),
        ({"key": "\x07"}, "control character at position 1"),
        ({"note": "x" * 4001}, "no text of at most 4000"),
        ({"title": 5}, "no text of at most 4000"),
        ({"version": 1.0}, "no whole number"),
        ({"data": {"size": float("nan")}}, "no number that can be kept"),
        ({"data": {"size": 10**400}}, "no number that can be kept"),
        ({"data": {"kind": {"$number": "x"}}}, "of the kind dict"),
        ({"data": {"kind": "\ud800"}}, "control character"),
    ],
)
def test_what_makes_no_sense_is_an_error(
    engine: Engine, change: dict[str, Any], words: str
) -> None:
    """Each with its mend; nothing is recorded, and the key stays free."""
    task = begin(engine)
    heads = engine.heads()
    fields = {"community": "xinqi", "action": "grow", "actor": "li", "task": task.task, "key": "k"}
    with pytest.raises((Misuse, BadInput)) as caught:
        engine.do(Command(**{**fields, **change}), now=MONDAY)
    assert words in str(caught.value)
    assert engine.heads() == heads
    assert engine.act(task, "grow", by="li", key="k", age=4, now=MONDAY).seq


def test_a_key_binds_what_was_decided(engine: Engine) -> None:
    """Once, refused or not: the same again changes nothing, another command is a conflict."""
    task = begin(engine)
    first = engine.act(task, "convert", by="li", size=0.5, key="k", now=MONDAY)
    assert codes(first) == {"guard"}
    heads = engine.heads()
    assert engine.act(task, "convert", by="li", size=0.5, key="k", now=day(1)) == first
    with pytest.raises(Conflict, match="belongs to another command"):
        engine.act(task, "convert", by="li", key="k", now=MONDAY)
    assert engine.heads() == heads
    assert engine.try_out(first.command, now=day(2)) == first


def test_a_version_that_has_passed_is_a_conflict(engine: Engine) -> None:
    """Whoever has seen an older task reads it again; a refusal makes it no older."""
    task = begin(engine)
    assert not engine.act(task, "convert", by="zhou", version=1, now=MONDAY)
    done(engine.act(task, "convert", by="li", version=1, now=MONDAY))
    with pytest.raises(Conflict, match="at version 2, not 1"):
        engine.act(task, "assign", by="li", version=1, who="wang", now=MONDAY)
    with pytest.raises(Conflict, match="at version 2, not 1"):
        engine.try_out(Command("xinqi", "wait", "li", task.task, version=1), now=MONDAY)


def test_an_id_of_the_engines_own_is_never_taken(engine: Engine) -> None:
    """Whatever ids callers choose, numbers too, a task without one can always be opened."""
    for number in range(12):
        opened = engine.open("errand", community="xinqi", by="li", id=str(number), now=MONDAY)
        assert done(opened).task == str(number)
        assert done(engine.open("errand", community="xinqi", by="li", now=MONDAY))
    with pytest.raises(Conflict, match="There is a task xinqi/3 already"):
        engine.open("errand", community="xinqi", by="li", id="3", now=MONDAY)


def test_dates_and_tuples_are_kept_plainly(engine: Engine) -> None:
    """A date becomes its text, a tuple a list; what was given is read back the same."""
    said: dict[str, Any] = {"day": day(3).date(), "size": 2}
    task = done(engine.open("errand", community="xinqi", by="li", data=said, now=MONDAY))
    assert task.values == {"day": "2026-10-01", "size": 2}
    done(engine.act(task, "convert", by="li", kind="water", now=MONDAY))
    several = {"who": "wang", "helpers": ("zhao", "li"), "place": "xinqi-2"}
    assigned = done(engine.act(task, "assign", by="li", data=several, now=MONDAY))
    assert assigned.values["helpers"] == ["zhao", "li"]
    assert engine.history(task)[::2] == (task, assigned)
