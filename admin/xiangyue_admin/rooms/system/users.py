"""Who may sign in, as whom they act, and what they may do where."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue import XiangyueError
from xiangyue_admin.accounts import POWERS, Grant
from xiangyue_admin.accounts.values import micros
from xiangyue_admin.commands.user import made_up
from xiangyue_admin.rooms.system.door import blueprint, grants_in, units
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import here, to, told

_ROWS = 3
_SYSTEM = Grant("system", "*")


@blueprint.get("/users")
def users() -> str:
    """Show every account, and a form for another one."""
    return _list()


@blueprint.post("/users", endpoint="add_user")
def add() -> str | tuple[str, int]:
    """Add an account; its password is shown this once."""
    form, password = request.form, made_up()
    login = form.get("login", "").strip()
    try:
        here().accounts.add(
            login,
            by=here().actor,
            member=form.get("member", "").strip() or None,
            password=password,
            grants=grants_in(form.getlist("power"), form.getlist("unit")),
            language=form.get("language") or None,
        )
    except XiangyueError as error:
        return _list([("login", here().say(error))]), 400
    return _once(login, password)


@blueprint.get("/users/<login>")
def user(login: str) -> str:
    """Show one account."""
    return _one(login)


@blueprint.post("/users/<login>/grants", endpoint="set_grants")
def regrant(login: str) -> BaseResponse | tuple[str, int]:
    """Say anew what an account may do."""
    form, visit = request.form, here()
    wanted = grants_in(form.getlist("power"), form.getlist("unit"))
    if visit.account is not None and visit.account.login == login and _SYSTEM not in wanted:
        return _one(login, [("power-1", _keep_yourself())]), 400
    try:
        visit.accounts.set_grants(login, wanted, by=visit.actor)
    except XiangyueError as error:
        return _one(login, [("power-1", visit.say(error))]), 400
    told(_("What %(login)s may do is changed.", login=login))
    return redirect(to("system.user", login=login), 303)


@blueprint.post("/users/<login>/lock", endpoint="lock_user")
def lock(login: str) -> BaseResponse | tuple[str, int]:
    """Let an account sign in no more."""
    visit = here()
    if visit.account is not None and visit.account.login == login:
        return _one(login, [("", _keep_yourself())]), 400
    visit.accounts.disable(login, by=visit.actor)
    told(_("%(login)s is signed out and cannot sign in any more.", login=login))
    return redirect(to("system.user", login=login), 303)


@blueprint.post("/users/<login>/unlock", endpoint="unlock_user")
def unlock(login: str) -> BaseResponse:
    """Let an account sign in again."""
    here().accounts.enable(login, by=here().actor)
    told(_("%(login)s can sign in again.", login=login))
    return redirect(to("system.user", login=login), 303)


@blueprint.post("/users/<login>/password", endpoint="new_password")
def reset(login: str) -> str:
    """Give an account another password, shown this once; whoever uses it is signed out."""
    password = made_up()
    here().accounts.set_password(login, password, by=here().actor)
    return _once(login, password)


def _keep_yourself() -> str:
    return _("You cannot lock yourself out. Ask somebody else who runs the system.")


def _once(login: str, password: str) -> str:
    return render_template("xiangyue/system/password.html", login=login, password=password)


def _list(wrong: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "xiangyue/system/users.html",
        accounts=here().accounts.all(),
        now=micros(),
        wrong=wrong or [],
        given=request.form,
        **_choices([("", "")] * _ROWS),
    )


def _one(login: str, wrong: list[tuple[str, str]] | None = None) -> str:
    account = here().accounts.get(login)
    rows = [(one.power, one.unit) for one in account.grants]
    return render_template(
        "xiangyue/system/user.html",
        account=account,
        now=micros(),
        wrong=wrong or [],
        **_choices([*rows, *[("", "")] * 2]),
    )


def _choices(rows: list[tuple[str, str]]) -> dict[str, object]:
    words = {
        "desk": _("Counter: enters for residents and others"),
        "admin": _("Admin: the communities and their rules"),
        "system": _("System: accounts, tokens and this room"),
    }
    return {"powers": [(one, words[one]) for one in POWERS], "units": units(), "rows": rows}
