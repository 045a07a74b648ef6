"""Who is reached by an intervention, and by which channels, at the moment it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xiangyue.channel import PUBLIC, UNADDRESSED
from xiangyue.profile import Profile
from xiangyue.reach.contacting import Contact, contacts
from xiangyue.storage import Reader
from xiangyue.storage.asks import still_asked
from xiangyue.values import TIERS, Holding, Member, Planned, Task

ROLE = "role:"
_LAST = 1000


def members_of(
    reader: Reader,
    profile: Profile,
    task: Task,
    to: str,
    level: str | None,
    now: int,
    *,
    deputies: bool = False,
) -> list[Member]:
    """Return the members that ``to`` stands for now: one, or all who hold a role.

    A role counts where it is held on the line of the task's unit or beneath it, at ``level`` if
    one is given. The deputy of an absent holder stands in; without one, the holder is told. With
    ``deputies`` it means these instead of the holders, where there are any.
    """
    if not to.startswith(ROLE):
        member = reader.member(to)
        return [member] if member else []
    found: dict[str, Member] = {}
    for name, holding in _holders(reader, profile, task, to.removeprefix(ROLE), level, now):
        member = reader.member(name)
        if deputies:
            member = reader.member(holding.deputy) if holding.deputy else None
        elif member is not None and member.absent(now) and holding.deputy:
            deputy = reader.member(holding.deputy)
            member = deputy if deputy and not deputy.absent(now) else member
        if member is not None:
            found[member.id] = member
    return list(found.values())


def members_asked(reader: Reader, task: Task, planned: Planned) -> list[Member]:
    """Return those whom an ask means and who have not answered yet."""
    rung, names = planned.detail["rung"], planned.detail["to"]
    waiting = still_asked(reader, task.community, task.id, rung)
    return [*reader.crowd([name for name in names if name in waiting]).values()]


def _holders(
    reader: Reader, profile: Profile, task: Task, name: str, level: str | None, now: int
) -> Iterator[tuple[str, Holding]]:
    role = profile.roles.get(name)
    asked = {TIERS.get(at, 0) for at in (role.at if role else None, level) if at is not None}
    line, below = reader.line(task.unit)
    tiers = {**dict.fromkeys(below, TIERS["grid"]), **line}
    marks = ", ".join("?" * len(tiers))
    rows = reader.all(
        "SELECT member, role, unit, since, until, deputy FROM holding"
        f" WHERE unit IN ({marks}) AND role = ? ORDER BY member, since",
        *tiers,
        name,
    )
    for member, *row in rows:
        holding = Holding(*row)
        holder = reader.member(member)
        fits = holder is not None and (role is None or holder.kind in role.kinds)
        if fits and holding.holds(now) and asked <= {tiers[holding.unit]}:
            yield member, holding


class Way(NamedTuple):
    """One channel by which somebody can be reached, and the address there."""

    channel: str
    kind: Any
    address: str


def ways_to(
    reader: Reader, profile: Profile, member: Member | None, by: tuple[str, ...]
) -> list[Way]:
    """Return the channels to a member, or to the public for None, the first to be tried first.

    ``by`` are the channels that are asked for; without them all of the profile's count but those
    that everybody hears. What the member prefers comes first, then the order of the profile.
    """
    declared: Mapping[str, Any] = profile.document.get("channels", {})
    if member is None:
        boards = [name for name, one in declared.items() if one["kind"] == "board"]
        return [Way(name, "board", "") for name in boards] or [Way("board", "board", "")]
    known = {one.kind: one for one in contacts(reader, member.id) if one.address}
    if not declared:
        return [Way(one.kind, one.kind, one.address or "") for one in known.values()]
    names = by or tuple(name for name, one in declared.items() if one["kind"] not in PUBLIC)
    usable = [
        (name, declared[name]["kind"])
        for name in names
        if name in declared
        and declared[name].get("literacy", 0) <= (member.literacy or 0)
        and (declared[name]["kind"] in known or declared[name]["kind"] in UNADDRESSED)
    ]
    usable.sort(key=lambda one: _rank(known.get(one[1])))
    return [Way(name, kind, _address(known.get(kind))) for name, kind in usable]


def _rank(contact: Contact | None) -> int:
    return contact.rank if contact else _LAST


def _address(contact: Contact | None) -> str:
    return contact.address or "" if contact else ""
