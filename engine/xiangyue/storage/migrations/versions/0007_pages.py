"""What pages are read by: open tasks in the order of their next deadline, people by their home."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NEXT = (
    "(coalesce(CASE WHEN due IS NULL OR paused_at <= due THEN state_due"
    " WHEN state_due IS NULL OR due < state_due THEN due ELSE state_due END,"
    " 9007199254740991))"
)
_OPEN = sa.text("ended_at IS NULL")
_HANDS = sa.text("ended_at IS NULL AND assignee IS NOT NULL")


def upgrade() -> None:
    """Add what is new."""
    _index(
        "ix_task_next", ["community", "flow", "state", "unit", "ended_at", sa.text(_NEXT)], _OPEN
    )
    _index("ix_task_mine", ["community", "assignee", sa.text(_NEXT)], _HANDS)
    _index("ix_task_opener", ["community", "opener", "flow", "state", sa.text(_NEXT)], _OPEN)
    op.create_index("ix_member_home", "member", ["home"])


def _index(name: str, columns: list[str | sa.TextClause], where: sa.TextClause) -> None:
    op.create_index(name, "task", columns, sqlite_where=where, postgresql_where=where)
