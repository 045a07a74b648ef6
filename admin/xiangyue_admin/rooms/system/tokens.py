"""Keys of programs that use the API: made, shown once, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import XiangyueError
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.api import SCOPES
from xiangyue_admin.rooms.system.door import blueprint, end_of, units
from xiangyue_admin.speaking import _, lazy
from xiangyue_admin.visiting import here, to, told

_LONGEST = 80
WORDS: Mapping[str, object] = {
    "units:read": lazy("see the units beneath its own"),
    "members:read": lazy("see who lives or works there, without names and contacts"),
    "tasks:read": lazy("see tasks without personal values"),
    "tasks:write": lazy("open tasks and act on them"),
    "open311:write": lazy("bring up what anybody may, from other systems (Open311)"),
    "personal:read": lazy("with another one: see personal values and names too"),
    "needs:read": lazy("see open needs"),
    "resources:read": lazy("see the resource library, and lists that hang out"),
    "matches:read": lazy("see which resources fit which needs"),
    "matches:write": lazy("propose matches"),
    "call-outs:read": lazy("see how call-outs stand"),
    "alerts:read": lazy("read what is published as alerts (CAP)"),
    "alerts:write": lazy("hand in alerts (CAP)"),
    "points:read": lazy("see points and where they come from"),
    "modes:read": lazy("see the mode of a community"),
    "profiles:read": lazy("see the rules, and drafts of changes"),
    "profiles:write": lazy("try rules out, and draft changes"),
    "journal:read": lazy("be told what happens, without personal values"),
    "metrics:read": lazy("see figures about the whole system, if it is bound to no unit"),
}
"""What each scope of the API is called here."""


@blueprint.get("/tokens")
def tokens() -> str:
    """Show every token, and a form for another one."""
    return _page()


@blueprint.post("/tokens", endpoint="make_token")
def make() -> str | tuple[str, int]:
    """Make a token; its secret is shown this once."""
    form, visit = request.form, here()
    title, scopes = form.get("title", "").strip(), form.getlist("scope")
    wrong = []
    if not 0 < len(title) <= _LONGEST:
        wrong.append(("title", _("Say what it is for, in 80 letters at most.")))
    if not scopes or not SCOPES.keys() >= set(scopes):
        wrong.append(("scopes", _("Choose at least one thing that it may do.")))
    expires = None
    try:
        expires = end_of(form.get("expires", ""))
        if expires is not None and expires <= micros():
            raise ValueError
    except ValueError:
        wrong.append(("expires", _("Choose a day to come, or leave it empty.")))
    if wrong:
        return _page(wrong), 400
    try:
        made, secret = visit.accounts.new_token(
            title,
            member=form.get("member", "").strip(),
            unit=form.get("unit", ""),
            scopes=scopes,
            by=visit.actor,
            expires=expires,
        )
    except XiangyueError as error:
        return _page([("member", visit.say(error))]), 400
    return render_template("xiangyue/system/token.html", made=made, secret=secret)


@blueprint.post("/tokens/<token>/revoke", endpoint="revoke_token")
def revoke(token: str) -> BaseResponse:
    """Withdraw a token."""
    here().accounts.revoke_token(token, by=here().actor)
    told(_("The token is withdrawn; whoever uses it is refused from now on."))
    return redirect(to("system.tokens"), 303)


def _page(wrong: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "xiangyue/system/tokens.html",
        tokens=here().accounts.tokens(),
        scopes={name: WORDS.get(name, name) for name in SCOPES},
        units=units(),
        now=micros(),
        wrong=wrong or [],
        given=request.form,
        chosen=request.form.getlist("scope"),
    )
