"""The doctor names whatever is broken, with its mend, and breaks at nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import errands
import orjson
import pytest
import sqlalchemy as sa
from postgres import Server

from xiangyue import Engine
from xiangyue.cli import main
from xiangyue.upkeep.doctor import examine

pytestmark = pytest.mark.sqlite

SOON = errands.MONDAY + timedelta(minutes=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the database of a small village where all is well."""
    file = tmp_path / "village.db"
    with Engine(f"sqlite:///{file}") as engine:
        errands.settle(engine)
        errands.adopt(engine)
        errands.begin(engine, "waiting")
    return file


def found(url: Path | str, now: datetime = SOON, **more: Any) -> dict[str, str]:
    """Return what the doctor does not find fine: its state by its code."""
    url = f"sqlite:///{url}" if isinstance(url, Path) else url
    said = list(examine(url, now=now, **more))
    for one in said:
        assert one.text("en")
        assert one.text("zh")
        assert one.state == "fine" or (one.mend("en") and one.mend("zh")), one.code
    return {one.code: one.state for one in said if one.state != "fine"}


def change(file: Path, *statements: str) -> None:
    """Change something behind the engine's back."""
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_nothing_is_wrong_with_a_sound_installation(file: Path) -> None:
    """And looking changes nothing."""
    before = file.read_bytes()
    assert found(file, datetime(2026, 9, 29, 1, tzinfo=UTC)) == {}
    assert file.read_bytes() == before


def _missing(file: Path) -> None:
    file.unlink()


def _letter(file: Path) -> None:
    file.write_bytes(b"a letter, no database\n" * 100)


def _truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _header_only(file: Path) -> None:
    os.truncate(file, 3000)


def _strange(file: Path) -> None:
    file.unlink()
    change(file, "CREATE TABLE recipe (name TEXT)")


def _namesake(file: Path) -> None:
    file.unlink()
    change(file, "CREATE TABLE journal (day TEXT)")


def _newer(file: Path) -> None:
    change(file, "UPDATE xiangyue_schema SET version_num = '9999'")


def _older(file: Path) -> None:
    change(file, "UPDATE xiangyue_schema SET version_num = '0001'")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _settings(file: Path) -> None:
    change(file, "UPDATE settings SET params = 'rubbish'")


def _release(file: Path) -> None:
    change(file, "UPDATE release SET document = '[]'")


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (_missing, "doctor-no-file"),
        (_letter, "store-corrupt"),
        (_truncated, "store-corrupt"),
        (_header_only, "store-corrupt"),
        (_strange, "doctor-no-schema"),
        (_namesake, "schema-unknown"),
        (_newer, "schema-new"),
        (_older, "schema-old"),
        (_folder, "doctor-no-file"),
        (_settings, "doctor-settings"),
        (_release, "doctor-settings"),
    ],
)
def test_what_is_broken_is_named(
    file: Path, harm: Any, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the exit code 2, and never with a traceback; the file is left as it is."""
    harm(file)
    before = file.read_bytes() if file.is_file() else b""
    assert found(file)[code] == "wrong"
    assert main(["doctor", "--db", f"sqlite:///{file}"]) == 2
    ran = capsys.readouterr()
    assert "✗" in ran.out
    assert "Traceback" not in ran.out + ran.err
    assert "doctor-failed" not in found(file)
    assert (file.read_bytes() if file.is_file() else b"") == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every file")
def test_a_file_that_may_not_be_written_is_named(file: Path) -> None:
    """Reading it still goes."""
    file.chmod(0o444)
    assert found(file)["doctor-read-only"] == "wrong"


def test_a_clock_that_has_gone_back_is_named(file: Path) -> None:
    """The newest entry is of a time that is not yet."""
    assert found(file, errands.MONDAY - timedelta(days=1))["doctor-future"] == "look"


def test_work_that_nobody_does_is_named(file: Path) -> None:
    """Timers that have been due for days, and letters that were given up."""
    late = errands.MONDAY + timedelta(days=60)
    assert found(file, late)["doctor-neglected"] == "look"
    assert main(["doctor", "--db", f"sqlite:///{file}"]) == 1


def test_letters_that_were_given_up_are_named(village: Path, tmp_path: Path) -> None:
    """They wait for somebody to look."""
    file = Path(shutil.copy(village, tmp_path / "village.db"))
    change(file, "UPDATE outbox SET state = 'dead'")
    assert found(file)["doctor-dead"] == "look"


def test_holidays_that_are_not_known_yet_are_named(file: Path) -> None:
    """Years ahead are a guess in a calendar that follows a country's notices."""
    far = datetime(2035, 1, 5, tzinfo=UTC)
    state = found(file, far).get("doctor-holidays")
    with Engine(f"sqlite:///{file}") as engine:
        country = engine.calendar("xinqi", 2035)[0].country
    assert (state == "look") == (country is not None)


def test_channels_are_checked(file: Path, tmp_path: Path) -> None:
    """A file that is not there, one that names nobody's channel, and an empty one."""
    assert "wrong" in found(file, channels=tmp_path / "none.yaml").values()
    channels = tmp_path / "channels.yaml"
    channels.write_text("sms: {channel: pigeon}\n")
    assert found(file, channels=channels)["channel-unknown"] == "wrong"
    channels.write_text("{}\n")
    assert found(file, channels=channels)["doctor-channels-empty"] == "look"


@pytest.mark.parametrize("group", ["limits", "importers", "commands"])
def test_a_plugin_that_does_not_load_is_named(file: Path, tmp_path: Path, group: str) -> None:
    """A distribution whose module cannot be imported."""
    about = tmp_path / "site" / "broken-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[xiangyue.{group}]\nbroken = no_such_module\n")
    path = os.pathsep.join([str(about.parent), os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(
        [sys.executable, "-m", "xiangyue", "doctor", "--json", "--db", f"sqlite:///{file}"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr
    wrong = [one for one in orjson.loads(ran.stdout)["checks"] if one["state"] == "wrong"]
    assert [one["code"] for one in wrong] == ["plugin-broken"]
    assert "no_such_module" in wrong[0]["text"]


@pytest.mark.parametrize("url", ["rubbish", "mysql://me:hush@localhost/x", "sqlite://"])
def test_an_address_that_leads_nowhere_is_named(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and no password."""
    assert main(["doctor", "--db", url]) == 2
    ran = capsys.readouterr()
    assert "hush" not in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


@pytest.fixture
def locked(postgresql: Server) -> Iterator[str]:
    """Return the URL of a server for a user who must know a password."""
    if postgresql.folder is None:
        pytest.skip("the server is not ours to change")
    rules = postgresql.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    postgresql.execute("CREATE ROLE locked LOGIN PASSWORD 'the right one'")
    rules.write_text(f"host all locked 127.0.0.1/32 scram-sha-256\n{before}")
    postgresql.execute("SELECT pg_reload_conf()")
    yield postgresql.url.replace("xiangyue@", "locked:hush-hush@")
    rules.write_text(before)
    postgresql.execute("SELECT pg_reload_conf()")
    postgresql.execute("DROP ROLE locked")


def test_a_wrong_password_is_named_and_not_shown(
    locked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is that of a server that is not there."""
    for url in (f"{locked}/postgres", "postgresql://me:hush-hush@127.0.0.1:1/village"):
        assert found(url) == {"store-unreachable": "wrong"}
        assert main(["doctor", "--db", url]) == 2
        ran = capsys.readouterr()
        assert "hush-hush" not in ran.out + ran.err


def test_a_server_is_looked_at(postgresql: Server) -> None:
    """An empty database, a settled one, and the settings that a power cut would show."""
    url = postgresql.fresh()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    empty = found(url)
    assert empty["doctor-no-schema"] == "wrong"
    assert empty["doctor-setting"] == "look"
    with Engine(url) as settled:
        errands.settle(settled)
    states = found(url)
    assert set(states.values()) == {"look"}
    with Engine(url) as settled:
        assert settled.verify()
    postgresql.take_back(url)
