"""Who works: people who do one thing at a time, in their shifts, and the queues before them.

Whoever becomes free takes what waits for them alone or for one of their pools: by its order, and
of equal ones what has waited longest. Nobody is looked for: a pool knows who of it is free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from typing import Any

from xiangyue.study.simulate.agenda import Agenda


class Gauge:
    """How many there are of something over time; ``area`` adds up number × microseconds."""

    __slots__ = ("area", "count", "last")

    def __init__(self, now: int) -> None:
        """Begin with none."""
        self.count, self.area, self.last = 0, 0, now

    def move(self, by: int, now: int) -> None:
        """Let there be more, or fewer with a negative number."""
        self.area += self.count * (now - self.last)
        self.last = now
        self.count += by


Minutes = Callable[[int], float]
"""Return how many minutes something takes that begins at a moment."""


class Job:
    """Something to be done once, by whoever comes to it first; the lowest ``order`` goes first.

    ``taken`` is whether somebody has begun it, or it is not to be done any more.
    """

    __slots__ = ("about", "minutes", "number", "order", "since", "taken")

    def __init__(self, about: Any, order: int, minutes: Minutes) -> None:
        """Describe it; ``minutes`` is asked at the moment it begins how long it takes."""
        self.about, self.order, self.minutes = about, order, minutes
        self.number = self.since = 0
        self.taken = False


Queue = list[tuple[int, int, Job]]


class Pool:
    """Those who can do the same things, who of them is free, and what waits for them."""

    __slots__ = ("free", "people", "queue", "role")

    def __init__(self, role: str) -> None:
        """Begin with nobody."""
        self.role = role
        self.people: list[Person] = []
        self.free: dict[Person, None] = {}
        self.queue: Queue = []


class Person:
    """Somebody who does one thing at a time; ``own`` is what waits for them alone."""

    __slots__ = (
        "busy",
        "doing",
        "done",
        "here",
        "id",
        "own",
        "pools",
        "queues",
        "roles",
        "unit",
        "weeks",
    )

    def __init__(self, name: str, roles: tuple[str, ...], unit: str) -> None:
        """Begin with nothing to do, and away."""
        self.id, self.roles, self.unit = name, roles, unit
        self.pools: list[Pool] = []
        self.own: Queue = []
        self.queues = [self.own]
        self.doing: Job | None = None
        self.here = False
        self.busy = self.done = 0
        self.weeks: dict[int, int] = {}


_MINUTE = 60_000_000
_WEEK = 7 * 24 * 60 * _MINUTE

Done = Callable[[int, Person, Job], None]


class Crowd:
    """All who work in a community, and how they come to what is to be done."""

    def __init__(self, agenda: Agenda, begin: int) -> None:
        """Begin with nobody."""
        self._agenda, self._begin = agenda, begin
        self._done: Done | None = None
        self._count = 0
        self.people: list[Person] = []
        self.waiting = Gauge(begin)
        self.present = Gauge(begin)
        self.waits: dict[str, list[int]] = {}
        self.stays: dict[str, list[int]] = {}

    def tell(self, done: Done) -> None:
        """Let somebody be told whenever something is finished."""
        self._done = done

    def join(self, person: Person, pools: Iterable[Pool]) -> None:
        """Let somebody belong to pools."""
        self.people.append(person)
        for pool in pools:
            person.pools.append(pool)
            person.queues.append(pool.queue)
            pool.people.append(person)

    def offer(self, job: Job, pools: Sequence[Pool], person: Person | None, now: int) -> None:
        """Let a job wait for one person, or for whoever of these pools comes first."""
        self._count += 1
        job.number, job.since = self._count, now
        self.present.move(1, now)
        if person is not None:
            if person.here and person.doing is None:
                self._begin_job(person, job, now)
                return
            heappush(person.own, (job.order, job.number, job))
        else:
            for pool in pools:
                if pool.free:
                    self._begin_job(next(iter(pool.free)), job, now)
                    return
            for pool in pools:
                heappush(pool.queue, (job.order, job.number, job))
        self.waiting.move(1, now)

    def come(self, person: Person, now: int) -> None:
        """Let somebody's shift begin."""
        if not person.here:
            person.here = True
            if person.doing is None and (person.own or person.pools):
                self._next(person, now)

    def leave(self, person: Person) -> None:
        """Let somebody's shift end; what was begun is finished."""
        if person.here:
            person.here = False
            self._occupied(person)

    def withdraw(self, job: Job, now: int) -> None:
        """Let a job that nobody has taken be none any more."""
        if not job.taken and job.number:
            self.waiting.move(-1, now)
            self.present.move(-1, now)
        job.taken = True

    def _begin_job(self, person: Person, job: Job, now: int) -> None:
        self._occupied(person)
        job.taken, person.doing = True, job
        takes = round(job.minutes(now) * _MINUTE)
        person.busy += takes
        week = (now - self._begin) // _WEEK
        person.weeks[week] = person.weeks.get(week, 0) + takes
        _note(self.waits, person.roles[0], now - job.since)
        self._agenda.put(now + takes, self._finish, person)

    def _finish(self, now: int, person: Person) -> None:
        job, person.doing = person.doing, None
        if job is None:
            return
        person.done += 1
        self.present.move(-1, now)
        _note(self.stays, person.roles[0], now - job.since)
        if self._done is not None:
            self._done(now, person, job)
        if person.here and person.doing is None:
            self._next(person, now)

    def _next(self, person: Person, now: int) -> None:
        best: Queue | None = None
        for queue in person.queues:
            while queue and queue[0][2].taken:
                heappop(queue)
            if queue and (best is None or queue[0] < best[0]):
                best = queue
        if best is not None:
            self.waiting.move(-1, now)
            self._begin_job(person, heappop(best)[2], now)
        else:
            for pool in person.pools:
                pool.free[person] = None

    def _occupied(self, person: Person) -> None:
        for pool in person.pools:
            pool.free.pop(person, None)


def _note(sums: dict[str, list[int]], role: str, micros: int) -> None:
    found = sums.get(role)
    if found is None:
        found = sums[role] = [0, 0]
    found[0] += 1
    found[1] += micros
