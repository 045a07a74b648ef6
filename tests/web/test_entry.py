"""The door: who signs in, and what guessing leads to."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue_admin import console_blueprint
from xiangyue_admin.accounts import Accounts, secrets


def cookie(visitor: Visitor) -> str:
    """Return the session's secret as the cookie holds it."""
    with visitor.client.session_transaction() as session:
        return str(session.get("xiangyue_session"))


def test_a_name_and_a_password_open_an_account(visitor: Visitor) -> None:
    """Signing in leads on, and signing out ends it in the database too."""
    assert visitor.sign_in("li").status_code == 303
    assert "Sign out" in visitor.get("/sign-in").text
    secret = cookie(visitor)
    visitor.get("/sign-in")
    visitor.post("/sign-out")
    with visitor.client.session_transaction() as session:
        session["xiangyue_session"] = secret
    assert "Sign out" not in visitor.get("/sign-in").text


@pytest.mark.parametrize("path", ["/guide", "/profiles/xinqi?a=b", "/system//"])
def test_a_mistyped_address_leads_to_a_path_alone(visitor: Visitor, path: str) -> None:
    """Whatever host a request names, nobody is led there."""
    answer = visitor.client.get("/", base_url="http://evil.example")
    assert "evil" not in str(answer.headers)
    answer = visitor.client.get(path, base_url="http://evil.example")
    assert answer.status_code == 308
    near, _, query = path.strip("/").partition("?")
    assert answer.headers["Location"] == f"/{near}/" + (f"?{query}" if query else "")


def test_every_sign_in_has_a_session_of_its_own(visitor: Visitor) -> None:
    """A session that was there before is not taken over."""
    visitor.sign_in("li")
    first = cookie(visitor)
    visitor.sign_in("li")
    assert cookie(visitor) != first


@pytest.mark.parametrize("login, password", [("li", "wrong"), ("nobody", "wrong"), ("nobody", "")])
def test_nobody_learns_which_accounts_there_are(
    visitor: Visitor, login: str, password: str
) -> None:
    """A wrong password and an unknown name are told in the same words."""
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", login=login, password=password)
    assert answer.status_code == 401
    assert "do not open an account" in answer.text


def test_wrong_passwords_lock_an_account_for_a_while(visitor: Visitor, accounts: Accounts) -> None:
    """After five, even the right one does not open it; whoever runs the console unlocks it."""
    for _ in range(5):
        visitor.sign_in("li", "wrong")
    assert visitor.sign_in("li").status_code == 401
    accounts.enable("li", by="root")
    assert visitor.sign_in("li").status_code == 303


def test_passwords_are_tried_so_many_at_once(
    visitor: Visitor, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next waits for its turn, or is told to come again; it counts as no wrong try."""
    with ExitStack() as turns, ThreadPoolExecutor() as pool:
        for _ in range(secrets.AT_ONCE):
            turns.enter_context(secrets.turn())
        with monkeypatch.context() as patch:
            patch.setattr(secrets, "PATIENCE", 0.0)
            for _ in range(6):
                answer = visitor.sign_in("li", "wrong")
                assert answer.status_code == 503
                assert "signing in at this moment" in answer.text
        waiting = [pool.submit(accounts.check_password, "li", PASSWORD) for _ in range(12)]
        assert not any(one.done() for one in waiting)
        turns.close()
        assert all(one.result(60) is not None for one in waiting)


def test_an_address_may_try_so_often_a_minute(visitor: Visitor) -> None:
    """Guessing many names from one address is slowed down."""
    answers = [visitor.sign_in(f"name{n}", "wrong").status_code for n in range(21)]
    assert answers.count(401) == 20
    assert answers[-1] == 429


def test_a_form_without_its_token_changes_nothing(client: FlaskClient) -> None:
    """Another site cannot sign anybody in or out."""
    answer = client.post("/sign-in", data={"login": "li", "password": PASSWORD})
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_nobody_astray(visitor: Visitor, next: str) -> None:
    """What comes after stays on this host."""
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", login="li", password=PASSWORD, next=next)
    assert answer.status_code == 303
    assert "evil" not in answer.headers["Location"]


def test_a_disabled_account_is_signed_out(visitor: Visitor, accounts: Accounts) -> None:
    """It ends at once, in every browser."""
    visitor.sign_in("li")
    accounts.disable("li", by="root")
    assert "Sign out" not in visitor.get("/sign-in").text
    assert visitor.sign_in("li").status_code == 401


def test_large_text_and_language_are_remembered(visitor: Visitor, accounts: Accounts) -> None:
    """In the cookie, and with the account wherever it signs in next."""
    visitor.sign_in("li")
    visitor.post("/view", large="1")
    visitor.post("/view", language="zh")
    assert '<html lang="zh-CN" class="large">' in visitor.get("/sign-in").text
    kept = accounts.get("li")
    assert (kept.language, kept.large) == ("zh", True)


def test_acts_on_accounts_are_journaled(engine: Engine, accounts: Accounts) -> None:
    """Nobody can deny having given an account or a token, and the store still verifies."""
    before = int(engine.heads()["~registry"].partition(":")[0])
    accounts.set_password("li", "another long one", by="root")
    token, secret = accounts.new_token(
        "a platform", member="li", unit="xinqi", scopes=["tasks:read"], by="root"
    )
    assert accounts.token(secret) == token
    accounts.revoke_token(token.id, by="root")
    assert accounts.token(secret) is None
    assert int(engine.heads()["~registry"].partition(":")[0]) == before + 3
    assert engine.verify().ok


def test_a_link_opens_its_task_once(accounts: Accounts) -> None:
    """A second use, an old one and an invented one open nothing."""
    secret = accounts.new_link("li", "xinqi/_1")
    assert accounts.link_is_good(secret)
    opened, task = accounts.use_link(secret) or ("", "")
    assert task == "xinqi/_1"
    assert accounts.use_link(secret) is None
    assert not accounts.link_is_good(secret)
    assert accounts.came_by_link(secret) is None
    came = accounts.came_by_link(opened)
    assert came is not None
    assert (came.member, came.only, came.grants) == ("li", "xinqi/_1", ())
    assert accounts.use_link(accounts.new_link("li", "xinqi/_1", hours=-1)) is None
    assert accounts.use_link("invented") is None


def test_links_that_are_over_are_removed(accounts: Accounts, engine: Engine) -> None:
    """With the next one that is made; one that is good, or is still being used, stays."""
    accounts.new_link("li", "xinqi/_1", hours=-1000)
    good, used = (accounts.new_link("li", f"xinqi/_{n}") for n in (2, 3))
    opened, _ = accounts.use_link(used) or ("", "")
    accounts.new_link("li", "xinqi/_4")
    with engine.sql.connect() as connection:
        left = connection.execute(sa.text("SELECT task FROM console_link ORDER BY task"))
        assert [row.task for row in left] == ["xinqi/_2", "xinqi/_3", "xinqi/_4"]
    assert accounts.link_is_good(good) and accounts.came_by_link(opened)


def test_headers_keep_strangers_out(client: FlaskClient) -> None:
    """A strict policy without exceptions, on pages, files and errors alike."""
    found = [client.get(u) for u in ("/", "/sign-in", "/assets/console.css", "/no-such-page")]
    for answer in (
        *found,
        client.put("/sign-in"),
        client.post("/"),
        client.delete("/no-such-page"),
    ):
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_console_lives_in_anothers_application(engine: Engine, accounts: Accounts) -> None:
    """Under a prefix of its own, beside pages and extensions of the stranger's."""
    app = Flask("stranger")
    app.secret_key = "of the stranger"
    app.register_blueprint(console_blueprint(engine), url_prefix="/governance")
    app.add_url_rule("/", "own", lambda: "mine")
    visitor = Visitor(app)
    visitor.get("/governance/sign-in")
    answer = visitor.post("/governance/sign-in", login="li", password=PASSWORD)
    assert answer.headers["Location"] == "/governance/"
    assert app.test_client().get("/").text == "mine"
    assert "Content-Security-Policy" not in app.test_client().get("/").headers


def test_passwords_are_sealed_as_the_standard_says() -> None:
    """Argon2id with the parameters of RFC 9106 for little memory: 64 MiB, three passes."""
    sealed = subprocess.run(
        [
            sys.executable,
            "-c",
            "from xiangyue_admin.accounts import secrets as s; print(s.seal('x'))",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert sealed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
