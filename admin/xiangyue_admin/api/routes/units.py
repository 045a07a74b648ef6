"""Units of the tree, beneath the token's own."""

from __future__ import annotations

from flask import Response

from xiangyue_admin.api import gives
from xiangyue_admin.api.given import Paged
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.paging import cut, paged
from xiangyue_admin.api.problems import nothing
from xiangyue_admin.api.serving import sent
from xiangyue_admin.api.written import unit_json

room = Room("units", "Units")


@room.get("/units", "units:read", query=Paged, answers={200: gives.Units})
def listed(call: Call) -> Response:
    """List the token's unit and all beneath it, by id."""
    units = sorted(call.engine.units().values(), key=lambda unit: unit.id)
    seen = [unit for unit in units if call.caller.covers(unit.id)]
    items = [unit_json(unit) for unit in seen]
    return paged(call, *cut(items, [unit.id for unit in seen], call.query.after, call.query.limit))


@room.get("/units/<unit>", "units:read", answers={200: gives.Unit})
def one(call: Call, unit: str) -> Response:
    """Read a unit."""
    found = call.engine.units().get(unit)
    if found is None:
        raise nothing()
    return sent(call, unit_json(found))
