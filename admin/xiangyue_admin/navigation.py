"""The doors that a visitor sees on every page."""

from __future__ import annotations

from dataclasses import dataclass

from xiangyue_admin import access
from xiangyue_admin.accounts import Power
from xiangyue_admin.speaking import lazy
from xiangyue_admin.visiting import Visit, to


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the navigation: a room's first page, its name, and who is shown it."""

    room: str
    page: str
    name: object
    who: Power | None = None


_DOORS = (
    Door("work", "index", lazy("My work")),
    Door("desk", "index", lazy("Counter"), "desk"),
    Door("communities", "index", lazy("Communities"), "admin"),
    Door("profiles", "index", lazy("Rules"), "admin"),
    Door("refused", "index", lazy("Refused"), "admin"),
    Door("journal", "index", lazy("Journal"), "admin"),
    Door("start", "index", lazy("First steps"), "system"),
    Door("system", "index", lazy("System"), "system"),
    Door("guide", "index", lazy("Guide")),
)


def doors(visit: Visit, endpoint: str | None) -> list[tuple[str, object, bool]]:
    """Return address, name and whether it is where one stands, of every door of the visitor."""
    if visit.account is None or visit.account.only is not None:
        return []
    here = str(endpoint).rsplit(".", 2)[-2:]
    return [
        (to(f"{door.room}.{door.page}"), door.name, here[0] == door.room)
        for door in _DOORS
        if access.rule(door.room, door.page) is not None
        and (door.who is None or _holds(visit, door.who))
        and (door.room != "work" or visit.account.member is not None)
    ]


def _holds(visit: Visit, power: Power) -> bool:
    """Return whether a power opens anything: that of the system only where it is over the tree."""
    return visit.everywhere(power) if power == "system" else visit.may(power)
