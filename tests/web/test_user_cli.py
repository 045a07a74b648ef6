"""``xiangyue user``: accounts from the command line."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from xiangyue import Engine
from xiangyue.cli.app import main
from xiangyue_admin.accounts import Accounts

User = Callable[..., Any]


@pytest.fixture
def user(engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> User:
    """Run ``xiangyue user`` on the village and return its exit code and what it prints."""

    def run(*args: str) -> Any:
        url = f"sqlite:///{tmp_path / 'village.db'}"
        code = main(["--lang", "en", "user", *args, "--db", url, "--json"])
        out = capsys.readouterr()
        return code, orjson.loads(out.out or out.err)

    return run


def test_a_password_is_made_up_and_shown_once(user: User, accounts: Accounts) -> None:
    """It opens the account, with the grants that were named, and the list does not hold it."""
    code, added = user("add", "fang", "--member", "chen", "--power", "admin:xinqi")
    assert (code, added["grants"]) == (0, ["admin:xinqi"])
    found = accounts.check_password("fang", added["password"])
    assert found is not None
    assert found.member == "chen"
    assert added["password"] not in str(user("list"))


def test_a_password_can_be_piped_in(
    user: User, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands in no process list, and is not printed."""
    monkeypatch.setattr("sys.stdin", io.StringIO("a ladder against the wall\n"))
    code, changed = user("password", "li", "--password-stdin")
    assert (code, changed) == (0, {"login": "li"})
    assert accounts.check_password("li", "a ladder against the wall") is not None


def test_an_account_is_disabled_and_enabled(user: User, accounts: Accounts) -> None:
    """The list says how each stands."""
    assert user("disable", "li")[1]["state"] == "disabled"
    assert user("enable", "li")[1]["state"] == "active"
    assert user("grant", "li", "--power", "desk:xinqi")[1]["grants"] == ["desk:xinqi"]
    assert user("grant", "li")[1]["grants"] == []


@pytest.mark.parametrize(
    "args, code",
    [
        (("add", "li"), "console-login-taken"),
        (("add", "a b"), "console-login-malformed"),
        (("add", "new", "--member", "nobody"), "member-unknown"),
        (("add", "new", "--power", "king:xinqi"), "console-power-unknown"),
        (("add", "new", "--power", "admin"), "console-grant-malformed"),
        (("add", "new", "--power", "admin:nowhere"), "unit-unknown"),
        (("disable", "nobody"), "console-login-unknown"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_sentence(
    user: User, args: tuple[str, ...], code: str
) -> None:
    """Nothing is half done."""
    status, said = user(*args)
    assert (status, said["error"]["code"]) == (2, code)
