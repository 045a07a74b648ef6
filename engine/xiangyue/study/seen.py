"""What a play shows, and what of the rules it looks at to do so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from dataclasses import replace as altered
from typing import Any, Final

from xiangyue.flow import PARAMS, Plan
from xiangyue.gate import Gate
from xiangyue.storage import Head, Reader
from xiangyue.work.plans import Plans

TABLES: Final = "tables."
ALL: Final = "*"
"""What is read by whoever reads a profile as a whole."""

Tell = Callable[[str], None]


class Told(Mapping[str, Any]):
    """A mapping that tells which of its values are looked at, or all of them, by their address."""

    def __init__(self, inner: Mapping[str, Any], tell: Tell, prefix: str) -> None:
        """Look at ``inner``, whose names are addresses after ``prefix``."""
        self._inner, self._tell, self._prefix = inner, tell, prefix

    def __getitem__(self, name: str) -> Any:
        """Return a value, and tell of it."""
        self._tell(f"{self._prefix}{name}")
        return self._inner[name]

    def __iter__(self) -> Iterator[str]:
        """Go through all of them."""
        self._tell(ALL)
        return iter(self._inner)

    def __len__(self) -> int:
        """Count them."""
        return len(self._inner)


class ToldPlans(Plans):
    """Compiled releases that tell which params and tables are looked at."""

    tell: Tell

    def gate(self, reader: Reader, head: Head, community: str) -> Gate:
        """Return the gate of a community; plugins may read params in the profile, too."""
        gate = super().gate(reader, head, community)
        return altered(gate, document=Told(gate.document, self._tell_part, ""))

    def params(self, reader: Reader, community: str, revision: int, pinned: Plan) -> Any:
        """Return the params in force."""
        return Told(super().params(reader, community, revision, pinned), self.tell, PARAMS)

    def _tell_part(self, name: str) -> None:
        if name in (ALL, "params", "tables"):
            self.tell(ALL)


@dataclass(slots=True)
class Seen:
    """What one play has shown and read, as addresses and answers, by the part of the coverage."""

    spoken: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    answers: set[tuple[str, Any]] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)

    def add(self, other: Seen) -> None:
        """Add what another has shown."""
        for part in fields(self):
            getattr(self, part.name).update(getattr(other, part.name))
