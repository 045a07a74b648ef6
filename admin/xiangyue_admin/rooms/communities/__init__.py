"""A community, for its admins: what goes on there, who is there, and the mode it is in."""

from xiangyue_admin.rooms.communities import (
    calls,
    figures,
    incoming,
    library,
    matching,
    member,
    members,
    mode,
    overview,
    places,
    points,
    resilience,
    tasks,
)
from xiangyue_admin.rooms.communities.room import blueprint

__all__ = [
    "blueprint",
    "calls",
    "figures",
    "incoming",
    "library",
    "matching",
    "member",
    "members",
    "mode",
    "overview",
    "places",
    "points",
    "resilience",
    "tasks",
]
