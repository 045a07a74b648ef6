"""What tasks hold, and what is matched: whether the flows, states and fields can tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from xiangyue.flow import kind_of
from xiangyue.lint.actions import check_taken
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.profile import DATES, Field, Finding, Flow, Holds, Matched, Matching, Served, UsedUp
from xiangyue.rules import Kind

Schema = Mapping[str, Any]


def _is_count(schema: Schema) -> bool:
    return schema.get("type") == "integer" and schema.get("minimum", 0) >= 1


def _is_whole(schema: Schema) -> bool:
    return schema.get("type") == "integer" and schema.get("minimum", -1) >= 0


def _is_rank(schema: Schema) -> bool:
    return "enum" in schema or schema.get("type") == "integer"


def _is_text(schema: Schema) -> bool:
    return "enum" in schema or schema.get("type", "string") == "string"


def _is_date(schema: Schema) -> bool:
    return kind_of(schema) is Kind.INSTANT


def _is_yes_or_no(schema: Schema) -> bool:
    return schema.get("type") == "boolean"


def _is_task(schema: Schema) -> bool:
    return schema.get("format") == "task"


def _is_member(schema: Schema) -> bool:
    return schema.get("format") == "member"


_KINDS: Final[Mapping[str, tuple[str, Callable[[Schema], bool]]]] = {
    "type": ("enum", _is_text),
    "quantity": ("type: integer, minimum: 1", _is_count),
    **dict.fromkeys(
        ("owner", "contact", "deputy", "asker"), ("type: string, format: member", _is_member)
    ),
    "tier": ("enum | type: integer", _is_rank),
    "urgency": ("enum | type: integer", _is_rank),
    "offered": ("type: integer, minimum: 0", _is_whole),
    "whole": ("type: boolean", _is_yes_or_no),
    "used_up": ("enum", _is_text),
    "counted": ("enum", _is_text),
    "ready": ("type: integer, minimum: 0", _is_whole),
    "within": ("type: integer, minimum: 0", _is_whole),
    **dict.fromkeys(("resource", "need"), ("type: string, format: task", _is_task)),
    **dict.fromkeys(DATES, ("type: string, format: date | date-time", _is_date)),
}


def check_holds(subject: Subject) -> Iterator[Finding]:
    """Find flows that hold what nobody can tell, and tasks that would hold it for ever."""
    for flow in subject.profile.flows.values():
        holds, path = flow.holds, ("flows", flow.id, "holds")
        if holds is None:
            continue
        if subject.profile.matching is None:
            yield subject.error("holds-nothing", *path)
        yield from unknown(subject, "state", holds.states, flow.states, *path, "in")
        for name, at in subject.each(holds.states, *path, "in"):
            if name in flow.states and flow.states[name].final:
                yield subject.error("holds-for-ever", *at, state=name)
        if holds.then is not None:
            yield from _check_promised(subject, flow, holds, (*path, "promised"))
        for what, field in (("resource", holds.resource), ("quantity", holds.quantity)):
            yield from _check_field(subject, flow, what, field, (*path, what))


def check_matching(subject: Subject) -> Iterator[Finding]:
    """Find flows, states and fields that cannot tell what is offered, needed or matched."""
    matching, flows = subject.profile.matching, subject.profile.flows
    if matching is None:
        return
    parts = {"offers": matching.offers, "needs": matching.needs, "matches": matching.matches}
    for name, part in parts.items():
        path: Steps = ("matching", name)
        yield from unknown(subject, "flow", [part.flow], flows, *path, "flow")
        if part.flow in flows:
            yield from _check_part(subject, flows[part.flow], part, path)
    yield from _check_types(subject, matching.offers, matching.needs)
    if matching.used_up is not None and matching.offers.flow in flows:
        yield from _check_used_up(subject, matching, matching.used_up)
    counted = subject.profile.fields.get(matching.offers.fields.get("counted", ""))
    for value, at in subject.each(matching.people, "matching", "offers", "people"):
        if counted is None or value not in counted.schema.get("enum", ()):
            name = counted.id if counted else "counted"
            yield subject.error("match-used-value", *at, value=value, field=name)
    if matching.unlisted is not None and matching.offers.flow in flows:
        offers, path = matching.offers, ("matching", "offers", "unlisted", "then")
        known = [state for state in offers.states if state in flows[offers.flow].states]
        graph = subject.graphs[offers.flow]
        yield from check_taken(subject, graph, matching.unlisted.then, known, path)
    if matching.served is not None and {matching.needs.flow, matching.matches.flow} <= flows.keys():
        yield from _check_served(subject, matching, matching.served)
    if matching.matches.flow in flows:
        yield from _check_opening(subject, flows[matching.matches.flow], matching.matches)


def _check_promised(subject: Subject, flow: Flow, holds: Holds, path: Steps) -> Iterator[Finding]:
    """Find promises that are not held, or that nothing can call off."""
    for name, at in subject.each(holds.promised, *path, "in"):
        if name not in holds.states:
            yield subject.error("holds-promised", *at, state=name)
    graph, known = subject.graphs[flow.id], [s for s in holds.promised if s in flow.states]
    yield from check_taken(subject, graph, holds.then or "", known, (*path, "then"))


def _check_used_up(subject: Subject, matching: Matching, used: UsedUp) -> Iterator[Finding]:
    """Find what cannot say that nothing comes back, and offers that cannot be told so."""
    offers, path = matching.offers, ("matching", "offers", "used_up")
    flow, matches = (
        subject.profile.flows[offers.flow],
        subject.profile.flows.get(matching.matches.flow),
    )
    yield from _check_field(subject, flow, "used_up", used.field, (*path, "field"))
    field = subject.profile.fields.get(used.field)
    choices = field.schema.get("enum", ()) if field else used.values
    for value, at in subject.each(used.values, *path, "is"):
        if value not in choices:
            yield subject.error("match-used-value", *at, value=value, field=used.field)
    given = matches.holds.quantity if matches and matches.holds else ""
    graph, action = subject.graphs[flow.id], flow.actions.get(used.then)
    known = [state for state in offers.states if state in flow.states]
    yield from check_taken(subject, graph, used.then, known, (*path, "then"), (given,))
    if action is not None and given and given not in (*action.needs, *action.asks):
        yield subject.error("match-used-quantity", *path, "then", action=used.then, field=given)


def _check_served(subject: Subject, matching: Matching, served: Served) -> Iterator[Finding]:
    """Find states that no match has, and needs that cannot be told that they are served."""
    needs, path = matching.needs, ("matching", "needs", "served")
    flow = subject.profile.flows[needs.flow]
    yield from unknown(
        subject,
        "state",
        served.states,
        subject.profile.flows[matching.matches.flow].states,
        *path,
        "in",
    )
    known = [state for state in needs.states if state in flow.states]
    yield from check_taken(subject, subject.graphs[flow.id], served.then, known, (*path, "then"))


def _check_part(subject: Subject, flow: Flow, part: Matched, path: Steps) -> Iterator[Finding]:
    yield from unknown(subject, "state", part.states, flow.states, *path, "in")
    yield from unknown(subject, "state", part.unverified, part.states, *path, "unverified")
    offers = path[-1] == "offers"
    for what, field in part.fields.items():
        kind = "offered" if offers and what == "quantity" else what
        yield from _check_field(subject, flow, kind, field, (*path, what))


def _check_field(
    subject: Subject, flow: Flow, what: str, name: str, at: Steps
) -> Iterator[Finding]:
    expected, fits = _KINDS[what]
    field: Field | None = subject.profile.fields.get(name)
    if field is None:
        yield subject.error("unknown-field", *at, **guess(name, subject.profile.fields))
    elif not fits(field.schema):
        yield subject.error("match-field-kind", *at, field=name, expected=expected)
    elif field.sensitivity != "none":
        yield subject.error("match-field-personal", *at, field=name)
    elif not subject.graphs[flow.id].asks_for(name):
        yield subject.warning("never-given", *at, field=name)


def _check_types(subject: Subject, offers: Matched, needs: Matched) -> Iterator[Finding]:
    """Find offers and needs that have no word in common."""
    words = []
    for part in (offers, needs):
        field = subject.profile.fields.get(part.fields["type"])
        words.append(set(field.schema.get("enum", ())) if field else set())
    if all(words) and words[0].isdisjoint(words[1]):
        values = {"offers": offers.fields["type"], "needs": needs.fields["type"]}
        yield subject.error("match-no-words", "matching", "needs", "type", **values)


def _check_opening(subject: Subject, flow: Flow, matches: Matched) -> Iterator[Finding]:
    """Find a flow of matches that cannot be opened with what a match says."""
    if flow.holds is None:
        yield subject.error("match-holds-nothing", "matching", "matches", "flow", flow=flow.id)
        return
    given = {*flow.opening.needs, *flow.opening.asks}
    said = (*matches.fields.values(), flow.holds.resource, flow.holds.quantity)
    if missing := [name for name in said if name not in given]:
        path = ("flows", flow.id, "open")
        yield subject.error("match-opening", *path, fields=", ".join(missing))
