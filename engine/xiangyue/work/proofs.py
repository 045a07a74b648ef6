"""What people must have shown to be called out: that they are of age, insured, trained."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from xiangyue.flow import CallOut, Plan
from xiangyue.profile import Profile
from xiangyue.storage import Reader
from xiangyue.storage.asks import accepted_elsewhere, chunks, stands_on
from xiangyue.values import Holding

_SHOWN = (
    "SELECT member, role, unit, since, until, deputy FROM holding"
    " WHERE role = ? AND member IN ({members})"
)


class Proofs:
    """Looks who has what a rung asks for besides its roles, at a unit and a moment.

    A proof is the person's own and counts wherever in the same tree it was noted; any other role
    counts where it is an office.
    """

    def __init__(self, reader: Reader, profile: Profile, unit: str, now: int) -> None:
        """Look for what holds ``now`` (microseconds)."""
        self._reader, self._profile, self._now = reader, profile, now
        line, below = reader.line(unit)
        self._near = {*line, *below}
        self._root = self._top(unit)

    def shown(self, role: str, names: Collection[str]) -> set[str]:
        """Return who of these shows what a role stands for."""
        known, found = self._profile.roles.get(role), set[str]()
        anywhere = known is not None and bool(known.proves)
        for some in chunks(sorted(names)):
            sql = _SHOWN.format(members=", ".join("?" * len(some)))
            for name, *row in self._reader.all(sql, role, *some):
                holding = Holding(*row)
                near = holding.unit in self._near or (
                    anywhere and self._top(holding.unit) == self._root
                )
                if near and holding.holds(self._now):
                    found.add(name)
        return found

    def _top(self, unit: str) -> str:
        line, _ = self._reader.line(unit)
        return min(line, key=lambda name: line[name], default="")


def unfit(
    reader: Reader,
    profile: Profile,
    call: CallOut,
    where: tuple[str, str, str],
    names: Iterable[str],
    now: int,
) -> Mapping[str, tuple[str, ...]]:
    """Return what those lack by now who were asked, each by the rung that asked them.

    ``where`` is the community, the task and its unit.
    """
    community, task, unit = where
    proofs, found = Proofs(reader, profile, unit, now), dict[str, tuple[str, ...]]()
    for name, (rung, offer) in stands_on(reader, community, task, names).items():
        having = call.rungs[rung].having if rung < len(call.rungs) else ()
        if offer is not None:
            having = needed_of(profile, having, reader.crowd([name])[name].kind)
        lacks = tuple(role for role in having if not proofs.shown(role, [name]))
        if lacks:
            found[name] = lacks
    return found


def needed_of(profile: Profile, having: Iterable[str], kind: str) -> tuple[str, ...]:
    """Return what whoever offers something must show; an organization has no age."""
    roles = profile.roles
    return tuple(
        role
        for role in having
        if kind != "organization" or role not in roles or roles[role].proves != ("adult",)
    )


def elsewhere(
    reader: Reader, plan_of: Callable[[str], Plan], community: str, task: str, member: str
) -> str | None:
    """Return another running call-out for dangerous work that a member has accepted."""
    for other, name, flow, release in accepted_elsewhere(reader, community, task, member):
        plan = plan_of(release)
        call = plan.flows[flow].call if flow in plan.flows else None
        if call is not None and is_dangerous(plan.profile, call):
            return f"{other}/{name}"
    return None


def is_dangerous(profile: Profile, call: CallOut) -> bool:
    """Tell whether a call-out asks people for dangerous work."""
    ladder = profile.document.get("ladders", {}).get(call.ladder, {})
    return ladder.get("dangerous") is True
