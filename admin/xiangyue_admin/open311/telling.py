"""How requests stand, for everybody: as the engine shows matters to the public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import request

from xiangyue import BadInput, Misuse, Profile
from xiangyue_admin.open311.door import Door, Wrong, given
from xiangyue_admin.open311.moments import read_moment, written

Json = dict[str, Any]
MOST: Final = 1000
_SPAN: Final = timedelta(days=90)
_STANDS: Final = {"open": False, "closed": True}


def asked(door: Door, community: str, profile: Profile, tongue: str) -> list[Json]:
    """Return the requests that a query asks for, the newest first.

    Those of ninety days, the last ones where it names no date; a thousand at most at a time.
    """
    sent, zone = request.args, profile.calendar.timezone
    if ids := _listed(sent, "service_request_id"):
        found = door.engine.public(community, ids)
    else:
        size, page = _whole(sent, "page_size", MOST), _whole(sent, "page", 1)
        since, until = _span(sent, zone)
        stands = {_stands(one) for one in _listed(sent, "status")}
        codes = _listed(sent, "service_code")
        found = door.engine.matters(
            community,
            categories=frozenset(codes) or None,
            since=since,
            until=until,
            ended=stands.pop() if len(stands) == 1 else None,
            limit=size,
            offset=(page - 1) * size,
        )
    return [_request(one, zone, tongue) for one in found]


def one(door: Door, community: str, profile: Profile, name: str, tongue: str) -> list[Json]:
    """Return one request; raises Wrong where there is none that everybody may see."""
    found = door.engine.public(community, [name])
    if not found:
        raise Wrong(404, Misuse("open311-request", name=name[:80]))
    return [_request(found[0], profile.calendar.timezone, tongue)]


def by_token(door: Door, community: str, token: str) -> list[Json]:
    """Return the request that a token leads to: the receipt of whoever brought it up."""
    digits = token.replace(" ", "")
    try:
        ref = door.engine.follow(token, community=community).task
    except (BadInput, Misuse) as error:
        if error.code == "receipt-waits":
            return [{"service_request_id": None, "token": digits}]
        raise Wrong(404, error) from error
    return [{"service_request_id": ref.partition("/")[2], "token": digits}]


def _request(one: Any, zone: str, tongue: str) -> Json:
    said = one.said
    return {
        "service_request_id": one.task.partition("/")[2],
        "status": "open" if one.ended_at is None else "closed",
        "status_notes": _notes(one, zone, tongue),
        "service_name": one.title.of(tongue),
        "service_code": one.category,
        "description": said.get("description"),
        "agency_responsible": ", ".join(role.of(tongue) for role in one.with_whom) or None,
        "service_notice": None,
        "requested_datetime": written(one.opened_at, zone),
        "updated_datetime": written(one.since, zone),
        "expected_datetime": written(one.due, zone),
        "address": said.get("address"),
        "address_id": None,
        "zipcode": None,
        "lat": said.get("latitude"),
        "long": said.get("longitude"),
        "media_url": said.get("media"),
    }


def _notes(one: Any, zone: str, tongue: str) -> str:
    """Say how it stands, and what its opener was told."""
    told = (
        f"{one.fields[name].title.of(tongue)}: {_words(one.fields[name], value, zone, tongue)}"
        for name, value in one.told.items()
    )
    return "; ".join((one.state.of(tongue), *told))


def _words(field: Any, value: Any, zone: str, tongue: str) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_words(field, part, zone, tongue) for part in value)
    if isinstance(value, bool):
        return Misuse(f"open311-{str(value).lower()}").text(tongue)
    if field.schema.get("format") == "date-time" and (moment := read_moment(str(value), zone)):
        return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    choice = field.choices.get(str(value))
    return choice.of(tongue) if choice else str(value)


def _listed(sent: Mapping[str, str], name: str) -> list[str]:
    """Return what a parameter lists, with commas or several times; raises Wrong for too many."""
    texts = request.args.getlist(name) if sent is request.args else [sent.get(name, "")]
    parts = (part.strip() for text in texts for part in text.split(","))
    found = [*dict.fromkeys(part for part in parts if part)]
    if len(found) > MOST:
        raise Wrong(400, Misuse("open311-many", most=MOST))
    return found


def _whole(sent: Mapping[str, str], name: str, otherwise: int) -> int:
    text = given(sent, name)
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0):
        raise Wrong(400, Misuse("open311-number", name=name, given=text[:80]))
    return int(text)


def _stands(text: str) -> bool:
    if text.lower() not in _STANDS:
        raise Wrong(400, Misuse("open311-status", given=text[:80]))
    return _STANDS[text.lower()]


def _span(sent: Mapping[str, str], zone: str) -> tuple[datetime, datetime]:
    """Return the time that is asked for: ninety days at most."""
    start, end = (_moment(sent, name, zone) for name in ("start_date", "end_date"))
    if start is not None and end is not None:
        if end < start:
            raise Wrong(400, Misuse("open311-dates"))
        if end - start > _SPAN + timedelta(days=1):
            raise Wrong(400, Misuse("open311-span", most=_SPAN.days))
        return start, end
    if start is not None:
        return start, start + _SPAN
    end = end or datetime.now(UTC)
    return end - _SPAN, end


def _moment(sent: Mapping[str, str], name: str, zone: str) -> datetime | None:
    text = given(sent, name)
    if text is None:
        return None
    moment = read_moment(text, zone, end=name == "end_date")
    if moment is None:
        raise Wrong(400, Misuse("open311-moment", name=name, given=text[:80]))
    return moment
