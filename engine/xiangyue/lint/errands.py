"""What travels between tasks: whether it can be taken in, ends, and is told of upwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.errands import DISTRIBUTE, FOLLOW_UP
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject
from xiangyue.lint.ways import many, told_upwards
from xiangyue.profile import Action, Finding, Flow
from xiangyue.roles import ANYONE
from xiangyue.values import SYSTEM


def check_errands(subject: Subject) -> Iterator[Finding]:
    """Find what is passed on in vain: to nobody, unknown, or not taken in where it arrives."""
    for flow, action, path in subject.actions():
        for n, does in enumerate(action.does):
            at: Steps = (*path, "does", n, does.kind)
            if does.kind == DISTRIBUTE:
                yield from _check_passed_on(subject, flow, does.detail, at)
                yield from _check_distributed(subject, action, does.detail, at)
            elif does.kind == FOLLOW_UP:
                yield from _check_passed_on(subject, flow, does.detail, at)
                yield from _check_opened(subject, does.detail, at)


def check_endless(subject: Subject) -> Iterator[Finding]:
    """Find flows whose opening opens, by whatever way round, one of the same flow again."""
    flows = subject.profile.flows
    follows = {
        flow.id: [d.detail["flow"] for d in flow.opening.does if d.kind == FOLLOW_UP]
        for flow in flows.values()
    }
    for flow in flows.values():
        for n, does in enumerate(flow.opening.does):
            if does.kind == FOLLOW_UP and flow.id in _reached(follows, does.detail["flow"]):
                at: Steps = ("flows", flow.id, "open", "does", n, FOLLOW_UP, "flow")
                yield subject.error("errand-endless", *at, flow=flow.id)


def check_reports(subject: Subject) -> Iterator[Finding]:
    """Find flows that do not tell upwards what became of what was distributed."""
    for flow in subject.profile.flows.values():
        at: Steps = ("flows", flow.id)
        if told_upwards(flow):
            yield from _check_states(subject, flow, at)
        elif flow.returns:
            yield subject.finding("report-returns", "error", (*at, "returns"), {"flow": flow.id})
        fields = subject.profile.fields
        yield from unknown(subject, "field", flow.returns, fields, *at, "returns")
        for name, there in subject.each(flow.returns, *at, "returns"):
            if name in fields and not subject.graphs[flow.id].asks_for(name):
                yield subject.error("report-never-asked", *there, field=name, flow=flow.id)


def _check_passed_on(
    subject: Subject, flow: Flow, detail: Mapping[str, Any], at: Steps
) -> Iterator[Finding]:
    fields, passed = subject.profile.fields, many(detail.get("with"))
    yield from unknown(subject, "field", passed, fields, *at, "with")
    for name, there in subject.each(passed, *at, "with"):
        if name in fields and not subject.graphs[flow.id].asks_for(name):
            yield subject.error("errand-never-known", *there, field=name, flow=flow.id)


def _check_distributed(
    subject: Subject, action: Action, detail: Mapping[str, Any], at: Steps
) -> Iterator[Finding]:
    fields, to = subject.profile.fields, detail.get("to")
    yield from unknown(subject, "field", many(to), fields, *at, "to")
    if to is not None and to in fields:
        schema = fields[to].schema
        if schema.get("items", schema).get("format") != "unit":
            yield subject.error("errand-to", *at, "to", field=to)
    category = subject.profile.categories.get(detail["as"])
    flow = subject.profile.flows.get(category.flow) if category else None
    if flow is None:  # other profiles say what they take in
        return
    roles, may = subject.profile.roles.keys(), {*flow.opening.by}
    if ANYONE not in may and roles >= {*action.by} and may.isdisjoint(action.by):
        values = {"flow": flow.id, "by": ", ".join(action.by)}
        yield subject.error("errand-by", *at, "as", **values)
    yield from _check_taken_in(subject, flow, detail, at, "as")


def _check_opened(subject: Subject, detail: Mapping[str, Any], at: Steps) -> Iterator[Finding]:
    name, flows = detail["flow"], subject.profile.flows
    yield from unknown(subject, "flow", [name], flows, *at, "flow")
    if name in flows:
        if SYSTEM not in flows[name].opening.by:
            yield subject.error("errand-system", *at, "flow", flow=name)
        yield from _check_taken_in(subject, flows[name], detail, at, "flow")


def _check_taken_in(
    subject: Subject, flow: Flow, detail: Mapping[str, Any], at: Steps, key: str
) -> Iterator[Finding]:
    """Check that an opening takes what is passed on, and needs nothing besides."""
    opening, passed = flow.opening, many(detail.get("with"))
    accepted = {*opening.needs, *opening.asks, *opening.proposes}
    for name, there in subject.each(passed, *at, "with"):
        if name in subject.profile.fields and name not in accepted:
            yield subject.error("errand-not-taken", *there, field=name, flow=flow.id)
    if missing := [name for name in opening.needs if name not in passed]:
        values = {"flow": flow.id, "fields": ", ".join(missing)}
        yield subject.error("errand-needs", *at, key, **values)
    if opening.note:
        yield subject.error("errand-note", *at, key, flow=flow.id)


def _check_states(subject: Subject, flow: Flow, at: Steps) -> Iterator[Finding]:
    if all(state.reports != "done" for state in flow.states.values()):
        yield subject.about_key("report-never-done", "error", at, flow=flow.id)
    for state in flow.states.values():
        there: Steps = (*at, "states", state.id)
        if state.final and state.reports not in ("done", "returned"):
            yield subject.about_key("report-final", "error", there, state=state.id)
        elif not state.final and state.reports in ("done", "returned"):
            values = {"state": state.id, "said": state.reports}
            yield subject.finding("report-not-final", "error", (*there, "reports"), values)


def _reached(follows: Mapping[str, list[str]], first: str) -> set[str]:
    found, rest = {first}, [first]
    while rest:
        new = {name for name in follows.get(rest.pop(), ()) if name not in found}
        found |= new
        rest += new
    return found
