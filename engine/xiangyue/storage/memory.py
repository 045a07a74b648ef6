"""What the writer remembers of a community between its commands, as long as nobody else wrote.

Whether somebody did is told by the end of the chain: it is where this writer left it, or not.
"""

from __future__ import annotations

from xiangyue.asks import AccountState, Ask
from xiangyue.values import Posting, Task

_MOST = 10_000

Holder = tuple[str, str]
"""A member and an account."""


class Memory:
    """How accounts stand, and the newest tasks in some state."""

    __slots__ = ("_accounts", "_count", "_latest", "_seq")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.forget()

    def forget(self) -> None:
        """Forget everything."""
        self._seq: dict[str, int] = {}
        self._accounts: dict[str, dict[Holder, dict[int, AccountState]]] = {}
        self._latest: dict[str, dict[tuple[str, ...], Task | None]] = {}
        self._count = 0

    def at(self, community: str, seq: int) -> None:
        """Forget a community whose chain ends elsewhere than it was left."""
        if self._seq.get(community) != seq:
            self._accounts.pop(community, None)
            self._latest.pop(community, None)
            self._seq[community] = seq

    def left(self, community: str, seq: int) -> None:
        """Note where the chain ends now."""
        self._seq[community] = seq

    def keep(self, community: str, ask: Ask, answer: AccountState | Task | None) -> None:
        """Remember an answer, if it is one of those that are remembered."""
        self._count += 1
        if self._count > _MOST:
            self.forget()
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
        return ask.what == "latest" and ask.names in self._latest.get(community, ())

    def tell(self, community: str, ask: Ask) -> AccountState | Task | None:
        """Return an answer that is remembered."""
        if ask.what == "account":
            return self._accounts[community][ask.subject, ask.names[0]][ask.since]
        return self._latest[community][ask.names]

    def account(self, community: str, member: str, account: str) -> AccountState | None:
        """Return how an account stands, if that is remembered; whatever month was asked for."""
        known = self._accounts.get(community, {}).get((member, account))
        return next(iter(known.values())) if known else None

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

