"""Whether all is well, and figures about the whole system."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from flask import Response

from xiangyue import Engine
from xiangyue_admin.api import gives
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.problems import nothing
from xiangyue_admin.api.serving import SAFE, sent

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

room = Room("running", "Running it")
EVERYWHERE = "*"
_TEXT = "text/plain"
_counted: WeakKeyDictionary[Engine, CollectorRegistry] = WeakKeyDictionary()
_lock = Lock()


@room.get("/health", answers={200: gives.Health}, refuses=("unavailable",))
def health(call: Call) -> Response:
    """Tell whether the store can be read; needs no token."""
    call.engine.communities()
    return sent(call, {"status": "ok"})


@room.get("/metrics", "metrics:read", produces=_TEXT, answers={200: None}, refuses=("absent",))
def metrics(call: Call) -> Response:
    """Read figures in the form of Prometheus.

    They are about the whole system, and so for tokens that are bound to no unit. Counted is from
    the first time that somebody reads them, in each process for itself.
    """
    if call.caller.unit != EVERYWHERE:
        raise nothing()
    registry = _registry(call.engine)
    from prometheus_client import generate_latest

    text = generate_latest(registry)
    return Response(text, headers=[*SAFE], content_type=f"{_TEXT}; version=0.0.4; charset=utf-8")


def _registry(engine: Engine) -> CollectorRegistry:
    with _lock:
        if engine not in _counted:
            _counted[engine] = engine.metrics()
        return _counted[engine]
