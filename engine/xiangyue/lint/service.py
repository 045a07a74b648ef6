"""What a flow says of its service: that it can be counted, and by nobody in their own favour."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xiangyue.errors import XiangyueError
from xiangyue.flow import kind_of
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.lint.written import ALLOWED
from xiangyue.profile import Action, Finding, Flow, Service
from xiangyue.rules import Kind, Rule
from xiangyue.rules.satisfy import Finite, never_true
from xiangyue.time.worktime import Unit, parse_duration

_WORKED = (Unit.WORKING_DAY, Unit.WORKING_HOUR)


def check_services(subject: Subject) -> Iterator[Finding]:
    """Find services that cannot be counted, or in which the handler decides what counts."""
    for flow in subject.profile.flows.values():
        if flow.service is not None:
            at: Steps = ("flows", flow.id, "service")
            yield from _check_names(subject, flow, flow.service, at)
            yield from _check_promise(subject, flow, flow.service, at)
            yield from _check_visit(subject, flow, flow.service, at)
            handlers = {ALLOWED, *_actors(flow, flow.service.contact)}
            yield from _check_apart(subject, flow, "excluded", flow.service.excluded, handlers)
            others = {ALLOWED, *_actors(flow, flow.actions)}
            yield from _check_apart(subject, flow, "objected", flow.service.objected, others)


def _check_names(subject: Subject, flow: Flow, service: Service, at: Steps) -> Iterator[Finding]:
    fields = subject.profile.fields
    flags = [f.id for f in fields.values() if kind_of(f.schema) is Kind.BOOLEAN]
    for name, path in subject.each(service.contact, *at, "contact"):
        if name not in flow.actions and name not in flow.states:
            known = (*flow.actions, *flow.states)
            yield subject.error("service-contact", *path, **guess(name, known))
    told: dict[str, tuple[str, ...]] = {
        "solved": (service.solved,),
        "satisfied": (service.satisfied,),
        "objected": service.objected,
        "excluded": service.excluded,
    }
    for key, names in told.items():
        for name, path in subject.each(names, *at, key):
            if key in ("objected", "excluded") and name in flow.states:
                continue
            if name not in fields:
                yield subject.error("unknown-field", *path, **guess(name, flags))
            elif name not in flags:
                yield subject.error("service-no-boolean", *path, field=name)
            elif fields[name].sensitivity != "none":
                yield subject.error("field-kept-apart", *path, field=name)


def _check_promise(subject: Subject, flow: Flow, service: Service, at: Steps) -> Iterator[Finding]:
    start = flow.start[0]
    state = ("flows", flow.id, "states", start, "due")
    written = subject.root.get(*state)
    own = written.plain() if written is not None else {}
    if not isinstance(own, dict) or {"after", "field"} & own.keys():
        yield subject.error("service-due-twice", *state, state=start)
    graph = subject.graphs[flow.id]
    if start in flow.states and not graph.too_large and not _contacts(flow, service, start):
        yield subject.finding("service-no-contact", "warning", (*at, "contact"), {"state": start})
    name = service.within_param
    if name is None:
        return
    params = subject.profile.params
    yield from unknown(subject, "param", [name], params, *at, "within")
    if name in params:
        param = params[name]
        values = {"param": name}
        if not all(_elapses(value) for value in param.schema.get("enum", (param.default, None))):
            yield subject.error("service-within", *at, "within", **values)


def _contacts(flow: Flow, service: Service, start: str) -> bool:
    """Tell whether somebody can be in contact from the state in which the flow begins."""
    return any(
        action.id in service.contact or any(b.to in service.contact for b in action.branches)
        for action in flow.actions.values()
        if start in action.sources or action.sources == ("any",)
    )


def _elapses(value: object) -> bool:
    try:
        return parse_duration(value).unit not in _WORKED
    except XiangyueError:
        return False


def _check_visit(subject: Subject, flow: Flow, service: Service, at: Steps) -> Iterator[Finding]:
    yield from unknown(subject, "action", [service.visit], flow.actions, *at, "visit")
    visit = flow.actions.get(service.visit)
    if visit is None:
        return
    for name in (service.solved, service.satisfied):
        if name not in (*visit.needs, *visit.asks) and name in subject.profile.fields:
            values = {"action": visit.title, "field": name}
            yield subject.error("service-visit", *at, "visit", **values)


def _actors(flow: Flow, steps: Collection[str]) -> set[str]:
    """Return the fields in which these actions, or those into these states, keep their actor."""
    return {
        name
        for action in flow.actions.values()
        if action.id in steps or any(branch.to in steps for branch in action.branches)
        for name, rule in action.sets.items()
        if rule.strip() == "actor"
    }


def _check_apart(
    subject: Subject, flow: Flow, key: str, names: Collection[str], handlers: Collection[str]
) -> Iterator[Finding]:
    """Find actions by which the one who handled a matter takes it out of the count alone."""
    for action in (flow.opening, *flow.actions.values()):
        if not any(_decides(action, name) for name in names):
            continue
        guard = next(
            (w.rule for w in subject.rules if w.action is action and w.path[-1] in _GUARD), None
        )
        if action.when is not None and guard is None:
            continue  # it is no rule, which is said elsewhere
        if guard is None or not any(_keeps_apart(guard, name) for name in handlers):
            path = tuple(action.address.split("."))
            values = {"action": action.title, "key": key}
            yield subject.about_key("service-alone", "error", path, **values)


_GUARD = ("when", "rule")


def _decides(action: Action, name: str) -> bool:
    told = (*action.needs, *action.asks, *action.proposes, *action.sets)
    return name in told or any(branch.to == name for branch in action.branches)


def _keeps_apart(guard: Rule, handler: str) -> bool:
    """Tell whether a guard is proven never to hold for the handler."""
    same = Finite(("somebody",))
    names = {"actor", handler}
    return names <= guard.names and never_true(guard, dict.fromkeys(names, same))
