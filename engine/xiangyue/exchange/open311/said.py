"""What a request says, in the fields that a profile has for it."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Final

from xiangyue.exchange.open311.reading import Requested
from xiangyue.messages import say
from xiangyue.profile import Profile, said_of_any

CARRIED: Final = frozenset(
    {"service_request_id", "status", "service_code", "service_name", "requested_datetime"}
    | {"description", "address", "address_id", "lat", "long", "media_url"}
)
"""What of a request finds a place; the rest is left out."""

_POSITION: Final = {"latitude", "longitude"}


def laid_out(
    profile: Profile, takes: Set[str], one: Requested
) -> tuple[dict[str, Any], str | None]:
    """Return the values of fields, of those that are asked for, and what of it is a note.

    A place and a picture without a field stand beneath the description; without one for that, all
    of it is a note.
    """
    fields = {key: name for key, name in said_of_any(profile.document).items() if name in takes}
    language = profile.languages[0]
    lines = [one.text("description")]
    data: dict[str, Any] = {}
    for key, text in (
        ("address", one.text("address") or one.text("address_id")),
        ("media", one.text("media_url")),
    ):
        if text and key in fields:
            data[fields[key]] = text
        elif text:
            lines.append(say(f"open311-{key}", language, {"value": text}))
    at = position(one)
    if at is not None and fields.keys() >= _POSITION:
        data |= {fields["latitude"]: at[0], fields["longitude"]: at[1]}
    elif at is not None:
        lines.append(say("open311-position", language, {"north": at[0], "east": at[1]}))
    written = "\n".join(filter(None, lines))
    if not written or "description" not in fields:
        return data, written or None
    return data | {fields["description"]: written}, None


def position(one: Requested) -> tuple[float, float] | None:
    """Return where a request is, in degrees (WGS 84); None where it does not say."""
    try:
        north, east = float(one.text("lat")), float(one.text("long"))
    except ValueError:
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None
