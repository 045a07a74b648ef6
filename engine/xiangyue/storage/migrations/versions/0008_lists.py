"""What lists are read by: tasks of a flow, what corrects an entry, what was published of a task."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is new."""
    _index("ix_task_listed", "task", ["community", "flow", "id"], "ended_at IS NULL")
    _index("ix_task_over", "task", ["community", "flow", "id"], "ended_at IS NOT NULL")
    corrects = ["community", "member", "account", "corrects", "amount"]
    _index("ix_ledger_corrects", "ledger", corrects, "corrects <> ''")
    op.create_index("ix_task_stands", "task", ["community", "flow", "state", "opened_at"])
    _index("ix_outbox_shown", "outbox", ["community", "task"], "kind IN ('ask', 'publish')")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)
