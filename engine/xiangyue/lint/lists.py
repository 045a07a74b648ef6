"""Lists that hang out: whether there is anything to stand on them, and whom they may name."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject
from xiangyue.profile import LISTED, Finding

_PEOPLE = ("opener", "assignee")


def check_lists(subject: Subject) -> Iterator[Finding]:
    """Find lists of what is not there, or never published, and measures of no list."""
    profile = subject.profile
    for one in profile.lists.values():
        at: Steps = ("lists", one.id)
        yield from unknown(subject, "flow", [one.flow], profile.flows, *at, "flow")
        flow = profile.flows.get(one.flow)
        if flow is None:
            continue
        yield from unknown(subject, "state", one.states, flow.states, *at, "in")
        actions = (flow.opening, *flow.actions.values())
        if not any(does.kind == "publish" for action in actions for does in action.does):
            yield subject.error("list-unpublished", *at, "flow", flow=flow.id)
        members = [f.id for f in profile.fields.values() if f.schema.get("format") == "member"]
        if one.who is not None:
            yield from unknown(subject, "field", [one.who], (*_PEOPLE, *members), *at, "who")
    for field in profile.fields.values():
        name = (field.measure or "").removeprefix(LISTED)
        if (field.measure or "").startswith(LISTED) and name not in profile.lists:
            yield subject.error("list-unknown", "fields", field.id, "measure", name=name)
