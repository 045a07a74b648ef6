"""Limits come in step by step: how each holds now, and drafts by which one holds otherwise."""

from __future__ import annotations

from typing import NamedTuple

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Profile
from xiangyue.office import STEPS, Text, limits
from xiangyue_admin.bases import basis
from xiangyue_admin.rooms.profiles.drafting import Problems, common, draft_it, reason_problems
from xiangyue_admin.rooms.profiles.room import blueprint, rules_of, where
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import to


class Held(NamedTuple):
    """A limit as a community's rules bind it: its name, how it holds, and on what it stands.

    ``steps`` are the other ways in which it may hold.
    """

    id: str
    title: str
    stance: str
    basis: str
    steps: tuple[str, ...]


def held(profile: Profile) -> list[Held]:
    """Return the limits that a profile binds, in its order."""
    known = limits()
    found = []
    for name, bound in profile.limits.items():
        limit = known.get(bound.limit)
        if limit is None or bound.stance not in STEPS:
            continue
        at = STEPS.index(bound.stance)
        # What nothing sets aside only becomes stricter.
        steps = STEPS if limit.liftable else STEPS[at:]
        others = tuple(one for one in steps if one != bound.stance)
        title = Text(limit.title).of(language())
        found.append(Held(name, title, bound.stance, basis(limit.basis), others))
    return found


def stance(word: str) -> str:
    """Say how a limit holds."""
    said = {
        "audit": _("only recorded"),
        "warn": _("recorded and said"),
        "enforce": _("kept"),
    }
    return said[word]


@blueprint.route("/<community>/limits/<name>", methods=["GET", "POST"])
def limit(community: str, name: str) -> str | Response | tuple[str, int]:
    """Show how a limit holds, and draft that it holds otherwise."""
    profile, newest = rules_of(community)
    found = next((one for one in held(profile) if one.id == name), None)
    if found is None:
        abort(404)
    problems: Problems = []
    decision = None
    chosen = request.form.get("stance", "")
    if request.method == "POST":
        if chosen not in found.steps:
            problems.append(("stance", _("Choose how it is to hold.")))
        problems += reason_problems()
        if not problems:
            title = _(
                "%(title)s: %(new)s instead of %(old)s",
                title=found.title,
                new=stance(chosen),
                old=stance(found.stance),
            )
            decision = draft_it(community, problems, title=title, stances={name: chosen})
            if decision:
                return redirect(to("profiles.change", community=community, task=decision.task), 303)
    page = render_template(
        "xiangyue/profiles/draft_limit.html",
        community=community,
        path=where(community, (None, found.title)),
        found=found,
        stance=stance,
        chosen=chosen,
        problems=problems,
        **common(newest, decision),
    )
    return (page, 422) if problems or decision is not None else page
