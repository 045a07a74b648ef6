"""Where a character of a text stands in its file, whichever way YAML lets the text be written."""

from __future__ import annotations

import re
from pathlib import Path

from xiangyue.errors import Place
from xiangyue.profile import Node

# What may stand before the text itself: an anchor, and the head of a block.
_BEFORE = re.compile(r"(?:&\S+\s+)?(?:[|>][^\n]*\n)?")
_REACH = 300  # characters of indentation, quotes and escapes between two characters of a text


class Sources:
    """The files of a profile, read again when a place within a text is asked for."""

    def __init__(self) -> None:
        """Begin with none."""
        self._files: dict[str, list[str] | None] = {}

    def place(self, node: Node, offset: int) -> Place:
        """Return the place of a character of a scalar; the scalar's own where it is not found.

        Quotes, folds and indentation only add or drop blanks and marks: the other characters stand
        in the file in the order of the text.
        """
        start, lines = node.place, self._lines(node.place.file)
        if lines is None or not isinstance(node.value, str) or not 0 < start.line <= len(lines):
            return start
        raw = "\n".join([lines[start.line - 1][start.column - 1 :], *self._below(lines, node)])
        found = _BEFORE.match(raw)
        at = found.end() if found else 0
        past = 0
        for char in node.value[: offset + 1]:
            if char.isspace():
                continue
            at = raw.find(char, at + past, at + past + _REACH)
            if at < 0:
                return start
            past = 1
        if offset >= len(node.value):
            at += past
        line = raw.count("\n", 0, at)
        column = at - raw.rfind("\n", 0, at) - 1
        return Place(start.file, start.line + line, column + (1 if line else start.column))

    def _below(self, lines: list[str], node: Node) -> list[str]:
        # No text has more lines than these: an escape is no line, and folding drops every other.
        most = 2 * str(node.value).count("\n") + len(str(node.value)) // 2 + 4
        return lines[node.place.line : node.place.line + most]

    def _lines(self, file: str) -> list[str] | None:
        if file not in self._files:
            try:
                text = Path(file).read_bytes().decode("utf-8-sig", "replace")
            except (OSError, ValueError):
                self._files[file] = None
            else:
                self._files[file] = re.split(r"\r\n|\r|\n", text)
        return self._files[file]
