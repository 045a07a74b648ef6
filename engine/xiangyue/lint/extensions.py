"""What moves a deadline: extensions and pauses, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.lint.deadlines import check_date
from xiangyue.lint.subject import Steps, Subject
from xiangyue.profile import Action, Extension, Finding, Flow
from xiangyue.values import SYSTEM


def check_extensions(subject: Subject) -> Iterator[Finding]:
    """Find extensions without a deadline, a measure or a reason."""
    for flow, action, path in subject.actions():
        extend, at = action.extend, (*path, "extend")
        if extend is None:
            continue
        if (extend.by is None) == (extend.until is None):
            yield subject.about_key("extend-time", "error", at)
        if extend.until is not None:
            yield from check_date(subject, flow, extend.until, (*at, "until"))
        if not action.note:
            yield subject.about_key("extend-note", "error", at, action=action.id)
        yield from _check_of(subject, flow, action, extend, (*at, "of"))


def _check_of(
    subject: Subject, flow: Flow, action: Action, extend: Extension, at: Steps
) -> Iterator[Finding]:
    """Check that the deadline is there, and that extending it is not in vain."""
    if extend.of == "state":
        if any(branch.to is not None for branch in action.branches):
            yield subject.error("extend-leaves", *at, action=action.id)
        sources = subject.graphs[flow.id].sources[action.id]
        dues = [flow.states[name].due for name in sources if name in flow.states]
    else:
        dues = [flow.due]
    if any(due is None for due in dues):
        yield subject.error("extend-nothing", *at)
    for due in dues:
        if due is not None and due.field is not None:
            yield subject.error("extend-date", *at, field=due.field)
            break


def check_pauses(subject: Subject) -> Iterator[Finding]:
    """Find actions that stop the clock without a note or a field that says why.

    The engine itself gives no reasons.
    """
    for flow, action, path in subject.actions():
        ways = [branch.to for branch in action.branches if branch.to is not None]
        pauses = [to for to in ways if to in flow.states and flow.states[to].pause]
        if pauses and not (action.note or action.needs or SYSTEM in action.by):
            at = (*path, "to")
            yield subject.about_key("pause-note", "warning", at, state=pauses[0])
