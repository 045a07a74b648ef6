"""How the system is: what is wrong and how it is mended, what waits, and what was given up."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue.office import examine
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.rooms.journal import whole
from xiangyue_admin.rooms.system.door import blueprint
from xiangyue_admin.speaking import _, n_
from xiangyue_admin.visiting import here, to, told

_ORDER = {"wrong": 0, "look": 1, "fine": 2}
_SHOWN = 200


@blueprint.get("/health", endpoint="condition")
def condition() -> str:
    """Show what the doctor says, the queues, the workers and what was given up."""
    engine = here().engine
    url = engine.sql.url.render_as_string(hide_password=False)
    found = sorted(examine(url), key=lambda one: _ORDER[one.state])
    letters, timers = engine.dead_letters(), engine.dead_timers()
    return render_template(
        "xiangyue/system/health.html",
        found=found,
        queues=engine.queues(),
        backlog=engine.backlog(),
        letters=letters[:_SHOWN],
        timers=timers[:_SHOWN],
        dead=len(letters) + len(timers),
        now=micros(),
    )


@blueprint.post("/health/redrive", endpoint="redrive")
def redrive() -> BaseResponse:
    """Let what was given up be tried again: all of it, or what the form names."""
    form, engine = request.form, here().engine
    community, task = form.get("community") or None, form.get("task") or None
    seq, n = whole(form.get("seq")), whole(form.get("n"))
    match form.get("what"):
        case "letter":
            count = engine.redrive_letters(community, seq, n)
        case "timer":
            count = engine.redrive_timers(community, task, form.get("timer") or None)
        case "command":
            count = engine.redrive_commands(community, seq)
        case "errand":
            count = engine.redrive_errands(community, seq, n)
        case _:
            count = engine.redrive_letters() + engine.redrive_timers()
            count += engine.redrive_commands() + engine.redrive_errands()
    engine.remark("redriven", by=here().actor, what=form.get("what", "all")[:20], count=count)
    told(
        n_("One is tried again.", "%(count)s are tried again.", count)
        if count
        else _("Nothing waited to be tried again."),
        "done" if count else "warn",
    )
    return redirect(to("system.condition"), 303)
