"""The counter: a helper enters for somebody who is there, calls, is visited, or wrote on paper."""

from xiangyue_admin.rooms.desk import bringing, following, paper
from xiangyue_admin.rooms.desk.counter import blueprint

__all__ = ["blueprint", "bringing", "following", "paper"]
