"""Rules: what governs a community, trying another value, and the one way by which it changes."""

from xiangyue_admin.rooms.profiles import drafting, limits, migrating, overview, past, path
from xiangyue_admin.rooms.profiles.room import blueprint

__all__ = ["blueprint", "drafting", "limits", "migrating", "overview", "past", "path"]
