"""What a community's first page says: how much is open and late, and what waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xiangyue.flow import Plan
from xiangyue.profile import Matched
from xiangyue.storage import Head, Reader
from xiangyue.storage.cursor import chunks
from xiangyue.storage.listing import places
from xiangyue.tables import NEXT_DUE
from xiangyue.text import Text
from xiangyue.work.plans import Plans

MOST = 10_000
"""So far tasks of one flow, state and unit are counted; beyond that it is ``at_least``."""

_AT_ONCE = 50
_NEWEST = 1000
_POINTS = "points"
_DAYS = 30 * 86_400_000_000
_AT = "FROM task WHERE community = ? AND flow = ? AND state = ? AND ended_at IS NULL AND unit"
# A range of one unit: so SQLite counts in the index alone, though it knows nothing of the values.
_COUNT = (
    f"SELECT {{n}}, (SELECT count(*) FROM (SELECT 1 {_AT} BETWEEN ? AND ? LIMIT {MOST}) AS o),"
    f" (SELECT count(*) FROM (SELECT 1 {_AT} = ? AND {NEXT_DUE} < ? LIMIT {MOST}) AS l)"
)
_RETURNED = (
    "SELECT count(*) FROM (SELECT 1 FROM task WHERE community = ? AND flow = ? AND state = ?"
    f" AND opened_at >= ? LIMIT {_NEWEST}) AS r"
)


@dataclass(frozen=True, slots=True)
class FlowCount:
    """The tasks of one flow: ``open`` ones, how many of them are ``late``, and the returned ones.

    ``returned`` counts those opened in the last thirty days, a thousand at most, that ended in a
    state that tells those above so.
    """

    flow: str
    title: Text
    open: int
    late: int
    returned: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A community in numbers; ``at_least`` is whether there are more than were counted.

    ``needs`` hang out, ``offers`` too, ``proposed`` matches are promised and ``matched`` ones go
    on. ``to_score`` are tasks whose next step may bring points, ``appeals`` open appeals against
    points. ``deferred`` commands wait to be decided again.
    """

    flows: tuple[FlowCount, ...]
    open: int
    late: int
    returned: int
    needs: int
    offers: int
    proposed: int
    matched: int
    to_score: int
    appeals: int
    deferred: int
    at_least: bool


def find_overview(reader: Reader, plans: Plans, head: Head, community: str, now: int) -> Overview:
    """Count what stands where in a community; it costs as much as there are places to stand."""
    plan = plans.in_force(reader, head, community)
    counted = _Counted(reader, community, now)
    flows = tuple(
        _flow(reader, plan, counted, community, name, now) for name in _known(plan, counted)
    )
    matching = plan.profile.matching
    holds = plan.profile.flows[matching.matches.flow].holds if matching else None
    promised = holds.promised if holds else ()
    scored, appealed = _scoring(plan)
    matches = matching.matches if matching else None
    proposed = counted.of(matches.flow, promised) if matches else 0
    return Overview(
        flows=flows,
        open=sum(one.open for one in flows),
        late=sum(one.late for one in flows),
        returned=sum(one.returned for one in flows),
        needs=_matched(counted, matching.needs if matching else None),
        offers=_matched(counted, matching.offers if matching else None),
        proposed=proposed,
        matched=counted.of(matches.flow, None) - proposed if matches else 0,
        to_score=sum(counted.of(flow, states) for flow, states in scored.items()),
        appeals=sum(counted.of(flow, None) for flow in appealed),
        deferred=_deferred(reader, community),
        at_least=counted.capped,
    )


class _Counted:
    """How many open tasks stand in each flow and state, and how many of them are late."""

    def __init__(self, reader: Reader, community: str, now: int) -> None:
        self._open: dict[tuple[str, str], int] = {}
        self._late: dict[tuple[str, str], int] = {}
        self.capped = False
        for flow, state, (opened, late) in _each(reader, community, now):
            key = flow, state
            self._open[key] = self._open.get(key, 0) + opened
            self._late[key] = self._late.get(key, 0) + late
            self.capped |= opened == MOST

    @property
    def flows(self) -> set[str]:
        return {flow for flow, _ in self._open}

    def of(self, flow: str, states: Collection[str] | None) -> int:
        """Return how many tasks of a flow are open, in some states or at all."""
        return _sum(self._open, flow, states)

    def late(self, flow: str) -> int:
        return _sum(self._late, flow, None)


def _sum(found: Mapping[tuple[str, str], int], flow: str, states: Collection[str] | None) -> int:
    return sum(
        n for (of, state), n in found.items() if of == flow and (states is None or state in states)
    )


def _each(reader: Reader, community: str, now: int) -> Iterator[tuple[str, str, Sequence[int]]]:
    for some in chunks(places(reader, community), _AT_ONCE):
        values = [v for at in some for v in (community, *at, at[-1], community, *at, now)]
        parts = (_COUNT.format(n=n) for n in range(len(some)))
        for n, *counts in reader.all(" UNION ALL ".join(parts), *values):
            yield (*some[n][:2], counts)


def _known(plan: Plan, counted: _Counted) -> list[str]:
    """Return the flows of the profile in its order, and then those that only older tasks have."""
    return [*plan.flows, *sorted(counted.flows - plan.flows.keys())]


def _flow(
    reader: Reader, plan: Plan, counted: _Counted, community: str, name: str, now: int
) -> FlowCount:
    flow = plan.profile.flows.get(name)
    back = [s.id for s in flow.states.values() if s.reports == "returned"] if flow else []
    each = (reader.all(_RETURNED, community, name, state, now - _DAYS)[0][0] for state in back)
    returned = min(_NEWEST, sum(each))
    title = flow.title if flow else Text(en=name)
    return FlowCount(name, title, counted.of(name, None), counted.late(name), returned)


def _matched(counted: _Counted, part: Matched | None) -> int:
    return counted.of(part.flow, part.states) if part else 0


def _scoring(plan: Plan) -> tuple[Mapping[str, set[str]], set[str]]:
    """Return from which states a task may bring points next, and which flows are appeals."""
    scored: dict[str, set[str]] = {}
    appealed: set[str] = set()
    for rule in plan.profile.scoring.values():
        account = plan.profile.accounts.get(rule.account)
        if rule.corrects:
            appealed.add(rule.flow)
        elif account is None or account.counts == _POINTS:
            sources: Iterable[str] = plan.flows[rule.flow].machine.sources.get(rule.action, ())
            scored.setdefault(rule.flow, set()).update(sources)
    return {flow: states for flow, states in scored.items() if flow not in appealed}, appealed


def _deferred(reader: Reader, community: str) -> int:
    sql = (
        "SELECT count(*) FROM (SELECT community, seq FROM waiting WHERE community = ?"
        f" ORDER BY seq DESC LIMIT {_NEWEST}) AS w JOIN journal j"
        " ON j.community = w.community AND j.seq = w.seq WHERE j.body LIKE ?"
    )
    return int(reader.all(sql, community, '%"outcome":"deferred"%')[0][0])
