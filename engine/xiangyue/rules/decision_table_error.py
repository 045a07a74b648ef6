"""What is wrong with a decision table, and how its values are written in a sentence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from xiangyue.errors import BadInput

_LISTED = 12
_LONGEST = 60


class TableError(BadInput):
    """A table that is written wrongly, or a look-up that has no single answer.

    Where a table is written wrongly, ``values`` has ``row`` and ``column``, counted from 0
    (columns through the inputs and then the outputs), so that the caller finds the place; each
    is None where the whole column, the whole row or the whole table is meant.
    """


def shown(value: Any) -> str:
    """Write a value as YAML would, short enough for a sentence."""
    text = str(value).lower() if value is None or isinstance(value, bool) else str(value)
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(c if c.isprintable() else "�" for c in short)


def nearest(value: Any, known: Iterable[Any]) -> dict[str, Any]:
    """Return what an error about an unknown name says: the nearest known one, and all."""
    names = [shown(name) for name in known]
    closest = difflib.get_close_matches(shown(value), names, 1, 0.0)
    listed = names[:_LISTED] + ["…"] * (len(names) > _LISTED)
    return {"nearest": closest[0] if closest else "-", "known": ", ".join(listed)}
