"""A store that cannot be used safely is refused with its mend; one that fails keeps no half."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from kept import kept

from xiangyue import Command, Engine
from xiangyue.errors import Misuse, StoreError
from xiangyue.storage import sqlite as store_module

pytestmark = pytest.mark.sqlite


@pytest.fixture
def file(village: Path, tmp_path: Path) -> Path:
    """Return a village of one's own."""
    return Path(shutil.copy(village, tmp_path / "village.db"))


@pytest.fixture
def embedded(file: Path) -> Iterator[Any]:
    """Return a maker of engines as an application makes them, with the given pragmas."""
    engines = []

    def make(*pragmas: str) -> sa.Engine:
        engine = sa.create_engine(f"sqlite:///{file}")
        engines.append(engine)

        @sa.event.listens_for(engine, "connect")
        def connect(connection: Any, _: Any) -> None:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")

        return engine

    yield make
    for engine in engines:
        engine.dispose()


WAL, BUSY, KEYS = "journal_mode = WAL", "busy_timeout = 5000", "foreign_keys = ON"


@pytest.mark.parametrize(
    ("pragmas", "mend"),
    [
        (["journal_mode = DELETE", BUSY, KEYS], "journal_mode = WAL"),
        ([WAL, "busy_timeout = 0", KEYS], "busy_timeout = 5000"),
        ([WAL, BUSY], "foreign_keys = ON"),
    ],
)
def test_an_unsafe_engine_is_refused(embedded: Any, pragmas: list[str], mend: str) -> None:
    """The sentence says what to set."""
    with pytest.raises(StoreError) as caught:
        Engine(embedded(*pragmas))
    assert mend in caught.value.mend("en")
    assert mend in caught.value.mend("zh")


def test_an_engine_of_the_application_stays_open(embedded: Any) -> None:
    """It is used, checked and given back."""
    own = embedded(WAL, BUSY, KEYS)
    with Engine(own) as engine:
        assert engine.act("xinqi/d3", "call_back", by="wang")
        assert engine.verify()
    with own.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM task")).scalar()


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("village", Misuse),
        ("sqlite:///{folder}/none/village.db", StoreError),
        ("sqlite:///{folder}", StoreError),
        ("mysql://localhost/village", StoreError),
    ],
)
def test_a_url_that_leads_nowhere_is_refused(tmp_path: Path, url: str, error: Any) -> None:
    """One sentence, and what to do."""
    with pytest.raises(error) as caught:
        Engine(url.format(folder=tmp_path))
    assert caught.value.text("zh")
    assert caught.value.mend("en")


@pytest.mark.parametrize("content", [b"a letter, no database\n" * 100, b"SQLite format 3\x00" * 64])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """It is left as it is."""
    file = tmp_path / "letter.db"
    file.write_bytes(content)
    with pytest.raises(StoreError, match="database"):
        Engine(f"sqlite:///{file}")
    assert file.read_bytes() == content


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every file")
def test_a_file_that_may_not_be_written_is_refused(file: Path) -> None:
    """The user lacks a right, and is told which."""
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        with (
            pytest.raises(StoreError, match=r"right|written"),
            Engine(f"sqlite:///{file}") as engine,
        ):
            engine.act("xinqi/d3", "call_back", by="wang")
    finally:
        file.parent.chmod(0o755)


def test_a_database_opened_for_reading_cannot_be_written(file: Path) -> None:
    """The URL says so, and the sentence too."""
    with Engine(f"sqlite:///file:{file}?mode=ro&uri=true") as engine:
        with pytest.raises(StoreError, match="written"):
            engine.act("xinqi/d3", "call_back", by="wang")
        assert engine.verify()


def test_a_read_only_connection_is_refused(embedded: Any, file: Path) -> None:
    """Reading goes, writing is refused with its reason."""
    with Engine(embedded(WAL, BUSY, KEYS, "query_only = ON")) as engine:
        assert engine.task("xinqi/d3").state == "valued"
        with pytest.raises(StoreError, match="written"):
            engine.act("xinqi/d3", "call_back", by="wang")
        assert engine.verify()


def test_a_full_disk_keeps_no_half(file: Path) -> None:
    """What does not fit is refused whole; with space again, the next command works."""
    with Engine(f"sqlite:///{file}") as engine:
        before = engine.heads()
        writer = kept(engine).writer
        (pages,) = writer.execute("PRAGMA page_count").fetchone()
        writer.execute(f"PRAGMA max_page_count = {pages}")
        commands = (
            Command("xinqi", "open", "li", f"f{n}", "ditch", {"phone": "9" * 40})
            for n in range(2000)
        )
        with pytest.raises(StoreError, match="full"):
            engine.act_many(commands)
        writer.execute("PRAGMA max_page_count = 1000000")
        before_full = [n for n in range(2000) if _known(engine, f"xinqi/f{n}")]
        assert len(before_full) % 100 == 0
        assert before_full == list(range(len(before_full)))
        assert engine.verify(heads=before)
        assert engine.act("xinqi/d3", "call_back", by="wang")
        assert engine.verify()


def _known(engine: Engine, task: str) -> bool:
    try:
        engine.task(task)
    except Misuse:
        return False
    return True


def test_a_database_locked_by_another_is_busy(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a patience that can be waited out, a sentence; then, when it is free, the work."""
    monkeypatch.setattr(store_module, "BUSY_SECONDS", 0.05)
    with Engine(f"sqlite:///{file}") as engine, closing(sqlite3.connect(file)) as other:
        kept(engine).writer.execute("PRAGMA busy_timeout = 10")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            engine.act("xinqi/d3", "call_back", by="wang")
        assert engine.task("xinqi/d3").state == "valued"
        other.rollback()
        assert engine.act("xinqi/d3", "call_back", by="wang")
        assert engine.verify()


def test_a_table_that_is_missing_is_said(file: Path) -> None:
    """A refusal of the driver is no traceback, on the way in and on the way out."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE outbox")
        connection.commit()
    with Engine(f"sqlite:///{file}") as engine:
        with pytest.raises(StoreError, match="outbox"):
            engine.act("xinqi/d4", "rate", by="li", who="wang")
        report = engine.verify()
        assert [p.code for p in report.problems] == ["verify-unreadable"]


def test_an_embedded_engine_finds_its_rows_after_a_refusal(embedded: Any) -> None:
    """The connection is given back clean, so that the application can go on with it."""
    own = embedded(WAL, BUSY, KEYS, "query_only = ON")
    with Engine(own) as engine, pytest.raises(StoreError):
        engine.act("xinqi/d3", "call_back", by="wang")
    with own.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM journal")).scalar()
