"""The face of the engine: one object, one store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

from xiangyue import plugs
from xiangyue.audit.verify import Report, verify
from xiangyue.engine.accounting import Accounting
from xiangyue.engine.administering import Administration
from xiangyue.engine.beside import Beside
from xiangyue.engine.calling_out import CallingOut
from xiangyue.engine.delivering import Delivering
from xiangyue.engine.dispatching import Dispatching
from xiangyue.engine.distributing import Distributing
from xiangyue.engine.matching import Matchmaking
from xiangyue.engine.migrating import Migrating
from xiangyue.engine.reading import Reading
from xiangyue.engine.receiving import Receiving
from xiangyue.engine.redriving import Redriving
from xiangyue.engine.telling import Telling
from xiangyue.engine.watching import Watching
from xiangyue.errors import XiangyueError
from xiangyue.limit import Limit
from xiangyue.profile import Profile
from xiangyue.storage import Durability, Store
from xiangyue.time.clock import to_micros
from xiangyue.time.moments import Moment, micros
from xiangyue.values import OPEN, Command, Decision, Source, Task
from xiangyue.words import check_id, split_ref
from xiangyue.work.acting import check_command, do, do_each, try_out
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.querying import Page, find_task, find_tasks, trail
from xiangyue.work.ticking import fire_due

_BATCH = 100


class Engine(
    Administration,
    Beside,
    CallingOut,
    Accounting,
    Delivering,
    Dispatching,
    Distributing,
    Matchmaking,
    Migrating,
    Reading,
    Receiving,
    Redriving,
    Telling,
    Watching,
):
    """Runs profiles over one store. Thread-safe; a context manager.

    ``target`` is a database URL or an SQLAlchemy engine of the embedding application.
    ``durability`` "normal" survives the death of the process, "full" also a power loss.
    ``profiles`` are folders with further profiles, ``limits`` further limits on digital
    intervention; those that are installed are found by themselves.
    Every method that takes ``now`` uses the system clock when it is left out.
    """

    def __init__(
        self,
        target: str | sa.Engine = "sqlite://",
        *,
        durability: Durability = "normal",
        profiles: Sequence[Path | str] = (),
        limits: Sequence[Limit] = (),
    ) -> None:
        """Open the store; raises StoreError where it cannot be used safely.

        Raises Misuse where a limit that is installed cannot be loaded.
        """
        self._plans = Plans(plugs.limits(*limits))
        self._store = Store(target, durability)
        self._packs = (*map(Path, profiles), *plugs.packs())

    def __enter__(self) -> Self:
        """Return the engine itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Close the store; an SQLAlchemy engine that was passed in stays open."""
        self._store.close()

    def open(
        self,
        flow: str,
        *,
        community: str,
        by: str,
        title: str | None = None,
        id: str | None = None,
        unit: str | None = None,
        note: str | None = None,
        on_behalf_of: str | None = None,
        occurred_at: Moment = None,
        source: Source = "digital",
        key: str | None = None,
        data: Mapping[str, Any] | None = None,
        now: Moment = None,
        **fields: Any,
    ) -> Decision:
        """Open a task of a flow; ``decision.ref`` is its address. See ``act`` for the rest."""
        command = Command(
            community=community,
            action=OPEN,
            flow=flow,
            actor=by,
            task=check_id(id) if id is not None else None,
            title=title,
            unit=unit,
            note=note,
            on_behalf_of=on_behalf_of,
            occurred_at=to_micros(occurred_at) if occurred_at else None,
            source=source,
            key=key,
            data={**(data or {}), **fields},
        )
        return self.do(command, now=now)

    def act(
        self,
        task: str | Task | Decision,
        action: str,
        *,
        by: str,
        note: str | None = None,
        on_behalf_of: str | None = None,
        occurred_at: Moment = None,
        source: Source = "digital",
        key: str | None = None,
        version: int | None = None,
        data: Mapping[str, Any] | None = None,
        now: Moment = None,
        **fields: Any,
    ) -> Decision:
        """Take an action on a task; a refusal is a Decision too, with every reason.

        ``fields`` (or ``data``) are the values of the profile's fields. ``key`` makes the command
        idempotent: with the same content it is decided once. ``version`` is the task's version
        that the caller has seen. What was done on paper is entered with ``source``,
        ``occurred_at`` and, by another hand, ``on_behalf_of``.

        Raises Misuse where a name does not exist, and Conflict where the key is bound to another
        command or the task has moved on.
        """
        community, name = split_ref(task)
        command = Command(
            community=community,
            action=action,
            actor=by,
            task=name,
            note=note,
            on_behalf_of=on_behalf_of,
            occurred_at=to_micros(occurred_at) if occurred_at else None,
            source=source,
            key=key,
            version=version,
            data={**(data or {}), **fields},
        )
        return self.do(command, now=now)

    def do(self, command: Command, *, now: Moment = None) -> Decision:
        """Decide one command and record what became of it."""
        return do(self._store, self._plans, command, now)

    def act_many(
        self, commands: Iterable[Command | tuple[Command, datetime]], *, now: Moment = None
    ) -> list[Decision | XiangyueError]:
        """Decide many commands, a hundred to a transaction; one result each, in their order.

        A command may come as a pair with a ``now`` of its own. One that raises gives its error
        as its result and undoes none of the others.
        """
        timed = (item if isinstance(item, tuple) else (item, now) for item in commands)
        results: list[Decision | XiangyueError] = []
        while batch := list(islice(timed, _BATCH)):
            results += do_each(self._store, self._plans, batch)
        return results

    def try_out(self, command: Command, *, now: Moment = None) -> Decision:
        """Decide a command without recording anything: what ``do`` would answer now."""
        with self._store.read() as reader:
            return try_out(reader, self._plans, check_command(command), micros(now))

    def task(self, task: str | Task | Decision) -> Task:
        """Return a task as it stands; raises Misuse if there is none."""
        with self._store.read() as reader:
            return find_task(reader, task)[1]

    def tasks(
        self,
        community: str | None = None,
        *,
        flow: str | None = None,
        state: str | None = None,
        assignee: str | None = None,
        unit: str | None = None,
        ended: bool | None = None,
        late: bool | None = None,
        limit: int = 50,
        after: str | None = None,
        now: Moment = None,
    ) -> Page:
        """Return a page of tasks in the order of their ids; ``page.next`` leads to the next one.

        ``late`` means ended after the deadline, or still open when it or its state's has passed.
        """
        wanted = {"community": community, "flow": flow, "state": state}
        wanted |= {"assignee": assignee, "unit": unit}
        with self._store.read() as reader:
            return find_tasks(reader, wanted, ended, late, limit, after, micros(now))

    def history(self, task: str | Task | Decision) -> tuple[Decision, ...]:
        """Return every decision on a task, refusals too, the oldest first."""
        with self._store.read() as reader:
            return trail(reader, find_task(reader, task)[1])

    def tick(self, now: Moment = None, *, limit: int = 1000) -> list[Decision]:
        """Fire the timers that are due, in their order; returns what was decided by them.

        Deferred commands whose time has come are decided again. A deadline whose profile names
        an action (``then``) takes it; every other one is entered in the journal as passed. Each
        fires exactly once. Then errands are run: what was distributed, reported, or is to follow.
        What fails stays due and is raised when all others have been fired; a
        ``Worker`` tries it again with pauses and gives it up in the end.
        """
        return fire_due(self._store, self._plans, micros(now), limit)

    def verify(
        self,
        *,
        heads: Mapping[str, str] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Report:
        """Check every row against the journal; ``heads`` are chain ends that were exported before.

        The report lists whatever was changed, removed or put in another order. ``progress`` is
        told from time to time how many entries of how many are checked.
        """
        with self._store.read() as reader:
            return verify(reader, heads, progress)

    def heads(self) -> dict[str, str]:
        """Return the end of every chain as ``seq:hash``, to be kept elsewhere."""
        with self._store.read() as reader:
            return reader.heads()

    def profile(self, community: str) -> Profile:
        """Return the profile that governs a community now."""
        with self._store.read() as reader:
            head = known_head(reader.situation(community, None, None).head, community)
            return self._plans.get(reader, reader.settings(community, head.settings)[0]).profile
