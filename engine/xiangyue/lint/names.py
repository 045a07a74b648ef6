"""Every name that refers to something that must be there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from xiangyue.errands import ASSESS
from xiangyue.flow import ANY
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.lint.ways import many
from xiangyue.lint.written import step_of
from xiangyue.profile import RESERVED_BY, Action, Finding, Flow, said_of_any
from xiangyue.values import OPEN, PUBLIC

BEFORE_OPENING = ("anyone", "system", "public")
"""Who, besides roles, may open a task: nobody is its opener or responsible for it yet."""


def check_flows(subject: Subject) -> Iterator[Finding]:
    """Find states, roles and fields that a flow names and that are not there."""
    for flow in subject.profile.flows.values():
        at: Steps = ("flows", flow.id, "start")
        yield from unknown(subject, "state", flow.start, flow.states, *at)
    for flow, action, path in subject.actions():
        yield from _check_by(subject, flow, action, path)
        yield from _check_ways(subject, flow, action, path)
        yield from _check_fields(subject, action, path)


def check_interventions(subject: Subject) -> Iterator[Finding]:
    """Find channels, fields and modes that an intervention names and that are not there."""
    profile = subject.profile
    channels = subject.document.get("channels", {})
    for _, action, path in subject.actions():
        for n, does in enumerate(action.does):
            at: Steps = (*path, "does", n, does.kind)
            by, fields = many(does.detail.get("by")), many(does.detail.get("fields"))
            yield from unknown(subject, "channel", by, channels, *at, "by")
            yield from unknown(subject, "field", fields, profile.fields, *at, "fields")
            if "account" in does.detail:
                account = [does.detail["account"]]
                yield from unknown(subject, "account", account, profile.accounts, *at, "account")
            if does.kind == "switch_mode":
                yield from _check_switch(subject, does.detail, at)
            yield from _check_unless(subject, does.detail.get("unless"), (*at, "unless"))
            if does.kind == ASSESS:
                yield from _check_assessed(subject, does.detail["literacy"], (*at, "literacy"))


def _check_unless(subject: Subject, name: str | None, at: Steps) -> Iterator[Finding]:
    """Find a field that cannot say yes or no."""
    fields = subject.profile.fields.values()
    booleans = [field.id for field in fields if field.schema.get("type") == "boolean"]
    if name is not None and name not in booleans:
        yield subject.error("unknown-field", *at, **guess(name, booleans))


def _check_assessed(subject: Subject, name: str, at: Steps) -> Iterator[Finding]:
    """Find a level that is no whole number from 0 to 8, or that would have to be kept apart."""
    fields = subject.profile.fields
    yield from unknown(subject, "field", [name], fields, *at)
    if name in fields:
        schema = fields[name].schema
        whole = schema.get("type") == "integer" and fields[name].sensitivity == "none"
        if not (whole and schema.get("minimum", -1) >= 0 and schema.get("maximum", 9) <= 8):
            yield subject.error("assess-level", *at)


def check_scoring(subject: Subject) -> Iterator[Finding]:
    """Find flows and actions that a scoring rule names and that are not there."""
    flows = subject.profile.flows
    for rule in subject.profile.scoring.values():
        path = ("scoring", rule.id, "on")
        yield from unknown(subject, "flow", [rule.flow], flows, *path)
        flow = flows.get(rule.flow)
        if flow and step_of(flow, rule.action) is None:
            yield subject.error(
                "unknown-action", *path, **guess(rule.action, (OPEN, *flow.actions))
            )


def check_tables(subject: Subject) -> Iterator[Finding]:
    """Find fields and params from which a table borrows and that are not there."""
    rooms = {"fields": "field", "params": "param"}
    for name, table in subject.document.get("tables", {}).items():
        for key, borrowed in table["inputs"].items():
            if isinstance(borrowed, str):
                room, _, word = borrowed.partition(".")
                known = subject.document.get(room, {})
                path = ("tables", name, "inputs", key)
                yield from unknown(subject, rooms[room], [word], known, *path)


def check_rest(subject: Subject) -> Iterator[Finding]:
    """Find roles, flows, channels and modes that ladders, intake and limits name in vain."""
    profile = subject.profile
    document = subject.document
    channels = document.get("channels", {})
    for name, ladder in document.get("ladders", {}).items():
        for n, step in enumerate(ladder["steps"]):
            at: Steps = ("ladders", name, "steps", n)
            yield from unknown(subject, "role", many(step.get("ask")), profile.roles, *at, "ask")
            yield from unknown(subject, "channel", many(step["by"]), channels, *at, "by")
    for name, category in document.get("intake", {}).get("categories", {}).items():
        at = ("intake", "categories", name)
        yield from unknown(subject, "flow", [category["flow"]], profile.flows, *at, "flow")
        if "to" in category:
            yield from unknown(subject, "role", [category["to"]], profile.roles, *at, "to")
    for key, name in said_of_any(document).items():
        yield from unknown(subject, "field", [name], profile.fields, "intake", "fields", key)
    for name, limit in document.get("limits", {}).items():
        for n, moment in enumerate(limit.get("lifted_in", ())):
            yield from _check_moment(subject, moment, ("limits", name, "lifted_in", n))
    for name, mode in document.get("modes", {}).items():
        lasts = mode.get("lasts")
        for level in lasts if isinstance(lasts, dict) else ():
            yield from _check_level(subject, name, level, ("modes", name, "lasts", level))


def unknown(
    subject: Subject, what: str, names: Iterable[str], known: Iterable[str], *path: str | int
) -> Iterator[Finding]:
    """Yield an error for each of the names at a path that is not known."""
    known = known if isinstance(known, Collection) else tuple(known)
    for name, at in subject.each(names, *path):
        if name not in known:
            yield subject.error(f"unknown-{what}", *at, **guess(name, known))


def _check_switch(subject: Subject, detail: Mapping[str, Any], path: Steps) -> Iterator[Finding]:
    """Check the mode, and the fields that tell its response level and its end."""
    mode, level, until = detail["mode"], detail.get("level"), detail.get("until")
    yield from unknown(subject, "mode", [mode], subject.modes, *path, "mode")
    fields = subject.profile.fields
    if until is not None:
        instants = [f.id for f in fields.values() if f.schema.get("format") == "date-time"]
        if until not in fields:
            yield subject.error("unknown-field", *path, "until", **guess(until, instants))
        elif until not in instants:
            yield subject.error("switch-until", *path, "until", field=until)
    if mode not in subject.modes:
        return
    levels = subject.document.get("modes", {}).get(mode, {}).get("levels", ())
    if level is None:
        if levels:
            at = (*path, "mode")
            yield subject.error("switch-no-level", *at, mode=mode, levels=", ".join(levels))
    elif level not in fields:
        yield subject.error("unknown-field", *path, "level", **guess(level, fields))
    elif not levels or not set(fields[level].schema.get("enum", ("",))) <= set(levels):
        values = {"field": level, "mode": mode, "levels": ", ".join(levels) or "–"}
        yield subject.error("switch-level", *path, "level", **values)


def _check_by(subject: Subject, flow: Flow, action: Action, path: Steps) -> Iterator[Finding]:
    opening = action is flow.opening
    roles = subject.profile.roles
    reserved = BEFORE_OPENING if opening else tuple(n for n in RESERVED_BY if n != PUBLIC)
    for name, at in subject.each(action.by, *path, "by"):
        if name in roles or name in reserved:
            continue
        if name == PUBLIC:
            yield subject.error("by-public", *at, action=action.id)
            continue
        if name in RESERVED_BY:
            yield subject.error("by-opening", *at, name=name)
        else:
            yield subject.error("unknown-role", *at, **guess(name, (*roles, *reserved)))


def _check_ways(subject: Subject, flow: Flow, action: Action, path: Steps) -> Iterator[Finding]:
    for name, at in subject.each(action.sources, *path, "from"):
        if name == ANY and len(action.sources) > 1:
            yield subject.error("from-any", *at)
        elif name != ANY:
            yield from unknown(subject, "state", [name], flow.states, *at)
    whole = subject.root.get(*path, "to")
    listed = whole is not None and isinstance(whole.value, tuple)
    for n, branch in enumerate(action.branches):
        if branch.to is not None:
            at = (*path, "to", n, "to") if listed else (*path, "to")
            yield from unknown(subject, "state", [branch.to], flow.states, *at)


def _check_fields(subject: Subject, action: Action, path: Steps) -> Iterator[Finding]:
    fields = subject.profile.fields
    yield from unknown(subject, "field", action.needs, fields, *path, "needs")
    yield from unknown(subject, "field", action.asks, fields, *path, "asks")
    for key, computed in (("proposes", action.proposes), ("sets", action.sets)):
        for name in computed:
            if name not in fields:
                at = (*path, key, name)
                yield subject.about_key("unknown-field", "error", at, **guess(name, fields))


def _check_moment(subject: Subject, moment: str, path: Steps) -> Iterator[Finding]:
    mode, colon, level = moment.partition(":")
    yield from unknown(subject, "mode", [mode], subject.modes, *path)
    if colon and mode in subject.modes:
        yield from _check_level(subject, mode, level, path)


def _check_level(subject: Subject, mode: str, level: str, path: Steps) -> Iterator[Finding]:
    modes = subject.document.get("modes", {})
    known = modes.get(mode, {}).get("levels", ())
    if level not in known:
        values = {**guess(level, known), "mode": mode}
        yield subject.about_key("unknown-response-level", "error", path, **values)
