"""How PostgreSQL is read: what can be asked together is asked on one way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from xiangyue.storage.answering import Answering
from xiangyue.storage.cursor import Query
from xiangyue.storage.pg_cursor import PgCursor


class PgReading(Answering):
    """Answers questions through a pipeline."""

    json_field = "(data::json ->> ?)"
    entry_before = (
        "CASE j.body::json ->> 'kind' WHEN 'command' THEN (j.body::json ->> 'follows')::bigint"
        " ELSE coalesce((SELECT (r.value ->> -1)::bigint"
        " FROM json_array_elements(j.body::json #> '{about,tasks}') AS r(value)"
        " WHERE json_typeof(r.value) = 'array' AND r.value ->> 0 = trail.task),"
        " (j.body::json #>> '{about,follows}')::bigint) END"
    )

    def each(self, queries: Sequence[Query]) -> list[list[Any]]:
        """Return the rows of each statement."""
        return cast("PgCursor", self.cursor).each(queries)
