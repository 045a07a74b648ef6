"""A community's pages: who sees them, what they say, and what they change."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from visitors import Visitor

from xiangyue import Engine
from xiangyue_admin import access

PAGES = (
    "",
    "tasks",
    "tasks?stands=all&what=village_task.received&unit=xinqi&assignee=li",
    "call-outs",
    "resources",
    "resources?free=1&verify=1&owner=li&kind=van",
    "matches",
    "matches?look=1",
    "points",
    "points/settlement",
    "points/settlement?month=2026-06&account=household",
    "points/statement/wang",
    "burden",
    "burden?since=2026-06-01&until=2026-06-30",
    "participation",
    "rates",
    "signals",
    "mode",
    "members",
    "members/li",
    "members/new",
    "units",
    "lists",
    "holidays",
)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_communitys_own_admin(
    app: Flask, page: str, language: str
) -> None:
    """In both languages, with one heading, and also where there is nothing to show yet."""
    visitor = Visitor(app, language)
    visitor.sign_in("li")
    answer = visitor.get(f"/communities/xinqi/{page}")
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize("login", ["zhao", "chen", "wang", "root"])
def test_nobody_else_sees_that_there_is_such_a_page(app: Flask, login: str) -> None:
    """The sibling village's admin, a helper, a resident and whoever runs the system get a 404."""
    visitor = Visitor(app)
    visitor.sign_in(login)
    answers = {page: visitor.get(f"/communities/xinqi/{page}").status_code for page in PAGES}
    assert set(answers.values()) == {404}


def test_the_county_sees_both_villages_in_the_order_of_the_tree(app: Flask) -> None:
    """An admin above sees all beneath; a village's admin sees one; a resident sees none."""
    seen = {}
    for login in ("county", "li"):
        visitor = Visitor(app)
        visitor.sign_in(login)
        text = visitor.get("/communities/").text
        seen[login] = re.findall(r'<h2><a href="/communities/([^/]+)/"', text)
    assert seen == {"county": ["other", "xinqi"], "li": ["xinqi"]}
    visitor = Visitor(app)
    visitor.sign_in("wang")
    assert visitor.get("/communities/").status_code == 403


def test_every_page_stands_in_the_table(app: Flask) -> None:
    """What is added to the room is refused until the table names it."""
    pages = {
        rule.endpoint.rsplit(".", 1)[1]
        for rule in app.url_map.iter_rules()
        if ".communities." in rule.endpoint
    }
    assert pages == set(access.TABLE["communities"])
    assert {name for name, rule in access.TABLE["communities"].items() if rule != access.ADMIN} == {
        "index"
    }


def test_a_grid_or_a_county_is_no_community(app: Flask, engine: Engine) -> None:
    """Only what a profile governs has pages, whoever asks."""
    engine.add_unit("xinqi-1", "grid", parent="xinqi")
    visitor = Visitor(app)
    visitor.sign_in("county")
    for unit in ("xinqi-1", "county", "nowhere"):
        assert visitor.get(f"/communities/{unit}/").status_code == 404


def test_tasks_are_narrowed_down_and_turned_page_by_page(app: Flask, engine: Engine) -> None:
    """By flow, state, unit and whoever is responsible; what does not fit is not shown."""
    for number in range(60):
        engine.open("village_task", community="xinqi", by="li", title=f"Ditch {number:02}")
    engine.open("village_task", community="other", by="zhao", title="Not yours")
    visitor = Visitor(app)
    visitor.sign_in("li")
    first = visitor.get("/communities/xinqi/tasks?what=village_task").text
    after = re.search(r'rel="next" href="([^"]+)"', first)
    assert after is not None
    second = visitor.get(after[1].replace("&amp;", "&")).text
    titles = [re.findall(r"Ditch \d\d", text) for text in (first, second)]
    assert [len(found) for found in titles] == [50, 10]
    assert len({*titles[0], *titles[1]}) == 60
    assert "Not yours" not in first + second
    asked = "/communities/xinqi/tasks?what=village_task.valued"
    assert "Nothing is like this" in visitor.get(asked).text
    stranger = "/communities/xinqi/tasks?after=other/_1"
    assert "Not yours" not in visitor.get(stranger).text
    assert "Nobody is registered" in visitor.get("/communities/xinqi/tasks?assignee=nobody").text


def test_names_are_shown_by_consent_alone(app: Flask, engine: Engine) -> None:
    """Whoever has not agreed to be named stands there by id."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    assert "李书记" not in visitor.get("/communities/xinqi/members").text
    engine.consent("li", "naming", by="li")
    assert "李书记" in visitor.get("/communities/xinqi/members").text
