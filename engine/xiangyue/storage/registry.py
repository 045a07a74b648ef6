"""Units, members and settings as last read; forgotten whenever the registry's chain has grown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from xiangyue.storage.memory import Memory
from xiangyue.values import Member, Unit

_MOST = 50_000

Line = tuple[Mapping[str, int], frozenset[str]]
"""The units from one up to the root, with their tiers; and those beneath it."""

Tree = Mapping[str, Sequence[tuple[str, int, bool]]]
"""The units beneath each unit, the roots under "": by id, with tier and whether they own tasks."""


class Registry:
    """A cache that is right as long as ``version`` is the registry chain's length.

    It holds at most 50,000 members: beyond that all are forgotten, so that a big store does not
    grow the process. ``memory`` is what the writer remembers besides, and ``named`` which fields
    of an action name members: a guess, where another profile has the same names.
    """

    __slots__ = (
        *("days", "lines", "members", "memory", "named", "settings", "tree", "units", "version"),
    )

    def __init__(self) -> None:
        """Begin knowing nothing."""
        self.version = -1
        self.memory = Memory()
        self.named: dict[tuple[str | None, str], Collection[str]] = {}
        self.members: dict[str, Member | None] = {}
        self.units: dict[str, Unit] = {}
        self.lines: dict[str, Line] = {}
        self.settings: dict[tuple[str, int], tuple[str, Mapping[str, Any]]] = {}
        self.days: dict[tuple[str, int], str] = {}
        self.tree: Tree | None = None

    def forget(self) -> None:
        """Know nothing any more."""
        self.version = -1
        self.memory.forget()
        self.forget_read()

    def forget_read(self) -> None:
        """Read everything anew; what the writer remembers of its own work stays."""
        self.members.clear()
        self.units.clear()
        self.lines.clear()
        self.settings.clear()
        self.days.clear()
        self.tree = None

    def at(self, version: int) -> None:
        """Forget everything if the registry has moved on."""
        if version != self.version or len(self.members) > _MOST:
            self.forget()
            self.version = version
