"""Rules: what governs a community, trying another value, and the one way by which it changes."""

from xiangyue_admin.rooms.profiles import (
    both,
    drafting,
    limits,
    migrating,
    overview,
    path,
    simulating,
    what_if,
)
from xiangyue_admin.rooms.profiles.room import blueprint

__all__ = [
    "blueprint",
    "both",
    "drafting",
    "limits",
    "migrating",
    "overview",
    "path",
    "simulating",
    "what_if",
]
