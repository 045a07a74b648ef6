"""Statements that go to PostgreSQL together, on one way there and back.

psycopg's cursors cost more in Python than a whole command costs the server, so statements go
through its wrapper of libpq, in pipeline mode; values and rows are adapted by psycopg all the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from itertools import count, zip_longest
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.adapt import AdaptersMap, PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.types.numeric import Int8Dumper
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


class _Ours:
    """How values and rows are adapted here, whatever the application has set there."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.adapters = AdaptersMap(connection.adapters)
        # One size for all numbers: what is prepared for small ones is right for big ones.
        self.adapters.register_dumper(int, Int8Dumper)


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
        self._adapt = Transformer(_Ours(connection))
        # How often a statement came; once it is prepared, its name.
        self._known: OrderedDict[_Which, int | bytes] = OrderedDict()
        self._stale: list[Query] = []
        self._numbers = count(1)
        self._written, self._planned = 0, _FIRST

    def run(
        self, statements: Sequence[Query], afterwards: Sequence[Query] | None = None
    ) -> list[PGresult]:
        """Run statements one after the other; returns a result of each.

        Raises what psycopg raises, for the first that fails; none after that one was run. What
        fails ``afterwards`` raises nothing: whoever gives it, if only nothing, ends a transaction.
        """
        idle = self._pg.transaction_status == TransactionStatus.IDLE
        try:
            return self._run(statements, afterwards)
        except psycopg.Error as error:
            if not _is_dropped(error):
                raise
            self._drop()
            if not idle:
                raise
        # Nothing was kept of what began here, so it can begin once more.
        if self._pg.transaction_status != TransactionStatus.IDLE:
            self._run([("ROLLBACK", ())])
        return self._run(statements, afterwards)

    def _run(
        self, statements: Sequence[Query], afterwards: Sequence[Query] | None = None
    ) -> list[PGresult]:
        stale: list[Query] = []
        if afterwards is not None:
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
                for sql, values in (*(afterwards or ()), *stale):
                    self._pg.send_query_params(_numbered(sql), [*values])
                    sent.append(None)
            finally:
                # Whatever has been sent is answered before the connection is used again.
                self._pg.pipeline_sync()
                self._connection.wait(_answers(self._pg, results))
        except psycopg.OperationalError as error:
            lost = error
        finally:
            self._leave()
            self._forget(sent, results)
        for result in results[:needed]:
            if result.status in _FAILED:
                # What the server said before it left says more than that it left.
                self._stale += stale
                raise error_from_result(result)
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

    def _forget(self, sent: Sequence[_Which | None], results: Sequence[PGresult]) -> None:
        """Prepare anew what has not been prepared."""
        for which, result in zip_longest(sent, results):
            if which is not None and (result is None or result.status in _FAILED):
                self._known.pop(which, None)

    def _drop(self) -> None:
        """Know nothing that is prepared any more."""
        names = [name for name in self._known.values() if isinstance(name, bytes)]
        self._stale += [(f"DEALLOCATE {name.decode()}", ()) for name in names]
        self._known.clear()

    def _leave(self) -> None:
        try:
            if self._pg.status == ConnStatus.OK:
                self._pg.exit_pipeline_mode()
        except psycopg.Error:
            self._connection.close()  # somebody stopped waiting for answers that may still come


def _is_dropped(error: psycopg.Error) -> bool:
    """Tell whether what is prepared is gone, or does not fit any more what it reads."""
    if isinstance(error, psycopg.errors.FeatureNotSupported):
        return "cached plan" in str(error)
    return isinstance(error, psycopg.errors.InvalidSqlStatementName)


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
