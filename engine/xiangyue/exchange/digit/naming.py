"""Ids for what DIGIT has names for: the name itself wherever it can be an id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from xiangyue.exchange.names import title
from xiangyue.flow import ANY
from xiangyue.profile import RESERVED_BY, RESERVED_WHO
from xiangyue.values import OPEN

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}", re.ASCII)
_OTHER = re.compile(r"[^A-Za-z0-9]+", re.ASCII)
_TAKEN: Final[Mapping[str, frozenset[str]]] = {
    "state": frozenset({ANY}),
    "action": frozenset({OPEN}),
    "role": frozenset({*RESERVED_BY, *RESERVED_WHO}),
}


def safe_id(name: str, kind: str) -> str:
    """Return a name if it can be an id, else one that is made of its letters and digits."""
    taken = _TAKEN.get(kind, frozenset())
    if _ID.fullmatch(name) and name not in taken:
        return name
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    made = _OTHER.sub("_", plain).strip("_")[:80].rstrip("_")
    if not made:
        return kind
    return made if made[0].isalpha() and made not in taken else f"{kind}_{made}"


class Ids:
    """Gives each thing of one kind an id of its own."""

    def __init__(self, kind: str, taken: Iterable[str] = ()) -> None:
        """Begin; what is ``taken`` is nobody's."""
        self._kind = kind
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def give(self, name: str, *, more: Collection[str] = ()) -> str:
        """Return an id for a name; where it is taken, with one of ``more`` behind, or a number."""
        base = safe_id(name, self._kind)
        tries = [base, *(safe_id(f"{base}_{one}", self._kind) for one in more if one)]
        chosen = next((one for one in tries if one not in self._taken), None)
        while chosen is None:
            number = self._numbers[base] = self._numbers.get(base, 1) + 1
            chosen = one if (one := f"{base}_{number}") not in self._taken else None
        self._taken.add(chosen)
        return chosen


def heading(name: str | None, unnamed: str) -> str:
    """Return a name as a title; what is ``unnamed`` where there is none to read."""
    return title(name) if name and name.strip() else unnamed
