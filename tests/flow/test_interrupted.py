"""Whoever is interrupted takes nobody along, and what is refused costs nobody what is known."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from errands import begin, settle
from kept import kept
from patience import until

from xiangyue import Engine, Misuse, StoreError
from xiangyue.storage import sqlite
from xiangyue.storage.turn import Turn


class _Interrupted:
    """A cursor whose COMMIT is kept, and then somebody presses Ctrl-C."""

    def __init__(self, cursor: Any) -> None:
        """Wrap a cursor."""
        self._cursor = cursor

    def __getattr__(self, name: str) -> Any:
        """Be the cursor."""
        return getattr(self._cursor, name)

    def execute(self, sql: str, *values: Any) -> Any:
        """Run a statement."""
        self._cursor.execute(sql, *values)
        if sql == "COMMIT":
            raise KeyboardInterrupt


@pytest.mark.sqlite
def test_what_was_committed_together_is_done_once_though_one_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others get their answers; nobody's command is done a second time."""
    enter = sqlite.Writing.__enter__

    def entering(self: sqlite.Writing) -> Any:
        tx = enter(self)
        self._cursor = _Interrupted(self._cursor)  # type: ignore[assignment]
        monkeypatch.undo()
        return tx

    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        settle(engine)
        keeper = kept(engine)
        before = engine.heads()["xinqi"].partition(":")[0]
        with ThreadPoolExecutor(3) as pool:
            with keeper.lock:
                running = [pool.submit(begin, engine) for _ in range(3)]
                until(lambda: len(keeper._turns) == 3)
                monkeypatch.setattr(sqlite.Writing, "__enter__", entering)
            errors = [one.exception() for one in running]
        assert sorted(type(error).__name__ for error in errors if error) == ["KeyboardInterrupt"]
        assert int(engine.heads()["xinqi"].partition(":")[0]) == int(before) + 3
        assert not keeper._turns
        assert engine.verify().ok


@pytest.mark.sqlite
def test_who_is_interrupted_while_waiting_is_not_done_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody runs what its caller believes to be broken off."""

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        settle(engine)
        keeper = kept(engine)
        keeper._turns.append(Turn(lambda _: None))  # so that the next one has to wait
        before = engine.heads()
        monkeypatch.setattr(keeper, "_take_turns", interrupted)
        with pytest.raises(KeyboardInterrupt):
            begin(engine)
        monkeypatch.undo()
        keeper._turns.popleft()
        assert not keeper._turns
        assert engine.heads() == before


@pytest.mark.sqlite
def test_a_refused_call_leaves_what_is_remembered(tmp_path: Path) -> None:
    """Nonsense of one caller makes nobody read everything again."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        settle(engine)
        begin(engine)
        known = dict(kept(engine).registry.members)
        with pytest.raises(Misuse):
            engine.act("xinqi/nothing", "convert", by="li")
        assert kept(engine).registry.members == known != {}


# A statement that fails on SQLite undoes itself alone.
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_commit_that_undoes_is_no_commit(place: Callable[[str], str]) -> None:
    """A transaction that has failed inside cannot be kept, whoever looked away."""
    with Engine(place("village")) as engine:
        settle(engine)
        with pytest.raises(StoreError) as caught, engine._store.begin() as tx:
            tx.execute("UPDATE head SET mode = 'lost'")
            with suppress(Exception):
                tx.all("SELECT 1 / 0")
        assert caught.value.code == "store-undone"
        assert engine.verify().ok
