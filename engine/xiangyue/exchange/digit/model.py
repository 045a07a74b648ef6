"""What a workflow configuration of DIGIT says, as it stands in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]

DAY = 24 * 60 * 60 * 1000
"""Milliseconds, in which DIGIT says service levels; escalation says days."""


@dataclass(frozen=True, slots=True)
class DigitAction:
    """What can be done in a state; ``target`` is its next state, by name or uuid.

    ``roles`` are codes; ``*`` stands for every role. ``more`` is what else the file says of it.
    """

    path: Path
    name: str
    target: str
    roles: tuple[str, ...]
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DigitState:
    """Where an application can stand; ``name`` is None (or empty) before anything was done.

    ``sla`` is in milliseconds. ``idle`` are actions that are switched off, as the file has them.
    """

    path: Path
    name: str | None
    uuid: str | None
    sla: int | None
    status: str | None
    documents: bool
    start: bool
    final: bool
    updatable: bool | None
    actions: tuple[DigitAction, ...]
    idle: tuple[Mapping[str, Any], ...]
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DigitService:
    """A workflow: ``code`` is what DIGIT calls it, ``sla`` milliseconds for all of it."""

    path: Path
    code: str
    sla: int | None
    states: tuple[DigitState, ...]
    more: Mapping[str, Any]

    @property
    def tenant(self) -> Any:
        """Whose it is."""
        return self.more.get("tenantId")


@dataclass(frozen=True, slots=True)
class Escalation:
    """What is done by itself so many days after a service level was missed.

    ``raw`` is the entry of the file; ``roles`` are told, if any are named.
    """

    path: Path
    service: str
    state: str | None
    action: str | None
    days: float | None
    service_days: float | None
    active: bool
    roles: tuple[str, ...]
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Levels:
    """How long each level of a hierarchy has, in milliseconds, before the next one is told."""

    path: Path
    spans: tuple[int, ...]
    states: tuple[str, ...]
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Configuration:
    """All that was read of a file."""

    services: tuple[DigitService, ...]
    escalations: tuple[Escalation, ...]
    levels: tuple[Levels, ...]
