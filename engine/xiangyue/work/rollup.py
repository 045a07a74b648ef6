"""How a task that was distributed stands everywhere: told by its communities, added up here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from xiangyue.canonical import load, unchained
from xiangyue.errands import DISTRIBUTE, REPORT
from xiangyue.errors import Misuse
from xiangyue.storage import Head, Reader
from xiangyue.storage.asks import chunks
from xiangyue.values import NORMAL, TIERS, Reason, Task, Value, replace
from xiangyue.work.leaving import pauses
from xiangyue.work.plans import Plans

ShareState = Literal["waiting", "refused", "dead", "received", "accepted", "returned", "done"]
STATES: Final[tuple[ShareState, ...]] = (
    "waiting",
    "refused",
    "dead",
    "received",
    "accepted",
    "returned",
    "done",
)
"""On its way, not taken in there, given up on the way; and then what its community reports."""

_SECOND: Final = 1_000_000
_SENT = (
    "SELECT recipient, state, outcome, due, seq FROM errand"
    f" WHERE community = ? AND task = ? AND kind = '{DISTRIBUTE}' ORDER BY seq, n"
)
_TOLD = "SELECT child, child_task, state, due, at, seq FROM share WHERE community = ? AND task = ?"
_UNTOLD = (
    "SELECT community, task, due FROM errand"
    f" WHERE state IN ('waiting', 'dead') AND kind = '{REPORT}' AND recipient = ?"
)
_IN_A_MODE = "SELECT community, seq, hash, settings, mode, failing FROM head WHERE mode <> 'normal'"
_TASK = "SELECT community, flow, release FROM task WHERE community = ? AND id = ?"
_PAYLOAD = "SELECT body FROM payload WHERE community = ? AND seq = ?"


class Share(Value, frozen=True):
    """One community's share: how it stands, its task there, its deadline and last report.

    ``late`` is past its deadline, or done after it; what was returned never is, nor what a mode
    there has stopped before its deadline, as long as the mode lasts. ``reasons`` are why it was not
    taken in, ``result`` the values that were uploaded. Moments are microseconds since 1970 UTC.
    """

    community: str
    state: ShareState
    task: str | None = None
    due: int | None = None
    at: int | None = None
    late: bool = False
    reasons: tuple[Reason, ...] = ()
    result: Mapping[str, Any] = {}


class Group(Value, frozen=True):
    """The shares beneath one unit: how many there are in each state, and how many are late."""

    unit: str
    states: Mapping[ShareState, int]
    late: int


class RollUp(Value, frozen=True):
    """A distributed task as far as its communities have told.

    ``shares`` and ``groups`` stand in the order of the unit tree, never by how they perform.
    ``lag`` is how many errands and reports are on their way still, ``oldest`` for how many seconds
    the oldest of them has been due: at 0 the roll-up says what its communities say.
    """

    task: str
    states: Mapping[ShareState, int]
    late: int
    shares: tuple[Share, ...]
    groups: tuple[Group, ...]
    lag: int
    oldest: float


def roll_up(
    reader: Reader, plans: Plans, task: Task, level: str | None, results: bool, now: int
) -> RollUp:
    """Add up the shares of a task, by the units of a level of the tree if one is named.

    ``results`` is whether to read what was uploaded. Raises Misuse for an unknown level.
    """
    if level is not None and level not in TIERS:
        raise Misuse("unit-level", given=level, known=", ".join(TIERS))
    of = task.community, task.id
    told = {row[:2]: row for row in reader.rows(_TOLD, *of)}
    shares: dict[str, Share] = {}
    moving: dict[str, int] = {}
    entries = set()
    # Row by row: thousands held at once have Python look for garbage among all that it holds.
    for community, state, outcome, due, seq in reader.rows(_SENT, *of):
        share = _share(community, state, load(outcome) if outcome else {}, told, now)
        shares[community] = share  # the last word counts
        entries.add(seq)
        if share.state in ("waiting", "dead"):
            moving[community] = due
        else:
            moving.pop(community, None)
    ordered = [shares[name] for name in _in_order(reader, shares, len(entries))]
    stopped = set(_stopped(reader, plans, ordered, now))
    ordered = [replace(s, late=False) if s.community in stopped else s for s in ordered]
    if results:
        ordered = [_with_result(reader, task.community, share, told) for share in ordered]
    untold = [
        due
        for community, child, due in reader.all(_UNTOLD, task.community)
        if community in shares and shares[community].task == child
    ]
    dues = [*moving.values(), *untold]
    return RollUp(
        task=task.ref,
        states=_states(ordered),
        late=sum(share.late for share in ordered),
        shares=tuple(ordered),
        groups=tuple(_groups(reader, {one.community: one for one in ordered}, level))
        if level is not None
        else (),
        lag=len(dues),
        oldest=max(0, now - min(dues)) / _SECOND if dues else 0.0,
    )


def _in_order(reader: Reader, names: Iterable[str], entries: int) -> Iterable[str]:
    """Return communities in the order of the tree, in which each entry has sent to its own."""
    if entries < 2:
        return names
    order = {name: n for n, name in enumerate(reader.units_at(TIERS["community"]))}
    return sorted(names, key=lambda name: order.get(name, 0))


def _share(
    community: str,
    state: str,
    outcome: Mapping[str, Any],
    told: Mapping[tuple[Any, ...], Any],
    now: int,
) -> Share:
    if state == "refused":
        reasons = (Reason(r["code"], unchained(r["values"])) for r in outcome.get("reasons", ()))
        return Share(community, "refused", reasons=tuple(reasons))
    if state != "done":
        return Share(community, "dead" if state == "dead" else "waiting")
    task = outcome["task"]
    row = told.get((community, task))
    unsaid: tuple[Any, ...] = ("", outcome.get("due"), None)
    stands, due, at = row[2:5] if row else unsaid
    over = due is not None and stands != "returned" and (at if stands == "done" else now) > due
    return Share(community, stands or "received", task, due, at, late=over)


def _stopped(reader: Reader, plans: Plans, shares: Iterable[Share], now: int) -> Iterator[str]:
    """Yield the communities in which a mode stops the clock of a share that was not late before."""
    heads = {community: Head(*rest).at(now) for community, *rest in reader.all(_IN_A_MODE)}
    since = {name: head.present.since for name, head in heads.items() if head.mode != NORMAL}
    late = [
        one
        for one in shares
        if one.late and one.state != "done" and (one.due or 0) > since.get(one.community, now)
    ]
    for some in chunks(late):
        found = reader.each([(_TASK, (share.community, share.task)) for share in some])
        for community, flow, release in (row for rows in found for row in rows):
            if pauses(reader, plans, heads[community], community, flow, release):
                yield community


def _with_result(
    reader: Reader, community: str, share: Share, told: Mapping[tuple[Any, ...], Any]
) -> Share:
    if share.state != "done":
        return share
    seq = told[share.community, share.task][-1]
    rows = reader.all(_PAYLOAD, community, seq)
    result = unchained(load(rows[0][0])["given"]) if rows else {}
    return replace(share, result=result)


def _states(shares: Iterable[Share]) -> Mapping[ShareState, int]:
    counts = Counter(share.state for share in shares)
    return {state: counts[state] for state in STATES}


def _groups(reader: Reader, shares: Mapping[str, Share], level: str) -> Iterator[Group]:
    """Yield the groups that have a share, in the order of the tree."""
    for unit in reader.units_at(TIERS[level]):
        own = [shares[name] for name in reader.communities_under(unit) if name in shares]
        if own:
            yield Group(unit, _states(own), sum(share.late for share in own))
