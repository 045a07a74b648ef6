"""The API as one blueprint, mountable in any Flask application under any prefix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from flask import Blueprint, Response, request

from xiangyue import Engine, Misuse
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.api.callers import ByToken, Callers, Remembered
from xiangyue_admin.api.operation import Operation
from xiangyue_admin.api.pace import Pace
from xiangyue_admin.api.pages import PAGES
from xiangyue_admin.api.problems import Problem, nothing
from xiangyue_admin.api.routes import all_operations
from xiangyue_admin.api.serving import Api, answer, language, told
from xiangyue_admin.api.trusting import trusted
from xiangyue_admin.settings import ApiSettings

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")


def api_blueprint(
    engine: Engine, settings: ApiSettings | None = None, *, callers: Callers | None = None
) -> Blueprint:
    """Return the API, to be registered in a Flask application under any prefix of its own.

    ``callers`` knows tokens where that is not the console's ``Accounts``. Nothing is asked of the
    application, and its error handlers and sessions are not used: a caller has a token or none.
    Raises Misuse where the engine's store is in memory and no ``callers`` are given.
    """
    return api_of(engine, settings or ApiSettings(), callers or ByToken(Accounts(engine)))


def api_of(engine: Engine, settings: ApiSettings, callers: Callers) -> Blueprint:
    """Return the API around an engine, for whom these callers are."""
    trusted(settings)  # what is wrong with a certificate is said now, and not at the first alert
    remembered = Remembered(callers, settings.token_seconds)
    api = Api(engine, settings, remembered, Pace(settings.per_minute))
    blueprint = Blueprint("xiangyue_api", __name__)
    allowed: dict[str, list[str]] = defaultdict(list)
    for operation in all_operations():
        _add(blueprint, operation.rule, operation.name, [operation.method], _view(api, operation))
        allowed[operation.rule] += _also(operation.method)
    for rule, page in PAGES:
        _add(blueprint, rule, f"docs_{page.__name__}", ["GET"], page)
        allowed[rule] += _also("GET")
    for number, (rule, methods) in enumerate(allowed.items()):
        others = [name for name in METHODS if name not in methods]
        _add(blueprint, rule, f"other_{number}", others, _other(methods))
    _add(blueprint, "/<path:elsewhere>", "elsewhere", METHODS, _elsewhere)
    return blueprint


def _add(
    blueprint: Blueprint,
    rule: str,
    name: str,
    methods: list[str] | tuple[str, ...],
    view: Callable[..., Response],
) -> None:
    blueprint.add_url_rule(rule, name, view, methods=methods, provide_automatic_options=False)


def _also(method: str) -> Iterator[str]:
    yield method
    if method == "GET":
        yield "HEAD"


def _view(api: Api, operation: Operation) -> Callable[..., Response]:
    def view(**args: str) -> Response:
        return answer(api, operation, args)

    return view


def _other(methods: list[str]) -> Callable[..., Response]:
    """Return the view of every method that a path does not know."""
    allowed = ", ".join(sorted(methods))

    def refuse(**args: str) -> Response:
        del args
        said = Misuse("api-method", method=request.method, allowed=allowed)
        return told(Problem("method", said, headers={"Allow": allowed}), language())

    return refuse


def _elsewhere(elsewhere: str) -> Response:
    """Say that a path leads nowhere; else the application's own page would."""
    del elsewhere
    return told(nothing(), language())
