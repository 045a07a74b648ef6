"""Whether a scenario came out as its expectations say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue.errors import Place, XiangyueError
from xiangyue.messages.profile import filled
from xiangyue.messages.scenarios import OUTCOMES, WHAT
from xiangyue.profile import Finding, Profile
from xiangyue.scoring import HUNDREDTHS
from xiangyue.spelling import shown
from xiangyue.study.scenario import (
    HERE,
    Because,
    Expectation,
    Fact,
    Right,
    Tried,
    codes,
    written_code,
)
from xiangyue.study.stage import Stage
from xiangyue.text import Text
from xiangyue.time.clock import from_micros, zone
from xiangyue.values import Choice, Command, Decision, Outcome, Task, replace
from xiangyue.words import split_ref

NOTHING = Text(en="", zh="")


@dataclass(frozen=True, slots=True)
class End:
    """How things stand when a scenario has been played; ``now`` is in microseconds.

    ``decisions`` call tasks as the scenario does; ``refs`` are the addresses of those elsewhere.
    """

    stage: Stage
    profile: Profile
    now: int
    decisions: tuple[Decision, ...]
    refs: Mapping[str, str]

    def ref(self, task: str) -> str:
        """Return the address of a task."""
        return self.refs.get(task, f"{HERE}/{task}")


def check_expectation(expectation: Expectation, end: End) -> Finding | None:
    """Return what is not as expected; None where it is."""
    try:
        if isinstance(expectation, Tried):
            return _tried(expectation, end)
        if isinstance(expectation, Right):
            return _right(expectation, end)
        return _fact(expectation, end)
    except XiangyueError as error:
        return Finding(error.code, "error", expectation.place, "", error.values)


def meant(command: Command, refs: Mapping[str, str]) -> Command:
    """Return a command for the task that is meant, wherever that is."""
    ref = refs.get(command.task or "")
    if ref is None:
        return command
    community, task = split_ref(ref)
    return replace(command, community=community, task=task)


def unlike(decision: Decision, outcome: Outcome, because: Because) -> str | None:
    """Return what is to be said of a decision that has another outcome, or other reasons."""
    if decision.outcome != outcome:
        return f"scenario-not-{outcome}" if decision else f"scenario-{decision.outcome}"
    return None if because.fits(decision) else "scenario-other-reasons"


def about(
    code: str, place: Place, decision: Decision, because: Because, profile: Profile
) -> Finding:
    """Say what is wrong with a decision, and what it should have been refused or deferred for."""
    expected = ", ".join(sorted(because.codes))
    return Finding(code, "error", place, "", {**said_of(decision, profile), "expected": expected})


def said_of(decision: Decision, profile: Profile) -> dict[str, Any]:
    """Return what sentences say of a decision: who, what, on which task, and why not."""
    command = decision.command
    actor = command.actor
    if command.on_behalf_of:
        actor = f"{actor} ({command.on_behalf_of})"
    noted = ", ".join(notes(decision))
    return {
        "action": command.action,
        "task": decision.task,
        "actor": actor,
        "how": OUTCOMES[decision.outcome],
        "codes": ", ".join(sorted(codes(decision))),
        "why": Text({lang: decision.why(lang).replace("\n", " ") for lang in ("en", "zh")}),
        "notes": Text(en=f" ({noted})", zh=f"（{noted}）") if noted else NOTHING,
        "until": clock(decision.until, profile) if decision.until is not None else "-",
    }


def notes(decision: Decision) -> tuple[str, ...]:
    """Return what was noted of a decision, in the order of the codes."""
    return tuple(sorted({written_code(note) for note in decision.notes}))


def clock(micros: int, profile: Profile) -> str:
    """Write an instant as the profile's clock shows it."""
    return f"{from_micros(micros).astimezone(zone(profile.calendar.timezone)):%Y-%m-%d %H:%M}"


def _tried(expected: Tried, end: End) -> Finding | None:
    tries = [
        decision
        for decision in end.decisions
        if decision.command.action == expected.action and expected.task in (None, decision.task)
    ]
    if not tries:
        values = {"action": expected.action}
        return Finding("scenario-not-tried", "error", expected.place, "", values)
    code = unlike(tries[-1], expected.outcome, expected.because)
    return about(code, expected.place, tries[-1], expected.because, end.profile) if code else None


def _right(expected: Right, end: End) -> Finding | None:
    command = meant(expected.command, end.refs)
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
    return about(code, expected.place, decision, expected.because, end.profile)


# --- facts ---


def _fact(fact: Fact, end: End) -> Finding | None:
    found = _found(fact, end)
    if _same(found, fact.expected):
        return None
    about = fact.about.removeprefix("role:")
    what = WHAT[fact.kind if fact.about else f"last_{fact.kind}"]
    values = {
        "what": filled(what, about=about, part=fact.part),
        "found": _said(fact.kind, found, end.profile),
        "expected": _said(fact.kind, fact.expected, end.profile),
    }
    return Finding("scenario-value", "error", fact.place, "", values)


def _found(fact: Fact, end: End) -> Any:
    match fact.kind:
        case "points":
            return end.stage.balance(HERE, fact.about, fact.part)
        case "frozen":
            return end.stage.frozen(fact.about, fact.part)
        case "messages":
            return len(_sent(fact.about, end))
        case "sent_at":
            return sorted(_sent(fact.about, end))
        case "dropped":
            return sum(_dropped(decision, fact.about) for decision in _done(end))
        case "shares":
            found = end.stage.rollup(end.ref(fact.about), now=from_micros(end.now))
            return next((s.state for s in found.shares if s.community == fact.part), None)
        case "asked":
            return end.stage.asked(fact.about)
        case "call_out":
            return getattr(end.stage.call_out_yield(end.ref(fact.about)), fact.part)
        case "notes":
            return _notes(fact, end)
        case "deferred":
            deferred = [d for d in end.decisions if (d.outcome, d.task) == ("deferred", fact.about)]
            return deferred[-1].until if deferred else None
    return _of_task(fact, end.stage.task(end.ref(fact.about)), end)


def _of_task(fact: Fact, task: Task, end: End) -> Any:
    if fact.kind == "fields":
        return task.data.get(fact.part)
    if fact.kind == "late":
        return task.due is not None and (task.ended_at or end.now) > task.due
    return getattr(task, fact.kind)


def _notes(fact: Fact, end: End) -> str | tuple[str, ...]:
    """Return the notes of the last decision; where one is looked for and there, that alone."""
    last = [d for d in end.decisions if fact.about in ("", d.task)][-1:]
    found = notes(last[0]) if last else ()
    return fact.expected if fact.expected in found else found


def _done(end: End) -> list[Decision]:
    """Return what was done; a repeated command does nothing again."""
    done = (decision for decision in end.decisions if decision)
    return [*{(one.command.community, one.seq): one for one in done}.values()]


def _sent(to: str, end: End) -> list[int]:
    """Return when the messages to somebody leave that no limit has dropped."""
    return [
        decision.now if planned.at is None else planned.at
        for decision in _done(end)
        for planned in decision.interventions
        if (planned.kind, planned.to) == ("message", to)
        or (planned.kind == "ask" and to in planned.detail["to"])
    ]


def _dropped(decision: Decision, to: str) -> int:
    """Count the messages to somebody that a limit spoke of and that are not planned any more."""
    stay = {(planned.address, planned.to) for planned in decision.interventions}
    left_out = (n.values["who"] for n in decision.notes if n.code == "call-left-out")
    if any(to in who for who in left_out):
        return 1
    ruled = {(r.address, r.to) for r in decision.rulings if (r.kind, r.to) == ("message", to)}
    return len(ruled - stay)


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
    if kind in ("due", "state_due", "deferred"):
        return clock(value, profile)
    if kind == "sent_at":
        return ", ".join(clock(at, profile) for at in value) or "-"
    if kind == "asked":
        return ", ".join(value) or "-"
    if kind == "notes":
        return ", ".join([value] if isinstance(value, str) else value) or "-"
    return shown(value)
