"""What a draft would have done to past work: who gains and loses, and what comes out otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from flask import Response, abort, render_template

from xiangyue import Decision, Misuse, Profile
from xiangyue.office import STEPS, Draft, WhatIf, effects_in_words, explain_flip
from xiangyue.office import DraftEffects as Effects
from xiangyue_admin.beside import WHAT_IF
from xiangyue_admin.counted import SOON, counted
from xiangyue_admin.rooms.communities.room import Names
from xiangyue_admin.rooms.journal import whole
from xiangyue_admin.rooms.profiles.limits import stance
from xiangyue_admin.rooms.profiles.path import known_draft
from xiangyue_admin.rooms.profiles.room import blueprint, engine, where
from xiangyue_admin.speaking import _, language, lazy, points, signed_points
from xiangyue_admin.visiting import to

_YEAR = timedelta(days=365)
_MOST = 100

INSTEAD: Final[Mapping[str, object]] = {
    "refused": lazy("not allowed"),
    "allowed": lazy("allowed"),
    "deferred": lazy("put off"),
    "other": lazy("to another state"),
}
OUTCOMES: Final[Mapping[str, object]] = {
    "done": lazy("carried out"),
    "refused": lazy("not allowed"),
    "deferred": lazy("put off"),
}


@blueprint.get("/<community>/changes/<task>/past")
def past(community: str, task: str) -> str | Response:
    """Show whom a draft would have touched in the past year, and what would have gone otherwise."""
    draft = known_draft(community, task)
    since = (datetime.now(UTC) - _YEAR).date()
    told = counted((WHAT_IF, community, draft.task.id, since.isoformat()), community)
    found = told.found
    about = {
        "draft": draft,
        "community": community,
        "path": _where(draft),
        "since": since,
        "counted": told.at,
        "runs": told.runs,
        **(_shown(found) if found is not None else {}),
    }
    page = render_template("xiangyue/profiles/past.html", found=found, **about)
    if found is not None or not told.comes:
        return page
    waiting = Response(page, mimetype="text/html")
    waiting.headers["Refresh"] = str(SOON)
    return waiting


def _where(draft: Draft, *more: tuple[str | None, str]) -> list[tuple[str | None, str]]:
    community, task = draft.task.community, draft.task.id
    change = to("profiles.change", community=community, task=task)
    past = to("profiles.past", community=community, task=task) if more else None
    return where(
        community,
        (to("profiles.changes", community=community), _("Drafts")),
        (change, draft.task.title or _("Draft")),
        (past, _("What it would have done to past work")),
        *more,
    )


def _shown(found: WhatIf) -> dict[str, Any]:
    changed = [one for one in found.standings if one.change]
    flips = found.part.flips
    names = Names()
    names.learn({one.member for one in changed[:_MOST]} | {one.by for one in flips[:_MOST]})
    return {
        "said": effects_in_words(Effects("", found.summary()), language()),
        "members": [
            (
                names(one.member),
                found.title(f"accounts.{one.account}", language()),
                points(one.was),
                points(one.would),
                signed_points(one.change),
            )
            for one in changed[:_MOST]
        ],
        "more_members": max(0, len(changed) - _MOST),
        "shared": [
            (found.title(f"accounts.{one.account}", language()), one)
            for one in found.shared
            if one.gaining or one.losing
        ],
        "flips": [
            (one, found.action(one, language()), names(one.by), INSTEAD[one.how])
            for one in flips[:_MOST]
        ],
        "more_flips": max(0, len(flips) - _MOST),
        "limits": [
            (found.title(f"limits.{bite.limit}", language()), stance(bite.stance), *pair)
            for bite, pair in found.part.bites.items()
            if pair[0] != pair[1] and bite.stance in STEPS
        ],
    }


@blueprint.get("/<community>/changes/<task>/past/<string(maxlength=15):seq>")
def both(community: str, task: str, seq: str) -> str:
    """Show one decision of the past by both rules, side by side."""
    draft, number = known_draft(community, task), whole(seq)
    if number is None:
        abort(404)
    try:
        found = explain_flip(engine(), community, number, draft)
    except Misuse:
        abort(404)
    was = _one(found.was, found.profile)
    would = _one(found.would, found.tried)
    return render_template(
        "xiangyue/profiles/both.html",
        community=community,
        draft=draft,
        decision=found.was,
        path=_where(draft, (None, _("Journal entry %(number)s", number=number))),
        rows=[(title, was[title], would[title]) for title in was if was[title] or would[title]],
    )


def _one(decision: Decision, profile: Profile) -> dict[str, str]:
    """Return what became of a command, in words; personal values are not among them."""
    flow = profile.flows.get(decision.flow)
    state = (decision.after if decision else decision.before) or ""
    at = flow.states[state].title.of(language()) if flow and state in flow.states else state
    moved = (f"{one.member}: {signed_points(one.amount)}" for one in decision.points)
    return {
        _("What became of it"): str(OUTCOMES[decision.outcome]),
        _("Where the task stands then"): at,
        _("Points"): "; ".join(moved),
        _("Why"): " ".join(reason.text(language()) for reason in decision.reasons),
        _("What was said"): " ".join(note.text(language()) for note in decision.notes),
        _("Release"): f"{profile.id} {profile.hash[:12]}",
    }
