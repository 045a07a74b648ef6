"""A call-out: whom a step asks, what an answer brings, and when the next step follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.decide.case import Case
from xiangyue.flow import (
    CALL,
    CALL_OUT,
    MARK,
    OFF,
    THROUGH,
    WAIT,
    CallOut,
    CallStep,
    address_of,
    asks_deputies,
    channels_of,
    step_of,
)
from xiangyue.profile import Intervention
from xiangyue.time.clock import from_micros, to_micros
from xiangyue.values import ANSWERS, Planned, Task

ASKED = "asked"
"""The right of whom a call-out has asked."""

RUNG = "rung:"
_COMING = ("accepted", "arrived")


def check_answer(case: Case) -> None:
    """Tell politely whoever accepts that enough have come, and who may not come any more."""
    calling, wanted = case.facts.calling, _wanted(case)
    if calling is not None and case.step.action.answer == "arrived":
        for name, lacks in calling.unfit.items():
            if name in _listed(case):
                case.refuse("call-unfit-here", who=name, lacks=_titles(case, lacks))
    if calling is None or case.step.action.answer != "accepted":
        return
    stands = calling.stands.get(case.command.principal)
    if stands == "asked" and wanted is not None and calling.accepted >= wanted:
        _instead(case, "call-enough", wanted=wanted)
    elif stands in _COMING:
        _instead(case, "call-answered")
    elif stands == "lapsed":
        _instead(case, "call-over")
    elif lacks := calling.unfit.get(case.command.principal, ()):
        case.refuse("call-unfit", lacks=_titles(case, lacks))
    elif calling.elsewhere is not None:
        case.refuse("call-elsewhere", task=calling.elsewhere)


def _listed(case: Case) -> Any:
    listed = case.data.get(case.step.action.of or "")
    return listed if isinstance(listed, list) else ()


def _titles(case: Case, roles: tuple[str, ...]) -> list[Any]:
    known = case.plan.profile.roles
    return [known[role].title if role in known else role for role in roles]


def count_answer(case: Case) -> None:
    """Let rules read how many have accepted once this answer counts."""
    action = case.step.action
    if action.answer is not None and case.facts.calling is not None:
        answers = tuple(_answers(case, action.answer, action.of))
        case.scope.fix("task.accepted", _accepted(case, answers))


def _instead(case: Case, code: str, **values: Any) -> None:
    case.reasons[:] = [one for one in case.reasons if one.code not in ("state", "role")]
    case.refuse(code, **values)


def plan_call(case: Case, does: Intervention) -> Iterator[Planned]:
    """Plan whom one step of a call-out asks, all in one."""
    call, calling = case.flow.call, case.facts.calling
    if call is None or calling is None:
        return
    wanted = _wanted(case)
    if wanted is None and call.enough is not None:
        case.miss([call.enough])
        return
    if wanted is not None and calling.accepted >= wanted:
        return
    if not calling.found:
        if not case.step.action.id.startswith(MARK):
            case.refuse("call-nobody", ladder=_title(case, call))
        return
    step = _reached(call, does, calling.rung)
    detail: dict[str, Any] = {"rung": step.rung, "try": step.again, "to": list(calling.found)}
    offers = {name: offer for name, offer in calling.found.items() if offer is not None}
    if offers:
        detail |= {"offers": offers, "ready": {name: calling.ready[name] for name in offers}}
        detail |= {"stale": list(calling.stale)} if calling.stale else {}
    detail["by"] = list(channels_of(case.plan.profile, call, step))
    yield Planned("ask", f"{RUNG}{step.rung}", address_of(call, step), True, detail)


def _reached(call: CallOut, does: Intervention, rung: int) -> CallStep:
    """Return the step that is taken: it may be that of a later rung, where one is empty."""
    step = step_of(call, does)
    return step if step.rung == rung else call.step(rung)


def plan_answers(case: Case) -> Iterator[Planned]:
    """Plan what the action answers, and who is freed, or asked no more, where it ends the call."""
    action, call, calling = case.step.action, case.flow.call, case.facts.calling
    if call is None or calling is None:
        return
    if action.answer is not None:
        yield from _answers(case, action.answer, action.of)
    if case.task is None or not calling.asked:
        return
    state = case.way or case.task.state
    if case.task.state in call.open and state not in call.open:
        yield _answer(call.address, "lapsed")
    everybody, final = action.answer == "freed" and action.of is None, _ends(case, state)
    if final and not everybody:
        yield _answer(call.address, "freed")
    if (final or everybody) and not call.confirms:
        # Who has said that they come, not only that they have heard, need not come any more.
        by = list(dict.fromkeys(one for rung in call.rungs for one in rung.detail["by"]))
        for name in calling.coming:
            if name != case.command.principal:
                yield Planned("message", name, call.address, True, {OFF: True, "by": by})


def _ends(case: Case, state: str) -> bool:
    return case.flow.flow.states[state].final


def _answers(case: Case, answer: str, of: str | None) -> Iterator[Planned]:
    address, calling = case.step.action.address, case.facts.calling
    if case.right is not None and case.right.role == ASKED:
        yield _answer(address, answer, [case.command.principal])
        return
    if of is None:
        if answer == "freed":
            yield _answer(address, answer)
        return
    listed = case.data.get(of)
    stands = calling.stands if calling else {}
    if isinstance(listed, list):
        who = [name for name in listed if stands.get(name) in ANSWERS[answer]]
        if who:
            yield _answer(address, answer, who)


def _answer(address: str, state: str, who: list[str] | None = None) -> Planned:
    detail = {"state": state, **({} if who is None else {"who": who})}
    return Planned("answer", None, address, True, detail)


def call_alarm(case: Case, after: Task, interventions: tuple[Planned, ...]) -> Mapping[str, int]:
    """Return the alarm of the call-out's next step, if it goes on."""
    call, calling, task = case.flow.call, case.facts.calling, case.task
    if call is None or calling is None or after.state not in call.running:
        return {}
    wanted, accepted = _wanted(case), _accepted(case, interventions)
    if wanted is not None and accepted >= wanted:
        return {}
    alarms = task.alarms if task is not None else {}
    before = {name: at for name, at in alarms.items() if name.startswith(CALL)}
    if case.step.action.id == MARK + WAIT and calling.until is not None:
        return dict.fromkeys(before, calling.until)
    begun = [step_of(call, does) for does in case.step.action.does if does.kind == CALL_OUT]
    if begun or case.step.action.id.startswith(MARK + CALL):
        step = begun[0] if begun else _told(call, case.step.action.id)
        return _after(case, call, step, interventions)
    if before or not calling.asked:
        return before
    # Enough had come, and do no more: somebody has withdrawn, or more are wanted.
    rung = calling.last + 1
    following = call.step(rung).alarm if rung < len(call.rungs) else THROUGH
    return {following: case.facts.now}


def _after(
    case: Case, call: CallOut, step: CallStep, interventions: tuple[Planned, ...]
) -> Mapping[str, int]:
    """Return the alarm after a step: when its time is over, or now where nobody was asked."""
    asks = [one for one in interventions if one.kind == "ask"]
    if asks and not step.then and asks[0].detail["rung"] != step.rung:
        step = call.step(asks[0].detail["rung"])
    following, now = call.next(step), case.facts.now
    if not asks and step.asks:
        following = _beyond(call, step, following)
    if asks and call.waits(step):
        begin = min(now if one.at is None else one.at for one in asks)
        end = case.plan.profile.calendar.add(from_micros(begin), call.within(step))
        now = max(now, to_micros(end))
    return {THROUGH if following is None else following.alarm: now}


def _beyond(call: CallOut, step: CallStep, following: CallStep | None) -> CallStep | None:
    """Return what follows where nobody was asked: there is nobody to be asked once more."""
    while following is not None and following.rung == step.rung and following.asks:
        if asks_deputies(call, following):
            break
        following = call.next(following)
    return following


def _told(call: CallOut, action: str) -> CallStep:
    """Return the step of an action of the engine that asks nobody, but tells somebody."""
    rung = int(action.removeprefix(MARK + CALL).partition(".")[0])
    return call.step(rung, call.rungs[rung].tries, then=True)


def _accepted(case: Case, interventions: tuple[Planned, ...]) -> int:
    """Return how many have accepted once the action is done."""
    calling = case.facts.calling
    count, stands = (calling.accepted, calling.stands) if calling else (0, {})
    for one in interventions:
        if one.kind == "answer":
            state = one.detail["state"]
            come = state in _COMING
            for name in one.detail.get("who", ()):
                heads = calling.brings.get(name, 1) if calling else 1
                count += heads * (come - (stands.get(name) in _COMING))
    return count


def _wanted(case: Case) -> int | None:
    """Return how many are wanted; None where everybody is."""
    call = case.flow.call
    value = case.data.get(call.enough) if call and call.enough else None
    return int(value) if isinstance(value, (int, float)) else None


def _title(case: Case, call: CallOut) -> Any:
    ladder = case.plan.profile.document.get("ladders", {}).get(call.ladder, {})
    return ladder.get("title", call.ladder)


def exercise(case: Case) -> bool:
    """Tell whether the task is an exercise."""
    field = case.flow.flow.exercise
    return field is not None and case.data.get(field) is True
