"""A server that cannot be reached is named, its password never."""

from __future__ import annotations

import socket

import pytest
from postgres import Server

from xiangyue import Engine
from xiangyue.cli import main
from xiangyue.errors import Misuse, StoreError

pytestmark = pytest.mark.sqlite

SECRET = "hush-hush"


def _closed_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_server_that_is_not_there_is_named() -> None:
    """Host and database are said, and one code tells it from a connection that was lost."""
    url = f"postgresql+psycopg://me:{SECRET}@127.0.0.1:{_closed_port()}/village"
    with pytest.raises(StoreError) as caught:
        Engine(url)
    assert caught.value.code == "store-unreachable"
    for said in (caught.value.describe("en"), caught.value.describe("zh")):
        assert "127.0.0.1" in said
        assert "village" in said
        assert SECRET not in said


def test_a_database_that_the_server_does_not_have_is_named(postgresql: Server) -> None:
    """The server answers, but lets nobody in."""
    with pytest.raises(StoreError) as caught:
        Engine(f"{postgresql.url.replace('postgresql', 'postgresql+psycopg', 1)}/nowhere")
    assert caught.value.code == "store-unreachable"
    assert "nowhere" in caught.value.text()


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{SECRET}@host:port/village",
        f"postgresql//me:{SECRET}@host/village",
        f"postgresql://me:{SECRET}@[::1/village",
    ],
)
def test_a_url_that_is_none_keeps_its_secret(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, exit code 2, and no password."""
    with pytest.raises((Misuse, StoreError)):
        Engine(url)
    for command in (["verify"], ["db", "info"], ["db", "info", "--json"]):
        assert main([*command, "--db", url]) == 2
        ran = capsys.readouterr()
        assert "Traceback" not in ran.err
        assert SECRET not in ran.out + ran.err
        assert len(ran.err.splitlines()) == 1


def test_the_command_line_says_it_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, as for everything that cannot be used."""
    url = f"postgresql://me:{SECRET}@127.0.0.1:{_closed_port()}/village"
    assert main(["db", "info", "--db", url]) == 2
    ran = capsys.readouterr()
    assert "village" in ran.err
    assert SECRET not in ran.err
    assert len(ran.err.splitlines()) == 1
