"""Decisions, problems, tasks and what became of those that were distributed."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Moment = AwareDatetime | None


class Answered(BaseModel):
    """What is answered; more names may come later."""

    model_config = ConfigDict(extra="allow")


class Reason(Answered):
    """Why, by its code and as a sentence; ``mend`` says what would change it."""

    code: str
    detail: str
    mend: str | None = None
    limit: str | None = Field(None, description="The limit on intervention that says so.")


class Standing(Answered):
    """By which role, at which unit, and for which absent holder somebody acts."""

    role: str
    unit: str
    deputy_for: str | None


class Intervention(Answered):
    """What a decision sets off that touches a person."""

    kind: str
    to: str | None
    at: Moment


class Posting(Answered):
    """Points in hundredths that went to an account."""

    member: str
    account: str
    hundredths: int
    rule: str
    sort: str


class Decision(Answered):
    """What became of a command; ``id`` is its entry in the community's journal."""

    id: str
    outcome: Literal["done", "refused", "deferred"]
    task: str
    flow: str
    action: str
    before: str | None
    after: str | None
    actor: str
    on_behalf_of: str | None
    source: str
    key: str | None
    decided_at: AwareDatetime
    occurred_at: AwareDatetime
    until: Moment = Field(description="When a deferred command is decided again.")
    release: str
    settings: int
    mode: str
    standing: Standing | None
    title: str | None
    note: str | None
    values: dict[str, Any]
    reasons: list[Reason]
    notes: list[Reason]
    interventions: list[Intervention]
    points: list[Posting]


class Spot(Answered):
    """A place in a file."""

    file: str
    line: int
    column: int


class Found(Answered):
    """What the linter found."""

    code: str
    severity: Literal["error", "warning"]
    address: str
    detail: str
    mend: str
    place: Spot


class Wrong(Answered):
    """A value that cannot be: in a body by its JSON pointer, elsewhere by name."""

    where: str = Field(alias="in")
    pointer: str | None = None
    name: str | None = None
    detail: str


class Problem(Answered):
    """A problem (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str | None = None
    mend: str | None = None
    place: Spot | None = None
    reasons: list[Reason] | None = None
    decision: Decision | None = None
    errors: list[Wrong] | None = None
    findings: list[Found] | None = None


class Task(Answered):
    """A task as it stands; ``personal`` names the values that need the scope personal:read."""

    ref: str
    community: str
    id: str
    flow: str
    state: str
    version: int
    unit: str
    opener: str
    assignee: str | None
    opened_at: AwareDatetime
    since: AwareDatetime
    due: Moment
    state_due: Moment
    ended_at: Moment
    paused_at: Moment
    late: bool
    release: str
    origin: str | None
    personal: list[str]
    data: dict[str, Any]


class Tasks(Answered):
    """A page of tasks."""

    items: list[Task]
    next: str | None


class Decisions(Answered):
    """Decisions on a task, the oldest first."""

    items: list[Decision]
    next: str | None


class Choice(Answered):
    """An action that may, or may not, be taken now."""

    action: str
    title: dict[str, str]
    allowed: bool
    asks: list[str]
    missing: list[str]
    note: bool
    reasons: list[Reason]


class Choices(Answered):
    """Every action of a task."""

    items: list[Choice]


class Result(Answered):
    """What became of one of many commands: the status it would have had alone."""

    status: int
    decision: Decision | None = None
    problem: Problem | None = None


class Results(Answered):
    """One result for each command, in their order."""

    results: list[Result]


class Share(Answered):
    """One community's share of what was distributed."""

    community: str
    state: str
    task: str | None
    due: Moment
    at: Moment
    late: bool
    reasons: list[Reason]
    result: dict[str, Any] | None


class Shares(Answered):
    """A page of shares, in the order of the unit tree."""

    items: list[Share]
    next: str | None


class Group(Answered):
    """The shares beneath one unit."""

    unit: str
    states: dict[str, int]
    late: int


class RollUp(Answered):
    """How a distributed task stands: at ``lag`` 0 it says what its communities say."""

    task: str
    states: dict[str, int]
    late: int
    groups: list[Group]
    lag: int
    oldest: float
