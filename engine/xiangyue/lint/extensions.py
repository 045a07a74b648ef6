"""What moves a deadline, and the reasons for it: extensions, pauses and returns."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.lint.deadlines import check_date
from xiangyue.lint.subject import Steps, Subject
from xiangyue.lint.ways import Graph
from xiangyue.profile import Action, Extension, Finding, Flow
from xiangyue.values import SYSTEM


def check_extensions(subject: Subject) -> Iterator[Finding]:
    """Find extensions without a deadline or a measure."""
    for flow, action, path in subject.actions():
        extend, at = action.extend, (*path, "extend")
        if extend is None:
            continue
        if (extend.by is None) == (extend.until is None):
            yield subject.about_key("extend-time", "error", at)
        if extend.until is not None:
            yield from check_date(subject, flow, extend.until, (*at, "until"))
        if extend.of == "keep":
            if extend.by is None or not _holds(subject, flow):
                yield subject.error("extend-no-keep", *at, "of")
            continue
        yield from _check_of(subject, flow, action, extend, (*at, "of"))


def _holds(subject: Subject, flow: Flow) -> bool:
    """Tell whether a flow asks for anything in some modes only."""
    fields = subject.profile.fields
    steps = (flow.opening, *flow.actions.values())
    names = {name for step in steps for name in (*step.needs, *step.asks)}
    return any(fields[name].only_in for name in names & fields.keys())


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


def check_reasons(subject: Subject) -> Iterator[Finding]:
    """Find actions that extend, suspend or return a task without a note or words that say why.

    A task that has a deadline is returned by an action that only leads back to states that lie on
    every way to where it was; rates count that as rework. The engine itself gives no reasons.
    """
    for flow, action, path in subject.actions():
        if _reasoned(subject, action):
            continue
        if action.extend is not None:
            yield subject.about_key("extend-note", "error", (*path, "extend"), action=action.id)
        ways = [branch.to for branch in action.branches if branch.to is not None]
        pauses = [to for to in ways if to in flow.states and flow.states[to].pause]
        if pauses:
            yield subject.about_key("pause-note", "error", (*path, "to"), state=pauses[0])
        back = _returns(flow, subject.graphs[flow.id], action) if flow.due else None
        if back is not None:
            values = {"action": action.id, "state": back}
            yield subject.about_key("return-note", "error", (*path, "to"), **values)


def _reasoned(subject: Subject, action: Action) -> bool:
    """Tell whether whoever takes an action has to say something in words, or is the engine."""
    if action.note or SYSTEM in action.by:
        return True
    fields = (subject.profile.fields.get(name) for name in action.needs)
    schemas = [field.schema for field in fields if field is not None]
    return any(s.get("type", "string") == "string" and "format" not in s for s in schemas)


def _returns(flow: Flow, graph: Graph, action: Action) -> str | None:
    """Return the state to which an action returns a task, if it does nothing else."""
    back: str | None = None
    for source in graph.sources.get(action.id, ()):
        for target in graph.targets(action, source) if source in graph.passed else ():
            if target == source:
                continue
            if flow.states[source].pause or flow.states[target].pause:
                return None
            if target not in graph.passed[source]:
                return None
            back = target
    return back
