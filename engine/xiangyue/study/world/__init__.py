"""A community's facts in memory: what studies decide by, without touching the store."""

from xiangyue.study.world.following import Followed, Follower
from xiangyue.study.world.history import History, Relived, Snapshot
from xiangyue.study.world.people import Registrar
from xiangyue.study.world.recalled import Recalled
from xiangyue.study.world.waits import Waits
from xiangyue.study.world.world import World

__all__ = [
    "Followed",
    "Follower",
    "History",
    "Recalled",
    "Registrar",
    "Relived",
    "Snapshot",
    "Waits",
    "World",
]
