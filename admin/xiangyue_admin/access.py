"""Who may open which page: the written table, and the one place that keeps it.

A page that stands in no row is refused. ``where`` names the part of the address that holds the
community or unit the page is about: whoever has no power there is told that it does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Who = Literal["anybody", "signed-in", "member", "desk", "admin", "system"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may open a page: anybody, who is signed in, who acts as a member, who holds a power.

    A power is asked for at the community or unit that the argument ``where`` names, or anywhere.
    ``sees`` asks further that the task of the address (``community``, ``task``) is the account's
    to see: as a party of it, or by the power ``admin`` there.
    """

    who: Who
    where: str | None = None
    sees: bool = False


ANYBODY = Rule("anybody")
SIGNED_IN = Rule("signed-in")
MEMBER = Rule("member")
TASK = Rule("signed-in", "community", sees=True)
DESK = Rule("desk", "community")
ADMIN = Rule("admin", "community")
SOMEWHERE = Rule("admin")
SYSTEM = Rule("system")

TABLE: Mapping[str, Mapping[str, Rule]] = {
    # The door: signing in and out, language and size, what everybody may read.
    "entry": {
        "home": ANYBODY,
        "sign_in": ANYBODY,
        "sign_out": ANYBODY,
        "view": ANYBODY,
        "link": ANYBODY,
        "asset": ANYBODY,
    },
    "oidc": {"begin": ANYBODY, "back": ANYBODY},
    "health": {"health": ANYBODY},
    # A cadre's own work.
    "work": {
        "index": MEMBER,
        "waiting": MEMBER,
        "new": MEMBER,
        "begin": MEMBER,
        "receive": MEMBER,
    },
    "me": {"points": MEMBER, "reach": MEMBER, "away": MEMBER},
    "tasks": {"show": TASK, "act": TASK, "done": TASK},
    # People without an account, and those who enter for them.
    "residents": {},
    "desk": {},
    # A community, for its admins.
    "communities": {
        "index": SOMEWHERE,
        **dict.fromkeys(
            (
                *("community", "tasks", "rollup"),
                *("call_outs", "call_out", "events"),
                *("resources", "matches", "propose"),
                *("points", "settlement", "find_statement", "statement", "entry"),
                *("burden", "participation", "rates", "signals"),
                *("mode", "mode_open", "mode_act"),
                *("members", "find_member", "register", "member", "note"),
                *("units", "lists", "holidays"),
            ),
            ADMIN,
        ),
    },
    # Its rules.
    "profiles": {
        "index": SOMEWHERE,
        "community": ADMIN,
        "versions": ADMIN,
        "flows": ADMIN,
        "flow": ADMIN,
        "coverage": ADMIN,
        "params": ADMIN,
        "param": ADMIN,
        "table": ADMIN,
        "whole": ADMIN,
        "changes": ADMIN,
        "change": ADMIN,
    },
    "start": {
        "index": SYSTEM,
        "sheet": SYSTEM,
        "template": SYSTEM,
        "fit": SYSTEM,
        "install": SYSTEM,
    },
    # What happened, and what leaves the house.
    "journal": {},
    "refused": {},
    "exports": {},
    # Those who run the system.
    "system": {},
    "guide": {},
}


def rule(room: str, endpoint: str) -> Rule | None:
    """Return who may open a page; None where it stands in no row."""
    return TABLE.get(room, {}).get(endpoint)
