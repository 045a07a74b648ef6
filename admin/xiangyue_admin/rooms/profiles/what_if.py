"""What a draft would have changed in work that is done: who gains and loses, and what is otherwise.

Nothing of it stands in the way of anything; whoever drafts or approves reads it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from flask import Response, render_template

from xiangyue import Profile
from xiangyue.office import STEPS, Bite, Draft, Ruling
from xiangyue_admin import pictures, speaking
from xiangyue_admin.beside import WHAT_IF, Foreseen
from xiangyue_admin.counted import SOON, Counted, counted
from xiangyue_admin.rooms.communities.room import flow_of, period, state_of
from xiangyue_admin.rooms.profiles.limits import stance
from xiangyue_admin.rooms.profiles.path import known_draft
from xiangyue_admin.rooms.profiles.room import Path, blueprint, said_of, where
from xiangyue_admin.speaking import _
from xiangyue_admin.tasking.words import Names
from xiangyue_admin.visiting import to

A_YEAR: Final = timedelta(days=365)
_TWO: Final = 2
_NAMED: Final = 10
"""Of so many people the page says who they are, of the others how many."""


@blueprint.get("/<community>/changes/<task>/what-if", endpoint="what_if")
def show_what_if(community: str, task: str) -> Response:
    """Show what a draft would have changed in some days: the past year unless others are said."""
    draft = known_draft(community, task)
    since, until = period(A_YEAR)
    question = (WHAT_IF, community, since.isoformat(), until.isoformat(), draft.task.id)
    told = counted(question, community)
    values = _values(draft, told.found) if told.found is not None else {}
    page = render_template(
        "xiangyue/profiles/what_if.html",
        community=community,
        path=way(draft),
        draft=draft,
        said=said_of(draft.changes),
        since=since,
        until=until,
        counted=told.at,
        runs=told.runs,
        found=told.found,
        **values,
    )
    return soon(page, told)


def soon(page: str, told: Counted) -> Response:
    """Return a page, which looks again by itself where something is on its way."""
    answer = Response(page, mimetype="text/html")
    if told.comes:
        answer.headers["Refresh"] = str(SOON)
    return answer


def way(draft: Draft, *more: tuple[str | None, str]) -> Path:
    """Return the way to the what-if of a draft, or to what stands below it."""
    at = {"community": draft.task.community, "task": draft.task.id}
    return where(
        draft.task.community,
        (to("profiles.changes", community=draft.task.community), _("Drafts")),
        (to("profiles.change", **at), draft.task.title or _("Draft")),
        (to("profiles.what_if", **at) if more else None, _("What-if on past work")),
        *more,
    )


def _values(draft: Draft, found: Foreseen) -> Mapping[str, Any]:
    """Return what the page says of what was found, in the visitor's words."""
    what, part, lang = found.what, found.part, speaking.language()
    profile = draft.before.profile
    who = Names(named=False)
    who.learn(one.member for one in (*found.losing, *found.gaining))
    who.learn(one.member for one in part.points)
    who.learn(one.by for one in part.flips)
    calls = [(one, one.asked_too[:_NAMED], one.not_asked[:_NAMED]) for one in part.calls]
    who.learn(name for _one, more, fewer in calls for name in (*more, *fewer))
    acts = {(one.flow, one.action): act_of(profile, one.flow, one.action) for one in part.flips}
    return {
        "who": who.of,
        "outcome_of": outcome_of,
        "totals": found.totals,
        "kinds": _kinds(profile, found).most_common(),
        "flips": [
            (one, acts[one.flow, one.action], flow_of(profile, one.flow), _course(draft, one))
            for one in part.flips
        ],
        "accounts": [one for one in found.shared if one.gaining or one.losing],
        "charts": {name: _shared(curves) for name, curves in found.curves.items()},
        "account": {
            one.account: what.title(f"accounts.{one.account}", lang) for one in found.shared
        },
        "calls": calls,
        "deadlines": [
            (
                one,
                flow_of(profile, one.flow),
                state_of(profile, one.flow, one.state) if one.state else "",
            )
            for one in part.deadlines
        ],
        "bites": [
            (what.title(f"limits.{bite.limit}", lang), verdict_of(bite), held_of(bite), *counts)
            for bite, counts in sorted(part.bites.items(), key=lambda item: _sorted(item[0]))
            if counts[0] != counts[1]
        ],
    }


def _kinds(profile: Profile, found: Foreseen) -> Counter[tuple[str, str, str]]:
    """Return what would have come out otherwise, in words, and how often."""
    kinds: Counter[tuple[str, str, str]] = Counter()
    for (flow, action, word), count in found.kinds:
        kinds[act_of(profile, flow, action), flow_of(profile, flow), how(word)] += count
    return kinds


def act_of(profile: Profile, flow: str, action: str) -> str:
    """Return what people call an act by a profile; by its id where the profile knows it no more."""
    if action.startswith("~"):
        return _("A step by the system")
    found = profile.flows.get(flow)
    if action == "open" or found is None:
        return flow_of(profile, flow)
    known = found.actions.get(action)
    return known.title.of(speaking.language()) if known else action.replace("_", " ")


def outcome_of(word: str) -> str:
    """Say what became of an act."""
    return {"done": _("done"), "deferred": _("put off"), "refused": _("not allowed")}[word]


def how(word: str) -> str:
    """Say how something would have come out otherwise."""
    return {
        "refused": _("would not have been allowed"),
        "allowed": _("would have been allowed"),
        "deferred": _("would have been put off"),
    }.get(word, _("would have gone another way"))


def _course(draft: Draft, flip: Any) -> str:
    """Say between which states another course would have led."""
    if not flip.about:
        return ""
    was, _arrow, would = flip.about.partition(" → ")
    before, after = draft.before.profile, draft.after.profile
    return _(
        "to “%(would)s” instead of “%(was)s”",
        was=state_of(before, flip.flow, was),
        would=state_of(after, flip.flow, would),
    )


def _shared(curves: tuple[Any, Any]) -> pictures.Chart | None:
    """Draw how points are shared; nothing is shared among fewer than two."""
    was, would = curves
    if max(len(was), len(would)) <= _TWO:
        return None
    named = {_("As it was"): was, _("As it would have been"): would}
    return pictures.lorenz(_("How the points are shared"), named)


def verdict_of(one: Bite | Ruling) -> str:
    """Say what a limit says."""
    return {
        "defer": _("not yet"),
        "reshape": _("in another way"),
        "deny": _("no"),
        "broken": _("nothing: it failed"),
        "lifted": _("nothing: it was set aside"),
    }[one.verdict]


def held_of(one: Bite | Ruling) -> str:
    """Say how a limit holds."""
    return stance(one.stance) if one.stance in STEPS else str(one.stance)


def _sorted(bite: Any) -> tuple[str, str, str]:
    return bite.limit, bite.verdict, bite.stance
