"""What leaves the house: lists, the log of events and the resource library; each is noted."""

from xiangyue_admin.rooms.exports import lists, standards
from xiangyue_admin.rooms.exports.room import blueprint

__all__ = ["blueprint", "lists", "standards"]
