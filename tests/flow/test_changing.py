"""Rules come into force: drafted by one, checked, approved by another, put back in one act."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from xiangyue import BadInput, Conflict, Decision, Engine, Misuse, load
from xiangyue.profile import build
from xiangyue.study import check_draft
from xiangyue.values import Effects
from xiangyue.words import MOST
from xiangyue.work.change_lines import (
    Sketch,
    read_checks,
    read_effects,
    read_sketch,
    write_effects,
    write_sketch,
)

PACK = Path(__file__).parent / "profiles"
MARKET = PACK / "market"
NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
NIGHT = datetime(2026, 6, 1, 15, 30, tzinfo=UTC)
LATER = datetime(2026, 6, 4, 2, tzinfo=UTC)
WEEK = {"longest": 7}


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Return a market with a clerk, two of its council, one of another market's, and a trader."""
    with Engine(profiles=[PACK]) as made:
        for place in ("west", "east"):
            made.install(MARKET, place, by="he", now=NOW)
        made.register("he", roles={"clerk": "west"}, now=NOW)
        made.register("lin", roles={"council": "west"}, now=NOW)
        made.register("gao", roles={"council": "west", "clerk": "west"}, now=NOW)
        made.register("yan", roles={"council": "east"}, now=NOW)
        made.register("ma", home="west", now=NOW)
        yield made
        report = made.verify()
        assert report, report.problems


def draft(engine: Engine, by: str = "he", check: bool = True, **change: Any) -> Decision:
    """Draft a change, and have it checked."""
    made = engine.draft("west", by=by, reason="Stalls stay longer.", now=NOW, **change)
    if made and check:
        assert check_draft(engine, made, now=NOW)
    return made


def act(engine: Engine, task: Decision, action: str, by: str, **more: Any) -> Decision:
    """Take an action on a draft now."""
    return engine.act(task, action, by=by, now=NOW, **more)


def ask(engine: Engine, days: int, size: str = "small") -> Decision:
    """Ask for a permit."""
    return engine.open("permit", community="west", by="ma", size=size, days=days, now=NOW)


def codes(decision: Decision) -> list[str]:
    """Return why something is refused."""
    return [reason.code for reason in decision.reasons]


def changed(engine: Engine, **change: Any) -> Decision:
    """Let a change come into force."""
    made = draft(engine, **change)
    assert act(engine, made, "approve", "lin")
    return made


def test_a_param_holds_once_another_person_has_approved_it(engine: Engine) -> None:
    """Nothing changes by a draft; from its approval on, the new value is what counts."""
    made = draft(engine, params=WEEK)
    assert not ask(engine, 7)
    assert act(engine, made, "approve", "lin")
    assert ask(engine, 7)
    assert engine.draft_of(made).in_force


def test_a_draft_says_what_it_changes_and_what_was_found(engine: Engine) -> None:
    """Whoever approves reads the change in plain words, with the checks of this very content."""
    made = engine.draft_of(draft(engine, params=WEEK, title="A week"))
    assert made.reason == "Stalls stay longer."
    assert made.params == {"longest": (5, 7)}
    assert [change.text() for change in made.changes] == [
        "“Longest permit” is 7 instead of 5 (days)."
    ]
    assert made.changes[0].text("zh") == "“许可最长天数”由5改为7（days）。"
    assert made.ok
    assert made.checks is not None
    assert made.checks.coverage["rows"] == (2, 2)
    assert [one.about for one in made.checks.otherwise] == ["a_week_is_too_long"]
    assert [one.ref for one in engine.drafts("west")] == [made.ref]


def test_nobody_approves_their_own(engine: Engine) -> None:
    """Whoever drafts, or enters it for another, may hold every role and still not approve it."""
    own = draft(engine, "gao", params=WEEK)
    assert codes(act(engine, own, "approve", "gao")) == ["guard-otherwise"]
    entered = draft(engine, "gao", params=WEEK, on_behalf_of="he", source="paper", occurred_at=NOW)
    assert codes(act(engine, entered, "approve", "gao")) == ["change-self"]
    signed = act(engine, own, "approve", "gao", on_behalf_of="lin", source="paper")
    assert codes(signed) == ["behalf-apart", "change-own-act", "change-self"]
    assert act(engine, entered, "approve", "lin")


def test_nobody_enters_the_decision_of_another(engine: Engine) -> None:
    """What was signed on paper, whoever signed it enters: the approval, and the way back."""
    made = draft(engine, params=WEEK)
    paper: dict[str, Any] = {"source": "paper", "occurred_at": NOW}
    helped = act(engine, made, "approve", "gao", on_behalf_of="lin", **paper)
    assert codes(helped) == ["change-own-act"]
    assert act(engine, made, "approve", "lin", **paper)
    back = act(engine, made, "undo", "gao", on_behalf_of="lin", note="Too long.", **paper)
    assert codes(back) == ["change-own-act"]
    assert act(engine, made, "undo", "lin", note="Too long.", **paper)


def test_a_deputy_of_the_author_does_not_approve_it(engine: Engine) -> None:
    """Whoever stands in for somebody stands in for their draft, too."""
    engine.register("wu", home="west", now=NOW)
    engine.register("sun", roles={"council": "west"}, deputy="wu", now=NOW)
    made = draft(engine, "sun", params=WEEK)
    away = datetime(2026, 6, 1, 2, tzinfo=UTC), datetime(2026, 6, 3, tzinfo=UTC)
    engine.absent("sun", since=away[0], until=away[1], now=NOW)
    assert codes(engine.act(made, "approve", by="wu", now=away[0])) == ["change-self"]


def test_nobody_of_another_place_approves_it(engine: Engine) -> None:
    """A role counts where it is held."""
    assert codes(act(engine, draft(engine, params=WEEK), "approve", "yan")) == ["role"]


def test_what_is_drafted_on_rules_that_hold_no_more_does_not_come_into_force(
    engine: Engine,
) -> None:
    """Of two drafts on the same rules one comes into force, and the other is drafted anew."""
    first, second = draft(engine, params=WEEK), draft(engine, params={"longest": 9})
    assert act(engine, first, "approve", "lin")
    assert codes(act(engine, second, "approve", "lin")) == ["change-moved"]
    assert engine.draft_of(second).moved
    with pytest.raises(Conflict, match="Look at the rules in force, revision 2"):
        draft(engine, params={"longest": 9}, revision=1)
    with pytest.raises(Misuse, match="no settings revision 7"):
        draft(engine, params={"longest": 9}, revision=7)
    assert draft(engine, params={"longest": 9}, revision=2)


def test_of_two_approvals_at_once_one_comes_into_force(engine: Engine) -> None:
    """Whichever is first: the other one starts from rules that hold no more."""
    made = [draft(engine, params={"longest": days}) for days in (6, 7, 8, 9)]
    start = Barrier(len(made))

    def approve(task: Decision) -> Decision:
        start.wait()
        return act(engine, task, "approve", "lin")

    with ThreadPoolExecutor(len(made)) as pool:
        decided = [*pool.map(approve, made)]
    assert sum(map(bool, decided)) == 1
    assert [codes(one) for one in decided if not one] == [["change-moved"]] * 3


def test_a_change_of_days_off_makes_no_draft_stale(engine: Engine) -> None:
    """Only other rules do: the calendar's days off are no part of what is drafted."""
    made = draft(engine, params=WEEK)
    changed(engine, params={"longest": 6})
    engine.roll_back("west", by="he", reason="Too soon.", now=NOW)
    assert act(engine, made, "approve", "lin")


def test_nothing_comes_into_force_unchecked(engine: Engine) -> None:
    """Checks are the engine's own word: nobody else gives it, not even in its name."""
    made = draft(engine, check=False, params=WEEK)
    assert codes(act(engine, made, "approve", "lin")) == ["state", "change-unchecked"]
    forged = [f'content="{engine.draft_of(made).content}"', "passed=9"]
    for by in ("system", "lin"):
        with pytest.raises(Misuse, match="only the engine says that"):
            act(engine, made, "check", by, checks=forged)
    with pytest.raises(Misuse, match="only the engine says that"):
        act(engine, made, "check", "system")
    assert codes(act(engine, made, "approve", "lin", checks=forged)) == ["state", "not-asked"]
    opened = {"change": write_sketch(Sketch(1, None, WEEK)), "checks": forged}
    given = engine.open("rules", community="west", by="he", data=opened, now=NOW)
    assert codes(given) == ["not-asked"]


def test_what_was_checked_is_what_comes_into_force(engine: Engine) -> None:
    """No action changes a draft; one whose row was tampered with fits its checks no more."""
    made = draft(engine, params=WEEK)
    other = write_sketch(Sketch(1, None, {"longest": 10}))
    assert "not-asked" in codes(act(engine, made, "approve", "lin", change=other))
    with engine.sql.begin() as sql:
        found = sql.execute(sa.text("SELECT data FROM task WHERE id = :t"), {"t": made.task})
        data = found.scalar_one()
        sql.execute(
            sa.text("UPDATE task SET data = :d WHERE id = :t"),
            {"d": data.replace("longest=7", "longest=10"), "t": made.task},
        )
    assert codes(act(engine, made, "approve", "lin")) == ["change-unchecked"]
    assert not engine.verify()
    with engine.sql.begin() as sql:
        sql.execute(sa.text("UPDATE task SET data = :d WHERE id = :t"), {"d": data, "t": made.task})
    assert act(engine, made, "approve", "lin")


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"longest": 11}, "cannot be 11"),
        ({"longest": True}, "cannot be True"),
        ({"widest": 3}, "no param"),
        ({"longest": 2**70}, "longest"),
        ({"longest": float("nan")}, "longest"),
        ({"longest": {}}, "longest"),
    ],
)
def test_params_stay_within_their_bounds(
    engine: Engine, params: dict[str, Any], message: str
) -> None:
    """A value that the profile does not allow is refused at once, and leaves nothing behind."""
    with pytest.raises((BadInput, Misuse), match=message):
        draft(engine, params=params)
    assert not engine.drafts("west")


@pytest.mark.parametrize(
    "lines",
    [
        ["base=1", "params.longest=11"],
        ["base=1", "params.longest"],
        ["base=7", "params.longest=7"],
        ["params.longest=7"],
        ["base=1", 'release="0"'],
        ["base=1", "flows.permit=null"],
        [],
    ],
)
def test_what_is_no_change_is_not_drafted(engine: Engine, lines: list[str]) -> None:
    """Whoever writes the lines themselves gets no further than what the rules accept."""
    given = engine.open("rules", community="west", by="he", change=lines, now=NOW)
    assert codes(given) == ["change-unreadable"]


def test_cells_and_rows_of_tables_change(engine: Engine) -> None:
    """A cell by row and column, or all rows; either makes another release."""
    made = draft(engine, tables={"fees": {"1.fee": 2}}, meant=["a_small_stall_pays_one"])
    told = engine.draft_of(made)
    assert told.ok
    assert told.checks is not None
    assert [one.about for one in told.checks.meant] == ["a_small_stall_pays_one"]
    assert "fee = 2.0 instead of fee = 1.0" in told.changes[0].text()
    before = engine.profile("west").hash
    assert act(engine, made, "approve", "lin")
    assert ask(engine, 1).values["fee"] == 2
    assert engine.profile("west").hash == told.after.profile.hash != before
    rows = [["small", 1], ["big", 4]]
    changed(engine, tables={"fees": rows})
    assert ask(engine, 1, "big").values["fee"] == 4


def test_a_table_with_a_gap_does_not_come_into_force(engine: Engine) -> None:
    """The linter's error stands in the way, and says what is missing."""
    made = draft(engine, tables={"fees": [["small", 2]]})
    (reason,) = act(engine, made, "approve", "lin").reasons
    assert reason.code == "change-failed"
    assert "big" in reason.text()
    assert "big" in reason.text("zh")
    assert engine.draft_of(made).checks.note == "change-not-played"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "tables",
    [
        {"fees": [["small", "much"], ["big", 1]]},
        {"fees": [["tiny", 1]]},
        {"fees": [["small"]]},
        {"fees": 3},
        {"fees": [["small", 2**70], ["big", 1]]},
        {"fees": [["small", float("nan")], ["big", 1]]},
        {"fees": [["small", {}], ["big", 1]]},
        {"fees": ["small", "big"]},
        {"fees": {"3.fee": 1}},
        {"fees": {"1.price": 1}},
        {"fees": {"fee": 1}},
        {"fines": {"1.fee": 1}},
    ],
)
def test_what_is_no_row_is_not_drafted(engine: Engine, tables: dict[str, Any]) -> None:
    """It is said at once, and no release is kept of it."""
    with pytest.raises((BadInput, Misuse)):
        draft(engine, tables=tables)
    assert not engine.drafts("west")


def test_a_scenario_that_comes_out_otherwise_stands_in_the_way(engine: Engine) -> None:
    """Unless the draft says that it is meant to."""
    made = draft(engine, tables={"fees": {"1.fee": 2}})
    (reason,) = act(engine, made, "approve", "lin").reasons
    assert reason.code == "change-failed"
    assert "a_small_stall_pays_one" in reason.text()


def test_the_rules_before_are_put_back_in_one_act(engine: Engine) -> None:
    """Release and params, by one person, as a revision of its own; and only once."""
    engine.tune("west", {"longest": 6}, by="he", now=NOW)
    first = engine.profile("west").hash
    made = changed(
        engine,
        tables={"fees": {"1.fee": 2}},
        params={"longest": None},
        meant=["a_small_stall_pays_one"],
    )
    assert not ask(engine, 6)
    assert engine.roll_back("west", by="he", reason="Too dear.", now=NOW)
    assert ask(engine, 6).values["fee"] == 1
    assert engine.profile("west").hash == first
    with pytest.raises(Misuse, match="No change that was approved is in force"):
        engine.roll_back("west", by="he", reason="Again.", now=NOW)
    assert codes(act(engine, made, "undo", "he", note="Again.")) == ["state", "change-not-in-force"]
    told = [(r.number, r.how, r.by, r.why) for r in engine.revisions("west")]
    assert told == [
        (4, "put_back", "he", "Too dear."),
        (3, "approved", "lin", "Stalls stay longer."),
        (2, "set", "he", None),
        (1, "installed", "he", None),
    ]
    newest = engine.revisions("west", limit=1)[0]
    assert newest.task == made.ref
    assert [change.code for change in newest.changes] == ["change-param", "diff-table-result"]


def test_what_another_change_came_after_is_not_put_back(engine: Engine) -> None:
    """Changes are put back one after the other, the newest first."""
    first, second = changed(engine, params=WEEK), changed(engine, params={"longest": 8})
    assert codes(act(engine, first, "undo", "he", note="No.")) == ["change-not-in-force"]
    for made, days in ((second, 7), (first, 5)):
        assert engine.roll_back("west", by="he", reason="No.", now=NOW).task == made.task
        assert engine.revisions("west", limit=1)[0].rules.values["longest"] == days


def test_with_approval_on_nobody_changes_the_rules_alone(engine: Engine) -> None:
    """Params and profiles are drafted; what is in force already may be installed again."""
    engine.tune("west", {"by_approval": True}, by="he", now=NOW)
    assert engine.changes_by_approval("west")
    assert not engine.changes_by_approval("east")
    for alone in (
        lambda: engine.tune("west", WEEK, by="he", now=NOW),
        lambda: engine.tune("west", {"by_approval": False}, now=NOW),
        lambda: engine.install(PACK / "errand", "west", now=NOW),
        lambda: engine.install(MARKET, "west", params=WEEK, now=NOW),
    ):
        with pytest.raises(Misuse, match=r"by approval alone\. Make a draft"):
            alone()
    engine.install(MARKET, "west", now=NOW)
    assert engine.tune("west", {"by_approval": True}, now=NOW) == 2
    changed(engine, params=WEEK)
    assert ask(engine, 7)
    changed(engine, params={"by_approval": False})
    engine.tune("west", {"longest": 3}, now=NOW)
    assert not ask(engine, 4)


def test_a_first_installation_may_turn_it_on(engine: Engine) -> None:
    """Where nothing is in force yet, nobody is there to approve."""
    engine.install(MARKET, "north", params={"by_approval": True}, now=NOW)
    assert engine.changes_by_approval("north")


def test_approval_is_not_turned_off_by_putting_its_beginning_back(engine: Engine) -> None:
    """That needs a second person as any change does."""
    changed(engine, params={"by_approval": True})
    with pytest.raises(Misuse, match="by approval alone"):
        engine.tune("west", WEEK, now=NOW)
    assert codes(engine.roll_back("west", by="he", reason="Quick.", now=NOW)) == ["change-lifts"]
    changed(engine, params={"by_approval": False})


def test_another_profile_is_drafted_as_a_whole(engine: Engine) -> None:
    """Its params begin as it says; what was tuned before comes back with what was before."""
    engine.tune("west", WEEK, now=NOW)
    document = {**load(MARKET).resolved()}
    document["params"] = {**document["params"], "shortest": document["params"]["longest"]}
    document["params"]["longest"] = {**document["params"]["longest"], "default": 2}
    longest = {
        **document["params"]["longest"],
        "schema": {"type": "integer", "minimum": 1, "maximum": 3},
    }
    document["params"]["longest"] = longest
    made = draft(engine, profile=build(document))
    told = engine.draft_of(made)
    assert told.checks is not None
    assert told.checks.note == "change-other-scenarios"
    assert act(engine, made, "approve", "lin")
    assert engine.revisions("west", limit=1)[0].rules.values["longest"] == 2
    engine.roll_back("west", by="lin", reason="No.", now=NOW)
    assert ask(engine, 7)


def test_what_comes_with_other_flows_is_put_back_too(engine: Engine) -> None:
    """A draft goes on by the rules that it was made under, whatever the new ones have."""
    document = load(MARKET).resolved()
    flows = dict(document["flows"])
    flows["bylaws"] = flows.pop("rules")
    made = changed(engine, profile=build({**document, "flows": flows}))
    assert [one.ref for one in engine.drafts("west")] == [made.ref]
    assert engine.roll_back("west", by="he", reason="No.", now=NOW).task == made.task
    assert "rules" in engine.profile("west").flows


def test_checks_that_a_limit_puts_off_are_entered_later(engine: Engine, tmp_path: Path) -> None:
    """What the engine has found at night still counts as its own word in the morning."""
    text = (MARKET / "profile.yaml").read_text("utf-8")
    told = "needs: checks, does: [{message: {to: council, say: {en: Look, zh: 请看}}}]}"
    (tmp_path / "market").mkdir()
    (tmp_path / "market" / "profile.yaml").write_text(
        text.replace("needs: checks}", told) + "limits: {quiet_hours: {stance: enforce}}\n", "utf-8"
    )
    engine.install(tmp_path / "market", "west", now=NOW)
    made = draft(engine, check=False, params=WEEK)
    assert check_draft(engine, made, now=NIGHT).outcome == "deferred"
    engine.tick(LATER)
    assert engine.draft_of(made).ok


def test_what_a_change_would_have_done_is_noted_with_it(engine: Engine) -> None:
    """Plain data by name, entered by the engine alone; stale once other rules are in force."""
    made, other = draft(engine, params=WEEK), draft(engine, params={"longest": 6})
    assert not engine.draft_of(made).foreseen
    summary = {"judged": 120, "flipped": 3, "points": {"lost": 4.5}, "who": ["ma"]}
    assert engine._foresee(made, summary, now=NOW)
    told = engine.draft_of(made)
    assert told.effects is not None
    assert (told.foreseen, told.effects.summary) == (True, summary)
    assert (told.task.state, told.ok) == ("checked", True)
    assert told.as_dict()["effects"] == summary
    for by in ("system", "lin"):
        with pytest.raises(Misuse, match="only the engine says that"):
            act(engine, made, "foresee", by, effects=["judged=9"])
    assert act(engine, other, "approve", "lin")
    assert not engine.draft_of(made).foreseen


def test_a_flow_may_have_no_room_for_effects(engine: Engine, tmp_path: Path) -> None:
    """Then it says so, and drafts, checks and approvals go on as before."""
    text = (MARKET / "profile.yaml").read_text("utf-8").replace(" effects: effects,", "")
    text = "".join(line for line in text.splitlines(keepends=True) if "foresee:" not in line)
    (tmp_path / "market").mkdir()
    (tmp_path / "market" / "profile.yaml").write_text(text, "utf-8")
    engine.install(tmp_path / "market", "west", now=NOW)
    made = draft(engine, params=WEEK)
    with pytest.raises(Misuse, match="has no room"):
        engine._foresee(made, {"judged": 1}, now=NOW)
    assert engine.draft_of(made).ok


def test_whoever_may_not_draft_leaves_no_release_behind(engine: Engine) -> None:
    """A stranger's draft is refused, as a command that is journaled, before anything is kept."""
    before = _releases(engine)
    made = draft(engine, "ma", check=False, tables={"fees": {"1.fee": 2}})
    assert codes(made) == ["role"]
    assert _releases(engine) == before
    assert not engine.drafts("west")


def _releases(engine: Engine) -> int:
    with engine.sql.connect() as sql:
        return int(sql.execute(sa.text("SELECT count(*) FROM release")).scalar_one())


def test_a_draft_comes_once_with_its_key(engine: Engine) -> None:
    """Sent twice, it is one task."""
    first, again = (draft(engine, check=False, params=WEEK, key="form-7") for _ in range(2))
    assert first.task == again.task
    assert len(engine.drafts("west")) == 1


def test_nothing_is_drafted_that_changes_nothing_or_says_not_why(engine: Engine) -> None:
    """A draft has a reason, and something to decide."""
    for same in ({}, {"params": {"longest": None}}, {"profile": MARKET}):
        with pytest.raises(Misuse, match="changes nothing"):
            draft(engine, **same)
    with pytest.raises(Misuse, match="Nothing says why"):
        engine.draft("west", by="he", reason="  ", params=WEEK, now=NOW)


def test_only_drafts_are_drafts(engine: Engine) -> None:
    """Another task is none, and where the rules have no such flow there are none."""
    with pytest.raises(Misuse, match="no draft"):
        engine.draft_of(ask(engine, 1))
    with pytest.raises(Misuse, match="no draft"):
        check_draft(engine, ask(engine, 1), now=NOW)
    engine.install(PACK / "errand", "south", now=NOW)
    with pytest.raises(Misuse, match="no flow by which they change"):
        engine.drafts("south")


def test_scenarios_are_looked_for_where_the_profile_is(engine: Engine, tmp_path: Path) -> None:
    """A release whose files are gone is linted, and the checks say that nothing was played."""
    with Engine() as elsewhere:
        elsewhere.install(MARKET, "west", now=NOW)
        elsewhere.register("he", roles={"clerk": "west"}, now=NOW)
        made = elsewhere.draft("west", by="he", reason="Longer.", params=WEEK, now=NOW)
        check_draft(elsewhere, made, now=NOW)
        checks = elsewhere.draft_of(made).checks
        assert checks is not None
        assert (checks.ok, checks.passed, checks.note) == (True, 0, "change-no-scenarios")
        check_draft(elsewhere, made, folder=MARKET, now=NOW)
        assert elsewhere.draft_of(made).checks.passed == 1  # type: ignore[union-attr]


def test_revisions_of_before_their_entries_had_keys_are_told(tmp_path: Path) -> None:
    """They are found among all entries."""
    with Engine(f"sqlite:///{tmp_path / 'old.db'}") as engine:
        engine.install(MARKET, "west", by="he", now=NOW)
        engine.tune("west", WEEK, by="lin", now=LATER)
        with engine.sql.begin() as sql:
            sql.execute(sa.text("UPDATE journal SET key = NULL WHERE key LIKE '~settings.%'"))
        told = [(one.number, one.how, one.by) for one in engine.revisions("west")]
        assert told == [(2, "set", "lin"), (1, "installed", "he")]


def test_lines_say_what_they_said() -> None:
    """What is written is read again; anything else is nothing."""
    sketch = Sketch(3, "ab", {"a": 1.5, "b": None, "c": "x=y"}, ("one", "two"))
    assert read_sketch(write_sketch(sketch)) == sketch
    effects = Effects("ab", {"judged": 1, "who": ["a" * 900] * 9, "note": "b" * 5000})
    kept = read_effects(write_effects(effects))
    assert kept == Effects("ab", {"judged": 1, "who": ["a" * 900] * 4, "note": None})
    assert max(map(len, write_effects(effects))) <= MOST
    assert read_effects(["judged=1"]) is None
    for lines in (None, "base=1", ["base=1.5"], ["base=true"], [7], ["base"]):
        assert read_sketch(lines) is None
    assert read_checks(["content=7"]) is None
    assert read_checks(["passed=1"]) is None
    assert read_checks(None) is None
