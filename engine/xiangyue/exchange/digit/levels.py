"""Service levels in milliseconds, from the deadlines of a profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xiangyue.exchange.digit.spans import milliseconds, written
from xiangyue.time.worktime import parse_duration

Leave = Callable[..., None]


def level(state: Mapping[str, Any], leave: Leave, at: str) -> int | None:
    """Return the service level of a state: what the file said, while the deadline still says it."""
    return _level(state.get("due"), state.get("as_imported", {}), "sla", leave, f"{at}.due")


def level_of_flow(flow: Mapping[str, Any], leave: Leave, at: str) -> int | None:
    """Return the service level of a flow, in the same way."""
    kept = flow.get("as_imported", {})
    return _level(flow.get("due"), kept, "businessServiceSla", leave, f"{at}.due")


def entry_of(service: str, module: str, state: str | None, action: str) -> dict[str, Any]:
    """Return what DIGIT has to be told to take an action as soon as a service level is missed."""
    return {
        "businessService": service,
        "module": module,
        "state": state,
        "action": action,
        "active": "true",
        "stateSLA": 0.0,
        "businessSLA": None,
        "topic": f"{service.lower()}-auto-escalation",
    }


def _level(due: Any, kept: Mapping[str, Any], key: str, leave: Leave, at: str) -> int | None:
    if key in kept and _still_says(due, kept[key]):
        sla: int | None = kept[key]
        return sla
    if due is None:
        return None
    said = due if isinstance(due, str) else due.get("after")
    if said is None:
        leave(at, "digit-out-date")
        return None
    if isinstance(due, dict) and (due.get("escalate") or due.get("from")):
        leave(at, "digit-out-ladder")
    span, always = milliseconds(parse_duration(said))
    if not always:
        leave(at, "digit-out-span", due=said)
    return span - _beyond(due)


def _still_says(due: Any, sla: Any) -> bool:
    """Tell whether a deadline is what a service level becomes, with what may lie beyond it."""
    if not isinstance(sla, int) or isinstance(sla, bool):
        return sla is None and (due is None or isinstance(due, dict))
    own = written(sla)
    if own is None or due is None or isinstance(due, str):
        return due == (own[0] if own else None) or (own is None and isinstance(due, dict))
    beyond = _beyond(due)
    told = written(sla + beyond)
    return told is not None and told[0] == due.get("after")


def _beyond(due: Any) -> int:
    """Return how long after the service level it is over: it is reminded of at that level."""
    if not isinstance(due, dict) or not (due.get("then") or due.get("escalate")):
        return 0
    remind = due.get("remind") or []
    return milliseconds(parse_duration(remind[0]))[0] if len(remind) == 1 else 0
