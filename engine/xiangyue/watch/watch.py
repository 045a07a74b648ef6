"""Those who watch a store: the log, and whoever else asks to be told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from xiangyue.values import replace
from xiangyue.watch.facts import Decided, Fact, Failed, code_of
from xiangyue.watch.spans import ids, traces

Observer = Callable[[Fact], None]
"""Is told facts, by several threads at once. It must be quick: a command waits for it."""

Note = tuple[Fact, float | None]
"""A fact that is told once its transaction is kept, and when its seconds began."""

LOG = logging.getLogger("xiangyue")
LOG.addHandler(logging.NullHandler())


class Watch:
    """Tells facts to the logger ``xiangyue`` and to observers; none of them can break anything.

    It is true when somebody listens to what happens all the time.
    """

    __slots__ = ("_observers",)

    def __init__(self) -> None:
        """Begin with the log alone."""
        self._observers: tuple[Observer, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether commands need to be told."""
        return bool(self._observers) or traces() or LOG.isEnabledFor(logging.INFO)

    def add(self, observer: Observer) -> None:
        """Tell one more, from now on."""
        self._observers = (*self._observers, observer)

    def tell(self, fact: Fact) -> None:
        """Tell everybody a fact."""
        fact = stamped(fact)
        for observer in (_log, *self._observers):
            try:
                observer(fact)
            except Exception as error:
                with suppress(Exception):
                    _log(Failed("observer", code_of(error)))

    def tell_all(self, notes: Sequence[Note]) -> None:
        """Tell everybody what a transaction noted."""
        if not notes:
            return
        now = time.perf_counter()
        for fact, since in notes:
            if since is not None and isinstance(fact, Decided):
                fact = replace(fact, seconds=now - since)  # noqa: PLW2901 - the same fact, whole
            self.tell(fact)


def stamped(fact: Fact) -> Fact:
    """Return a fact with the span it is part of, if there is one."""
    if fact.trace:
        return fact
    found = ids()
    return replace(fact, trace=found[0], span=found[1]) if found else fact


def _log(fact: Fact) -> None:
    if LOG.isEnabledFor(fact.level):
        LOG.log(fact.level, fact)
