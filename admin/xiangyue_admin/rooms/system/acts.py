"""What was done to accounts, tokens, units and members: the registry's journal."""

from __future__ import annotations

from flask import render_template, request

from xiangyue_admin.rooms.journal import names_in, whole
from xiangyue_admin.rooms.system.door import blueprint
from xiangyue_admin.speaking import lazy
from xiangyue_admin.visiting import here

_A_PAGE = 50
_ACTS = {
    "account-added": lazy("Account added"),
    "account-disabled": lazy("Account locked"),
    "account-enabled": lazy("Account unlocked"),
    "grants-set": lazy("Powers changed"),
    "password-set": lazy("New password"),
    "token-made": lazy("Token made"),
    "token-revoked": lazy("Token withdrawn"),
    "exported": lazy("A list was taken along"),
    "redriven": lazy("What was given up is tried again"),
    "webhook-redriven": lazy("A webhook is tried again"),
    "role-given": lazy("A role was given"),
}
_FACTS = {
    "account": lazy("account"),
    "community": lazy("community"),
    "grants": lazy("powers"),
    "login": lazy("login"),
    "member": lazy("member"),
    "role": lazy("role"),
    "scopes": lazy("scopes"),
    "title": lazy("called"),
    "token": lazy("token"),
    "unit": lazy("unit"),
}


@blueprint.get("/acts")
def acts() -> str:
    """Show a page of the registry's journal, the newest first."""
    engine = here().engine
    page = engine.entries(None, before=whole(request.args.get("before")), limit=_A_PAGE)
    facts = engine.noted(None, [one.seq for one in page.items if one.kind == "remark"])
    return render_template(
        "xiangyue/system/acts.html",
        page=page,
        facts=facts,
        acts=_ACTS,
        names=names_in(page),
        told=_FACTS,
        begun="before" in request.args,
    )
