"""Whom a call-out asked is forgotten with its words: when it has ended, and for good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from levee import START, at, call, done, rows, settle, sound, states

from xiangyue import Decision, Engine
from xiangyue.upkeep.backup import back_up
from xiangyue.upkeep.restore import restore

AFTER_ALL = START + timedelta(days=400)


@pytest.fixture
def engine(place: Callable[[str], str]) -> Iterator[Engine]:
    """Return the village's engine; whatever has been done with it verifies."""
    with Engine(place("village")) as engine:
        settle(engine)
        yield engine
        sound(engine)


def kinds(engine: Engine) -> list[str]:
    """Return the types of all events of the village."""
    return [str(event["type"]).rpartition(".")[2] for event in engine.feed("cun").events]


def end(engine: Engine, task: Decision, minutes: float = 3) -> None:
    """Let those who have come work and be done."""
    done(engine.act(task, "begin", by="du", now=at(minutes)))
    done(engine.act(task, "finish", by="du", now=at(minutes)))


def test_a_call_out_that_goes_on_knows_whom_it_has_asked(engine: Engine) -> None:
    """Its words are gone at once; its answers count until it ends, and then they go."""
    task = call(engine, title="The levee")
    done(engine.act(task, "accept", by="tao", now=at(1)))
    assert engine.destroy(task, by="du", why="asked for", now=at(2)) == 1
    assert engine.destroy(task, by="du", why="once more", now=at(2)) == 0
    assert states(engine, task)["tao"] == "accepted"
    for minute in (5, 10):
        engine.tick(at(minute))
    assert len({row.member for row in rows(engine, task)}) == len(
        {(row.rung, row.member) for row in rows(engine, task)}
    )
    end(engine, task, 11)
    assert rows(engine, task) == []
    assert kinds(engine).count("forgotten") == 2


def test_another_call_out_keeps_its_answers(engine: Engine) -> None:
    """Only that which was destroyed is forgotten when it ends."""
    task, other = call(engine), call(engine)
    for one, who in ((task, "tao"), (other, "tan")):
        done(engine.act(one, "accept", by=who, now=at(1)))
    engine.destroy(task, by="du", why="asked for", now=at(2))
    for one in (task, other):
        end(engine, one)
    assert rows(engine, task) == []
    assert {*states(engine, other)} == {"tao", "tan"}


def test_one_that_has_ended_is_forgotten_at_once(engine: Engine) -> None:
    """Though it never had a word that was kept apart; the journal says by whom and why."""
    task = call(engine, wanted=1)
    done(engine.act(task, "accept", by="tao", now=at(1)))
    end(engine, task)
    assert engine.destroy(task, by="du", why="asked for", now=at(4)) == 0
    assert rows(engine, task) == []
    (event,) = engine.feed("cun", types=["entry.forgotten"]).events
    assert (event["data"]["by"], event["data"]["why"]) == ("du", "asked for")


@pytest.mark.sqlite
@pytest.mark.parametrize("title", [None, "The levee"])
@pytest.mark.parametrize("when", ["running", "ended", "kept long enough"])
def test_a_backup_does_not_remember_whom_it_asked(
    tmp_path: Path, title: str | None, when: str
) -> None:
    """Nothing comes back, not even until somebody looks; of one that goes on, once it ends."""
    url, copy = f"sqlite:///{tmp_path / 'village.db'}", tmp_path / "monday.backup"
    with Engine(url) as engine:
        settle(engine)
        task = call(engine, wanted=1, title=title)
        done(engine.act(task, "accept", by="tao", now=at(1)))
        if when != "running":
            end(engine, task)
        back_up(url, copy)
        if when == "kept long enough":
            engine.tick(AFTER_ALL)
        else:
            engine.destroy(task, by="du", why="asked for", now=at(4))
    now = AFTER_ALL if when == "kept long enough" else at(5)
    restore(copy, url, force=True, now=now)
    with Engine(url) as engine:
        assert bool(rows(engine, task)) == (when == "running")
        if when == "running":
            end(engine, task, 5)
        assert rows(engine, task) == []
        sound(engine)
