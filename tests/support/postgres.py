"""A real PostgreSQL server for tests, started from the binaries that are installed.

    with Server(folder) as server:
        Engine(server.fresh())

``XIANGYUE_TEST_PG`` names one that is running already, as ``postgresql://user@host:port``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 60.0
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests that kill no server."""


class Missing(Exception):
    """There is no server that could be started here, and why."""


def binaries() -> Path:
    """Return the folder with ``initdb`` and ``postgres``; raises Missing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    for folder in (*([Path(on_path).resolve().parent] if on_path else []), *found):
        if all((folder / name).exists() for name in ("initdb", "postgres")):
            return folder
    raise Missing("no PostgreSQL server here: install postgresql, or set XIANGYUE_TEST_PG")


def _account() -> str | None:
    """Return whom a server may run as where we are root, which it refuses to be."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Missing("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


class Server:
    """A server of our own with its data in a folder of its own; a context manager."""

    def __init__(self, settings: Sequence[str] = FAST, log: Path | None = None) -> None:
        """Make the cluster and start it, with its log in another folder; raises Missing."""
        self._count = 0
        self._used: dict[str, str] = {}
        self._free: list[str] = []
        self._process: subprocess.Popen[Any] | None = None
        self._settings = settings
        self.folder: Path | None = None
        given = os.environ.get("XIANGYUE_TEST_PG")
        if given:
            self.url = given.rstrip("/")
            return
        self._bin, self._user = binaries(), _account()
        if log:
            self.give(log)
        # A socket's path must be short, so the folder is not below the test's own.
        self.folder = Path(tempfile.mkdtemp(prefix="xy-pg-"))
        self.give(self.folder)
        self._run("initdb", *_CLUSTER, *(["-X", str(log), "--wal-segsize=1"] if log else []))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"postgresql://xiangyue@127.0.0.1:{self._port}"
        self.start()

    def _options(self) -> dict[str, Any]:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        who = {"user": self._user, "group": _group(self._user)} if self._user else {}
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        return {"cwd": self.folder, "env": env, **quiet, **who}

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([self._bin / program, *arguments], check=True, **self._options())

    def start(self) -> None:
        """Start it and wait until it answers."""
        said = [
            f"port={self._port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=64MB",
            *self._settings,
        ]
        options = [word for setting in said for word in ("-c", setting)]
        program = [str(self._bin / "postgres"), "-D", "data", *options]
        process = subprocess.Popen(program, **self._options())
        self._process = process
        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                self.execute("SELECT 1")
                return
            except Exception:
                if time.monotonic() > give_up or process.poll() is not None:
                    raise
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop it at once, as a power cut would (SIGQUIT), or after its clients (SIGINT)."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def execute(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run a statement outside of any transaction; returns its rows."""
        import psycopg

        with psycopg.connect(f"{self.url}/{database}", autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def throw_out(self, database: str) -> None:
        """End every connection to a database; all are gone when this returns."""
        client = f"datname = '{database}' AND backend_type = 'client backend'"
        ending = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {client}"
        give_up = time.monotonic() + PATIENCE
        while self.execute(ending):
            if time.monotonic() > give_up:
                raise TimeoutError(f"somebody stays connected to {database}")
            time.sleep(0.01)

    def give(self, folder: Path) -> None:
        """Let the server have a folder."""
        if self._user:
            shutil.chown(folder, self._user)

    def fresh(self, name: str | None = None) -> str:
        """Return the URL of an empty database; of the same one for the same name."""
        database = self._used.get(name or "")
        if database is None:
            database = self._free.pop() if self._free else self._create()
            self._used[name or f"~{database}"] = database
        return f"{self.url.replace('postgresql', 'postgresql+psycopg', 1)}/{database}"

    def _create(self) -> str:
        self._count += 1
        name = f"xy_{os.getpid()}_{self._count}"
        self.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        return name

    def take_back(self, url: str) -> None:
        """Empty a database that was given out without a name, to give it out again."""
        database = url.rpartition("/")[2]
        if self._used.pop(f"~{database}", None):
            self._empty(database)

    def recycle(self) -> None:
        """Empty every database that was given out, to give it out again."""
        for database in self._used.values():
            self._empty(database)
        self._used.clear()

    def _empty(self, database: str) -> None:
        import psycopg

        self.throw_out(database)
        with psycopg.connect(f"{self.url}/{database}", autocommit=True) as connection:
            connection.execute(_EMPTY)
        self._free.append(database)

    def __enter__(self) -> Self:
        """Return the server itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it and remove its data; of one that was there, remove the databases."""
        if self.folder is None:
            for name in (*self._used.values(), *self._free):
                self.execute(f"DROP DATABASE {name} WITH (FORCE)")
            return
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


_CLUSTER = ("-D", "data", "-U", "xiangyue", "-A", "trust", "-E", "UTF8", "-N")
# Making a table's files anew costs the server far more than deleting a few rows.
_EMPTY = """
DO $$
DECLARE
    name text;
    large text[] := '{}';
BEGIN
    DROP SCHEMA IF EXISTS xiangyue_jobs CASCADE;
    SET LOCAL session_replication_role = replica;
    FOR name IN
        SELECT format('public.%I', tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'xiangyue_schema'
    LOOP
        IF pg_total_relation_size(name) > 500000 THEN
            large := large || name;
        ELSE
            EXECUTE format('DELETE FROM %s', name);
        END IF;
    END LOOP;
    IF large <> '{}' THEN
        EXECUTE format('TRUNCATE %s CASCADE', array_to_string(large, ', '));
    END IF;
END $$
"""


def _group(user: str | None) -> int:
    return pwd.getpwnam(str(user)).pw_gid
