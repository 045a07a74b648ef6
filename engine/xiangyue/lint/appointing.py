"""Posts that tasks fill and end: which roles, whose, where, until when, and by whose hand."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.errands import APPOINT, DISMISS
from xiangyue.flow.powers import is_open, power_of
from xiangyue.lint.names import unknown
from xiangyue.lint.subject import Steps, Subject, guess
from xiangyue.profile import Action, Finding, Intervention
from xiangyue.values import SYSTEM


def check_appointments(subject: Subject) -> Iterator[Finding]:
    """Find posts that no task may fill or end, or not so."""
    for _, action, path in subject.actions():
        for n, does in enumerate(action.does):
            if does.kind in (APPOINT, DISMISS):
                at: Steps = (*path, "does", n, does.kind)
                yield from _check_role(subject, does.detail["role"], (*at, "role"))
                yield from _check_fields(subject, does, at)
                yield from _check_by(subject, action, does.kind, path)


def _check_role(subject: Subject, name: str, at: Steps) -> Iterator[Finding]:
    roles = subject.profile.roles
    yield from unknown(subject, "role", [name], roles, *at)
    if name not in roles:
        return
    if not is_open(roles[name]):
        yield subject.error("appoint-office", *at, role=roles[name].title)
    if (power := power_of(subject.profile, name)) is not None:
        yield subject.error("appoint-power", *at, role=roles[name].title, power=power)


def _check_fields(subject: Subject, does: Intervention, at: Steps) -> Iterator[Finding]:
    fields, who = subject.profile.fields, str(does.to)
    members = [f.id for f in fields.values() if f.schema.get("format") == "member"]
    if who in fields and who in subject.profile.roles:
        yield subject.error("who-ambiguous", *at, "who", who=who)
    elif who not in fields:
        yield subject.error("unknown-field", *at, "who", **guess(who, members))
    elif who not in members:
        yield subject.error("who-not-member", *at, "who", who=who)
    for key, formats in (("unit", ("unit",)), ("until", ("date", "date-time"))):
        name = does.detail.get(key)
        if name is None:
            continue
        fit = [f.id for f in fields.values() if f.schema.get("format") in formats]
        if name not in fields:
            yield subject.error("unknown-field", *at, key, **guess(name, fit))
        elif name not in fit:
            yield subject.error(f"appoint-{key}-field", *at, key, field=name)
        elif fields[name].sensitivity != "none":
            yield subject.error("field-kept-apart", *at, key, field=name)


def _check_by(subject: Subject, action: Action, kind: str, path: Steps) -> Iterator[Finding]:
    """Find rights that anybody can have; of a post that ends, the engine's alone."""
    for right, at in subject.each(action.by, *path, "by"):
        is_role = right in subject.profile.roles
        if right == SYSTEM or (kind == APPOINT and not is_role):
            yield subject.error("appoint-by", *at, right=right)
