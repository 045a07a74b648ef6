"""The Flask application, and the blueprints by which another application takes it in."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from flask import Flask, Response
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from xiangyue import Engine
from xiangyue_admin.api.blueprint import api_blueprint, api_of
from xiangyue_admin.api.callers import ByToken
from xiangyue_admin.console import blueprint_of, console_blueprint, furnish, stray
from xiangyue_admin.open311 import open311_blueprint, open311_of
from xiangyue_admin.settings import ConsoleSettings

__all__ = ["api_blueprint", "console_blueprint", "create_app", "open311_blueprint"]


def create_app(engine: Engine, settings: ConsoleSettings | None = None) -> Flask:
    """Return a Flask application around an engine; the caller closes the engine.

    Raises Misuse where the engine's store is in memory.
    """
    settings = settings or ConsoleSettings()
    house = furnish(engine, settings)
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=house.accounts.secret_key(),
        SESSION_COOKIE_NAME="__Host-xiangyue" if settings.secure else "xiangyue",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        MAX_CONTENT_LENGTH=settings.upload_bytes,
        MAX_FORM_PARTS=1000,
    )
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, n, n)  # type: ignore[method-assign]
    app.register_blueprint(blueprint_of(house))
    callers = ByToken(house.accounts)
    api = settings.api
    if not api.alert_host and settings.base_url:
        api = replace(api, alert_host=urlsplit(settings.base_url).hostname or "")
    app.register_blueprint(api_of(engine, api, callers), url_prefix="/api/v1")
    open311 = open311_of(engine, settings.open311, callers, settings.base_url)
    app.register_blueprint(open311, url_prefix="/open311/v2")
    app.register_error_handler(HTTPException, stray(house))
    app.after_request(_nearby)
    return app


def _nearby(response: Response) -> Response:
    """Lead to the page of a mistyped address by its path alone, whatever host was asked for."""
    if response.status_code == 308 and response.location:
        parts = urlsplit(response.location)
        response.location = "/" + parts._replace(scheme="", netloc="").geturl().lstrip("/")
    return response
