"""A restored database verifies, and brings nothing back that was destroyed."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import errands
import orjson
import pytest
from postgres import Server

from xiangyue import Engine
from xiangyue.cli import main
from xiangyue.errors import BadInput, Misuse, StoreError, XiangyueError
from xiangyue.storage import Store
from xiangyue.upkeep.backup import back_up
from xiangyue.upkeep.destroyed import (
    Destroyed,
    Reapplied,
    destroyed_of,
    read_destroyed,
    reapply,
    to_lines,
)
from xiangyue.upkeep.restore import restore

pytestmark = pytest.mark.sqlite

CHILD = Path(__file__).parent / "backup_child.py"
KILLS = 10
LATER = errands.MONDAY + timedelta(days=40)


@pytest.fixture
def file(village: Path, tmp_path: Path) -> Path:
    """Return a village of one's own."""
    return Path(shutil.copy(village, tmp_path / "village.db"))


@pytest.fixture
def backup(file: Path, tmp_path: Path) -> Path:
    """Return a backup of the village, after which it destroyed, opened and destroyed more."""
    kept = tmp_path / "village.backup"
    back_up(f"sqlite:///{file}", kept)
    with Engine(f"sqlite:///{file}") as engine:
        assert _secrets(file, "13800001")
        assert engine.destroy("xinqi/d1", by="li", why="asked for", now=LATER)
        engine.open("ditch", community="xinqi", by="li", id="new", phone="137", now=LATER)
        assert engine.destroy("xinqi/new", by="li", why="a mistake", now=LATER)
        engine.contact("an", "sms", "13899999", by="an", now=LATER)
        assert not _secrets(file, "13800001")
    return kept


def _secrets(file: Path, said: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        sql = "SELECT count(*) FROM payload WHERE body LIKE ?"
        return int(connection.execute(sql, (f"%{said}%",)).fetchone()[0])


def test_what_was_destroyed_stays_destroyed(file: Path, backup: Path) -> None:
    """The replaced database says what it was; what came later is absent and counted."""
    url = f"sqlite:///{file}"
    with Engine(url) as engine:
        before = engine.heads()
    done = restore(backup, url, force=True)
    assert done.reapplied.destroyed > 0
    assert done.reapplied.absent == 1
    assert done.reapplied.gone > 0
    assert not _secrets(file, "13800001")
    first, last = done.lost["xinqi"]
    assert last == int(before["xinqi"].split(":")[0])
    assert last - first == 2  # destroyed, opened, destroyed
    with Engine(url) as engine:
        assert engine.verify()
        with pytest.raises(XiangyueError, match="new"):
            engine.task("xinqi/new")
        assert engine.act("xinqi/d3", "call_back", by="wang", now=LATER)
    assert done.kept
    with Engine(f"sqlite:///{done.kept}") as engine:
        assert engine.verify(heads=before)


def test_a_list_does_as_well_as_the_database(file: Path, backup: Path, tmp_path: Path) -> None:
    """Where the old database is lost, its list of what was destroyed is enough."""
    listed = tmp_path / "gone.jsonl"
    with closing(Store(f"sqlite:///{file}")) as store:
        listed.write_bytes(to_lines(destroyed_of(store)))
    assert b"1380000" not in listed.read_bytes()
    elsewhere = tmp_path / "elsewhere.db"
    done = restore(backup, f"sqlite:///{elsewhere}", destroyed=read_destroyed(listed))
    assert done.reapplied.destroyed > 0
    assert done.kept is None
    assert not _secrets(elsewhere, "13800001")
    with closing(Store(f"sqlite:///{elsewhere}")) as store:
        again = reapply(store, read_destroyed(listed))
        assert again.destroyed == 0
        assert again.absent == done.reapplied.absent
    with Engine(f"sqlite:///{elsewhere}") as engine:
        assert engine.verify()


def test_an_entry_of_the_same_number_is_not_taken_for_another(file: Path) -> None:
    """The hash must fit: a list of another database destroys nothing here."""
    with closing(Store(f"sqlite:///{file}")) as store, store.read() as reader:
        ((seq,),) = reader.all("SELECT min(seq) FROM payload WHERE community = 'xinqi'")
    with closing(Store(f"sqlite:///{file}")) as store:
        wrong = Destroyed("xinqi", seq, "0" * 64, "li", "other", 1)
        assert reapply(store, [wrong, wrong]) == Reapplied(0, 0, 1)


def test_a_database_in_use_is_not_replaced(file: Path, backup: Path) -> None:
    """Not even by force: whoever has it open would go on writing into the old one."""
    before = file.read_bytes()
    with Engine(f"sqlite:///{file}"), pytest.raises(StoreError, match="open"):
        restore(backup, f"sqlite:///{file}", force=True)
    assert file.read_bytes() == before
    assert not list(file.parent.glob("*before-restore*"))


def test_a_database_is_replaced_by_force_only(file: Path, backup: Path) -> None:
    """Nor is a backup restored into itself."""
    with pytest.raises(Misuse, match="--force"):
        restore(backup, f"sqlite:///{file}")
    with pytest.raises(Misuse, match="itself"):
        restore(backup, f"sqlite:///{backup}", force=True)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE journal SET body = replace(body, 'wang', 'zhao')",
        "DELETE FROM payload WHERE seq = (SELECT max(seq) FROM payload)",
        "UPDATE head SET seq = seq - 1",
        "DROP TABLE xiangyue_schema",
        "UPDATE xiangyue_schema SET version_num = '9999'",
    ],
)
def test_a_backup_that_is_not_sound_changes_nothing(file: Path, backup: Path, harm: str) -> None:
    """The database stays in its place, and nothing lies beside it."""
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute(harm)
        connection.commit()
    before, beside = file.read_bytes(), sorted(file.parent.iterdir())
    with pytest.raises(XiangyueError):
        restore(backup, f"sqlite:///{file}", force=True)
    assert file.read_bytes() == before
    assert sorted(file.parent.iterdir()) == beside


def test_a_restore_that_is_killed_leaves_the_one_or_the_other(file: Path, backup: Path) -> None:
    """Whenever it dies, there is a whole database, and the next restore goes through."""
    url, dice = f"sqlite:///{file}", random.Random(3)
    killed = 0
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, CHILD, "restore", url, str(backup)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert child.stdin
        assert child.stdout
        assert child.stdout.readline() == b"ready\n"
        child.stdin.write(b"go\n")
        child.stdin.flush()
        time.sleep(dice.uniform(0, 0.4))
        child.kill()
        child.communicate()
        killed += child.returncode == -signal.SIGKILL
        with Engine(url) as engine:
            assert engine.verify()
    assert restore(backup, url, force=True).entries
    print(f"{killed} of {KILLS} restores died on the way")


def test_a_letter_is_no_backup(file: Path, tmp_path: Path) -> None:
    """Nor is a file that is not there, or an empty one."""
    letter, before = tmp_path / "letter", file.read_bytes()
    for content in (None, b"", b"a letter, no database\n" * 100):
        if content is not None:
            letter.write_bytes(content)
        with pytest.raises(XiangyueError):
            restore(letter, f"sqlite:///{file}", force=True)
    assert file.read_bytes() == before


def test_a_damaged_database_is_set_aside(file: Path, backup: Path) -> None:
    """It says plainly that nobody knows what was destroyed in it."""
    file.write_bytes(b"no database any more" * 500)
    done = restore(backup, f"sqlite:///{file}", force=True)
    assert not done.read
    assert done.kept
    assert done.kept.read_bytes().startswith(b"no database")
    with Engine(f"sqlite:///{file}") as engine:
        assert engine.verify()


def test_what_the_old_database_sent_is_not_sent_again(file: Path, tmp_path: Path) -> None:
    """Its state is taken over; leases of workers that are gone are not."""
    url, kept = f"sqlite:///{file}", tmp_path / "village.backup"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "UPDATE outbox SET state = 'waiting', sent_at = NULL, lease = 9, holder = 'w'"
        )
        connection.commit()
    back_up(url, kept)
    with closing(sqlite3.connect(file)) as connection:
        some = "WHERE seq % 2 = 0"
        sent = connection.execute(
            f"UPDATE outbox SET state = 'sent', sent_at = 5, channel = 'post' {some}"
        ).rowcount
        connection.commit()
    assert sent
    assert restore(kept, url, force=True).sent == sent
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone()
        held = connection.execute("SELECT count(*) FROM outbox WHERE lease > 0").fetchone()
    assert (found[0], held[0]) == (sent, 0)


def test_whom_a_message_reached_since_is_not_told_again(file: Path, tmp_path: Path) -> None:
    """What waits for others only knows afterwards who has it already."""
    url, kept = f"sqlite:///{file}", tmp_path / "village.backup"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE outbox SET state = 'waiting'")
        connection.commit()
    back_up(url, kept)
    with closing(sqlite3.connect(file)) as connection:
        connection.executemany(
            "INSERT INTO delivery SELECT community, seq, n, ?, ?, 5, 'sms', NULL FROM outbox",
            [("an", "sent"), ("bo", "waiting")],
        )
        connection.commit()
    restore(kept, url, force=True)
    with closing(sqlite3.connect(file)) as connection:
        counts = dict(connection.execute("SELECT recipient, count(*) FROM delivery GROUP BY 1"))
        (messages,) = connection.execute("SELECT count(*) FROM outbox").fetchone()
    assert counts == {"an": messages}


@pytest.mark.parametrize("line", [b"{}", b"\xff", b'{"community":"c","seq":"1"}'])
def test_a_list_that_is_none_is_refused_with_its_line(tmp_path: Path, line: bytes) -> None:
    """Nothing is guessed."""
    listed = tmp_path / "gone.jsonl"
    one = Destroyed("xinqi", 4, "0" * 64, "li", "because", 1)
    listed.write_bytes(to_lines([one]) + line + b"\n")
    with pytest.raises(BadInput) as caught:
        read_destroyed(listed)
    assert caught.value.place
    assert caught.value.place.line == 2


def test_the_commands_say_what_they_did(
    file: Path, backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the list to the restored database, and once more without effect."""
    url, listed = f"sqlite:///{file}", tmp_path / "gone.jsonl"
    assert main(["db", "destroyed", "--db", url]) == 0
    listed.write_text(capsys.readouterr().out)
    assert main(["db", "restore", str(backup), "--db", url]) == 2
    assert "--force" in capsys.readouterr().err
    command = ["db", "restore", str(backup), "--db", url, "--force", "--destroyed", str(listed)]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "Gone: entries" in out
    assert "Destroyed again" in out
    assert main(["db", "reapply", str(listed), "--db", url, "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)["destroyed"] == 0
    assert main([*command, "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)["lost"]
    assert main(["verify", "--db", url]) == 0


def test_what_was_destroyed_is_destroyed_again_on_postgresql(postgresql: Server) -> None:
    """A copy that the server made before the destruction stands for what pg_restore brings."""
    url = postgresql.fresh()
    with Engine(url) as engine:
        errands.settle(engine)
        errands.adopt(engine)
        task = errands.done(
            engine.open("errand", community="xinqi", by="li", title="Mei's", data=_ERRAND)
        )
    name = url.rpartition("/")[2]
    copy = f"{name}_copy"
    postgresql.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")
    try:
        with Engine(url) as engine:
            assert engine.destroy(task, by="li", why="asked for") == 1
        with closing(Store(url)) as store:
            listed = destroyed_of(store)
        restored = url.replace(name, copy)
        with closing(Store(restored)) as store:
            assert reapply(store, listed) == Reapplied(1, 0, 0)
            assert reapply(store, listed) == Reapplied(0, 1, 0)
        with Engine(restored) as engine:
            assert engine.verify()
            assert engine.task(task).title == ""
    finally:
        postgresql.execute(f"DROP DATABASE {copy} WITH (FORCE)")
        postgresql.take_back(url)


_ERRAND = {"size": 8, "kind": "water"}
