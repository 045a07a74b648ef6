"""PostgreSQL is backed up by its own programs, as the README says, and no dead value comes back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import errands
import pytest
from postgres import Missing, Server, binaries

from xiangyue import Engine

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

README = Path(__file__).parents[2] / "engine" / "README.md"
BLOCK = re.compile(r"^```sh\n(pg_dump .*?)^```$", re.MULTILINE | re.DOTALL)
WRITERS = 2
WORDS = "Liu Guifang 13800001111"


@pytest.fixture
def programs() -> str:
    """Return a PATH with the programs of PostgreSQL and ours, or skip with the reason."""
    try:
        beside = str(binaries())
    except Missing:
        beside = ""
    path = os.pathsep.join((str(Path(sys.executable).parent), beside, os.environ["PATH"]))
    for name in ("pg_dump", "pg_restore", "createdb"):
        if shutil.which(name, path=path) is None:
            pytest.skip(f"no {name} here: install postgresql-client")
    return path


@contextmanager
def writing(url: str) -> Iterator[None]:
    """Write from several threads, through a connection each, until the end."""
    ended, begun = threading.Event(), threading.Barrier(WRITERS + 1)

    def write() -> None:
        with Engine(url) as engine:
            errands.begin(engine)
            begun.wait()
            while not ended.is_set():
                errands.begin(engine)

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    begun.wait()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def test_a_dump_comes_back_without_what_was_destroyed_since(
    postgresql: Server, programs: str, tmp_path: Path
) -> None:
    """Taken while others write, restored whole into an empty database, and verified there."""
    url = postgresql.fresh("dumped")
    name, restored = url.rpartition("/")[2], f"xy_restored_{os.getpid()}"
    (block,) = BLOCK.findall(README.read_text(encoding="utf-8"))
    lines = (
        block.replace("postgresql://me@db.example.org/xiangyue", f"{postgresql.url}/{name}")
        .replace("postgresql://me@db.example.org", postgresql.url)
        .replace("restored", restored)
        .splitlines()
    )
    env = {**os.environ, "PATH": programs}

    def run(*some: str) -> None:
        script = "\n".join(("set -e", *some))
        ran = subprocess.run(
            ["bash", "-c", script],
            check=False,
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr

    def payloads(target: str) -> str:
        with Engine(target) as engine, engine._store.read() as reader:
            return repr(reader.all("SELECT * FROM payload"))

    copy = f"{postgresql.url}/{restored}"
    with Engine(url) as engine:
        errands.settle(engine)
        task = errands.begin(engine, story=WORDS)
        with writing(url):
            run(lines[0])
        assert engine.destroy(task, by="li", why="asked for") == 1
        try:
            *back, reapply, verify = lines[1:]
            run(*back)
            with Engine(copy) as restoring:
                assert engine.verify(heads=restoring.heads())
            assert WORDS in payloads(copy)
            run(reapply, verify)
            assert WORDS not in payloads(copy)
            with Engine(copy) as restoring:
                assert errands.begin(restoring)
                assert restoring.verify()
        finally:
            postgresql.execute(f"DROP DATABASE IF EXISTS {restored} WITH (FORCE)")
