"""The part of the face through which matters come in: by what they are about, not by a flow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from xiangyue.errors import Misuse
from xiangyue.flow import Plan
from xiangyue.profile import Profile
from xiangyue.storage import Reader, Store
from xiangyue.time.clock import to_micros
from xiangyue.time.moments import Moment, micros
from xiangyue.values import OPEN, PUBLIC, Command, Decision, Source, Task, replace
from xiangyue.words import check_id
from xiangyue.work import receipts
from xiangyue.work.acting import check_command, do, try_out
from xiangyue.work.followed import Followed, check_openers, followed
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans
from xiangyue.work.public import PublicMatter, find_matters, find_public


class Receiving:
    """What residents bring up, themselves or through a helper, registered or not."""

    PUBLIC: ClassVar[str] = PUBLIC
    """Who acts where somebody is not registered: ``by`` or ``on_behalf_of``."""

    _store: Store
    _plans: Plans

    def receive(
        self,
        category: str | None = None,
        *,
        community: str,
        by: str,
        flow: str | None = None,
        title: str | None = None,
        source: Source = "digital",
        occurred_at: Moment = None,
        key: str | None = None,
        receipt: bool = False,
        unit: str | None = None,
        note: str | None = None,
        on_behalf_of: str | None = None,
        id: str | None = None,
        data: Mapping[str, Any] | None = None,
        refusals: bool = True,
        now: Moment = None,
        **fields: Any,
    ) -> Decision:
        """Take in a matter of a category; ``decision.flow`` is what it opened.

        The community's profile says which flow that is (in its mode), who receives it first and
        how soon somebody must be in contact; the task's field ``category`` keeps what it was. What
        has no category, such as a complaint about the system, comes in by its ``flow``. A
        helper says ``source="helper"`` and ``on_behalf_of``; nothing else differs. Who is not
        registered is ``PUBLIC``, where the profile lets anybody open it. See ``act`` for
        the rest. Raises Misuse for a category that the profile does not have.

        With ``receipt`` the decision brings a number, ``decision.receipt``, by which the matter is
        followed. It is kept nowhere: with the same ``key`` it comes again, else it is told once.

        Without ``refusals`` one is told and not recorded: of what is not taken in, nothing is kept.
        """
        if (category is None) == (flow is None):
            raise Misuse("receive-what")
        number = self._receipt(community, key, now) if receipt else None
        command = Command(
            community=community,
            action=OPEN,
            flow=flow,
            category=category,
            actor=by,
            task=check_id(id) if id is not None else None,
            title=title,
            unit=unit,
            note=note,
            on_behalf_of=on_behalf_of,
            occurred_at=to_micros(occurred_at) if occurred_at else None,
            source=source,
            key=key if number is None else receipts.key_of(community, number),
            data={**(data or {}), **fields},
        )
        if not refusals:
            with self._store.read() as reader:
                tried = try_out(reader, self._plans, check_command(command), micros(now))
            if tried.outcome == "refused":
                return tried
        decision = do(self._store, self._plans, command, now)
        if decision.outcome == "refused":
            return decision
        return replace(decision, receipt=number)

    def follow(self, receipt: str, *, community: str, now: Moment = None) -> Followed:
        """Return how the matter stands that a receipt leads to, without names.

        Raises BadInput where the number was misread, and Misuse where it leads nowhere, or to what
        is destroyed by now.
        """
        number, at = receipts.read_receipt(receipt), micros(now)
        with self._store.read() as reader:
            task = receipts.find(reader, community, number)
            head = known_head(reader.situation(community, None, None).head, community).at(at)
            plan = self._plans.in_force(reader, head, community, task.release)
            return followed(reader, self._plans, plan, head, task, at)

    def answer(
        self,
        receipt: str,
        action: str,
        *,
        community: str,
        by: str | None = None,
        source: Source = "digital",
        note: str | None = None,
        occurred_at: Moment = None,
        key: str | None = None,
        data: Mapping[str, Any] | None = None,
        now: Moment = None,
        **fields: Any,
    ) -> Decision:
        """Take an action in the matter that a receipt leads to, as whoever brought it up.

        Only what is the opener's can be done so: answer the return visit, ask again, withdraw. A
        helper to whom the number was told says ``by`` and ``source``. Raises as ``follow`` does,
        and Misuse for an action that is not the opener's.
        """
        number = receipts.read_receipt(receipt)
        with self._store.read() as reader:
            task = receipts.find(reader, community, number)
            check_openers(self._plan_of(reader, task, micros(now)), task, action)
        command = Command(
            community=community,
            action=action,
            actor=by or task.opener,
            task=task.id,
            note=note,
            on_behalf_of=task.opener if by else None,
            occurred_at=to_micros(occurred_at) if occurred_at else None,
            source=source,
            key=key,
            data={**(data or {}), **fields},
        )
        return do(self._store, self._plans, command, now)

    def matters(
        self,
        community: str,
        *,
        categories: Collection[str] | None = None,
        since: Moment = None,
        until: Moment = None,
        ended: bool | None = None,
        limit: int = 50,
        offset: int = 0,
        now: Moment = None,
    ) -> tuple[PublicMatter, ...]:
        """Return what was brought up as everybody may see it, the newest first.

        It is there where its category is offered and the public may open its flow: without names
        and personal values. ``since`` and ``until`` are when it was opened. Raises Misuse for a
        ``limit`` beyond 1 to 1000, or an ``offset`` beyond 10,000.
        """
        at = micros(now)
        with self._store.read() as reader:
            head = known_head(reader.situation(community, None, None).head, community).at(at)
            return find_matters(
                reader,
                self._plans,
                head,
                community,
                categories=categories,
                since=0 if since is None else to_micros(since),
                until=at if until is None else to_micros(until),
                ended=ended,
                limit=limit,
                offset=offset,
            )

    def public(
        self, community: str, tasks: Sequence[str], *, now: Moment = None
    ) -> tuple[PublicMatter, ...]:
        """Return those of some tasks, by their ids, that everybody may see; see ``matters``."""
        with self._store.read() as reader:
            head = known_head(reader.situation(community, None, None).head, community)
            return find_public(reader, self._plans, head.at(micros(now)), community, tasks)

    def intake(self, community: str) -> Profile:
        """Return the profile by which matters come in now, as it is in the community's mode."""
        with self._store.read() as reader:
            head = known_head(reader.situation(community, None, None).head, community)
            return self._plans.in_force(reader, head, community).profile

    def _receipt(self, community: str, key: str | None, now: Moment) -> str:
        if key is None:
            return receipts.new_receipt()
        secret = receipts.secret_of(self._store, community, micros(now))
        return receipts.derived(secret, "receipt", key)

    def _plan_of(self, reader: Reader, task: Task, now: int) -> Plan:
        head = known_head(reader.situation(task.community, None, None).head, task.community)
        return self._plans.in_force(reader, head.at(now), task.community, task.release)
