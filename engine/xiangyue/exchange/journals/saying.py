"""What is said of a task and of a step on it: plain attributes, as far as they may leave."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from xiangyue.exchange.journals.stories import Step
from xiangyue.exchange.journals.terms import Disguise, LogTerms
from xiangyue.exchange.logs.eventlog import Value
from xiangyue.profile import Profile
from xiangyue.storage import Reader
from xiangyue.study.recounting import Recount
from xiangyue.time.clock import from_micros
from xiangyue.values import OPEN, Task

FIELD = "field."
"""With what the attributes begin that hold values of the profile's fields."""

_RELEASE = 12
_LARGE = 2**63

Said = Iterator[tuple[str, Value]]


class Saying:
    """Says what may leave of tasks and steps, in the words of the profiles they were judged by."""

    def __init__(self, reader: Reader, terms: LogTerms) -> None:
        """Say it on these terms."""
        self.terms = terms
        self.hide = Disguise(terms)
        self._reader = reader
        self._recount = Recount(reader)

    def profile(self, release: str, mode: str) -> Profile:
        """Return the profile of a release as it is in a mode."""
        return self._recount.profile(release, mode)

    def kind(self, member: str) -> str:
        """Return what kind of member this is; empty where nobody knows it."""
        return self._recount.kind(member)

    def name(self, member: str) -> str:
        """Return what a member is called; empty where that may not leave, or nobody knows it."""
        return (self._reader.name_of(member) or "") if self.terms.personal else ""

    def of_task(self, task: Task) -> Said:
        """Say how a task stands now."""
        yield "flow", task.flow
        yield "state", task.state
        yield "unit", task.unit
        yield "opener", self.hide(task.opener)
        yield "release", task.release[:_RELEASE]
        yield "opened", moment(task.opened_at)
        if task.due is not None:
            yield "due", moment(task.due)
        if task.ended_at is not None:
            yield "end", moment(task.ended_at)
            if task.due is not None:
                yield "late", task.late
        if task.origin is not None:
            yield "origin", task.origin

    def of_step(self, step: Step) -> Said:
        """Say what was done, how the task stood, by which rules, and what was given."""
        body = step.body
        profile = self.profile(body["release"], body["mode"])
        if title := self.title(profile, body["flow"], step.action):
            yield "title", title
        for name in ("before", "after", "mode"):
            if body.get(name) is not None:
                yield name, body[name]
        yield "release", body["release"][:_RELEASE]
        yield "source", body.get("source", "digital")
        if (late := step.late) is not None:
            yield "late", late
        if step.entered_at != step.done_at:
            yield "entered", moment(step.entered_at)
        if step.done_at != step.at:
            yield "occurred", moment(step.done_at)
        if (principal := body.get("for")) is not None:
            yield "for", self.hide(principal)
        if not step.done:
            yield "outcome", body["outcome"]
            yield "reasons", " ".join(dict.fromkeys(map(_code, body.get("reasons", ()))))
        yield from self._fields(profile, step.given)
        if step.title is not None:
            yield "subject", step.title
        if step.note is not None:
            yield "note", step.note

    def title(self, profile: Profile, flow: str, action: str) -> str:
        """Return what people call an action; empty where it has no name but the engine's own."""
        known = profile.flows.get(flow)
        if known is None:
            return ""
        found = known.opening if action == OPEN else known.actions.get(action)
        return found.title.of(self.terms.lang) if found is not None else ""

    def _fields(self, profile: Profile, given: Mapping[str, Any]) -> Said:
        """Say the values of fields; of what is no field nobody knows whether it may leave."""
        for name, value in sorted(given.items()):
            field = profile.fields.get(name)
            if field is None or value is None:
                continue
            if field.sensitivity != "none" and not self.terms.personal:
                continue
            yield f"{FIELD}{name}", plain(self.hide.value(field.schema, value))


def moment(at: int) -> datetime:
    """Return microseconds since 1970 as a moment in UTC."""
    return from_micros(at)


def plain(value: Any) -> Value:
    """Return a value as one that every log can hold: what has parts, or is too large, is text."""
    if isinstance(value, str | bool | float):
        return value
    if isinstance(value, int):
        return value if -_LARGE <= value < _LARGE else str(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _code(reason: Mapping[str, Any]) -> str:
    limit = reason["values"].get("limit")
    return f"limit:{limit}" if isinstance(limit, str) else str(reason["code"])
