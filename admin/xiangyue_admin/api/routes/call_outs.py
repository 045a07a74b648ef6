"""Call-outs: which go on, and what each has yielded so far."""

from __future__ import annotations

from heapq import merge

from flask import Response

from xiangyue_admin.accounts.values import micros
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import Paged, YieldQuery
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.paging import paged
from xiangyue_admin.api.serving import sent
from xiangyue_admin.api.written import moment, task_json

room = Room("call_outs", "Call-outs")
_IN = "/communities/<community>/call-outs"


@room.get(_IN, "call-outs:read", query=Paged, answers={200: gives.Tasks})
def listed(call: Call, community: str) -> Response:
    """List the open tasks that call somebody out.

    One is opened and led as a task is: by its flow.
    """
    flows = call.engine.intake(community).document["flows"]
    calling = [name for name, flow in flows.items() if "call_out" in flow]
    after, limit = call.query.after, call.query.limit
    begin = f"{community}/{after}" if after else None
    pages = [
        call.engine.tasks(community, flow=flow, ended=False, after=begin, limit=limit).tasks
        for flow in calling
    ]
    found = list(merge(*pages, key=lambda task: task.id))
    now, personal = micros(), call.personal
    items = [task_json(task, now, personal=personal) for task in found[:limit]]
    more = len(found) > limit or any(len(page) == limit for page in pages)
    return paged(call, items, found[limit - 1].id if more else None)


@room.get(f"{_IN}/<task>", "call-outs:read", query=YieldQuery, answers={200: gives.CallOut})
def live(call: Call, community: str, task: str) -> Response:
    """Read how a call-out stands.

    Whom it has asked and what they answered, counted and one by one; `within` says how many
    minutes count as in time.
    """
    ref = f"{community}/{task}"
    counted = call.engine.call_out_yield(ref, within=call.query.within).as_dict()
    asks = [
        {
            "member": one.member,
            "rung": one.rung + 1,
            "state": one.state,
            "tries": one.tries,
            "asked_at": moment(one.asked_at),
            "answered_at": moment(one.answered_at),
            "brings": one.brings,
        }
        for one in call.engine.asks(ref)
    ]
    return sent(call, {**counted, "asks": asks})
