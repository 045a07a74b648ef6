"""Firing what was claimed: grouped by community, and no failure undoes what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple
from zlib import crc32

from xiangyue.errands import Key
from xiangyue.errors import StoreError
from xiangyue.storage import Store, Tx
from xiangyue.watch.facts import Failed, code_of
from xiangyue.watch.spans import span
from xiangyue.work.claiming import LONGEST, retry
from xiangyue.work.erranding import run_errands
from xiangyue.work.plans import Plans
from xiangyue.work.ticking import fire, fire_timers, may_destroy
from xiangyue.worker.backoff import ATTEMPTS, SECOND, backoff

_GROUP: Final = 100
_SHORTEST: Final = 5 * SECOND


class Due(NamedTuple):
    """A timer, or a deferred command, whose ``task`` is None and whose ``name`` is its number.

    ``attempts`` is how often it has failed.
    """

    community: str
    task: str | None
    name: Any
    due: int
    attempts: int

    @property
    def table(self) -> str:
        """Return where it stands."""
        return "waiting" if self.task is None else "timer"

    @property
    def key(self) -> tuple[Any, ...]:
        """Return its key there."""
        return tuple(part for part in self[:3] if part is not None)


class DueErrand(NamedTuple):
    """An errand; ``attempts`` is how often it has failed."""

    community: str
    seq: int
    n: int
    attempts: int
    table: str = "errand"

    @property
    def key(self) -> Key:
        """Return where it stands."""
        return Key(*self[:3])


class Firing:
    """Fires rows and runs errands, and notes how often each has failed."""

    def __init__(self, store: Store, plans: Plans, holder: str) -> None:
        """Fire what ``holder`` holds."""
        self._store = store
        self._plans = plans
        self._holder = holder

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

    def run(self, rows: list[DueErrand], now: int, stopped: Callable[[], bool]) -> tuple[int, int]:
        """Run errands; returns how many were decided and how many failed.

        Ends after the current ones once ``stopped``. Raises StoreError where the store is lost.
        """
        known, done = {row.key: row for row in rows}, 0
        failed: list[Key] = []

        def put_off(key: Key, error: Exception) -> None:
            failed.append(key)
            self._put_off(known[key], code_of(error), now)

        fresh = [row.key for row in rows if not row.attempts]
        for keys in (fresh, *([row.key] for row in rows if row.attempts)):
            if stopped():
                break
            # What has failed before stands alone.
            done += len(run_errands(self._store, self._plans, keys, now, put_off))
        return done, len(failed)

    def _turn(self, community: str) -> tuple[int, str]:
        """Return when a community's turn is: each worker has an order of its own.

        Whoever fires for a community waits for others who do.
        """
        return crc32(f"{self._holder} {community}".encode()), community

    def _group(self, group: list[Due], now: int) -> int:
        if len(group) > 1:
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
            fire(tx, self._plans, *row[:4], now)

    def _alone(self, row: Due, now: int) -> bool:
        try:
            with span("timers", community=row.community), self._store.begin() as tx:
                fire(tx, self._plans, *row[:4], now)
            return True
        except StoreError:
            raise
        except Exception as error:
            self._put_off(row, code_of(error), now)
            return False

    def _put_off(self, row: Due | DueErrand, code: str, now: int) -> None:
        """Let a row that has failed be tried later, or give it up."""
        attempts = row.attempts + 1
        wait = backoff(attempts, _SHORTEST, LONGEST) if attempts < ATTEMPTS else None
        at, seconds = (None, None) if wait is None else (now + wait, wait / SECOND)
        about = " ".join(map(str, row.key[1:]))
        with self._store.begin() as tx:
            held = retry(tx, row.table, row.key, self._holder, attempts, code, at)
            # What becomes of a row that another has taken over, the other tells.
            outcome = ("dead" if at is None else "again") if held else ""
            tx.note(Failed(row.table, code, row.community, about, seconds, attempts, outcome))


def groups(rows: list[Due]) -> Iterator[list[Due]]:
    """Cut rows, in their order, into what may share a transaction.

    A group is of one community and one table, and holds a task once at most: what the first of
    two timers does may take the second away. What has failed before stands alone: its undoing is
    its own.
    """
    group: list[Due] = []
    tasks: set[str | None] = set()
    for row in rows:
        if group and (
            len(group) == _GROUP
            or row.attempts
            or group[0].attempts
            or (row.community, row.table) != (group[0].community, group[0].table)
            or (row.task is not None and row.task in tasks)
        ):
            yield group
            group, tasks = [], set()
        group.append(row)
        tasks.add(row.task)
    if group:
        yield group
