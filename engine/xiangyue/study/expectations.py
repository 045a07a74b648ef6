"""What must come out of a scenario: its ``then``, with every name looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xiangyue.profile.check import Steps
from xiangyue.scoring import hundredths
from xiangyue.study.names import Names
from xiangyue.study.scenario import Expectation, Fact, Right, Tried
from xiangyue.time.clock import to_micros
from xiangyue.values import OPEN

POINTS: Final = "points"
"""The account that is meant where none is named."""

_OF_TASKS: Final = ("state", "assignee", "late", "due", "state_due", "deferred")
_OF_ACCOUNTS: Final = ("points", "frozen")


def read_expectations(names: Names) -> Iterator[Expectation]:
    """Yield what must come out; its tasks have been opened by the events that were read before."""
    for n, data in enumerate(names.data.get("then", ())):
        at: Steps = ("then", n)
        place = names.place(*at)
        because = names.because(data, at)
        for key, value in data.items():
            if key in ("done", "refused"):
                yield _tried(names, Tried(place, value, data.get("on"), key, because), at)
            elif key in ("allowed", "not_allowed"):
                names.action(value, data["on"], (*at, key), (*at, "on"))
                command = names.command(value, data["on"], data, at)
                yield Right(place, command, key == "allowed", because)
            elif key == "notes" and not isinstance(value, dict):
                yield Fact(place, key, "", "", names.notes(value, (*at, key)))
            elif key not in ("on", "by", "with", "because"):
                yield from _facts(names, key, value, (*at, key))


def _tried(names: Names, tried: Tried, at: Steps) -> Tried:
    if tried.task is not None:
        names.action(tried.action, tried.task, (*at, tried.outcome), (*at, "on"), opening=True)
    else:
        actions = [a for flow in names.profile.flows.values() for a in flow.actions]
        names.known("action", tried.action, (OPEN, *actions), *at, tried.outcome)
    return tried


def _facts(names: Names, kind: str, data: Mapping[str, Any], at: Steps) -> Iterator[Fact]:
    for about, said in data.items():
        path: Steps = (*at, about)
        place = names.place(*path)
        if kind in _OF_TASKS:
            names.known("task", about, names.flows, *path)
            yield Fact(place, kind, about, "", _of_task(names, kind, about, said, path))
        elif kind == "notes":
            names.known("task", about, names.flows, *path)
            yield Fact(place, kind, about, "", names.notes(said, path))
        elif kind == "fields":
            names.known("task", about, names.flows, *path)
            for field, value in said.items():
                names.known("field", field, names.profile.fields, *path, field)
                yield Fact(names.place(*path, field), kind, about, field, value)
        elif kind == "shares":
            names.known("task", about, names.flows, *path)
            for community, state in said.items():
                names.known("unit", community, names.communities, *path, community)
                yield Fact(names.place(*path, community), kind, about, community, state)
        elif kind == "asked":
            names.known("task", about, names.flows, *path)
            for n, member in enumerate(said):
                names.known("member", member, names.members, *path, n)
            yield Fact(place, kind, about, "", sorted(said))
        elif kind == "call_out":
            names.known("task", about, names.flows, *path)
            for part, value in said.items():
                yield Fact(names.place(*path, part), kind, about, part, value)
        elif kind in _OF_ACCOUNTS:
            yield from _of_accounts(names, kind, about, said, path)
        else:
            names.known("member", about, {*names.members, *names.profile.roles}, *path)
            whom = about if about in names.members else f"role:{about}"
            yield Fact(place, kind, whom, "", _to(names, kind, said, path))


def _of_task(names: Names, kind: str, task: str, said: Any, path: Steps) -> Any:
    if kind in ("due", "state_due", "deferred") and said is not None:
        return to_micros(names.instant(said, *path))
    if kind == "state" and task in names.flows:
        names.known("state", said, names.flows[task].states, *path)
    if kind == "assignee" and said is not None:
        names.known("member", said, names.members, *path)
    return said


def _of_accounts(names: Names, kind: str, member: str, said: Any, path: Steps) -> Iterator[Fact]:
    names.known("member", member, names.members, *path)
    by_account = said if isinstance(said, dict) else {POINTS: said}
    for account, value in by_account.items():
        there = (*path, account) if isinstance(said, dict) else path
        if there != path:
            names.known("account", account, {POINTS, *names.profile.accounts}, *there)
        expected = hundredths(value) if kind == "points" else value
        yield Fact(names.place(*there), kind, member, account, expected)


def _to(names: Names, kind: str, said: Any, path: Steps) -> Any:
    """Return how many messages there are to somebody, or when each of them leaves."""
    if kind == "sent_at":
        return sorted(to_micros(names.instant(text, *path, n)) for n, text in enumerate(said))
    return said
