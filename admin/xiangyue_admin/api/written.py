"""Values of the engine as JSON: moments as RFC 3339 in UTC, points in hundredths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from xiangyue import Choice, Decision, Finding, Place, Reason, Task, Unit

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
Json = dict[str, Any]


def moment(at: int | None) -> str | None:
    """Write microseconds since 1970 UTC as RFC 3339."""
    if at is None:
        return None
    return f"{(_EPOCH + timedelta(microseconds=at)).isoformat()[:-6]}Z"


def to_micros(at: datetime) -> int:
    """Return a moment as microseconds since 1970 UTC."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def reasons_json(reasons: Iterable[Reason], language: str) -> list[Json]:
    """Write reasons, each with its code, its sentence and what would change it."""
    return [_reason(one, language) for one in reasons]


def _reason(reason: Reason, language: str) -> Json:
    said: Json = {"code": reason.code, "detail": reason.text(language)}
    if mend := reason.mend(language):
        said["mend"] = mend
    if reason.code == "limit":
        said["limit"] = reason.values.get("limit")
    return said


def decision_json(decision: Decision, language: str) -> Json:
    """Write a decision: what became of a command, and what it set off."""
    command, standing = decision.command, decision.standing
    return {
        "id": f"{command.community}/{decision.seq}",
        "outcome": decision.outcome,
        "task": decision.ref,
        "flow": decision.flow,
        "action": command.action,
        "before": decision.before,
        "after": decision.after,
        "actor": command.actor,
        "on_behalf_of": command.on_behalf_of,
        "source": command.source,
        "key": command.key,
        "decided_at": moment(decision.now),
        "occurred_at": moment(decision.occurred_at),
        "until": moment(decision.until),
        "release": decision.release,
        "settings": decision.settings,
        "mode": decision.mode,
        "standing": standing
        and {
            "role": standing.role,
            "unit": standing.unit,
            "deputy_for": standing.deputy_for,
        },
        "title": command.title,
        "note": command.note,
        "values": decision.values,
        "reasons": [_reason(one, language) for one in decision.reasons],
        "notes": [_reason(one, language) for one in decision.notes],
        "interventions": [
            {"kind": one.kind, "to": one.to, "at": moment(one.at)} for one in decision.interventions
        ],
        "points": [
            {
                "member": one.member,
                "account": one.account,
                "hundredths": one.amount,
                "rule": one.rule,
                "sort": one.sort,
            }
            for one in decision.points
        ],
    }


def task_json(task: Task, now: int, *, personal: bool) -> Json:
    """Write a task as it stands; personal values only where they are asked for.

    What is personal and there is named in either case.
    """
    apart = {*task.private, "title"}
    data = task.data if personal else {k: v for k, v in task.data.items() if k not in apart}
    return {
        "ref": task.ref,
        "community": task.community,
        "id": task.id,
        "flow": task.flow,
        "state": task.state,
        "version": task.version,
        "unit": task.unit,
        "opener": task.opener,
        "assignee": task.assignee,
        "opened_at": moment(task.opened_at),
        "since": moment(task.since),
        "due": moment(task.due),
        "state_due": moment(task.state_due),
        "ended_at": moment(task.ended_at),
        "paused_at": moment(task.paused_at),
        "late": task.due is not None and (task.ended_at or task.paused_at or now) > task.due,
        "release": task.release,
        "origin": task.origin,
        "personal": sorted(apart.intersection(task.data).union(task.private)),
        "data": data,
    }


def choice_json(choice: Choice, language: str) -> Json:
    """Write an action that may, or may not, be taken."""
    return {
        "action": choice.action,
        "title": dict(choice.title),
        "allowed": choice.allowed,
        "asks": choice.asks,
        "missing": choice.missing,
        "note": choice.note,
        "reasons": reasons_json(choice.reasons, language),
    }


def unit_json(unit: Unit) -> Json:
    """Write a unit of the tree."""
    return {
        "id": unit.id,
        "unit_level": unit.unit_level,
        "parent": unit.parent,
        "community": unit.community,
        "title": dict(unit.title),
    }


def place_json(place: Place) -> Json:
    """Write a place; of its file, the name and the folder alone: the rest is this machine's."""
    near = place.near
    return {"file": near.file, "line": near.line, "column": near.column}


def finding_json(finding: Finding, language: str) -> Json:
    """Write what the linter found."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "address": finding.address,
        "detail": finding.text(language),
        "mend": finding.mend(language),
        "place": place_json(finding.place),
    }


def page_json(items: list[Json], following: str | int | None) -> Mapping[str, Any]:
    """Write a page; ``next`` is what to send as ``after`` for what follows."""
    return {"items": items, "next": following}
