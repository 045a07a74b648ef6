"""Names that several rooms know, and what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping

SYSTEM = "system"

PUBLIC = "public"
"""Whoever comes without being registered: as who acts, and as a right to open a task."""

NOBODYS = frozenset({SYSTEM, PUBLIC})
"""Names of which no member can be."""

OPEN = "open"

NORMAL = "normal"
"""The mode of a community in which nothing is overlaid."""

TITLE, NOTE = "title", "note"

CATEGORY = "category"
"""The field that keeps by which category a matter came in."""

TOUCHING = frozenset({"assign", "message", "collect", "publish"})
"""Interventions that reach a person, and are counted."""

SENT = frozenset({"message", "collect", "publish", "ask"})
"""Interventions that a channel carries."""

REACH = "reach_at"
"""The field in which whoever is not registered says how to reach them."""

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "accepted": ("asked",),
    "declined": ("asked", "accepted"),
    "arrived": ("asked", "accepted"),
    "freed": ("accepted", "arrived"),
    "lapsed": ("asked",),
}
"""What becomes of whom a call-out has asked, and what they must have been before."""

FREEZING: Mapping[str, int] = {"red_line": 1, "cleared": 0}
"""Ledger entries after which an account is frozen, or is not any more."""

TIERS: Mapping[str, int] = {
    "county": 1,
    "subdistrict": 2,
    "township": 2,
    "community": 3,
    "village": 3,
    "grid": 4,
}
