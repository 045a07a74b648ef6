"""Whether a scenario came out as its expectations say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from xiangyue.clock import from_micros, zone
from xiangyue.errors import XiangyueError
from xiangyue.messages.profile import filled
from xiangyue.messages.scenarios import WHAT
from xiangyue.profile import Finding, Profile
from xiangyue.scoring import HUNDREDTHS
from xiangyue.spelling import shown
from xiangyue.study.scenario import HERE, Expectation, Fact, Outcome, Right, codes
from xiangyue.study.stage import Stage
from xiangyue.text import Text
from xiangyue.values import Choice, Command, Decision, Task


@dataclass(frozen=True, slots=True)
class End:
    """How things stand when a scenario has been played; ``now`` is in microseconds."""

    stage: Stage
    profile: Profile
    now: int
    decisions: tuple[Decision, ...]


def check_expectation(expectation: Expectation, end: End) -> Finding | None:
    """Return what is not as expected; None where it is."""
    try:
        if isinstance(expectation, Outcome):
            return _outcome(expectation, end)
        if isinstance(expectation, Right):
            return _right(expectation, end)
        return _fact(expectation, end)
    except XiangyueError as error:
        return Finding(error.code, "error", expectation.place, "", error.values)


def why(decision: Decision) -> Text:
    """Say all reasons of a decision, and what would make it pass, in one line a language."""
    return Text({lang: decision.why(lang).replace("\n", " ") for lang in ("en", "zh")})


def said_of(command: Command) -> dict[str, str]:
    """Return what sentences say of a command: who, what, and on which task."""
    actor = command.actor
    if command.on_behalf_of:
        actor = f"{actor} ({command.on_behalf_of})"
    return {"action": command.action, "task": command.task or "-", "actor": actor}


def _outcome(expected: Outcome, end: End) -> Finding | None:
    tries = [
        decision
        for decision in end.decisions
        if decision.command.action == expected.action and expected.task in (None, decision.task)
    ]
    if not tries:
        values = {"action": expected.action}
        return Finding("scenario-not-tried", "error", expected.place, "", values)
    last = tries[-1]
    if bool(last) != expected.done:
        code = "scenario-refused" if expected.done else "scenario-not-refused"
    elif expected.because.fits(last):
        return None
    else:
        code = "scenario-other-reasons"
    wanted = ", ".join(sorted(expected.because.codes))
    return _about(code, expected, last, expected=wanted)


def _right(expected: Right, end: End) -> Finding | None:
    command = expected.command
    decision = end.stage.try_out(command, now=from_micros(end.now))
    action = end.profile.flows[decision.flow].actions[command.action]
    asks = (*action.needs, *action.asks, *action.proposes)
    allowed = Choice(action.id, action.title, decision, asks, action.note).allowed
    if allowed != expected.allowed:
        code = "scenario-not-allowed" if expected.allowed else "scenario-allowed"
    elif expected.because.fits(decision):
        return None
    else:
        code = "scenario-other-reasons"
    return _about(code, expected, decision, expected=", ".join(sorted(expected.because.codes)))


def _about(code: str, expectation: Outcome | Right, decision: Decision, **more: Any) -> Finding:
    found = ", ".join(sorted(codes(decision)))
    values = {**said_of(decision.command), "why": why(decision), "found": found, **more}
    return Finding(code, "error", expectation.place, "", values)


# --- facts ---


def _fact(fact: Fact, end: End) -> Finding | None:
    if fact.kind == "points":
        found: Any = end.stage.balance(HERE, fact.about, fact.part)
    elif fact.kind == "messages":
        found = _messages(fact.about, end)
    else:
        found = _of_task(fact, end.stage.task(f"{HERE}/{fact.about}"), end)
    if _same(found, fact.expected):
        return None
    about = fact.about.removeprefix("role:")
    values = {
        "what": filled(WHAT[fact.kind], about=about, part=fact.part),
        "found": _said(fact.kind, found, end.profile),
        "expected": _said(fact.kind, fact.expected, end.profile),
    }
    return Finding("scenario-value", "error", fact.place, "", values)


def _of_task(fact: Fact, task: Task, end: End) -> Any:
    if fact.kind == "fields":
        return task.data.get(fact.part)
    if fact.kind == "late":
        return task.due is not None and (task.ended_at or end.now) > task.due
    return getattr(task, fact.kind)


def _messages(to: str, end: End) -> int:
    """Count the messages that were planned; a repeated command plans none again."""
    planned = {decision.seq: decision.interventions for decision in end.decisions if decision}
    return sum(p.kind == "message" and p.to == to for plans in planned.values() for p in plans)


def _same(found: Any, expected: Any) -> bool:
    """Compare as people do: 15.6 is what 10 × 1.3 × 1.2 makes, and true is no number."""
    numbers = (int, float)
    if type(found) in numbers and type(expected) in numbers:
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(found, (list, tuple)) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(_same, found, expected))
    return type(found) is type(expected) and bool(found == expected)


def _said(kind: str, value: Any, profile: Profile) -> str:
    if value is None:
        return "null"
    if kind == "points":
        return f"{value / HUNDREDTHS:.2f}"
    if kind in ("due", "state_due"):
        return f"{from_micros(value).astimezone(zone(profile.calendar.timezone)):%Y-%m-%d %H:%M}"
    return shown(value)
