"""One request, from its headers to its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from xiangyue import Engine, Misuse, XiangyueError
from xiangyue_admin.api.callers import Caller, Callers
from xiangyue_admin.api.operation import Call, Operation
from xiangyue_admin.api.pace import Pace
from xiangyue_admin.api.problems import PROBLEM, Problem, nothing, of_error
from xiangyue_admin.api.reading import body_of, query_of
from xiangyue_admin.settings import ApiSettings

LANGUAGES: Final = ("en", "zh")
_ODD: Final = re.compile("[\x00-\x1f\x7f\ufffd]")
_LONGEST: Final = 200
SAFE: Final = (
    ("Cache-Control", "private, no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Vary", "Accept-Language, Authorization"),
)


@dataclass(frozen=True, slots=True)
class Api:
    """One API around an engine; several may live in one process."""

    engine: Engine
    settings: ApiSettings
    callers: Callers
    pace: Pace


def answer(api: Api, operation: Operation, args: Mapping[str, str]) -> Response:
    """Answer a request, with a problem where it has one; raises nothing."""
    tongue = language()
    try:
        return _answer(api, operation, args, tongue)
    except Problem as problem:
        return told(problem, tongue)
    except XiangyueError as error:
        found = of_error(error)
        if found.kind in ("broken", "unavailable"):
            current_app.logger.error("API %s: %s", operation.name, error)
        return told(found, tongue)
    except HTTPException as error:
        said = Misuse("api-json", said=error.name)
        return told(Problem("malformed", said), tongue)
    except Exception:
        current_app.logger.exception("API %s", operation.name)
        return told(Problem("broken", Misuse("api-broken")), tongue)


def _answer(api: Api, operation: Operation, args: Mapping[str, str], tongue: str) -> Response:
    _check_form(operation)
    call = Call(api.engine, api.settings, NOBODY, tongue)
    if operation.scopes:
        call.caller = _caller(api)
        api.pace.take(call.caller.id)
        if missing := operation.scopes - call.caller.scopes:
            raise Problem("scope", Misuse("api-scope", scopes=", ".join(sorted(missing))))
    check_reach(call, args)
    if operation.query is not None:
        call.query = query_of(request.args, operation.query)
    if operation.body is not None:
        call.body = body_of(request, operation.body, api.settings.body_bytes)
    return operation.view(call, **args)


def _caller(api: Api) -> Caller:
    """Return who calls; raises Problem where nobody does who may."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        headers = {"WWW-Authenticate": 'Bearer realm="xiangyue"'}
        raise Problem("token", Misuse("api-token-none"), headers=headers)
    found = api.callers.caller(secret.strip())
    if found is None:
        headers = {"WWW-Authenticate": 'Bearer realm="xiangyue", error="invalid_token"'}
        raise Problem("token", Misuse("api-token-bad"), headers=headers)
    return found


def check_reach(call: Call, args: Mapping[str, str]) -> None:
    """Raise Problem where a part of the address is none, or lies outside the caller's unit."""
    for value in args.values():
        if len(value) > _LONGEST or _ODD.search(value):
            raise nothing()
    for name in ("community", "unit"):
        if name in args and not call.caller.covers(args[name]):
            raise nothing()


def _check_form(operation: Operation) -> None:
    accepted = request.headers.get("Accept")
    if accepted is None or "*/*" in accepted:
        return
    if not request.accept_mimetypes.quality(operation.produces):
        raise Problem("form", Misuse("api-form", type=operation.produces))


def language() -> str:
    """Return the language that a request asks for; English where it does not."""
    if "Accept-Language" not in request.headers:
        return LANGUAGES[0]
    wanted = (tag.lower().partition("-")[0] for tag in request.accept_languages.values())
    return next((tag for tag in wanted if tag in LANGUAGES), LANGUAGES[0])


def told(problem: Problem, tongue: str) -> Response:
    """Send a problem."""
    body = orjson.dumps(problem.body(tongue), option=orjson.OPT_NON_STR_KEYS)
    headers = [*SAFE, ("Content-Language", tongue), *problem.headers.items()]
    return Response(body, problem.status, headers, content_type=PROBLEM)


def sent(
    call: Call,
    value: Any,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    content_type: str = "application/json",
) -> Response:
    """Send a value as JSON."""
    more = [*SAFE, ("Content-Language", call.language), *(headers or {}).items()]
    return Response(orjson.dumps(value), status, more, content_type=content_type)


class _Nobody:
    id = member = ""
    unit = ""
    scopes: frozenset[str] = frozenset()

    def covers(self, unit: str) -> bool:
        return not unit


NOBODY: Final = _Nobody()
