"""What can go wrong with a rule: when it is written, and when it is evaluated."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from xiangyue.errors import BadInput, Place, XiangyueError

_LISTED = 8
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


def wrong(source: str, offset: int, code: str, **values: Any) -> RuleError:
    """Return the error for what stands at an offset, in characters, of a rule's source."""
    before = source[: max(offset, 0)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return RuleError(code, line=line, column=column, **values)


def shown(value: Any) -> str:
    """Write a piece of somebody else's text short and printable enough for a sentence."""
    text = str(value)
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(c if c.isprintable() else "�" for c in short)


def nearest(name: str, known: Iterable[str]) -> dict[str, str]:
    """Return what an error about an unknown name says: the nearest known one, and a few more."""
    names = difflib.get_close_matches(name[:_LONGEST], sorted(known), _LISTED, 0.0)
    return {"nearest": names[0] if names else "-", "known": ", ".join(names) or "-"}
