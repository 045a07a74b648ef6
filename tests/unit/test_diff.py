"""What a change of a profile means, however it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.diff import Change, diff_profiles
from xiangyue.diff.rules import Judge, Setting
from xiangyue.diff.schemas import compared
from xiangyue.flow import compile_check
from xiangyue.messages import catalogue
from xiangyue.profile import build, parse
from xiangyue.profile.schema import profile_schema
from xiangyue.rules import Kind, Rule, RuleFailure, TableError

Document = dict[str, Any]

PROFILE = """
profile: village
title: {en: Village, zh: 村}
languages: [en, zh]
params:
  most:
    title: {en: Most, zh: 上限}
    schema: {type: integer, minimum: 5, maximum: 30}
    default: 9
    basis: project default
roles:
  cadre: {title: {en: Cadre, zh: 村干部}, at: village}
  clerk: {title: {en: Clerk, zh: 文员}}
tables:
  points:
    title: {en: Points, zh: 分值}
    inputs: {kind: fields.kind, amount: fields.amount}
    outputs: {worth: number}
    rows:
      - [a, "-", 1]
      - [[b, c], "< 100", 2]
      - [[b, c], ">= 100", 3]
flows:
  task:
    title: {en: Task, zh: 任务}
    start: received
    due: 10d
    open: {by: anyone, asks: kind}
    states:
      received: {title: {en: Received, zh: 已接收}, due: 2d}
      assigned: {title: {en: Assigned, zh: 已派}}
      done: {title: {en: Done, zh: 已完成}, final: true}
    actions:
      assign:
        title: {en: Assign, zh: 派给}
        from: received
        to: assigned
        by: [cadre, clerk]
        needs: [kind, who]
        asks: amount
        when: {rule: amount <= 500, otherwise: {en: Too much., zh: 超额。}}
        proposes: {worth: "points.worth(kind, amount)"}
        does:
          - assign: {to: who}
          - message: {to: who, say: {en: New, zh: 新任务}}
      finish:
        title: {en: Finish, zh: 完成}
        from: assigned
        to: [{to: done, when: "kind != 'a'"}, {to: received}]
        by: assignee
scoring:
  award:
    title: {en: Award, zh: 得分}
    on: task.finish
    to: who
    points: worth
    basis: project default
accounts:
  points:
    title: {en: Points, zh: 积分}
    month_cap: params.most
    frail: [award]
    adoption: {flow: task, state: done, funding: amount}
    basis: project default
limits:
  quiet: {stance: enforce, config: {unit: h}}
calendar: {timezone: Asia/Shanghai}
"""
SCHEMAS: dict[str, Document] = {
    "kind": {"enum": ["a", "b", "c"]},
    "amount": {"type": "integer", "minimum": 0},
    "worth": {"type": "number"},
    "who": {"type": "string", "format": "member"},
    "left": {"type": "integer", "minimum": 0, "maximum": 4},
    "name": {"type": "string"},
    "other": {"type": "string"},
    "grade": {"enum": ["low", "high"]},
}
CLAIM = {"field": "left", "roles": ["cadre"], "review": "grade"}
SERVICE = {
    "contact": "assign",
    "within": "1d",
    "visit": "finish",
    "solved": "other",
    "satisfied": "other",
}
WORTH = {"worth": "points.worth(kind, amount)"}
MODE = {"title": {"en": "Emergency"}, "levels": ["I", "II"], "lasts": "7d"}
WHILE = {"mode": "emergency", "then": "finish"}
APPOINTED = {"ASSIGN.does.1": {"appoint": {"role": "clerk", "who": "who"}}}
TEN_DAYS = {"after": "10d", "basis": "project default"}
MIRRORED = {"allows": "forbids", "forbids": "allows", "changes": "changes"}


def base() -> Document:
    """Return the document of the profile that the tests change."""
    document: Document = parse(PROFILE.encode(), "profile.yaml").plain()
    words: Document = {"title": {"en": "Field"}, "purpose": {"en": "A purpose"}, "keep": "1y"}
    document["fields"] = {name: {**words, "schema": {**s}} for name, s in SCHEMAS.items()}
    return document


BASE = build(base())


def edited(edits: Mapping[str, Any]) -> Document:
    """Return the document with other values at some addresses; None removes what stands there."""
    document = base()
    for address, value in edits.items():
        *steps, last = (int(s) if s.isdigit() else s for s in expanded(address).split("."))
        place: Any = document
        for step in steps:
            place = place.setdefault(step, {}) if isinstance(step, str) else place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return document


def expanded(address: str) -> str:
    """Return an address in full: tests write TASK and ASSIGN for the flow and its action."""
    return address.replace("ASSIGN", "TASK.actions.assign").replace("TASK", "flows.task")


def changes(edits: Mapping[str, Any], *, texts: bool = False) -> list[Change]:
    """Return what edits change, after checking that undoing them says the reverse."""
    new = build(edited(edits))
    found, back = diff_profiles(BASE, new, texts=texts), diff_profiles(new, BASE, texts=texts)
    assert mirrored(found) == Counter((c.effect, c.address) for c in back if c.effect != "changes")
    for change in (*found, *back):
        assert change.text("en")
        assert change.text("zh")
        orjson.dumps(change.values)
    return list(found)


def mirrored(found: Iterable[Change]) -> Counter[tuple[str, str]]:
    """Return effect and address of what the reverse must forbid and allow."""
    return Counter((MIRRORED[c.effect], c.address) for c in found if c.effect != "changes")


SPLIT = [
    ["c", ">= 100", 3],
    ["b", ">= 100", 3],
    ["c", "[0..99]", 2],
    ["b", "< 100", 2],
    ["a", "-", 1],
]


@pytest.mark.parametrize(
    "edits",
    [
        {"ASSIGN.when": "amount  <=\n 500"},
        {"ASSIGN.when": "!(500 < amount)"},
        {"ASSIGN.when": "amount < 501 && amount <= 900"},
        {"TASK.actions.finish.when": "true"},
        {"TASK.actions.finish.to.0.when": "kind == 'b' || kind == 'c'"},
        {"ASSIGN.by": ["clerk", "cadre"], "ASSIGN.from": ["received"]},
        {"TASK.open.by": ["cadre", "anyone"]},
        {"TASK.due": {"after": "10d", "basis": "[L:VCL 22]"}},
        {"ASSIGN.title": {"en": "Another name"}},
        {"ASSIGN.does.1.message.say": {"en": "Other words"}},
        {"fields.amount.schema": {"minimum": 0, "type": "integer"}},
        {"tables.points.rows": SPLIT},
        {"calendar.closed": [], "intake.backdate": "1w"},
        {"limits.quiet.limit": "quiet", "limits.quiet.lifted_in": []},
        {"limits.quiet.broken": "closed", "limits.quiet.budget_ms": 50},
        {"scoring.award.entry": "award", "scoring.award.essential": False},
        {"accounts.points.of": ["person"], "accounts.points.base": 0, "fields.name.about": "task"},
        {"accounts.points.class_share": 40, "accounts.points.adoption.renew": "1y"},
    ],
)
def test_what_means_the_same_is_no_change(edits: dict[str, Any]) -> None:
    """Spaces, order, defaults, split rows, words and another way to say it change nothing."""
    assert changes(edits) == []


def test_words_are_told_when_asked_for() -> None:
    """Titles, help and basis are only reported on demand, by address."""
    edits = {"TASK.title": {"en": "Job"}, "params.most.basis": "[L:VCL 22]"}
    assert changes(edits) == []
    found = {change.address for change in changes(edits, texts=True)}
    assert found == {"flows.task.title", "params.most.basis"}


@pytest.mark.parametrize(
    ("edits", "code", "effect"),
    [
        ({"ASSIGN.extend": {"of": "flow", "by": "2d"}}, "extend", "changes"),
        ({"TASK.due": {**TEN_DAYS, "remind": ["1d", "4h"]}}, "remind", "changes"),
        ({"TASK.due": {**TEN_DAYS, "escalate": "up"}}, "escalate", "changes"),
        ({"TASK.due": {**TEN_DAYS, "from": "assigned"}}, "clock", "changes"),
        ({"TASK.paused": True}, "flow-paused", "forbids"),
        ({"TASK.exercise": "drill"}, "exercise", "changes"),
        ({"ASSIGN.answer": "accepted"}, "answer", "changes"),
        ({"roles.cadre.proves": ["adult"]}, "proves", "changes"),
        ({"roles.cadre.voluntary": True}, "proves", "changes"),
        ({"TASK.start": "assigned"}, "start", "changes"),
        ({"TASK.due": "3w"}, "due-longer", "allows"),
        ({"TASK.due": "1w"}, "due-shorter", "forbids"),
        ({"TASK.due": "9wd"}, "due-changed", "changes"),
        ({"TASK.due": None}, "due-removed", "allows"),
        ({"TASK.states.assigned.due": "1d"}, "due-added", "forbids"),
        ({"TASK.states.assigned.pause": True}, "pause", "changes"),
        ({"TASK.states.assigned.final": True}, "final", "changes"),
        ({"TASK.states.lost": {"title": {"en": "Lost"}}}, "state-added", "allows"),
        ({"TASK.actions.finish": None, "scoring": {}}, "action-removed", "forbids"),
        ({"ASSIGN.by": ["cadre"]}, "by-removed", "forbids"),
        ({"ASSIGN.by": ["anyone"]}, "by-added", "allows"),
        ({"ASSIGN.at": "village"}, "at", "forbids"),
        ({"ASSIGN.from": ["received", "done"]}, "from-added", "allows"),
        ({"ASSIGN.needs": ["kind"]}, "needs-removed", "allows"),
        ({"ASSIGN.needs": ["kind", "who", "amount"]}, "needs-added", "forbids"),
        ({"ASSIGN.asks": ["amount", "name"]}, "asks-added", "allows"),
        ({"ASSIGN.note": True}, "note-added", "forbids"),
        ({"ASSIGN.when": None}, "guard-removed", "allows"),
        ({"ASSIGN.when": "amount < 500"}, "guard-stricter", "forbids"),
        ({"ASSIGN.when": "amount <= 500 || kind == 'c'"}, "guard-looser", "allows"),
        ({"ASSIGN.when": "amount >= 500"}, "guard-changed", "changes"),
        ({"ASSIGN.when": "amount * amount <= 500"}, "guard-changed", "changes"),
        ({"TASK.actions.finish.to.0.when": "kind == 'b'"}, "way-changed", "changes"),
        ({"ASSIGN.proposes.worth": "1.5"}, "value-rule-changed", "changes"),
        ({"ASSIGN.sets": {"name": "'x'"}}, "value-rule-added", "changes"),
        ({"ASSIGN.does.1.message.to": "cadre"}, "message-added", "changes"),
        ({"ASSIGN.does.1.message.accessory": True}, "does-changed", "changes"),
        (APPOINTED, "appoint-added", "changes"),
        ({"params.most.schema.maximum": 40}, "schema-wider", "allows"),
        ({"params.most.default": 10}, "default", "changes"),
        ({"params.least": base()["params"]["most"]}, "param-added", "allows"),
        ({"roles.clerk.at": "county"}, "role-at", "forbids"),
        ({"roles.clerk.kinds": ["person", "household"]}, "role-kinds-added", "allows"),
        ({"roles.clerk.advisory": True}, "advisory", "forbids"),
        ({"fields.grade.schema.enum": ["low"]}, "schema-narrower", "forbids"),
        ({"fields.name.keep": "2y"}, "keep", "changes"),
        ({"tables.points.outputs": {"worth": "integer"}}, "table-outputs", "changes"),
        ({"scoring.award.points": "worth * 2.0"}, "scoring-points", "changes"),
        ({"scoring.award.when": "kind == 'a'"}, "scoring-when", "changes"),
        ({"scoring.award.when": "who.balance('points') > 1.0"}, "scoring-when", "changes"),
        ({"scoring.award.entry": "bonus"}, "scoring-entry", "changes"),
        ({"scoring.award.class": "kind"}, "scoring-class", "changes"),
        ({"scoring.award.corrects": "name"}, "scoring-corrects", "changes"),
        ({"scoring.award.essential": True}, "scoring-essential", "forbids"),
        ({"scoring.award.account": "hours"}, "scoring-account", "changes"),
        ({"scoring": {}}, "scoring-removed", "changes"),
        ({"accounts": {}}, "account-removed", "changes"),
        ({"accounts.other": base()["accounts"]["points"]}, "account-added", "changes"),
        ({"accounts.points.of": ["person", "household"]}, "account-of-added", "changes"),
        ({"accounts.points.of": ["household"]}, "account-of-removed", "changes"),
        ({"accounts.points.counts": "hours"}, "account-counts", "changes"),
        ({"accounts.points.base": 100}, "account-base", "changes"),
        ({"accounts.points.month_cap": 100}, "account-month_cap", "changes"),
        ({"accounts.points.month_cap": None}, "account-month_cap", "changes"),
        ({"accounts.points.class_share": 50}, "account-class_share", "changes"),
        ({"accounts.points.bonus_cap": 5}, "account-bonus_cap", "changes"),
        ({"accounts.points.deduction_cap": 5}, "account-deduction_cap", "changes"),
        ({"accounts.points.resets": "yearly"}, "account-yearly", "changes"),
        ({"accounts.points.frail": ["other"]}, "account-frail-added", "changes"),
        ({"accounts.points.frail": None}, "account-frail-removed", "changes"),
        ({"accounts.points.adoption.flow": "vote"}, "adoption-flow", "changes"),
        ({"accounts.points.adoption.state": "received"}, "adoption-state", "changes"),
        ({"accounts.points.adoption.renew": "6m"}, "adoption-renew", "changes"),
        ({"accounts.points.adoption.funding": None}, "adoption-funding", "changes"),
        ({"accounts.points.adoption.scheme": "amount"}, "adoption-scheme", "changes"),
        ({"fields.name.about": "person"}, "about", "changes"),
        ({"fields.name.evidence": "photo"}, "evidence", "changes"),
        ({"limits.quiet.stance": "warn"}, "limit-stance", "allows"),
        ({"limits.quiet.lifted_in": ["emergency"]}, "limit-lifted-added", "allows"),
        ({"limits.quiet.config.unit": "d"}, "value", "changes"),
        ({"limits.quiet.budget_ms": 80}, "value", "changes"),
        ({"limits.quiet.broken": "open"}, "limit-broken", "allows"),
        ({"limits.quiet.claim": CLAIM}, "claim-added", "allows"),
        ({"limits": {}}, "limit-removed", "allows"),
        ({"intake.sources": ["paper"]}, "sources-removed", "forbids"),
        ({"flows.task.service": SERVICE}, "set", "changes"),
        ({"flows.task.service": SERVICE}, "due-shorter", "forbids"),
        ({"intake.backdate": "3d"}, "backdate-shorter", "forbids"),
        ({"calendar.country": "CN"}, "set", "changes"),
        ({"modes.emergency": MODE}, "mode-added", "changes"),
        ({"TASK.while": WHILE}, "while", "changes"),
        ({"TASK.returns": "amount"}, "returns", "changes"),
        ({"TASK.states.done.reports": "done"}, "reports", "changes"),
        ({"fields.name.only_in": "emergency"}, "only-in", "forbids"),
        ({"fields.amount.measure": "commands_in_mode"}, "measure", "changes"),
        ({"ASSIGN.proposes": None, "ASSIGN.sets": WORTH}, "value-rule-set", "forbids"),
        ({"flows.task.actions.assign.to": "done"}, "to-added", "allows"),
    ],
)
def test_each_kind_of_change_is_told(edits: dict[str, Any], code: str, effect: str) -> None:
    """Every part of the language has its change, with what it does to what may happen."""
    found = {(change.code.removeprefix("diff-"), change.effect) for change in changes(edits)}
    assert (code, effect) in found


def test_who_may_lift_a_limit_is_told_role_by_role() -> None:
    """A claim is compared by who may make it, in which field, and how it is reviewed."""
    other = {**CLAIM, "roles": ["clerk"], "field": "grade", "review": "other"}
    old, new = (build(edited({"limits.quiet.claim": claim})) for claim in (CLAIM, other))
    found = [(change.code, change.effect) for change in diff_profiles(old, new)]
    assert found == [
        ("diff-claim-added", "allows"),
        ("diff-claim-removed", "forbids"),
        ("diff-claim-field", "changes"),
        ("diff-claim-review", "changes"),
    ]


def test_what_an_intervention_says_more_is_told() -> None:
    """New keys of an intervention come with their names."""
    switch, publish = {"mode": "normal"}, {"fields": "kind", "for": "7d"}
    plain = [{"switch_mode": switch}, {"publish": publish}]
    more = [
        {"switch_mode": {**switch, "level": "grade", "until": "name"}},
        {"publish": {**publish, "account": "points"}},
    ]
    old, new = (build(edited({"ASSIGN.does": does})) for does in (plain, more))
    first, second = (change.text() for change in diff_profiles(old, new))
    assert "level – → grade; until – → name" in first
    assert "account – → points" in second


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (
            "lasts",
            {"I": "7d", "II": "8d"},
            ["allows: One act may now give “Emergency at level II” 8d instead of 7d."],
        ),
        ("lasts", "6d", ["forbids: One act may now give “Emergency” 6d instead of 7d."]),
        ("lasts", "5wd", ["changes: One act may now give “Emergency” 5wd instead of 7d."]),
        ("lasts", None, ["allows: One act may now give “Emergency” any time instead of 7d."]),
        ("on_the_spot", True, ["allows: A community may now begin “Emergency” by itself."]),
        (
            "levels",
            ["II", "III"],
            [
                "allows: “Emergency” now has the response levels: III.",
                "forbids: “Emergency” no longer has the response levels: I.",
            ],
        ),
        (
            "set",
            {"flows.task.paused": True},
            ["changes: modes.e.set.flows.task.paused is now set: true."],
        ),
    ],
)
def test_a_mode_is_told_by_what_it_allows(key: str, value: Any, said: list[str]) -> None:
    """What a mode allows, and for how long, is told with its title, and by level."""
    mode = {name: found for name, found in {**MODE, key: value}.items() if found is not None}
    old, new = (build(edited({"modes.e": one})) for one in (MODE, mode))
    assert [f"{change.effect}: {change.text()}" for change in diff_profiles(old, new)] == said


def test_what_becomes_of_tasks_after_a_mode_is_told() -> None:
    """The action is named, and which tasks it is taken on."""
    sides = (
        build(edited({"modes.e": MODE, "TASK.while": {"mode": "e", "then": "finish", **more}}))
        for more in ({}, {"earlier": True})
    )
    (change,) = diff_profiles(*sides)
    assert change.text() == (
        "What becomes of “Task” when a mode ends is now: Finish, for all that are open when"
        " Emergency ends (was: Finish, for tasks opened in Emergency)."
    )


def test_another_role_that_is_given_is_told_as_one_and_not_the_other() -> None:
    """Both by what people call them, not by a changed detail."""
    clerk = edited(APPOINTED)
    cadre = edited({"ASSIGN.does.1": {"appoint": {"role": "cadre", "who": "who"}}})
    gone, come = diff_profiles(build(clerk), build(cadre))
    assert (gone.code, come.code) == ("diff-appoint-removed", "diff-appoint-added")
    assert ("“Clerk”" in gone.text(), "“Cadre”" in come.text()) == (True, True)
    assert "“村干部”" in come.text("zh")


def test_points_read_by_constants_are_not_taken_for_the_same() -> None:
    """Who has how many points is told by no case, so that only the wording tells."""
    rules = ("'li'.balance('points') > 1.0", "'li'.balance('points') > 2.0")
    old, new = (build(edited({"ASSIGN.when": rule})) for rule in rules)
    assert [change.code for change in diff_profiles(old, new)] == ["diff-guard-changed"]


def test_one_edit_is_one_change() -> None:
    """A change is told once, where it stands, and says whom it touches by title."""
    (change,) = changes({"ASSIGN.by": ["cadre"]})
    assert change.address == "flows.task.actions.assign.by"
    assert str(change) == f"{change.address}: “Assign” may no longer be done by Clerk."
    assert change.text("zh") == "“派给”不再由文员办理。"


def test_a_changed_condition_has_an_example() -> None:
    """The example is an input for which the two conditions differ."""
    (change,) = changes({"ASSIGN.when": "amount <= 800 || amount == 1000"})
    assert change.text().endswith("It now passes, for example, with amount = 501.")


def test_people_and_their_roles_are_told_apart() -> None:
    """A condition about who somebody is, and holds a role, is compared case by case."""
    judge = Judge(BASE, BASE)
    old = judge.old.condition("who.has_role('cadre')")
    new = judge.new.condition("who.has_role('cadre') && who != actor")
    verdict = judge.compare(old, new, Setting())
    assert verdict.spread == "narrower"
    assert str(verdict.case) == "actor = A, who = A, A.has_role(cadre) = true"


def test_a_table_tells_for_which_inputs_its_answer_differs() -> None:
    """Rows are compared by what they answer; at most five examples are given."""
    (change,) = changes({"tables.points.rows.2": [["b", "c"], ">= 100", 4]})
    assert change.text() == (
        "“Points” gives another result. For example, with kind = b, amount = 100: "
        "worth = 4.0 instead of worth = 3.0."
    )
    many = [["-", f"{n}", n] for n in range(9)]
    codes = [change.code for change in changes({"tables.points.rows": many})]
    assert codes == ["diff-table-result"] * 5 + ["diff-table-more"]


def test_a_new_flow_is_one_change() -> None:
    """What is new or gone as a whole is not told in parts."""
    (change,) = changes({"flows.other": base()["flows"]["task"]})
    assert (change.code, change.effect) == ("diff-flow-added", "allows")


def test_any_stands_for_all_states_that_are_not_final() -> None:
    """``any`` instead of a list allows what it adds; a new state adds no line for each action."""
    (change,) = changes({"ASSIGN.from": "any"})
    assert change.text() == "“Assign” can now be done from Assigned."
    new = edited({"ASSIGN.from": "any", "TASK.states.lost": {"title": {"en": "Lost"}}})
    old = build(edited({"ASSIGN.from": "any"}))
    assert [c.code for c in diff_profiles(old, build(new))] == ["diff-state-added"]


def test_a_profile_whose_rules_are_none_is_still_compared() -> None:
    """Where a rule does not compile, its text is compared: the linter says what is wrong."""
    (change,) = changes({"ASSIGN.when": "amount <= "})
    assert (change.code, change.effect) == ("diff-guard-changed", "changes")


# --- what holds for all -----------------------------------------------------------------------

EDITS = st.dictionaries(
    st.sampled_from(
        [
            ("ASSIGN.by", ["clerk"]),
            ("ASSIGN.by", ["anyone", "system"]),
            ("ASSIGN.from", "any"),
            ("ASSIGN.to", [{"to": "done", "when": "task.late"}, {"to": "assigned"}]),
            ("ASSIGN.when", "who != actor"),
            ("ASSIGN.needs", ["amount"]),
            ("ASSIGN.asks", ["name", "other"]),
            ("ASSIGN.at", "county"),
            ("ASSIGN.proposes", {"name": "kind"}),
            ("ASSIGN.does", [{"message": {"to": "clerk", "say": {"en": "x"}}}]),
            ("TASK.actions.more", {"title": {"en": "M"}, "from": "any", "by": "opener"}),
            ("TASK.actions.finish.to", "done"),
            ("TASK.states.received.due", {"field": "name", "then": "assign", "basis": "x"}),
            ("TASK.states.lost", {"title": {"en": "Lost"}}),
            ("TASK.open.when", "known.kind"),
            ("roles.cadre.at", "county"),
            ("fields.amount.schema", {"type": "number", "maximum": 10}),
            ("fields.grade.schema", {"enum": ["low", "none"]}),
            ("params.most", None),
            ("tables.points.rows.0", ["a", "-", 7]),
            ("limits.loud", {"stance": "enforce"}),
            ("limits.quiet.claim", CLAIM),
            ("limits.quiet.broken", "open"),
            ("scoring.award.essential", True),
            ("accounts.points.of", ["household"]),
            ("intake.sources", ["paper", "phone"]),
            ("ladders.up", {"title": {"en": "Up"}, "steps": [{"ask": "clerk", "tries": 1}]}),
        ]
    ).map(orjson.dumps),
    st.none(),
    max_size=8,
)


@given(EDITS, EDITS)
def test_two_profiles_mirror_each_other(some: dict[bytes, None], others: dict[bytes, None]) -> None:
    """What one direction allows, the other forbids, and a profile does not differ from itself."""
    old, new = (build(edited(dict(map(orjson.loads, edits)))) for edits in (some, others))
    assert diff_profiles(old, old) == ()
    there, back = diff_profiles(old, new), diff_profiles(new, old)
    assert mirrored(there) == Counter((c.effect, c.address) for c in back if c.effect != "changes")
    assert all(change.text(lang) for change in there for lang in ("en", "zh"))


ATOMS = st.one_of(
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["left", "most"]),
        st.sampled_from(["<", "<=", "==", "!=", ">", ">="]),
        st.sampled_from(["0", "3", "left", "2"]),
    ).map(lambda rule: rule.replace("most", "params.most")),
    st.builds(
        "{} != {}".format, st.sampled_from(["kind", "name"]), st.sampled_from(["'a'", "'x'"])
    ),
    st.sampled_from(["name == other", "name in ['x', other]", "known.left", "left + 1 == 3"]),
)
RULES = st.recursive(
    ATOMS,
    lambda rule: st.one_of(
        st.builds("({} && {})".format, rule, rule),
        st.builds("({} || {})".format, rule, rule),
        st.builds("!({})".format, rule),
    ),
    max_leaves=3,
)
VALUES = {
    "left": (None, 0, 1, 2, 3, 4),
    "params.most": (5, 6, 30),
    "kind": (None, "a", "b"),
    "name": (None, "a", "x", "y", "z"),
    "other": (None, "a", "x", "y", "z"),
}


@given(RULES, RULES)
def test_verdicts_agree_with_trying_everything(one: str, other: str) -> None:
    """A condition is called looser, stricter or the same exactly when it is."""
    judge = Judge(BASE, BASE)
    verdict = judge.compare(judge.old.condition(one), judge.new.condition(other), Setting())
    rules = [judge.old.compiled(source, Kind.BOOLEAN) for source in (one, other)]
    read = {name.removeprefix("known.") for rule in rules if rule for name in rule.names}
    points = product(*(VALUES[name] for name in read))
    given = (dict(zip(read, point, strict=True)) for point in points)
    pairs = {tuple(holds(rule, point) for rule in rules) for point in given}
    gained, lost = (False, True) in pairs, (True, False) in pairs
    known = {(True, False): "wider", (False, True): "narrower", (False, False): "same"}
    assert verdict.spread == known.get((gained, lost), "other")
    assert (verdict.case is None) == (verdict.spread == "same")


def holds(rule: Rule | None, point: Mapping[str, Any]) -> bool:
    """Tell whether a condition holds for values of which None is not known."""
    assert rule
    values = {name: value for name, value in point.items() if value is not None}
    values |= {f"known.{name}": value is not None for name, value in point.items()}
    try:
        return bool(rule.evaluate(values))
    except RuleFailure:
        return False


NUMBERS = st.fixed_dictionaries(
    {"type": st.sampled_from(["integer", "number"])},
    optional={
        "minimum": st.integers(0, 4),
        "maximum": st.integers(2, 6),
        "multipleOf": st.integers(1, 3),
    },
)
TEXTS = st.fixed_dictionaries(
    {"type": st.just("string")},
    optional={"minLength": st.integers(0, 2), "maxLength": st.integers(1, 3)},
)
LISTED = st.lists(st.sampled_from(["", "a", "bb", "ccc"]), min_size=1, unique=True)
SCHEMA = st.one_of(NUMBERS, TEXTS, LISTED.map(lambda values: {"enum": values}))
ANYTHING = ["", "a", "bb", "ccc", "dddd", True, *range(-3, 12), 0.5, 2.5, 4.0]


@given(SCHEMA, SCHEMA)
def test_schemas_are_compared_by_what_they_accept(old: dict[str, Any], new: dict[str, Any]) -> None:
    """A wider schema accepts all that the other does; nothing is lost with a narrower."""
    spread = compared(old, new)
    before, after = compile_check(old), compile_check(new)
    lost = any(before(value) and not after(value) for value in ANYTHING)
    gained = any(after(value) and not before(value) for value in ANYTHING)
    if spread in ("same", "wider"):
        assert not lost
    if spread in ("same", "narrower"):
        assert not gained


CELL = st.sampled_from(["-", "a", ["b", "c"], "c"])
SPAN = st.sampled_from(["-", "< 3", "[1..4]", ">= 4", "2"])
TABLE = st.lists(st.tuples(CELL, SPAN, st.integers(1, 3)).map(list), min_size=1, max_size=5)


@given(TABLE, TABLE, st.sampled_from(["unique", "first", "any", "sum"]))
def test_tables_are_compared_by_what_they_answer(old: Any, new: Any, hit: str) -> None:
    """A change is told exactly when some input has another answer."""
    sides = [
        build(edited({"tables.points.rows": rows, "tables.points.hit": hit})) for rows in (old, new)
    ]

    def answer(side: int, *given: Any) -> Any:
        try:
            return sides[side].tables["points"].lookup(*given).outputs
        except TableError:
            return None

    inputs = product("abc", range(7))
    differs = any(answer(0, *point) != answer(1, *point) for point in inputs)
    assert bool(diff_profiles(*sides)) == differs


def test_every_intervention_has_words_for_when_it_comes_or_goes() -> None:
    """Whatever the profile language lets an action do."""
    kinds = profile_schema()["$defs"]["intervention"]["properties"]
    codes = {f"diff-{kind}-{what}" for kind in kinds for what in ("added", "removed")}
    assert codes - catalogue().keys() == set()
