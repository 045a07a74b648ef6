"""What happens in a community, as CloudEvents."""

from __future__ import annotations

from typing import Final

from flask import Response

from xiangyue_admin.api.given import EventQuery
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.paging import link
from xiangyue_admin.api.serving import sent

room = Room("journal", "Journal")
BATCH: Final = "application/cloudevents-batch+json"


@room.get(
    "/communities/<community>/events",
    "journal:read",
    query=EventQuery,
    produces=BATCH,
    answers={200: None},
    headers=("Link",),
)
def feed(call: Call, community: str) -> Response:
    """Read what has happened, as CloudEvents 1.0 in the order it happened.

    No event holds a personal value. The header `Link` always leads on: it stays where it is while
    there is nothing new. A rare type may need several calls, some of them empty.
    """
    wanted: EventQuery = call.query
    types = wanted.types.split(",") if wanted.types else None
    found = call.engine.feed(community, wanted.after, wanted.limit, types)
    return sent(call, found.events, headers=link(found.next), content_type=BATCH)
