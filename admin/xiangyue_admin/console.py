"""The console as one blueprint: who comes in, in which words, under which headers.

Nothing here touches the application it is mounted in: no extension of Flask is registered there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse
from wtforms.validators import ValidationError

from xiangyue import Conflict, Engine, Misuse, XiangyueError
from xiangyue_admin import access, reasons, speaking
from xiangyue_admin.accounts import Accounts, Busy
from xiangyue_admin.assets import asset
from xiangyue_admin.beside import Beside
from xiangyue_admin.evidence import Photos
from xiangyue_admin.live import Hub
from xiangyue_admin.navigation import doors
from xiangyue_admin.rooms import all_rooms
from xiangyue_admin.rooms.entry import crowded, signed_out
from xiangyue_admin.settings import ConsoleSettings
from xiangyue_admin.throttle import Throttle
from xiangyue_admin.visiting import House, Visit, arrive, here, to

_STALE_AFTER = 7 * 24 * 3600  # seconds: whoever leaves a page open over the weekend loses nothing
_SAFE = ("GET", "HEAD", "OPTIONS")
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def console_blueprint(engine: Engine, settings: ConsoleSettings | None = None) -> Blueprint:
    """Return the console, to be registered in a Flask application under any prefix.

    The application brings a ``SECRET_KEY``, and cookies that are ``HttpOnly``, ``SameSite`` and,
    over https, ``Secure``. Raises Misuse where the engine's store is in memory.
    """
    return blueprint_of(furnish(engine, settings))


def furnish(engine: Engine, settings: ConsoleSettings | None = None) -> House:
    """Return what a console is made of, its tables made where they were missing."""
    settings = settings or ConsoleSettings()
    accounts = Accounts(engine, settings.sign_in)
    throttle, live = Throttle(), Hub(engine)
    return House(engine, accounts, settings, throttle, live, Photos(engine), Beside(engine))


def blueprint_of(house: House) -> Blueprint:
    """Return the console of a house as a blueprint."""
    root = Blueprint("xiangyue", __name__, template_folder="templates")
    for room in all_rooms():
        root.register_blueprint(room)
    root.before_request(lambda: _admit(house))
    root.after_request(_seal)
    root.context_processor(_words)
    root.register_error_handler(XiangyueError, _failed)
    root.register_error_handler(Busy, _busy)
    root.register_error_handler(ValidationError, _stale)
    root.register_error_handler(HTTPException, lost)
    return root


def _admit(house: House) -> BaseResponse | tuple[str, int] | None:
    """Let in whom the written table lets in; everybody else is told the least there is to tell."""
    prefix, room, page = str(request.endpoint).rsplit(".", 2)
    visit = arrive(house, prefix)
    rule = access.rule(room, page)
    if rule is None:
        abort(404)
    if request.method not in _SAFE:
        validate_csrf(
            request.form.get("csrf_token") or request.headers.get("X-CSRF-Token"),
            time_limit=_STALE_AFTER,
        )
    if rule.who == "anybody":
        return None
    if visit.account is None:
        if request.method in _SAFE:
            return redirect(to("entry.sign_in", next=request.full_path.rstrip("?")), 303)
        return signed_out()
    if not _permits(rule, visit):
        abort(404 if rule.where else 403)
    return None


def _permits(rule: access.Rule, visit: Visit) -> bool:
    account = visit.account
    if account is None:
        return False
    where = (request.view_args or {}).get(rule.where) if rule.where else None
    if account.only is not None and not (rule.sees or rule.who == "anybody"):
        return False
    if rule.sees:
        return _sees(visit, str(where), str((request.view_args or {}).get("task")))
    match rule.who:
        case "signed-in":
            return True
        case "member":
            return account.member is not None
        case "desk" | "admin" as power:
            return visit.may(power, where)
        case "system":  # accounts, people and rules reach everywhere: at a unit it opens nothing
            return visit.everywhere("system")
        case _:
            return False


def _sees(visit: Visit, community: str, task: str) -> bool:
    if visit.may("admin", community):
        return True
    if visit.account and visit.account.only not in (None, f"{community}/{task}"):
        return False
    member = visit.account.member if visit.account else None
    try:
        return member is not None and visit.engine.may_see(f"{community}/{task}", member)
    except Misuse:
        return False


def _seal(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.add("Vary", "Cookie")
    if here_or_none() is not None and here().house.settings.secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def stray(house: House) -> Callable[[HTTPException], Any]:
    """Return what an application of the console's own says of addresses that lead nowhere."""

    def say(error: HTTPException) -> Any:
        arrive(house, "xiangyue")
        return _seal(current_app.make_response(lost(error)))

    return say


def here_or_none() -> Visit | None:
    """Return the visit of this request; None where it did not come as far."""
    found: Visit | None = g.get("xiangyue")
    return found


def _words() -> dict[str, Any]:
    if here_or_none() is None:
        return {}
    return {
        "_": speaking._,
        "n_": speaking.n_,
        "asset": asset,
        "csrf_token": generate_csrf,
        "doors": doors,
        "here": here(),
        "reason_said": reasons.said,
        "say": speaking,
        "to": to,
    }


def _failed(error: XiangyueError) -> tuple[str, int]:
    """Say what is wrong in one sentence; what names something that is not there is not found."""
    status = 409 if isinstance(error, Conflict) else 404 if error.code.endswith("-unknown") else 400
    return render_template("xiangyue/wrong.html", said=here().say(error)), status


def _busy(error: Busy) -> tuple[str, int]:
    """Say that it could not be done now."""
    del error
    return render_template("xiangyue/wrong.html", said=crowded()), 503


def _stale(error: ValidationError) -> tuple[str, int]:
    """Say that the page is too old to be sent; the browser still holds what was written."""
    del error
    said = speaking._(
        "This page was open before you signed in or out. Go back, load it again and send it again."
    )
    return render_template("xiangyue/wrong.html", said=said), 400


def lost(error: HTTPException) -> Any:
    """Say in one sentence why there is no page."""
    if here_or_none() is None or error.code is None or error.code < 400:
        return error
    words = {
        400: speaking._("This cannot be read. Go back and try again."),
        403: speaking._("You may not do this. Ask whoever runs this console."),
        404: speaking._("There is no such page here, or it is not yours to see."),
        405: speaking._("This page cannot be sent this way. Go back and use the buttons on it."),
        413: speaking._("This is too large to be sent. Choose a smaller file."),
        429: speaking._("Too many tries. Wait a minute, then go on."),
    }
    said = words.get(
        error.code, speaking._("Something went wrong. Nothing was changed; try again.")
    )
    page = render_template("xiangyue/wrong.html", said=said, **_words())
    answer = Response(page, error.code)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer
