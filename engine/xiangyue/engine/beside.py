"""The part of the face for applications that keep tables, and do things, beside the engine."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from xiangyue.storage import Store
from xiangyue.tables import REGISTRY
from xiangyue.time.moments import Moment, micros
from xiangyue.words import check_id
from xiangyue.work import registering


class Beside:
    """What an application around the engine shares with it: the database and the registry."""

    _store: Store

    @property
    def sql(self) -> sa.Engine:
        """The SQLAlchemy engine of the store, for tables that an application keeps beside its own.

        What is the engine's is read and written through the engine alone.
        """
        return self._store.engine

    def remark(self, act: str, *, by: str, now: Moment = None, **facts: str | int | bool) -> int:
        """Enter in the registry's chain what an application did beside the engine.

        For what nobody may deny later and no command says: an account given, a token withdrawn, a
        list exported. ``facts`` are kept in the open for good: no secrets, no personal values.
        Returns the entry's number. Raises Misuse where ``act`` or ``by`` is no id.
        """
        about: dict[str, Any] = {"act": check_id(act), "by": check_id(by), "facts": facts}
        with self._store.begin() as tx:
            tx.head(REGISTRY)
            return registering.journal(tx, REGISTRY, "remark", micros(now), about, after={})
