"""The way to PostgreSQL and workers, as the README walks it: every file and every command."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from patience import PATIENCE, until
from postgres import Server

from xiangyue import Engine

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

README = Path(__file__).parents[2] / "README.md"
SECTION = README.read_text(encoding="utf-8").partition("## When it grows")[2].partition("\n## ")[0]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PORT = "1025"


class Reader:
    """Somebody who follows the section in an empty folder, on a machine that is installed."""

    def __init__(self, folder: Path, url: str) -> None:
        """Begin there."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = str(free.getsockname()[1])
        self.folder = folder
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        self.env = {**os.environ, "PATH": path, "XIANGYUE_DB": url, "LANG": "C.UTF-8"}
        self.jobs: list[subprocess.Popen[bytes]] = []

    def start(self, line: str) -> None:
        """Start a job, as ``&`` does."""
        command, _, file = line.partition(">")
        with (self.folder / (file.strip() or f"job-{len(self.jobs)}.txt")).open("wb") as out:
            words = [sys.executable if w == "python3" else w for w in shlex.split(command)]
            self.jobs.append(subprocess.Popen(words, cwd=self.folder, env=self.env, stdout=out))
        if self.port in command:
            until(self.listens)

    def listens(self) -> bool:
        """Tell whether the mail server has begun."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", int(self.port))) == 0

    def run(self, line: str) -> str:
        """Run a line that must not fail; returns what it prints."""
        words = [sys.executable if w == "python3" else w for w in shlex.split(line)]
        ran = subprocess.run(
            words, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, f"{line}\n{ran.stdout}{ran.stderr}"
        return ran.stdout

    def stop(self, *jobs: str) -> list[int]:
        """End jobs, as ``kill`` does; returns how they ended."""
        named = [self.jobs[int(job.removeprefix("%")) - 1] for job in jobs]
        for job in named:
            job.terminate()
        return [job.wait(PATIENCE) for job in named]


@pytest.fixture
def reader(postgresql: Server, tmp_path: Path) -> Iterator[Reader]:
    """Return a reader whose database is empty."""
    reader = Reader(tmp_path, postgresql.fresh("grown"))
    yield reader
    for job in reader.jobs:
        job.kill()
        job.wait()


def test_a_newcomer_sends_a_message(reader: Reader) -> None:
    """Two workers, one mail server, and the words arrive once; then the workers end in peace."""
    (_, installing), *blocks = BLOCK.findall(SECTION)
    assert "apt-get install" in installing
    names = {"yaml": "channels.yaml", "python": "village.py"}
    for language, text in blocks:
        told = text.replace(PORT, reader.port)
        if language in names:
            assert names[language] in SECTION
            (reader.folder / names[language]).write_text(told)
            continue
        for line in (line.partition(" #")[0].strip() for line in told.splitlines()):
            if line.startswith("kill "):
                until(lambda: sent(reader))
                assert reader.stop(*line.split()[1:]) == [0, 0]
            elif line.endswith("&"):
                reader.start(line.removesuffix("&"))
            else:
                reader.run(line)
    mail = (reader.folder / "mail.txt").read_text()
    assert mail.count("Somebody is on the way: Medicine") == 1
    assert mail.count("To: ma@example.org") == 1
    with Engine(reader.env["XIANGYUE_DB"]) as engine:
        assert engine.verify()


def sent(reader: Reader) -> bool:
    """Tell whether the one message is sent."""
    (message,) = orjson.loads(reader.run("xiangyue message list xinqi --json"))
    return bool(message["state"] == "sent")


def test_it_is_short() -> None:
    """From nothing to two workers in less than forty lines."""
    assert len([line for line in SECTION.splitlines() if line.strip()]) < 40
