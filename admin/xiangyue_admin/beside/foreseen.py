"""What a draft would have changed, as much of it as a page shows: found out beside the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from xiangyue import Engine
from xiangyue.office import Part, Shared, WhatIf, WhatIfStanding, lorenz, what_if

MOST: Final = 50
"""How many of a kind a page lists; their number it tells of all."""

_POINTS = 400

Curve = tuple[tuple[float, float], ...]


class Kind(NamedTuple):
    """What would have come out otherwise, and how."""

    flow: str
    action: str
    how: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a draft would have changed.

    ``what`` holds no more than the first of each list, the newest first; all are counted in
    ``totals``, and by what was done in ``kinds``. ``losing`` and ``gaining`` are those with most to
    lose and to gain. ``curves`` are by account how its points are shared, as they were and as they
    would have been.
    """

    what: WhatIf
    totals: Mapping[str, int]
    unchanged: bool
    kinds: tuple[tuple[Kind, int], ...]
    losing: tuple[WhatIfStanding, ...]
    gaining: tuple[WhatIfStanding, ...]
    shared: tuple[Shared, ...]
    curves: Mapping[str, tuple[Curve, Curve]]

    @property
    def part(self) -> Part:
        """The first of each list."""
        return self.what.part


def foreseen(engine: Engine, draft: str, *, since: date, until: date) -> Foreseen:
    """Judge what was recorded in some days by a draft."""
    found = what_if(engine, draft, since=since, until=until, workers=1)
    kinds = Counter(Kind(one.flow, one.action, one.how) for one in found.part.flips)
    standings = found.standings
    return Foreseen(
        WhatIf(found.trial._replace(document=None), _first(found.part), found.titles),
        found.summary(),
        found.unchanged,
        tuple(kinds.most_common()),
        tuple(one for one in standings[:MOST] if one.change < 0),
        tuple(one for one in reversed(standings[-MOST:]) if one.change > 0),
        found.shared,
        {one.account: _curves(found, one.account) for one in found.shared},
    )


def _first(part: Part) -> Part:
    most = sorted(part.points, key=lambda one: (-abs(one.would - one.was), -one.seq))
    return Part(
        flips=part.flips[: -MOST - 1 : -1],
        knock_on=part.knock_on[:MOST],
        points=tuple(most[:MOST]),
        at_stake=part.at_stake,
        deadlines=part.deadlines[: -MOST - 1 : -1],
        calls=part.calls[: -MOST - 1 : -1],
        bites=part.bites,
    )


def _curves(found: WhatIf, account: str) -> tuple[Curve, Curve]:
    those = [one for one in found.standings if one.account == account]
    return _thinned(lorenz(one.was for one in those)), _thinned(lorenz(one.would for one in those))


def _thinned(curve: Curve) -> Curve:
    """Leave out of a long curve what no picture shows."""
    return (*curve[: -1 : len(curve) // _POINTS + 1], curve[-1])
