"""The documentation: the document, a page to read and one to try things out; no token is needed."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from flask import Response
from jinja2 import Environment, FileSystemLoader

from xiangyue_admin.api.callers import SCOPES
from xiangyue_admin.api.document import described, document
from xiangyue_admin.api.problems import KINDS, TYPE, nothing
from xiangyue_admin.api.serving import language, told

_HERE: Final = Path(__file__).parent
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
)
_SWAGGER: Final = ("swagger-ui.css", "swagger-ui-bundle.js")


def openapi() -> Response:
    """Send the OpenAPI document."""
    return Response(document(), headers=[*_HEADERS], content_type="application/json")


def reference() -> Response:
    """Send the page to read."""
    return Response(_page("reference.html"), headers=[*_HEADERS])


def trying() -> Response:
    """Send the page to try things out: Swagger UI, from its package."""
    return Response(_page("try.html"), headers=[*_HEADERS])


def asset(name: str) -> Response:
    """Send a file that a page names."""
    file = _files().get(name)
    if file is None:
        return told(nothing(), language())
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = [*_HEADERS, ("Cache-Control", "public, max-age=3600")]
    return Response(file.read_bytes(), headers=headers, content_type=kind)


PAGES: Final = (
    ("/openapi.json", openapi),
    ("/docs", reference),
    ("/docs/try", trying),
    ("/docs/assets/<name>", asset),
)


@cache
def _files() -> Mapping[str, Path]:
    """Return what may be asked for, by name."""
    own = {file.name: file for file in (_HERE / "static").iterdir()}
    spec = find_spec("swagger_ui")
    if spec is None or not spec.submodule_search_locations:
        return own
    folder = Path(spec.submodule_search_locations[0]) / "static"
    return {**own, **{name: folder / name for name in _SWAGGER}}


@cache
def _page(name: str) -> str:
    """Return a page, made once; the application's own templates and filters have no part in it."""
    pages = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    kinds = [(TYPE + name, kind) for name, kind in KINDS.items()]
    return pages.get_template(name).render(
        spec=described(), scopes=SCOPES, kinds=kinds, rooms=_rooms(), written=_written
    )


def _rooms() -> list[tuple[str, list[tuple[str, str, Any]]]]:
    """Return the operations of each sort: method, path, and what there is to say."""
    spec = described()
    found: dict[str, list[tuple[str, str, Any]]] = {one["name"]: [] for one in spec["tags"]}
    for path, methods in spec["paths"].items():
        for method, said in methods.items():
            found[said["tags"][0]].append((method.upper(), path, said))
    return list(found.items())


def _written(schema: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write a schema in words: its parts as text, each with the model that it leads to, or none."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return [(name, name)]
    if "anyOf" in schema:
        parts = [_written(one) for one in schema["anyOf"]]
        return [
            piece for n, part in enumerate(parts) for piece in ([(" or ", "")] * (n > 0)) + part
        ]
    if "enum" in schema or "const" in schema:
        choices = schema.get("enum", [schema.get("const")])
        return [(" | ".join(map(str, choices)), "")]
    kind = schema.get("type", "anything")
    if kind == "array":
        return [("list of ", ""), *_written(schema.get("items", {}))]
    if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return [("object of ", ""), *_written(schema["additionalProperties"])]
    return [(f"{kind} ({schema['format']})" if "format" in schema else str(kind), "")]
