"""Members who live, or hold a role, at a unit that the token may see."""

from __future__ import annotations

from typing import Any

from flask import Response

from xiangyue import Misuse
from xiangyue_admin.api import gives
from xiangyue_admin.api.given import MemberQuery
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.paging import paged
from xiangyue_admin.api.problems import nothing
from xiangyue_admin.api.tags import tagged
from xiangyue_admin.api.written import moment

room = Room("members", "Members")


@room.get("/units/<unit>/members", "members:read", query=MemberQuery, answers={200: gives.Members})
def listed(call: Call, unit: str) -> Response:
    """List the members at home at a unit or beneath it, and those with a role there, by id."""
    page = call.engine.members(
        unit, after=call.query.after, limit=call.query.limit, named=call.personal
    )
    return paged(call, [_member(call, one) for one in page.items], page.next)


@room.get(
    "/members/<member>",
    "members:read",
    answers={200: gives.Member},
    headers=("ETag", "If-None-Match"),
)
def one(call: Call, member: str) -> Response:
    """Read a member."""
    found = visible(call, member)
    if found is None:
        raise nothing()
    return tagged(call, _member(call, found), 0)


def visible(call: Call, member: str) -> Any:
    """Return a member; None for one that neither lives nor holds a role where the token sees it."""
    try:
        found = call.engine.member(member, named=call.personal)
    except Misuse:
        return None
    covers = call.caller.covers
    near = covers(found.home) or any(covers(role.unit) for role in found.roles)
    return found if near else None


def _member(call: Call, found: Any) -> dict[str, Any]:
    covers = call.caller.covers
    return {
        "id": found.id,
        "kind": found.kind,
        "home": found.home if covers(found.home) else None,
        "name": found.name,
        "absent_until": moment(found.absent_until),
        "roles": [
            {
                "role": role.role,
                "title": role.title,
                "unit": role.unit,
                "since": moment(role.since),
                "until": moment(role.until),
                "deputy": role.deputy,
                "deputy_for": role.deputy_for,
            }
            for role in found.roles
            if covers(role.unit)
        ],
    }
