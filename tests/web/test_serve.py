"""``xiangyue serve``: a real server in a process of its own, asked over HTTP."""

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


def test_a_store_where_nobody_can_sign_in_says_what_to_do(tmp_path: Path) -> None:
    """The first account is added on the command line."""
    with Engine(f"sqlite:///{tmp_path}/village.db") as engine:
        engine.install("resource-scarce-rural", community="xinqi")
    with serving(tmp_path, "--db", "sqlite:///village.db") as (url, _):
        assert requests.get(f"{url}/health", timeout=10).json()["communities"] == 1
    assert "xiangyue user add" in (tmp_path / "out.txt").read_text()


def test_a_port_that_is_taken_is_said_in_a_sentence(tmp_path: Path) -> None:
    """Before anything is begun."""
    with Engine(f"sqlite:///{tmp_path}/village.db") as engine:
        engine.install("resource-scarce-rural", community="xinqi")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "xiangyue", "--lang", "en", "serve", "--port", port]
        ran = subprocess.run(
            [*command, "--db", "sqlite:///village.db"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
            timeout=60,
        )
    assert ran.returncode == 2
    assert f"Port {port} cannot be used" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "text, said", [("zone: [", "cannot be read"), ("colour: red", "not understood")]
)
def test_settings_that_are_wrong_are_said_with_their_file(
    tmp_path: Path, text: str, said: str
) -> None:
    """A typing error in the settings starts nothing."""
    (tmp_path / "console.yaml").write_text(text)
    with Engine(f"sqlite:///{tmp_path}/village.db"):
        pass
    command = [
        sys.executable,
        "-m",
        "xiangyue",
        "--lang",
        "en",
        "serve",
        "--config",
        "console.yaml",
    ]
    ran = subprocess.run(
        [*command, "--db", "sqlite:///village.db"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "console.yaml" in ran.stderr
