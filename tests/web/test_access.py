"""Every address as everybody: what the written table lets in, and nothing of anybody else's."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from neighbours import BESIDE, MARKS, OWN, PLACES, Ids, arguments, come, furnish
from visitors import Visitor
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from xiangyue import Engine
from xiangyue_admin import ConsoleSettings, access, create_app
from xiangyue_admin.accounts import Accounts

WHO = (
    *("nobody", "resident", "cadre", "helper", "admin"),
    *("sibling", "county", "system", "link", "disabled"),
)
HOLDS = {
    "admin": {"admin": {OWN}, "sibling": {BESIDE}, "county": {OWN, BESIDE}},
    "desk": {"helper": {OWN}, "sibling": {BESIDE}},
    "system": {"system": {OWN, BESIDE}},
}
"""Where somebody holds a power."""

MEMBERS = {"resident", "cadre", "helper", "admin", "sibling", "county"}
AT_HOME = {
    "resident": {OWN},
    "cadre": {OWN},
    "admin": {OWN},
    "helper": {BESIDE},
    "sibling": {BESIDE},
    "county": {OWN, BESIDE},
}
"""Where somebody has to do with a community, and so may bring something up as themselves."""

PARTIES = {"resident": {OWN}, "helper": {BESIDE}}
"""Who has brought up the task of the address."""

READERS = {**HOLDS["admin"], "helper": {OWN, BESIDE}, "resident": {OWN}, "link": {OWN}}
READERS["cadre"] = {OWN}
"""Who may read some rows of a community at all; nobody else reads a word."""

NAMES = {("system", "acts")}
"""Where whoever runs the system reads who did something to accounts and tokens."""

OTHERWISE = {
    ("tasks", "done"): "only who has just acted is told what came of it",
    ("tasks", "sheet"): "only of what one may do oneself",
    ("tasks", "photo"): "only where there is one",
    ("tasks", "act"): "only who is a member acts",
    ("oidc", "begin"): "no provider is set up",
    ("oidc", "back"): "no provider is set up",
}
"""Where a view is stricter than the table; these may be not found by those whom it lets in."""

LAST = ("unsubscribe", "sign_in", "sign_out", "link")


class Place(NamedTuple):
    """A console beside the rows of two communities."""

    app: Flask
    engine: Engine
    accounts: Accounts
    made: dict[str, Ids]


@pytest.fixture(scope="module")
def filled(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Ids]]:
    """The demo's communities with marked rows, made once and copied for each who comes."""
    file = tmp_path_factory.mktemp("neighbours") / "demo.db"
    shutil.copy(demo, file)
    with Engine(f"sqlite:///{file}") as engine:
        for account in Accounts(engine).all():
            Accounts(engine).disable(account.login, by="setup")
        return file, furnish(engine)


@pytest.fixture
def place(filled: tuple[Path, dict[str, Ids]], tmp_path: Path) -> Iterator[Place]:
    """A console of one's own on these communities."""
    shutil.copy(filled[0], tmp_path / "demo.db")
    with Engine(f"sqlite:///{tmp_path / 'demo.db'}") as engine:
        app = create_app(engine, ConsoleSettings())
        yield Place(app, engine, Accounts(engine), filled[1])


def rules(app: Flask) -> list[Rule]:
    """Return every address of the console, those that end a session last."""
    found = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("xiangyue.")]
    return sorted(found, key=_late)


def _late(rule: Rule) -> tuple[int, str]:
    page = named(rule)[1]
    return (LAST.index(page) + 1 if page in LAST else 0, rule.rule)


def named(rule: Rule) -> tuple[str, str]:
    """Return room and page of an address."""
    _root, room, page = rule.endpoint.rsplit(".", 2)
    return room, page


def test_the_table_and_the_addresses_are_the_same(place: Place) -> None:
    """Each page stands in a row, and each row has its page."""
    written = {(room, page) for room, rows in access.TABLE.items() for page in rows}
    assert {named(rule) for rule in rules(place.app)} == written


def test_what_a_row_asks_for_is_in_the_address(place: Place) -> None:
    """Where a row asks for a power at a place, every address of the page names the place."""
    for rule in rules(place.app):
        row = access.rule(*named(rule))
        assert row is not None
        if row.where:
            assert row.where in rule.arguments, rule.rule
        if "community" in rule.arguments and row.who not in ("anybody", "member"):
            assert row.where == "community", rule.rule


def allowed(who: str, row: access.Rule, where: str) -> bool:
    """Say by hand what the table's rows mean, for each who comes."""
    if row.who == "anybody":
        return True
    if who == "link":
        return row.sees and where == OWN
    if who in ("nobody", "disabled"):
        return False
    if row.sees:
        return where in PARTIES.get(who, ()) or where in HOLDS["admin"].get(who, ())
    if row.who == "signed-in":
        return True
    if row.who == "member":
        return who in MEMBERS
    held = HOLDS[row.who].get(who, set())
    return where in held if row.where else bool(held)


@pytest.mark.parametrize("who", WHO)
def test_each_address_is_allowed_by_a_row_or_refused(place: Place, who: str) -> None:
    """Read and sent, in one's own community and beside it: nothing breaks, and nothing leaks."""
    visitor = come(place.app, place.accounts, who, f"{OWN}/{place.made[OWN]['matter']}")
    wrong: list[str] = []
    for rule in rules(place.app):
        for where in PLACES if "community" in rule.arguments else PLACES[:1]:
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                wrong += _tried(place, visitor, who, rule, where, method)
    assert not wrong, "\n".join(wrong)


def _tried(
    place: Place, visitor: Visitor, who: str, rule: Rule, where: str, method: str
) -> Iterator[str]:
    room, page = named(rule)
    row = access.rule(room, page)
    assert row is not None
    values = arguments(place.made, where, room, page)
    with place.app.test_request_context():
        adapter = place.app.url_map.bind("localhost")
        url = adapter.build(rule.endpoint, {n: values[n] for n in rule.arguments})
    answer = visitor.get(url) if method == "GET" else visitor.post(url)
    said = f"{who}: {method} {url} -> {answer.status_code}"
    if answer.status_code >= 500:
        yield said
    may = allowed(who, row, where)
    if may != _let_in(answer) and not (may and _narrower(who, room, page, where)):
        yield f"{said}, though the table says {'yes' if may else 'no'}"
    body = _body(answer)
    for other, mark in MARKS.items():
        mine = other in READERS.get(who, ()) or (who, page) in NAMES
        if mark in body and not mine:
            yield f"{said} tells of {other}"


def _body(answer: TestResponse) -> str:
    """Return what came; of what goes on for as long as one watches, the beginning."""
    if answer.mimetype != "text/event-stream":
        return str(answer.data, "utf-8", "replace")
    with answer:
        first: bytes = next(answer.iter_encoded())
    return first.decode()


def _narrower(who: str, room: str, page: str, where: str) -> bool:
    """Tell whether the view itself turns people away whom the table lets in."""
    if (room, page) in OTHERWISE:
        return True
    if (room, page) in (("work", "begin"), ("work", "receive"), ("work", "sheet")):
        return where not in AT_HOME.get(who, ())
    return where == BESIDE and page in ("entry", "slip")  # there are no points


def _let_in(answer: TestResponse) -> bool:
    """Tell whether a page was shown or a form was looked at."""
    to_sign_in = "/sign-in?next" in answer.headers.get("Location", "")
    asked = answer.status_code == 401 and answer.request.path != "/sign-in"
    return not (answer.status_code in (403, 404) or to_sign_in or asked)


def test_nothing_is_sent_without_the_token_of_a_form(place: Place) -> None:
    """To no address, by nobody and by none of those who might: and nothing has happened."""
    heads = {**place.engine.heads()}
    for who in ("nobody", "admin", "sibling", "system"):
        visitor = come(place.app, place.accounts, who, f"{OWN}/x")
        for rule in rules(place.app):
            if "POST" in (rule.methods or ()):
                url = re.sub(r"<[^>]*?(\w+)>", lambda n: OWN, rule.rule)
                answer = visitor.client.post(url, data={"community": OWN})
                assert answer.status_code == 400, (who, url)
    assert {**place.engine.heads()} == heads
