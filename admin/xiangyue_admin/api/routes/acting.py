"""Commands: opening tasks, acting on them, many at once, and trying out."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from xiangyue import Command, Decision, Misuse, XiangyueError
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import Act, Matter, Opening, Order, Orders
from xiangyue_admin.api.operation import WRITES, Call, Room
from xiangyue_admin.api.problems import Problem, is_stale, nothing, of_error, of_refusal
from xiangyue_admin.api.reading import key_of, version_of
from xiangyue_admin.api.serving import sent
from xiangyue_admin.api.written import decision_json, to_micros

room = Room("acting", "Acting")
_DECIDED = {200: gives.Decision, 202: gives.Decision}
_OPENED = {201: gives.Decision, 202: gives.Decision}
_IN = "/communities/<community>"


def reaches(call: Call, community: str, unit: str | None) -> bool:
    """Tell whether a command is about what the caller may see."""
    covers = call.caller.covers
    return covers(community) and (unit is None or covers(unit))


def decided(call: Call, decision: Decision, done: int = 200, within: str = "") -> Response:
    """Send what became of a command: done, or deferred; raises Problem for a refusal.

    ``within`` is where its community is, as seen from the address that was sent to.
    """
    if decision.outcome == "refused":
        raise of_refusal(decision)
    status = done if decision else 202
    headers = {"Location": f"{within}tasks/{decision.task}"} if status == 201 else None
    return sent(call, decision_json(decision, call.language), status, headers)


@room.post(
    f"{_IN}/tasks",
    "tasks:write",
    body=Opening,
    answers=_OPENED,
    refuses=WRITES,
    headers=("Idempotency-Key", "Location"),
)
def opening(call: Call, community: str) -> Response:
    """Open a task of a flow.

    201 where it was opened, with its address; 202 where it was deferred and is decided again later.
    """
    given: Opening = call.body
    decision = call.engine.open(
        given.flow, community=community, id=given.id, title=given.title, **_entered(call, given)
    )
    return decided(call, decision, 201)


@room.post(
    f"{_IN}/matters",
    "tasks:write",
    body=Matter,
    answers=_OPENED,
    refuses=WRITES,
    headers=("Idempotency-Key", "Location"),
)
def matter(call: Call, community: str) -> Response:
    """Take in a matter by its category.

    The community's profile says which flow that opens, and who receives it first.
    """
    given: Matter = call.body
    decision = call.engine.receive(
        given.category, community=community, id=given.id, title=given.title, **_entered(call, given)
    )
    return decided(call, decision, 201)


def _entered(call: Call, given: Opening | Matter) -> dict[str, Any]:
    if given.unit is not None and not call.caller.covers(given.unit):
        raise nothing()
    return {
        "by": call.caller.member,
        "unit": given.unit,
        "note": given.note,
        "on_behalf_of": given.on_behalf_of,
        "occurred_at": given.occurred_at,
        "source": given.source,
        "data": given.data,
        "key": key_of(request),
    }


@room.post(
    f"{_IN}/tasks/<task>/acts",
    "tasks:write",
    body=Act,
    answers=_DECIDED,
    refuses=(*WRITES, "moved-on"),
    headers=("Idempotency-Key", "If-Match"),
)
def act(call: Call, community: str, task: str) -> Response:
    """Take an action on a task.

    200 where it was done, 202 where it was deferred; 422 or 409 where it was refused: then it is
    recorded with every reason. With `If-Match`, 412 where the task has moved on.
    """
    given: Act = call.body
    seen = version_of(request)
    command = Command(
        community=community,
        action=given.action,
        actor=call.caller.member,
        task=task,
        note=given.note,
        on_behalf_of=given.on_behalf_of,
        occurred_at=to_micros(given.occurred_at) if given.occurred_at else None,
        source=given.source,
        key=key_of(request),
        version=seen,
        data=given.data,
    )
    try:
        return decided(call, call.engine.do(command))
    except XiangyueError as error:
        if seen is not None and is_stale(error):
            raise Problem("moved-on", error) from error
        raise


@room.post(
    "/acts",
    "tasks:write",
    body=Orders,
    answers={200: gives.Results},
    headers=("Idempotency-Key",),
)
def many(call: Call) -> Response:
    """Decide many commands, in their order.

    One result each, with the status that it would have had alone; the error of one undoes none of
    the others. With `Idempotency-Key`, each that has no `key` of its own gets one of it and its
    place, so that the whole can be sent again.
    """
    orders: list[Order] = call.body.commands
    most = call.settings.most_commands
    if len(orders) > most:
        raise Problem("large", Misuse("api-commands", most=most))
    key, member = key_of(request), call.caller.member
    commands: list[Command] = []
    reached = [reaches(call, order.community, order.unit) for order in orders]
    for n, (order, may) in enumerate(zip(orders, reached, strict=True), 1):
        if may:
            commands.append(order.command(member, f"{key}:{n}" if key else None))
    found = iter(call.engine.act_many(commands))
    results = [result(next(found) if may else None, call.language) for may in reached]
    return sent(call, {"results": results})


def result(found: Decision | XiangyueError | None, language: str) -> dict[str, Any]:
    """Return what one of many commands came to, as it would have alone."""
    if isinstance(found, Decision) and found.outcome != "refused":
        opened = found.before is None
        status = 202 if not found else 201 if opened else 200
        return {"status": status, "decision": decision_json(found, language)}
    if isinstance(found, Decision):
        problem = of_refusal(found)
    else:
        problem = of_error(found) if found is not None else nothing()
    return {"status": problem.status, "problem": problem.body(language)}


@room.post("/try-out", "tasks:read", body=Order, answers={200: gives.Decision})
def try_out(call: Call) -> Response:
    """Say what a command would come to now.

    Nothing is recorded; the `outcome` says what it would be, and the number of its entry is the one
    that it would have.
    """
    order: Order = call.body
    if not reaches(call, order.community, order.unit):
        raise nothing()
    decision = call.engine.try_out(order.command(call.caller.member))
    return sent(call, decision_json(decision, call.language))
