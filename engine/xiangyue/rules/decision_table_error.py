"""What is wrong with a decision table."""

from __future__ import annotations

from xiangyue.errors import BadInput


class TableError(BadInput):
    """A table that is written wrongly, or a look-up that has no single answer.

    Where a table is written wrongly, ``values`` has ``row`` and ``column``, counted from 0
    (columns through the inputs and then the outputs), so that the caller finds the place; each
    is None where the whole column, the whole row or the whole table is meant.
    """
