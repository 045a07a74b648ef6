"""The OpenAPI document of the API, made once from its operations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, cast

import orjson
from apiflask import APIBlueprint, APIFlask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from xiangyue_admin.api import gives
from xiangyue_admin.api.callers import SCOPES
from xiangyue_admin.api.operation import Operation
from xiangyue_admin.api.problems import KINDS, PROBLEM
from xiangyue_admin.api.reading import JSON
from xiangyue_admin.api.routes import all_operations, all_rooms

_REF: Final = "#/components/schemas/{model}"
_SAYS: Final = {
    200: "Done, or read.",
    201: "Opened; `Location` leads to it.",
    202: "Deferred: it is decided again at `until`.",
    207: "Each was decided by itself, with the status that it would have had alone.",
    304: "It is as you have it.",
}
_HEADERS: Final[Mapping[str, tuple[str, str]]] = {
    "Idempotency-Key": (
        "Makes the command idempotent, whoever sends it again: the same content is answered by the"
        " same decision, another by 409. Recommended with every command.",
        r"^[!-}][!-~]{0,199}$",
    ),
    "If-Match": (
        "The `ETag` of the task as it was seen: any other version is answered by 412.",
        "",
    ),
    "If-None-Match": ("The `ETag` that is held already: 304 where it is still so.", ""),
}
_ANSWERED: Final[Mapping[str, str]] = {
    "ETag": "Its version; see `If-None-Match` and `If-Match`.",
    "Link": 'Leads to the next page (`rel="next"`), relative to this address.',
    "Location": "Where the task is, relative to this address.",
}
_ALWAYS: Final = ("form", "broken", "unavailable")
_WITH_TOKEN: Final = ("token", "scope", "pace")
_DESCRIPTION: Final = """\
What the engine offers, for programs. Each request carries a token as `Authorization: Bearer xy_…`;
a session of the console opens nothing here, so that no web page can act in somebody's name.

A token acts as its member, within its unit: whatever lies outside it is answered as if it did not
exist. Moments are RFC 3339 in UTC, points are hundredths. Sentences are in the language that
`Accept-Language` asks for (`en` or `zh`); codes stay. A list is read page by page: `next` goes into
`after`, and the header `Link` leads there.

A refusal is an answer as well: it is recorded, with every reason and what would change it. Its
problem carries the decision, whose `id` is its entry in the journal.
"""


@cache
def document() -> bytes:
    """Return the document as JSON; its server is where it is served itself."""
    return orjson.dumps(described())


@cache
def described() -> dict[str, Any]:
    """Return the document."""
    app = APIFlask(__name__, "xiangyue", "1", docs_path=None, spec_path=None, json_errors=False)
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        INFO={"description": _DESCRIPTION},
        TAGS=[{"name": room.title} for room in all_rooms()],
        SERVERS=[{"url": "."}],
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        SECURITY_SCHEMES={
            "token": {"type": "http", "scheme": "bearer", "description": "A token: `xy_…`."}
        },
    )
    app.spec_processor(_finish)
    blueprint = APIBlueprint("api", __name__)
    titles = {room.name: room.title for room in all_rooms()}
    for operation in all_operations():
        view = _stub(blueprint, operation, titles[operation.room])
        blueprint.add_url_rule(operation.rule, operation.name, view, methods=[operation.method])
    app.register_blueprint(blueprint)
    with app.app_context():
        return cast("dict[str, Any]", app.spec)


def _stub(blueprint: APIBlueprint, operation: Operation, tag: str) -> Callable[..., Any]:
    """Return a view that is never called, with what there is to say of an operation."""

    def view(**_: Any) -> str:
        return ""

    said = inspect.getdoc(operation.view) or ""
    summary, _, more = said.partition("\n\n")
    named = ", ".join(f"`{scope}`" for scope in sorted(operation.scopes))
    needs = f"Scope: {named}." if named else "It needs no token."
    answers: Any = {
        status: {"description": _SAYS[status], "content": _content(operation, model)}
        for status, model in operation.answers.items()
    }
    view = blueprint.doc(
        summary=summary.rstrip("."),
        description=f"{more}\n\n{needs}".strip(),
        tags=[tag],
        operation_id=operation.name,
        security=[{"token": []}] if operation.scopes else None,
        responses=answers,
    )(view)
    for model, location in ((operation.query, "query"), (operation.body, "json")):
        if model is not None:
            view = blueprint.input(model, location=location)(view)
    return view


def _content(operation: Operation, model: type[BaseModel] | None) -> dict[str, Any]:
    schema: dict[str, Any]
    if model is not None:
        schema = {"$ref": _REF.format(model=model.__name__)}
    elif operation.produces.endswith("+json"):
        schema = {"type": "array", "items": {"type": "object"}}
    else:
        schema = {"type": "string"}
    return {operation.produces: {"schema": schema}}


def _finish(spec: Any) -> Any:
    """Say what APIFlask leaves unsaid: headers, problems, what is required, a model only once."""
    by_name = {operation.name: operation for operation in all_operations()}
    for methods in spec["paths"].values():
        for said in methods.values():
            _complete(said, by_name[said["operationId"]])
    models = {model for operation in by_name.values() for model in _models(operation)}
    wanted = [(model, "validation") for model in sorted(models, key=lambda one: one.__name__)]
    _, definitions = models_json_schema(wanted, ref_template=_REF)  # type: ignore[arg-type]
    spec["components"]["schemas"] = definitions["$defs"]
    spec["x-scopes"] = dict(SCOPES)
    return spec


def _models(operation: Operation) -> Iterator[type[BaseModel]]:
    yield gives.Problem
    if operation.body is not None:
        yield operation.body
    yield from (model for model in operation.answers.values() if model is not None)


def _complete(said: dict[str, Any], operation: Operation) -> None:
    responses = said["responses"]
    if operation.answers and 200 not in operation.answers:
        responses.pop("200", None)
    for name in operation.headers:
        if name in _HEADERS:
            description, pattern = _HEADERS[name]
            schema = {"type": "string"} | ({"pattern": pattern} if pattern else {})
            more = {"name": name, "in": "header", "description": description, "schema": schema}
            said["parameters"].append({**more, "required": False})
    for parameter in said["parameters"]:
        schema = parameter["schema"] = _given(parameter["schema"])
        if text := schema.pop("description", None):
            parameter["description"] = text
    if operation.body is not None:
        reference = {"$ref": _REF.format(model=operation.body.__name__)}
        said["requestBody"] = {"required": True, "content": {JSON: {"schema": reference}}}
    if operation.reads:
        content: dict[str, Any] = {kind: {"schema": {}} for kind in operation.reads}
        said["requestBody"] = {"required": True, "content": content}
    for status, answer in responses.items():
        headers = _headers(operation, int(status))
        if headers:
            answer["headers"] = headers
    if "If-None-Match" in operation.headers:
        responses["304"] = {"description": _SAYS[304], "headers": _headers(operation, 304)}
    for status, kinds in _problems(operation).items():
        text = " ".join(f"`{kind}`: {KINDS[kind].says}" for kind in kinds)
        schema = {"$ref": _REF.format(model="Problem")}
        responses[str(status)] = {"description": text, "content": {PROBLEM: {"schema": schema}}}
    said["responses"] = dict(sorted(responses.items()))


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a parameter is where it is given: its schema says that it may be left out."""
    said = {name: value for name, value in schema.items() if name not in ("title", "anyOf")}
    for one in schema.get("anyOf", ()):
        if one != {"type": "null"}:
            said |= one
    if said.get("default", "") is None:
        del said["default"]
    return said


def _headers(operation: Operation, status: int) -> dict[str, Any]:
    names = [name for name in operation.headers if name in _ANSWERED]
    if operation.query is not None and "after" in operation.query.model_fields:
        names.append("Link")
    if status != 201:
        names = [name for name in names if name != "Location"]
    return {
        name: {"description": _ANSWERED[name], "schema": {"type": "string"}}
        for name in dict.fromkeys(names)
    }


def _problems(operation: Operation) -> dict[int, list[str]]:
    """Return which kinds of problems an operation may be answered with, by status."""
    kinds = [*_ALWAYS, *operation.refuses]
    if operation.scopes:
        kinds += _WITH_TOKEN
    if operation.body is not None or operation.reads:
        kinds += ("malformed", "large", "media", "invalid", "missing")
    if operation.query is not None:
        kinds += ("invalid",)
    if operation.headers:
        kinds += ("malformed",)
    if operation.scopes:
        kinds += ("missing", "invalid")
    found: dict[int, list[str]] = {}
    for kind in KINDS:
        if kind in kinds:
            found.setdefault(KINDS[kind].status, []).append(kind)
    return found
