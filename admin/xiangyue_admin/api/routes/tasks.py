"""Tasks as they stand, what may be done on them, and what became of them."""

from __future__ import annotations

from flask import Response

from xiangyue_admin.accounts.values import micros
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import Paged, RollUpQuery, ShareQuery, TaskQuery
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.paging import cut, paged
from xiangyue_admin.api.serving import sent
from xiangyue_admin.api.tags import tagged
from xiangyue_admin.api.written import (
    choice_json,
    decision_json,
    moment,
    reasons_json,
    task_json,
)

room = Room("tasks", "Tasks")
_TASK = "/communities/<community>/tasks/<task>"


@room.get(
    "/communities/<community>/tasks", "tasks:read", query=TaskQuery, answers={200: gives.Tasks}
)
def listed(call: Call, community: str) -> Response:
    """List tasks.

    In the order of their ids. Personal values are there with the scope personal:read.
    """
    wanted: TaskQuery = call.query
    return task_page(call, community, wanted)


def task_page(call: Call, community: str, wanted: TaskQuery) -> Response:
    """Send a page of the tasks that fit."""
    page = call.engine.tasks(
        community,
        flow=wanted.flow,
        state=wanted.state,
        assignee=wanted.assignee,
        unit=wanted.unit,
        ended=wanted.ended,
        late=wanted.late,
        limit=wanted.limit,
        after=f"{community}/{wanted.after}" if wanted.after else None,
    )
    now, personal = micros(), call.personal
    items = [task_json(task, now, personal=personal) for task in page.tasks]
    return paged(call, items, page.next.partition("/")[2] if page.next else None)


@room.get(_TASK, "tasks:read", answers={200: gives.Task}, headers=("ETag", "If-None-Match"))
def one(call: Call, community: str, task: str) -> Response:
    """Read a task.

    Its `ETag` goes into `If-None-Match` to read it again only if it is another by then, and into
    `If-Match` to act only on what was seen.
    """
    found = call.engine.task(f"{community}/{task}")
    value = task_json(found, micros(), personal=call.personal)
    return tagged(call, value, found.version)


@room.get(f"{_TASK}/choices", "tasks:read", answers={200: gives.Choices})
def choices(call: Call, community: str, task: str) -> Response:
    """Preview every action of a task.

    For each: whether the token's member may take it now, what it asks for, and if not, why.
    """
    found = call.engine.preview(f"{community}/{task}", by=call.caller.member)
    return sent(call, {"items": [choice_json(one, call.language) for one in found]})


@room.get(
    f"{_TASK}/history",
    "tasks:read personal:read",
    query=Paged,
    answers={200: gives.Decisions},
)
def history(call: Call, community: str, task: str) -> Response:
    """List every decision on a task.

    Refusals too, the oldest first, with all that was said; so it needs personal:read. What may be
    read without is in the feed of events.
    """
    found = call.engine.history(f"{community}/{task}")
    after = call.query.after
    known = int(after) if after and after.isascii() and after.isdecimal() else 0
    rest = [one for one in found if one.seq > known]
    page = rest[: call.query.limit]
    following = str(page[-1].seq) if len(rest) > len(page) else None
    return paged(call, [decision_json(one, call.language) for one in page], following)


@room.get(f"{_TASK}/rollup", "tasks:read", query=RollUpQuery, answers={200: gives.RollUp})
def rollup(call: Call, community: str, task: str) -> Response:
    """Add up how a distributed task stands.

    `level` groups its shares by the units of a level of the tree.
    """
    found = call.engine.rollup(f"{community}/{task}", level=call.query.level)
    covers = call.caller.covers
    groups = [
        {"unit": one.unit, "states": one.states, "late": one.late}
        for one in found.groups
        if covers(one.unit)
    ]
    value = {"task": found.task, "states": found.states, "late": found.late, "groups": groups}
    return sent(call, {**value, "lag": found.lag, "oldest": found.oldest})


@room.get(f"{_TASK}/distribution", "tasks:read", query=ShareQuery, answers={200: gives.Shares})
def distribution(call: Call, community: str, task: str) -> Response:
    """List the shares of a distributed task.

    In the order of the unit tree, never by how they perform; those outside the token's unit are
    left out. `results` gives what was uploaded, and needs personal:read besides.
    """
    results = call.query.results and call.personal
    found = call.engine.rollup(f"{community}/{task}", results=results)
    shares = [one for one in found.shares if call.caller.covers(one.community)]
    items = [
        {
            "community": one.community,
            "state": one.state,
            "task": f"{one.community}/{one.task}" if one.task else None,
            "due": moment(one.due),
            "at": moment(one.at),
            "late": one.late,
            "reasons": reasons_json(one.reasons, call.language),
            "result": one.result if results else None,
        }
        for one in shares
    ]
    page, following = cut(
        items, [one.community for one in shares], call.query.after, call.query.limit
    )
    return paged(call, page, following)
