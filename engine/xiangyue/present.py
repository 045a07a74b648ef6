"""The mode that a community is in, as its head row says it."""

from __future__ import annotations

from typing import NamedTuple

from xiangyue.values import NORMAL


class Present(NamedTuple):
    """The mode in force, since when and until when (microseconds; 0 where it has no end).

    ``behind`` is how many modes have been left of which open tasks still have to be told.
    ``beside`` is until when another mode may go on beside it that it took over from, as first
    response does. Head rows hold it as text: ``normal``, or
    ``emergency:II 1780275600000000 1780534800000000 0``.
    """

    mode: str = NORMAL
    since: int = 0
    until: int = 0
    behind: int = 0
    beside: int = 0

    @classmethod
    def parse(cls, text: str) -> Present:
        """Read it from a head row; raises ValueError for what is none."""
        if text == NORMAL:
            return _NORMAL
        mode, *numbers = text.split(" ")
        return cls(mode, *map(int, numbers))

    def text(self) -> str:
        """Return it as head rows hold it."""
        said = self if self.beside else self[:-1]
        return " ".join(map(str, said)) if any(self[1:]) else self.mode

    @property
    def name(self) -> str:
        """The mode without its response level."""
        return self.mode.partition(":")[0]

    def over(self, now: int) -> bool:
        """Tell whether its end has come."""
        return 0 < self.until <= now

    def switched(
        self, mode: str, at: int, until: int | None = None, since: int | None = None
    ) -> Present:
        """Return what another mode, level or end makes of it; one that goes on keeps its start.

        ``since`` is when it began, where it is taken up again.
        """
        if mode == NORMAL:
            return Present(behind=self.behind)
        same = mode.partition(":")[0] == self.name
        if since is None:
            since = self.since if same else at
        beside = self.beside if same or self.mode == NORMAL else self.until
        return Present(mode, since, until or 0, self.behind, beside if beside > at else 0)


_NORMAL = Present()
