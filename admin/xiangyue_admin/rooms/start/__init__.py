"""The first run for real: units and people from sheets, what fits, and the profile."""

from xiangyue_admin.rooms.start import choosing, files, sheets
from xiangyue_admin.rooms.start.room import blueprint

__all__ = ["blueprint", "choosing", "files", "sheets"]
