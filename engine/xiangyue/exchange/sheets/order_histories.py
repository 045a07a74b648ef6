"""Orders that came in by a sheet, with what was done on them: read a few hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from xiangyue.canonical import load, unchained
from xiangyue.journal import follows
from xiangyue.storage import Reader, task_columns, to_task
from xiangyue.values import Task

AT_ONCE: Final = 400
_PAGE: Final = 1000
_KEYED = (
    "SELECT key, body FROM journal WHERE community = ? AND key > ?"
    """ AND body LIKE '%"source":"sheet"%' ORDER BY key LIMIT ?"""
)
_TASKS = f"SELECT {', '.join(task_columns())} FROM task WHERE community = ? AND id IN "
_BODIES = "SELECT seq, body FROM journal WHERE community = ? AND seq IN "


class Order(NamedTuple):
    """An order as it was received: at a moment (microseconds), by an entry, as which task."""

    at: int
    seq: int
    number: str
    category: str
    task: str


class Step(NamedTuple):
    """What was done on a task: an action, from which state to which, and really when."""

    action: str
    before: str | None
    after: str
    at: int
    body: Mapping[str, Any]

    def said(self, field: str | None) -> Any:
        """Return what was given or computed in the open as a field."""
        parts = (self.body.get(name, {}) for name in ("computed", "given"))
        return next((unchained(part[field]) for part in parts if field in part), None)


def received(reader: Reader, community: str, category: str | None) -> list[Order]:
    """Return the orders of a category, or of all, as they were received."""
    return sorted(_received(reader, community, category))


def _received(reader: Reader, community: str, category: str | None) -> Iterator[Order]:
    number = ""
    while rows := reader.all(_KEYED, community, number, _PAGE):
        for number, text in rows:
            body = load(text)
            if _is_order(body) and category in (None, body["category"]):
                at = body.get("occurred", body["at"])
                yield Order(at, body["seq"], number, body["category"], body["task"])


def _is_order(body: Mapping[str, Any]) -> bool:
    """Tell whether an entry took an order in, if only for later: it is decided again then."""
    return (
        body["kind"] == "command"
        and "before" not in body
        and "again" not in body
        and "category" in body
        and body.get("source") == "sheet"
        and body["outcome"] != "refused"
    )


def with_histories(
    reader: Reader, community: str, orders: Sequence[Order], first: int | None
) -> Iterator[tuple[Order, Task, list[Step]]]:
    """Yield orders with their tasks and what was done on them, without what is kept apart.

    Left out is what has become no task, or one that was opened before ``first``.
    """
    for start in range(0, len(orders), AT_ONCE):
        some = orders[start : start + AT_ONCE]
        names = [order.task for order in some]
        found = map(to_task, reader.all(f"{_TASKS}({_marks(names)})", community, *names))
        tasks = {t.id: t for t in found if first is None or t.opened_at >= first}
        told = _histories(reader, community, [*tasks.values()])
        for order in some:
            if order.task in tasks:
                yield order, tasks[order.task], told[order.task]


def _histories(reader: Reader, community: str, tasks: Sequence[Task]) -> Mapping[str, list[Step]]:
    """Return what was done on each task, the first thing first: all are followed back at once."""
    told: dict[str, list[Step]] = {task.id: [] for task in tasks}
    last = {task.id: task.last for task in tasks}
    while last:
        bodies = _bodies(reader, community, [*dict.fromkeys(last.values())])
        for task, seq in last.items():
            if bodies[seq]["kind"] == "command" and bodies[seq]["outcome"] == "done":
                told[task].append(_step(bodies[seq]))
        before = {task: follows(bodies[seq], task) for task, seq in last.items()}
        last = {task: seq for task, seq in before.items() if seq is not None}
    return {task: list(reversed(found)) for task, found in told.items()}


def _bodies(reader: Reader, community: str, seqs: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    rows = reader.all(f"{_BODIES}({_marks(seqs)})", community, *seqs)
    return {seq: load(text) for seq, text in rows}


def _step(body: Mapping[str, Any]) -> Step:
    at = body.get("occurred", body["at"])
    return Step(body["action"], body.get("before"), body["after"], at, body)


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
