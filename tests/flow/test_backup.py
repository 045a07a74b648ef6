"""A backup of a live database is one state of it, whole, or not there at all."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import errands
import orjson
import pytest

from xiangyue import Command, Engine
from xiangyue.cli import main
from xiangyue.errors import Misuse, StoreError
from xiangyue.upkeep.backup import back_up, check_space

pytestmark = pytest.mark.sqlite

CHILD = Path(__file__).parent / "backup_child.py"
WRITERS = 4


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Return the URL of a village's database that has some work in it."""
    url = f"sqlite:///{tmp_path}/village.db"
    with Engine(url) as engine:
        errands.settle(engine)
        data = {"size": 8, "kind": "water"}
        commands = [
            Command("xinqi", "open", "li", f"e{n}", "errand", data, title=f"Pipe {n}")
            for n in range(200)
        ]
        assert all(engine.act_many(commands, now=errands.MONDAY))
    yield url


def child(*arguments: str) -> subprocess.Popen[bytes]:
    """Start the program that writes or dies."""
    return subprocess.Popen([sys.executable, CHILD, *arguments], stdout=subprocess.PIPE)


def test_backups_under_load_hold_the_beginning_of_every_chain(url: str, tmp_path: Path) -> None:
    """Four processes write on; each backup verifies, and the live chains still hold its ends."""
    writers = [child("write", url, f"w{n}") for n in range(WRITERS)]
    try:
        for writer in writers:
            assert writer.stdout
            assert writer.stdout.readline() == b"done\n"
        ends = []
        for n in range(5):
            file = tmp_path / f"{n}.backup"
            done = back_up(url, file)
            with Engine(f"sqlite:///{file}") as copy:
                assert copy.verify()
                heads = copy.heads()
            assert {name: int(head.split(":")[0]) for name, head in heads.items()} == done.ends
            ends.append(heads)
        assert [writer.poll() for writer in writers] == [None] * WRITERS
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    with Engine(url) as engine:
        for heads in ends:
            assert engine.verify(heads=heads)
        written = int(engine.heads()["xinqi"].split(":")[0])
    print(f"{len(ends)} backups beside {WRITERS} writers, {written} entries in the end")


def test_a_backup_that_is_killed_leaves_no_file(url: str, tmp_path: Path) -> None:
    """What stood under the name before still stands; another backup goes through."""
    file = tmp_path / "village.backup"
    file.write_bytes(b"the one of last week")
    dying = child("die", url, str(tmp_path / "new.backup"))
    dying.communicate()
    assert dying.returncode == -signal.SIGKILL
    assert not (tmp_path / "new.backup").exists()
    with pytest.raises(Misuse, match="already"):
        back_up(url, file)
    assert file.read_bytes() == b"the one of last week"
    back_up(url, file, force=True)
    with Engine(f"sqlite:///{file}") as copy:
        assert copy.verify()


def test_a_backup_is_one_private_file(url: str, tmp_path: Path) -> None:
    """Nothing lies beside it, and nobody else may read it."""
    folder = tmp_path / "kept"
    folder.mkdir()
    back_up(url, folder / "village.backup")
    assert [file.name for file in folder.iterdir()] == ["village.backup"]
    assert stat.S_IMODE((folder / "village.backup").stat().st_mode) == 0o600


def test_a_backup_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    """The sentence says how much is needed."""
    with pytest.raises(StoreError) as caught:
        check_space(tmp_path, 1 << 62)
    assert f"{1 << 62:,}" in caught.value.text()


def test_a_disk_that_fails_meanwhile_leaves_nothing(url: str, tmp_path: Path) -> None:
    """A file that may not grow stands for the disk: one sentence, and nothing half."""
    folder = tmp_path / "small"
    folder.mkdir()
    line = f'ulimit -f 100; "{sys.executable}" -m xiangyue db backup "{folder}/x" --db "{url}"'
    ran = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert len(ran.stderr.splitlines()) == 1
    assert list(folder.iterdir()) == []


def test_the_command_line_says_what_was_kept(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --json a document, without it words; what is there already is not overwritten."""
    file = str(tmp_path / "a.backup")
    assert main(["db", "backup", file, "--db", url, "--json"]) == 0
    document = orjson.loads(capsys.readouterr().out)
    assert document["ends"]["xinqi"] > 200
    assert main(["db", "backup", file, "--db", url]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["--lang", "zh", "db", "backup", file, "--db", url, "--force"]) == 0
    assert "个人信息" in capsys.readouterr().out


@pytest.mark.parametrize("url", ["postgresql://me:hush@db.example.org/village", "sqlite://"])
def test_what_cannot_be_copied_is_said(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """PostgreSQL is told with the command to run, and without the password."""
    assert main(["db", "backup", str(tmp_path / "a"), "--db", url]) == 2
    err = capsys.readouterr().err
    assert "hush" not in err
    assert ("pg_dump" in err) == url.startswith("postgresql")
