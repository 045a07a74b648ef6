"""Firing what was claimed: grouped by community, and no failure undoes what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple
from zlib import crc32

from xiangyue.errors import StoreError
from xiangyue.storage import Store, Tx
from xiangyue.watch.facts import Failed, code_of
from xiangyue.watch.spans import span
from xiangyue.work.claiming import LONGEST, retry
from xiangyue.work.plans import Plans
from xiangyue.work.ticking import fire, fire_timers, may_destroy
from xiangyue.worker.backoff import ATTEMPTS, SECOND, backoff

_GROUP: Final = 100
_SHORTEST: Final = 5 * SECOND


class Due(NamedTuple):
    """A timer, or a deferred command, whose ``task`` is None and whose ``name`` is its number."""

    community: str
    task: str | None
    name: Any
    due: int

    @property
    def table(self) -> str:
        """Return where it stands."""
        return "waiting" if self.task is None else "timer"

    @property
    def key(self) -> tuple[Any, ...]:
        """Return its key there."""
        return tuple(part for part in self[:3] if part is not None)


class Firing:
    """Fires rows, and remembers how often each has failed."""

    def __init__(self, store: Store, plans: Plans, holder: str) -> None:
        """Begin with no failure."""
        self._store = store
        self._plans = plans
        self._holder = holder
        self.failures: dict[Due, int] = {}

    def fire(self, rows: list[Due], now: int, stopped: Callable[[], bool]) -> tuple[int, int]:
        """Fire rows by what is so now; returns how many were handled and how many failed.

        Ends after the current group once ``stopped``. Raises StoreError where the store is lost.
        """
        handled = failed = 0
        for group in groups(sorted(rows, key=lambda row: (self._turn(row.community), row.due))):
            if stopped():
                break
            wrong = self._group(group, now)
            failed += wrong
            handled += len(group) - wrong
        if any(may_destroy(row.task, row.name) for row in rows):
            self._store.scrub()
        return handled, failed

    def _turn(self, community: str) -> tuple[int, str]:
        """Return when a community's turn is: each worker has an order of its own.

        Whoever fires for a community waits for others who do.
        """
        return crc32(f"{self._holder} {community}".encode()), community

    def _group(self, group: list[Due], now: int) -> int:
        # One that has failed before, or has just failed, stands alone: its undoing is its own.
        if len(group) > 1 and self.failures.keys().isdisjoint(group):
            try:
                with span("timers", community=group[0].community), self._store.begin() as tx:
                    self._together(tx, group, now)
                return 0
            except StoreError:
                raise
            except Exception:
                pass  # whose fault it was shows when they are fired one by one
        return sum(not self._alone(row, now) for row in group)

    def _together(self, tx: Tx, group: list[Due], now: int) -> None:
        timers = [(row.task, row.name, row.due) for row in group if row.task is not None]
        if timers:
            fire_timers(tx, self._plans, group[0].community, timers, now)
        for row in group[len(timers) :]:
            fire(tx, self._plans, *row, now)

    def _alone(self, row: Due, now: int) -> bool:
        failures = self.failures.get(row, 0)
        try:
            if failures < ATTEMPTS:
                with span("timers", community=row.community), self._store.begin() as tx:
                    fire(tx, self._plans, *row, now)
                self.failures.pop(row, None)
                return True
        except StoreError:
            raise
        except Exception as error:
            self.failures[row] = failures + 1
            about = f"{row.task} {row.name}" if row.task else f"{row.name}"
            self._store.watch.tell(Failed(row.table, code_of(error), row.community, about))
        with self._store.begin() as tx:
            # What was given up is looked at again by the next worker that starts.
            wait = LONGEST if failures >= ATTEMPTS else backoff(failures + 1, _SHORTEST, LONGEST)
            retry(tx, row.table, row.key, self._holder, now + wait)
        return False


def groups(rows: list[Due]) -> Iterator[list[Due]]:
    """Cut rows, in their order, into what may share a transaction.

    A group is of one community and one table, and holds a task once at most: what the first of
    two timers does may take the second away.
    """
    group: list[Due] = []
    tasks: set[str | None] = set()
    for row in rows:
        if group and (
            len(group) == _GROUP
            or (row.community, row.table) != (group[0].community, group[0].table)
            or (row.task is not None and row.task in tasks)
        ):
            yield group
            group, tasks = [], set()
        group.append(row)
        tasks.add(row.task)
    if group:
        yield group
