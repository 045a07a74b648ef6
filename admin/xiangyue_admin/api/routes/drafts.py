"""Drafts of changes of the rules: made and checked here; put in force by an action on the task."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from xiangyue_admin.api import gives
from xiangyue_admin.api.given import Drafting, NewestQuery
from xiangyue_admin.api.operation import WRITES, Call, Room
from xiangyue_admin.api.reading import key_of
from xiangyue_admin.api.routes.acting import decided
from xiangyue_admin.api.routes.profiles import sent_profile
from xiangyue_admin.api.serving import sent
from xiangyue_admin.api.written import moment

room = Room("drafts", "Drafts of changes")
_IN = "/communities/<community>/drafts"


@room.get(_IN, "profiles:read", query=NewestQuery, answers={200: gives.Drafts})
def listed(call: Call, community: str) -> Response:
    """List the newest drafts of a community, open and ended ones."""
    found = call.engine.drafts(community, limit=call.query.limit)
    return sent(call, {"items": [_draft(call, one) for one in found]})


@room.post(
    _IN,
    "profiles:write",
    body=Drafting,
    answers={201: gives.Decision, 202: gives.Decision},
    refuses=WRITES,
    headers=("Idempotency-Key", "Location"),
)
def drafting(call: Call, community: str) -> Response:
    """Draft a change of params, of tables, of how limits hold, or of the whole profile.

    It opens a task. Nothing changes yet: the draft is checked, and another person puts it in force
    by an action on the task.
    """
    given: Drafting = call.body
    with sent_profile(given.profile) as profile:
        decision = call.engine.draft(
            community,
            by=call.caller.member,
            reason=given.reason,
            params=given.params,
            tables=given.tables,
            profile=profile,
            stances=given.stances,
            meant=given.meant,
            revision=given.revision,
            title=given.title,
            on_behalf_of=given.on_behalf_of,
            occurred_at=given.occurred_at,
            source=given.source,
            key=key_of(request),
        )
    return decided(call, decision, 201)


@room.get(f"{_IN}/<task>", "profiles:read", answers={200: gives.Draft})
def one(call: Call, community: str, task: str) -> Response:
    """Read a draft: what it changes in plain words, and what its checks have found."""
    return sent(call, _draft(call, call.engine.draft_of(f"{community}/{task}")))


@room.post(
    f"{_IN}/<task>/check",
    "profiles:write",
    answers={200: gives.Decision, 202: gives.Decision},
    refuses=WRITES,
)
def checked(call: Call, community: str, task: str) -> Response:
    """Check a draft with the linter and the scenarios, and enter what they find.

    Nothing is taken from whoever asks: what is entered is true of what would come into force.
    """
    from xiangyue.office import check_draft

    return decided(call, check_draft(call.engine, f"{community}/{task}"))


@room.post(
    f"{_IN}/<task>/foresee",
    "profiles:write",
    answers={200: gives.Decision, 202: gives.Decision},
    refuses=WRITES,
)
def foreseen(call: Call, community: str, task: str) -> Response:
    """Judge the past year's work by a draft, and note the totals with it; nobody is named.

    Nothing is taken from whoever asks. It takes a second for some thousand commands.
    """
    from xiangyue.office import foresee_draft

    return decided(call, foresee_draft(call.engine, f"{community}/{task}"))


def _draft(call: Call, draft: Any) -> dict[str, Any]:
    language = call.language
    return {
        "task": draft.ref,
        "state": draft.task.state,
        "base": draft.base,
        "opened_at": moment(draft.task.opened_at),
        "reason": draft.reason if call.personal else None,
        "moved": draft.moved,
        "in_force": draft.in_force,
        "changes": [
            {"address": one.address, "detail": one.text(language)} for one in draft.changes
        ],
        "content": draft.content,
        "checked": _checks(draft.checks, language) if draft.checked else None,
        "effects": _effects(draft, language) if draft.effects else None,
    }


def _checks(checks: Any, language: str) -> dict[str, Any]:
    def said(many: Any) -> list[str]:
        return [one.said.get(language) or one.said["en"] for one in many]

    warnings = [one for one in checks.findings if one.severity != "error"]
    return {
        "ok": checks.ok,
        "passed": checks.passed,
        "errors": said(checks.errors),
        "warnings": said([*warnings, *checks.meant, *checks.otherwise]),
        "noted": said(checks.noted),
    }


def _effects(draft: Any, language: str) -> dict[str, Any]:
    from xiangyue.office import effects_in_words

    return {
        "holds": draft.foreseen,
        "said": effects_in_words(draft.effects, language),
        "summary": dict(draft.effects.summary),
    }
