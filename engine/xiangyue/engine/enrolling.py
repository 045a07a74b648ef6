"""The part of the face that registers many units and members at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from xiangyue.errors import Conflict
from xiangyue.storage import Store
from xiangyue.tables import REGISTRY
from xiangyue.time.moments import Moment, micros
from xiangyue.values import Unit, replace
from xiangyue.words import check_id
from xiangyue.work.enrolling import (
    Clash,
    Enrolment,
    Step,
    all_units,
    of_members,
    of_units,
    take,
)

_BATCH = 500
T = TypeVar("T")


class Enrolling:
    """Lists of units and members, registered as a whole and, a second time, not again."""

    _store: Store

    def units(self) -> dict[str, Unit]:
        """Return every unit by its id."""
        with self._store.read() as reader:
            return all_units(reader)

    def known_members(self, names: Iterable[str]) -> frozenset[str]:
        """Return which of these members are registered."""
        with self._store.read() as reader:
            return frozenset(reader.members(names))

    def has_members(self) -> bool:
        """Return whether anybody is registered yet."""
        with self._store.read() as reader:
            return bool(reader.all("SELECT 1 FROM member LIMIT 1"))

    def enrol_units(
        self, units: Sequence[Unit], *, by: str, dry: bool = False, now: Moment = None
    ) -> tuple[list[Step], list[Clash]]:
        """Add the units that are not there yet, those above first.

        Returns what was added, or would be if ``dry``, and what the list says otherwise than it
        is registered; where there is any of that, nothing is written.
        """
        check_id(by)
        steps, clashes = _told(of_units(self.units(), units))
        if not dry and not clashes:
            for batch in _batches(steps):
                with self._store.begin() as tx:
                    tx.head(REGISTRY)
                    missing = [step for step in batch if tx.unit(step.subject) is None]
                    take(tx, missing, by, micros(now))
        return steps, clashes

    def enrol(
        self,
        members: Sequence[Enrolment],
        *,
        by: str,
        dry: bool = False,
        now: Moment = None,
        progress: Callable[[float], None] | None = None,
    ) -> tuple[list[Step], list[Clash]]:
        """Register members with roles, contacts, languages and literacy, as far as they are not.

        Returns what was added or changed, or would be if ``dry``, and what the list says otherwise
        than it is registered for good; where there is any of that, nothing is written. 500 members
        are one transaction: after an interruption, the same call goes on. Raises Conflict where
        somebody else registers what contradicts it meanwhile.
        """
        check_id(by)
        at, steps, clashes = micros(now), list[Step](), list[Clash]()
        with self._store.read() as reader:
            for start in range(0, len(members), _BATCH):
                found, wrong = _told(of_members(reader, members[start : start + _BATCH], at))
                steps += found
                clashes += [_later(clash, start) for clash in wrong]
        if dry or clashes:
            return steps, clashes
        unfinished = {step.subject for step in steps}
        todo = [one for one in members if one.id in unfinished]
        batches = [*_batches(todo)]
        if any(role.deputy for one in todo for role in one.roles):  # who has to be there before
            batches[:0] = _batches([Enrolment(o.id, o.kind, o.home, o.name) for o in todo])
        for number, batch in enumerate(batches, 1):
            with self._store.begin() as tx:
                tx.head(REGISTRY)
                found, wrong = _told(of_members(tx, batch, at))
                if wrong:
                    raise Conflict("enrol-clash", member=wrong[0].subject)
                tx.crowd([step.subject for step in found])  # remembered from here on
                take(tx, found, by, at)
            if progress:
                progress(number / len(batches))
        if any(step.what == "contact" and step.changes for step in steps):
            self._store.scrub()
        return steps, clashes


def _told(found: Iterable[Step | Clash]) -> tuple[list[Step], list[Clash]]:
    steps, clashes = list[Step](), list[Clash]()
    for one in found:
        if isinstance(one, Step):
            steps.append(one)
        else:
            clashes.append(one)
    return steps, clashes


def _later(clash: Clash, start: int) -> Clash:
    return replace(clash, index=clash.index + start)


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch
