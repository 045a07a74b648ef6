"""What tasks hold, and what is matched: whether the flows, states and fields can tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from xiangyue.flow import kind_of
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.profile import DATES, Field, Finding, Flow, Matched
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
    if matching.matches.flow in flows:
        yield from _check_opening(subject, flows[matching.matches.flow], matching.matches)


def _check_part(subject: Subject, flow: Flow, part: Matched, path: Steps) -> Iterator[Finding]:
    yield from unknown(subject, "state", part.states, flow.states, *path, "in")
    for what, field in part.fields.items():
        yield from _check_field(subject, flow, what, field, (*path, what))


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
