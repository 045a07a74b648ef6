"""What has passed from a task to others, in other chains too: where it went, and that it goes.

    down   what was distributed, or opened as a follow-up, took values and a title with it
    up     a report that all is done took the result with it

Errands bring it there, so each copy is found by the key of its errand. It is kept no longer than
what it was copied from: a destruction sends errands after it, and what is destroyed there sends
its own in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xiangyue.canonical import load
from xiangyue.errands import DISTRIBUTE, FOLLOW_UP, REPORT, Key
from xiangyue.storage import Reader
from xiangyue.values import TITLE

_UP, _DOWN = f"'{REPORT}'", f"'{DISTRIBUTE}', '{FOLLOW_UP}'"
_KEY = "'~' || e.community || '/' || CAST(e.seq AS TEXT) || '.' || CAST(e.n AS TEXT)"
# What is on its way may arrive at this moment.
_REACHED = (
    "SELECT DISTINCT e.recipient FROM errand e"
    f" LEFT JOIN journal j ON j.community = e.recipient AND j.key = {_KEY}"
    " LEFT JOIN payload p ON p.community = j.community AND p.seq = j.seq"
    " WHERE e.community = ? AND e.task = ? AND e.kind IN ({kinds})"
    " AND (e.state = 'waiting' OR p.seq IS NOT NULL) ORDER BY e.recipient"
)
_BROUGHT = (
    "SELECT seq, n FROM errand WHERE community = ? AND task = ? AND recipient = ?"
    f" AND kind IN ({_UP}, {_DOWN}) ORDER BY seq, n"
)
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
    return [name for (name,) in reader.all(_REACHED.format(kinds=kinds), community, task)]


def no_longer_held(
    reader: Reader, community: str, task: str, recipient: str, held: Held
) -> list[int]:
    """Return the entries of ``recipient`` with something of a task that it does not hold any more.

    ``held`` names whatever is personal there, with what is left of it.
    """
    found = []
    for seq, n in reader.all(_BROUGHT, community, task, recipient):
        for entry, body in _entered(reader, recipient, str(Key(community, seq, n))):
            if body is not None and _is_gone(load(body), held):
                found.append(entry)
    return found


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
