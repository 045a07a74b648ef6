"""What many people watch at once: looked at once for all of them, and only where it has changed.

One thread of the process asks the store once a second which journals have grown, however many
watch. It begins with the first watcher and ends with the last.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

from xiangyue import Engine, XiangyueError

EVERY = 1.0
"""Seconds between two looks at the journals."""


class Seen(Protocol):
    """What a look at a task gives: a frozen value that says whether there is no more to come."""

    @property
    def over(self) -> bool:
        """Whether it will change no more."""


Look = Callable[[Engine, str], Seen]


@dataclass(slots=True)
class Sight:
    """What was seen of a task at the entry ``seq`` of its journal; ``said`` is made of it once."""

    seq: int
    seen: Any
    lock: threading.Lock = field(default_factory=threading.Lock)
    _said: dict[str, str] = field(default_factory=dict)

    def say(self, language: str, how: Callable[[Any], str]) -> str:
        """Return what is said of it in a language: made by whoever asks first, for all."""
        with self.lock:
            if language not in self._said:
                self._said[language] = how(self.seen)
            return self._said[language]


@dataclass(slots=True)
class _Watched:
    look: Look
    watchers: int = 0
    looked: int = -1
    sight: Sight | None = None


class Hub:
    """Who watches which tasks of one store. Thread-safe."""

    def __init__(self, engine: Engine, every: float = EVERY) -> None:
        """Begin with nobody watching."""
        self._engine, self._every = engine, every
        self._changed = threading.Condition()
        self._watched: dict[str, _Watched] = {}
        self._came = False
        self._thread: threading.Thread | None = None

    @property
    def watchers(self) -> int:
        """How many are watching now."""
        with self._changed:
            return sum(one.watchers for one in self._watched.values())

    @property
    def running(self) -> bool:
        """Whether journals are asked for now."""
        with self._changed:
            return self._thread is not None

    @contextmanager
    def watch(self, ref: str, look: Look) -> Iterator[Watcher]:
        """Watch a task that exists, while the context lasts."""
        with self._changed:
            one = self._watched.setdefault(ref, _Watched(look))
            one.watchers += 1
            self._came = self._came or one.sight is None
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        try:
            yield Watcher(self._changed, one)
        finally:
            with self._changed:
                one.watchers -= 1
                if not one.watchers:
                    del self._watched[ref]
                if not self._watched:
                    self._changed.notify_all()

    def _run(self) -> None:
        """Look at what has changed, as long as anybody watches."""
        try:
            while todo := self._todo():
                self._look(todo)
                with self._changed:
                    self._changed.wait_for(lambda: self._came or not self._watched, self._every)
        finally:
            with self._changed:
                if self._thread is threading.current_thread():
                    self._thread = None

    def _todo(self) -> dict[str, _Watched]:
        with self._changed:
            self._came = False
            if not self._watched:
                self._thread = None
            return dict(self._watched)

    def _look(self, todo: dict[str, _Watched]) -> None:
        """Look at tasks whose journals have grown; what cannot be read is tried again later."""
        try:
            heads = self._engine.heads()
        except XiangyueError:
            return
        for ref, one in todo.items():
            seq = int(heads.get(ref.partition("/")[0], "0").partition(":")[0])
            if one.looked == seq:
                continue
            try:
                seen = one.look(self._engine, ref)
            except XiangyueError:
                continue
            with self._changed:
                one.looked = seq
                if one.sight is None or one.sight.seen != seen:
                    one.sight = Sight(seq, seen)
                    self._changed.notify_all()


class Watcher:
    """One who watches a task."""

    def __init__(self, changed: threading.Condition, watched: _Watched) -> None:
        """Have seen nothing yet."""
        self._changed, self._watched = changed, watched
        self._last: Sight | None = None

    def next(self, seconds: float) -> Sight | None:
        """Return what is to be seen now, once; None where nothing new comes in so many seconds."""
        until = monotonic() + seconds
        with self._changed:
            while (found := self._watched.sight) is self._last:
                left = until - monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)
            self._last = found
            return found
