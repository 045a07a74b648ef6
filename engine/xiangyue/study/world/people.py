"""Units and members as the registry's chain has told of them up to a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xiangyue.canonical import dump, unchained
from xiangyue.study.world.recalled import Recalled
from xiangyue.study.world.world import World
from xiangyue.values.places import place_row

Body = Mapping[str, Any]


class Registrar:
    """Leads a world through the registry's entries, in their order.

    ``entries`` are their bodies, the oldest first.
    """

    def __init__(self, world: Recalled, entries: Iterator[Body]) -> None:
        """Begin before the first entry."""
        self._world = world
        self._entries = entries
        self._next: Body | None = next(entries, None)

    def reach(self, entry: Body) -> None:
        """Let all be known that was when an entry was made.

        Entries say how far the registry had come. Older ones do not: then it is what was entered
        up to that moment, and further on until whoever acted is known, since clocks may differ.
        """
        end = entry.get("registry")
        if end is not None:
            while self._next is not None and self._next["seq"] <= end:
                self._step()
            return
        while self._next is not None and self._next["at"] <= entry["at"]:
            self._step()
        if entry.get("standing"):
            member = entry.get("for", entry["actor"])
            while self._next is not None and self._world.member(member) is None:
                self._step()

    def _step(self) -> None:
        body = self._next
        if body is not None:
            follow = _FOLLOWING.get(body["kind"])
            if follow is not None:
                follow(self._world, body)
                self._world.registry.forget()
        self._next = next(self._entries, None)


def _unit(world: World, body: Body) -> None:
    about = body["about"]
    world.write("unit", {"parent": None, **about, "title": dump(about["title"]).decode()})


def _place(world: World, body: Body) -> None:
    about = body["about"]
    world.change("DELETE FROM unit_place WHERE unit = ?", about["unit"])
    if about["codes"] or about["outline"]:
        world.write("unit_place", place_row(about))


def _member(world: World, body: Body) -> None:
    named = body["seq"] if "private" in body else None
    world.write("member", {"literacy": None, "language": None, **body["about"], "named": named})


def _literacy(world: World, body: Body) -> None:
    about = body["about"]
    world.change("UPDATE member SET literacy = ? WHERE id = ?", about["literacy"], about["member"])


def _role(world: World, body: Body) -> None:
    world.write("holding", {"until": None, "deputy": None, **unchained(body["about"])})


def _role_end(world: World, body: Body) -> None:
    about = unchained(body["about"])
    key = about["member"], about["role"], about["unit"], about["since"]
    which = "member = ? AND role = ? AND unit = ? AND since = ?"
    world.change(f"UPDATE holding SET until = ? WHERE {which}", about["until"], *key)


def _absence(world: World, body: Body) -> None:
    about = unchained(body["about"])
    key = about["member"], about["since"]
    world.change("DELETE FROM absence WHERE member = ? AND since = ?", *key)
    world.write("absence", about)


def _consent(world: World, body: Body) -> None:
    about = body["about"]
    key = about["member"], about["purpose"]
    world.change("DELETE FROM consent WHERE member = ? AND purpose = ?", *key)
    if about["given"]:
        row = {"member": about["member"], "purpose": about["purpose"], "since": body["at"]}
        world.write("consent", row)


_FOLLOWING: Mapping[str, Callable[[World, Body], None]] = {
    "unit": _unit,
    "place": _place,
    "member": _member,
    "literacy": _literacy,
    "role": _role,
    "role-end": _role_end,
    "absence": _absence,
    "consent": _consent,
}
