"""How the system is: what is wrong and how it is mended, what waits, and what was given up."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue.office import Found, examine
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.beside import LOOK
from xiangyue_admin.rooms.journal import whole
from xiangyue_admin.rooms.system.door import blueprint
from xiangyue_admin.speaking import _, n_
from xiangyue_admin.visiting import here, to, told

_ORDER = {"wrong": 0, "look": 1, "fine": 2}
_SHOWN = 200
_MOST = 1000
"""No queue is counted further on a page."""
_DAY = 24 * 3600.0


@blueprint.get("/health", endpoint="condition")
def condition() -> str:
    """Show how the store is now, the queues, what was given up, and what the doctor last found."""
    engine = here().engine
    now = list(examine(engine.sql.url.render_as_string(hide_password=False), quick=True))
    looked, looks = here().house.beside.ask(LOOK, hold=_DAY)
    letters, timers = engine.dead_letters(), engine.dead_timers()
    return render_template(
        "xiangyue/system/health.html",
        found=sorted(now, key=_urgency),
        looked=looked,
        looks=looks,
        last=_besides(looked.found, now) if looked and looked.found else [],
        queues=engine.queues(most=_MOST),
        most=_MOST,
        leases=engine.leases(most=_MOST),
        letters=letters[:_SHOWN],
        timers=timers[:_SHOWN],
        dead=len(letters) + len(timers),
        now=micros(),
    )


def _urgency(one: Found) -> int:
    return _ORDER[one.state]


def _besides(found: tuple[Found, ...], now: list[Found]) -> list[Found]:
    """Return what was found but for what is known anew."""
    known = {one.code for one in now}
    return sorted((one for one in found if one.code not in known), key=_urgency)


@blueprint.post("/health/look", endpoint="look")
def look() -> BaseResponse:
    """Look at everything now, beside the pages."""
    here().house.beside.ask(LOOK, hold=_DAY, anew=True)
    told(_("Everything is being looked at. It goes on while you work."))
    return redirect(to("system.condition"), 303)


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
