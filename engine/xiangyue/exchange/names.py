"""Names of a log's things: safe ids, safe titles, and the way back from a title to its id."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from xiangyue.profile import RESERVED_BY, RESERVED_WHO

ID_LENGTH = 48
TITLE_LENGTH = 200
# What a profile, or YAML 1.1 as editors still read it, means by a bare word.
RESERVED = frozenset(
    {*RESERVED_BY, *RESERVED_WHO, "any", "end", "ended", "open", "start", "unknown", "worker"}
    | {"false", "n", "no", "null", "off", "on", "true", "y", "yes"}
)
_UNSAFE_KINDS = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
# Marks that reorder or hide the text around them; joiners stay, since emoji need them.
_UNSAFE_MARKS = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


def slug(text: str, joint: str = "_") -> str:
    """Return ``text`` as small ASCII letters and digits with ``joint`` between; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall("[a-z0-9]+", plain))[:ID_LENGTH].rstrip(joint)


def profile_id(name: str, kind: str = "log") -> str:
    """Return a name as that of a profile; ``kind`` stands for it, or behind a reserved word."""
    found = slug(name, "-").lstrip("-0123456789") or kind
    return f"{found}-{kind}" if found in RESERVED else found


def ids(names: Iterable[str], kind: str) -> dict[str, str]:
    """Give each name its own id: its slug, or ``kind`` and its number where there is none.

    The ids begin with a letter, are no reserved word, and depend on the order of the names.
    """
    found: dict[str, str] = {}
    taken = set(RESERVED)
    tries: dict[str, int] = {}
    for number, name in enumerate(dict.fromkeys(names), 1):
        base = slug(name) or f"{kind}_{number}"
        if not base[0].isalpha():
            base = f"{kind}_{base}"
        chosen = base
        while chosen in taken:
            tries[base] = tries.get(base, 1) + 1
            chosen = f"{base}_{tries[base]}"
        taken.add(chosen)
        found[name] = chosen
    return found


def title(name: str) -> str:
    """Return a name as a title: itself, unless it is too long or holds what nobody can read.

    A changed name ends in a few digits of its hash, so that two names never share a title.
    """
    safe = "".join(" " if _unsafe(char) else char for char in name)
    if safe == name and len(name) <= TITLE_LENGTH:
        return name
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    safe = " ".join(safe.split())
    room = TITLE_LENGTH - len(mark) - 3
    return f"{safe if len(safe) <= room else safe[: room - 1] + '…'} [{mark}]".strip()


def match(names: Iterable[str], titles: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Find for each name the id that it stands for: the one whose title it has, or the id itself.

    ``titles`` holds the titles of each id, in all languages. Names without an id are left out.
    """
    by_title: dict[str, str] = {}
    for key, texts in titles.items():
        for text in texts:
            by_title.setdefault(text, key)
    found = {name: by_title.get(title(name)) or by_title.get(name) for name in names}
    found.update({name: name for name, key in found.items() if key is None and name in titles})
    return {name: key for name, key in found.items() if key is not None}


def shown(text: str, length: int = 60) -> str:
    """Return ``text`` for a message: on one line, without control characters, not too long."""
    safe = " ".join("".join(" " if _unsafe(char) else char for char in text).split())
    return safe if len(safe) <= length else safe[: length - 1] + "…"


def _unsafe(char: str) -> bool:
    if " " <= char <= "~":
        return False
    return char in _UNSAFE_MARKS or unicodedata.category(char) in _UNSAFE_KINDS
