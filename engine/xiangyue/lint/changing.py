"""Flows by which the rules change: drafted by one, checked by the engine, approved by another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xiangyue.flow.changes import ATTESTED, ONLY_SO, PUT_BACK, PUT_IN_FORCE, attested
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject
from xiangyue.profile import Action, Finding, Flow, Intervention
from xiangyue.rules.tree import Node
from xiangyue.values import SYSTEM

_PARAMS = "params."
_SAID = {"checks": "checked", "effects": "foreseen"}


def check_changes(subject: Subject) -> Iterator[Finding]:
    """Find ways by which rules would change that one person takes alone, or that lead nowhere."""
    for flow, action, path in subject.actions():
        for n, does in enumerate(action.does):
            at: Steps = (*path, "does", n, does.kind)
            if does.kind == PUT_IN_FORCE:
                named = [key for key in ("change", *ATTESTED) if key in does.detail]
                yield from _check_fields(subject, does, named, at)
                yield from _check_by(subject, flow, action, path)
                yield from _check_only_so(subject, does, at)
                yield from _check_drafted(subject, flow, does, at)
            elif does.kind == PUT_BACK:
                yield from _check_fields(subject, does, ("change",), at)
                yield from _check_rights(subject, action, path)
                if does.detail["change"] not in _drafted(flow):
                    yield subject.error("change-lost", *at, "change")
    yield from _check_given(subject)


def _check_fields(
    subject: Subject, does: Intervention, keys: Iterable[str], at: Steps
) -> Iterator[Finding]:
    fields = subject.profile.fields
    for key in keys:
        name = does.detail[key]
        yield from unknown(subject, "field", [name], fields, *at, key)
        if name not in fields:
            continue
        schema = fields[name].schema
        texts = schema.get("type") == "array" and schema.get("items", {}).get("type") == "string"
        if not texts or fields[name].sensitivity != "none":
            yield subject.error("change-field", *at, key, field=name)


def _check_by(subject: Subject, flow: Flow, action: Action, path: Steps) -> Iterator[Finding]:
    if action is flow.opening:
        yield subject.about_key("change-opening", "error", path)
        return
    yield from _check_rights(subject, action, path)
    for written in subject.rules:
        of_guard = (*path, "when") in (written.path, written.path[:-1])
        if of_guard and (written.rule is None or _keeps_author_out(written.rule.tree)):
            return
    yield subject.about_key("change-alone", "error", path)


def _check_rights(subject: Subject, action: Action, path: Steps) -> Iterator[Finding]:
    """Find rights that anybody can have, and the engine's own."""
    for right, at in subject.each(action.by, *path, "by"):
        if right == SYSTEM or right not in subject.profile.roles:
            yield subject.error("change-anybody", *at, right=right)


def _keeps_author_out(node: Node) -> bool:
    """Tell whether a rule never holds for whoever has opened the task."""
    if node.what != "call":
        return False
    if node.value == "_&&_":
        return any(map(_keeps_author_out, node.parts))
    if node.value == "_||_":
        return all(map(_keeps_author_out, node.parts))
    names = {part.value for part in node.parts if part.what == "name"}
    return node.value == "_!=_" and names == {"actor", "opener"}


def _check_only_so(subject: Subject, does: Intervention, at: Steps) -> Iterator[Finding]:
    said = does.detail.get(ONLY_SO)
    if not isinstance(said, str):
        return
    name, params = said.removeprefix(_PARAMS), subject.profile.params
    yield from unknown(subject, "param", [name], params, *at, ONLY_SO)
    if name in params and params[name].schema.get("type") != "boolean":
        yield subject.error("change-param-kind", *at, ONLY_SO, name=said)


def _check_drafted(
    subject: Subject, flow: Flow, does: Intervention, at: Steps
) -> Iterator[Finding]:
    change = does.detail["change"]
    if change not in flow.opening.needs:
        yield subject.error("change-not-drafted", *at, "change", field=change)
    for key in ATTESTED:
        name = does.detail.get(key)
        asking = [one for one in flow.actions.values() if name in (*one.needs, *one.asks)]
        if name is not None and not any(one.by == (SYSTEM,) for one in asking):
            yield subject.error(f"change-not-{_SAID[key]}", *at, key, field=name)


def _check_given(subject: Subject) -> Iterator[Finding]:
    """Find actions that change what was drafted, or say themselves what the checks have found."""
    for flow, action, path in subject.actions():
        drafted, checked = _drafted(flow), attested(flow)
        given = {*action.needs, *action.asks, *action.proposes}
        for name in sorted({*given, *action.sets}):
            alone = action.by == (SYSTEM,) and name in given
            if name in checked and not (alone and action is not flow.opening):
                yield subject.about_key("change-checks-given", "error", path, field=name)
            if name in drafted and (action is not flow.opening or name in action.sets):
                yield subject.about_key("change-changed", "error", path, field=name)


def _drafted(flow: Flow) -> frozenset[str]:
    actions = flow.actions.values()
    return frozenset(
        d.detail["change"] for one in actions for d in one.does if d.kind == PUT_IN_FORCE
    )
