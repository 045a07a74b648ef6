"""Which types of objects and events an OCEL has, and of which kind their attributes are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from xiangyue.exchange.logs.eventlog import Value

_KINDS = {bool: "boolean", int: "integer", float: "float", str: "string", datetime: "time"}
_NUMBERS = frozenset({"integer", "float"})


class Types:
    """What has been seen of one sort, objects or events; each type in the order it came."""

    def __init__(self) -> None:
        """Have seen nothing."""
        self._seen: dict[str, dict[str, str]] = {}

    def note(self, name: str, attributes: Iterable[tuple[str, Value]]) -> None:
        """Take in a type with some of its attributes; what is of several kinds is text."""
        known = self._seen.setdefault(name, {})
        for key, value in attributes:
            kind = _KINDS[type(value)]
            was = known.get(key, kind)
            if was != kind:
                kind = "float" if {was, kind} == _NUMBERS else "string"
            known[key] = kind

    def __iter__(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield each type with its attributes and their kinds."""
        for name, known in self._seen.items():
            yield name, list(known.items())


def written(at: datetime) -> str:
    """Return a moment in UTC as RFC 3339."""
    return at.isoformat().replace("+00:00", "Z")
