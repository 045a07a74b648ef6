"""A proposed change, and what its checks have found, as a task's fields hold them: lines of text.

Each line is ``NAME=JSON``: ``base=3``, ``release="5f…"``, ``params.appeal_window=10`` (``null`` for
the profile's own value), ``meant="a_scenario"``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec
import orjson

from xiangyue.values import Checks, Effects, Found
from xiangyue.words import MOST

_PARAM: Final = "params."
_FEW: Final = 200
_SHORT: Final = 600
_LISTS: Final = ("findings", "failed", "meant", "otherwise", "noted")


class Sketch(NamedTuple):
    """What a task proposes: on which settings revision, which release, which params otherwise.

    ``release`` None stands for that of ``base``, a param None for the profile's own value.
    ``meant`` are scenarios that are meant to come out otherwise.
    """

    base: int
    release: str | None
    params: Mapping[str, Any]
    meant: tuple[str, ...] = ()


def write_sketch(sketch: Sketch) -> list[str]:
    """Return a proposal as lines."""
    lines = [_line("base", sketch.base)]
    if sketch.release is not None:
        lines.append(_line("release", sketch.release))
    lines += [_line(_PARAM + name, value) for name, value in sorted(sketch.params.items())]
    return [*lines, *(_line("meant", name) for name in sketch.meant)]


def read_sketch(lines: object) -> Sketch | None:
    """Return what lines propose; None where they are none of ours."""
    base, release, params, meant = 0, None, dict[str, Any](), list[str]()
    for name, value in _read(lines):
        if name == "base" and type(value) is int:
            base = value
        elif name == "release" and type(value) is str:
            release = value
        elif name == "meant" and type(value) is str:
            meant.append(value)
        elif name.startswith(_PARAM):
            params[name.removeprefix(_PARAM)] = value
        else:
            return None
    return Sketch(base, release, params, tuple(meant)) if base > 0 else None


def write_checks(checks: Checks) -> list[str]:
    """Return what checks have found as lines; of very many findings the first."""
    lines = [_line("content", checks.content), _line("passed", checks.passed)]
    lines += [_line("coverage", checks.coverage)] if checks.coverage else []
    lines += [_line("note", checks.note)] if checks.note else []
    lines += [_line("missing", address[:_SHORT]) for address in checks.missing[:_FEW]]
    for name in _LISTS:
        found: tuple[Found, ...] = getattr(checks, name)
        # Errors come first: they are what is to be seen where not all can be.
        ranked = sorted(found, key=lambda one: one.severity != "error")
        lines += [_line(name, _short(one)) for one in ranked[: _FEW - 10]]
    return lines


def read_checks(lines: object) -> Checks | None:
    """Return what checks have found, from lines; None where there is nothing of the kind."""
    said: dict[str, Any] = {}
    for name, value in _read(lines):
        if name in _LISTS or name == "missing":
            said.setdefault(name, []).append(value)
        else:
            said[name] = value
    try:
        return msgspec.convert(said, Checks) if said else None
    except msgspec.ValidationError:
        return None


def write_effects(effects: Effects) -> list[str]:
    """Return what a change would have done as lines; of very long lists the first."""
    said = {"content": effects.content, **effects.summary}
    return [_line(name, _fitting(name, value)) for name, value in said.items()]


def read_effects(lines: object) -> Effects | None:
    """Return what a change would have done, from lines; None where there is nothing of the kind."""
    said = dict(_read(lines))
    content = said.pop("content", None)
    return Effects(content, said) if type(content) is str else None


def _fitting(name: str, value: Any) -> Any:
    """Return what fits a line: a list that does not is cut, anything else left out."""
    while len(_line(name, value)) > MOST:
        value = value[: len(value) // 2] if isinstance(value, (list, tuple)) and value else None
    return value


def _read(lines: object) -> Iterator[tuple[str, Any]]:
    for line in lines if isinstance(lines, (list, tuple)) else ():
        name, _, text = str(line).partition("=")
        try:
            yield name, orjson.loads(text)
        except ValueError:
            yield "", None


def _line(name: str, value: Any) -> str:
    return f"{name}={orjson.dumps(value).decode()}"


def _short(found: Found) -> Any:
    """Return a finding that fits a line, whatever it quotes."""
    whole = msgspec.to_builtins(found)
    if len(_line("findings", whole)) <= MOST:
        return whole
    cut = {name: _cut(whole[name]) for name in ("said", "mend")}
    return {**whole, "about": whole["about"][:_SHORT], **cut}


def _cut(words: Mapping[str, str]) -> Mapping[str, str]:
    return {lang: text[:_SHORT] for lang, text in words.items()}


def in_words(texts: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return words by language as a line can hold them: without what cannot be printed."""
    return {
        lang: "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
        for lang, text in texts
    }
