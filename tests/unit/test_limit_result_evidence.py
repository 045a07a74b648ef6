"""L06: a trace of work does not stand in for its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from circumstances import circumstances

from xiangyue.plugs import Verdict
from xiangyue_limits.result_evidence import ResultEvidence

LIMIT = ResultEvidence()
FIELDS = {
    "result": {"evidence": "result"},
    "minutes": {"evidence": "trace"},
    "photos": {"evidence": "photo"},
    "value": {},
    "total": {},
}


def score(entry: str = "award", **of_task: Any) -> Verdict | None:
    """Judge an entry of the ledger for a task."""
    case = circumstances(
        "score", "wang", {"entry": entry, "points": 500}, profile={"fields": FIELDS}, **of_task
    )
    return LIMIT.review(case, {}, {})


@pytest.mark.parametrize(
    "known",
    [{"data": {"result": "clear"}}, {"private": {"result": 4}}, {"chars": {"result": 12}}],
)
def test_a_known_result_earns_points(known: Mapping[str, Any]) -> None:
    """It may be open, personal and kept apart, or come with this very command."""
    assert score(**known) is None


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"data": {"minutes": "12 pages", "photos": "ref"}, "private": {"value": 1}},
        {"chars": {"result": 0, "note": 5}},
    ],
)
def test_without_a_result_nothing_is_earned(known: Mapping[str, Any]) -> None:
    """Minutes, photos and empty words are no result."""
    for entry in ("award", "bonus"):
        verdict = score(entry, **known)
        assert verdict is not None and verdict.kind == "deny"


@pytest.mark.parametrize("entry", ["deduction", "red_line", "cleared", "correction", "exchange"])
def test_what_is_no_merit_needs_no_result(entry: str) -> None:
    """A counter-entry or an exchange is not earned by work."""
    assert score(entry) is None


def broken(
    rule: Mapping[str, Any], *, needs: str = "result", sets: Mapping[str, str] | None = None
) -> list[str]:
    """Return what a scoring rule breaks, on a flow that needs a field before its end."""
    flow = {
        "open": {"by": "anyone"},
        "actions": {"finish": {"needs": needs, "sets": sets or {}}, "score": {}},
    }
    rule = {"title": {"en": "Award", "zh": "得分"}, "points": "value", "on": "work.score", **rule}
    document = {"fields": FIELDS, "flows": {"work": flow}, "scoring": {"award": rule}}
    return [say["en"] for _, say, _ in LIMIT.check_profile(document, {})]


def test_an_award_stands_on_a_flow_that_needs_a_result() -> None:
    """Any action of the flow may need it; where none does, points would come from nothing."""
    assert broken({}) == []
    assert len(broken({}, needs="minutes")) == 1
    assert broken({"entry": "exchange"}, needs="minutes") == []


@pytest.mark.parametrize(
    ("rule", "sets"),
    [
        ({"points": "size(photos) * 2"}, {}),
        ({"when": "known.minutes"}, {}),
        ({"class": "photos == '' ? 'a' : 'b'"}, {}),
        ({"points": "total"}, {"total": "value + 1", "value": "size(minutes)"}),
        ({"points": "-1", "when": "!known.photos", "entry": "deduction"}, {}),
    ],
)
def test_a_rule_that_reads_a_trace_does_not_pass_the_linter(
    rule: Mapping[str, Any], sets: Mapping[str, str]
) -> None:
    """Neither may it be read through a value that the flow works out, nor cost points."""
    assert len(broken(rule, sets=sets)) == 1


def test_words_in_quotes_and_parts_of_names_are_no_fields() -> None:
    """Only the names that a rule reads are looked at."""
    assert (
        broken({"points": "value == 1.0 ? task.photos : other_photos", "when": "x != 'photos'"})
        == []
    )


@pytest.mark.parametrize(
    "title",
    [
        {"en": "Meetings held", "zh": "得分"},
        {"en": "Attend a study meeting", "zh": "得分"},
        {"en": "Award", "zh": "每月开会次数"},
        {"en": "Award", "zh": "学习笔记"},
        {"en": "Work log", "zh": "得分"},
    ],
)
def test_being_busy_is_no_merit(title: Mapping[str, str]) -> None:
    """Meetings, notes and logs earn and cost nothing."""
    assert len(broken({"title": title})) == 1
    assert len(broken({"title": title, "entry": "deduction"})) == 1


@pytest.mark.parametrize(
    "title",
    [
        {"en": "A decision of the assembly is carried out", "zh": "村民会议决议已落实"},
        {"en": "Ditch cleared", "zh": "沟渠已清理"},
    ],
)
def test_a_result_may_speak_of_a_meeting(title: Mapping[str, str]) -> None:
    """What an assembly has decided, and somebody has done, is a result."""
    assert broken({"title": title}) == []
