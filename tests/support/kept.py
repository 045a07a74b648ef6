"""What keeps a store that is known to be an SQLite database."""

from __future__ import annotations

from xiangyue import Engine
from xiangyue.storage import Store
from xiangyue.storage.sqlite import SQLite


def kept(store: Store | Engine) -> SQLite:
    """Return the keeper with its connection, lock and statements."""
    keeper = (store._store if isinstance(store, Engine) else store).keeper
    assert isinstance(keeper, SQLite)
    return keeper
