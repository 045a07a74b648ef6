"""One question after the other is answered beside the pages; the last answers are kept.

What they read grows with the journal and takes Python all the while, so that other threads of
this process would wait: a process of its own answers. Only so many answers are kept, in memory.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Final

from xiangyue import Engine
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.beside.answers import Question

PAUSE: Final = 60.0
"""Seconds for which an answer stands, whatever happens."""
IDLE: Final = 20
"""It stands so many times as long as it took, too: a busy console mostly does other things."""
_LONGEST: Final = 3600.0
_KEPT: Final = 200
WAITING: Final = 50
"""How many questions wait; who asks more asks again, for the page looks again by itself."""

_at_work: set[subprocess.Popen[bytes]] = set()


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: ``found`` is what there was at ``at`` (microseconds), None where it failed.

    ``mark`` is what the asker knew of it then. ``began`` and ``ended`` are seconds of a clock that
    nobody sets.
    """

    found: Any
    at: int
    mark: str
    began: float
    ended: float

    @property
    def took(self) -> float:
        """How many seconds it took."""
        return self.ended - self.began

    def stands(self, mark: str, hold: float) -> bool:
        """Tell whether it need not be found out anew."""
        age = monotonic() - self.began
        return age < max(PAUSE, IDLE * self.took) or (self.mark == mark and age < hold)


class Beside:
    """The answers of one console, and the one that is being found out; thread-safe."""

    def __init__(self, engine: Engine) -> None:
        """Begin with none."""
        self._url = engine.sql.url.render_as_string(hide_password=False)
        self._lock = threading.Lock()
        self._kept: OrderedDict[Question, Kept] = OrderedDict()
        self._waiting: deque[tuple[Question, str]] = deque()
        self._asked: set[Question] = set()
        self._thread: threading.Thread | None = None

    def ask(
        self, question: Question, mark: str = "", *, hold: float, anew: bool = False
    ) -> tuple[Kept | None, bool]:
        """Return the last answer, and whether a newer one is on its way; never waits.

        What stands is not found out ``anew`` unless that is said. An answer of another ``mark``
        stands for a minute or so, and of the same one for ``hold`` seconds.
        """
        with self._lock:
            kept = self._kept.get(question)
            if kept is not None:
                self._kept.move_to_end(question)
            if anew or kept is None or not kept.stands(mark, hold):
                self._begin(question, mark)
            return kept, question in self._asked

    def _begin(self, question: Question, mark: str) -> None:
        """Let a question wait for its turn, where not too many do so already."""
        if question in self._asked or len(self._waiting) >= WAITING:
            return
        self._asked.add(question)
        self._waiting.append((question, mark))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="beside", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        """Answer whatever waits."""
        try:
            while todo := self._next():
                self._answer(*todo)
        finally:
            with self._lock:
                if self._thread is threading.current_thread():
                    self._thread = None

    def _next(self) -> tuple[Question, str] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            return None

    def _answer(self, question: Question, mark: str) -> None:
        at, began, found = micros(), monotonic(), None
        try:
            found = _found_out(self._url, question)
        finally:
            with self._lock:
                self._kept[question] = Kept(found, at, mark, began, monotonic())
                self._kept.move_to_end(question)
                self._asked.discard(question)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)


def _found_out(url: str, question: Question) -> Any:
    """Have another process answer; None where it could not, after it has said why."""
    try:
        said = _said(pickle.dumps((url, question)))
        return None if said is None else pickle.loads(said)
    except (OSError, subprocess.TimeoutExpired):
        return None


def _said(asked: bytes) -> bytes | None:
    paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "xiangyue_admin.beside"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,  # Control-C is for the console, which ends it then
    ) as process:
        _at_work.add(process)
        try:
            said, _ = process.communicate(asked, timeout=_LONGEST)
            return None if process.returncode else said
        finally:
            process.kill()
            _at_work.discard(process)


@atexit.register
def _end() -> None:
    for process in tuple(_at_work):
        process.kill()
