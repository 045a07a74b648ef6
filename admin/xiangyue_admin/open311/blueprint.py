"""Open311 (GeoReport v2) as one blueprint, mountable in any Flask application under any prefix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from xiangyue import Engine, Misuse, StoreError, XiangyueError
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.api.callers import ByToken, Callers, Remembered
from xiangyue_admin.api.pace import Pace
from xiangyue_admin.api.problems import Problem
from xiangyue_admin.open311 import discovery, services, taking, telling
from xiangyue_admin.open311.door import Door, Wrong, jurisdiction, language, service
from xiangyue_admin.open311.written import FORMATS, sent
from xiangyue_admin.settings import Open311Settings

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_ROOMS: Final = ("discovery", "services", "requests", "tokens")
_LONGEST: Final = 200
# Any page may ask: no cookie is read here, and whoever files a request brings a key.
_PREFLIGHT: Final = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, HEAD, POST"),
    ("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key"),
    ("Access-Control-Max-Age", "86400"),
)


def open311_blueprint(
    engine: Engine,
    settings: Open311Settings | None = None,
    *,
    callers: Callers | None = None,
    base_url: str | None = None,
) -> Blueprint:
    """Return the server, to be registered in a Flask application under any prefix of its own.

    ``callers`` knows keys where they are not tokens of the console's ``Accounts``; ``base_url`` is
    where people reach the application, as the discovery says it. Nothing is asked of the
    application. Raises Misuse where the engine's store is in memory and no ``callers`` are given.
    """
    callers = callers or ByToken(Accounts(engine))
    return open311_of(engine, settings or Open311Settings(), callers, base_url)


def open311_of(
    engine: Engine, settings: Open311Settings, callers: Callers, base_url: str | None
) -> Blueprint:
    """Return the server around an engine, for whom these callers are."""
    door = Door(
        engine,
        settings,
        Remembered(callers, settings.token_seconds),
        base_url,
        Pace(settings.per_minute),
        Pace(settings.tokens_per_minute),
    )
    blueprint = Blueprint("xiangyue_open311", __name__)

    def answer(path: str = "") -> Response:
        return _answer(door, path)

    for rule in ("/", "/<path:path>"):
        blueprint.add_url_rule(
            rule, "answer", answer, methods=METHODS, provide_automatic_options=False
        )
    return blueprint


def _answer(door: Door, path: str) -> Response:
    """Answer a request, with the errors of the standard where it has some; raises nothing."""
    tongue, rest, form = language(), path, _form()
    stem, dot, ending = path.rpartition(".")
    if dot and ending.lower() in FORMATS:
        rest, form = stem, ending.lower()
    try:
        if request.method == "OPTIONS":
            return Response(status=204, headers=_PREFLIGHT)
        root, value = _found(door, rest.split("/"), tongue)
        answer = sent(form, root, value, tongue)
        if request.method == "POST" or rest.startswith("tokens/"):
            answer.headers["Cache-Control"] = "no-store"  # there is a receipt in it
        return answer
    except Wrong as wrong:
        found = wrong
    except Problem as problem:  # of what it shares with the API: how fast, and how a key looks
        said = (problem.error,) if problem.error else ()
        found = Wrong(429 if problem.kind == "pace" else 400, *said, headers=problem.headers)
    except StoreError as error:
        current_app.logger.error("Open311: %s", error)
        found = Wrong(503, error, headers={"Retry-After": "1"})
    except HTTPException as error:
        found = Wrong(error.code or 400, error.description or error.name)
    except XiangyueError as error:
        found = Wrong(400, error)
    except Exception:
        current_app.logger.exception("Open311 %s", request.method)
        found = Wrong(500, Misuse("api-broken"))
    errors = [
        {"code": found.status, "description": one if isinstance(one, str) else _line(one, tongue)}
        for one in found.said
    ]
    return sent(form, "errors", errors, tongue, found.status, found.headers)


def _line(error: XiangyueError, tongue: str) -> str:
    return f"{error.text(tongue)} {error.mend(tongue)}".strip()


def _form() -> str:
    """Return in which form an address without one is answered: XML, unless JSON is asked for."""
    accepted = request.accept_mimetypes
    json = accepted.quality("application/json")
    return (
        "json"
        if json > max(accepted.quality("text/xml"), accepted.quality("application/xml"))
        else "xml"
    )


def _found(door: Door, parts: Sequence[str], tongue: str) -> tuple[str, Any]:
    """Return what an address leads to, and the element it stands in; raises Wrong for none."""
    if request.method == "POST" and parts == ["requests"]:
        return "service_requests", taking.taken(door, tongue)
    if parts[0] not in _ROOMS or len(parts) > 2:
        raise Wrong(404, Misuse("open311-nothing"))
    if request.method not in ("GET", "HEAD"):
        allowed = "GET, HEAD, POST" if parts == ["requests"] else "GET, HEAD"
        said = Misuse("api-method", method=request.method, allowed=allowed)
        raise Wrong(405, said, headers={"Allow": allowed})
    if len(parts) == 2 and len(parts[1]) > _LONGEST:
        raise Wrong(404, Misuse("open311-nothing"))
    (door.tokens if parts[0] == "tokens" else door.pace).take(request.remote_addr or "-")
    if parts == ["discovery"]:
        return "discovery", discovery.discovered(door, tongue)
    community, profile = jurisdiction(door, request.args)
    match parts:
        case ["services"]:
            return "services", services.listed(profile, tongue)
        case ["services", code]:
            found = service(profile, code, tongue)
            return "service_definition", services.defined(profile, found, tongue)
        case ["requests"]:
            return "service_requests", telling.asked(door, community, profile, tongue)
        case ["requests", name]:
            return "service_requests", telling.one(door, community, profile, name, tongue)
        case ["tokens", token]:
            return "service_requests", telling.by_token(door, community, token)
    raise Wrong(404, Misuse("open311-nothing"))
