"""The part of the face that says who and what there is: profiles, units, members, params."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from xiangyue import canonical
from xiangyue.engine.changing import Changing
from xiangyue.engine.enrolling import Enrolling
from xiangyue.engine.placing import Placing
from xiangyue.errors import Misuse
from xiangyue.reach.contacting import Contact, contacts, language_of, put_contact, put_language
from xiangyue.storage import Store
from xiangyue.time.clock import to_micros
from xiangyue.time.moments import Moment, micros
from xiangyue.time.notices import Notice, read_notice
from xiangyue.time.working_calendar import Calendar
from xiangyue.values import SYSTEM, Decision, MemberKind, Task
from xiangyue.words import check_id, check_words, split_ref
from xiangyue.work import registering
from xiangyue.work.consenting import note_consent
from xiangyue.work.destroying import destroy, payloads_of
from xiangyue.work.forgetting import forget
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.settings import announce, refresh


class Administration(Changing, Enrolling, Placing):
    """Profiles, units, members and params of one store."""

    _store: Store
    _plans: Plans
    _packs: tuple[Path, ...]

    def announce(
        self, community: str, notice: Notice | Path | str, *, by: str = SYSTEM, now: Moment = None
    ) -> int | None:
        """Put an official holiday notice in force in a community; returns how many deadlines move.

        Deadlines that are open are worked out anew, from the opening over every pause and
        extension, on the days it names; none is moved into the past. Returns None, and records
        nothing, where the same notice is in force already. Raises BadInput for a file that is no
        notice, and Misuse where the profile's calendar is not that of the notice's country.
        """
        found = notice if isinstance(notice, Notice) else read_notice(notice)
        with self._store.begin() as tx:
            return announce(tx, self._plans, community, found, check_id(by), micros(now))

    def refresh_calendar(
        self, community: str, *, by: str = SYSTEM, now: Moment = None
    ) -> tuple[tuple[int, ...], int]:
        """Take over what the installed ``holidays`` package knows by now of this year and the next.

        Settings keep the days that were known when they were made: a newer package alone moves
        nothing. Years of which a notice speaks stay. Returns the years that have changed, and how
        many open deadlines they move; where there are none, nothing is recorded.
        """
        with self._store.begin() as tx:
            return refresh(tx, self._plans, community, check_id(by), micros(now))

    def calendar(self, community: str, year: int) -> tuple[Calendar, str | None]:
        """Return the calendar in force in a community, and who says what is off that year."""
        with self._store.read() as reader:
            head = known_head(reader.situation(community, None, None).head, community)
            plan = self._plans.in_force(reader, head, community)
            days = canonical.load(reader.days(community, head.settings))
            return plan.profile.calendar, days.get(str(year), {}).get("source")

    def add_unit(
        self,
        unit: str,
        unit_level: str,
        *,
        parent: str | None = None,
        title: Mapping[str, str] | None = None,
        now: Moment = None,
    ) -> None:
        """Add a unit: county > subdistrict or township > community or village > grid."""
        with self._store.begin() as tx:
            registering.add_unit(tx, unit, unit_level, parent, title or {}, micros(now))

    def register(
        self,
        member: str,
        *,
        roles: Mapping[str, str] | None = None,
        home: str | None = None,
        kind: MemberKind = "person",
        name: str | None = None,
        since: Moment = None,
        until: Moment = None,
        deputy: str | None = None,
        now: Moment = None,
    ) -> None:
        """Add a member, or further roles of one: ``roles`` says at which unit each is held.

        ``home`` is the member's unit (the first role's, if left out). The member's id is kept in
        the open for good; ``name`` is what people call it and can be destroyed.
        """
        at = micros(now)
        begins = micros(since) if since else at
        with self._registering() as tx:
            if tx.member(member) is None:
                home = home or next(iter((roles or {}).values()), None)
                if home is None:
                    raise Misuse("member-without-home", member=member)
                registering.add_member(tx, member, kind, home, name, at)
            for role, unit in (roles or {}).items():
                ends = micros(until) if until else None
                registering.add_holding(tx, member, role, unit, begins, ends, deputy, at)

    def release_role(
        self, member: str, role: str, unit: str, *, until: Moment = None, now: Moment = None
    ) -> None:
        """Let a role end, now or at ``until``."""
        at = micros(now)
        with self._registering() as tx:
            ends = micros(until) if until else at
            registering.end_holding(tx, member, role, unit, ends, at)

    def absent(self, member: str, *, since: datetime, until: datetime, now: Moment = None) -> None:
        """Note that a member is away; deputies of its roles stand in meanwhile."""
        with self._registering() as tx:
            times = to_micros(since), to_micros(until)
            registering.add_absence(tx, member, *times, micros(now))

    def consent(
        self, member: str, purpose: str, *, given: bool = True, by: str, now: Moment = None
    ) -> None:
        """Note that a member consents (to ``naming``, ``sensitive:health``), or does no longer.

        Whatever the member answers for is taken off the list where the profile says so
        (``matching.offers.unlisted``). Raises Misuse for an unknown member or what is no purpose.
        """
        what = member, purpose, given, check_id(by), micros(now)
        self._store.transact(partial(note_consent, self._plans, *what))

    def assess(self, member: str, literacy: int, *, by: str, now: Moment = None) -> None:
        """Note a member's digital literacy level, from 0 to 8 (DigComp).

        Raises Misuse for an unknown member or another level.
        """
        with self._registering() as tx:
            registering.put_literacy(tx, member, literacy, check_id(by), micros(now))

    def contact(
        self,
        member: str,
        kind: str,
        address: str | None,
        rank: int = 1,
        *,
        by: str,
        now: Moment = None,
    ) -> None:
        """Note how a member is reached by one kind of channel, such as sms or mail.

        The lowest ``rank`` (1 to 99) is tried first. None for the address removes it; the address
        that was noted before is destroyed. Raises Misuse for an unknown member or kind.
        """
        with self._registering() as tx:
            put_contact(tx, member, kind, address, rank, check_id(by), micros(now))
        self._store.scrub()

    def language(self, member: str, language: str, *, by: str, now: Moment = None) -> None:
        """Note the language, as ``zh`` or ``en``, in which a member is spoken to."""
        with self._registering() as tx:
            put_language(tx, member, language, check_id(by), micros(now))

    def reach(self, member: str) -> tuple[Contact, ...]:
        """Return how a member is reached, what is preferred first: for those who may see it.

        Raises Misuse for an unknown member.
        """
        with self._store.read() as reader:
            if reader.member(member) is None:
                raise Misuse("member-unknown", member=member)
            return contacts(reader, member)

    def language_of(self, member: str) -> str | None:
        """Return the language in which a member is spoken to; None where none is noted.

        Raises Misuse for an unknown member.
        """
        with self._store.read() as reader:
            if reader.member(member) is None:
                raise Misuse("member-unknown", member=member)
            return language_of(reader, member)

    def resume_limit(self, community: str, limit: str, *, by: str, now: Moment = None) -> None:
        """Let a limit be asked again that is suspended because it failed three times in a row.

        Raises Misuse where it has not failed.
        """
        with self._store.begin() as tx:
            known_head(tx.head(community), community)
            registering.resume(tx, community, limit, check_id(by), micros(now))

    def _begin_mode(self, community: str, mode: str, now: Moment) -> None:
        """Put a community into a mode without a task, for a scenario that begins in it."""
        with self._store.begin() as tx:
            registering.put_mode(tx, community, mode, micros(now))

    def destroy(self, task: str | Task | Decision, *, by: str, why: str, now: Moment = None) -> int:
        """Destroy the personal values of a task, or refused opening; returns from how many entries.

        The journal keeps their hashes, and that ``by`` destroyed them and ``why``. Copies that
        have passed to other tasks, in other communities too, go with the next ``tick`` or worker.
        What the task says in the open stays; what an ended task had left to send is dropped, and
        whom it had asked to come is forgotten: of a call-out that goes on, once it ends. Raises
        Misuse for an unknown task or an empty ``why``.
        """
        check_words("why", why)
        if not why.strip():
            raise Misuse("destroy-why")
        check_id(by)
        community, name = split_ref(task)
        with self._store.begin() as tx:
            seqs = [seq for seq, _ in payloads_of(tx, community, name)]
            known = tx.situation(community, name, None).task
            if not seqs and known is None:
                raise Misuse("task-unknown", task=f"{community}/{name}")
            destroyed = destroy(tx, community, seqs, by, why, micros(now), task=name)
            if known is not None:
                forget(tx, known, by, why, micros(now))
        self._store.scrub()
        return destroyed
