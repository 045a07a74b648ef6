"""The door: signing in and out, language and size."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from xiangyue_admin import kept
from xiangyue_admin.accounts import Busy
from xiangyue_admin.assets import TYPES, files, read
from xiangyue_admin.navigation import doors
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import (
    address,
    come_by_link,
    here,
    read_as,
    sign_in,
    sign_out,
    to,
    told,
)

blueprint = Blueprint("entry", __name__)
_LINKS_A_MINUTE = 30


@blueprint.get("/")
def home() -> str | BaseResponse:
    """Lead whoever is signed in to their work; show everybody else the doors."""
    visit = here()
    if visit.account is not None:
        if visit.everywhere("system") and not visit.engine.communities():
            return redirect(to("start.index"), 303)
        for url, _name, _stands in doors(visit, request.endpoint):
            return redirect(url, 303)
    return render_template("xiangyue/entry/home.html", communities=visit.engine.communities())


@blueprint.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
def enter() -> str | BaseResponse | tuple[str, int]:
    """Sign in with a name and a password."""
    visit, wrong = here(), None
    onward = _local(request.values.get("next")) or to("entry.home")
    if request.method == "POST":
        rules = visit.house.settings.sign_in
        login = request.form.get("login", "").strip()
        if not visit.house.throttle.passes("sign-in", address(), rules.per_minute):
            abort(429)
        try:
            account = visit.accounts.check_password(login, request.form.get("password", ""))
        except Busy:
            return _sign_in_page(crowded(), onward, *_carried()), 503
        if account is not None:
            sign_in(account.login)
            fields, back = _carried()
            if not (fields and back):
                return redirect(onward, 303)
            shown = kept.shown(fields)
            return render_template(
                "xiangyue/entry/kept.html", onward=back, fields=fields, shown=shown
            )
        wrong = _(
            "This name and password do not open an account. After %(tries)s wrong tries it is "
            "locked for %(minutes)s minutes.",
            tries=rules.tries,
            minutes=rules.locked_minutes,
        )
    page = _sign_in_page(wrong, onward, *_carried())
    return (page, 401) if wrong else page


def crowded() -> str:
    """Say that too many passwords are being looked at."""
    return _("Many people are signing in at this moment. Wait a little, then try again.")


def signed_out() -> tuple[str, int]:
    """Ask whoever sends a form, and is not signed in any more, to sign in; nothing is lost."""
    back = request.full_path.rstrip("?")
    return _sign_in_page(None, to("entry.home"), kept.written(), back), 401


def _carried() -> tuple[kept.Fields, str | None]:
    """Return what the sign-in page carries on, and where to."""
    back = _local(request.form.get("kept_to"))
    return kept.carried() if back else [], back


def _sign_in_page(wrong: str | None, onward: str, fields: kept.Fields, back: str | None) -> str:
    return render_template(
        "xiangyue/entry/sign_in.html", wrong=wrong, next=onward, kept=fields, kept_to=back
    )


@blueprint.route("/l/<secret>", methods=["GET", "POST"])
def link(secret: str) -> str | BaseResponse | tuple[str, int]:
    """Open the task of a message's link, once; a program that only looks does not use it up."""
    accounts = here().accounts
    if not here().house.throttle.passes("link", address(), _LINKS_A_MINUTE):
        abort(429)
    if request.method == "POST" and (found := accounts.use_link(secret)):
        opened, task = found
        come_by_link(opened)
        community, _slash, name = task.partition("/")
        return redirect(to("tasks.show", community=community, task=name), 303)
    good = accounts.link_is_good(secret)
    return render_template("xiangyue/entry/link.html", good=good), 200 if good else 410


@blueprint.post("/sign-out", endpoint="sign_out")
def leave() -> BaseResponse:
    """Sign out."""
    sign_out()
    told(_("You are signed out."))
    return redirect(to("entry.home"), 303)


@blueprint.post("/view")
def view() -> BaseResponse:
    """Change language or size, and go back to where one was."""
    large = request.form.get("large")
    read_as(request.form.get("language"), None if large is None else large == "1")
    return redirect(_local(request.form.get("back")) or to("entry.home"), 303)


@blueprint.get("/assets/<name>")
def asset(name: str) -> Response:
    """Give a style sheet or script."""
    if name not in files():
        abort(404)
    content, mark = read(name)
    answer = Response(
        content, content_type=f"{TYPES['.' + name.rpartition('.')[2]]}; charset=utf-8"
    )
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.set_etag(mark)
    answer.make_conditional(request)
    return answer


def _local(url: str | None) -> str | None:
    """Return an address where it is one of this host's pages; nobody is led astray."""
    if not url or not url.startswith("/") or url.startswith(("//", "/\\")) or "\\" in url:
        return None
    parts = urlsplit(url)
    plain = url.isprintable() and not parts.scheme and not parts.netloc
    return url if plain else None
