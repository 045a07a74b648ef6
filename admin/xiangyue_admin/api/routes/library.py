"""Needs, resources, the lists that hang out, and what brings both together."""

from __future__ import annotations

from typing import Any

from flask import Response

from xiangyue import Misuse
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import MatchQuery, TaskQuery
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.routes.acting import result
from xiangyue_admin.api.routes.tasks import task_page
from xiangyue_admin.api.serving import sent
from xiangyue_admin.api.written import moment, reasons_json

room = Room("library", "Needs, resources and matches")
_IN = "/communities/<community>"


@room.get(f"{_IN}/needs", "needs:read", query=TaskQuery, answers={200: gives.Tasks})
def needs(call: Call, community: str) -> Response:
    """List needs.

    They are tasks of the flow that the profile's matching names; open ones, unless `ended` says
    otherwise.
    """
    return _of_flow(call, community, "needs")


@room.get(f"{_IN}/resources", "resources:read", query=TaskQuery, answers={200: gives.Tasks})
def resources(call: Call, community: str) -> Response:
    """List what is offered.

    Resources are tasks of the flow that the profile's matching names; open ones, unless `ended`
    says otherwise.
    """
    return _of_flow(call, community, "offers")


def _of_flow(call: Call, community: str, part: str) -> Response:
    matching = call.engine.intake(community).matching
    if matching is None:
        raise Misuse("match-nothing", community=community)
    wanted: TaskQuery = call.query
    more = {"flow": getattr(matching, part).flow}
    if wanted.ended is None:
        more["ended"] = False
    return task_page(call, community, wanted.model_copy(update=more))


@room.get(f"{_IN}/lists/<name>", "resources:read", answers={200: gives.List})
def hanging(call: Call, community: str, name: str) -> Response:
    """Read a list that hangs out.

    On it stands what was published of each open task; nothing personal, and nobody's name without
    their consent.
    """
    found = call.engine.published(community, name)
    rows = [
        {
            "task": f"{community}/{row.task}",
            "values": row.values,
            "words": row.words,
            "who": row.who,
        }
        for row in found.rows
    ]
    return sent(call, {"title": found.title, "fields": found.fields, "rows": rows})


@room.get(
    f"{_IN}/matches",
    "matches:read",
    query=MatchQuery,
    answers={200: gives.Matches},
    refuses=("absent",),
)
def matches(call: Call, community: str) -> Response:
    """Match open needs with what is free, the best way there is.

    Nothing is changed. `stale` offers what is past its verification, too.
    """
    found = call.engine.match(community, stale=call.query.stale)
    return sent(call, _plan(call, found))


@room.post(
    f"{_IN}/matches",
    "matches:write",
    query=MatchQuery,
    answers={200: gives.Proposed},
    refuses=("absent", "conflict"),
)
def proposing(call: Call, community: str) -> Response:
    """Propose matches.

    A task is opened for each, by the token's member; sent again, nothing is proposed twice.
    """
    found = call.engine.match(
        community, by=call.caller.member, propose=True, stale=call.query.stale
    )
    results = [result(one, call.language) for one in found.proposed]
    return sent(call, {**_plan(call, found), "results": results})


def _plan(call: Call, found: Any) -> dict[str, Any]:
    plan = found.plan
    return {
        "matches": [
            {
                "need": _need(one.need),
                "offer": _offer(one.offer),
                "quantity": one.quantity,
                "why": reasons_json(one.why, call.language),
            }
            for one in plan.matches
        ],
        "waiting": [
            {
                "need": _need(one.need),
                "quantity": one.quantity,
                "why": reasons_json(one.why, call.language),
            }
            for one in plan.waiting
        ],
        "outdated": [one.id for one in found.outdated],
        "unserved": plan.unserved,
        "gap": plan.gap,
    }


def _need(need: Any) -> dict[str, Any]:
    return {
        "id": need.id,
        "type": need.type,
        "quantity": need.quantity,
        "urgency": need.urgency,
        "tier": need.tier,
        "at": moment(need.at),
        "until": moment(need.until),
    }


def _offer(offer: Any) -> dict[str, Any]:
    return {
        "id": offer.id,
        "owner": offer.owner,
        "type": offer.type,
        "free": offer.free,
        "total": offer.total,
        "tier": offer.tier,
        "ready": offer.ready,
    }
