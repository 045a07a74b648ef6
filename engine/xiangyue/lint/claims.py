"""Claims that life is in danger: made by a named role, and looked at afterwards by another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.flow import kind_of
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.lint.ways import many
from xiangyue.profile import Action, Finding, Flow
from xiangyue.rules import Kind


def check_claims(subject: Subject) -> Iterator[Finding]:
    """Find claims that nobody named makes, or that nobody else looks at afterwards."""
    for name, limit in subject.document.get("limits", {}).items():
        if claim := limit.get("claim"):
            yield from _check_claim(subject, claim, ("limits", name, "claim"))


def _check_claim(subject: Subject, claim: Mapping[str, Any], path: Steps) -> Iterator[Finding]:
    profile, field, review = subject.profile, claim["field"], claim["review"]
    roles = many(claim["roles"])
    flags = [f.id for f in profile.fields.values() if kind_of(f.schema) is Kind.BOOLEAN]
    yield from unknown(subject, "role", roles, profile.roles, *path, "roles")
    yield from unknown(subject, "field", [review], profile.fields, *path, "review")
    if field not in profile.fields:
        yield subject.error("unknown-field", *path, "field", **guess(field, flags))
    elif field not in flags:
        yield subject.error("claim-no-boolean", *path, "field", field=field)
    elif profile.fields[field].sensitivity != "none":
        yield subject.error("field-kept-apart", *path, "field", field=field)
    elif review in profile.fields:
        yield from _check_asked(subject, field, review, roles, path)


def _check_asked(
    subject: Subject, field: str, review: str, roles: tuple[str, ...], path: Steps
) -> Iterator[Finding]:
    flows = [f for f in subject.profile.flows.values() if subject.graphs[f.id].asks_for(field)]
    if not flows and subject.profile.flows:
        yield subject.warning("claim-unasked", *path, "field", field=field)
    for flow in flows:
        for action in (flow.opening, *flow.actions.values()):
            if field in action.sets or field in action.proposes:
                values = {"field": field, "action": action.title}
                yield subject.error("claim-computed", *path, "field", **values)
        if not any(
            _reviews(subject, flow, action, review, roles) for action in flow.actions.values()
        ):
            values = {"review": review, "flow": flow.title}
            yield subject.error("claim-unreviewed", *path, "review", **values)


def _reviews(
    subject: Subject, flow: Flow, action: Action, review: str, roles: tuple[str, ...]
) -> bool:
    """Tell whether an action is a review by people of whom none may make the claim."""
    possible = subject.graphs[flow.id].too_large or subject.graphs[flow.id].sources[action.id]
    others = all(right in subject.profile.roles and right not in roles for right in action.by)
    return bool(possible) and review in action.needs and others
