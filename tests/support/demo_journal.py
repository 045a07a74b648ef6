"""What the journal of the demo says of a community, counted anew and by other means."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Entry = dict[str, Any]
MINUTE = 60_000_000


def entries(file: Path, community: str) -> list[Entry]:
    """Return the entries of a community's journal as they lie in the file."""
    sql = "SELECT body FROM journal WHERE community = ? ORDER BY seq"
    with closing(sqlite3.connect(file)) as store:
        return [json.loads(body) for (body,) in store.execute(sql, [community])]


def recounted(file: Path, community: str) -> dict[str, Any]:
    """Return the facts of a community: what the demo's own document must say of it."""
    commands = [one for one in entries(file, community) if one["kind"] == "command"]
    opened = [one for one in commands if one["outcome"] == "done" and "before" not in one]
    outcomes = Counter(one["outcome"] for one in commands)
    calls = [call_out(commands, one["task"]) for one in opened if one["flow"] == "callout"]
    return {
        "tasks": len(opened),
        "decisions": {name: outcomes[name] for name in ("done", "refused", "deferred")},
        "refusals": refusals(commands),
        "points": sum(row[2] for one in commands for row in one.get("points", ())) / 100,
        "asked": sum(call["asked"] for call in calls),
        "accepted": sum(call["accepted"] for call in calls),
        "matches": sum(one["flow"] == "match" for one in opened),
        "first_minutes": min((c["first"] for c in calls if c["first"] is not None), default=None),
        "most_minutes": min((c["most"] for c in calls if c["most"] is not None), default=None),
    }


def moments(file: Path, community: str, action: str) -> list[datetime]:
    """Return when an action was taken, or a timer fired, in local time."""
    at = [
        one["at"]
        for one in entries(file, community)
        if one.get("action") == action and one.get("outcome") == "done"
    ]
    return [datetime.fromtimestamp(one / 1e6, ZoneInfo("Asia/Shanghai")) for one in at]


def called(file: Path, community: str) -> dict[str, Any]:
    """Return whom the one call-out of a community asked, and who accepted."""
    commands = [one for one in entries(file, community) if one["kind"] == "command"]
    (task,) = {one["task"] for one in commands if one["flow"] == "callout" and one.get("task")}
    return call_out(commands, task)


def refusals(commands: list[Entry]) -> dict[str, int]:
    """Return how many commands each limit refused, and how many no limit did."""
    counts = Counter[str]()
    for one in commands:
        if one["outcome"] == "refused":
            said = {reason["values"].get("limit") for reason in one["reasons"]} - {None}
            counts.update(said or {"rules"})
    return dict(counts)


def call_out(commands: list[Entry], task: str) -> dict[str, Any]:
    """Return whom a call-out asked and what they said, from its own entries."""
    asked: dict[str, int] = {}
    rungs: dict[str, str] = {}
    answers: dict[str, str] = {}
    said: dict[str, list[int]] = defaultdict(list)
    for one in commands:
        if one.get("task") != task or one["outcome"] != "done":
            continue
        for kind, _, _, _, *rest in one.get("does", ()):
            if kind == "ask":
                for member in rest[0]["to"]:
                    asked.setdefault(member, one["at"])
                    rungs.setdefault(member, rest[0]["rung"])
        if one["action"] in ("accept", "decline"):
            answers[one["actor"]] = one["action"]
            said[one["actor"]].append(one["at"])
    begin, moments = min(asked.values()), sorted(min(at) for at in said.values())
    most = ceil(len(asked) * 0.9)
    return {
        "asked": len(asked),
        "accepted": sum(answer == "accept" for answer in answers.values()),
        "rungs": [
            (
                sum(rung == at for rung in rungs.values()),
                sum(rungs[who] == at for who, said in answers.items() if said == "accept"),
            )
            for at in sorted(set(rungs.values()))
        ],
        "first": (moments[0] - begin) / MINUTE if moments else None,
        "most": (moments[most - 1] - begin) / MINUTE if most <= len(moments) else None,
    }
