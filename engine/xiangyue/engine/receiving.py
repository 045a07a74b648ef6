"""The part of the face through which matters come in: by what they are about, not by a flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.engine.own_work import OwnWork
from xiangyue.profile import Profile
from xiangyue.storage import Store
from xiangyue.time.clock import to_micros
from xiangyue.time.moments import Moment
from xiangyue.values import OPEN, Command, Decision, Source
from xiangyue.words import check_id
from xiangyue.work.acting import do
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans


class Receiving(OwnWork):
    """What residents bring up, themselves or through a helper."""

    _store: Store
    _plans: Plans

    def receive(
        self,
        category: str,
        *,
        community: str,
        by: str,
        title: str | None = None,
        source: Source = "digital",
        occurred_at: Moment = None,
        key: str | None = None,
        unit: str | None = None,
        note: str | None = None,
        on_behalf_of: str | None = None,
        id: str | None = None,
        data: Mapping[str, Any] | None = None,
        now: Moment = None,
        **fields: Any,
    ) -> Decision:
        """Take in a matter of a category; ``decision.flow`` is what it opened.

        The community's profile says which flow that is (in its mode), who receives it first and
        how soon somebody must be in contact; the task's field ``category`` keeps what it was. A
        helper says ``source="helper"`` and ``on_behalf_of``; nothing else differs. See ``act`` for
        the rest. Raises Misuse for a category that the profile does not have.
        """
        command = Command(
            community=community,
            action=OPEN,
            category=category,
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
        return do(self._store, self._plans, command, now)

    def intake(self, community: str) -> Profile:
        """Return the profile by which matters come in now, as it is in the community's mode."""
        with self._store.read() as reader:
            head = known_head(reader.situation(community, None, None).head, community)
            return self._plans.in_force(reader, head, community).profile
