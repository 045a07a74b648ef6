"""Where what is served: the file by which clients find their way, and see that services changed."""

from __future__ import annotations

from typing import Any, Final

from flask import request

from xiangyue import Misuse
from xiangyue_admin.open311.door import Door
from xiangyue_admin.open311.moments import written

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
_MOST: Final = 100
"""Communities whose rules are looked at for when services last changed."""


def discovered(door: Door, tongue: str) -> dict[str, Any]:
    """Return where services are, whom to ask, and when their rules changed last."""
    base = (door.base_url or request.host_url).rstrip("/")
    path = request.path.rpartition("/")[0]
    root = "" if door.base_url else request.script_root
    changed = written(_changed(door), "UTC")
    settings = door.settings
    return {
        "changeset": changed,
        "contact": settings.contact or Misuse("open311-contact").text(tongue),
        "key_service": settings.key_service or Misuse("open311-key-service").text(tongue),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{base}{root}{path}",
                "changeset": changed,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def _changed(door: Door) -> int:
    """Return when the rules of a community changed last."""
    engine = door.engine
    newest = (engine.revisions(one, limit=1) for one in engine.communities()[:_MOST])
    return max((found[0].at for found in newest if found), default=0)
