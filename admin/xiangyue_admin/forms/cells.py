"""The cells of a decision table, as people write them and as a profile holds them."""

from __future__ import annotations

import re
from typing import Any

from xiangyue_admin.forms import reading
from xiangyue_admin.speaking import _

ANY = "-"
_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|–|—|~|至|到|\bto\b)\s*({_NUMBER})", re.ASCII)
_SIGNS = (("≥", ">="), ("≤", "<="), ("=>", ">="), ("=<", "<="))
_INTERVAL = re.compile(rf"\[({_NUMBER})\.\.({_NUMBER})\]", re.ASCII)


def shown(cell: Any, kind: str) -> str:
    """Write a cell as people read it: ``[1..3]`` as 1–3, a list with commas."""
    if isinstance(cell, (list, tuple)):
        return ", ".join(shown(one, kind) for one in cell)
    if isinstance(cell, bool) or not isinstance(cell, str):
        return reading.shown(cell, kind)
    if kind in ("integer", "number"):
        found = _INTERVAL.fullmatch(cell.replace(" ", ""))
        text = f"{found[1]}–{found[2]}" if found else cell
        return text.replace(">=", "≥").replace("<=", "≤")
    return cell


def condition(text: str, kind: str) -> Any:
    """Read a cell of an input: a value, several, a range, or - for any.

    The engine says whether a range makes sense; here it is only brought into its spelling.
    """
    said = reading.plain(text)
    if said in ("", ANY, "—", "–", "*", "any", "任意"):
        return ANY
    if kind == "boolean":
        return said == "true"
    if kind not in ("integer", "number"):
        items = reading.lines(said)
        return items[0] if len(items) == 1 else items
    items = [_numeric(item) for item in reading.lines(_commas(said))]
    return items[0] if len(items) == 1 else items


def _commas(said: str) -> str:
    # A comma within brackets is somebody's way to write an interval.
    return re.sub(r"([\[(][^\])]*?),([^\[(]*?[\])])", r"\1..\2", said)


def _numeric(item: str) -> Any:
    if found := _RANGE.fullmatch(item):
        return f"[{found[1]}..{found[2]}]"
    for sign, ours in _SIGNS:
        item = item.replace(sign, ours)
    if re.fullmatch(_NUMBER, item, re.ASCII):
        return float(item) if "." in item else int(item)
    return item


def result(text: str, kind: str) -> Any:
    """Read a cell of an output; ValueError with a sentence where it is none."""
    if not text.strip():
        raise ValueError(_("This is still needed."))
    match kind:
        case "integer":
            return reading.integer(text)
        case "number":
            return reading.number(text)
        case "boolean":
            return reading.plain(text) == "true"
        case _:
            return text.strip()
