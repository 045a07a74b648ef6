"""Holding the journal against every row: one check at a time, beside the pages."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any

from xiangyue import Engine, Report, XiangyueError
from xiangyue_admin.accounts.values import micros


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``done`` of ``of`` entries so far; ``report`` once it is over, or ``error``.

    ``heads`` are the chain ends that it was held against. Moments are microseconds since 1970.
    """

    began: int
    by: str
    heads: dict[str, str]
    done: int = 0
    of: int = 0
    ended: int | None = None
    report: Report | None = None
    error: XiangyueError | None = None

    @property
    def runs(self) -> bool:
        """Whether it goes on."""
        return self.ended is None

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, self.done * 100 // self.of) if self.of else 0


class Checks:
    """The last check of one console, and the one that runs; thread-safe."""

    def __init__(self, engine: Engine) -> None:
        """Begin with none."""
        self._engine = engine
        self._lock = threading.Lock()
        self._last: Check | None = None

    @property
    def last(self) -> Check | None:
        """The check that runs, or ran last; None where there was none."""
        with self._lock:
            return self._last

    def begin(self, by: str, heads: dict[str, str]) -> bool:
        """Begin a check in a thread of its own; return False where one runs already."""
        with self._lock:
            if self._last is not None and self._last.runs:
                return False
            self._last = Check(micros(), by, heads)
        threading.Thread(target=self._run, args=(heads,), daemon=True).start()
        return True

    def _run(self, heads: dict[str, str]) -> None:
        try:
            report = self._engine.verify(heads=heads or None, progress=self._progress)
            self._note(report=report)
        except XiangyueError as error:
            self._note(error=error)
        except BaseException:
            self._note()
            raise

    def _progress(self, done: int, of: int) -> None:
        with self._lock:
            if self._last is not None:
                self._last = replace(self._last, done=done, of=of)

    def _note(self, **found: Any) -> None:
        with self._lock:
            if self._last is not None:
                self._last = replace(self._last, ended=micros(), **found)
