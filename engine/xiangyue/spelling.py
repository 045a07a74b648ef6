"""How other people's words and names are quoted in a sentence, and which name they may mean."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

_LISTED = 12
_LONGEST = 60


def shown(value: Any) -> str:
    """Write a value as YAML would, printable and short enough for a sentence."""
    text = str(value).lower() if value is None or isinstance(value, bool) else str(value)
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(c if c.isprintable() else "�" for c in short)


def nearest(value: Any, known: Iterable[Any]) -> dict[str, Any]:
    """Return what an error about an unknown name says: the nearest known one, and all."""
    names = [shown(name) for name in known]
    closest = difflib.get_close_matches(shown(value), names, 1, 0.0)
    listed = names[:_LISTED] + ["…"] * (len(names) > _LISTED)
    return {"nearest": closest[0] if closest else "-", "known": ", ".join(listed) or "-"}
