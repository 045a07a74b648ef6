"""Plays that need not be played again: nothing that they have read is otherwise now.

A scenario has its own clock and village, so it comes out the same under the same rules. Under rules
that differ in what params or rows of tables say, it still does, unless it read one of those: what
each play reads is noted, and kept with what became of it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import orjson

from xiangyue.flow import PARAMS
from xiangyue.limit import Limit
from xiangyue.profile import content_hash
from xiangyue.study.report import ScenarioResult
from xiangyue.study.scenario import Scenario
from xiangyue.study.seen import ALL, TABLES, Seen

_MOST_RULES, _MOST_PLAYS = 8, 4


@dataclass(frozen=True, slots=True)
class Remembered:
    """One play: what it read, as it was then, what became of it, and what it has shown."""

    scenario: Scenario
    read: Mapping[str, bytes]
    result: ScenarioResult
    seen: Seen


class Memory:
    """What became of scenarios under rules that differ in params and rows alone."""

    def __init__(self) -> None:
        """Begin having seen nothing."""
        self._plays: dict[str, tuple[Remembered, ...]] = {}

    def find(self, scenario: Scenario, values: Mapping[str, bytes]) -> Remembered | None:
        """Return a play of this very scenario that read nothing that is otherwise now."""
        for one in self._plays.get(scenario.name, ()):
            if one.scenario == scenario and one.read.items() <= values.items():
                return one
        return None

    def keep(self, play: Remembered) -> None:
        """Remember a play, and forget the oldest of many."""
        before = self._plays.get(play.scenario.name, ())
        self._plays[play.scenario.name] = (play, *before)[:_MOST_PLAYS]


def values_of(document: Mapping[str, Any]) -> dict[str, bytes]:
    """Return what params and tables of a document say, by their addresses, and all of it."""
    params, tables = document.get("params", {}), document.get("tables", {})
    found = {f"{PARAMS}{name}": said["default"] for name, said in params.items()}
    found |= {f"{TABLES}{name}": said["rows"] for name, said in tables.items()}
    return {name: orjson.dumps(said) for name, said in {**found, ALL: found}.items()}


def always_read(document: Mapping[str, Any]) -> frozenset[str]:
    """Return the params that a limit takes: whichever task it is, limits review it."""
    parts = (document.get("limits", {}), document.get("modes", {}))
    return frozenset(said for part in parts for said in _texts(part) if said.startswith(PARAMS))


def memory_of(document: Mapping[str, Any], limits: Mapping[str, Limit]) -> Memory:
    """Return what is remembered under these rules, but for what params and rows say.

    Where a limit has a state of its own, nothing is: it may answer otherwise the next time.
    """
    if any(getattr(limit, "__dict__", None) for limit in limits.values()):
        return Memory()
    params = {name: {**said, "default": None} for name, said in document.get("params", {}).items()}
    tables = {name: {**said, "rows": []} for name, said in document.get("tables", {}).items()}
    rules = content_hash({**document, "params": params, "tables": tables})
    key = (rules, tuple((name, type(limit)) for name, limit in limits.items()))
    with _lock:
        memory = _memories.pop(key, None) or Memory()
        _memories[key] = memory
        while len(_memories) > _MOST_RULES:
            _memories.popitem(last=False)
    return memory


_memories: OrderedDict[Any, Memory] = OrderedDict()
_lock = Lock()


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, (Mapping, list, tuple)):
        for item in data.values() if isinstance(data, Mapping) else data:
            yield from _texts(item)
