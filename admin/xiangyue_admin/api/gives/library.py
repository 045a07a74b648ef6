"""What is needed, offered and brought together, and whom call-outs have reached."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime

from xiangyue_admin.api.gives.core import Answered, Moment, Reason, Result


class Need(Answered):
    """A need, as the matching reads it; ``id`` is its task."""

    id: str
    type: str
    quantity: int
    urgency: int
    tier: int | None
    at: Moment
    until: Moment


class Offer(Answered):
    """A resource, as the matching reads it; ``id`` is its task."""

    id: str
    owner: str
    type: str
    free: int
    total: int
    tier: int
    ready: int


class Match(Answered):
    """So much of a resource for a need, and why this one."""

    need: Need
    offer: Offer
    quantity: int
    why: list[Reason]


class Waiting(Answered):
    """A need of which so much could not be served, and why not."""

    need: Need
    quantity: int
    why: list[Reason]


class Matches(Answered):
    """The best plan; a ``gap`` of 0 is proved to be the best.

    ``outdated`` are resources that must be verified again before they count.
    """

    matches: list[Match]
    waiting: list[Waiting]
    outdated: list[str]
    unserved: int
    gap: float | None


class Proposed(Matches):
    """The plan, and for each of its matches what became of the task that proposes it."""

    results: list[Result]


class ListRow(Answered):
    """What stands on a list of one task; ``who`` is named by consent alone."""

    task: str
    values: dict[str, Any]
    words: dict[str, dict[str, str]]
    who: str


class List(Answered):
    """A list that hangs out."""

    title: dict[str, str]
    fields: dict[str, dict[str, str]]
    rows: list[ListRow]


class Rung(Answered):
    """How many one rung has asked, and what they said."""

    rung: int
    asked: int
    accepted: int
    declined: int
    unanswered: int


class Ask(Answered):
    """Who was asked, by which rung, and what they answered when."""

    member: str
    rung: int
    state: str
    tries: int
    asked_at: AwareDatetime
    answered_at: Moment
    brings: int


class CallOut(Answered):
    """What a call-out has yielded so far; a member counts once.

    ``first`` and ``most`` are the minutes until the first, and until nine in ten of those asked,
    had acknowledged.
    """

    task: str
    exercise: bool
    running: bool
    wanted: int | None
    asked: int
    accepted: int
    people: int
    declined: int
    unanswered: int
    arrived: int | None
    freed: int
    within: int
    in_time: int
    first: float | None
    most: float | None
    rungs: list[Rung]
    asks: list[Ask]
