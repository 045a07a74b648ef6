"""Participation: how many take part, who is new to it, and whether it is always the same few.

``Participation`` defines each number; all are project defaults. Whoever *takes part* is a person or
household whose action was carried out, or was entered for them; the engine, organizations and staff
do not count, and of those who are not registered nobody knows whether they are one or many: only
what they bring up counts. Staff is whoever holds one of the ``staff`` roles at that moment. A
*part* is somebody in a task: acting often in one task adds nothing. A household is *reached* when
it takes part, or when a field of ``contacts`` names it in an action; a message to it reaches
nobody. Where no household is registered, persons stand for them. What was done on paper counts when
it was done, and what was destroyed counts no more.

A share of fewer than ten is not said: it would tell of persons, or of chance. Nobody is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from xiangyue.engine import Engine
from xiangyue.profile import PROJECT_DEFAULT
from xiangyue.study.period import Day, instants
from xiangyue.study.reading import Works, by_system, by_worker, works
from xiangyue.study.recounting import Recorded, Recount, recounting
from xiangyue.time.moments import micros
from xiangyue.values import PUBLIC

CONTACTS: Final = ("contacted",)
"""The fields, by project default, that name whom somebody has spoken with."""

STAFF: Final = (
    *("community_secretary", "community_worker", "grid_leader", "grid_worker", "street_officer"),
    *("subdistrict_officer", "sub_district", "village_secretary", "cadre", "duty_person"),
)
"""The roles, by project default, whose holders do this as their work."""

LEAST: Final = 10
"""Project default: a share of fewer than these is not said."""

FEW: Final = 5
"""Project default: how many people's parts are held against all parts."""

SAME_FEW: Final = 0.5
"""Project default: from here on a community lives on the same few people."""

SHARES: Final = (
    *("household_coverage", "new_participant_share", "same_few_share"),
    *("bottom_up_share", "offline_service_share"),
)
"""What is said of a community, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a total; nothing is said of what is too few."""

    count: int
    total: int

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None where the total is below ``LEAST``."""
        return self.count / self.total if self.total >= LEAST else None


@dataclass(frozen=True, slots=True)
class Participation:
    """How a community takes part in a period.

    ``household_coverage``: those reached, of the ``registered``, which are ``households`` or else
    persons. ``new_participant_share``: those who had never taken part before it, of those who took
    part; of nobody where the period has no beginning. ``same_few_share``: the parts of the five
    with most, of all parts; of nobody where fewer than ten took part. ``bottom_up_share``: the
    tasks that people opened in a matter of their own, of those that anybody but the engine opened.
    ``offline_service_share``: what came by paper, phone, counter, helper or sheet, of all that
    people did in a matter of their own.
    """

    households: bool
    household_coverage: Share
    new_participant_share: Share
    same_few_share: Share
    bottom_up_share: Share
    offline_service_share: Share

    @property
    def same_few(self) -> bool:
        """Whether more than half of all parts are those of the same five people."""
        share = self.same_few_share.share
        return share is not None and share > SAME_FEW

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data; counts of what is too few to be a share are left out."""
        found: dict[str, Any] = {"by": "household" if self.households else "person"}
        for name in SHARES:
            one: Share = getattr(self, name)
            said = one.share is not None
            found[name] = {
                "share": one.share,
                "count": one.count if said else None,
                "total": one.total if said else None,
            }
        return {**found, "same_few": self.same_few, "least": LEAST, "basis": PROJECT_DEFAULT}


def participation(
    engine: Engine,
    community: str,
    *,
    since: Day = None,
    until: Day = None,
    staff: Collection[str] = STAFF,
    contacts: Collection[str] = CONTACTS,
) -> Participation:
    """Count who takes part in a community, from its journal and its members as they are now.

    ``since`` and ``until`` are days of its calendar, both counted whole, or instants (``until``
    exclusive); all of the journal if left out. Raises Misuse for an unknown community, or where
    the period is none.
    """
    with recounting(engine) as recount:
        timezone = recount.governed(community).profile.calendar.timezone
        period = instants(since, until, timezone)
        is_staff = _holds(recount, frozenset(staff))
        end = micros(None) if period[1] is None else period[1]
        homes = recount.residents(community)
        recount.meet(homes)
        return count_participation(
            recount.entries(community, until=period[1]),
            since=period[0],
            registered={n: kind for n, kind in homes.items() if not is_staff(n, end - 1)},
            kind_of=lru_cache(None)(recount.kind),
            is_staff=is_staff,
            works=works(recount),
            contacts=contacts,
        )


def count_participation(
    entries: Iterable[Recorded],
    *,
    since: int | None,
    registered: Mapping[str, str],
    kind_of: Callable[[str], str],
    is_staff: Works,
    works: Works,
    contacts: Collection[str] = CONTACTS,
) -> Participation:
    """Count what entries show, those before ``since`` too; their order does not matter.

    ``registered`` are the community's persons and households by name with their kind, no staff.
    """
    parts: set[tuple[str, str]] = set()
    before: set[str] = set()
    reached: set[str] = set()
    opened, below, own, offline = 0, 0, 0, 0
    for told in entries:
        decision = told.decision
        if not decision or by_system(told):
            continue
        who, at = decision.command.principal, decision.occurred_at
        takes_part = kind_of(who) in _PEOPLE and not is_staff(who, at)
        if since is not None and at < since:
            if takes_part:
                before.add(who)
            continue
        if takes_part:
            parts.add((who, decision.task))
        reached |= {str(name) for f in contacts if (name := decision.values.get(f)) is not None}
        theirs = who == PUBLIC or (takes_part and not by_worker(told, works))
        own += theirs
        offline += theirs and decision.command.source not in _DIGITAL
        if decision.before is None:
            opened += 1
            below += theirs
    people = {who for who, _ in parts}
    households = {name for name, kind in registered.items() if kind == "household"}
    homes = households or set(registered)
    most = Counter(who for who, _ in parts).most_common(FEW) if len(people) >= LEAST else []
    return Participation(
        households=bool(households),
        household_coverage=Share(len(homes & (people | reached)), len(homes)),
        new_participant_share=Share(
            *((0, 0) if since is None else (len(people - before), len(people)))
        ),
        same_few_share=Share(sum(n for _, n in most), len(parts) if most else 0),
        bottom_up_share=Share(below, opened),
        offline_service_share=Share(offline, own),
    )


_PEOPLE = frozenset({"person", "household"})
_DIGITAL = frozenset({"digital", "log"})


def _holds(recount: Recount, roles: frozenset[str]) -> Works:
    """Return what tells whether a member holds one of the roles at an instant."""

    def holds(member: str, at: int) -> bool:
        return any(h.role in roles and h.holds(at) for h in recount.holdings(member) or ())

    return holds
