"""The shocks of a run, asked at a moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xiangyue.study.simulate.coming import Stretch
from xiangyue.study.simulate.model import ALL, Shock


class Weather:
    """What shocks do to arrivals, people and channels; moments are microseconds."""

    def __init__(self, shocks: Sequence[Shock], begin: int) -> None:
        """Count every shock from the beginning of a run."""
        self.shocks = tuple(shocks)
        self._begin = begin

    def now(self, at: int) -> list[Shock]:
        """Return the shocks that last at a moment."""
        since = at - self._begin
        return [one for one in self.shocks if one.begins <= since < one.ends]

    def stretches(self, arrival: str, end: int) -> list[Stretch]:
        """Return by what the rate of an arrival is multiplied, from the beginning to an end."""
        known = [(s.begins, s.ends, _said(s.arrivals, arrival, 1.0)) for s in self.shocks]
        moments = {min(at, end - self._begin) for begins, ends, _ in known for at in (begins, ends)}
        found: list[Stretch] = []
        before = 0
        for until in sorted({*moments, end - self._begin} - {0}):
            product = 1.0
            for begins, ends, by in known:
                if begins <= before < ends:
                    product *= by
            found.append((self._begin + until, product))
            before = until
        return found

    def absent(self, role: str, at: int) -> float:
        """Return which share of a role is away besides."""
        if not self.shocks:
            return 0.0
        return sum(_said(one.absent, role, 0.0) for one in self.now(at))

    def slower(self, role: str, at: int) -> float:
        """Return by what the time is multiplied that a role needs."""
        product = 1.0
        for one in self.now(at) if self.shocks else ():
            product *= _said(one.slower, role, 1.0)
        return product

    def offline(self, at: int) -> bool:
        """Tell whether the platform is down."""
        return any(one.offline for one in self.now(at)) if self.shocks else False

    def carries(self, channels: Collection[str], at: int) -> bool:
        """Tell whether one of these channels carries anything; where none is named, it does."""
        if not self.shocks or not channels:
            return True
        down: set[str] = set()
        for one in self.now(at):
            down |= one.down
        return not down.issuperset(channels)


def _said(said: Mapping[str, float], name: str, none: float) -> float:
    return said.get(name, said.get(ALL, none))
