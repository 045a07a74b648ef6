"""What may be sent: bodies and queries, each name and type written down once."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
)

from xiangyue import Command
from xiangyue_admin.api.written import to_micros

_MOST_WORDS = 4000
_SENDER = r"^[^,<&\s\x00-\x1f\x7f\ufffe\uffff]{1,200}$"
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$")]
TaskId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,127}$")]
Words = Annotated[str, Field(max_length=_MOST_WORDS)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Scalar = bool | int | float | str | None
Data = Annotated[
    dict[str, Scalar | list[Scalar]],
    Field(description="Values of the profile's fields, by name."),
]
Source = Literal["digital", "paper", "phone", "counter", "helper", "sheet", "log"]


def _flag(text: object) -> object:
    return {"true": True, "false": False}.get(text, "-") if isinstance(text, str) else text


Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]


class Given(BaseModel):
    """What is sent; a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Entered(Given):
    """How something was really done, where it was not done here and now."""

    note: Words | None = Field(None, description="Free text that says why.")
    on_behalf_of: Id | None = Field(None, description="For whom it is entered by another hand.")
    occurred_at: AwareDatetime | None = Field(None, description="When it was really done.")
    source: Source = Field("digital", description="How it came in.")
    data: Data = Field(default_factory=dict)


class Act(Entered):
    """An action on a task."""

    action: Name


class Opening(Entered):
    """A task to open."""

    flow: Name
    title: Words | None = None
    id: Id | None = Field(None, description="The task's id; numbered by itself if left out.")
    unit: Id | None = Field(
        None, description="The unit that it is about; the community if left out."
    )


class Matter(Entered):
    """A matter to take in, by what it is about; the profile says which flow that opens."""

    category: Name
    title: Words | None = None
    id: Id | None = None
    unit: Id | None = None


class Order(Entered):
    """A command: an action on a ``task``, or ``open`` with a ``flow`` or ``category``."""

    community: Id
    action: Name
    task: TaskId | None = None
    flow: Name | None = None
    category: Name | None = None
    title: Words | None = None
    unit: Id | None = None
    key: Annotated[str, Field(pattern=r"^[!-}][!-~]{0,199}$")] | None = Field(
        None, description="Makes the command idempotent."
    )
    version: Annotated[int, Field(ge=0, lt=2**53)] | None = Field(
        None, description="The version of the task that was seen."
    )

    def command(self, by: str, key: str | None = None) -> Command:
        """Return the command that it is, by this member."""
        at = self.occurred_at
        return Command(
            community=self.community,
            action=self.action,
            actor=by,
            task=self.task,
            flow=self.flow,
            category=self.category,
            data=self.data,
            note=self.note,
            title=self.title,
            unit=self.unit,
            on_behalf_of=self.on_behalf_of,
            occurred_at=to_micros(at) if at else None,
            source=self.source,
            key=self.key or key,
            version=self.version,
        )


class Orders(Given):
    """Many commands, decided in their order."""

    commands: list[Order]


Yaml = Annotated[str, Field(max_length=2_000_000)]


class Document(Given):
    """A profile: the text of profile.yaml."""

    profile: Yaml


class Scenarios(Document):
    """A profile and its scenarios: the text of scenarios.yaml."""

    scenarios: Yaml


class Drafting(Given):
    """A change of the rules in force, and why.

    A param that is null goes back to the profile's own value. Of a table either all rows are given,
    or single cells as `{"ROW.COLUMN": value}`, rows counted from 1.
    """

    reason: Annotated[str, Field(min_length=1, max_length=_MOST_WORDS)]
    params: dict[str, JsonValue] | None = None
    tables: dict[str, JsonValue] | None = None
    profile: Yaml | None = Field(None, description="The text of another profile.yaml.")
    stances: dict[Name, Literal["audit", "warn", "enforce"]] | None = Field(
        None, description="How limits hold: only recorded, said, or kept."
    )
    meant: list[Name] = Field(
        default_factory=list, description="Scenarios that are to come out otherwise."
    )
    revision: Annotated[int, Field(ge=1, lt=2**53)] | None = Field(
        None, description="The settings revision that was looked at."
    )
    title: Words | None = None
    on_behalf_of: Id | None = None
    occurred_at: AwareDatetime | None = None
    source: Source = "digital"


class Query(Given):
    """What a query may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Query):
    """Which page: of how many, and after which."""

    limit: int = Field(50, ge=1, le=1000, description="How many at most.")
    after: Name | None = Field(None, description="`next` of the page before.")


class TaskQuery(Paged):
    """Which tasks."""

    flow: Name | None = None
    state: Name | None = None
    assignee: Id | None = None
    unit: Id | None = None
    ended: Flag | None = None
    late: Flag | None = Field(None, description="Ended after the deadline, or open past it.")


class RollUpQuery(Query):
    """By which units a roll-up is grouped."""

    level: Literal["county", "subdistrict", "township", "community", "village"] | None = None


class ShareQuery(Paged):
    """Which shares of what was distributed."""

    results: Flag = Field(False, description="Whether to give what was uploaded.")


class MatchQuery(Query):
    """Whether to offer what is past its verification."""

    stale: Flag = False


class YieldQuery(Query):
    """Within how many minutes an answer counts as in time."""

    within: int = Field(15, ge=1, le=1440)


class MemberQuery(Paged):
    """Which members."""

    limit: int = Field(50, ge=1, le=200, description="How many at most.")


class NewestQuery(Query):
    """How many of the newest."""

    limit: int = Field(20, ge=1, le=100)


class AlertQuery(Query):
    """Where an alert is meant, if its areas do not say it."""

    community: Name | None = Field(None, description="Here, whatever areas the alert names.")
    dry: Flag = Field(False, description="Say what would be; nothing is written.")


class FeedQuery(Query):
    """As whose alerts they are published."""

    sender: Annotated[str, Field(pattern=_SENDER)] | None = Field(
        None, description="Who warns, as others name it; the community at this host if left out."
    )


class MonthQuery(Query):
    """Which month, as 2026-06."""

    month: Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")] | None = None


class LogQuery(Query):
    """Which tasks an event log holds, and what of them may leave."""

    flow: Name | None = None
    since: date | None = Field(None, description="Only tasks that were opened from this day on.")
    until: date | None = Field(None, description="Only tasks that were opened until this day.")
    refused: Flag = Field(False, description="With what was refused or put off, and why.")
    members: Flag = Field(
        False, description="Members by their ids, not by pseudonyms; needs `members:read`."
    )
    personal: Flag = Field(
        False, description="With personal values, titles, notes and names; needs `personal:read`."
    )


class EventQuery(Query):
    """Which events: after the entry of this number, of these types."""

    after: int = Field(0, ge=0, lt=2**53)
    limit: int = Field(100, ge=1, le=1000)
    types: Annotated[str, Field(max_length=500, pattern=r"^[a-z][a-z.,-]*$")] | None = Field(
        None, description="Such as `task.refused,points`; all if left out."
    )
