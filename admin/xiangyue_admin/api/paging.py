"""Pages: a cursor in the body, and the same as a link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from xiangyue import Misuse
from xiangyue_admin.api.operation import Call
from xiangyue_admin.api.serving import sent


def paged(call: Call, items: list[Any], following: str | None) -> Response:
    """Send a page; ``following`` is what to ask for next, None at the end."""
    return sent(call, {"items": items, "next": following}, headers=link(following))


def link(following: str | int | None) -> dict[str, str]:
    """Return the header that links to the next page, relative to this one."""
    if following is None:
        return {}
    query = urlencode({**request.args, "after": following})
    return {"Link": f'<?{query}>; rel="next"'}


def cut(
    items: list[Any], ids: list[str], after: str | None, limit: int
) -> tuple[list[Any], str | None]:
    """Return a page of a list that is at hand, and the id that the next one comes after.

    Raises Misuse where nothing in the list is called ``after``.
    """
    if after is not None and after not in ids:
        raise Misuse("page-after", after=after)
    begin = 0 if after is None else ids.index(after) + 1
    end = begin + limit
    return items[begin:end], ids[end - 1] if end < len(ids) else None
