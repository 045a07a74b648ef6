"""The resource library: what tasks offer, and what others need, in the words of the matching."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from xiangyue.matching import Need, Offer, Told, is_stale, misfit
from xiangyue.profile import Matched, Profile
from xiangyue.storage import Reader, task_columns, to_task
from xiangyue.storage.listing import tasks_in
from xiangyue.values import Task

_BROUGHT = (
    f"SELECT a.member, a.state, {', '.join(f't.{name}' for name in task_columns())} FROM ask a"
    " JOIN task t ON t.community = a.community AND t.id = a.offer"
    " WHERE a.community = ? AND a.task = ? ORDER BY a.rung"
)


def read_offers(
    reader: Reader, profile: Profile, community: str, lent: Mapping[str, int] | None = None
) -> list[tuple[Told, Offer]]:
    """Return what is on offer in a community; none where the profile says nothing of offers.

    ``lent`` is what each has lent lately.
    """
    matching = profile.matching
    if matching is None:
        return []
    held = sums(reader, "SELECT resource, quantity FROM hold WHERE community = ?", community)
    found = []
    for task in tasks_of(reader, community, matching.offers):
        told = Told(profile, matching.offers, task)
        offer = told.offer(held.get(task.id, 0), (lent or {}).get(task.id, 0))
        if offer is not None:
            found.append((told, offer))
    return found


class Lent(NamedTuple):
    """What somebody offers and may be asked for now: ``people`` answer for it, the first first.

    It is ready after so many minutes; ``stale`` is whether it should have been verified again.
    """

    id: str
    people: tuple[str, ...]
    deputy: str | None
    ready: int
    stale: bool


def on_offer(
    reader: Reader, profile: Profile, community: str, tier: str | int, wants: Any, now: int
) -> list[Lent]:
    """Return what is free of a tier, and of the type ``wants`` unless that is None.

    What is ready soonest comes first, and what should have been verified again last.
    """
    found = []
    for told, offer in read_offers(reader, profile, community):
        wanted = told.tier() == tier and wants in (None, offer.type)
        if wanted and misfit(Need("", offer.type, 1), offer, now, stale=True) is None:
            contact, deputy = told.member("contact"), told.member("deputy")
            asked = (contact or offer.owner, deputy, offer.owner)
            people = tuple(dict.fromkeys(one for one in asked if one))
            stale = is_stale(offer, now)
            found.append(Lent(offer.id, people, deputy, offer.ready, stale))
    return sorted(found, key=lambda one: (one.stale, one.ready, one.id))


def brought(
    reader: Reader, profile: Profile, community: str, task: str
) -> dict[str, tuple[int, bool]]:
    """Return how many people each brings whom a call-out has asked for some, and who comes.

    One who was asked for several counts by the last.
    """
    matching = profile.matching
    if matching is None or not matching.people:
        return {}
    quantity, counted = (matching.offers.fields.get(n, "") for n in ("quantity", "counted"))
    found = {}
    for member, state, *row in reader.all(_BROUGHT, community, task):
        data = to_task(row).data
        if data.get(counted) in matching.people:
            found[member] = max(1, data.get(quantity, 1)), state in ("accepted", "arrived")
    return found


def tasks_of(reader: Reader, community: str, part: Matched) -> list[Task]:
    """Return the open tasks of a flow that stand in one of these states."""
    return tasks_in(reader, community, part.flow, part.states)


def sums(reader: Reader, sql: str, *values: Any) -> dict[str, int]:
    """Return quantities that a query tells by name, added up."""
    found: dict[str, int] = {}
    for name, quantity in reader.all(sql, *values):
        if name is not None and quantity is not None:
            found[name] = found.get(name, 0) + quantity
    return found
