"""Those who run the system: accounts, tokens, webhooks, plugins, and how it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from visitors import Visitor

from xiangyue import Engine, Unit
from xiangyue_admin.accounts import Accounts, Grant
from xiangyue_admin.api import SCOPES
from xiangyue_admin.rooms.system.tokens import WORDS

PAGES: tuple[str, ...] = (
    "",
    "users",
    "users/li",
    "tokens",
    "webhooks",
    "plugins",
    "plugins/quiet_hours",
)
PAGES += ("health", "acts")
SHOWN = re.compile(r'class="secret"><code>([^<]+)</code>')


@pytest.fixture
def root(app: Flask) -> Visitor:
    """Whoever runs the system, signed in."""
    visitor = Visitor(app)
    visitor.sign_in("root")
    return visitor


def acts(engine: Engine) -> list[str]:
    """Return what the registry's journal says was done beside the engine, the oldest first."""
    page = engine.entries(None, limit=200)
    noted = [one.seq for one in page.items if one.kind == "remark"]
    return [engine.entry(None, seq).body["about"]["act"] for seq in reversed(noted)]


@pytest.mark.parametrize("login", ["li", "chen", "wang", "zhao", "county", "root", None])
def test_only_who_runs_the_whole_system_comes_in(login: str | None, app: Flask) -> None:
    """Every page and every form of the room."""
    visitor = Visitor(app)
    if login:
        visitor.sign_in(login)
    for page in PAGES:
        status = visitor.get(f"/system/{page}").status_code
        assert status == (200 if login == "root" else 403 if login else 303), page
    if login != "root":
        for form in ("users", "users/li/lock", "tokens", "webhooks", "health/redrive"):
            visitor.get("/sign-in")
            expected = 403 if login else 401
            assert visitor.post(f"/system/{form}").status_code == expected, form


def test_made_up_units_do_not_have_the_tree_read(tmp_path: Path) -> None:
    """It is read once, and again when something was registered since."""

    class Counted(Engine):
        read = 0

        def units(self) -> dict[str, Unit]:
            self.read += 1
            return super().units()

    with Counted(f"sqlite:///{tmp_path}/tree.db") as engine:
        tree = Accounts(engine).tree
        engine.add_unit("county", "county")
        for name in ("one", "two", "three", "county"):
            assert tree.covers("county", name) is (name == "county")
        assert engine.read == 1
        engine.add_unit("four", "village", parent="county")
        assert tree.covers("county", "four")
        assert not tree.covers("*", "five")
        assert engine.read == 2


def test_a_power_over_part_of_the_tree_is_not_enough(app: Flask, accounts: Accounts) -> None:
    """Accounts reach everywhere: who runs the system at one unit could give themselves more."""
    accounts.set_grants("county", [Grant("system", "county")], by="setup")
    visitor = Visitor(app)
    visitor.sign_in("county")
    for page in PAGES:
        assert visitor.get(f"/system/{page}").status_code == 403, page


@pytest.mark.parametrize("language, words", [("en", "What was given up"), ("zh", "已放弃的内容")])
def test_the_pages_speak_both_languages(language: str, words: str, app: Flask) -> None:
    """What a page of the room says, it says in the visitor's language."""
    visitor = Visitor(app, language)
    visitor.sign_in("root")
    assert words in visitor.get("/system/health").text


def test_an_account_is_added_and_its_password_shown_once(
    root: Visitor, app: Flask, engine: Engine
) -> None:
    """It signs in, with what was granted and no more; the act is in the registry's journal."""
    root.get("/system/users")
    page = root.post("/system/users", login="mei", member="wang", power="desk", unit="xinqi")
    shown = SHOWN.search(page.text)
    assert shown
    assert shown[1] not in root.get("/system/users/mei").text
    visitor = Visitor(app)
    assert visitor.sign_in("mei", shown[1]).status_code == 303
    account = Accounts(engine).get("mei")
    assert (account.member, account.grants) == ("wang", (Grant("desk", "xinqi"),))
    assert acts(engine)[-1] == "account-added"
    assert "Account added" in root.get("/system/acts").text


@pytest.mark.parametrize(
    "wrong",
    [{"login": "li"}, {"login": ""}, {"login": "mei", "member": "nobody"}, {"login": "me i"}],
)
def test_what_cannot_be_an_account_is_said(root: Visitor, wrong: dict[str, str]) -> None:
    """With one sentence, and nothing is added."""
    root.get("/system/users")
    answer = root.post("/system/users", **wrong)
    assert answer.status_code == 400
    assert 'id="errors"' in answer.text


def test_locking_signs_out_and_unlocking_lets_in(root: Visitor, app: Flask, engine: Engine) -> None:
    """A lock holds at once, whatever session goes on."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    root.get("/system/users/li")
    root.post("/system/users/li/lock")
    assert visitor.get("/journal/xinqi").status_code == 303
    assert visitor.sign_in("li").status_code == 401
    root.get("/system/users/li")
    root.post("/system/users/li/unlock")
    assert visitor.sign_in("li").status_code == 303
    assert acts(engine)[-2:] == ["account-disabled", "account-enabled"]


def test_a_new_password_ends_the_old_one(root: Visitor, app: Flask) -> None:
    """And every session that was opened with it."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    root.get("/system/users/li")
    shown = SHOWN.search(root.post("/system/users/li/password").text)
    assert shown
    assert visitor.get("/journal/xinqi").status_code == 303
    assert visitor.sign_in("li").status_code == 401
    assert visitor.sign_in("li", shown[1]).status_code == 303


def test_powers_are_said_anew(root: Visitor, app: Flask, engine: Engine) -> None:
    """They hold from the next page on; a row without a power is none."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    root.get("/system/users/li")
    answer = root.post("/system/users/li/grants", power=["desk", ""], unit=["other", "*"])
    assert answer.status_code == 303
    assert Accounts(engine).get("li").grants == (Grant("desk", "other"),)
    assert visitor.get("/journal/xinqi").status_code == 404
    root.get("/system/users/li")
    wrong = root.post("/system/users/li/grants", power=["admin"], unit=["nowhere"])
    assert wrong.status_code == 400


def test_nobody_locks_themselves_out(root: Visitor, engine: Engine) -> None:
    """Neither the account nor its power over the system."""
    root.get("/system/users/root")
    assert root.post("/system/users/root/lock").status_code == 400
    root.get("/system/users/root")
    assert root.post("/system/users/root/grants", power=[""], unit=["*"]).status_code == 400
    account = Accounts(engine).get("root")
    assert not account.disabled
    assert account.grants == (Grant("system", "*"),)


def test_every_scope_has_words() -> None:
    """The page says of each what it lets a program do."""
    assert WORDS.keys() == SCOPES.keys()


def token(root: Visitor, **more: object) -> str | None:
    """Make a token; return its secret as it is shown, None where it is not made."""
    root.get("/system/tokens")
    said = {"title": "sync", "member": "li", "unit": "xinqi", "scope": ["tasks:read"], **more}
    found = SHOWN.search(root.post("/system/tokens", **said).text)
    return found[1] if found else None


def test_a_token_is_shown_once_and_can_be_withdrawn(root: Visitor, accounts: Accounts) -> None:
    """As one member, at one unit, for what was chosen, until the end of its last day."""
    last = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    secret = token(root, expires=last)
    assert secret
    made = accounts.token(secret)
    assert made is not None
    assert (made.member, made.unit, set(made.scopes)) == ("li", "xinqi", {"tasks:read"})
    assert made.expires is not None
    page = root.get("/system/tokens").text
    assert made.id in page
    assert secret not in page
    root.post(f"/system/tokens/{made.id}/revoke")
    assert accounts.token(secret) is None
    assert "Withdrawn" in root.get("/system/tokens").text


def test_a_lock_stops_the_tokens_that_stand_on_an_account(
    root: Visitor, accounts: Accounts
) -> None:
    """Those that act as its member and those that it made; unlocked, they work again."""
    accounts.add("sun", by="setup", grants=[Grant("system", "*")])
    of_li = token(root)
    more: dict[str, Any] = {"member": "wang", "unit": "xinqi", "scopes": ["tasks:read"]}
    _made, by_sun = accounts.new_token("by sun", by="sun", **more)
    _made, by_program = accounts.new_token("by nobody here", by="installer", **more)

    def good() -> list[bool]:
        return [accounts.token(one or "") is not None for one in (of_li, by_sun, by_program)]

    root.get("/system/users/li")
    root.post("/system/users/li/lock")
    assert good() == [False, True, True]
    assert "is locked. It works again" in root.get("/system/tokens").text
    accounts.disable("sun", by="root")
    assert good() == [False, False, True]
    accounts.enable("li", by="root")
    accounts.enable("sun", by="root")
    assert good() == [True, True, True]


def test_a_token_goes_on_while_its_member_may_sign_in_elsewhere(
    root: Visitor, accounts: Accounts
) -> None:
    """Who has two accounts, and lost the password of one, is not locked out."""
    secret = token(root) or ""
    accounts.add("li-office", by="setup", member="li")
    accounts.disable("li", by="root")
    assert accounts.token(secret) is not None
    accounts.disable("li-office", by="root")
    assert accounts.token(secret) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 81},
        {"member": "nobody"},
        {"unit": "nowhere"},
        {"unit": ""},
        {"scope": []},
        {"scope": ["everything"]},
        {"expires": "2020-01-01"},
        {"expires": "soon"},
    ],
)
def test_what_cannot_be_a_token_is_not_made(
    root: Visitor, accounts: Accounts, wrong: dict[str, object]
) -> None:
    """No half-made key is left behind."""
    assert token(root, **wrong) is None
    assert accounts.tokens() == ()


def test_a_webhook_is_added_rotated_and_ended(root: Visitor, engine: Engine) -> None:
    """Each secret is shown once; the journal of the registry knows all of it."""
    root.get("/system/webhooks")
    said = {"id": "county", "address": "https://example.org/hooks", "type": ["task.refused"]}
    first = SHOWN.search(root.post("/system/webhooks", **said, community=["xinqi"]).text)
    (hook,) = engine.subscriptions()
    assert first
    assert hook.types == ("org.xiangyue.task.refused",)
    assert hook.communities == ("xinqi",)
    root.get("/system/webhooks")
    assert root.post("/system/webhooks", **said).status_code == 400
    assert len(engine.subscriptions()) == 1
    root.get("/system/webhooks")
    second = SHOWN.search(root.post("/system/webhooks/county/rotate").text)
    assert second
    assert second[1] != first[1]
    page = root.get("/system/webhooks").text
    assert first[1] not in page
    assert second[1] not in page
    assert root.post("/system/webhooks/county/redrive").status_code == 303
    root.get("/system/webhooks")
    assert root.post("/system/webhooks/county/end").status_code == 303
    assert engine.subscriptions() == ()
    assert root.post("/system/webhooks/county/end").status_code == 404


def test_a_limit_is_tried_out(root: Visitor) -> None:
    """The page says whether it keeps its promises, on how many cases; a stranger has no page."""
    assert "quiet_hours" in root.get("/system/plugins").text
    page = root.get("/system/plugins/quiet_hours").text
    assert "It keeps what it promises" in page
    assert root.get("/system/plugins/nothing").status_code == 404


def test_what_was_given_up_is_tried_again(root: Visitor, engine: Engine) -> None:
    """One of it, or all; and who did so is noted."""
    task = engine.open("village_task", community="xinqi", by="li", title="Ditch")
    with engine.sql.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE timer SET state = 'dead', attempts = 10 WHERE community = 'xinqi'"
        )
    dead = engine.dead_timers()
    assert dead
    page = root.get("/system/health").text
    assert task.task in page
    one = {"what": "timer", "community": "xinqi", "task": task.task, "timer": dead[0].timer}
    assert root.post("/system/health/redrive", **one).status_code == 303
    assert len(engine.dead_timers()) == len(dead) - 1
    root.get("/system/health")
    root.post("/system/health/redrive")
    assert engine.dead_timers() == ()
    assert acts(engine)[-1] == "redriven"
    assert "Nothing was given up" in root.get("/system/health").text
