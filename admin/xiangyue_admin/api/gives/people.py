"""Units, members and the mode they live in."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from xiangyue_admin.api.gives.core import Answered, Moment


class Unit(Answered):
    """A node of the unit tree; ``community`` is the unit that owns the tasks here."""

    id: str
    unit_level: str
    parent: str | None
    community: str
    title: dict[str, str]


class Units(Answered):
    """A page of units."""

    items: list[Unit]
    next: str | None


class HeldRole(Answered):
    """A role that somebody holds now, or stands in for whose holder is away."""

    role: str
    title: dict[str, str]
    unit: str
    since: AwareDatetime
    until: Moment
    deputy: str | None
    deputy_for: str | None


class Member(Answered):
    """A member; ``name`` by consent or with the scope personal:read.

    Of the roles, those at units that the token may see.
    """

    id: str
    kind: Literal["person", "household", "organization"]
    home: str | None
    name: str | None
    absent_until: Moment
    roles: list[HeldRole]


class Members(Answered):
    """A page of members."""

    items: list[Member]
    next: str | None


class Mode(Answered):
    """The mode of a community; `normal` has no end and no task."""

    mode: str
    level: str
    title: dict[str, str]
    since: Moment
    until: Moment
    task: str | None


class Health(Answered):
    """That all is well."""

    status: Literal["ok"]
