"""Who and what may be named in a form: members, units, tasks, categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Named = tuple[tuple[str, str], ...]
"""Ids and what people call them, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class People:
    """What the fields that name somebody or something offer; an empty one is written as an id."""

    members: Named = ()
    units: Named = ()
    tasks: Named = ()
    categories: Named = ()
    more: Mapping[str, Named] = field(default_factory=dict)

    def of(self, name: str, kind: str) -> Named:
        """Return what may be named in the field ``name`` whose format is ``kind``."""
        if name in self.more:
            return self.more[name]
        known = {
            "member": self.members,
            "unit": self.units,
            "task": self.tasks,
            "category": self.categories,
        }
        return known.get(kind, ())
