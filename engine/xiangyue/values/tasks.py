"""A task as it stands, and the wish to open or move one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from xiangyue.values.value import Value

Source = Literal["digital", "paper", "phone", "counter", "helper", "sheet", "log"]


class Task(Value, frozen=True):
    """A task as it stands; personal values are in ``data`` while they exist.

    ``clock_from`` is when its flow's clock began to run, where that was after its opening;
    ``alarms`` are the moments, by name, at which the engine comes back to it besides its deadlines,
    ``origin`` is the address of the task that had it opened, None where somebody opened it.
    """

    community: str
    id: str
    flow: str
    release: str
    state: str
    version: int
    unit: str
    opener: str
    opened_at: int
    since: int
    assignee: str | None = None
    due: int | None = None
    state_due: int | None = None
    ended_at: int | None = None
    paused_at: int | None = None
    clock_from: int | None = None
    last: int = 0
    data: Mapping[str, Any] = {}
    private: Mapping[str, int] = {}
    alarms: Mapping[str, int] = {}
    origin: str | None = None

    @property
    def ref(self) -> str:
        """The task's address in the store: ``community/id``."""
        return f"{self.community}/{self.id}"

    @property
    def title(self) -> str:
        """What the task is called; empty if nothing was said or it was destroyed."""
        return str(self.data.get("title", ""))

    @property
    def late(self) -> bool:
        """Whether it ended after its deadline."""
        return self.due is not None and self.ended_at is not None and self.ended_at > self.due


class Command(Value, frozen=True):
    """Somebody's wish to open a task (``action`` is ``open``) or to act on one.

    ``category`` is what a matter is about, where the profile's intake says which flow that opens.
    ``occurred_at`` is when it was really done, None for now; ``note`` is free text that says why.
    ``again`` is the entry in which it was deferred, where it is decided once more; ``origin`` is
    the address of the task that has it opened.
    """

    community: str
    action: str
    actor: str
    task: str | None = None
    flow: str | None = None
    data: Mapping[str, Any] = {}
    note: str | None = None
    title: str | None = None
    unit: str | None = None
    on_behalf_of: str | None = None
    occurred_at: int | None = None
    source: Source = "digital"
    key: str | None = None
    version: int | None = None
    again: int | None = None
    origin: str | None = None
    category: str | None = None

    @property
    def principal(self) -> str:
        """Whose act it is: the one on whose behalf it is entered, else the actor."""
        return self.on_behalf_of or self.actor
