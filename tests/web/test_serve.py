"""``xiangyue serve``: a real server in a process of its own, and what keeps it from beginning."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from visitors import free_port

from xiangyue import Engine
from xiangyue.cli.app import main
from xiangyue_admin import ConsoleSettings
from xiangyue_admin.accounts import Accounts
from xiangyue_admin.serving import Serving, greeting


@contextmanager
def serving(folder: Path, *args: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve in a process of its own, and wait until it answers."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "xiangyue",
        "--lang",
        "en",
        "serve",
        "--port",
        str(port),
        *args,
    ]
    with (folder / "out.txt").open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, text=True, cwd=folder)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            try:
                requests.get(f"{url}/health", timeout=5)
                break
            except requests.ConnectionError:
                assert process.poll() is None, (folder / "out.txt").read_text()
                time.sleep(0.1)
        yield url, process
    finally:
        process.kill()
        process.wait(30)


def test_the_demo_opens_with_ready_logins(tmp_path: Path) -> None:
    """One command, and everybody whom it names can sign in; ended, it leaves nothing behind."""
    with serving(tmp_path, "--demo") as (url, process):
        said = (tmp_path / "out.txt").read_text()
        logins = dict(re.findall(r"^  (\w+) +(\w{4}(?:-\w{4}){4})", said, re.M))
        assert set(logins) == {"wang", "li", "committee", "supervisors", "chen", "lu", "root"}
        with requests.Session() as browser:
            browser.headers["Accept-Language"] = "en"
            page = browser.get(f"{url}/sign-in", timeout=10).text
            token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[-1]
            form = {"login": "wang", "password": logins["wang"], "csrf_token": token}
            assert "Sign out" in browser.post(f"{url}/sign-in", data=form, timeout=10).text
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert "Traceback" not in (tmp_path / "out.txt").read_text()


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store that holds nothing yet."""
    url = f"sqlite:///{tmp_path}/village.db"
    with Engine(url):
        return url


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """Ask to serve what cannot be served; return what is said."""
    assert main(["--lang", "en", "serve", *args]) == 2
    return capsys.readouterr().err


def test_a_store_where_nobody_can_sign_in_says_what_to_do(store: str) -> None:
    """The first account is added on the command line."""
    what = Serving(store, "127.0.0.1", 8080, 4, ConsoleSettings(), None, worker=False)
    with Engine(store) as engine:
        said = "\n".join(greeting(engine, what, demo=False))
        assert "xiangyue user add" in said
        Accounts(engine).add("li", by="setup", password="a ladder at the gate")
        assert "xiangyue user add" not in "\n".join(greeting(engine, what, demo=False))


def test_a_port_that_is_taken_is_said_in_a_sentence(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is begun."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = refused(capsys, "--port", port, "--db", store)
    assert f"Port {port} cannot be used" in said


@pytest.mark.parametrize(
    "text, said",
    [
        ("zone: [", "console.yaml"),
        ("zone: [", "cannot be read"),
        ("colour: red", "console.yaml"),
        ("colour: red", "not understood"),
        ("oidc: {issuer: 'https://id.example', client_id: x, client_secret: y}", "--base-url"),
        ("base_url: compact.example.org", "https://compact.example.org"),
    ],
)
def test_settings_that_are_wrong_are_said(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """What cannot be read, by its file, and what would leave a door ajar: nothing is served."""
    config = tmp_path / "console.yaml"
    config.write_text(text)
    assert said in refused(capsys, "--config", str(config), "--db", store)
