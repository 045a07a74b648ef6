"""My work: what to do now, what waits for others, and what else concerns whoever works here."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from xiangyue_admin.accounts.accounts import micros
from xiangyue_admin.speaking import moment
from xiangyue_admin.tasking.acts import Act
from xiangyue_admin.tasking.history import deed, state
from xiangyue_admin.tasking.rows import Rows, grouped
from xiangyue_admin.tasking.words import due_words, urgency
from xiangyue_admin.visiting import here

blueprint = Blueprint("work", __name__, url_prefix="/work")
_A_PAGE = 30


@blueprint.get("/")
def index() -> str:
    """Show what waits for the visitor, what is late first."""
    visit, now = here(), micros()
    found = visit.engine.worklist(visit.member, limit=_A_PAGE, after=request.args.get("after"))
    rows = Rows(visit.member, now)
    return render_template(
        "xiangyue/work/index.html",
        groups=grouped(rows.of(one) for one in found.items),
        next=found.next,
        begun="after" in request.args,
        person=visit.engine.member(visit.member, named=True),
        key=Act.fresh_key(),
    )


@blueprint.get("/waiting")
def waiting() -> str:
    """Show what the visitor has begun and others go on with, and what was put off."""
    visit, now, language = here(), micros(), here().language
    found = visit.engine.passed_on(visit.member, limit=_A_PAGE, after=request.args.get("after"))
    passed = [
        {
            "community": one.task.community,
            "task": one.task.id,
            "title": one.task.title or one.flow.of(language),
            "kind": one.flow.of(language),
            "stands": one.state.of(language),
            "due": one.due,
            "words": due_words(one.due, now),
            "urgency": urgency(one.due, now),
        }
        for one in found.items
    ]
    put_off = []
    for one in visit.engine.put_off(visit.member):
        opening = one.before is None
        profile = (
            visit.engine.intake(one.command.community) if opening else visit.engine.rules_of(one)
        )
        flow = profile.flows.get(one.flow)
        put_off.append(
            {
                "community": one.command.community,
                "task": None if opening else one.task,
                "title": one.command.title or (flow.title.of(language) if flow else one.flow),
                "what": deed(profile, one),
                "stands": state(profile, one.flow, one.before),
                "until": moment(one.until),
                "why": [f"{r.text(language)} {r.mend(language)}".strip() for r in one.reasons],
            }
        )
    return render_template(
        "xiangyue/work/waiting.html", passed=passed, put_off=put_off, next=found.next
    )
