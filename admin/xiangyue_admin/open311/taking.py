"""A request that comes in: whose key it carries, where it belongs, and that it comes in once."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

import orjson
from flask import request

from xiangyue import BadInput, Conflict, Decision, Misuse, Profile
from xiangyue_admin.api.callers import Caller
from xiangyue_admin.api.reading import key_of
from xiangyue_admin.open311.carrying import Carried, carried
from xiangyue_admin.open311.door import SCOPE, Door, Wrong, given, jurisdiction, service
from xiangyue_admin.open311.place import Where, read_where
from xiangyue_admin.open311.sending import Sent, read_sent

_WHO: Final = ("device_id", "account_id", "email", "phone")
"""By what whoever sends is told from others."""

_AGAIN: Final = 20
"""How often the same from the same hand is told from what came in before and is closed."""


def taken(door: Door, tongue: str) -> list[dict[str, Any]]:
    """Take a request in; return how it is known from now on. Raises Wrong where it is not."""
    sent = read_sent(door.settings.body_bytes)
    caller = _caller(door, sent)
    where = read_where(sent.said)
    community, profile = _community(door, caller, sent, where)
    code = given(sent.said, "service_code")
    if code is None:
        raise Wrong(400, Misuse("open311-service-missing"))
    coming = carried(profile, service(profile, code, tongue), sent, where, tongue)
    decision = _decided(door, community, caller, coming, sent, where)
    if decision.outcome == "refused":
        raise Wrong(400, *decision.why(tongue).split("\n"))
    token = {"token": (decision.receipt or "").replace(" ", "")}
    known = {"service_request_id": decision.task} if decision else token
    notice = _notice(decision, coming, tongue)
    return [{**known, "service_notice": notice, "account_id": None}]


def _caller(door: Door, sent: Sent) -> Caller:
    """Return who holds the key that a request carries; raises Wrong where nobody does who may."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    key = given(sent.said, "api_key") or (secret.strip() if scheme.lower() == "bearer" else "")
    caller = door.callers.caller(key) if key else None
    if caller is None:
        door.pace.take(request.remote_addr or "-")
        raise Wrong(403, Misuse("open311-key" if key else "open311-key-missing"))
    door.pace.take(caller.id)
    if SCOPE not in caller.scopes:
        raise Wrong(403, Misuse("open311-scope", scope=SCOPE))
    return caller


def _community(door: Door, caller: Caller, sent: Sent, where: Where) -> tuple[str, Profile]:
    """Return where it belongs: as it says, else by its position, else the only one of the key."""
    among = [one for one in door.engine.communities() if caller.covers(one)]
    if given(sent.said, "jurisdiction_id") is None and where.position is not None:
        unit = door.engine.unit_at(*where.position)
        if unit is not None and unit.community in among:
            return unit.community, door.engine.intake(unit.community)
    community, profile = jurisdiction(door, sent.said, among)
    if community not in among:
        raise Wrong(403, Misuse("open311-elsewhere", name=community))
    return community, profile


def _decided(
    door: Door, community: str, caller: Caller, coming: Carried, sent: Sent, where: Where
) -> Decision:
    """Take it in, once: by the key of the request, else by who sent the same before.

    The same from the same hand is the same request for as long as that is open.
    """
    engine = door.engine
    unit = engine.unit_at(*where.position) if where.position is not None else None
    what: dict[str, Any] = {
        "category": coming.matter.name,
        "community": community,
        "by": caller.member,
        "on_behalf_of": engine.PUBLIC,
        "source": "helper",
        "title": coming.title,
        "note": coming.note,
        "unit": unit.id if unit is not None and unit.community == community else None,
        "data": coming.data,
        "receipt": True,
        "refusals": False,
    }
    try:
        for key in _keys(caller, community, sent):
            decision = engine.receive(**what, key=key)
            if not decision or engine.task(decision).ended_at is None:
                break
    except Conflict as error:
        raise Wrong(409, error) from error
    except (BadInput, Misuse) as error:
        raise Wrong(400, error) from error
    return decision


def _keys(caller: Caller, community: str, sent: Sent) -> Iterator[str | None]:
    """Yield the key that a request comes under, then those for when the same comes again."""
    key = key_of(request)
    if key is not None:
        yield f"open311:{caller.id}:{key}"
        return
    if not any(given(sent.said, name) for name in _WHO):
        yield None
        return
    said = {name: text for name, text in sent.said.items() if text and name != "api_key"}
    whole = orjson.dumps([community, said, sent.attributes], option=orjson.OPT_SORT_KEYS)
    digest = sha256(whole).hexdigest()
    for n in range(_AGAIN):
        yield f"open311:{caller.id}:{digest}:{n}"
    yield None


def _notice(decision: Decision, coming: Carried, tongue: str) -> str:
    lines = [Misuse("open311-receipt", receipt=decision.receipt or "").text(tongue)]
    if not decision:
        lines.insert(0, Misuse("open311-waits").text(tongue))
    if coming.dropped:
        lines.append(Misuse("open311-dropped", names=", ".join(coming.dropped)).text(tongue))
    return "\n".join(lines)
