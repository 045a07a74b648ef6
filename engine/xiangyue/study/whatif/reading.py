"""What of decisions and entries is compared, and about whom they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xiangyue.canonical import chainable, dump, unchained
from xiangyue.values import Decision, Planned, Posting, Task

Body = Mapping[str, Any]
Dues = tuple[int | None, int | None]
"""The deadline of a task, and of its state."""


def said_of(decision: Decision) -> tuple[Any, ...]:
    """Return what became of a command, and why, in whatever order that was found."""
    reasons = sorted((one.code, dump(chainable(one.values))) for one in decision.reasons)
    return decision.outcome, decision.after, decision.until, reasons


def dues_of(task: Task | None) -> Dues:
    """Return the deadlines of a task and of its state."""
    return (task.due, task.state_due) if task is not None else (None, None)


def dues_in(body: Body) -> Dues:
    """Return the deadlines that an entry leaves."""
    left = body["left"]
    return unchained(left.get("due")), unchained(left.get("state_due"))


def asked_by(interventions: Iterable[Planned]) -> dict[int, frozenset[str]]:
    """Return whom call-outs ask, by rung."""
    found: dict[int, frozenset[str]] = {}
    for one in interventions:
        if one.kind == "ask":
            rung = one.detail["rung"]
            found[rung] = found.get(rung, frozenset()).union(one.detail["to"])
    return found


def postings_in(body: Body) -> tuple[Posting, ...]:
    """Return the points that an entry brings."""
    return tuple(Posting(*post) for post in body.get("points", ()))


def sums_of(postings: Iterable[Posting]) -> Counter[tuple[str, str]]:
    """Return what these bring each member on each account."""
    sums: Counter[tuple[str, str]] = Counter()
    for one in postings:
        sums[one.member, one.account] += one.amount
    return sums


def named_in(body: Body, task: Task | None) -> Iterator[str]:
    """Yield whoever a command may be about."""
    yield body["actor"]
    yield body.get("for", "")
    if task is not None:
        yield task.opener
        yield task.assignee or ""
        yield from (value for value in task.data.values() if isinstance(value, str))
    for name in ("given", "computed"):
        for value in body.get(name, {}).values():
            if isinstance(value, str):
                yield value
    yield from (to for _, to, *_ in body.get("does", ()) if to is not None)
    for _, to, _, _, *more in body.get("does", ()):
        if to is None and more and isinstance(more[0], dict) and "to" in more[0]:
            yield from more[0]["to"] if isinstance(more[0]["to"], list) else ()
    yield from (post[0] for post in body.get("points", ()))
    yield from (ruling[5] for ruling in body.get("rulings", ()) if ruling[5])


def computed_by(decision: Decision) -> dict[str, Any]:
    """Return the values that rules gave, and nobody else."""
    given = decision.command.data
    return {name: value for name, value in decision.values.items() if name not in given}
