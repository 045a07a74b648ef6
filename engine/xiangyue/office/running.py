"""How an installation runs, and what is wrong with it."""

from __future__ import annotations

from xiangyue.engine.delivering import Backlog, DeadLetter
from xiangyue.engine.redriving import DeadTimer
from xiangyue.sending.settings import WebhookSettings
from xiangyue.upkeep.doctor import examine
from xiangyue.upkeep.finding import Found
from xiangyue.watch.queues import Queue
from xiangyue.worker import Channels

__all__ = [
    "Backlog",
    "Channels",
    "DeadLetter",
    "DeadTimer",
    "Found",
    "Queue",
    "WebhookSettings",
    "examine",
]
