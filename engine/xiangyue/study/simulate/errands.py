"""Errands of a community to itself and to the registry: run at once, in its own world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar, cast

from xiangyue.errands import Errand, Key
from xiangyue.errors import BadInput, Conflict, Misuse, XiangyueError
from xiangyue.storage import Reader, Store, Tx
from xiangyue.study.simulate.village import Village
from xiangyue.work.acting import run
from xiangyue.work.errand_jobs import command_of
from xiangyue.work.erranding import run_errands
from xiangyue.work.plans import Plans

T = TypeVar("T")

_DUE: Final = (
    "SELECT community, seq, n FROM errand WHERE state = 'waiting' AND due <= ?"
    " ORDER BY due, community, seq, n LIMIT 100"
)
_NEXT: Final = "SELECT min(due) FROM errand WHERE state = 'waiting'"


class _Within:
    """A world as a store: its one transaction never ends."""

    def __init__(self, world: Village) -> None:
        self._world = world

    @contextmanager
    def read(self) -> Iterator[Reader]:
        yield self._world

    def transact(self, work: Callable[[Tx], T], *, keyed: bool = False) -> T:
        del keyed
        return work(self._world)

    def scrub(self) -> None:
        """Nothing of it lingers anywhere."""


def run_due(
    world: Village, plans: Plans, now: int, failed: Callable[[XiangyueError], None]
) -> int | None:
    """Run the errands that are due; returns when the next one is, None where none waits."""
    while world.follow_ups:
        _open(world, plans, *world.follow_ups.pop(0), now, failed)
    if not world.waiting:
        return None
    later = _run_rows(world, plans, now, failed)
    world.waiting = later is not None
    return later


def _open(
    world: Village,
    plans: Plans,
    at: Key,
    errand: Errand,
    now: int,
    failed: Callable[[XiangyueError], None],
) -> None:
    """Open the task that follows from another, as its errand says."""
    task = world.task(at.community, errand.task)
    if task is None:
        return
    if not task.private.keys().isdisjoint(errand.detail["with"]):
        task = world.reveal(task)
    try:
        run(world, plans, command_of(at, errand, {}, task), now, apart=task.private)
    except (BadInput, Conflict, Misuse) as error:
        failed(error)


def _run_rows(
    world: Village, plans: Plans, now: int, failed: Callable[[XiangyueError], None]
) -> int | None:
    """Run the errands of others kinds, of which there are few."""
    store = cast("Store", _Within(world))

    def tell(key: Key, error: Exception) -> None:
        del key
        if not isinstance(error, XiangyueError):
            raise error
        failed(error)

    tried: set[Key] = set()
    while True:
        world.settled()
        keys = [key for row in world.all(_DUE, now) if (key := Key(*row)) not in tried]
        if not keys:
            break
        tried.update(keys)
        run_errands(store, plans, keys, now, tell)
    later = [due for (due,) in world.all(_NEXT) if due is not None and due > now]
    return later[0] if later else None
