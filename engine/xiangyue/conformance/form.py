"""What a limit says of itself: its name, its words, what it stands on, and its config."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from xiangyue.conformance.problem import Problem
from xiangyue.limit import KINDS, Limit
from xiangyue.spelling import shown
from xiangyue.words import CONTROL

_NAME = re.compile(r"[a-z][a-z0-9_]{0,127}", re.ASCII)
_MARK = re.compile(r"\[(L:|S:|M\b|D\b)[^\]]*\]|project default")
_LETTERS = {"en": re.compile(r"[A-Za-z]"), "zh": re.compile(r"[\u4e00-\u9fff]")}


def form_problems(limit: Limit) -> Iterator[Problem]:
    """Yield what is wrong with its attributes; what they lead to is not tried here."""
    name, title = getattr(limit, "name", None), getattr(limit, "title", None)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield Problem("conformance-name", values={"name": shown(repr(name))})
    if why := wrong_words(title):
        yield Problem("conformance-title", values={"detail": why})
    basis = getattr(limit, "basis", None)
    if not isinstance(basis, str) or not _MARK.search(basis):
        yield Problem("conformance-basis", values={"basis": shown(repr(basis))})
    if not _strings(limit.rules) or not all(rule.strip() for rule in limit.rules):
        yield Problem("conformance-rules", values={"rules": shown(repr(limit.rules))})
    if not _strings(limit.kinds) or not {*limit.kinds} <= {*KINDS}:
        values = {"kinds": shown(repr(limit.kinds)), "known": ", ".join(KINDS)}
        yield Problem("conformance-kinds", values=values)
    elif bool(limit.kinds) != _own(limit, "review"):
        code = "conformance-no-review" if limit.kinds else "conformance-no-kinds"
        yield Problem(code)
    elif not limit.kinds and not _own(limit, "check_profile"):
        yield Problem("conformance-idle")


def schema_problem(schema: Any) -> Problem | None:
    """Return what keeps a config's schema from being one."""
    try:
        if not isinstance(schema, Mapping):
            raise SchemaError(f"{shown(repr(schema))} is no mapping")
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return Problem("conformance-schema", values={"detail": shown(error.message)})
    return None


def wrong_words(words: Any) -> str:
    """Say what is wrong with a sentence in two languages; empty where nothing is."""
    if not isinstance(words, Mapping):
        return f"{shown(repr(words))} is no mapping by language"
    for lang, letters in _LETTERS.items():
        sentence = words.get(lang)
        if not isinstance(sentence, str) or not sentence.strip():
            return f"{lang} is missing"
        if CONTROL.search(sentence):
            return f"{lang} has control characters"
        if not letters.search(sentence):
            return f"{lang} is in another language: {shown(sentence)}"
    return ""


def _strings(value: Any) -> bool:
    """Tell whether it is a tuple of different strings."""
    return (
        isinstance(value, tuple)
        and all(isinstance(item, str) for item in value)
        and len({*value}) == len(value)
    )


def _own(limit: Limit, method: str) -> bool:
    """Tell whether it has a method of its own and not only the one it inherits from ``Limit``."""
    return getattr(type(limit), method) is not getattr(Limit, method)
