"""What the tables have in common: their metadata, and the words for where things stand."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import MetaData

Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that both stores put in the same order, that of its code points."""

WAITING = "waiting"
"""The state of what is not done yet; messages are also sent, confirmed, dropped."""

DEAD = "dead"
"""The state of what was given up: nobody takes it up until it is driven again."""

REGISTRY = "~registry"
"""The chain in which units, members, roles and releases are journaled; no community's name."""

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"})
