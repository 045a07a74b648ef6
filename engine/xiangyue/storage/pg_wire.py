"""Statements that go to PostgreSQL together, on one way there and back.

psycopg's cursors cost more in Python than a whole command costs the server, so statements go
through its wrapper of libpq, in pipeline mode; values and rows are adapted by psycopg all the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

from xiangyue.storage.cursor import Query

_KEPT = 200
"""So many statements a connection remembers."""
_OFTEN = 3
"""A statement that comes so often is prepared."""
_FIRST = 256
"""After so many rows the server plans anew for the first time."""

_Which = tuple[str, tuple[int, ...]]
_FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED)


class Wire:
    """One connection's way to the server; what is prepared there is remembered."""

    __slots__ = (
        "_adapt",
        "_connection",
        "_known",
        "_numbers",
        "_pg",
        "_planned",
        "_stale",
        "_written",
    )

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Begin with nothing prepared."""
        self._connection = connection
        self._pg: PGconn = connection.pgconn
        self._adapt = Transformer(connection)
        # How often a statement came; once it is prepared, its name.
        self._known: OrderedDict[_Which, int | bytes] = OrderedDict()
        self._stale: list[Query] = []
        self._numbers = count(1)
        self._written, self._planned = 0, _FIRST

    def run(self, statements: Sequence[Query], afterwards: Sequence[Query] = ()) -> list[PGresult]:
        """Run statements one after the other; returns a result of each.

        Raises what psycopg raises, for the first that fails; none after that one was run. What
        fails ``afterwards`` raises nothing.
        """
        stale, self._stale = self._stale, []
        sent: list[_Which | None] = []
        results: list[PGresult] = []
        needed: int | None = None
        lost: psycopg.OperationalError | None = None
        self._pg.enter_pipeline_mode()
        try:
            try:
                for sql, values in statements:
                    self._send(sql, values, sent)
                needed = len(sent)
                for sql, values in (*stale, *afterwards):
                    self._send(sql, values, sent)
            finally:
                # Whatever has been sent is answered before the connection is used again.
                self._pg.pipeline_sync()
                self._connection.wait(_answers(self._pg, results))
        except psycopg.OperationalError as error:
            lost = error
        except BaseException:
            self._forget(sent)
            raise
        finally:
            self._leave()
        if lost or any(result.status in _FAILED for result in results):
            self._forget(sent)
        for result in results[:needed]:
            if result.status in _FAILED:
                # What the server said before it left says more than that it left.
                refusal = error_from_result(result)
                if isinstance(refusal, psycopg.errors.InvalidSqlStatementName):
                    self._known.clear()
                raise refusal
        if lost and (needed is None or len(results) < needed):
            raise lost
        pairs = zip(results[:needed], sent, strict=False)
        return [result for result, which in pairs if which is None]

    def wrote(self, rows: int) -> None:
        """Note how many rows were written, and let the server plan anew when they have doubled.

        What it planned while tables were empty, the checks of foreign keys too, reads them from
        end to end once they have grown; by itself it notices after a minute or more.
        """
        self._written += rows
        if self._written >= self._planned:
            self._planned = 2 * self._written
            self._stale.append(("DISCARD PLANS", ()))

    def rows(self, result: PGresult) -> list[Any]:
        """Return the rows of a result."""
        self._adapt.set_pgresult(result)
        return self._adapt.load_rows(0, result.ntuples, tuple)

    def _send(self, sql: str, values: Sequence[Any], sent: list[_Which | None]) -> None:
        given = self._adapt.dump_sequence(values, [PyFormat.AUTO] * len(values))
        types, formats = tuple(self._adapt.types or ()), self._adapt.formats
        which = (sql, types)
        known = self._known.get(which, 0)
        if known == _OFTEN:
            known = b"xiangyue_%d" % next(self._numbers)
            self._pg.send_prepare(known, _numbered(sql), types)
            sent.append(which)
        if isinstance(known, bytes):
            self._pg.send_query_prepared(known, given, formats)
        else:
            self._pg.send_query_params(_numbered(sql), given, types, formats)
            known += 1
        sent.append(None)
        self._known[which] = known
        self._known.move_to_end(which)
        if len(self._known) > _KEPT:
            _, oldest = self._known.popitem(last=False)
            if isinstance(oldest, bytes):
                self._stale.append((f"DEALLOCATE {oldest.decode()}", ()))

    def _forget(self, sent: Sequence[_Which | None]) -> None:
        """Prepare anew what may not have been prepared."""
        for which in sent:
            if which is not None:
                self._known.pop(which, None)

    def _leave(self) -> None:
        try:
            if self._pg.status == ConnStatus.OK:
                self._pg.exit_pipeline_mode()
        except psycopg.Error:
            self._connection.close()  # somebody stopped waiting for answers that may still come


@lru_cache(maxsize=2048)
def _numbered(sql: str) -> bytes:
    """Return a statement with its values numbered, as the server reads them."""
    first, *rest = sql.split("?")
    return "".join([first, *(f"${n}{part}" for n, part in enumerate(rest, 1))]).encode()


def _answers(pg: PGconn, results: list[PGresult]) -> PQGen[None]:
    """Send what is to be sent and add what comes back, up to the end of the pipeline."""
    while pg.flush():
        if (yield Wait.RW) & Ready.R:
            pg.consume_input()
    while True:
        while pg.is_busy():
            yield Wait.R
            pg.consume_input()
        result = pg.get_result()
        if result is None:
            if pg.status != ConnStatus.OK:
                raise psycopg.OperationalError("the server closed the connection")
        elif result.status == ExecStatus.PIPELINE_SYNC:
            return
        else:
            results.append(result)
