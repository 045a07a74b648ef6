"""How the past would differ by now, had the flipped decisions come out so: what is counted.

Only counts are followed: points, touches, fields asked, and tasks that would not be there or be
another's. Nothing else of a course that did not happen is known, and nothing is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from xiangyue.asks import Ask
from xiangyue.study.world.accounts import Account
from xiangyue.study.world.memory import Whole
from xiangyue.values import TOUCHING, Planned, Posting

Holder = tuple[str, str]


class Touch(NamedTuple):
    """Whom something touched, by what, when, and how many fields it asked for."""

    subject: str
    kind: str
    at: int
    fields: int = 0


class Difference:
    """What is counted otherwise in one community."""

    def __init__(self, past: Whole, community: str) -> None:
        """Begin with no difference to ``past``."""
        self._past = past
        self._community = community
        self._accounts: dict[Holder, Account] = {}
        self._touches: dict[str, list[tuple[Touch, int]]] = {}
        self._gone: dict[str, str] = {}
        self._extra: list[tuple[str, int]] = []
        self._unassigned: dict[str, str] = {}
        self.subjects: set[str] = set()

    def __bool__(self) -> bool:
        """Be true where anything differs."""
        return bool(self.subjects or self._gone or self._extra)

    @property
    def counted(self) -> bool:
        """Whether tasks of the community as a whole are counted otherwise."""
        return bool(self._gone or self._extra)

    def brings(self, was: Sequence[Posting], would: Sequence[Posting], now: int) -> None:
        """Follow what a command brought, and what it would have; before the past follows it."""
        if was != would:
            for posting in (*was, *would):
                holder = posting.member, posting.account
                if holder not in self._accounts:
                    self._accounts[holder] = self._past.copied(self._community, *holder)
                    self.subjects.add(posting.member)
        for posting in would:
            account = self._accounts.get((posting.member, posting.account))
            if account is not None:
                account.post(posting, now)

    def touches(self, was: Iterable[Touch], would: Iterable[Touch]) -> None:
        """Follow whom a command touched, and whom it would have."""
        rest = list(would)
        for touch in was:
            if touch in rest:
                rest.remove(touch)
            else:
                self._touch(touch, -1)
        for touch in rest:
            self._touch(touch, 1)

    def _touch(self, touch: Touch, sign: int) -> None:
        self._touches.setdefault(touch.subject, []).append((touch, sign))
        self.subjects.add(touch.subject)

    def opens_not(self, task: str, flow: str) -> None:
        """Note a task that would not have been opened."""
        self._gone[task] = flow

    def opens_too(self, flow: str, at: int) -> None:
        """Note a task that would have been opened; of its course nothing is known."""
        self._extra.append((flow, at))

    def assigns(self, task: str, was: str | None, would: str | None) -> None:
        """Note in whose hands a task would be; None for nobody's."""
        if was is None or was == would:
            self._unassigned.pop(task, None)
        else:
            self._unassigned[task] = was
            self.subjects.add(was)

    def ends(self, task: str) -> None:
        """Note that a task has ended: it counts as open nowhere."""
        self._unassigned.pop(task, None)
        self._gone.pop(task, None)

    def adjusted(self, answers: Mapping[Ask, Any]) -> Mapping[Ask, Any]:
        """Return what would be answered."""
        return {ask: self._answer(ask, said) for ask, said in answers.items()}

    def _answer(self, ask: Ask, said: Any) -> Any:
        if ask.what == "account":
            account = self._accounts.get((ask.subject, ask.names[0]))
            return said if account is None else account.since(ask.since)
        if ask.what in ("touches", "fields"):
            return max(0, said + self._more(ask))
        if ask.what == "open-tasks":
            return self._in_hands(ask, said)
        if ask.what == "community-tasks" and self._gone:
            counts = dict(said)
            for task, flow in self._gone.items():
                if task != ask.task and counts.get(flow):
                    counts[flow] -= 1
            return {flow: n for flow, n in counts.items() if n}
        if ask.what == "opened" and self.counted:
            return max(0, said + self._opened(ask))
        return said

    def _more(self, ask: Ask) -> int:
        more = 0
        for touch, sign in self._touches.get(ask.subject, ()):
            if touch.at < ask.since:
                continue
            if ask.what == "fields":
                more += sign * touch.fields
            elif touch.kind in (ask.names or TOUCHING):
                more += sign
        return more

    def _in_hands(self, ask: Ask, said: Mapping[str, int]) -> Mapping[str, int]:
        away = [task for task, who in self._unassigned.items() if who == ask.subject]
        if not away:
            return said
        counts = dict(said)
        for task in away:
            known = None if task == ask.task else self._past.task(self._community, task)
            if known is not None and known.ended_at is None:
                by = self._past.counted_by(known, ask)
                counts[by] = counts.get(by, 0) - 1
        return {by: n for by, n in counts.items() if n > 0}

    def _opened(self, ask: Ask) -> int:
        more = sum(flow in ask.names and at >= ask.since for flow, at in self._extra)
        for task, flow in self._gone.items():
            known = self._past.task(self._community, task)
            since = known is not None and known.opened_at >= ask.since
            more -= flow in ask.names and since and task != ask.task
        return more


def touches_of(interventions: Iterable[Planned], now: int) -> list[Touch]:
    """Return whom these touch."""
    found: list[Touch] = []
    for one in interventions:
        at = now if one.at is None else one.at
        if one.kind == "ask":
            found += [Touch(member, "message", at) for member in one.detail["to"]]
        elif one.to is not None and one.kind in TOUCHING:
            fields = len(one.detail["fields"]) if one.kind == "collect" else 0
            found.append(Touch(one.to, one.kind, at, fields))
    return found
