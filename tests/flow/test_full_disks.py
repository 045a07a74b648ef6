"""A disk that is full or may not be written: refused whole in a sentence, and later all goes on."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest
from disks import filled, read_only, small_disk
from errands import MONDAY
from postgres import Missing, Server

from xiangyue import Command, Engine, StoreError

DITCH = Path(__file__).parent / "profiles" / "ditch"
BEFORE, GROUP = 20, 100

NOT_OURS = "the disks of the server that XIANGYUE_TEST_PG names are not ours to fill"

Tell = Callable[[str, object], None]


def settle(engine: Engine) -> None:
    """Let a profile govern a village, with a secretary."""
    engine.install(DITCH, community="c", now=MONDAY)
    engine.register("li", roles={"secretary": "c"}, now=MONDAY)


def opening(n: int) -> Command:
    """Return the same command for the same number."""
    said = {"phone": "9" * 40, "size": 20}
    return Command("c", "open", "li", f"t{n}", "ditch", said, title="T" * 80, key=f"k{n}")


def endure(engine: Engine, hindered: AbstractContextManager[None], *codes: str) -> str:
    """Work until the store has refused three commands, and a group of them, with these codes.

    Only what was refused is missing; then, unhindered, all of it is done. Returns what was counted.
    """
    refused: list[int] = []
    told = []
    engine.act_many([opening(n) for n in range(BEFORE)], now=MONDAY)
    with hindered:
        for n in count(BEFORE):
            try:
                assert engine.do(opening(n), now=MONDAY)
            except StoreError as error:
                refused.append(n)
                told.append(error)
            if len(refused) == 3:
                break
        with pytest.raises(StoreError) as caught:
            engine.act_many([opening(n + 1 + m) for m in range(GROUP)], now=MONDAY)
        told.append(caught.value)
        assert kept(engine) == {f"t{m}" for m in range(n)} - {f"t{m}" for m in refused}
    assert {error.code for error in told} <= set(codes)
    assert all(error.text(lang) and error.mend(lang) for error in told for lang in ("en", "zh"))
    assert engine.verify().ok
    late = engine.act_many([opening(m) for m in (*refused, *range(n + 1, n + 1 + GROUP))])
    assert all(not isinstance(done, Exception) and done for done in late)
    assert kept(engine) == {f"t{m}" for m in range(n + 1 + GROUP)}
    assert engine.verify().ok
    words = ", ".join(sorted({error.code for error in told}))
    return (
        f"{n + 1 - len(refused)} kept before, {len(refused)} commands and a group of {GROUP}"
        f" refused whole ({words}), all done later, chain verified"
    )


def kept(engine: Engine) -> set[str]:
    """Return the tasks that there are."""
    with engine._store.read() as reader:
        return {name for (name,) in reader.all("SELECT id FROM task")}


# --- SQLite ---------------------------------------------------------------------------------------


@pytest.mark.sqlite
def test_a_file_on_a_full_disk(tmp_path: Path, record_property: Tell) -> None:
    """The disk is a real one, and has no byte left; nor can another database be begun there."""
    with small_disk(tmp_path / "disk", 4) as disk:
        with Engine(f"sqlite:///{disk / 'village.db'}") as engine:
            settle(engine)
            told = endure(engine, filled(disk), "store-full", "store-disk")
        with filled(disk), pytest.raises(StoreError) as caught:
            Engine(f"sqlite:///{disk / 'other.db'}")
        assert caught.value.code in ("store-full", "store-disk", "store-open")
    record_property("faults", f"sqlite full disk: {told}")


@pytest.mark.sqlite
def test_a_file_that_cannot_grow(tmp_path: Path, record_property: Tell) -> None:
    """The disk has room, and does not take it: writing fails half-way through."""
    file = tmp_path / "village.db"
    with Engine(f"sqlite:///{file}") as engine:
        settle(engine)
        told = endure(engine, _no_larger(tmp_path / "village.db-wal"), "store-full", "store-disk")
    record_property("faults", f"sqlite failing disk: {told}")


@pytest.mark.sqlite
def test_a_file_on_a_disk_that_is_read_only(tmp_path: Path) -> None:
    """Whoever opens it is told so, the file stays as it was, and can be used again later."""
    with small_disk(tmp_path / "disk", 4) as disk:
        file = disk / "village.db"
        with Engine(f"sqlite:///{file}") as engine:
            settle(engine)
        before = file.read_bytes()
        with read_only(disk):
            with pytest.raises(StoreError) as caught, Engine(f"sqlite:///{file}") as engine:
                engine.do(opening(1), now=MONDAY)
            assert caught.value.code == "store-open"
            assert file.read_bytes() == before
        with Engine(f"sqlite:///{file}") as engine:
            assert engine.do(opening(1), now=MONDAY)
            assert engine.verify().ok


@contextmanager
def _no_larger(file: Path) -> Iterator[None]:
    """Let no file of this process become much larger than this one is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 50_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# --- PostgreSQL -----------------------------------------------------------------------------------


@pytest.fixture
def server(postgresql: Server) -> Server:
    """Return a server on this machine."""
    if postgresql.folder is None:
        pytest.skip(NOT_OURS)
    return postgresql


@pytest.mark.sqlite
def test_a_database_on_a_full_disk(server: Server, tmp_path: Path, record_property: Tell) -> None:
    """Its tables are on a disk without room."""
    assert server.folder
    with small_disk(server.folder / "disk", 24) as disk:
        server.give(disk)
        (space := disk / "space").mkdir()
        server.give(space)
        server.execute(f"CREATE TABLESPACE small LOCATION '{space}'")
        server.execute("CREATE DATABASE small TABLESPACE small ENCODING 'UTF8' TEMPLATE template0")
        try:
            with Engine(f"{server.url}/small") as engine:
                settle(engine)
                told = endure(engine, filled(disk), "store-full")
        finally:
            server.execute("DROP DATABASE small WITH (FORCE)")
            server.execute("DROP TABLESPACE small")
    record_property("faults", f"postgresql full disk: {told}")


@pytest.mark.sqlite
def test_a_database_that_is_read_only(server: Server, record_property: Tell) -> None:
    """As after a fail-over, or because somebody has said so: reading goes on."""
    url = server.fresh()
    name = url.rpartition("/")[2]

    @contextmanager
    def unwritable() -> Iterator[None]:
        _set(server, name, "on")
        yield
        _set(server, name, "off")

    with Engine(url) as engine:
        settle(engine)
        told = endure(engine, unwritable(), "store-read-only")
    server.take_back(url)
    record_property("faults", f"postgresql read-only: {told}")


def _set(server: Server, name: str, value: str) -> None:
    """Say it for all connections; those that are open end, as they do when a standby takes over."""
    server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {value}")
    server.throw_out(name)


@pytest.mark.sqlite
def test_a_server_whose_log_is_on_a_full_disk(record_property: Tell) -> None:
    """It gives up, and everybody is told; with room again, it is started and nothing is lost."""
    with ExitStack() as stack:
        # The server's user has no right to the tests' own folder.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xy-log-")))
        folder.chmod(0o755)
        disk = stack.enter_context(small_disk(folder / "disk", 6))
        (log := disk / "log").mkdir()
        try:
            server = Server(("max_wal_size=1GB", "min_wal_size=2MB", "checkpoint_timeout=1h"), log)
        except Missing as why:
            pytest.skip(str(why))
        if server.folder is None:
            pytest.skip(NOT_OURS)
        with server, Engine(server.fresh()) as engine:
            settle(engine)
            acknowledged, codes = [], set()
            with filled(disk):
                for n in count():
                    try:
                        assert engine.do(opening(n), now=MONDAY)
                        acknowledged.append(f"t{n}")
                    except StoreError as error:
                        codes.add(error.code)
                        break
                server.stop()
            server.start()
            assert codes <= {"store-full", "store-lost", "store-unsure"}
            assert kept(engine) - set(acknowledged) <= {f"t{n}"}
            assert set(acknowledged) <= kept(engine)
            assert engine.do(opening(n), now=MONDAY)
            assert engine.verify().ok
    record_property(
        "faults",
        f"postgresql full disk of the log: {len(acknowledged)} acknowledged, 0 lost,"
        f" 1 refused ({', '.join(codes)}), done later, chain verified",
    )
