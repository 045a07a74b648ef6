"""The store: one transaction a command, on SQLite or PostgreSQL, through SQLAlchemy's pool."""

from xiangyue.storage.answering import LEDGER, to_task
from xiangyue.storage.reader import Head, Reader, Situation
from xiangyue.storage.schema import REVISION, schema_revision
from xiangyue.storage.statements import task_columns
from xiangyue.storage.store import Durability, Store
from xiangyue.storage.task_rows import timers
from xiangyue.storage.tx import GENESIS, TimerKey, Tx
from xiangyue.storage.upgrade import upgrade_schema

__all__ = [
    "GENESIS",
    "LEDGER",
    "REVISION",
    "Durability",
    "Head",
    "Reader",
    "Situation",
    "Store",
    "TimerKey",
    "Tx",
    "schema_revision",
    "task_columns",
    "timers",
    "to_task",
    "upgrade_schema",
]
