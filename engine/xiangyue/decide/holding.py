"""What a task holds of a resource, and whether so much of it is free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xiangyue.asks import Answers, Ask, Stock
from xiangyue.decide.case import Case
from xiangyue.matching import Need, Told, misfit, moment_in
from xiangyue.profile import Matched, Matching
from xiangyue.text import Text
from xiangyue.time.clock import from_micros, to_wall, zone
from xiangyue.values import Hold, Task

NOTHING: Final = Hold()

_REFUSED: Final[Mapping[str | None, str]] = {
    "type": "hold-type",
    "over": "hold-need-over",
    "counted": "hold-counted",
    "expired": "hold-expired",
    "closed": "hold-window",
}
"""Which misfits no one may pass over by hand; how near and how soon, people weigh themselves."""


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
    """Return what must be known of the resource that the task would hold, and of its need."""
    hold = case.hold
    if not hold or not hold.quantity:
        return ()
    stock, need = Ask("stock", hold.resource, task=case.task_id), _told(case, "need")
    return (stock,) if need is None else (stock, Ask("task", str(need)))


def check_hold(case: Case, answers: Answers) -> None:
    """Find a resource that cannot be given, or of which less is free than the task would hold.

    What it holds already it may go on holding; where it was only promised, what has gone meanwhile
    is not given any more.
    """
    matching = case.plan.profile.matching
    hold, asks = case.hold, asks_of_hold(case)
    if hold is None or matching is None or not asks:
        return
    stock: Stock = answers[asks[0]]
    more = hold.quantity > stock.mine
    if not (more or _is_given(case) or _is_tied_anew(case)):
        return
    offers, resource = matching.offers, stock.resource
    need = answers[asks[1]] if asks[1:] else None
    if asks[1:] and not _is_open(case, matching.needs, need):
        return
    if resource is None or resource.flow != offers.flow:
        case.refuse("hold-unknown", resource=hold.resource)
    elif resource.ended_at is not None or resource.state not in offers.states:
        case.refuse("hold-closed", resource=hold.resource, state=_state(case, resource))
    elif _fits(case, matching, resource, need) and more:
        has = resource.data.get(offers.fields["quantity"], 0)
        free = max(0, has - stock.others)
        if hold.quantity > free:
            said = {"wanted": hold.quantity, "free": free, "held": stock.others}
            until = {} if stock.until is None else {"until": _said(case, stock.until)}
            code = "hold-short-until" if until else "hold-short" if stock.others else "hold-few"
            case.refuse(code, resource=hold.resource, **said, **until)


def check_span(case: Case) -> None:
    """Find an offer or a need that would end before it begins."""
    matching = case.plan.profile.matching
    for part in (matching.offers, matching.needs) if matching else ():
        first, last = (part.fields.get(name, "") for name in ("from", "until"))
        given = case.values.keys() & {first, last}
        if part.flow != case.flow.flow.id or not given:
            continue
        since, until = (moment_in(case.plan.profile, name, case.data) for name in (first, last))
        if since is not None and until is not None and until < since:
            case.refuse("hold-span", first=case.title(first), last=case.title(last))


def _told(case: Case, name: str) -> Any:
    """Return what a match says of its need, its lender or its borrower; None for other tasks."""
    matching = case.plan.profile.matching
    if matching is None or matching.matches.flow != case.flow.flow.id:
        return None
    field = matching.matches.fields.get(name, "")
    return case.values.get(field, case.data.get(field))


def _is_given(case: Case) -> bool:
    """Tell whether what was promised goes one step on towards whom it is for."""
    holds, task = case.flow.flow.holds, case.task
    return bool(holds and task and task.state in holds.promised and case.way)


def _is_tied_anew(case: Case) -> bool:
    matching = case.plan.profile.matching
    return matching is not None and not case.values.keys().isdisjoint(
        matching.matches.fields[name]
        for name in ("need", "owner", "asker")
        if name in matching.matches.fields
    )


def _is_open(case: Case, needs: Matched, need: Task | None) -> bool:
    """Tell whether the need is one that is still to be served, by whoever has raised it."""
    if need is None or need.flow != needs.flow:
        case.refuse("hold-need-unknown", need=_told(case, "need"))
    elif need.ended_at is not None or need.state not in needs.states:
        case.refuse("hold-need-closed", need=need.id, state=_state(case, need))
    elif _told(case, "asker") not in (None, need.opener):
        case.refuse("hold-asker", need=need.id, asker=need.opener, said=_told(case, "asker"))
    else:
        return True
    return False


def _fits(case: Case, matching: Matching, resource: Task, need: Task | None) -> bool:
    """Tell whether a resource is whose the match says, of use, and what is needed."""
    profile, told = case.plan.profile, Told(case.plan.profile, matching.offers, resource)
    offer, lender = told.offer(0, 0), _told(case, "owner")
    wanted = Told(profile, matching.needs, need).need(0) if need else None
    if offer is None:
        case.refuse("hold-unknown", resource=resource.id)
        return False
    if lender not in (None, offer.owner, told.member("contact")):
        case.refuse("hold-lender", resource=resource.id, owner=offer.owner, said=lender)
        return False
    wanted = wanted or Need("", offer.type, 1)
    why = "type" if wanted.type != offer.type else misfit(wanted, offer, case.at, stale=True)
    code = _REFUSED.get(why)
    if code is None and wanted.whole and case.hold and case.hold.quantity < wanted.quantity:
        code = "hold-whole"
    if code is not None:
        case.refuse(code, resource=resource.id, need=wanted.id, wanted=wanted.quantity)
    return code is None


def _state(case: Case, resource: Task) -> Text:
    flow = case.plan.flows[resource.flow].flow
    known = flow.states.get(resource.state)
    return known.title if known else Text(en=resource.state)


def _said(case: Case, at: int) -> str:
    return f"{to_wall(from_micros(at), zone(case.plan.profile.calendar.timezone)):%Y-%m-%d %H:%M}"
