"""What tasks note in the registry: a level that was found, a role that begins or ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiangyue.errands import APPOINT, ASSESS, DISMISS, Errand, Key, errand_at
from xiangyue.errors import Misuse
from xiangyue.flow.powers import may_be_given
from xiangyue.journal import said_in
from xiangyue.storage import Reader, Tx
from xiangyue.tables import REGISTRY
from xiangyue.values import replace
from xiangyue.work.plans import Plans
from xiangyue.work.registering import add_holding, journal, put_end, put_literacy

_POST = ("member", "role", "unit")
_LATER = (
    "SELECT seq, n FROM errand WHERE community = ? AND seq > ?"
    f" AND kind = '{DISMISS}' AND state <> 'waiting'"
)


def noted_with(
    reader: Reader, plans: Plans, at: Key, errand: Errand, body: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return who has decided it, and whether it still stands.

    A role is not given that the rules in force now let no task give, nor one of which a later
    entry, whose errand was quicker, has already said that it ends.
    """
    by = {"by": body.get("for", body["actor"])}
    if errand.kind == ASSESS:
        return by
    head = reader.situation(at.community, None, None).head
    profile = head and plans.in_force(reader, head, at.community).profile
    may = profile and may_be_given(profile, errand.detail["role"])
    return {**by, "open": may, "over": errand.kind == APPOINT and _is_over(reader, at, errand)}


def _is_over(reader: Reader, at: Key, errand: Errand) -> bool:
    for seq, n in reader.all(_LATER, at.community, at.seq):
        later = errand_at(at.community, said_in(reader.entry(at.community, seq)[0]), n).detail
        if all(later[name] == errand.detail[name] for name in _POST):
            return True
    return False


def note_in_registry(tx: Tx, at: Key, errand: Errand, values: Mapping[str, Any], now: int) -> None:
    """Enter it once; raises Misuse where it cannot be."""
    key, task, by = str(at), f"{at.community}/{errand.task}", values["by"]
    if tx.situation(REGISTRY, None, key).prior is not None:
        return
    said = errand.detail
    if errand.kind == ASSESS:
        put_literacy(tx, said["member"], said["literacy"], by, now, task=task, key=key)
        return
    if not values["open"]:
        raise Misuse("appoint-closed", role=said["role"])
    enter = _begin if errand.kind == APPOINT else _end
    if values["over"] or not enter(tx, said, now, {"by": by, "decided_in": task}, key):
        # Bound all the same: run again later, it must not do what was undone meanwhile.
        about = {name: said[name] for name in _POST}
        about |= {"by": by, "decided_in": task}
        journal(tx, REGISTRY, "role-kept", now, about, key=key, after={})


def _begin(tx: Tx, said: Mapping[str, Any], now: int, noted: Mapping[str, str], key: str) -> bool:
    """Let a role be held from now on; returns whether it was not, or not so long."""
    member, role, unit = said["member"], said["role"], said["unit"]
    until = said.get("until")
    known = tx.member(member)
    held = [h for h in (known.holdings if known else ()) if (h.role, h.unit) == (role, unit)]
    for one in held:
        lasts = one.until is None or (until is not None and until <= one.until)
        if one.holds(now) and lasts:
            return False
    since = now
    while since in {one.since for one in held}:  # it ended in this very instant
        since += 1
    add_holding(tx, member, role, unit, since, until, None, now, noted=noted, key=key)
    return True


def _end(tx: Tx, said: Mapping[str, Any], now: int, noted: Mapping[str, str], key: str) -> bool:
    """Let a role end wherever it is held at that unit now; returns whether it was."""
    known = tx.member(said["member"])
    held = [
        h
        for h in (known.holdings if known else ())
        if (h.role, h.unit) == (said["role"], said["unit"]) and h.holds(now)
    ]
    for n, one in enumerate(held):
        ended = replace(one, until=now)
        put_end(tx, said["member"], ended, now, noted=noted, key=key if n == 0 else None)
    return bool(held)
