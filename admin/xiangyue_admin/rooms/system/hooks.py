"""Other systems that are told what happens: webhooks, and how far each of them is."""

from __future__ import annotations

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import XiangyueError
from xiangyue.office import EVENT_TYPES
from xiangyue_admin.recording.kinds import KINDS
from xiangyue_admin.rooms.system.door import blueprint
from xiangyue_admin.speaking import _, n_
from xiangyue_admin.visiting import here, to, told

_PREFIX = "org.xiangyue."


@blueprint.get("/webhooks")
def webhooks() -> str:
    """Show every webhook, and a form for another one."""
    return _page()


@blueprint.post("/webhooks", endpoint="subscribe")
def add() -> str | tuple[str, int]:
    """Add a webhook; its secret is shown this once."""
    form, visit = request.form, here()
    name = form.get("id", "").strip()
    try:
        secret = visit.engine.subscribe(
            name,
            form.get("address", "").strip(),
            by=visit.actor,
            types=form.getlist("type") or None,
            communities=form.getlist("community") or None,
        )
    except XiangyueError as error:
        return _page([("id", visit.say(error))]), 400
    return _once(name, secret)


@blueprint.post("/webhooks/<name>/rotate", endpoint="rotate")
def rotate(name: str) -> str:
    """Give a webhook a new secret; the old one signs too for a day."""
    return _once(name, here().engine.rotate_secret(name, by=here().actor))


@blueprint.post("/webhooks/<name>/redrive", endpoint="redrive_webhook")
def redrive(name: str) -> BaseResponse:
    """Try again where a webhook is suspended; with ``skip``, after the event it hangs at."""
    skip = request.form.get("skip") == "1"
    count = here().engine.redrive(name, community=request.form.get("community") or None, skip=skip)
    here().engine.remark("webhook-redriven", by=here().actor, id=name, skip=skip)
    if count:
        told(n_("It is tried again in one place.", "It is tried again in %(count)s places.", count))
    else:
        told(_("Nothing was suspended."), "warn")
    return redirect(to("system.webhooks"), 303)


@blueprint.post("/webhooks/<name>/end", endpoint="unsubscribe")
def end(name: str) -> BaseResponse:
    """End a webhook and destroy its secret."""
    here().engine.unsubscribe(name, by=here().actor)
    told(_("The webhook has ended; its secret is destroyed."))
    return redirect(to("system.webhooks"), 303)


def _once(name: str, secret: str) -> str:
    if not secret:
        abort(500)
    return render_template("xiangyue/system/webhook.html", name=name, secret=secret)


def _page(wrong: list[tuple[str, str]] | None = None) -> str:
    visit = here()
    types = [(name.removeprefix(_PREFIX), name) for name in EVENT_TYPES]
    return render_template(
        "xiangyue/system/webhooks.html",
        hooks=visit.engine.subscriptions(),
        types=[(short, KINDS.get(short, short)) for short, _full in types],
        communities=visit.engine.communities(),
        wrong=wrong or [],
        given=request.form,
        chosen=request.form.getlist("type"),
    )
