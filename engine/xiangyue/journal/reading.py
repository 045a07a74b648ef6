"""From a journal entry back to the decision that it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xiangyue.canonical import unchained
from xiangyue.errands import DESTROY, ERRANDS, REPORT, Errand, Said, errands_of
from xiangyue.values import (
    NOTE,
    TITLE,
    Command,
    Decision,
    Hold,
    Planned,
    Posting,
    Reason,
    Ruling,
    Standing,
)

MIGRATED = "migrated"
"""The kind of an entry by which open tasks go on under another release, or go back."""

OF_MANY = ("recomputed", "given-back", MIGRATED)
"""Kinds of entries that are about many tasks, and move their deadlines."""


def to_decision(body: Mapping[str, Any], payload: Mapping[str, Any] | None) -> Decision:
    """Read a decision back; personal values are there only while their payload exists."""
    apart = payload or {}
    given = {**body.get("given", {}), **apart.get("given", {})}
    computed = {**body.get("computed", {}), **apart.get("computed", {})}
    standing = body.get("standing")
    opening = body.get("before") is None
    command = Command(
        community=body["community"],
        action=body["action"],
        actor=body["actor"],
        task=body["task"] if not opening or body.get("named") else None,
        flow=body["flow"] if opening else None,
        data=unchained(given),
        note=apart.get(NOTE),
        title=apart.get(TITLE),
        unit=body.get("unit"),
        on_behalf_of=body.get("for"),
        occurred_at=body.get("occurred"),
        source=body.get("source", "digital"),
        key=body.get("key"),
        version=body.get("version"),
        again=body.get("again"),
        origin=body.get("origin"),
        category=body.get("category"),
    )
    return Decision(
        outcome=body["outcome"],
        command=command,
        task=body["task"],
        seq=body["seq"],
        now=body["at"],
        release=body["release"],
        settings=body["settings"],
        mode=body["mode"],
        before=body.get("before"),
        after=body.get("after"),
        flow=body["flow"],
        reasons=_to_reasons(body.get("reasons", ())),
        standing=Standing(*standing) if standing else None,
        values=unchained({**given, **computed}),
        saw=unchained(body.get("saw", {})),
        saw_private=tuple(body.get("saw_private", ())),
        interventions=tuple(Planned(*unchained(p)) for p in body.get("does", ())),
        points=tuple(Posting(*p) for p in body.get("points", ())),
        rulings=tuple(Ruling(*unchained(r)) for r in body.get("rulings", ())),
        notes=_to_reasons(body.get("notes", ())),
        until=body.get("until"),
        keep=body.get("keep"),
        failing=body.get("failing", {}),
        reported=tuple((s, f, g) for s, f, g in body.get("reported", ())),
        holds=Hold(*body["holds"]) if "holds" in body else None,
    )


def errands_in(body: Mapping[str, Any]) -> Iterator[Errand]:
    """Yield the errands that an entry of a community sends off."""
    return errands_of(body["community"], said_in(body))


def said_in(body: Mapping[str, Any]) -> list[Said]:
    """Return what an entry of a community has to say to others, or to itself."""
    said: list[Said] = []
    if body["kind"] == "command":
        for kind, _, _, _, *more in body.get("does", ()):
            if kind in ERRANDS:
                said.append((body["task"], kind, unchained(more[0])))
    elif body["kind"] in OF_MANY:
        for task, detail in body["about"].get("reports", ()):
            said.append((task, REPORT, unchained(detail)))
    elif body["kind"] == "destroy":
        about = body["about"]
        why = {"by": about["by"], "why": about["why"]}
        said += [(task, DESTROY, {"to": to, **why}) for task, to in about.get("reaches", ())]
    return said


def follows(body: Mapping[str, Any], task: str) -> int | None:
    """Return the entry before this one on a task; one that is no command may be about many."""
    if body["kind"] == "command":
        return body.get("follows")
    row = row_of(body, task)
    seq: int | None = row[-1] if row else body["about"].get("follows")
    return seq


def row_of(body: Mapping[str, Any], task: str) -> list[Any] | None:
    """Return what an entry that is about many tasks says of one, if it does.

    That is its id, both deadlines, its alarms, and, last of all, the entry before this one.
    """
    rows = body["about"].get("tasks", ())
    return next((row for row in rows if row[0] == task), None)


def migrated_row(about: Mapping[str, Any], row: Sequence[Any]) -> dict[str, Any]:
    """Return what an entry says of how a task goes on under the release ``to``.

    ``now`` is its state there, and its clocks, ``was`` what has changed, as it was before;
    ``exact`` is whether it goes back to just that.
    """
    return {
        "to": about["to"],
        "states": about.get("states", {}),
        "now": row[4],
        "was": row[5],
        "exact": "since" in about,
    }


def _to_reasons(said: Any) -> tuple[Reason, ...]:
    return tuple(Reason(r["code"], unchained(r["values"])) for r in said)
