"""What the rows of every table must be, as far as one chain has been followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from xiangyue.audit import folded
from xiangyue.audit.folded import Body, Folded
from xiangyue.audit.report import Findings, show
from xiangyue.audit.rows import COLUMNS, WIDTHS, Key, Row
from xiangyue.present import Present

OF_REGISTRY = (
    "unit",
    "unit_place",
    "member",
    "holding",
    "absence",
    "release",
    "consent",
    "contact",
    "subscription",
)
"""The tables that the registry's chain leads to."""


class Fold:
    """The rows that a chain leads to.

    ``settings``, ``present`` and ``failing`` are in force at its end; ``accounts`` holds how each
    account of points stands (its balance, and whether it is frozen); ``absent`` holds the hashes
    of payloads that have no row and whose destruction was not met yet; ``moved`` holds the touches
    that stand elsewhere than their entry put them: as they must be so far, and as they are;
    ``asked`` are the keys of the rows of ``ask`` by task; ``doubted`` are the tasks, and ``unsure``
    the entries, of which nothing certain is known.
    """

    __slots__ = (
        "absent",
        "accounts",
        "asked",
        "community",
        "doubted",
        "failing",
        "findings",
        "moved",
        "present",
        "rows",
        "settings",
        "tasks",
        "unsure",
    )

    def __init__(self, community: str, findings: Findings) -> None:
        """Begin before the first entry."""
        self.community = community
        self.settings = 0
        self.present: Present | None = Present()
        self.failing: dict[str, int] = {}
        self.accounts: dict[tuple[Any, Any], tuple[int, int]] = {}
        self.absent: dict[int, str] = {}
        self.moved: dict[tuple[int, int, Any], tuple[Row | None, Row | None]] = {}
        self.asked: dict[Any, dict[Key, None]] = {}
        self.doubted: set[str] = set()
        self.unsure: set[int] = set()
        self.tasks: dict[Key, bytes] = {}
        self.rows: dict[str, dict[Key, bytes]] = {
            name: {}
            for name in (*OF_REGISTRY, "settings", "datum", "waiting", "share", "hold", "ask")
        }
        self.findings = findings

    def expect(self, body: Body, name: str, found: Any, due: Any) -> bool:
        """Tell whether an entry goes on from where those before it end; note it if not."""
        if found == due:
            return True
        values = {"name": name, "found": show(found), "expected": show(due)}
        key = (self.community, body["seq"])
        self.findings.add("verify-sequel", "journal", self.community, key, **values)
        return False

    def doubt(self, task: str) -> None:
        """Say nothing more about a task: one of its entries cannot be trusted."""
        self.doubted.add(task)
        self.tasks.pop((self.community, task), None)
        for key in self.asked.pop(task, ()):
            del self.rows["ask"][key]

    def timers(self) -> dict[Key, int]:
        """Return the timers that must stand, by key, each with when it is due."""
        return {
            (*key, name): due
            for key, packed in self.tasks.items()
            for name, due in folded.unpack(packed).timers.items()
        }

    def holds(self) -> dict[Key, bytes]:
        """Return what tasks must hold, but those of which nothing certain is known."""
        return {key: row for key, row in self.rows["hold"].items() if key[1] not in self.doubted}

    def put(self, table: str, values: Mapping[str, Any]) -> None:
        """Note the row that a table must hold."""
        row = [values.get(name) for name in COLUMNS[table]]
        self.rows[table][tuple(row[: WIDTHS[table]])] = orjson.dumps(row)

    def get(self, key: Key) -> Folded | None:
        """Return a task as it stands so far."""
        packed = self.tasks.get(key)
        return None if packed is None else folded.unpack(packed)


def row_of(_: Key, packed: bytes) -> Row:
    """Return a row that ``Fold.put`` noted."""
    return tuple(orjson.loads(packed))


def task_row(key: Key, packed: bytes) -> Row:
    """Return the row that a task must have."""
    return folded.unpack(packed).row(key)
