"""Limits that keep people in charge: human review of what is automatic, yearly review of rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from circumstances import breaches, circumstances, task
from limit_profiles import broken, config_refused, plain

from xiangyue.plugs import limits

PLEA = """
flows:
  plea:
    title: {en: Plea, zh: 请求}
    start: made
    open: {by: anyone}
    states:
      made: {title: {en: Made, zh: 已提出}}
      heard: {title: {en: Heard, zh: 已听取}}
      over: {title: {en: Over, zh: 已结束}, final: true}
    actions:
      hear: {title: {en: Hear, zh: 听取}, from: made, to: heard, by: secretary}
      close:
        title: {en: Close, zh: 结束}
        from: FROM
        to: over
        by: [secretary, system]
"""


def plea(by: str = "system", since: str = "made", hear: str = "secretary") -> str:
    """Return a village whose pleas are closed ``by`` somebody or, when time is over, the engine.

    ``since`` is the state in which that happens, and ``hear`` who acts before.
    """
    timed = "due: {after: 5d, then: close, basis: project default}"
    first = "due: {after: 5d, then: hear, basis: project default}"
    changes = PLEA.replace("FROM", "[made, heard]" if since == "made" else since)
    if by == "system":
        changes = changes.replace(f"{since}: {{title", f"{since}: {{{timed}, title")
    else:
        changes = changes.replace("[secretary, system]", by)
    if hear == "system":
        changes = changes.replace("made: {title", f"made: {{{first}, title")
        changes = changes.replace("to: heard, by: secretary", "to: heard, by: system")
    return changes


CLOSE = ["flows.plea.actions.close"]
FORMAL = "{formal: [plea.close]}"


def test_the_engine_ends_nothing_by_itself(tmp_path: Path) -> None:
    """Nobody could look at it afterwards (L29)."""
    assert broken(tmp_path, "human_review", plea()) == CLOSE
    assert broken(tmp_path, "human_review", plea(), stance="lifted") == []
    assert broken(tmp_path, "human_review", plea(by="secretary")) == []


def test_it_may_close_what_people_have_decided(tmp_path: Path) -> None:
    """A formal ending passes where somebody must have acted before, and only there."""
    assert broken(tmp_path, "human_review", plea(since="heard"), FORMAL) == []
    assert broken(tmp_path, "human_review", plea(), FORMAL) == CLOSE
    by_itself = plea(since="heard", hear="system")
    assert broken(tmp_path, "human_review", by_itself, FORMAL) == CLOSE


def test_an_emergency_may_end_by_itself(tmp_path: Path) -> None:
    """To go back to the normal mode decides about nobody."""
    back = plea() + "        does: [{switch_mode: {mode: normal}}]\n"
    assert broken(tmp_path, "human_review", back) == []


def test_an_alert_ends_by_its_sender_or_its_time() -> None:
    """What the profile says of alerts needs no person; other endings of the flow still do."""
    limit = limits()["human_review"]
    village = plain(plea())
    alerts = {"flow": "plea", "update": "close", "cancel": "close"}
    assert breaches(limit, {**village, "alerts": alerts}) == []
    assert breaches(limit, {**village, "alerts": {**alerts, "flow": "other"}}) == CLOSE
    village["flows"]["plea"]["states"]["made"]["due"]["then"] = "hear"
    other = {"flow": "plea", "update": "hear", "cancel": "hear"}
    assert breaches(limit, {**village, "alerts": other}) == CLOSE


def test_formal_endings_are_named_rightly(tmp_path: Path) -> None:
    """A misspelt name leaves an ending without its leave; a flow that is left out needs none."""
    found = broken(tmp_path, "human_review", plea(since="heard"), "{formal: [plea.shut]}")
    assert sorted(found) == sorted(["limits.human_review", *CLOSE])
    assert broken(tmp_path, "human_review", "", FORMAL) == []
    assert config_refused(tmp_path, "human_review", "{formal: [plea]}")


@pytest.mark.parametrize(("by_system", "said"), [(True, "deny"), (False, "allow")])
def test_only_people_give_points(by_system: bool, said: str) -> None:
    """Where the engine acts, the points are not given."""
    case = circumstances("score", "wang", {"points": 100}, by_system=by_system)
    verdict = limits()["human_review"].review(case, {}, {})
    assert (verdict.kind if verdict else "allow") == said


# --- yearly review ----------------------------------------------------------------------------

CONFIG = {"flow": "work", "state": "done"}


@pytest.mark.parametrize(
    ("since", "now", "said"),
    [
        (None, "2026-06-01T09:00", "deny"),
        ("2025-06-01T09:01", "2026-06-01T09:00", "allow"),
        ("2025-06-01T09:00", "2026-06-01T09:00", "deny"),
        ("2025-06-01T08:59", "2026-06-01T09:00", "deny"),
    ],
)
def test_rules_rest_that_were_not_reviewed_for_a_year(
    since: str | None, now: str, said: str
) -> None:
    """Scoring waits until the rules are justified anew (L37)."""
    case = circumstances("score", "wang", {"points": 100}, now=now)
    facts = {"review": task(since=since) if since else None}
    verdict = limits()["yearly_review"].review(case, CONFIG, facts)
    assert (verdict.kind if verdict else "allow") == said


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        *(("award", "deny"), ("bonus", "deny"), ("deduction", "deny")),
        *(("correction", "allow"), ("exchange", "allow"), ("red_line", "allow")),
    ],
)
def test_appeals_and_exchanges_do_not_rest(entry: str, said: str) -> None:
    """Nobody is left without a remedy, or without what was earned, because a review is late."""
    case = circumstances("score", "wang", {"points": 100, "entry": entry})
    verdict = limits()["yearly_review"].review(case, CONFIG, {"review": None})
    assert (verdict.kind if verdict else "allow") == said


@pytest.mark.parametrize(("mode", "said"), [(True, "allow"), (False, "deny")])
def test_no_emergency_waits_for_a_review(mode: bool, said: str) -> None:
    """What begins or ends one goes on, with what the engine then does by itself."""
    does = [{"automate": {"action": "announce", "after": "1min"}}]
    does += [{"switch_mode": {"mode": "emergency"}}] if mode else []
    flows = {"work": {"open": {"does": does}}}
    case = circumstances("automate", None, {}, opening=True, profile={"flows": flows})
    verdict = limits()["yearly_review"].review(case, CONFIG, {"review": None})
    assert (verdict.kind if verdict else "allow") == said


def test_another_term_may_be_set() -> None:
    """A profile may want its rules reviewed more often."""
    case = circumstances("score", "wang", {"points": 100}, now="2026-06-01T09:00")
    facts = {"review": task(since="2026-02-28T09:00")}
    verdict = limits()["yearly_review"].review(case, {**CONFIG, "within": "3m"}, facts)
    assert verdict is not None
    assert "2026-05-28" in verdict.say["en"]
    assert "3 months" in verdict.say["en"]


def test_it_asks_for_the_newest_review() -> None:
    """The past that it needs is one task."""
    (fact,) = limits()["yearly_review"].facts(CONFIG).values()
    assert (fact.what, fact.names) == ("latest", ("work", "done"))


@pytest.mark.parametrize(
    ("config", "at"),
    [
        ("{flow: work, state: done}", []),
        ("{flow: gone, state: done}", ["limits.yearly_review"]),
        ("{flow: work, state: gone}", ["flows.work.states"]),
    ],
)
def test_the_review_is_a_state_of_a_flow(tmp_path: Path, config: str, at: list[str]) -> None:
    """Otherwise nothing could ever be reviewed."""
    assert broken(tmp_path, "yearly_review", "", config) == at
    assert broken(tmp_path, "yearly_review", "", config, stance="lifted") == []
