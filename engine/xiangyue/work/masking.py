"""The month's list for everybody's eyes: no ids, and a code by which a household finds its line.

A code belongs to one line of one list. Nobody comes from it to the household, nor from last month's
to this month's; what it is made from is the community's secret. A household reads its code on a
slip of its own, together with a number by which it, and nobody else, sees its page and may appeal.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from xiangyue.values import Value, replace
from xiangyue.work.bookkeeping import Line, Settlement
from xiangyue.work.receipts import derived, grouped, sealed

_DOTS = "···"
_DIGITS = 9


class Slip(Value, frozen=True):
    """What a household is given on paper with a month's list; ``begins`` and ``ends`` as there.

    ``masked`` and ``code`` are as the list shows its line. ``number`` is for its eyes only.
    """

    community: str
    account: str
    begins: int
    ends: int
    member: str
    masked: str
    code: str
    number: str


def masked(secret: bytes, found: Settlement) -> Settlement:
    """Return a list as it may hang out: masked, in the order of the codes, which says nothing."""
    lines = (
        replace(line, member=mask(line.member), code=_code(secret, found, line.member))
        for line in found.lines
    )
    return replace(found, lines=tuple(sorted(lines, key=_by_code)))


def slips(secret: bytes, found: Settlement) -> tuple[Slip, ...]:
    """Return the slips that belong to a list, in its order."""
    return tuple(slip(secret, found, line.member) for line in found.lines)


def slip(secret: bytes, found: Settlement, member: str) -> Slip:
    """Return the slip of one line."""
    return Slip(
        found.community,
        found.account,
        found.begins,
        found.ends,
        member,
        mask(member),
        _code(secret, found, member),
        derived(secret, "slip", *_list(found), member),
    )


def holder(secret: bytes, found: Settlement, number: str, members: Iterable[str]) -> str | None:
    """Return whose slip has this number; None where it is nobody's. All are compared."""
    whose = None
    for member in members:
        if hmac.compare_digest(derived(secret, "slip", *_list(found), member), number):
            whose = member
    return whose


def mask(member: str) -> str:
    """Return an id of which the first character is left, and nothing tells how long it is."""
    return member[0] + _DOTS


def _code(secret: bytes, found: Settlement, member: str) -> str:
    number = int.from_bytes(sealed(secret, "line", *_list(found), member), "big")
    return grouped(f"{number % 10**_DIGITS:0{_DIGITS}}")


def _list(found: Settlement) -> tuple[str, str, str]:
    return found.community, found.account, str(found.begins)


def _by_code(line: Line) -> str:
    return line.code
