"""What happened in each community, read from the engine's faces when all is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xiangyue import Engine, Task

_PAGE: Final = 1000
_OUTCOMES: Final = ("done", "refused", "deferred")
_CALLS: Final = frozenset({"callout", "rescue"})


def facts_of(engine: Engine, community: str) -> dict[str, Any]:
    """Return a community's facts: counts of what stands and was decided, never of a person."""
    tasks, decisions, refusals = list(_tasks(engine, community)), Counter[str](), Counter[str]()
    accounts: set[tuple[str, str]] = set()
    for kind, data in _events(engine, community):
        decisions[kind if kind in _OUTCOMES else "done"] += 1
        if kind == "refused":
            limits = {one["limit"] for one in data.get("reasons", ()) if "limit" in one}
            refusals.update(limits or {"rules"})
        accounts |= {(one["member"], one["account"]) for one in data.get("points", ())}
    points = sum(engine.balance(community, *one) for one in accounts) / 100
    calls = [engine.call_out_yield(task).as_dict() for task in tasks if task.flow in _CALLS]
    return {
        "profile": engine.profile(community).id,
        "tasks": len(tasks),
        "decisions": {name: decisions[name] for name in _OUTCOMES},
        "refusals": dict(sorted(refusals.items())),
        "points": points,
        "call_outs": calls,
        "asked": sum(one["asked"] for one in calls),
        "accepted": sum(one["accepted"] for one in calls),
        "matches": sum(task.flow == "match" for task in tasks),
        "first_minutes": _soonest(calls, "first"),
        "most_minutes": _soonest(calls, "most"),
    }


def _tasks(engine: Engine, community: str) -> Iterator[Task]:
    after: str | None = None
    while True:
        page = engine.tasks(community, limit=_PAGE, after=after)
        yield from page.tasks
        after = page.next
        if after is None:
            return


def _events(engine: Engine, community: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what became of each command, and what the feed says of it."""
    after = 0
    while True:
        feed = engine.feed(community, after, _PAGE, types=["task"])
        for event in feed.events:
            yield event["type"].rpartition(".")[2], event["data"]
        if feed.next == after:
            return
        after = feed.next


def _soonest(calls: list[dict[str, Any]], name: str) -> float | None:
    found = [one[name] for one in calls if one[name] is not None]
    return min(found, default=None)
