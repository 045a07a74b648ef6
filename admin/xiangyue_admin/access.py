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
        "sheet": MEMBER,
    },
    "me": {"points": MEMBER, "reach": MEMBER, "away": MEMBER},
    "tasks": {
        "show": TASK,
        "act": TASK,
        "done": TASK,
        "sheet": TASK,
        "photo": TASK,
        "resilience": TASK,
    },
    # People without an account, and those who enter for them.
    "residents": {
        "index": ANYBODY,
        "start": ANYBODY,
        "choose": ANYBODY,
        "bring": ANYBODY,
        "receipt": ANYBODY,
        "follow": ANYBODY,
        "show": ANYBODY,
        "answer": ANYBODY,
        "forget": ANYBODY,
        "notices": ANYBODY,
        "points": ANYBODY,
        "slip": ANYBODY,
        "page": ANYBODY,
        "appeal": ANYBODY,
        "appeals": ANYBODY,
    },
    "desk": {
        "index": Rule("desk"),
        "start": DESK,
        "choose": DESK,
        "bring": DESK,
        "receipt": DESK,
        "follow": DESK,
        "show": DESK,
        "answer": DESK,
        "forget": DESK,
        "paper": DESK,
        "enter": DESK,
    },
    # A community, for its admins.
    "communities": {
        "index": SOMEWHERE,
        **dict.fromkeys(
            (
                *("community", "tasks", "rollup"),
                *("call_outs", "call_out", "events"),
                *("resources", "matches", "propose"),
                *("points", "settlement", "statement", "entry"),
                *("burden", "participation", "rates", "signals", "resilience"),
                *("mode", "mode_open", "mode_act"),
                *("members", "register", "member", "note"),
                *("units", "lists", "holidays"),
                *("incoming", "incoming_file", "blank"),
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
        "limit": ADMIN,
        "whole": ADMIN,
        "changes": ADMIN,
        "change": ADMIN,
        "what_if": ADMIN,
        "both": ADMIN,
        "simulation": ADMIN,
        "expectation": ADMIN,
        "migration": ADMIN,
    },
    "start": {
        "index": SYSTEM,
        "sheet": SYSTEM,
        "template": SYSTEM,
        "file": SYSTEM,
        "fit": SYSTEM,
        "install": SYSTEM,
    },
    # What happened, and what leaves the house.
    "journal": {
        "index": SOMEWHERE,
        "entries": ADMIN,
        "entry": ADMIN,
        "check": ADMIN,
        "run": ADMIN,
        "end": ADMIN,
    },
    "refused": {"index": SOMEWHERE, "community": ADMIN},
    "exports": {
        "index": SOMEWHERE,
        "community": ADMIN,
        "tasks": ADMIN,
        "points": ADMIN,
        "journal": ADMIN,
        "log": ADMIN,
        "library": ADMIN,
    },
    # Those who run the system.
    "system": {
        "index": SYSTEM,
        **dict.fromkeys(("users", "add_user", "user", "set_grants"), SYSTEM),
        **dict.fromkeys(("lock_user", "unlock_user", "new_password"), SYSTEM),
        **dict.fromkeys(("tokens", "make_token", "revoke_token"), SYSTEM),
        **dict.fromkeys(("webhooks", "subscribe", "rotate"), SYSTEM),
        **dict.fromkeys(("redrive_webhook", "unsubscribe"), SYSTEM),
        **dict.fromkeys(("plugins", "plugin", "condition", "look", "redrive", "acts"), SYSTEM),
    },
    "guide": {"index": ANYBODY},
}


def rule(room: str, endpoint: str) -> Rule | None:
    """Return who may open a page; None where it stands in no row."""
    return TABLE.get(room, {}).get(endpoint)
