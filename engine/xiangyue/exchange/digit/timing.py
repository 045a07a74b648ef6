"""What DIGIT does by itself when a service level was missed, as deadlines and ladders."""

from __future__ import annotations

from typing import Any, Final

from xiangyue.exchange.digit.flows import FlowDraft
from xiangyue.exchange.digit.ledger import Ledger
from xiangyue.exchange.digit.model import DAY, Escalation, Levels
from xiangyue.exchange.digit.naming import safe_id
from xiangyue.exchange.digit.roles import ANYONE
from xiangyue.exchange.digit.spans import written
from xiangyue.spelling import shown

SYSTEM: Final = "system"
BASIS: Final = "project default"
_A_DAY: Final = "24h"
_KEPT: Final = "AutoEscalation"
_KEPT_LEVELS: Final = "EscalationConfig"


def escalate(flow: FlowDraft, one: Escalation, ledger: Ledger) -> None:
    """Let the engine act, or people be told, when a state was kept for too long.

    The deadline ends where DIGIT would act: the service level and the days beyond it; at the
    service level itself people are reminded. What a flow cannot do is kept and said.
    """
    if one.raw:
        flow.kept.setdefault(_KEPT, []).append(dict(one.raw))
    if not one.active:
        ledger.note("changed", one.path, "digit-escalation-off")
        return
    if one.state is None:
        if not isinstance(one.raw.get("state"), list):
            ledger.note("refused", one.path, "digit-escalation-state", name="-")
        return
    chosen = flow.state_of(one.state)
    if chosen is None:
        ledger.note("refused", one.path, "digit-escalation-state", "state", name=shown(one.state))
        return
    if one.days is not None:
        if one.service_days is not None:
            ledger.note("changed", one.path, "digit-escalation-both", "businessSLA")
        _of_state(flow, chosen, one, ledger)
    elif one.service_days is not None:
        _of_flow(flow, chosen, one, ledger)
    else:
        ledger.note("refused", one.path, "digit-escalation-when")


def _of_state(flow: FlowDraft, chosen: str, one: Escalation, ledger: Ledger) -> None:
    state = flow.states[chosen]
    level = flow.service.states[flow.state_ids.index(chosen)].sla
    if isinstance(state.get("due"), dict):
        ledger.note("refused", one.path, "digit-escalation-again", state=chosen)
        return
    due = _deadline(level, one.days or 0, one, ledger)
    if due is None:
        return
    if level is None or level <= 0:
        ledger.note("changed", one.path, "digit-escalation-no-sla", state=chosen)
    due |= _follows(flow, chosen, one, ledger)
    _set_due(state, due, level)


def _of_flow(flow: FlowDraft, chosen: str, one: Escalation, ledger: Ledger) -> None:
    if flow.due is not None and len(flow.due) > len(("after", "basis")):
        ledger.note("refused", one.path, "digit-escalation-again", state=flow.id)
        return
    due = _deadline(flow.service.sla, one.service_days or 0, one, ledger)
    if due is None:
        return
    ledger.note("changed", one.path, "digit-escalation-flow", "businessSLA", state=chosen)
    flow.due = due | _follows(flow, chosen, one, ledger)


def _deadline(
    level: int | None, days: float, one: Escalation, ledger: Ledger
) -> dict[str, Any] | None:
    """Return when it is over, with a reminder at the service level; None where it never is."""
    first, beyond = max(level or 0, 0), round(days * DAY)
    due, late = written(first + beyond), written(beyond)
    if due is None:
        ledger.note("refused", one.path, "digit-escalation-when")
        return None
    if not due[1] or (late is not None and not late[1]):
        ledger.note("changed", one.path, "digit-sla-rounded", sla=first + beyond, due=due[0])
    told = {"remind": [late[0]]} if first and late else {}
    return {"after": due[0], **told, "basis": BASIS}


def _follows(flow: FlowDraft, chosen: str, one: Escalation, ledger: Ledger) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if one.roles:
        name = f"escalation_{flow.id}_{chosen}"[:120]
        rights = [flow.roles.id(role, one.path) for role in one.roles if role != "*"]
        if rights:
            flow.ladders[name] = _ladder(rights, [_A_DAY])
            found["escalate"] = name
    if one.action is not None:
        action = flow.action_in(chosen, one.action)
        if action is None:
            ledger.note("changed", one.path, "digit-escalation-action", "action", state=chosen)
            found["then"] = safe_id(one.action, "action")
        else:
            found["then"] = action
            if SYSTEM not in flow.actions[action]["by"]:
                flow.actions[action]["by"].append(SYSTEM)
    return found


def step_up(flow: FlowDraft, levels: Levels, ledger: Ledger) -> None:
    """Let those who may act be told again, level by level, once the first one's time is over."""
    if levels.raw:
        flow.kept.setdefault(_KEPT_LEVELS, []).append(dict(levels.raw))
    states = [chosen for name in levels.states if (chosen := flow.state_of(name))]
    spans = [due[0] for span in levels.spans if (due := written(span))]
    if not spans or not states:
        ledger.note("refused", levels.path, "digit-levels-none")
        return
    ledger.note("changed", levels.path, "digit-levels", levels=len(spans))
    for chosen in states:
        state = flow.states[chosen]
        rights = dict.fromkeys(
            right
            for action in flow.actions.values()
            if chosen in action["from"]
            for right in action["by"]
            if right not in (SYSTEM, ANYONE)
        )
        if not rights or isinstance(state.get("due"), dict):
            continue
        name = f"levels_{flow.id}_{chosen}"[:120]
        flow.ladders[name] = _ladder([*rights], spans[1:] or spans)
        level = flow.service.states[flow.state_ids.index(chosen)].sla
        deadline = {"after": state.get("due", spans[0]), "escalate": name, "basis": BASIS}
        _set_due(state, deadline, level)


def _set_due(state: dict[str, Any], due: dict[str, Any], level: int | None) -> None:
    """Give a state its deadline, and keep its service level; ``as_imported`` stands last."""
    kept = {**state.pop("as_imported", {}), "sla": level}
    state["due"] = due
    state["as_imported"] = kept


def _ladder(roles: list[str], spans: list[str]) -> dict[str, Any]:
    steps = [{"ask": roles, "by": ["notice"], "within": span, "basis": BASIS} for span in spans]
    return {"title": {"en": "Escalation"}, "steps": steps}
