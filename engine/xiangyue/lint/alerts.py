"""Alerts that come in: whether they can be kept, followed to their end, and only propose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from xiangyue.flow import kind_of, switches
from xiangyue.lint.actions import check_taken
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject
from xiangyue.profile import GIVEN, SPOKEN, Alerts, Field, Finding, Flow, Recorded
from xiangyue.roles import ANYONE
from xiangyue.rules import Kind
from xiangyue.values import PUBLIC, SYSTEM

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "category": (
        *("Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport"),
        *("Infra", "CBRNE", "Other"),
    ),
    "severity": ("Extreme", "Severe", "Moderate", "Minor", "Unknown"),
    "certainty": ("Observed", "Likely", "Possible", "Unlikely", "Unknown"),
    "urgency": ("Immediate", "Expected", "Future", "Past", "Unknown"),
}
"""The words of CAP for each of these."""

_LONG: Final = 200
"""The least characters that a text about an alert must have room for."""

Schema = Mapping[str, Any]


def _is_text(schema: Schema) -> bool:
    return _plain(schema) and schema.get("maxLength", _LONG) >= _LONG


def _plain(schema: Schema) -> bool:
    free = schema.get("type", "string") == "string" and "enum" not in schema
    return free and "format" not in schema


def _is_moment(schema: Schema) -> bool:
    return kind_of(schema) is Kind.INSTANT and schema.get("format") == "date-time"


def _is_list(schema: Schema) -> bool:
    return schema.get("type") == "array" and _is_text(schema.get("items", {}))


def _speaks(words: tuple[str, ...]) -> Callable[[Schema], bool]:
    return lambda schema: {*words} <= {*schema.get("enum", ())}


Kinds = tuple[str, Callable[[Schema], bool]]

_CHOICE: Final[Kinds] = ("enum", lambda schema: "enum" in schema)
_WORDS: Final[Kinds] = ("type: string", _plain)
_TEXT: Final[Kinds] = (f"type: string, maxLength: {_LONG}", _is_text)
_MOMENT: Final[Kinds] = ("type: string, format: date-time", _is_moment)
_KINDS: Final[Mapping[str, Kinds]] = {
    **{what: ("enum: [" + ", ".join(w) + "]", _speaks(w)) for what, w in WORDS.items()},
    **dict.fromkeys(("sent", "onset", "expires"), _MOMENT),
    "references": (f"type: array, items: {{type: string, maxLength: {_LONG}}}", _is_list),
}


def check_alerts(subject: Subject) -> Iterator[Finding]:
    """Find alerts that nothing can keep, open or end."""
    alerts, flows = subject.profile.alerts, subject.profile.flows
    if alerts is None:
        return
    yield from unknown(subject, "flow", [alerts.flow], flows, "alerts", "flow")
    if alerts.flow not in flows:
        return
    flow = flows[alerts.flow]
    yield from _check_fields(subject, alerts, flow)
    yield from _check_opening(subject, alerts, flow)
    yield from _check_expiry(subject, alerts, flow)
    for what in ("update", "cancel"):
        yield from _check_end(subject, alerts, flow, what)
    if alerts.recorded is not None:
        yield from _check_recorded(subject, flow, alerts.recorded)


def check_proposing(subject: Subject) -> Iterator[Finding]:
    """Find alerts that would do more than propose: no person would have switched the mode."""
    for address, where in switches(subject.profile):
        path: Steps = tuple(int(s) if s.isdigit() else s for s in address.split("."))
        yield subject.error("alert-switches", *path, where=where)


def check_warnings(subject: Subject) -> Iterator[Finding]:
    """Find tasks that could not be published as alerts: values without a word, unfit fields."""
    for flow in subject.profile.flows.values():
        if (warns := flow.warns) is None:
            continue
        at: Steps = ("flows", flow.id, "warns")
        for key, kind in (("event", _CHOICE), ("severity", _CHOICE), ("instruction", _WORDS)):
            yield from _check_published(subject, flow, getattr(warns, key), kind, (*at, key))
        yield from _check_published(subject, flow, warns.expires, _MOMENT, (*at, "expires"))
        for field, key, words in (
            (warns.event, "categories", warns.categories),
            (warns.severity, "severities", warns.severities),
        ):
            if key == "categories" and not words:
                continue  # all are of one category
            known = subject.profile.fields.get(field or "")
            choices = known.schema.get("enum", ()) if known else words
            if missing := [str(one) for one in choices if one not in words]:
                values = {"field": field, "missing": ", ".join(missing)}
                where = key if words else "severity"
                yield subject.error("warns-words", *at, where, **values)
            for word in words:
                if word not in choices:
                    path = (*at, key, word)
                    yield subject.about_key("warns-word", "error", path, word=word, field=field)


def _check_published(
    subject: Subject, flow: Flow, name: str | None, kind: Kinds, at: Steps
) -> Iterator[Finding]:
    if name is None:
        return
    fields, (expected, fits) = subject.profile.fields, kind
    yield from unknown(subject, "field", [name], fields, *at)
    field = fields.get(name)
    if field is None:
        return
    if not fits(field.schema):
        yield subject.error("alert-field-kind", *at, field=name, expected=expected)
    if field.sensitivity == "sensitive":
        yield subject.error("warns-sensitive", *at, field=name)
    if not subject.graphs[flow.id].asks_for(name):
        yield subject.warning("never-given", *at, field=name)


def _check_fields(subject: Subject, alerts: Alerts, flow: Flow) -> Iterator[Finding]:
    for what, name in alerts.fields.items():
        yield from _check_field(subject, flow, what, name, ("alerts", "fields", what))
    for what, by in alerts.texts.items():
        for language, name in by.items():
            at: Steps = ("alerts", "fields", what, *([language] if language else []))
            yield from _check_field(subject, flow, what, name, at)
    ended = alerts.fields.get("ended_by")
    for what in ("update", "cancel"):
        action = flow.actions.get(getattr(alerts, what))
        if action is not None and ended and ended not in (*action.needs, *action.asks):
            yield subject.error("alert-not-said", "alerts", what, action=action.id, field=ended)


def _check_field(
    subject: Subject, flow: Flow, what: str, name: str, at: Steps
) -> Iterator[Finding]:
    fields = subject.profile.fields
    yield from unknown(subject, "field", [name], fields, *at)
    field: Field | None = fields.get(name)
    if field is None:
        return
    expected, fits = _KINDS.get(what, _TEXT)
    if not fits(field.schema):
        yield subject.error("alert-field-kind", *at, field=name, expected=expected)
    asked = (*flow.opening.needs, *flow.opening.asks)
    if what != "ended_by" and name not in asked:
        yield subject.error("alert-not-asked", *at, field=name, flow=flow.id)


def _check_opening(subject: Subject, alerts: Alerts, flow: Flow) -> Iterator[Finding]:
    """Find openings that ask for what no alert says, and those that anybody may use."""
    at: Steps = ("flows", flow.id, "open")
    given = {name for what, name in alerts.fields.items() if what in GIVEN}
    given |= {*alerts.texts.get(SPOKEN[0], {}).values()}
    opening = flow.opening
    for name, there in subject.each(opening.needs, *at, "needs"):
        if name not in given and name not in opening.proposes:
            yield subject.error("alert-needs", *there, field=name)
    if opening.note:
        yield subject.error("alert-note", *at, "note")
    for right, there in subject.each(opening.by, *at, "by"):
        if right in (ANYONE, PUBLIC):
            yield subject.error("alert-anyone", *there, right=right)
    if {*opening.by} <= {SYSTEM}:
        yield subject.error("alert-nobody", *at, "by")


def _check_expiry(subject: Subject, alerts: Alerts, flow: Flow) -> Iterator[Finding]:
    """Find alerts that would stand for ever; whether the action is possible is told elsewhere."""
    due, expires = flow.due, alerts.fields["expires"]
    if due is None or due.field != expires or due.then is None or due.start is not None:
        path = ("flows", flow.id, "due")
        yield subject.about_key("alert-endless", "error", path, field=expires)
    elif due.then in flow.actions:
        yield from _check_ends(subject, flow, due.then, ("flows", flow.id, "due", "then"))


def _check_end(subject: Subject, alerts: Alerts, flow: Flow, what: str) -> Iterator[Finding]:
    """Find what would leave an alert standing that has been replaced or cancelled."""
    graph, name, at = subject.graphs[flow.id], getattr(alerts, what), ("alerts", what)
    if graph.too_large:
        return
    given = [alerts.fields.get("ended_by", "")]
    open_states = [state for state in graph.open_states if state in graph.reached]
    yield from check_taken(subject, graph, name, open_states, at, given)
    action = flow.actions.get(name)
    if action is None:
        return
    yield from _check_ends(subject, flow, name, at)
    if action.when is not None:
        yield subject.error("alert-guarded", *at, action=name)


def _check_ends(subject: Subject, flow: Flow, name: str, at: Steps) -> Iterator[Finding]:
    graph = subject.graphs[flow.id]
    action = flow.actions[name]
    away = [s for s in graph.open_states if s in graph.reached and s not in graph.sources[name]]
    stays = [b.to for b in action.branches if b.to is None or b.to not in flow.states]
    stays += [b.to for b in action.branches if b.to in flow.states and not _final(flow, b.to)]
    if away or stays:
        states = ", ".join([*away, *(s for s in stays if s)]) or "–"
        yield subject.error("alert-not-ended", *at, action=name, states=states)


def _final(flow: Flow, state: str | None) -> bool:
    return state is not None and flow.states[state].final


def _check_recorded(subject: Subject, flow: Flow, recorded: Recorded) -> Iterator[Finding]:
    """Find activations that no person could record from an alert."""
    at: Steps = ("alerts", "activation")
    profile = subject.profile
    yield from unknown(subject, "flow", [recorded.flow], profile.flows, *at, "flow")
    yield from unknown(subject, "action", [recorded.then], flow.actions, *at, "then")
    yield from unknown(subject, "field", [recorded.task], profile.fields, *at, "task")
    action = flow.actions.get(recorded.then)
    if action is not None and SYSTEM in action.by:
        yield subject.error("alert-person", *at, "then", action=action.id)
    elif action is not None and recorded.task not in (*action.needs, *action.asks):
        values = {"action": action.id, "field": recorded.task}
        yield subject.error("alert-not-said", *at, "task", **values)
    field = profile.fields.get(recorded.task)
    if field is not None and field.schema.get("format") != "task":
        expected = "type: string, format: task"
        yield subject.error("alert-field-kind", *at, "task", field=field.id, expected=expected)
    opened = profile.flows.get(recorded.flow)
    taken = (*opened.opening.needs, *opened.opening.asks) if opened else ()
    for name, given in recorded.given.items():
        there: Steps = (*at, "with", name)
        yield from unknown(subject, "field", [given], profile.fields, *there)
        if opened is not None and name not in taken:
            yield subject.about_key("errand-not-taken", "error", there, field=name, flow=opened.id)
        elif given in profile.fields and name in profile.fields:
            one, other = profile.fields[name].schema, profile.fields[given].schema
            if kind_of(one) is not kind_of(other):
                values = {"field": given, "expected": str(kind_of(one).value)}
                yield subject.error("alert-field-kind", *there, **values)
