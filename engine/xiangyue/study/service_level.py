"""The level of service Q(t): which share of what people can count on is kept, moment by moment.

It has four components. Of the promises that came due in the last 24 hours, and those that are
overdue still, the share that was kept in time:

- ``on_time``: deadlines of essential tasks;
- ``reached``: vulnerable people who were to be reached;
- ``acknowledged``: people who were asked by a call-out;

and ``utilities``: the share of utilities of which no outage is open. Where nothing was due, nothing
is wanting. Q(t) weighs them 0.4, 0.3, 0.2 and 0.1, all of this by project default; a component of
which a period knows nothing is left out, and the others are weighed as if there were no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from xiangyue.study.resilience import HOUR, WHOLE, Curve, steps, weighed

Promised = Literal["on_time", "reached", "acknowledged"]
Component = Literal["on_time", "reached", "acknowledged", "utilities"]

COMPONENTS: Final[tuple[Component, ...]] = get_args(Component)

WEIGHTS: Final[Mapping[Component, float]] = {
    "on_time": 0.4,
    "reached": 0.3,
    "acknowledged": 0.2,
    "utilities": 0.1,
}
"""Project defaults."""

WINDOW: Final = 24 * HOUR
"""How long what came due counts, by project default; microseconds."""

Move = tuple[int, int, int]
"""When how many more promises are kept, and how many more count."""


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """Q(t) in percent, and that of each component that is known.

    ``weights`` are those of the known ones, which sum to 1; ``left_out`` are the others. Where none
    is known, the curve is whole throughout, and says nothing.
    """

    curve: Curve
    components: Mapping[Component, Curve]
    weights: Mapping[Component, float]
    left_out: tuple[Component, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data; curves as pairs of an instant and a percentage."""
        return {
            "curve": _pairs(self.curve),
            "components": {name: _pairs(curve) for name, curve in self.components.items()},
            "weights": dict(self.weights),
            "left_out": list(self.left_out),
        }


class Promises:
    """What was promised and what became of it, in any order; instants are microseconds."""

    def __init__(self, weights: Mapping[Component, float] = WEIGHTS, window: int = WINDOW) -> None:
        """Begin with no promise."""
        self._weights = weights
        self._window = window
        self._moves: defaultdict[str, list[Move]] = defaultdict(list)
        self._kinds: dict[str, list[tuple[int, int]]] = {}

    def add(self, component: Promised, due: int, settled: int | None, people: int = 1) -> None:
        """Add a promise; ``settled`` is when it was kept or given up, None if not yet.

        What is given up before it is due is no promise: leave it out.
        """
        kept = people if settled is not None and settled <= due else 0
        moves = self._moves[component]
        moves.append((due, kept, people))
        if settled is not None:
            moves.append((max(settled, due + self._window), -kept, -people))

    def utility(self, kind: str) -> None:
        """Know of a utility, such as ``xinqi/water``; it works where nothing else is said."""
        self._kinds.setdefault(kind, [])

    def outage(self, kind: str, since: int, until: int | None) -> None:
        """Add an outage of a utility; ``until`` is None where it is still out."""
        self.utility(kind)
        self._kinds[kind].append((since, 1))
        if until is not None:
            self._kinds[kind].append((until, -1))

    def copy(self) -> Promises:
        """Return another one that knows the same by now."""
        found = Promises(self._weights, self._window)
        found.merge(self)
        return found

    def coarse(self, grain: int) -> Promises:
        """Return the same, with all that moves within a grain (microseconds) as of its beginning.

        However much is added up so, it stays as small as the time is long.
        """
        found = Promises(self._weights, self._window)
        found._kinds = {kind: list(moved) for kind, moved in self._kinds.items()}
        for name, moves in self._moves.items():
            sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
            for at, kept, more in moves:
                known = sums[at - at % grain]
                known[0] += kept
                known[1] += more
            found._moves[name] = [(at, kept, more) for at, (kept, more) in sorted(sums.items())]
        return found

    def merge(self, other: Promises) -> None:
        """Add what another has counted, such as that of another community."""
        for name, moves in other._moves.items():
            self._moves[name] += moves
        for kind, moved in other._kinds.items():
            self._kinds.setdefault(kind, []).extend(moved)

    def level(self, since: int, until: int) -> ServiceLevel:
        """Return the level of service between two instants, by what was added so far."""
        curves = dict(self._known(since, until))
        total = sum(self._weights[name] for name in curves)
        weights = {name: self._weights[name] / total for name in curves} if total else {}
        left_out = tuple(name for name in COMPONENTS if name not in curves)
        whole = steps([(since, WHOLE)], until)
        curve = weighed((weights[name], curves[name]) for name in curves) if weights else whole
        return ServiceLevel(curve, curves, weights, left_out)

    def _known(self, since: int, until: int) -> Iterator[tuple[Component, Curve]]:
        for name in COMPONENTS:
            moves = sorted(self._moves.get(name, ()))
            found = self._working(since, until) if name == "utilities" else None
            if moves and _counts(moves, since, until):
                found = _shares(moves, since, until)
            if found is not None:
                yield name, found

    def _working(self, since: int, until: int) -> Curve | None:
        count = len(self._kinds)
        moves: list[Move] = [(since, count, count)]
        for moved in self._kinds.values():
            out = 0
            for at, more in sorted(moved, key=lambda one: (one[0], -one[1])):
                before, out = out, out + more
                if bool(before) != bool(out):
                    moves.append((max(at, since), -1 if out else 1, 0))
        return _shares(sorted(moves), since, until) if count else None


def _counts(moves: list[Move], since: int, until: int) -> bool:
    """Tell whether any promise counts between two instants."""
    before = sum(more for at, _, more in moves if at <= since)
    return before > 0 or any(since < at < until and more > 0 for at, _, more in moves)


def _shares(moves: list[Move], since: int, until: int) -> Curve:
    """Return the share kept over time, in percent."""
    kept = total = 0
    points = [(since, WHOLE)]
    for at, more_kept, more in moves:
        if at >= until:
            break
        kept, total = kept + more_kept, total + more
        points.append((max(at, since), WHOLE * kept / total if total else WHOLE))
    return steps(points, until)


def _pairs(curve: Curve) -> list[tuple[int, float]]:
    return [*zip(curve.times, curve.values, strict=True)]
