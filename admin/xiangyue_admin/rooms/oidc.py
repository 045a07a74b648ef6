"""Signing in at a provider of the house, where one is set up."""

from __future__ import annotations

import logging
from urllib.parse import urljoin

from flask import Blueprint, abort, redirect, render_template, request, session
from werkzeug.wrappers import Response as BaseResponse

from xiangyue_admin.oidc import Asked, NotSignedIn, answered, ask
from xiangyue_admin.settings import Oidc
from xiangyue_admin.speaking import _
from xiangyue_admin.visiting import address, here, sign_in, to

blueprint = Blueprint("oidc", __name__, url_prefix="/sign-in/oidc")
_ASKED = "xiangyue_oidc"
_log = logging.getLogger("xiangyue.console")


@blueprint.get("")
def begin() -> BaseResponse | tuple[str, int]:
    """Lead to the provider."""
    oidc = _provider()
    if not here().house.throttle.passes(
        "oidc", address(), here().house.settings.sign_in.per_minute
    ):
        abort(429)
    try:
        url, asked = ask(oidc, _back())
    except NotSignedIn as error:
        return _failed(error)
    session[_ASKED] = asked.kept()
    return redirect(url, 303)


@blueprint.get("/back")
def back() -> BaseResponse | tuple[str, int]:
    """Take in what the provider says of who comes back."""
    oidc, kept = _provider(), session.pop(_ASKED, None)
    if not isinstance(kept, dict):
        return _failed(NotSignedIn("not-asked"))
    try:
        login = answered(oidc, _back(), Asked(**kept), request.args)
    except NotSignedIn as error:
        return _failed(error)
    account = here().accounts.find(login)
    if account is None or account.disabled:
        return _failed(NotSignedIn("no-account"))
    sign_in(account.login)
    return redirect(to("entry.home"), 303)


def _provider() -> Oidc:
    oidc = here().house.settings.oidc
    if oidc is None:
        abort(404)
    return oidc


def _back() -> str:
    """Return where the provider leads back to, on the host that the settings name."""
    return urljoin(here().house.settings.base_url or "", to("oidc.back"))


def _failed(error: NotSignedIn) -> tuple[str, int]:
    _log.warning("oidc %s", error)
    wrong = _("The sign-in of your organisation did not let you in. Ask whoever runs this console.")
    page = render_template("xiangyue/entry/sign_in.html", wrong=wrong, next=to("entry.home"))
    return page, 401
