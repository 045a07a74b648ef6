"""What has passed from a task to others, in other chains too: where it went, and that it goes.

    down   what was distributed, or opened as a follow-up, took values and a title with it
    up     a report that all is done took the result with it

Errands bring it there, so each copy is found by the key of its errand. It is kept no longer than
what it was copied from: a destruction sends errands after it, and what is destroyed there sends
its own in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xiangyue.canonical import load
from xiangyue.errands import DISTRIBUTE, FOLLOW_UP, REPORT, Key
from xiangyue.storage import Reader
from xiangyue.values import TITLE

_UP, _DOWN = f"'{REPORT}'", f"'{DISTRIBUTE}', '{FOLLOW_UP}'"
_KEY = "'~' || e.community || '/' || CAST(e.seq AS TEXT) || '.' || CAST(e.n AS TEXT)"
# SQLite would else read every errand of a community: the index alone tells whose they are.
_OF_TASK = (
    "(SELECT seq, n FROM errand WHERE community = ? AND task = ?) x"
    " JOIN errand e ON e.community = ? AND e.seq = x.seq AND e.n = x.n"
)
# What is on its way may arrive at this moment.
_REACHED = (
    f"SELECT DISTINCT e.recipient FROM {_OF_TASK}"
    f" LEFT JOIN journal j ON j.community = e.recipient AND j.key = {_KEY}"
    " LEFT JOIN payload p ON p.community = j.community AND p.seq = j.seq"
    " WHERE e.kind IN ({kinds})"
    " AND (e.state = 'waiting' OR p.seq IS NOT NULL) ORDER BY e.recipient"
)
_BROUGHT = f"SELECT e.recipient, e.seq, e.n FROM {_OF_TASK} WHERE e.kind IN ({_UP}, {_DOWN})"
_ENTERED = (
    "SELECT j.seq, p.body FROM journal j LEFT JOIN payload p"
    " ON p.community = j.community AND p.seq = j.seq WHERE j.community = ? AND j.key = ?"
)

Held = Mapping[str, Sequence[Any]]
"""What a task holds still of its personal values: by name, as they are chained."""


def whom_it_reaches(reader: Reader, community: str, task: str, *, down: bool) -> list[str]:
    """Return the chains that hold, or are about to be told, something that came from a task.

    ``down`` is whether to count those that were given it, besides those that are told the result.
    """
    kinds = f"{_UP}, {_DOWN}" if down else _UP
    rows = reader.all(_REACHED.format(kinds=kinds), community, task, community)
    return [name for (name,) in rows]


def brought(reader: Reader, community: str, task: str) -> Mapping[str, Sequence[str]]:
    """Return the keys of all errands that may have brought something of a task, by recipient."""
    keys: dict[str, list[str]] = {}
    for recipient, seq, n in sorted(reader.all(_BROUGHT, community, task, community)):
        keys.setdefault(recipient, []).append(str(Key(community, seq, n)))
    return keys


def no_longer_held(reader: Reader, recipient: str, keys: Iterable[str], held: Held) -> list[int]:
    """Return the entries of these errands with something of a task that it does not hold any more.

    ``held`` names whatever is personal there, with what is left of it.
    """
    entered = (one for key in keys for one in _entered(reader, recipient, key))
    return [seq for seq, body in entered if body is not None and _is_gone(load(body), held)]


def _entered(reader: Reader, community: str, key: str) -> Iterator[tuple[int, str | None]]:
    """Yield the entry of an errand, and those of what was deferred and decided again."""
    while rows := reader.all(_ENTERED, community, key):
        yield rows[0]
        key = f"~{rows[0][0]}"


def _is_gone(body: Mapping[str, Any], held: Held) -> bool:
    values = dict(body.get("given", {}))
    if TITLE in body:
        values[TITLE] = body[TITLE]
    return any(name in held and value not in held[name] for name, value in values.items())
