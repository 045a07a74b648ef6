"""What a draft would have changed, as much of it as a page shows: found out beside the pages.

Personal values stay where they are: nothing of them is in an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from xiangyue import Decision, Engine, Misuse, Profile, Reason, Task
from xiangyue.office import (
    Part,
    Ruling,
    Shared,
    WhatIf,
    WhatIfStanding,
    explain_flip,
    lorenz,
    what_if,
)

MOST: Final = 50
"""How many of a kind a page lists; their number it tells of all."""

_POINTS = 400
_DIGEST = 12

Curve = tuple[tuple[float, float], ...]


class Kind(NamedTuple):
    """What would have come out otherwise, and how."""

    flow: str
    action: str
    how: str


class Side(NamedTuple):
    """What became of an act by one of two rules; ``state`` is where the task stood afterwards.

    ``points`` are hundredths by member, ``read`` is what rules read, ``computed`` what they set.
    ``dues`` are the task's deadline and that of its state afterwards, in microseconds.
    """

    release: str
    outcome: str
    state: str | None
    reasons: tuple[Reason, ...]
    notes: tuple[Reason, ...]
    points: tuple[tuple[str, int], ...]
    rulings: tuple[Ruling, ...]
    read: Mapping[str, Any]
    computed: Mapping[str, Any]
    dues: tuple[int | None, int | None]


class Both(NamedTuple):
    """One act as it was decided, and as it would have been; ``at`` is in microseconds."""

    task: str
    flow: str
    action: str
    by: str
    at: int
    was: Side
    would: Side


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


def both(engine: Engine, draft: str, seq: int) -> Both | tuple[()]:
    """Judge one entry by both rules; empty where it is no act, or cannot be judged any more."""
    try:
        found = explain_flip(engine, draft.partition("/")[0], seq, draft)
    except Misuse:
        return ()
    said = found.was
    return Both(
        said.task,
        said.flow,
        said.command.action,
        said.command.principal,
        said.now,
        _side(said, found.left, found.profile),
        _side(found.would, found.after, found.tried),
    )


def _side(decision: Decision, left: Task | None, profile: Profile) -> Side:
    given, fields = decision.command.data, profile.fields
    computed = {
        name: value
        for name, value in decision.values.items()
        if name not in given and name in fields and fields[name].sensitivity == "none"
    }
    return Side(
        f"{profile.id} {profile.hash[:_DIGEST]}",
        decision.outcome,
        decision.after if decision else decision.before,
        decision.reasons,
        decision.notes,
        tuple((one.member, one.amount) for one in decision.points),
        decision.rulings,
        {name: value for name, value in decision.saw.items() if name not in computed},
        computed,
        (left.due, left.state_due) if left and decision else (None, None),
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
