"""Files that are nearly right: seeds changed in their bytes and in what they are made of.

    mutated(seeds, plan)    the first seed that the plan names, after all that the plan does to it

A plan is plain numbers, so that what hypothesis finds becomes small. Workbooks are changed part by
part, gzipped files in what they unpack to, XML by its tags, JSON and YAML by their values, and all
else by lines and cells.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import yaml
from hypothesis import strategies as st
from naughty import STRINGS

MOST = 400_000
"""Bytes; a longer file is cut."""

Plan = tuple[int, list[tuple[str, int, int]]]

NUMBERS = (0, -1, 1, 255, 2**31, 2**53 + 1, 2**63, 2**64, 10**30, 0.1, 1e308, -1e308, 1e-320)
TEXTS = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "NaN",
    "null",
    "true",
    "9" * 400,
    "１２３",
    "٣",
    "²",
    "2026-02-30",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999-14:00",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00",
    "P1Y",
    "1d",
    "\x00",
    "\ud800",
    "\ufeff",
    "\u2028",
    "a" * 70_000,
    "{x.__class__}",
    "&lol;",
    "../../../etc/hostname",
    *STRINGS.values(),
)
ODD: tuple[Any, ...] = (None, True, False, [], {}, [[]], {"": None}, [None] * 50, *NUMBERS, *TEXTS)

TOKENS = (
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\r",
    b"\n\n",
    b"\t",
    b'"',
    b"'",
    b",",
    b";",
    b":",
    b"{",
    b"}",
    b"[",
    b"]",
    b"<",
    b">",
    b"</",
    b"/>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<?xml version='1.1' encoding='utf-7'?>",
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b"&#0;",
    b"&#xD800;",
    b"&lt;",
    b"*a",
    b"&a ",
    b"!!binary ",
    b"<<: ",
    b"- ",
    b"? ",
    b"---\n",
    b"%YAML 9.9\n",
    b"1e99999",
    b"-0",
    b"NaN",
    b"\\ud800",
    b"\\u0000",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"PK\x05\x06",
)
CODECS = ("utf-16", "utf-16-be", "utf-32", "gb18030", "big5", "latin-1", "utf-8-sig", "utf-7")

_TAG = re.compile(rb"(<[^<>]*>)")
_VALUE = re.compile(rb'="[^"]*"|>[^<>]+<')
_CELL = re.compile(rb"[^,;\t\n:]+")


def plans() -> st.SearchStrategy[Plan]:
    """Return plans: which seed, and up to six changes, each with where and what."""
    numbers = st.integers(0, 2**32 - 1)
    change = st.tuples(st.sampled_from(sorted(_CHANGES)), numbers, numbers)
    return st.tuples(st.integers(0, 63), st.lists(change, min_size=1, max_size=6))


def mutated(seeds: Sequence[bytes], plan: Plan) -> bytes:
    """Return a seed after the changes of a plan."""
    which, changes = plan
    data = seeds[which % len(seeds)]
    for name, where, what in changes:
        data = _within(data, where, partial(_CHANGES[name], where=where, what=what))
        if name == "splice":
            other = seeds[what % len(seeds)]
            data = data[: where % (len(data) + 1)] + other[what % (len(other) + 1) :]
        data = data[:MOST]
    return data


def _within(data: bytes, where: int, change: Callable[[bytes], bytes]) -> bytes:
    """Change what is packed in a file, or, one time in four, the file itself."""
    if where % 4 == 0:
        return change(data)
    if data.startswith(b"PK"):
        return _repacked(data, where // 4, change)
    if data.startswith(b"\x1f\x8b"):
        try:
            return gzip.compress(change(gzip.decompress(data)[:MOST]), 1, mtime=0)
        except (OSError, EOFError, zlib.error):
            return change(data)
    return change(data)


def _repacked(data: bytes, where: int, change: Callable[[bytes], bytes]) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            parts = [(name, old.read(name)) for name in old.namelist()]
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError):
        return change(data)
    except ValueError:
        return change(data)
    if not parts:
        return change(data)
    chosen = where % len(parts)
    kept = [part for at, part in enumerate(parts) if at != chosen or where % 29]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for at, (name, part) in enumerate(kept):
            stamp = zipfile.ZipInfo(name)
            stamp.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(stamp, change(part)[:MOST] if at == chosen else part)
    return packed.getvalue()


# --- bytes ------------------------------------------------------------------------------------


def _slice(data: bytes, where: int, what: int, longest: int = 2000) -> tuple[int, int]:
    start = where % (len(data) + 1)
    return start, min(len(data), start + 1 + what % longest)


def _flip(data: bytes, where: int, what: int) -> bytes:
    if not data:
        return data
    at = where % len(data)
    return data[:at] + bytes([data[at] ^ (1 << what % 8)]) + data[at + 1 :]


def _cut(data: bytes, where: int, what: int) -> bytes:
    start, stop = _slice(data, where, what)
    return data[:start] + data[stop:]


def _end(data: bytes, where: int, what: int) -> bytes:
    del what
    return data[: where % (len(data) + 1)]


def _double(data: bytes, where: int, what: int) -> bytes:
    start, stop = _slice(data, where, what)
    return data[:stop] + data[start:]


def _repeat(data: bytes, where: int, what: int) -> bytes:
    start, stop = _slice(data, where, what, 40)
    return data[:start] + data[start:stop] * (2 + what % 3000) + data[stop:]


def _token(data: bytes, where: int, what: int) -> bytes:
    at = where % (len(data) + 1)
    return data[:at] + TOKENS[what % len(TOKENS)] + data[at:]


def _begin(data: bytes, where: int, what: int) -> bytes:
    del where
    return TOKENS[what % len(TOKENS)] + data


def _recode(data: bytes, where: int, what: int) -> bytes:
    del where
    codec = CODECS[what % len(CODECS)]
    return data.decode("utf-8", "replace").encode(codec, "replace")


# --- what a file is made of -------------------------------------------------------------------


def _parts(data: bytes, where: int, what: int) -> bytes:
    """Drop, double, swap, nest or fill a tag, a value, or a line."""
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        return _tags(data, where, what)
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError):
        try:
            tree = yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (yaml.YAMLError, ValueError, TypeError, RecursionError, LookupError):
            tree = None
    if isinstance(tree, (dict, list)):
        return _tree(tree, where, what)
    return _lines(data, where, what)


def _tags(data: bytes, where: int, what: int) -> bytes:
    parts = _TAG.split(data)
    at = where % len(parts)
    text = TEXTS[what // 8 % len(TEXTS)]
    match what % 8:
        case 0:
            del parts[at]
        case 1:
            parts.insert(at, parts[at])
        case 2:
            other = what // 8 % len(parts)
            parts[at], parts[other] = parts[other], parts[at]
        case 3:
            parts[at:at] = [b"<a>"] * 300
        case 4:
            start, stop = sorted((at, what // 8 % len(parts)))
            parts[start:start] = parts[start:stop]
        case _:
            spots = [*_VALUE.finditer(data)]
            if spots:
                spot = spots[where % len(spots)]
                quoted = _escaped(text) if what % 8 < 7 else text.encode("utf-8", "surrogatepass")
                start, stop = spot.start() + (2 if spot[0][:1] == b"=" else 1), spot.end() - 1
                return data[:start] + quoted + data[stop:]
    return b"".join(parts)


def _escaped(text: str) -> bytes:
    for raw, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(raw, safe)
    return text.encode("utf-8", "surrogatepass")


def _lines(data: bytes, where: int, what: int) -> bytes:
    lines = data.split(b"\n")
    at, other = where % len(lines), what // 8 % len(lines)
    match what % 8:
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = b"  " + lines[at]
        case _:
            cells = [*_CELL.finditer(lines[at])]
            if cells:
                cell = cells[other % len(cells)]
                text = TEXTS[what // 8 % len(TEXTS)].encode("utf-8", "surrogatepass")
                line = lines[at]
                lines[at] = line[: cell.start()] + text + line[cell.end() :]
    return b"\n".join(lines)


Spot = tuple[Any, Any]


def _spots(tree: Any) -> Iterator[Spot]:
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        keys = list(part) if isinstance(part, dict) else range(len(part))
        for key in keys:
            yield part, key
            if isinstance(part[key], (dict, list)):
                waiting.append(part[key])


def _tree(tree: Any, where: int, what: int) -> bytes:
    spots = [*_spots(tree)]
    if not spots:
        return json.dumps(ODD[what % len(ODD)]).encode()
    part, key = spots[where % len(spots)]
    there, other = spots[what // 8 % len(spots)]
    match what % 8:
        case 0:
            del part[key]
        case 1 if isinstance(part, list):
            part.insert(key, part[key])
        case 1 | 2:
            part[key], there[other] = there[other], part[key]
        case 3:
            for _ in range(what // 8 % 200):
                part[key] = [part[key]] if what % 3 else {"a": part[key]}
        case 4 if isinstance(part, dict):
            part[str(ODD[what // 8 % len(ODD)])] = part.pop(key)
        case _:
            part[key] = ODD[what // 8 % len(ODD)]
    return _written(tree)


def _written(tree: Any) -> bytes:
    try:
        text = json.dumps(tree, ensure_ascii=False, default=str)
    except (ValueError, RecursionError, TypeError):  # a swap can put a part into itself
        return b"[]"
    return text.encode("utf-8", "surrogatepass")


def _same(data: bytes, **_: int) -> bytes:
    return data


_CHANGES: dict[str, Callable[..., bytes]] = {
    "begin": _begin,
    "cut": _cut,
    "double": _double,
    "end": _end,
    "flip": _flip,
    "part": _parts,
    "part again": _parts,
    "part once more": _parts,
    "recode": _recode,
    "repeat": _repeat,
    "splice": _same,
    "token": _token,
}
