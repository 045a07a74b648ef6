"""What a decision needs to know of the past: questions that the store answers, and the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from xiangyue.values import FREEZING, Posting, Task, Value

MOST_TOUCHES = 10_000
"""So far the touches of one person are counted: no budget is larger."""

What = Literal[
    "touches",
    "fields",
    "open-tasks",
    "community-tasks",
    "opened",
    "latest",
    "held",
    "pending",
    "account",
    "stock",
    "task",
]


class Ask(Value, frozen=True):
    """One question about a community; equal questions are asked once.

    ``subject`` is the member (of ``held`` and ``pending``: the member or unit) it is about,
    ``names`` are kinds, flows, fields or the account, ``since`` begins the time that counts
    (microseconds), ``task`` is the task that does not count. ``stock`` is about the resource that
    is its subject, ``task`` about the task.
    """

    what: What
    subject: str = ""
    names: tuple[str, ...] = ()
    since: int = 0
    task: str = ""


Answers = Mapping[Ask, Any]


class Datum(Value, frozen=True):
    """A datum that is held: the task and entry that it was given in, when, and its value."""

    task: str
    seq: int
    at: int
    value: Any


class Stock(Value, frozen=True):
    """A resource, if there is one of the id, and how much of it tasks hold.

    ``others`` is what all tasks but the one that asks hold, ``until`` the earliest deadline of one
    of these, and ``mine`` what the one that asks holds already.
    """

    resource: Task | None
    others: int = 0
    until: int | None = None
    mine: int = 0


class AccountState(Value, frozen=True):
    """How an account stands: its balance, and what this month brought by sort and class.

    Points are hundredths. ``opened`` is whether it has any entry; a ``frozen`` one waits for a
    human review of a red line.
    """

    balance: int = 0
    opened: bool = False
    frozen: bool = False
    month: Mapping[tuple[str, str], int] = {}

    def after(self, posting: Posting, *, counts: bool = True) -> AccountState:
        """Return how it stands after a posting, which ``counts`` for the month or is of another."""
        month = self.month
        if counts:
            key = posting.sort, posting.group or posting.rule
            month = {**month, key: month.get(key, 0) + posting.amount}
        frozen = bool(FREEZING.get(posting.sort, self.frozen))
        return AccountState(self.balance + posting.amount, True, frozen, month)


def subject_of(about: str, name: str) -> str:
    """Return how the subject of a datum is written: a unit apart from a member of its name."""
    return f"unit:{name}" if about == "unit" else name
