"""The part of the face that pages are made of: people, work that waits, and the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from xiangyue.engine.own_work import OwnWork
from xiangyue.errors import Misuse
from xiangyue.storage import Head, Reader, Store
from xiangyue.tables import REGISTRY
from xiangyue.time.moments import Moment, micros
from xiangyue.values import Decision, Member, Task
from xiangyue.work.asked import Asked, find_asks
from xiangyue.work.named import known_head
from xiangyue.work.overview import Overview, find_overview
from xiangyue.work.partaking import is_party
from xiangyue.work.peopling import People, Person, find_names, find_page, find_people
from xiangyue.work.plans import Plans
from xiangyue.work.present_mode import ModeNow, find_mode
from xiangyue.work.querying import find_task
from xiangyue.work.records import FullRecord, RecordPage, find_record, find_records
from xiangyue.work.refusing import RefusalPage, find_refusals
from xiangyue.work.waiting import WorkPage, find_waiting


class Reading(OwnWork):
    """What a console and an API show of one store; a page costs no more as the store grows."""

    _store: Store
    _plans: Plans

    def communities(self) -> tuple[str, ...]:
        """Return the communities that a profile governs."""
        with self._store.read() as reader:
            return reader.communities()

    def member(self, id: str, *, named: bool = False, now: Moment = None) -> Person:
        """Return a member with the roles held now, in words.

        ``name`` is there with the consent to be named, or where it is asked for (``named``): for
        those who may know it. Raises Misuse for an unknown member.
        """
        with self._store.read() as reader:
            found = find_people(reader, self._plans, [id], micros(now), named=named)
        if not found:
            raise Misuse("member-unknown", member=id)
        return found[0]

    def names(self, members: Iterable[str], *, named: bool = False) -> dict[str, str]:
        """Return what many members are called, by their ids, as ``member`` does for one.

        Whoever has no name to be said is left out, and so is whoever is not registered.
        """
        with self._store.read() as reader:
            return find_names(reader, [*members], named=named)

    def members(
        self,
        unit: str,
        *,
        after: str | None = None,
        limit: int = 50,
        named: bool = False,
        roles: Sequence[str] = (),
        now: Moment = None,
    ) -> People:
        """Return a page of those at home at a unit or beneath it, or holding a role there now.

        They come by their ids; ``page.next`` leads to the next one. With ``roles``, only those who
        hold one of these there. See ``member`` for the rest.
        Raises Misuse for an unknown unit, or a ``limit`` beyond 1 to 200.
        """
        at = micros(now)
        with self._store.read() as reader:
            return find_page(reader, self._plans, unit, after, limit, at, named=named, roles=roles)

    def worklist(
        self, member: str, *, limit: int = 50, after: str | None = None, now: Moment = None
    ) -> WorkPage:
        """Return the open tasks that wait for a member, what is late first, then by deadline.

        They are assigned to them, ask them by a call-out, wait for them as who opened them, or
        stand where an action is left to a role they hold there, or stand in for. ``page.next``
        leads to the next page. Raises Misuse for an unknown member, or a ``limit`` beyond 1 to 200.
        """
        with self._store.read() as reader:
            known = _known(reader, member)
            return find_waiting(reader, self._plans, known, limit, after, micros(now))

    def may_see(self, task: str | Task | Decision, member: str, *, now: Moment = None) -> bool:
        """Return whether a member is a party of a task; nobody else has to do with it.

        A party has opened it, is responsible, is named in it, was asked by its call-out, has acted
        on it or is whom that was done for, or may act on it by a role held where it counts; a
        voluntary role counts only while the task waits for it. An unknown member is none.
        Raises Misuse for an unknown task.
        """
        at = micros(now)
        with self._store.read() as reader:
            head, found = find_task(reader, task)
            known = reader.member(member)
            if known is None:
                return False
            return is_party(reader, self._plans, head.at(at), found, known, at)

    def mode(self, community: str, *, now: Moment = None) -> ModeNow:
        """Return the mode that a community is in, since and until when, and by which task."""
        at = micros(now)
        with self._store.read() as reader:
            return find_mode(reader, self._plans, _head(reader, community).at(at), community)

    def asks(self, task: str | Task | Decision) -> tuple[Asked, ...]:
        """Return whom a task's call-out has asked, by which rung, and what they answered when.

        Raises Misuse where its flow calls nobody out.
        """
        with self._store.read() as reader:
            head, found = find_task(reader, task)
            return find_asks(reader, self._plans, head, found)

    def refused(
        self,
        community: str,
        *,
        flow: str | None = None,
        reason: str | None = None,
        outcome: Literal["refused", "deferred"] | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> RefusalPage:
        """Return what was refused or put off in a community, the newest first, with all reasons.

        ``reason`` is a reason's code or a limit's name. One call looks at 5,000 entries at most:
        pass ``page.older`` as ``before`` to look further back. Raises Misuse for what cannot be.
        """
        with self._store.read() as reader:
            return find_refusals(
                reader,
                community,
                _head(reader, community).seq,
                flow=flow,
                reason=reason,
                outcome=outcome,
                before=before,
                limit=limit,
            )

    def entries(
        self,
        community: str | None,
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
        types: Sequence[str] | None = None,
    ) -> RecordPage:
        """Return a page of a journal in plain words, the newest first.

        None stands for the registry's: units, members, roles and releases. Pass ``page.older`` as
        ``before``, or ``page.newer`` as ``after``. ``types`` are those of the feed
        (``task.refused``, or ``task`` for all that begin so); where they are given, one call looks
        at 2,000 entries at most and may find none. Raises Misuse for what does not exist.
        """
        with self._store.read() as reader:
            last = _last(reader, community)
            return find_records(
                reader,
                self._plans,
                community,
                last,
                before=before,
                after=after,
                limit=limit,
                types=types,
            )

    def entry(self, community: str | None, seq: int) -> FullRecord:
        """Return one entry of a journal in full, without what is personal.

        None stands for the registry's. Raises Misuse where there is none.
        """
        with self._store.read() as reader:
            _last(reader, community)
            return find_record(reader, self._plans, community, seq)

    def noted(self, community: str | None, seqs: Sequence[int]) -> dict[int, Mapping[str, Any]]:
        """Return what entries of a journal note that are no commands, by their numbers.

        None stands for the registry's. What there is not is left out.
        """
        with self._store.read() as reader:
            read = reader.entries(REGISTRY if community is None else community, seqs)
        return {seq: body["about"] for seq, (body, _, _) in read.items() if "about" in body}

    def overview(self, community: str, *, now: Moment = None) -> Overview:
        """Return a community in numbers: what is open, late and returned, and what waits."""
        at = micros(now)
        with self._store.read() as reader:
            head = _head(reader, community).at(at)
            return find_overview(reader, self._plans, head, community, at)


def _head(reader: Reader, community: str) -> Head:
    return known_head(reader.situation(community, None, None).head, community)


def _last(reader: Reader, community: str | None) -> int:
    """Return the number of a chain's last entry; the registry's where no community is named."""
    if community is not None:
        return _head(reader, community).seq
    head = reader.situation(REGISTRY, None, None).head
    return head.seq if head else 0


def _known(reader: Reader, member: str) -> Member:
    found = reader.member(member)
    if found is None:
        raise Misuse("member-unknown", member=member)
    return found
