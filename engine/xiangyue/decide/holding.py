"""What a task holds of a resource, and whether so much of it is free."""

from __future__ import annotations

from typing import Final

from xiangyue.asks import Answers, Ask, Stock
from xiangyue.decide.case import Case
from xiangyue.profile import Matched
from xiangyue.text import Text
from xiangyue.time.clock import end_of_day, from_micros, parse_instant, to_micros, to_wall, zone
from xiangyue.values import Hold, Task

NOTHING: Final = Hold()


def hold_after(case: Case) -> Hold | None:
    """Return what the task holds once the command is carried out; None where its flow holds none.

    A reason is added where it would hold something, and which or how much is not known.
    """
    holds = case.flow.flow.holds
    if holds is None:
        return None
    state = case.way or (case.task.state if case.task else case.flow.flow.start[0])
    if state not in holds.states:
        return NOTHING
    values = {**case.data, **case.values}
    missing = [name for name in (holds.resource, holds.quantity) if values.get(name) is None]
    if missing:
        case.miss(missing)
        return NOTHING
    return Hold(str(values[holds.resource]), int(values[holds.quantity]))


def asks_of_hold(case: Case) -> tuple[Ask, ...]:
    """Return what must be known of the resource that the task would hold."""
    hold = case.hold
    return (Ask("stock", hold.resource, task=case.task_id),) if hold and hold.quantity else ()


def check_hold(case: Case, answers: Answers) -> None:
    """Find a resource that cannot be given, or of which less is free than the task would hold.

    What it holds already it may go on holding.
    """
    matching = case.plan.profile.matching
    hold, asks = case.hold, asks_of_hold(case)
    if hold is None or matching is None or not asks:
        return
    stock: Stock = answers[asks[0]]
    if hold.quantity <= stock.mine:
        return
    offers, resource = matching.offers, stock.resource
    if resource is None or resource.flow != offers.flow:
        case.refuse("hold-unknown", resource=hold.resource)
    elif resource.ended_at is not None or resource.state not in offers.states:
        case.refuse("hold-closed", resource=hold.resource, state=_state(case, resource))
    elif _is_over(case, offers, resource):
        case.refuse("hold-expired", resource=hold.resource)
    else:
        has = resource.data.get(offers.fields["quantity"], 0)
        free = max(0, has - stock.others)
        if hold.quantity > free:
            said = {"wanted": hold.quantity, "free": free, "held": stock.others}
            until = {} if stock.until is None else {"until": _said(case, stock.until)}
            code = "hold-short-until" if until else "hold-short" if stock.others else "hold-few"
            case.refuse(code, resource=hold.resource, **said, **until)


def _state(case: Case, resource: Task) -> Text:
    flow = case.plan.flows[resource.flow].flow
    known = flow.states.get(resource.state)
    return known.title if known else Text(en=resource.state)


def _is_over(case: Case, offers: Matched, resource: Task) -> bool:
    field = offers.fields.get("expires", "")
    value, timezone = resource.data.get(field), case.plan.profile.calendar.timezone
    if value is None:
        return False
    day = case.plan.instants.get(field)
    end = end_of_day(value, timezone) if day else parse_instant(value, timezone)
    return to_micros(end) <= case.at


def _said(case: Case, at: int) -> str:
    return f"{to_wall(from_micros(at), zone(case.plan.profile.calendar.timezone)):%Y-%m-%d %H:%M}"
