"""What the writer remembers of a community between its commands, as long as nobody else wrote.

Whether somebody did is told by the end of the chain: it is where this writer left it, or not.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from xiangyue.asks import MOST_TOUCHES, AccountState, Ask
from xiangyue.values import Posting, Task

_MOST = 50_000

Holder = tuple[str, str]
"""A member and an account."""


class Touched:
    """When somebody was touched since some moment, by kind, in the order of time."""

    __slots__ = ("_times", "since")

    def __init__(self, since: int, touches: Iterable[tuple[str, int]]) -> None:
        """Note kinds and moments in the order of time."""
        self.since = since
        self._times: dict[str, list[int]] = {}
        for kind, at in touches:
            self._times.setdefault(kind, []).append(at)

    def add(self, kind: str, at: int) -> None:
        """Note one more."""
        insort(self._times.setdefault(kind, []), at)

    def take(self, kind: str, at: int) -> None:
        """Take one back, if it is there."""
        times = self._times.get(kind, [])
        n = bisect_left(times, at)
        if n < len(times) and times[n] == at:
            del times[n]

    def count(self, ask: Ask) -> int:
        """Return how many there were of the kinds, or of all, since the moment."""
        times = (self._times.get(kind, ()) for kind in ask.names or tuple(self._times))
        count = sum(len(some) - bisect_left(some, ask.since) for some in times)
        return min(count, MOST_TOUCHES)


class Memory:
    """How accounts stand, how often people were touched, and the newest tasks in some state."""

    __slots__ = ("_accounts", "_count", "_latest", "_seq", "_touched")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.forget()

    def forget(self) -> None:
        """Forget everything."""
        self._seq: dict[str, int] = {}
        self._accounts: dict[str, dict[Holder, dict[int, AccountState]]] = {}
        self._latest: dict[str, dict[tuple[str, ...], Task | None]] = {}
        self._touched: dict[str, dict[str, Touched]] = {}
        self._count = 0

    def at(self, community: str, seq: int) -> None:
        """Forget a community whose chain ends elsewhere than it was left."""
        if self._seq.get(community) != seq:
            self.drop(community)
            self._seq[community] = seq

    def drop(self, community: str) -> None:
        """Forget a community."""
        self._accounts.pop(community, None)
        self._latest.pop(community, None)
        self._touched.pop(community, None)

    def left(self, community: str, seq: int) -> None:
        """Note where the chain ends now."""
        self._seq[community] = seq

    def keep(self, community: str, ask: Ask, answer: AccountState | Task | None) -> None:
        """Remember an answer, if it is one of those that are remembered."""
        self._counted()
        if ask.what == "account" and isinstance(answer, AccountState):
            holder = ask.subject, ask.names[0]
            accounts = self._accounts.setdefault(community, {})
            accounts.setdefault(holder, {})[ask.since] = answer
        elif ask.what == "latest" and not isinstance(answer, AccountState):
            self._latest.setdefault(community, {})[ask.names] = answer

    def knows(self, community: str, ask: Ask) -> bool:
        """Tell whether an answer is remembered."""
        if ask.what == "account":
            holder = ask.subject, ask.names[0]
            return ask.since in self._accounts.get(community, {}).get(holder, ())
        if ask.what == "touches":
            known = self._touched.get(community, {}).get(ask.subject)
            return known is not None and known.since <= ask.since
        return ask.what == "latest" and ask.names in self._latest.get(community, ())

    def tell(self, community: str, ask: Ask) -> AccountState | Task | int | None:
        """Return an answer that is remembered."""
        if ask.what == "touches":
            return self._touched[community][ask.subject].count(ask)
        if ask.what == "account":
            return self._accounts[community][ask.subject, ask.names[0]][ask.since]
        return self._latest[community][ask.names]

    def account(self, community: str, member: str, account: str) -> AccountState | None:
        """Return how an account stands, if that is remembered; whatever month was asked for."""
        known = self._accounts.get(community, {}).get((member, account))
        return next(iter(known.values())) if known else None

    def touched(self, community: str, subject: str, touches: Touched) -> None:
        """Remember when somebody was touched."""
        self._touched.setdefault(community, {})[subject] = touches

    def touch(self, community: str, subject: str, kind: str, at: int) -> None:
        """Follow a touch."""
        known = self._touched.get(community, {}).get(subject)
        if known is not None:
            self._counted()
            known.add(kind, at)

    def _counted(self) -> None:
        """Begin anew where there is too much to remember."""
        self._count += 1
        if self._count > _MOST:
            self.forget()

    def moved(self, community: str, flow: str) -> None:
        """Forget the newest tasks of a flow: one of them has just moved."""
        latest = self._latest.get(community)
        if latest:
            for names in [names for names in latest if names[0] == flow]:
                del latest[names]

    def posted(self, community: str, posting: Posting, now: int) -> None:
        """Follow a posting."""
        known = self._accounts.get(community, {}).get((posting.member, posting.account), {})
        for since, state in known.items():
            known[since] = state.after(posting, counts=now >= since)
