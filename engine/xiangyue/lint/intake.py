"""The categories of the intake: whether what they promise comes true."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.flow.check import compile_check
from xiangyue.lint.subject import Steps, Subject
from xiangyue.lint.ways import told_upwards
from xiangyue.profile import RECEIVER, Category, Finding, Flow
from xiangyue.roles import ANYONE
from xiangyue.values import CATEGORY, PUBLIC, SYSTEM

RESIDENTS = frozenset({ANYONE, PUBLIC, "resident", "villager", "household"})
"""Rights by which residents bring up their own matters."""


def check_categories(subject: Subject) -> Iterator[Finding]:
    """Find categories that nobody can use, and those whose urgency or role has no effect."""
    profile = subject.profile
    for category in profile.categories.values():
        flow, at = profile.flows.get(category.flow), ("intake", "categories", category.id)
        if flow is not None:
            if not told_upwards(flow):  # what is distributed is no matter of residents
                yield from _check_opening(subject, category, flow, at)
            yield from _check_effect(subject, category, flow, at)
    yield from _check_field(subject)


def check_receivers(subject: Subject) -> Iterator[Finding]:
    """Find what is only done where there is a receiver, and must be done in any case."""
    for _, action, path in subject.actions():
        for n, does in enumerate(action.does):
            if does.to == RECEIVER and not does.accessory:
                yield subject.error("receiver-sure", *path, "does", n, does.kind)


def _check_opening(
    subject: Subject, category: Category, flow: Flow, at: Steps
) -> Iterator[Finding]:
    by, values = flow.opening.by, {"category": category.id, "flow": flow.id}
    if set(by) <= {SYSTEM}:
        yield subject.error("intake-nobody", *at, "flow", **values)
    elif RESIDENTS.isdisjoint(by) and set(by) <= subject.profile.roles.keys() | {SYSTEM}:
        values = {**values, "by": ", ".join(by)}
        yield subject.finding("intake-residents", "warning", (*at, "flow"), values)


def _check_effect(subject: Subject, category: Category, flow: Flow, at: Steps) -> Iterator[Finding]:
    values = {"category": category.id, "flow": flow.id}
    start = flow.states.get(flow.start[0])
    if category.urgency is not None and start is not None and start.due is None:
        values = {**values, "state": start.id}
        yield subject.finding("intake-urgency", "warning", (*at, "urgency"), values)
    if category.to and all(does.to != RECEIVER for does in flow.opening.does):
        values = {"category": category.id, "flow": flow.id, "role": category.to}
        yield subject.finding("intake-receiver", "warning", (*at, "to"), values)


def _check_field(subject: Subject) -> Iterator[Finding]:
    categories, field = subject.profile.categories, subject.profile.fields.get(CATEGORY)
    if field is None:
        flows = (subject.profile.flows.get(category.flow) for category in categories.values())
        if any(flow is None or not told_upwards(flow) for flow in flows):
            yield subject.about_key("intake-not-kept", "warning", ("intake", "categories"))
        return
    takes = compile_check(field.schema)
    for name in categories:
        if not takes(name):
            path = ("fields", CATEGORY, "schema")
            yield subject.error("intake-other-field", *path, category=name)
            return
