"""One kind of work, done again and again: it rests while there is none, until it is woken."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final

from xiangyue.watch.facts import Failed, code_of
from xiangyue.watch.watch import Watch
from xiangyue.worker.backoff import SECOND, backoff
from xiangyue.worker.counts import Counts

_LONGEST: Final = 30 * SECOND


class Ended(Exception):
    """The work has ended before it was done."""


class Rounds:
    """Does its work round by round.

    ``once`` does a batch and returns what was done. Where that is nothing, ``rest`` says for how
    many seconds to rest, and whether nothing is on its way any more.
    """

    def __init__(
        self,
        once: Callable[[], Counts],
        rest: Callable[[], tuple[float, bool]],
        watch: Watch,
        name: str,
    ) -> None:
        """Begin with nobody who waits."""
        self._once, self._rest = once, rest
        self._watch, self._name = watch, name
        self._lock, self._woken = threading.Lock(), threading.Event()
        self._callers: list[Future[None]] = []
        self._ended = False

    def wake(self) -> Future[None]:
        """End the rest; what is returned is done once all that is due by now is worked off.

        It fails with what the work fails with, and with Ended where it has ended.
        """
        caller: Future[None] = Future()
        with self._lock:
            if self._ended:
                caller.set_exception(Ended())
            else:
                self._callers.append(caller)
        self._woken.set()
        return caller

    def run(self, stop: threading.Event) -> Counts:
        """Work until ``stop`` is set; whoever sets it wakes this too, or it ends after its rest.

        A round that fails is told and done again, after pauses that grow.
        """
        total, failures = Counts(), 0
        waiting: list[Future[None]] = []
        while not stop.is_set():
            self._woken.clear()
            waiting += self._taken()
            try:
                done = self._once()
                rest, settled = (0.0, False) if done else self._rest()
            except Exception as error:
                failures += 1
                wait = backoff(failures, SECOND, _LONGEST) / SECOND
                self._watch.tell(Failed("worker", code_of(error), about=self._name, wait=wait))
                _answer(waiting, error)
                stop.wait(wait)
                continue
            total, failures = total + done, 0
            if settled:
                _answer(waiting)
            if rest:
                self._woken.wait(rest)
        with self._lock:
            self._ended = True
        _answer([*waiting, *self._taken()], Ended())
        return total

    def _taken(self) -> list[Future[None]]:
        with self._lock:
            callers, self._callers = self._callers, []
        return callers


def _answer(waiting: list[Future[None]], error: Exception | None = None) -> None:
    for caller in waiting:
        if not caller.set_running_or_notify_cancel():
            continue
        if error is None:
            caller.set_result(None)
        else:
            caller.set_exception(error)
    waiting.clear()
