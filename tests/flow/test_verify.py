"""Verification: whatever is changed, removed, added or reordered is found, and its row named."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import levee
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept import kept
from offices import MONDAY, day, instruct, settle

from xiangyue import Command, Engine
from xiangyue.audit.report import show
from xiangyue.audit.verify import Report, verify
from xiangyue.errors import Conflict, Misuse, StoreError
from xiangyue.storage import Reader, Store
from xiangyue.tables import OPERATIONAL, metadata

pytestmark = pytest.mark.sqlite

TABLES = sorted(
    metadata.tables.keys() - {"subscriber", "delivery", "hold"}
)  # of which no entry speaks
KEYS = {name: len(table.primary_key.columns) for name, table in metadata.tables.items()}
COLUMNS = {
    name: [c.name for c in table.columns if c.name not in OPERATIONAL.get(name, ())]
    for name, table in metadata.tables.items()
}
MOST_ROWS = 25


class Bench:
    """A store that is tampered with inside a transaction, verified there, and put back."""

    def __init__(self, file: Path) -> None:
        """Open the store."""
        self.store = Store(f"sqlite:///{file}")
        self.connection = kept(self.store).writer
        self.connection.execute("PRAGMA foreign_keys = OFF")

    @contextmanager
    def tampered(self) -> Iterator[sqlite3.Connection]:
        """Undo whatever is done inside."""
        self.connection.execute("BEGIN")
        try:
            yield self.connection
        finally:
            self.connection.execute("ROLLBACK")

    def verify(self) -> Report:
        """Verify what stands now, committed or not."""
        return verify(Reader(kept(self.store).statements, self.connection.cursor()))

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """Return the rows of a table; of a long one, some from its whole length."""
        order = ", ".join(COLUMNS[table][: KEYS[table]])
        select = f"SELECT {', '.join(COLUMNS[table])} FROM {table} ORDER BY {order}"
        found = self.connection.execute(select).fetchall()
        return found[:: len(found) // MOST_ROWS + 1]

    def replace(self, table: str, row: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
        """Put a row in another's place; False where a constraint forbids it."""
        where = " AND ".join(f"{name} = ?" for name in COLUMNS[table][: KEYS[table]])
        marks = ", ".join("CAST(? AS TEXT)" if isinstance(v, Raw) else "?" for v in new)
        try:
            self.connection.execute(f"DELETE FROM {table} WHERE {where}", row[: KEYS[table]])
            self.connection.execute(insert(table, marks), new)
        except sqlite3.IntegrityError:
            return False
        return True


def insert(table: str, marks: str) -> str:
    """Return the statement that adds a row; what is to be sent or run also says when it is due."""
    names, due = ", ".join(COLUMNS[table]), table in ("outbox", "errand")
    more = (", due", ", 0") if due else ("", "")
    return f"INSERT INTO {table} ({names}{more[0]}) VALUES ({marks}{more[1]})"


class Raw(bytes):
    """Bytes that are stored as text, whether they are any or not."""


SQUARE = [(30.0, 120.0), (30.0, 120.5), (30.5, 120.5), (30.5, 120.0), (30.0, 120.0)]


@pytest.fixture(scope="module")
def bench(village: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Return a copy of the village to tamper with."""
    file = Path(shutil.copy(village, tmp_path_factory.mktemp("bench") / "village.db"))
    with Engine(f"sqlite:///{file}") as engine:
        for name in ("county", "town", "gone"):
            engine.subscribe(name, f"https://{name}.example/", by="li", types=["task"])
        engine.unsubscribe("gone", by="li")
        engine.rotate_secret("town", by="li")
        engine.place("zhen", codes=[("区划代码", "3301")], outline=[SQUARE], by="li")
        engine.place("xinqi", codes=[("区划代码", "330102")], outline=[SQUARE], by="li")
        engine.place("shanhe", codes=[("区划代码", "330103")], by="li")
        engine.place("zhen", codes=[("区划代码", "330100")], by="li")
        engine.place("shanhe", by="li")
        distribute(engine)
        _call_out(engine)
    bench = Bench(file)
    yield bench
    bench.store.close()


def distribute(engine: Engine) -> None:
    """Let a sub-district distribute, one community do its share and another one return it."""
    settle(engine)
    sent = instruct(engine)
    tasks = {d.command.community: d for d in engine.tick(MONDAY)}
    for n, action in ((0, "accept"), (0, "finish"), (1, "accept"), (1, "return")):
        data = {"result": "All clear"} if action == "finish" else {}
        assert engine.act(tasks[f"c{n}"], action, by=f"wang{n}", note="so", data=data, now=day(1))
    engine.tick(day(1))
    assert engine.rollup(sent, now=day(1)).states["done"] == 1


def _call_out(engine: Engine) -> None:
    """Let people be asked on two rungs, answer and be freed; and be forgotten in the end."""
    levee.settle(engine)
    old = levee.call(engine, wanted=1, title="Last year's levee")
    levee.done(engine.act(old, "accept", by="tao", now=levee.at(1)))
    levee.done(engine.act(old, "begin", by="du", now=levee.at(2)))
    levee.done(engine.act(old, "finish", by="du", now=levee.at(3)))
    engine.tick(levee.at(60 * 24 * 366))
    later = levee.at(60 * 24 * 366)
    task = levee.call(engine, now=later)
    levee.done(engine.act(task, "decline", by="tao", now=later))
    for minutes in (5, 10, 11):
        engine.tick(later + timedelta(minutes=minutes))
    levee.done(engine.act(task, "accept", by="hai", now=later + timedelta(minutes=12)))
    assert engine.verify()


def flip(value: Any, at: int = 0, bit: int = 0) -> Any:
    """Return a value with one bit turned; an empty one gets something."""
    if isinstance(value, int):
        return value ^ (1 << bit)
    if not value:
        return "x"
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[at % len(raw)] ^= 1 << bit
    return Raw(raw) if isinstance(value, str) else bytes(raw)


def named(report: Report, table: str, *rows: tuple[Any, ...]) -> bool:
    """Tell whether a report names the table and one of the rows."""
    keys = [tuple(map(as_read, row[: KEYS[table]])) for row in rows]
    return any(p.table == table and p.key in keys for p in report.problems)


def as_read(value: Any) -> Any:
    """Return a value as a verification reads it."""
    return value.decode("utf-8", "surrogateescape") if isinstance(value, Raw) else value


def test_an_untouched_store_is_whole(bench: Bench) -> None:
    """Nothing is found where nothing was done; the registry is no community."""
    report = bench.verify()
    (entries,) = bench.connection.execute("SELECT count(*) FROM journal").fetchone()
    assert (report.ok, report.communities, report.entries) == (True, 8, entries)


KINDS = """unit place member role role-end absence release consent literacy contact language destroy
subscription subscription-secret subscription-end
command overdue settings mode resume given-up withheld confirmed reset fired forgotten reported
migrated"""
PARTS = [
    "rulings",
    "notes",
    "until",
    "again",
    "reported",
    "failing",
    "points",
    "reasons",
    "saw",
    "does",
    "private",
]


def test_every_kind_of_entry_is_there(bench: Bench) -> None:
    """So is everything that a body can hold, and a column that is not empty for each."""
    found = bench.connection.execute("SELECT body FROM journal").fetchall()
    bodies = [orjson.loads(body) for (body,) in found]
    assert {body["kind"] for body in bodies} == set(KINDS.split())
    assert [part for part in PARTS if not any(part in body for body in bodies)] == []
    rows = [row for body in bodies for row in body.get("does", ())]
    assert {len(row) for row in rows} == {4, 6}
    assert any(row[5] is not None for row in rows if len(row) == 6)
    assert {len(row) for body in bodies for row in body.get("points", ())} == {4, 7}
    for table, column in (
        ("ledger", "frozen"),
        ("ledger", "corrects"),
        ("touch", "fields"),
        ("datum", "given"),
        ("member", "literacy"),
        ("member", "language"),
    ):
        values = bench.connection.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
        assert len(values) > 1, column
    assert bench.connection.execute("SELECT 1 FROM head WHERE failing <> '{}'").fetchone()


def test_every_table_has_rows_to_tamper_with(bench: Bench) -> None:
    """The village is not verified by being empty."""
    assert [table for table in TABLES if not bench.rows(table)] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_value_is_found(bench: Bench, table: str) -> None:
    """Each column of each row: one bit at its begin, its end, or above what ASCII knows."""
    for turn, row in enumerate(bench.rows(table)):
        for n in range(len(row)):
            turned = ((0, 0), (-1, 1), (len(str(row[n])) // 2, 7))
            # All three in the first rows, by turns in those that follow: each column has had each.
            for at, bit in turned if turn < 3 else turned[(turn + n) % 3 :][:1]:
                new = (*row[:n], flip(row[n], at, bit), *row[n + 1 :])
                with bench.tampered():
                    if bench.replace(table, row, new):
                        report = bench.verify()
                        assert named(report, table, row, new), (row, new)
                        assert all(p.text("en") and p.text("zh") for p in report.problems)


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_type_is_found(bench: Bench, table: str) -> None:
    """Text that became a blob reads the same in many tools."""
    for row in bench.rows(table)[:3]:
        for n, value in enumerate(row):
            if isinstance(value, str):
                new = (*row[:n], value.encode(), *row[n + 1 :])
                with bench.tampered():
                    assert bench.replace(table, row, new)
                    assert named(bench.verify(), table, row, new), (row, new)


@pytest.mark.parametrize("table", TABLES)
def test_a_removed_row_is_found(bench: Bench, table: str) -> None:
    """Each row is called for by the journal, or by the head."""
    where = " AND ".join(f"{name} = ?" for name in COLUMNS[table][: KEYS[table]])
    for row in bench.rows(table):
        with bench.tampered() as connection:
            connection.execute(f"DELETE FROM {table} WHERE {where}", row[: KEYS[table]])
            assert named(bench.verify(), table, row), row


@pytest.mark.parametrize("table", TABLES)
def test_an_emptied_table_is_found(bench: Bench, table: str) -> None:
    """Nothing left is not nothing wrong."""
    with bench.tampered() as connection:
        connection.execute(f"DELETE FROM {table}")
        assert table in {p.table for p in bench.verify().problems}


@pytest.mark.parametrize("table", TABLES)
def test_an_added_row_is_found(bench: Bench, table: str) -> None:
    """A copy under another key is a row that no entry explains."""
    for row in bench.rows(table):
        for n in range(KEYS[table]):
            far = row[n] + 1000 if isinstance(row[n], int) else f"{row[n]}~"
            new = (*row[:n], far, *row[n + 1 :])
            if table == "journal":
                new = (*new[:2], None, *new[3:])
            with bench.tampered() as connection:
                marks = ", ".join("?" * len(row))
                connection.execute(insert(table, marks), new)
                assert named(bench.verify(), table, new), new


@pytest.mark.parametrize("table", TABLES)
def test_swapped_rows_are_found(bench: Bench, table: str) -> None:
    """Two rows that hold each other's content are both out of place."""
    rows = bench.rows(table)
    width = KEYS[table]
    for one, other in pairwise(rows):
        if one[width:] == other[width:]:
            continue
        with bench.tampered() as connection:
            if table == "journal":
                connection.execute("UPDATE journal SET key = NULL")
            assert bench.replace(table, one, (*one[:width], *other[width:]))
            if bench.replace(table, other, (*other[:width], *one[width:])):
                assert named(bench.verify(), table, one, other), one


def test_the_changed_entry_alone_is_named(bench: Bench) -> None:
    """The entries after it, and the rows that hang on it, are not accused."""
    kinds = {"command", "overdue", "mode", "resume", "given-up", "withheld", "confirmed", "reset"}
    kinds |= {"reported"}
    entries = bench.connection.execute("SELECT * FROM journal").fetchall()
    for row in [row for row in entries if orjson.loads(row[4])["kind"] in kinds]:
        for n in (4, 5):
            with bench.tampered():
                assert bench.replace("journal", row, (*row[:n], flip(row[n], 7), *row[n + 1 :]))
                accused = {(p.table, p.key) for p in bench.verify().problems}
            assert accused <= {("journal", row[:2]), ("head", row[:1])}


def test_a_forged_entry_with_the_right_hash_is_found(bench: Bench) -> None:
    """Whoever can compute a hash still has the head, and what came before, against him."""
    for forged in ("{}", "[1", '{"kind":"command"}', "\x00", '{"about":{},"kind":"settings"}'):
        (community, last, digest, *_) = bench.rows("head")[0]
        new = hashlib.sha256(digest + forged.encode()).digest()
        row = (community, last + 1, None, None, forged, new)
        with bench.tampered() as connection:
            connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)", row)
            assert named(bench.verify(), "journal", row)
            connection.execute(
                "UPDATE head SET seq = seq + 1, hash = ? WHERE community = ?", (new, community)
            )
            assert named(bench.verify(), "journal", row)


def parts_of(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any, tuple[str, ...]]]:
    """Yield every place in a body: what holds it, its name there, and its path without numbers."""
    names: Any = part if type(part) is dict else range(len(part)) if type(part) is list else ()
    for name in names:
        here = (*path, name if type(name) is str else "*")
        yield part, name, here
        yield from parts_of(part[name], here)


def test_forged_bodies_never_crash_it(bench: Bench) -> None:
    """Each value that an entry can hold becomes something else, and the chain is made anew."""
    others: tuple[object, ...] = (None, [[]], {"$number": "x"}, 2**40)
    forged: set[object] = set()

    def chained(community: str, bodies: list[bytes]) -> None:
        digest = bytes(32)
        for seq, body in enumerate(bodies, 1):
            digest = hashlib.sha256(digest + body).digest()
            bench.connection.execute(
                "UPDATE journal SET body = ?, hash = ? WHERE community = ? AND seq = ?",
                (body.decode(), digest, community, seq),
            )
        bench.connection.execute(
            "UPDATE head SET hash = ? WHERE community = ?", (digest, community)
        )

    for community in ("shigou", "xinqi", "dong", "c0", "~registry"):
        found = bench.connection.execute(
            "SELECT body FROM journal WHERE community = ? ORDER BY seq", (community,)
        )
        bodies = [body.encode() for (body,) in found]
        for n, body in enumerate(bodies):
            said = orjson.loads(body)
            opening = (said["kind"], said.get("outcome"), "before" in said)
            for part, name, path in parts_of(said):
                if path[0] in ("rulings", "reasons", "notes", "saw") and len(path) > 2:
                    continue
                if (opening, path) in forged:
                    continue
                forged.add((opening, path))
                kept = part[name]
                for other in others:
                    part[name] = other
                    new = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
                    with bench.tampered():
                        chained(community, [*bodies[:n], new, *bodies[n + 1 :]])
                        bench.verify()
                part[name] = kept


def test_a_cut_off_end_is_found_by_exported_heads(village: Path, tmp_path: Path) -> None:
    """A consistent older store verifies; beside heads exported later it does not."""
    file = Path(shutil.copy(village, tmp_path / "older.db"))
    newer = Path(shutil.copy(village, tmp_path / "newer.db"))
    with Engine(f"sqlite:///{newer}") as engine:
        assert engine.verify(heads=engine.heads())
        engine.act("xinqi/d3", "call_back", by="wang")
        heads = engine.heads()
    with Engine(f"sqlite:///{file}") as engine:
        assert engine.verify()
        report = engine.verify(heads=heads)
        assert [(p.code, p.key[0]) for p in report.problems] == [("verify-lost", "xinqi")]
        assert not engine.verify(heads={"nowhere": heads["xinqi"]})


def test_a_rewritten_chain_is_found_by_exported_heads(village: Path, tmp_path: Path) -> None:
    """Two stores that went different ways from one point do not hold each other's heads."""
    files = [Path(shutil.copy(village, tmp_path / f"{n}.db")) for n in (1, 2)]
    heads = []
    for n, file in enumerate(files):
        with Engine(f"sqlite:///{file}") as engine:
            engine.act("xinqi/d3", "call_back", by=("li", "wang")[n])
            heads.append(engine.heads())
    with Engine(f"sqlite:///{files[0]}") as engine:
        report = engine.verify(heads=heads[1])
        assert [p.code for p in report.problems] == ["verify-other"]


@pytest.mark.parametrize("head", ["", "7", "7:xyz", "-1:" + "0" * 64, "7:" + "0" * 63])
def test_a_head_that_is_none_is_refused(bench: Bench, head: str) -> None:
    """A typing error must not read as a tampered store."""
    with pytest.raises(Misuse, match="xinqi"):
        verify(Reader(kept(bench.store).statements, bench.connection.cursor()), {"xinqi": head})


def test_destroyed_values_are_gone_from_the_file(village: Path, tmp_path: Path) -> None:
    """The chain still verifies; not a byte of the values is left in the file or beside it."""
    file = Path(shutil.copy(village, tmp_path / "village.db"))
    with Engine(f"sqlite:///{file}") as engine:
        engine.act("xinqi/d3", "call_back", by="wang", phone="13855555", key="k") or pytest.fail()
        assert b"13855555" in b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert engine.destroy("xinqi/d3", by="li", why="asked for") == 4
        assert engine.destroy("xinqi/d3", by="li", why="asked for") == 0
        assert b"13855555" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert engine.verify()
        assert "phone" not in engine.task("xinqi/d3").data
        assert engine.history("xinqi/d3")
        with pytest.raises(Conflict, match="destroyed"):
            engine.act("xinqi/d3", "call_back", by="wang", phone="13855555", key="k")


def test_destruction_needs_a_reason_and_a_task(village: Path, tmp_path: Path) -> None:
    """Nothing is destroyed by a slip."""
    file = Path(shutil.copy(village, tmp_path / "village.db"))
    with Engine(f"sqlite:///{file}") as engine:
        for task, by, why in (("d3", "li", " "), ("none", "li", "law"), ("d3", "Li Mei", "law")):
            with pytest.raises(Misuse):
                engine.destroy(f"xinqi/{task}", by=by, why=why)


def test_a_payload_that_came_back_is_found(bench: Bench) -> None:
    """A destroyed payload put back from an old copy is one too many."""
    found = bench.connection.execute(
        "SELECT community, seq FROM journal WHERE body LIKE '%\"private\"%'"
        " EXCEPT SELECT community, seq FROM payload"
    )
    for community, seq in found.fetchall():
        row = (community, seq, b"0123456789abcdef", "{}")
        with bench.tampered() as connection:
            connection.execute("INSERT INTO payload VALUES (?, ?, ?, ?)", row)
            assert named(bench.verify(), "payload", row)


def test_a_batch_reads_its_own_personal_values(village: Path, tmp_path: Path) -> None:
    """What one command of a group keeps apart, the next one's rules can read."""
    file = Path(shutil.copy(village, tmp_path / "village.db"))
    with Engine(f"sqlite:///{file}") as engine:
        opening = Command("xinqi", "open", "li", "new", "ditch", {"phone": "137"})
        results = engine.act_many([opening, Command("xinqi", "call_back", "li", "new")])
        assert all(results)
        assert engine.task("xinqi/new").data["call"] == "call 137"
        assert engine.verify()


def test_a_report_is_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is wrong, a report fits into memory, and says how much it leaves out."""
    monkeypatch.setattr("xiangyue.audit.report.MOST", 3)
    with bench.tampered() as connection:
        connection.execute("DELETE FROM task")
        (tasks,) = connection.execute("SELECT changes()").fetchone()
        report = bench.verify()
    assert len(report.problems) == 3
    assert len(report.problems) + report.more >= tasks


def test_what_is_shown_can_be_printed() -> None:
    """A damaged value cannot garble a terminal, or fill it."""
    assert show("a\x1b[2J\udcff\n" + "b" * 99).isprintable()
    assert len(show("b" * 999)) < 80
    assert show(b"\x00" * 32) == "00" * 8 + "…"


def test_progress_is_told(bench: Bench) -> None:
    """A long verification says how far it is."""
    told: list[tuple[int, int]] = []
    with bench.tampered() as connection:
        connection.execute("UPDATE head SET seq = 5000 WHERE community = 'xinqi'")
        verify(
            Reader(kept(bench.store).statements, bench.connection.cursor()),
            progress=lambda *at: told.append(at),
        )
    assert all(done <= total for done, total in told)


@given(st.data())
def test_any_flipped_bit_is_found(bench: Bench, data: st.DataObject) -> None:
    """Wherever it is."""
    table = data.draw(st.sampled_from(TABLES))
    row = data.draw(st.sampled_from(bench.rows(table)))
    n = data.draw(st.integers(0, len(row) - 1))
    new = (
        *row[:n],
        flip(row[n], data.draw(st.integers(0, 10**6)), data.draw(st.integers(0, 7))),
        *row[n + 1 :],
    )
    with bench.tampered():
        if bench.replace(table, row, new):
            assert named(bench.verify(), table, row, new)


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_damaged_file_is_found_or_reads_the_same(
    village: Path, tmp_path_factory: pytest.TempPathFactory, at: float, bit: int
) -> None:
    """One bit of the file, anywhere: never a crash, and never a clean report on other rows."""
    damaged = bytearray(village.read_bytes())
    damaged[int(at * len(damaged))] ^= 1 << bit
    file = tmp_path_factory.mktemp("damaged") / "village.db"
    file.write_bytes(damaged)
    try:
        with Engine(f"sqlite:///{file}") as engine:
            report = engine.verify()
            if report:
                assert content(file) == content(village)
            assert all(p.text("en") and p.text("zh") for p in report.problems)
    except StoreError as error:
        assert error.mend()


def content(file: Path) -> list[list[tuple[Any, ...]]]:
    """Return every row of every table, as bytes."""
    with closing(sqlite3.connect(file)) as connection:
        connection.text_factory = bytes
        return [
            sorted(connection.execute(f"SELECT {', '.join(COLUMNS[t])} FROM {t}"), key=repr)
            for t in TABLES
        ]
