"""Limits come in step by step: how each holds now, and drafts by which one holds otherwise."""

from __future__ import annotations

from typing import NamedTuple

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from xiangyue import Profile
from xiangyue.office import STEPS, Text, from_micros, limits, to_micros
from xiangyue.plugs import parse_duration
from xiangyue_admin.bases import basis
from xiangyue_admin.rooms.profiles.drafting import Problems, common, draft_it, reason_problems
from xiangyue_admin.rooms.profiles.room import blueprint, engine, rules_of, where
from xiangyue_admin.speaking import _, language
from xiangyue_admin.visiting import to

_REVIEWS = 100


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


class Review(NamedTuple):
    """The yearly review that a limit asks for: what its flow is called, and the newest in force.

    ``since`` and ``until`` are when it was concluded and until when it holds; None for none.
    """

    title: str
    since: int | None = None
    until: int | None = None


def review_of(community: str, profile: Profile) -> Review | None:
    """Return how the yearly review of a community's rules stands; None where none is asked for."""
    bound = next((one for one in profile.limits.values() if one.limit == "yearly_review"), None)
    if bound is None or bound.config["flow"] not in profile.flows:
        return None
    flow, state = bound.config["flow"], bound.config["state"]
    title = profile.flows[flow].title.of(language())
    found = engine().tasks(community, flow=flow, state=state, limit=_REVIEWS).tasks
    if not found:
        return Review(title)
    since = max(task.since for task in found)
    term = parse_duration(bound.config.get("within", "12m"))
    return Review(title, since, to_micros(profile.calendar.add(from_micros(since), term)))


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
