"""How wide text will be: near enough for boxes, whatever font it is drawn in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

_NARROW: Final = frozenset("ijlftr.,;:!'|()[]{} ")
_BROAD: Final = frozenset("mwMWOQG@%&—…")
_NEVER_FIRST: Final = frozenset("，。、；：？！）】》〉”’…,.;:?!)]}")


def width(text: str, size: float) -> float:
    """Return the width of a line in a sans-serif font of this size, rather too much than little."""
    return size * sum(_em(char) for char in text)


def wrap(text: str, size: float, most: float) -> list[str]:
    """Break text into lines of at most this width: between words, and anywhere in Chinese.

    The lines are about equally long, so that no single word is left over.
    """
    lines = _broken(text, size, most)
    least = most / 2
    while most - least > size / 2:
        middle = (least + most) / 2
        narrower = _broken(text, size, middle)
        if len(narrower) > len(lines):
            least = middle
        else:
            lines, most = narrower, middle
    return lines


def _broken(text: str, size: float, most: float) -> list[str]:
    lines = [""]
    for piece in _pieces(text, size, most):
        line = lines[-1] + piece
        if not lines[-1] or width(line.rstrip(), size) <= most or piece[0] in _NEVER_FIRST:
            lines[-1] = line if lines[-1] else line.lstrip()
        else:
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(text: str, size: float, most: float) -> Iterator[str]:
    """Yield what must not be broken: words with the space before them, single wide characters."""
    word = ""
    for char in text:
        if (_is_wide(char) or char == " ") and word:
            yield word
            word = ""
        if _is_wide(char):
            yield char
        elif width(word + char, size) > most and word:
            yield word
            word = char
        else:
            word += char
    if word:
        yield word


def _em(char: str) -> float:
    if _is_wide(char):
        return 1.0
    if unicodedata.combining(char):
        return 0.0
    if char in _NARROW:
        return 0.38
    return 0.9 if char in _BROAD else 0.72 if char.isupper() else 0.57


def _is_wide(char: str) -> bool:
    # Ambiguous ones, such as quotation marks, are wide in Chinese fonts.
    return ord(char) > 127 and unicodedata.east_asian_width(char) in "WFA"
