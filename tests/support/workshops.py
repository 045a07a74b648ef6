"""Releases of the workshop's profile that differ in what they say of clocks, and its days."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from xiangyue import Engine, Profile, Task, XiangyueError, load
from xiangyue.time.clock import to_micros
from xiangyue.values import replace
from xiangyue.work.registering import put_mode

TEXT = Path(__file__).parents[1] / "flow" / "profiles" / "workshop" / "profile.yaml"
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
PEOPLE = {"li": "clerk", "bo": "smith", "cai": "smith"}
RENAMED = (
    ("taken: {title", "agreed: {title"),
    ("to: taken", "to: agreed"),
    ("from: taken", "from: agreed"),
    ("[told, taken]", "[told, agreed]"),
)

Clocks = tuple[str, str, str, str, bool]
"""What a release says: the flow's deadline, those of two states, a reminder, and other names."""

clocks = st.tuples(
    st.sampled_from(("after: 10wd", "after: 20d", "after: 14wd", "after: 8wd, from: taken")),
    st.sampled_from(("after: 2wd", "after: 40h", "after: 3d")),
    st.sampled_from(("due: 4wd", "due: 6wd", "")),
    st.sampled_from(("remind: [1wd]", "remind: [2h, 1wd]", "")),
    st.booleans(),
)

Deed = tuple[str, int, int]
"""What is done, to which task, so many hours later."""

WHAT = ("open", "open", "take", "take", "wait", "go_on", "more_time", "finish", "flood", "tick")
deeds = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, 2), st.integers(0, 30)), max_size=12
).map(lambda some: [("open", 0, 0), *some])


@cache
def release(said: Clocks) -> Profile:
    """Return the profile that says so."""
    flow, told, taken, remind, renamed = said
    text = TEXT.read_text(encoding="utf-8")
    changes: list[tuple[str, str]] = [
        ("after: 10wd", flow),
        ("after: 2wd, remind: [1wd]", ", ".join(filter(None, (told, remind)))),
        (", due: 4wd", f", {taken}" if taken else ""),
    ]
    for old, new in (*changes, *(RENAMED if renamed else ())):
        assert old in text, old
        text = text.replace(old, new)
    if renamed:
        text = text.replace("from: taken", "from: agreed")
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "workshop"
        folder.mkdir()
        (folder / "profile.yaml").write_text(text, encoding="utf-8")
        profile = load(folder).profile
    assert profile is not None
    return profile


def names(old: Clocks, new: Clocks) -> dict[str, dict[str, str]]:
    """Return what states are called otherwise."""
    if old[-1] == new[-1]:
        return {}
    return {"mend": {"agreed": "taken"} if old[-1] else {"taken": "agreed"}}


def settle(engine: Engine, said: Clocks) -> None:
    """Let a workshop begin."""
    engine.install(release(said), "wu", now=MONDAY)
    for name, role in PEOPLE.items():
        engine.register(name, roles={role: "wu"}, now=MONDAY)


def work(engine: Engine, days: Sequence[Deed], now: datetime) -> datetime:
    """Do one thing after the other, as far as it can be done; returns when that was over."""
    for what, n, hours in days:
        now += timedelta(hours=hours)
        with suppress(XiangyueError):
            if what == "open":
                engine.open("mend", community="wu", by="li", part="axle", id=f"m{n}", now=now)
            elif what == "flood":
                with engine._store.begin() as tx:
                    end = to_micros(now + timedelta(hours=20))
                    put_mode(tx, "wu", "flood", to_micros(now), end)
            elif what == "tick":
                engine.tick(now)
            else:
                by, who = ("bo" if what == "finish" else "li"), {"who": "bo"}
                data = who if what == "take" else {}
                engine.act(f"wu/m{n}", what, by=by, data=data, note="so", now=now)
    return now


def rows(engine: Engine) -> dict[str, Task]:
    """Return all tasks, without the entries that were last about them."""
    tasks: Any = engine.tasks("wu", limit=1000).tasks
    return {task.id: replace(task, last=0) for task in tasks}


def let_ring(engine: Engine, now: datetime) -> None:
    """Let everything happen that is due, and what that lets fall due; so does a mode that is over.

    That is noticed by whoever does something.
    """
    engine.open("ask", community="wu", by="li", id="q", now=now)
    for _ in range(4):
        engine.tick(now)
