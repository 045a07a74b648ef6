"""Findings of the schema: what the judge says, in words, at its place, with the nearest name."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from hashlib import sha256
from itertools import islice
from typing import Any, Final, Literal

from jsonschema.exceptions import ValidationError

from xiangyue.errors import Place
from xiangyue.messages.profile import BOUNDS, EXPECTED, NEAREST, TYPES, WHOLE, either, filled
from xiangyue.messages.scenarios import EXPECTED as EXPECTED_OF_SCENARIOS
from xiangyue.messages.simulating import EXPECTED as EXPECTED_OF_SIMULATIONS
from xiangyue.profile.finding import Finding
from xiangyue.profile.judge import judge
from xiangyue.profile.node import Node
from xiangyue.profile.schema import Part
from xiangyue.spelling import shown
from xiangyue.text import Text

LIMIT: Final = 200  # findings of one document; more would help nobody

_REMEMBERED: Final = 1000  # documents without findings
_WITHOUT_REFERENCES: Final = 2  # the version of marshal in which equal documents are equal bytes

Steps = tuple[str | int, ...]
Said = tuple[str, dict[str, Any]]

_WORDS: Final = {**EXPECTED_OF_SIMULATIONS, **EXPECTED_OF_SCENARIOS, **EXPECTED}

_sound: dict[tuple[Part, bytes], None] = {}

_LISTED: Final = 20  # known names in a message
_SEARCHED: Final = 1000  # known names among which the nearest is sought
_NAMES: Final = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def check(node: Node, part: Literal["file", "resolved"]) -> tuple[Finding, ...]:
    """Hold a document against the profile language; findings come in the order of the text.

    A ``file`` that extends others may leave out what they bring; a ``resolved`` profile may not.
    After 200 findings one more says that there are others.
    """
    overlay = part == "file" and node.get("extends") is not None
    held: Part = "overlay" if overlay else "complete"
    document = node.plain()
    # Several profiles build on the same files, and what was once sound is so wherever it stands.
    mark = held, sha256(marshal.dumps(document, _WITHOUT_REFERENCES)).digest()
    if mark in _sound:
        return ()
    findings = explain(node, judge(document, held))
    if not findings:
        if len(_sound) >= _REMEMBERED:
            _sound.clear()
        _sound[mark] = None
    return findings


def explain(node: Node, judged: Iterable[ValidationError]) -> tuple[Finding, ...]:
    """Say in words, each at its place, what a judge found in a document."""
    errors = list(islice(judged, LIMIT + 1))
    found: dict[Steps, Finding] = {}
    guessed: set[Steps] = set()
    for error in errors[:LIMIT]:
        path = tuple(error.absolute_path)
        finding = found.setdefault(path, _finding(error, path, node))
        if finding.code == "schema-unknown-key" and finding.values["nearest"]:
            guessed.add((*path[:-1], finding.values["nearest"]))
    # A misspelt key is one mistake, not an unknown and a missing one.
    kept = [f for path, f in found.items() if path not in guessed or f.code != "schema-missing-key"]
    kept = in_order(kept)
    if len(errors) > LIMIT:
        kept.append(Finding("schema-more", "error", kept[-1].place, values={"count": len(kept)}))
    return tuple(kept)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by place, and by address where they share one."""
    return sorted(
        findings, key=lambda f: (f.place.file, f.place.line, f.place.column, f.address, f.code)
    )


def value_place(node: Node, path: Steps) -> Place:
    """Return where the value at a path begins, or the nearest place there is."""
    target = node.get(*path)
    return target.place if target else node.place_of(*path)


def address(path: Iterable[str | int]) -> str:
    """Write a path as an address; the items of a list count from 0."""
    return ".".join(map(str, path))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is probably meant, or None where none is close."""
    names = {name.lower(): name for name in islice(known, _SEARCHED)}
    match = get_close_matches(word[:128].lower(), names, n=1)
    return names[match[0]] if match else None


def hint(best: str | None) -> Text:
    """Ask whether the nearest word was meant; say nothing where there is none."""
    return filled(NEAREST, nearest=best) if best else Text(en="", zh="")


def listed(names: Iterable[str]) -> str:
    """Return names as a message lists them, at most twenty; a hyphen where there are none."""
    first = list(islice(names, _LISTED + 1))
    return ", ".join([*first[:_LISTED], *["…"] * (len(first) > _LISTED)]) or "-"


def _finding(error: ValidationError, path: Steps, node: Node) -> Finding:
    code, values = _say(error, path)
    about_key = error.validator in ("additionalProperties", "propertyNames", "required")
    place = node.place_of(*path) if about_key else value_place(node, path)
    return Finding(code, "error", place, address(path), values)


def _say(error: ValidationError, path: Steps) -> Said:
    schema: Any = error.schema
    value: Any = error.instance
    match error.validator:
        case "additionalProperties":
            known = schema.get("properties", {})
            return _unknown_key(path, known, [key for key in known if key not in value])
        case "propertyNames":
            names = schema["propertyNames"]
            if "enum" in names:
                return _unknown_key(path, names["enum"], names["enum"])
            return "schema-pattern", {"value": shown(path[-1]), "expected": _expected(names)}
        case "required":
            at = address(path[:-1])
            where = Text(en=at, zh=at) if at else WHOLE
            expected = _expected(schema["properties"][path[-1]])
            return "schema-missing-key", {"key": path[-1], "where": where, "expected": expected}
        case "uniqueItems":
            return "schema-duplicate-items", {"value": shown(value[path[-1]])}
        case "pattern":
            return "schema-pattern", {"value": shown(value), "expected": _expected(schema)}
        case "enum" | "const" if isinstance(value, (str, int, float)):
            known = schema.get("enum", [schema.get("const")])
            return "schema-enum", {"value": shown(value), **_guess(str(value), known, known)}
        case "type" | "enum" | "const":
            return "schema-type", {"found": _found(value), "expected": _expected(schema)}
        case _:
            return _bounds(error)


def _unknown_key(path: Steps, known: Iterable[str], free: Iterable[str]) -> Said:
    return "schema-unknown-key", {"key": shown(path[-1]), **_guess(str(path[-1]), known, free)}


def _guess(word: str, known: Iterable[str], free: Iterable[str]) -> dict[str, Any]:
    best = nearest(word, free)
    return {"known": listed(known), "nearest": best, "hint": hint(best)}


def _bounds(error: ValidationError) -> Said:
    value: Any = error.instance
    bound = filled(BOUNDS[str(error.validator)], limit=error.validator_value)
    if isinstance(value, (int, float)):
        return "schema-bounds", {"value": value, "bound": bound}
    if not value:
        return "schema-empty", {}
    code = "schema-length" if isinstance(value, str) else "schema-size"
    return code, {"count": len(value), "bound": bound}


def _expected(schema: Mapping[str, Any]) -> Text:
    """Say what belongs where this schema stands."""
    if words := _WORDS.get(schema.get("$comment", "")):
        return words
    if "const" in schema:
        return Text(en=str(schema["const"]), zh=str(schema["const"]))
    if "enum" in schema:
        known = listed(schema["enum"])
        return Text(en=f"one of {known}", zh=f"{known} 之一")
    kinds = schema["type"]
    return either([TYPES[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)])


def _found(value: Any) -> Text:
    words = TYPES[_NAMES[type(value)]]
    if value is None or isinstance(value, (list, dict)):
        return words
    return Text(en=f"{words['en']} ({shown(value)})", zh=f"{words['zh']}（{shown(value)}）")
