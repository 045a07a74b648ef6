"""Statements that go to PostgreSQL together: all answered, none after one that fails."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from errands import MONDAY
from patience import until
from postgres import Server

from xiangyue import Command, Engine
from xiangyue.storage.pg_wire import Wire
from xiangyue.storage.refusals import translated

DITCH = Path(__file__).parent / "profiles" / "ditch"

pytestmark = pytest.mark.sqlite  # it opens its own connections, whatever the store


@pytest.fixture
def connection(postgresql: Server) -> Iterator[psycopg.Connection[Any]]:
    """Return a connection without transactions of its own."""
    url = postgresql.fresh("wire").replace("+psycopg", "", 1)
    with psycopg.connect(url, autocommit=True) as made:
        yield made
    postgresql.recycle()


def prepared(connection: psycopg.Connection[Any]) -> int:
    """Count what the server keeps prepared for a connection."""
    ((number,),) = connection.execute(
        "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'xiangyue%'"
    ).fetchall()
    return int(number)


def test_each_statement_gets_its_answer(connection: psycopg.Connection[Any]) -> None:
    """Values of every kind come back as they went, whether prepared or not."""
    wire = Wire(connection)
    values = ["乡约", 2**40, b"\x00\xff", None, 1.5, True, ["a", 'b"c']]
    sql = "SELECT ?::text, ?::bigint, ?::bytea, ?::text, ?::float8, ?::bool, ?::text[]"
    for _ in range(6):
        results = wire.run([("SELECT 1", ()), (sql, values), ("SELECT 2 WHERE false", ())])
        assert [wire.rows(result) for result in results] == [[(1,)], [tuple(values)], []]
    assert prepared(connection) == 3


def test_what_came_long_ago_is_not_kept_prepared(connection: psycopg.Connection[Any]) -> None:
    """However many statements there are, the server keeps few, and old ones work again."""
    wire = Wire(connection)
    for n in [*range(500), 0]:
        for _ in range(4):
            (result,) = wire.run([(f"SELECT {n} + ?", (1,))], ())
            assert wire.rows(result) == [(n + 1,)]
    assert prepared(connection) <= 201


def test_what_others_have_dropped_is_prepared_anew(connection: psycopg.Connection[Any]) -> None:
    """What begins a transaction is done all the same; in the middle of one, it can be retried."""
    wire = Wire(connection)
    for _ in range(5):
        wire.run([("BEGIN", ()), ("SELECT 1", ())])
        wire.run([("SELECT 2", ())])
        wire.run([("ROLLBACK", ())], ())
    connection.execute("DEALLOCATE ALL")
    wire.run([("BEGIN", ()), ("SELECT 1", ())])
    connection.execute("DEALLOCATE ALL")
    for _ in range(5):
        wire.run([("SELECT 2", ())])
    connection.execute("DEALLOCATE ALL")
    with pytest.raises(psycopg.errors.InvalidSqlStatementName) as caught:
        wire.run([("SELECT 2", ())])
    assert translated(caught.value).code == "store-undone"
    wire.run([("ROLLBACK", ())], ())


def test_what_has_changed_its_shape_is_read_anew(connection: psycopg.Connection[Any]) -> None:
    """A column may get another type while others work."""
    wire = Wire(connection)
    wire.run([("CREATE TEMP TABLE seen AS SELECT 1 AS n", ())])
    for _ in range(5):
        wire.run([("SELECT n FROM seen", ())])
    connection.execute("ALTER TABLE seen ALTER COLUMN n TYPE bigint")
    (result,) = wire.run([("SELECT n FROM seen", ())])
    assert wire.rows(result) == [(1,)]


def test_nothing_after_a_failure_is_run(connection: psycopg.Connection[Any]) -> None:
    """The first that fails is raised, at the first time and when prepared; the rest goes on."""
    wire = Wire(connection)
    wire.run([("CREATE TEMP TABLE seen (n bigint)", ())])
    put = ("INSERT INTO seen SELECT ?::bigint", ("1",))
    wrong = ("SELECT 1 / ?::int", ("0",))
    for _ in range(5):
        with pytest.raises(psycopg.errors.DivisionByZero):
            wire.run([("BEGIN", ()), put, wrong, put, ("COMMIT", ())], ())
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.INERROR
        wire.run([("ROLLBACK", ())])
    with pytest.raises(psycopg.errors.UndefinedTable):
        wire.run([("SELECT * FROM nowhere", ())])
    with pytest.raises(psycopg.DataError, match="NUL"):
        wire.run([put, ("SELECT ?::text", ("a\x00b",))])
    (result,) = wire.run([("SELECT count(*) FROM seen", ())])
    assert wire.rows(result) == [(1,)]  # what stood before the words that could not be sent


def test_much_goes_both_ways_at_once(connection: psycopg.Connection[Any]) -> None:
    """More than any buffer holds, so that both sides have to read while they write."""
    wire, text = Wire(connection), "x" * 2_000_000
    results = wire.run([("SELECT ?::text", (text,))] * 20)
    assert all(wire.rows(result) == [(text,)] for result in results)


def test_a_server_that_leaves_is_noticed(
    postgresql: Server, connection: psycopg.Connection[Any]
) -> None:
    """It says why, at the first statement after; later nothing is sent any more."""
    wire = Wire(connection)
    wire.run([("SELECT 1", ())])
    postgresql.throw_out(connection.info.dbname)
    with pytest.raises(psycopg.OperationalError):
        wire.run([("SELECT 1", ())])
    assert connection.closed
    with pytest.raises(psycopg.OperationalError):
        wire.run([("SELECT 1", ())])


def test_what_was_planned_for_empty_tables_is_planned_anew(postgresql: Server) -> None:
    """With thousands of tasks there, a new one makes the server read no more than some."""
    url, count = postgresql.fresh("growing"), 4000
    ask = partial(postgresql.execute, database=url.rpartition("/")[2])
    ask("SELECT pg_stat_reset()")
    with Engine(url) as engine:
        engine.install(DITCH, community="shanhe", now=MONDAY)
        engine.register("wu", roles={"secretary": "shanhe"}, now=MONDAY)
        opening = [
            Command("shanhe", "open", "wu", f"d{n}", "ditch", {"phone": "1", "size": 20})
            for n in range(count)
        ]
        assert all(engine.act_many(opening, now=MONDAY))
    # The server counts what a connection has read and written when that has ended.
    until(lambda: ask("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'task'")[0][0])
    ((read,),) = ask(
        "SELECT (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes)"
        " + (SELECT sum(seq_tup_read) FROM pg_stat_user_tables)"
    )
    postgresql.recycle()
    assert 0 < read < 400 * count


def test_what_fails_afterwards_undoes_nothing(connection: psycopg.Connection[Any]) -> None:
    """A COMMIT stands whatever comes after it, and the next statement works."""
    wire = Wire(connection)
    wire.run([("CREATE TEMP TABLE seen (n bigint)", ())])
    for _ in range(5):
        writing = [("BEGIN", ()), ("INSERT INTO seen VALUES (1)", ()), ("COMMIT", ())]
        assert len(wire.run(writing, [("SELECT * FROM nowhere", ())])) == len(writing)
    (result,) = wire.run([("SELECT count(*) FROM seen", ())])
    assert wire.rows(result) == [(5,)]
    leave = [("SELECT pg_terminate_backend(pg_backend_pid())", ())]
    (result,) = wire.run([("SELECT 7", ())], leave)
    assert wire.rows(result) == [(7,)]
    assert connection.closed
