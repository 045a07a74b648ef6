"""What a request says: its body, its query, and the headers that mean something here."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, TypeVar

import orjson
from flask import Request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from xiangyue import BadInput, Misuse
from xiangyue_admin.api.problems import Problem

JSON: Final = "application/json"
_KEY: Final = re.compile(r"[!-}][!-~]{0,199}")
_TAG: Final = re.compile(r'"(\d{1,15})[.][0-9a-f]+"')
_WORDS: Final[Mapping[str, str]] = {
    "missing": "api-field-missing",
    "extra_forbidden": "api-field-extra",
    "literal_error": "api-field-choice",
    "too_long": "api-field-long",
    "string_too_long": "api-field-long",
    "too_short": "api-field-short",
    "string_too_short": "api-field-short",
    "string_pattern_mismatch": "api-field-pattern",
    "greater_than_equal": "api-field-bounds",
    "less_than_equal": "api-field-bounds",
    "timezone_aware": "api-field-moment",
}
_Model = TypeVar("_Model", bound=BaseModel)


def body_of(request: Request, model: type[_Model], most: int) -> _Model:
    """Return the body of a request as a model; raises Problem for anything else."""
    data = bytes_of(request, (JSON,), most)
    json_of(data)
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        raise invalid(error, "") from None


def bytes_of(request: Request, types: Collection[str], most: int) -> bytes:
    """Return the body of a request that is of one of these types, in UTF-8; else raises Problem.

    XML may be in another encoding: its own declaration says in which.
    """
    given, charset = request.mimetype, request.mimetype_params.get("charset", "utf-8")
    if given not in types or not (given.endswith("xml") or charset.lower() in ("utf-8", "utf8")):
        said = (request.content_type or "-")[:80]
        raise Problem("media", Misuse("api-media", given=said, known=", ".join(types)))
    if (packed := request.headers.get("Content-Encoding", "identity").lower()) != "identity":
        raise Problem("media", Misuse("api-coded", given=packed))
    request.max_content_length = most
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise Problem("large", Misuse("api-large", most=most)) from error


def json_of(data: bytes) -> Any:
    """Return what a body says; raises Problem for no JSON as RFC 8259 has it, each name once."""
    try:
        found = orjson.loads(data)
        _ONCE.decode(data.decode())
    except BadInput as error:
        raise Problem("malformed", error) from None
    except RecursionError:
        raise Problem("malformed", BadInput("api-json-deep")) from None
    except ValueError as error:  # a JSONDecodeError, or a number of thousands of digits
        said = str(error)[:200]
        raise Problem("malformed", BadInput("api-json", said=said)) from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput("api-json-twice", name=twice[:80])


def query_of(args: MultiDict[str, str], model: type[_Model]) -> _Model:
    """Return the query of a request as a model; raises Problem for anything else."""
    lists = args.to_dict(flat=False)
    twice = [name for name, values in lists.items() if len(values) > 1]
    if twice:
        errors = [
            {"in": "query", "name": n[:80], "detail": Misuse("api-query-twice")} for n in twice
        ]
        raise Problem("invalid", Misuse("api-fields", count=len(errors)), errors=errors)
    try:
        return model.model_validate_strings({name: values[0] for name, values in lists.items()})
    except ValidationError as error:
        raise invalid(error, "query") from None


def invalid(error: ValidationError, where: str) -> Problem:
    """Return what is wrong with each value; in a body, named by a JSON pointer."""
    found = error.errors(include_url=False, include_context=True, include_input=False)
    errors = [
        {"in": where, "name": str(one["loc"][0])[:80], "detail": _said(one)}
        if where
        else {"in": "body", "pointer": _pointer(one["loc"]), "detail": _said(one)}
        for one in found[:50]
    ]
    return Problem("invalid", Misuse("api-fields", count=len(found)), errors=errors)


def _pointer(steps: Iterable[int | str]) -> str:
    """Return a JSON pointer; pydantic's names for the branches of a union are left out."""
    said = [str(step)[:80].replace("~", "~0").replace("/", "~1") for step in steps]
    return "".join(f"/{one}" for one in said)


def _said(one: Any) -> Misuse:
    kind, context = str(one["type"]), one.get("ctx", {})
    if kind == "literal_error":
        return Misuse("api-field-choice", known=str(context.get("expected", "")))
    if kind in _WORDS:
        return Misuse(_WORDS[kind])
    if kind.startswith(("datetime", "timezone")):
        return Misuse("api-field-moment")
    name, _, rest = kind.rpartition("_")
    if rest in ("type", "parsing"):
        return Misuse("api-field-type", type=name.removesuffix("_parsing") or "object")
    return Misuse("api-field-else")


_ONCE: Final = json.JSONDecoder(object_pairs_hook=_once)


def key_of(request: Request) -> str | None:
    """Return the key that makes a command idempotent; quoted as a structured field or bare."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return None
    key = given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given
    if not _KEY.fullmatch(key):
        raise Problem("malformed", Misuse("api-key-form"))
    return key


def version_of(request: Request) -> int | None:
    """Return the version that ``If-Match`` asks for; None where any will do."""
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    found = _TAG.fullmatch(given.strip())
    if found is None:
        raise Problem("malformed", Misuse("api-tag-form"))
    return int(found[1])
