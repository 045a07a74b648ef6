"""What can go wrong with a rule: when it is written, and when it is evaluated."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from xiangyue.errors import BadInput, Place, XiangyueError

_LISTED = 12
_LONGEST = 60


class RuleError(BadInput):
    """A rule that is written wrongly; ``line`` and ``column`` count from 1 within its source."""

    def __init__(
        self,
        code: str,
        *,
        place: Place | None = None,
        line: int = 1,
        column: int = 1,
        **values: Any,
    ) -> None:
        """Remember the spot both as values and as the place of an otherwise unnamed rule."""
        place = place or Place("rule", line, column)
        super().__init__(code, place=place, line=line, column=column, **values)
        self.line = line
        self.column = column


class RuleFailure(XiangyueError):
    """A rule that gave no answer for the values it saw; whoever asked must take it as a no."""


def spot(source: str, offset: int) -> dict[str, int]:
    """Return line and column, from 1 and in characters, of an offset within a rule."""
    before = source[: max(offset, 0)]
    return {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}


def shown(value: Any) -> str:
    """Write a piece of somebody else's text short and printable enough for a sentence."""
    text = str(value)
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(c if c.isprintable() else "�" for c in short)


def nearest(name: str, known: Iterable[str]) -> dict[str, str]:
    """Return what an error about an unknown name says: the nearest known one, and all."""
    names = sorted(known)
    closest = difflib.get_close_matches(name[:128], names, 1, 0.0)
    listed = names[:_LISTED] + ["…"] * (len(names) > _LISTED)
    return {"nearest": closest[0] if closest else "-", "known": ", ".join(listed) or "-"}
