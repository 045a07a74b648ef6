"""Whether the store can be read: for load balancers and watchdogs; it names nobody."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from xiangyue import XiangyueError
from xiangyue_admin.visiting import here

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """Answer 200 with the number of governed communities, or 503 with one clear sentence."""
    try:
        return jsonify(status="ok", communities=len(here().engine.communities())), 200
    except XiangyueError as error:
        return jsonify(status="failing", detail=error.describe()), 503
