"""One act by the rules that held and by those of a draft, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flask import Response, abort, render_template

from xiangyue import Profile
from xiangyue_admin import speaking
from xiangyue_admin.beside import BOTH, Side
from xiangyue_admin.beside import Both as Found
from xiangyue_admin.counted import counted
from xiangyue_admin.reasons import sentence
from xiangyue_admin.rooms.communities.room import flow_of, state_of
from xiangyue_admin.rooms.profiles.path import known_draft
from xiangyue_admin.rooms.profiles.room import blueprint
from xiangyue_admin.rooms.profiles.what_if import act_of, held_of, outcome_of, soon, verdict_of, way
from xiangyue_admin.speaking import _
from xiangyue_admin.tasking.earned import inputs
from xiangyue_admin.tasking.words import Names


class Row(NamedTuple):
    """One thing that is told of both; ``was`` and ``would`` are lines of words."""

    title: str
    was: tuple[str, ...]
    would: tuple[str, ...]


@blueprint.get("/<community>/changes/<task>/what-if/<string(maxlength=15):seq>", endpoint="both")
def show_both(community: str, task: str, seq: str) -> Response:
    """Show one act of the past by both rules."""
    draft = known_draft(community, task)
    if not (seq.isascii() and seq.isdecimal()):
        abort(404)
    told = counted((BOTH, community, seq, "", draft.task.id), community)
    if told.found == ():
        abort(404)
    found: Found | None = told.found
    who, before, after = Names(named=False), draft.before.profile, draft.after.profile
    page = render_template(
        "xiangyue/profiles/both.html",
        community=community,
        path=way(draft, (None, _("Journal entry %(number)s", number=seq))),
        draft=draft,
        seq=int(seq),
        found=found,
        failed=not told.comes,
        act=act_of(before, found.flow, found.action) if found else "",
        flow=flow_of(before, found.flow) if found else "",
        who=who.of,
        rows=[*_rows(found, before, after, who)] if found else [],
    )
    return soon(page, told)


def _rows(found: Found, before: Profile, after: Profile, who: Names) -> Iterator[Row]:
    """Yield what is told of both, where there is anything to be told."""
    was = dict(_lines(found, found.was, before, who))
    would = dict(_lines(found, found.would, after, who))
    for title in dict.fromkeys([*was, *would]):
        if was.get(title) or would.get(title):
            yield Row(title, was.get(title, ()), would.get(title, ()))


def _lines(
    found: Found, side: Side, profile: Profile, who: Names
) -> Iterator[tuple[str, tuple[str, ...]]]:
    # What one of both does not carry out leaves the deadlines, which tells nothing.
    told = found.was.outcome == found.would.outcome == "done"
    due, state_due = side.dues if told else (None, None)
    yield _("What became of it"), (outcome_of(side.outcome),)
    yield (
        _("Where the task stands then"),
        (state_of(profile, found.flow, side.state),) if side.state else (),
    )
    yield _("Why"), tuple(map(sentence, side.reasons))
    yield _("What else was said"), tuple(map(sentence, side.notes))
    yield (
        _("Points"),
        tuple(
            _(
                "%(who)s: %(points)s points",
                who=who.of(member),
                points=speaking.signed_points(amount),
            )
            for member, amount in side.points
        ),
    )
    yield _("Deadline"), (speaking.moment(due),) if due else ()
    yield _("Deadline of this step"), (speaking.moment(state_due),) if state_due else ()
    lang = speaking.language()
    yield (
        _("Limits"),
        tuple(
            f"{one.title.get(lang) or one.limit}{_(': ')}{verdict_of(one)} ({held_of(one)})"
            for one in side.rulings
        ),
    )
    yield from ((title, (value,)) for title, value in inputs(profile, side.computed))
    yield from ((title, (value,)) for title, value in inputs(profile, side.read))
    yield _("Release"), (side.release,)
