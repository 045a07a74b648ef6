"""The tables, as SQLAlchemy Core metadata.

Keys lead with the community, so that a distributed store can shard by it; the reference tables
(``unit``, ``unit_place``, ``member``, ``holding``, ``absence``, ``consent``, ``contact``,
``subscription``, ``release``) are rarely written, and journaled in a chain of their own,
``REGISTRY``.
Every row of every table but ``subscriber`` follows from the journal, save the columns named in
``OPERATIONAL``.
"""

from xiangyue.tables.counted import datum, ledger, touch
from xiangyue.tables.journal import head, journal, payload, release, settings
from xiangyue.tables.queues import OPERATIONAL, delivery, errand, outbox, subscriber, waiting
from xiangyue.tables.registry import (
    absence,
    consent,
    contact,
    holding,
    member,
    subscription,
    unit,
    unit_place,
)
from xiangyue.tables.tasks import NEVER, NEXT_DUE, ask, hold, share, task, timer
from xiangyue.tables.words import DEAD, REGISTRY, WAITING, Text, metadata

__all__ = [
    "DEAD",
    "NEVER",
    "NEXT_DUE",
    "OPERATIONAL",
    "REGISTRY",
    "WAITING",
    "Text",
    "absence",
    "ask",
    "consent",
    "contact",
    "datum",
    "delivery",
    "errand",
    "head",
    "hold",
    "holding",
    "journal",
    "ledger",
    "member",
    "metadata",
    "outbox",
    "payload",
    "release",
    "settings",
    "share",
    "subscriber",
    "subscription",
    "task",
    "timer",
    "touch",
    "unit",
    "unit_place",
    "waiting",
]
