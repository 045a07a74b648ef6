"""The text of a YAML file: what is refused before it is parsed, and what libyaml says of it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from xiangyue.errors import BadInput, Place

BLANK_LIMIT: Final = 4_000  # characters of white space in a row

_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# Control characters, line breaks that editors do not count, what turns the direction of writing
# (the text would not be what it looks like), byte order marks inside the text.
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
_UNSAFE_RAW = re.compile(f"[{_CONTROL}]")
_UNSAFE_TEXT = re.compile(f"[{_CONTROL}\r\ud800-\udfff]")
_UNSAFE_NAME = re.compile(f"[{_CONTROL}\t\n\r\ud800-\udfff]")
# libyaml compares each %TAG with all others, and wipes its whole buffer of blanks after each word:
# a file of nothing but either would keep it busy for half a minute.
_DIRECTIVE = re.compile(r"(?:\A|[\r\n])(%(?!YAML 1\.2\s))")
_BLANKS = re.compile(rf"\S(\s{{{BLANK_LIMIT}}})")


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, with or without a byte order mark; BadInput names any other encoding."""
    for mark, encoding in _ENCODINGS:
        if data.startswith(mark):
            raise BadInput("yaml-utf16", place=Place(name, 1, 1), encoding=encoding)
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        place = _spot(data[: error.start].decode().removeprefix("\ufeff"), name)
        byte = f"0x{data[error.start]:02X}"
        raise BadInput("yaml-encoding", place=place, byte=byte, offset=error.start) from None


def check_file(source: str, name: str) -> None:
    """Refuse control characters, directives other than ``%YAML 1.2``, and deserts of blanks."""
    if found := _UNSAFE_RAW.search(source):
        raise _unsafe(found[0], _spot(source[: found.start()], name), "yaml-control")
    if found := _DIRECTIVE.search(source):
        raise BadInput("yaml-directive", place=_spot(source[: found.start(1)], name))
    if found := _BLANKS.search(source):
        place = _spot(source[: found.start(1)], name)
        raise BadInput("yaml-blanks", place=place, limit=BLANK_LIMIT)


def check_text(text: str, place: Place) -> None:
    """Refuse control characters that came in as escapes; line breaks and tabs may stand."""
    if found := _UNSAFE_TEXT.search(text):
        raise _unsafe(found[0], place, "yaml-control")


def check_name(text: str, place: Place) -> None:
    """Refuse any control character in a name."""
    # Hardly a name holds anything unprintable: the cheap question comes first.
    if not text.isprintable() and (found := _UNSAFE_NAME.search(text)):
        raise _unsafe(found[0], place, "yaml-control-name")


def _unsafe(character: str, place: Place, code: str) -> BadInput:
    point = ord(character)
    if 0xD800 <= point <= 0xDFFF:
        return BadInput("yaml-escape", place=place, escape=f"\\u{point:04x}")
    return BadInput(code, place=place, character=f"U+{point:04X}")


def _spot(before: str, name: str) -> Place:
    lines = re.split(r"\r\n|\r|\n", before)
    return Place(name, len(lines), len(lines[-1]) + 1)


_PROBLEMS = (
    (" tag", "yaml-tag"),
    ("mapping values are not allowed", "yaml-colon"),
    ("could not find expected ':'", "yaml-no-colon"),
    ("could not found expected ':'", "yaml-no-colon"),
    ("found unexpected end of stream", "yaml-quote"),
    ("found unexpected document", "yaml-quote"),
    ("that cannot start any token", "yaml-start"),
    ("alphabetic or numeric", "yaml-start"),
    ("comment or", "yaml-start"),
    ("chomping", "yaml-start"),
    ("expected ',' or", "yaml-bracket"),
    ("escape", "yaml-escape"),
    ("hexdecimal", "yaml-escape"),
    ("expected key", "yaml-indent"),
    ("'-' indicator", "yaml-indent"),
    ("<document start>", "yaml-indent"),
    ("<block end>", "yaml-indent"),
    ("tab character", "yaml-tab"),
)
_MISTAKEN = frozenset({"yaml-no-colon", "yaml-colon", "yaml-bracket"})
# Only where no Chinese sentence would have them: after a name, before one, and as brackets.
_WIDE = re.compile(r"(?<=[A-Za-z0-9_])：|，(?=\s*[a-z_]+\s*[:：])|[｛｝［］]")
_ESCAPE = re.compile(r"\\(?:U.{0,8}|u.{0,4}|x.{0,2}|.)?")
_INDENT = re.compile(r"[ \t]*")


def full_width(character: str, place: Place) -> BadInput:
    """Say that a character of Chinese writing stands where YAML needs the plain one."""
    code = "yaml-wide-colon" if character == "：" else "yaml-wide"
    plain = unicodedata.normalize("NFKC", character)
    return BadInput(code, place=place, character=character, plain=plain)


def _around(source: str, start: Any, mark: Any) -> tuple[int, int]:
    """Return from where to where something is wrong: from the line it begins in, to its end."""
    end = source.find("\n", mark.index if mark.line == start.line else start.index)
    return start.index - start.column, end if end >= 0 else len(source)


def translate(error: Exception, source: str, name: str) -> BadInput:
    """Say what libyaml has to say in a sentence of ours; its own words stay in ``problem``."""
    problem: str = getattr(error, "problem", None) or str(error)
    mark: Any = getattr(error, "problem_mark", None)
    if mark is None:  # chr() on an escape beyond Unicode, in the reader without libyaml
        return BadInput("yaml-syntax", place=Place(name), problem=problem)
    about = f"{getattr(error, 'context', None) or ''}: {problem}"
    code = next((code for piece, code in _PROBLEMS if piece in about), "yaml-syntax")
    start: Any = getattr(error, "context_mark", None) or mark
    line, column, index = mark.line + 1, mark.column + 1, mark.index
    values: dict[str, Any] = {"problem": problem}
    if code in _MISTAKEN and (wide := _WIDE.search(source, *_around(source, start, mark))):
        return full_width(wide[0], _spot(source[: wide.start()], name))
    indent = _INDENT.match(source, index - mark.column)
    if source[index : index + 1] == "\t" and "any token" in problem:
        code = "yaml-tab"
    elif code == "yaml-colon" and indent and "\t" in indent[0]:
        code, column = "yaml-tab", indent[0].index("\t") + 1
    elif code in ("yaml-indent", "yaml-syntax") and source[index : index + 1] == ":":
        code = "yaml-key-missing"
    elif code in ("yaml-quote", "yaml-no-colon", "yaml-start", "yaml-tag"):
        line, column = start.line + 1, start.column + 1
        values["character"] = values["tag"] = source[start.index : start.index + 1]
    elif code == "yaml-bracket":
        values["line"] = start.line + 1
    elif code == "yaml-escape":
        back = index - source.rfind("\\", 0, index + 1)
        found = _ESCAPE.match(source, index - back)
        column -= back
        values["escape"] = found[0] if found else ""
    return BadInput(code, place=Place(name, line, column), **values)
