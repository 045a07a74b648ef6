"""Accounts of points and open tasks, followed as they are brought and moved."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from operator import itemgetter

from xiangyue.asks import AccountState
from xiangyue.values import Posting, Task

Month = dict[tuple[str, str], int]
"""What an account was brought, by sort and class."""

_MONTHS = 4


class Account:
    """One account: how it stands, and what it was brought, in the order of time.

    ``months`` are the sums since some moments that were asked for; they follow what is brought.
    """

    __slots__ = ("brought", "months", "state")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.state = AccountState()
        self.brought: list[tuple[int, Posting]] = []
        self.months: dict[int, Month] = {}

    def post(self, posting: Posting, at: int) -> None:
        """Follow a posting."""
        self.state = self.state.after(posting, counts=False)
        insort(self.brought, (at, posting), key=itemgetter(0))
        for since, month in self.months.items():
            if at >= since:
                _add(month, posting)

    def since(self, at: int) -> AccountState:
        """Return how it stands, with what it was brought since a moment."""
        month = self.months.get(at)
        if month is None:
            month = {}
            for when, posting in reversed(self.brought):
                if when < at:
                    break
                _add(month, posting)
            if len(self.months) >= _MONTHS:
                self.months.clear()
            self.months[at] = month
        state = self.state
        return AccountState(state.balance, state.opened, state.frozen, month.copy())


def _add(month: Month, posting: Posting) -> None:
    key = posting.sort, posting.group or posting.rule
    month[key] = month.get(key, 0) + posting.amount


class Tasks:
    """The open tasks of a community, and when tasks of each flow were opened."""

    __slots__ = ("by_assignee", "by_flow", "opened")

    def __init__(self) -> None:
        """Begin with none."""
        self.by_assignee: dict[str, dict[str, Task]] = {}
        self.by_flow: Counter[str] = Counter()
        self.opened: dict[str, list[int]] = {}

    def move(self, before: Task | None, after: Task) -> None:
        """Follow a task from how it stood."""
        if before is None:
            insort(self.opened.setdefault(after.flow, []), after.opened_at)
        elif before.ended_at is None:
            self.by_flow[before.flow] -= 1
            if before.assignee is not None:
                self.by_assignee[before.assignee].pop(before.id, None)
        if after.ended_at is None:
            self.by_flow[after.flow] += 1
            if after.assignee is not None:
                self.by_assignee.setdefault(after.assignee, {})[after.id] = after
