"""What a flow counts as in the level of service: that it can be counted."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.flow import kind_of
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject
from xiangyue.profile import CountsAs, Finding, Flow
from xiangyue.rules import Kind


def check_service_levels(subject: Subject) -> Iterator[Finding]:
    """Find what counts by a deadline, field or state that is not there."""
    for flow in subject.profile.flows.values():
        if (told := flow.counts_as) is not None:
            at: Steps = ("flows", flow.id, "service_level")
            yield from unknown(subject, "state", told.void, flow.states, *at, "void")
            for name, path in subject.each(told.void, *at, "void"):
                if name in flow.states and not flow.states[name].final:
                    yield subject.error("level-void", *path, state=flow.states[name].title)
            yield from _check_deadlines(subject, flow, told, at)
            yield from _check_fields(subject, told, at)


def _check_deadlines(subject: Subject, flow: Flow, told: CountsAs, at: Steps) -> Iterator[Finding]:
    dated = flow.due is not None
    if told.vulnerable and not dated:
        yield subject.error("level-no-deadline", *at, "vulnerable", flow=flow.title)
    if told.essential and not dated and all(one.due is None for one in flow.states.values()):
        yield subject.error("level-no-deadline", *at, "essential", flow=flow.title)


def _check_fields(subject: Subject, told: CountsAs, at: Steps) -> Iterator[Finding]:
    fields = subject.profile.fields
    for key in ("reached", "missed", "utility"):
        name = getattr(told, key)
        if name is None:
            continue
        yield from unknown(subject, "field", [name], fields, *at, key)
        if name not in fields:
            continue
        if fields[name].sensitivity != "none":
            yield subject.error("field-kept-apart", *at, key, field=name)
        elif key == "utility" and "enum" not in fields[name].schema:
            yield subject.error("level-utility", *at, key, field=name)
        elif key != "utility" and kind_of(fields[name].schema) is not Kind.INTEGER:
            yield subject.error("level-number", *at, key, field=name)
    if (told.missed and not told.reached) or (told.reached and not told.vulnerable):
        yield subject.error("level-people", *at)
