"""Three faults that others have had, each by its name; and what two do at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from drafting_one import drafted
from flask import Flask
from programs import Program
from visitors import PASSWORD, Visitor

from xiangyue import Conflict, Engine, Misuse
from xiangyue_admin.accounts import Accounts, secrets


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do several things at the same moment; returns what came of each, errors too."""
    gate = Barrier(len(acts))

    def done(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except (Conflict, Misuse) as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(done, acts))


def test_a_permission_of_one_flow_never_opens_anothers(app: Flask, engine: Engine) -> None:
    """A right on one task opens its own actions there, and none of another task or flow."""
    own = engine.open("village_task", by="li", community="xinqi", title="own")
    engine.register("sun", roles={"cadre": "xinqi"})
    engine.act(own, "assign", by="li", data={"assignee": "sun"})
    asked = engine.receive("need", community="xinqi", by="wang", data={"matter": "A lamp is out"})
    visitor = Visitor(app)
    visitor.sign_in("wang")
    assert visitor.get(f"/tasks/{asked.ref}").status_code == 200
    visitor.get(f"/tasks/{asked.ref}")
    before = engine.task(own).version
    for task, action in ((own, "withdraw"), (own, "finish"), (asked, "finish"), (asked, "score")):
        answer = visitor.post(f"/tasks/{task.ref}/{action}")
        assert answer.status_code == 404, (task.ref, action)
    assert engine.task(own).version == before
    decision = engine.act(own, "finish", by="wang")
    assert "role" in {one.code for one in decision.reasons}


@pytest.mark.parametrize(
    "url",
    [
        "/api/v1/acts",
        "/api/v1/communities/xinqi/matches",
        "/exports/xinqi/tasks",
        "/exports/xinqi/points",
        "/exports/xinqi/journal",
        "/communities/xinqi/matches",
        "/system/health/redrive",
    ],
)
def test_no_bulk_action_without_authentication(
    app: Flask, engine: Engine, accounts: Accounts, url: str
) -> None:
    """By nobody, by a token of the other village, by whoever has no power: nothing is given."""
    opening = {"community": "xinqi", "action": "open", "flow": "village_task"}
    heads = {**engine.heads()}
    nobody = Visitor(app)
    nobody.get("/sign-in")
    if url.startswith("/api"):
        assert nobody.client.post(url, json={"commands": [opening]}).status_code == 401
        sibling = Program(app, accounts, member="zhao", unit="other")
        heads = {**engine.heads()}
        answer = sibling.send("POST", url.removeprefix("/api/v1"), json={"commands": [opening]})
        results = (answer.json or {}).get("results")
        assert answer.status_code == 404 or [one["status"] for one in results or ()] == [404]
    else:
        assert nobody.post(url).status_code == 401
        resident = Visitor(app)
        resident.sign_in("wang")
        assert resident.post(url).status_code in (403, 404)
    assert {**engine.heads()} == heads


def test_a_lock_is_never_released_before_its_commit(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right password that was looked at while wrong ones locked the account opens nothing."""
    opens = secrets.opens

    def slowly(password: str, sealed: str | None) -> bool:
        found = opens(password, sealed)
        if password == PASSWORD:
            monkeypatch.setattr(secrets, "opens", opens)
            for _ in range(5):
                assert accounts.check_password("li", "wrong") is None
        return found

    monkeypatch.setattr(secrets, "opens", slowly)
    assert accounts.check_password("li", PASSWORD) is None
    assert accounts.get("li").locked_until > 0


def test_a_password_that_is_changed_meanwhile_opens_nothing(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one does not, though it was right when it was looked at; a locked one neither."""
    opens = secrets.opens

    def slowly(change: Callable[[], None]) -> None:
        def open_slowly(password: str, sealed: str | None) -> bool:
            found = opens(password, sealed)
            change()
            return found

        monkeypatch.setattr(secrets, "opens", open_slowly)

    slowly(lambda: accounts.set_password("li", "another long one", by="root"))
    assert accounts.check_password("li", PASSWORD) is None
    slowly(lambda: accounts.disable("zhao", by="root"))
    assert accounts.check_password("zhao", PASSWORD) is None


def test_wrong_passwords_at_once_are_all_counted(accounts: Accounts) -> None:
    """Five at the same moment lock the account as five in a row do."""
    at_once(*[lambda: accounts.check_password("li", "wrong")] * 5)
    assert accounts.check_password("li", PASSWORD) is None


def test_a_link_is_used_once_by_several_at_once(accounts: Accounts) -> None:
    """One of them comes in."""
    secret = accounts.new_link("li", "xinqi/_1")
    used = at_once(*[lambda: accounts.use_link(secret)] * 6)
    assert sum(one is not None for one in used) == 1


def test_one_key_at_once_is_one_act(app: Flask, engine: Engine, accounts: Accounts) -> None:
    """The same request twice at the same moment opens one task, and both are told which."""
    program = Program(app, accounts)
    sent = {"flow": "village_task", "title": "once"}

    def send() -> Any:
        path = "/communities/xinqi/tasks"
        return program.post(path, sent, Idempotency_Key="the-same").json

    answers = at_once(*[send] * 4)
    assert len({one["task"] for one in answers}) == 1
    assert len(engine.tasks("xinqi", flow="village_task").tasks) == 1
    assert engine.verify().ok


def test_a_withdrawn_token_is_not_good_again(accounts: Accounts) -> None:
    """Used and withdrawn at the same moment, it ends, and the moment of the end stays."""
    token, secret = accounts.new_token("x", member="li", unit="xinqi", scopes=["a"], by="root")
    end = lambda: accounts.revoke_token(token.id, by="root")  # noqa: E731
    at_once(end, lambda: accounts.token(secret), end)
    assert accounts.token(secret) is None


def test_a_draft_is_approved_once(engine: Engine) -> None:
    """Twice at the same moment puts it in force once, as one revision."""
    draft = drafted(engine)
    found = at_once(*[lambda: engine.act(draft, "approve", by="watch")] * 2)
    assert [bool(one) for one in found].count(True) == 1, found
    assert [one.how for one in engine.revisions("xinqi")].count("approved") == 1
    assert engine.verify().ok


def test_commands_at_once_keep_one_chain(engine: Engine) -> None:
    """Many at the same moment each get their entry, and the journal still verifies."""
    before = int(engine.heads()["xinqi"].partition(":")[0])
    acts = [lambda: engine.open("village_task", by="li", community="xinqi", title="x")] * 8
    assert all(at_once(*acts))
    assert int(engine.heads()["xinqi"].partition(":")[0]) == before + 8
    assert engine.verify().ok
