"""Whatever happens in a community, its store verifies, and says the same twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xiangyue import Command, Decision, Engine
from xiangyue.errors import XiangyueError
from xiangyue.values import Source

START = datetime(2026, 9, 28, 1, tzinfo=UTC)
ACTIONS = ("rate", "call_back", "wait", "resume", "finish", "lapse")
SOURCES: st.SearchStrategy[Source] = st.sampled_from(("digital", "paper"))


@st.composite
def commands(draw: st.DrawFn) -> Command:
    """Draw a command on one of two tasks, good or bad, perhaps with a key used before."""
    action = draw(st.sampled_from(("open", *ACTIONS)))
    values: dict[str, st.SearchStrategy[Any]] = {
        "size": st.floats(-1, 1500, allow_nan=False) | st.integers(0, 2**60),
        "phone": st.text(max_size=50) | st.none(),
        "who": st.sampled_from(("li", "wang", "nobody")),
        "value": st.floats(0, 40),
    }
    return Command(
        community="c",
        action=action,
        actor=draw(st.sampled_from(("li", "wang", "zhao", "nobody"))),
        task=draw(st.sampled_from(("a", "b"))),
        flow="ditch" if action == "open" else None,
        data=draw(st.fixed_dictionaries({}, optional=values)),
        note=draw(st.none() | st.text(max_size=9)),
        title=draw(st.none() | st.text(max_size=9)),
        key=draw(st.none() | st.sampled_from([f"k{n}" for n in range(9)])),
        source=draw(SOURCES),
        occurred_at=draw(st.none() | st.integers(-3, 3).map(_around)),
    )


def _around(days: int) -> int:
    return int((START + timedelta(days=days)).timestamp()) * 1_000_000


STEPS = st.lists(
    st.tuples(st.just("do"), commands())
    | st.tuples(st.just("many"), st.lists(commands(), max_size=5))
    | st.tuples(st.just("wait"), st.integers(1, 200))
    | st.tuples(st.just("destroy"), st.sampled_from(("a", "b"))),
    max_size=25,
)


@given(steps=STEPS)
def test_any_history_verifies(ditch: Path, steps: list[tuple[str, Any]]) -> None:
    """Commands, groups of them, deadlines and destructions, in any order."""
    now = START
    promised: dict[str, tuple[Command, int]] = {}
    with Engine() as engine:
        engine.install(ditch, community="c", now=START)
        for member, role in (("li", "secretary"), ("wang", "cadre"), ("zhao", "cadre")):
            engine.register(member, roles={role: "c"}, deputy="li", now=START)
        engine.open("scheme", community="c", by="li", id="scheme", now=START)
        engine.act("c/scheme", "adopt", by="li", now=START)
        for kind, what in steps:
            try:
                if kind == "do":
                    _keep(promised, what, engine.do(what, now=now))
                elif kind == "many":
                    for command, result in zip(what, engine.act_many(what, now=now), strict=True):
                        _keep(promised, command, result)
                elif kind == "wait":
                    now += timedelta(hours=what)
                    engine.tick(now)
                else:
                    engine.destroy(f"c/{what}", by="li", why="asked for", now=now)
            except XiangyueError:
                continue
        report = engine.verify(heads=engine.heads())
        assert report, "\n".join(map(str, report.problems))


def _keep(promised: dict[str, tuple[Command, int]], command: Command, result: object) -> None:
    """See that a key gives the decision on its first command, and never one on another."""
    if command.key is not None and isinstance(result, Decision):
        assert promised.setdefault(command.key, (command, result.seq)) == (command, result.seq)
