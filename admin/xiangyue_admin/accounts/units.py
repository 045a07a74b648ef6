"""Where a unit stands in the tree: what a grant at one of them covers."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue import Engine, Unit
from xiangyue_admin.accounts.values import EVERYWHERE


class Tree:
    """The unit tree as it was last read; units are added and never moved."""

    def __init__(self, engine: Engine) -> None:
        """Remember whom to ask."""
        self._engine = engine
        self._units: dict[str, Unit] = {}
        self._seen = -1

    def unit(self, name: str) -> Unit | None:
        """Return a unit; None where it is not known.

        The tree is read anew for a name that it lacks, but only once the registry has grown:
        names that are made up cost a look at its end.
        """
        if name not in self._units and (end := self._end()) != self._seen:
            self._units, self._seen = self._engine.units(), end
        return self._units.get(name)

    def _end(self) -> int:
        newest = self._engine.entries(None, limit=1).items
        return newest[0].seq if newest else 0

    def up(self, unit: str) -> Iterator[str]:
        """Give a unit and those above it, the nearest first; nothing where it is not known."""
        found = self.unit(unit)
        while found is not None:
            yield found.id
            found = self.unit(found.parent) if found.parent else None

    def covers(self, above: str, unit: str) -> bool:
        """Return whether ``unit`` is ``above`` or beneath it."""
        return above in self.up(unit) if above != EVERYWHERE else any(self.up(unit))
