"""How a limit that is only recorded or said has fared so far: what it would have held up.

It is read from what limits said other than yes, as the journal keeps it with each command.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from xiangyue.canonical import load, unchained
from xiangyue.storage import Reader
from xiangyue.values import Ruling
from xiangyue.work.changing import rules_at
from xiangyue.work.plans import Plans

TRIED: Final = ("audit", "warn")
"""Stances under which a limit holds nothing up."""

_STRICTEST: Final = ("deny", "defer", "reshape")
_EXAMPLES: Final = 3
_PAGE: Final = 1_000
_ENTRIES = (
    "SELECT seq, body FROM journal WHERE community = ? AND seq > ? AND task IS NOT NULL"
    " ORDER BY seq LIMIT ?"
)
_BEGUN = "SELECT seq, body FROM journal WHERE community = ? AND key = ?"
_COMMAND = '"kind":"command"'


class Trial(NamedTuple):
    """What a limit would have done to commands ``since`` it is tried (microseconds).

    A command counts once, by the strictest that was said: to deny, defer or reshape something.
    ``examples`` are the addresses of the newest tasks concerned.
    """

    since: int
    commands: int
    denied: int
    deferred: int
    reshaped: int
    examples: tuple[str, ...]

    @property
    def held(self) -> int:
        """How many commands it would have touched."""
        return self.denied + self.deferred + self.reshaped


def limit_trials(
    reader: Reader, plans: Plans, community: str, revision: int, limits: Collection[str]
) -> Mapping[str, Trial]:
    """Return how limits have fared by now, by the names of their bindings.

    Those are left out that are not tried under the settings revision.
    """
    begun = {name: _begun(reader, plans, community, revision, name) for name in limits}
    tried = {name: found for name, found in begun.items() if found is not None}
    if not tried:
        return {}
    counts = {name: Counter[str]() for name in tried}
    seen: dict[str, dict[str, None]] = {name: {} for name in tried}
    first = min(seq for seq, _ in tried.values())
    while rows := reader.all(_ENTRIES, community, first, _PAGE):
        first = rows[-1][0]
        for seq, text in rows:
            if _COMMAND not in text:
                continue
            for name in tried:
                if seq > tried[name][0]:
                    counts[name]["commands"] += 1
                    # Most entries say nothing of it: they need not be read.
                    said = _said(text, name) if f'"{name}"' in text else None
                    if said is not None:
                        counts[name][said] += 1
                        ref = f"{community}/{load(text)['task']}"
                        seen[name].pop(ref, None)
                        seen[name][ref] = None
    return {
        name: Trial(
            since=at,
            commands=counts[name]["commands"],
            denied=counts[name]["deny"],
            deferred=counts[name]["defer"],
            reshaped=counts[name]["reshape"],
            examples=tuple(reversed([*seen[name]][-_EXAMPLES:])),
        )
        for name, (_, at) in tried.items()
    }


def _begun(
    reader: Reader, plans: Plans, community: str, revision: int, name: str
) -> tuple[int, int] | None:
    """Return after which entry, and when, a limit began to be tried; None where it is not."""
    found = None
    while revision > 0:
        bound = rules_at(reader, plans, community, revision).profile.limits.get(name)
        if bound is None or bound.stance not in TRIED:
            break
        found, revision = revision, revision - 1
    if found is None:
        return None
    rows = reader.all(_BEGUN, community, f"~settings.{found}")
    # Entries of before each had a key are not looked for: what was tried first counts, too.
    return (rows[0][0], load(rows[0][1])["at"]) if rows else (0, 0)


def _said(text: str, name: str) -> str | None:
    """Return the strictest that a limit said of a command; None where that held, or was nothing."""
    rulings = [Ruling(*unchained(one)) for one in load(text).get("rulings", ())]
    said = {one.verdict for one in rulings if one.limit == name and one.stance in TRIED}
    return next((verdict for verdict in _STRICTEST if verdict in said), None)
