"""The residents' page: everything that somebody without an account can do, in very plain words."""

from xiangyue_admin.rooms.residents import bringing, following, points
from xiangyue_admin.rooms.residents.door import blueprint

__all__ = ["blueprint", "bringing", "following", "points"]
