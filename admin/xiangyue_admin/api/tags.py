"""Entity tags: what a client holds already is not sent again."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2s
from typing import Any

import orjson
from flask import Response, request

from xiangyue_admin.api.operation import Call
from xiangyue_admin.api.serving import SAFE, sent


def tagged(call: Call, value: Mapping[str, Any], version: int) -> Response:
    """Send a value with its tag, or 304 where ``If-None-Match`` names it.

    The tag begins with the version, by which ``If-Match`` holds an act against what was seen; the
    rest is a hash of what is sent, since that may change by itself, as when values are destroyed.
    """
    body = orjson.dumps(value)
    tag = f"{version}.{blake2s(body, digest_size=8).hexdigest()}"
    headers = {"ETag": f'"{tag}"'}
    if request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=[*SAFE, *headers.items()])
    return sent(call, value, headers=headers)
