"""Alerts (CAP): what becomes of those that come in, and which tasks are published as some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.time.worktime import Duration, parse_duration

STANDS: Final = "24h"
"""How long an alert stands that does not say until when (our default)."""

UNKNOWN: Final = "Unknown"
OTHER: Final = "Other"

TOLD: Final = (
    *("identifier", "sender", "sent", "sender_name", "event", "category", "severity"),
    *("certainty", "urgency", "area", "onset", "expires", "references", "ended_by"),
)
"""What one field each holds of an alert."""

SPOKEN: Final = ("headline", "description", "instruction")
"""What is said in several languages: in one field, or in one for each language."""

GIVEN: Final = frozenset(TOLD) - {"sender_name", "onset", "references", "ended_by"}
"""What is known of every alert; a headline too, for the event stands in where there is none."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The flow by which a person records the activation that an alert proposes.

    ``given`` says which of its fields is filled in from which of the alert's, and ``then`` is what
    that person does with the alert, naming in the field ``task`` what was recorded.
    """

    flow: str
    given: Mapping[str, str]
    then: str
    task: str


@dataclass(frozen=True, slots=True)
class Alerts:
    """Which flow an alert opens; ``fields`` and ``texts`` say which field holds what of it.

    Of ``texts``, the language "" stands for whichever the community speaks first. ``update`` and
    ``cancel`` are what the engine does with it when another alert replaces or ends it, and
    ``stands`` is for how long one stands that does not say so.
    """

    flow: str
    fields: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]
    update: str
    cancel: str
    stands: Duration
    recorded: Recorded | None = None

    def names(self) -> tuple[str, ...]:
        """Return every field that holds something of an alert."""
        spoken = (name for by in self.texts.values() for name in by.values())
        return tuple(dict.fromkeys((*self.fields.values(), *spoken)))


@dataclass(frozen=True, slots=True)
class Warns:
    """How the tasks of a flow are published as alerts; each names a field, or is a word of CAP.

    ``categories`` and ``severities`` say which word of CAP each value of ``event`` and ``severity``
    stands for; without ``event`` it is the flow's title, of one ``category``.
    """

    event: str | None
    category: str
    categories: Mapping[str, str]
    severity: str | None
    severities: Mapping[str, str]
    instruction: str | None
    expires: str | None
    urgency: str
    certainty: str
    response: str | None

    def names(self) -> tuple[str, ...]:
        """Return the fields that are published."""
        found = (self.event, self.severity, self.instruction, self.expires)
        return tuple(name for name in found if name)


def warns_of(data: Mapping[str, Any] | None) -> Warns | None:
    """Return how the tasks of a flow are published; None where they are not."""
    if data is None:
        return None
    return Warns(
        event=data.get("event"),
        category=data.get("category", OTHER),
        categories=dict(data.get("categories", {})),
        severity=data.get("severity"),
        severities=dict(data.get("severities", {})),
        instruction=data.get("instruction"),
        expires=data.get("expires"),
        urgency=data.get("urgency", UNKNOWN),
        certainty=data.get("certainty", UNKNOWN),
        response=data.get("response"),
    )


def alerts_of(data: Mapping[str, Any] | None) -> Alerts | None:
    """Return what becomes of alerts; None where a profile takes none."""
    if data is None:
        return None
    fields = data["fields"]
    return Alerts(
        flow=data["flow"],
        fields={what: fields[what] for what in TOLD if what in fields},
        texts={what: _by_language(fields[what]) for what in SPOKEN if what in fields},
        update=data["update"],
        cancel=data["cancel"],
        stands=parse_duration(data.get("stands", STANDS)),
        recorded=_recorded(data.get("activation")),
    )


def _by_language(field: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"": field} if isinstance(field, str) else dict(field)


def _recorded(data: Mapping[str, Any] | None) -> Recorded | None:
    if data is None:
        return None
    return Recorded(data["flow"], dict(data.get("with", {})), data["then"], data["task"])
