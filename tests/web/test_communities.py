"""A community's pages: who sees them, what they say, and what they change."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from visitors import Visitor

from xiangyue import Engine
from xiangyue_admin import access
from xiangyue_admin.accounts import Accounts, Grant

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
    "resilience",
    "resilience?since=2026-06-01&until=2026-06-30",
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


def test_a_mode_is_recorded_after_its_change_was_said(app: Flask, engine: Engine) -> None:
    """The form, what it changes, then for good: and only what was confirmed is recorded."""
    visitor = duty(app, engine)
    page = "/communities/xinqi/mode/open/activation"
    key = key_of(visitor.get(page).text)
    checked = visitor.post(page, key=key, step="check", **alarm(hours=20))
    assert "Paused meanwhile" in checked.text
    assert "level II" in checked.text
    assert engine.mode("xinqi").mode == "normal"
    sent = visitor.post(page, key=key, step="send", **alarm(hours=20))
    assert (sent.status_code, engine.mode("xinqi").level) == (303, "II")
    visitor.post(page, key=key, step="send", **alarm(hours=20))
    assert len(engine.tasks("xinqi", flow="activation").tasks) == 1
    banner = visitor.get("/communities/xinqi/").text
    assert "It ends by itself" in banner
    assert "Emergency response" in banner


def test_a_mode_is_stood_down_by_its_document(app: Flask, engine: Engine) -> None:
    """What returns is said first; then everyday mode holds."""
    visitor = duty(app, engine)
    engine.open("activation", community="xinqi", by="chen", data=plain(alarm(hours=20)))
    task = engine.tasks("xinqi", flow="activation").tasks[0].id
    page = f"/communities/xinqi/mode/{task}/stand_down"
    assert page in visitor.get("/communities/xinqi/mode").text
    given = {"f_stand_down_authority": "County", "f_stand_down_document": "No. 8"}
    key = key_of(visitor.get(page).text)
    assert "What returns" in visitor.post(page, key=key, step="check", **given).text
    assert visitor.post(page, key=key, step="send", **given).status_code == 303
    assert engine.mode("xinqi").mode == "normal"


def test_what_is_missing_or_too_long_is_said_at_its_field(app: Flask, engine: Engine) -> None:
    """A summary links to the fields; the engine has the last word on how long a mode may last."""
    visitor = duty(app, engine)
    page = "/communities/xinqi/mode/open/activation"
    visitor.get(page)
    empty = visitor.post(page, key="k1", step="check")
    assert empty.status_code == 422
    assert 'href="#f_authority"' in empty.text
    long = visitor.post(page, key="k2", step="check", **alarm(hours=200))
    assert long.status_code == 422
    assert 'id="errors"' in long.text


def test_whoever_does_not_hold_the_role_is_told_who_does(app: Flask) -> None:
    """The secretary may look, but the person on duty records."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    text = visitor.get("/communities/xinqi/mode").text
    assert "Person on duty" in text
    assert "is not for li to do" in text


def test_a_member_is_registered_and_given_a_role(app: Flask, engine: Engine) -> None:
    """Step by step, each with who did it in the registry's chain; an id is given once."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    visitor.get("/communities/xinqi/members/new")
    new = {"id": "gao", "kind": "person", "home": "xinqi", "name": "高老师"}
    assert visitor.post("/communities/xinqi/members/new", **new).status_code == 303
    assert visitor.post("/communities/xinqi/members/new", **new).status_code == 422
    home = "/communities/xinqi/members/gao"
    visitor.get(home)
    visitor.post(f"{home}/role", role="duty_person", unit="xinqi")
    visitor.post(f"{home}/literacy", level="5")
    visitor.post(f"{home}/consent", purpose="naming", given="1")
    visitor.post(f"{home}/contact", channel="sms", address="13800001234", rank="1")
    visitor.post(f"{home}/language", language="zh")
    visitor.post(f"{home}/absence", since="2030-01-01", until="2030-01-02")
    found = engine.member("gao")
    assert [one.role for one in found.roles] == ["duty_person"]
    assert (found.literacy, found.name, found.language) == (5, "高老师", "zh")
    assert [one.address for one in engine.reach("gao")] == ["13800001234"]
    shown = visitor.get(home).text
    assert "13800001234" not in shown
    assert "234" in shown
    visitor.post(f"{home}/end-role", role="duty_person", unit="xinqi")
    assert engine.member("gao").roles == ()
    assert engine.verify().ok


def test_nobody_changes_somebody_elses_people(app: Flask, engine: Engine) -> None:
    """Neither through one's own community nor for a unit outside of it."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    visitor.get("/communities/xinqi/members/li")
    assert visitor.get("/communities/xinqi/members/zhao").status_code == 404
    stolen = visitor.post("/communities/xinqi/members/zhao/literacy", level="1")
    assert stolen.status_code == 404
    visitor.post("/communities/xinqi/members/li/role", role="duty_person", unit="other")
    assert [one.unit for one in engine.member("li").roles] == ["xinqi"]
    engine.register("zhao", roles={"duty_person": "xinqi"})
    assert visitor.post("/communities/xinqi/members/zhao/literacy", level="1").status_code == 404
    assert engine.member("zhao").literacy is None


def test_a_grid_and_a_holiday_notice_are_added(app: Flask, engine: Engine) -> None:
    """Forms say what is wrong; what is right holds at once."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    visitor.get("/communities/xinqi/units")
    assert visitor.post("/communities/xinqi/units", id="").status_code == 422
    grid = {"id": "xinqi-1", "zh": "一网格", "en": "First grid"}
    assert visitor.post("/communities/xinqi/units", **grid).status_code == 303
    assert engine.units()["xinqi-1"].community == "xinqi"
    visitor.get("/communities/xinqi/holidays")
    notice = {"year": "2031", "source": "No. 5", "off": "2031-01-01..2031-01-03", "work": ""}
    wrong = visitor.post("/communities/xinqi/holidays", **{**notice, "off": "someday"})
    assert wrong.status_code == 422
    assert "notice.yaml" not in wrong.text
    assert visitor.post("/communities/xinqi/holidays", **notice).status_code == 303
    assert engine.calendar("xinqi", 2031)[1] == "No. 5"


def duty(app: Flask, engine: Engine) -> Visitor:
    """Return the person on duty, who is also an admin of the village."""
    Accounts(engine).set_grants("chen", [Grant("admin", "xinqi")], by="root")
    visitor = Visitor(app)
    visitor.sign_in("chen")
    return visitor


def alarm(hours: int) -> dict[str, str]:
    """Return what a document says that activates level II, as a form sends it."""
    ends = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(hours=hours)
    return {
        "f_authority": "County",
        "f_document_number": "No. 7",
        "f_emergency_item": "flood",
        "f_activated_level": "II",
        "f_expected_end": f"{ends:%Y-%m-%dT%H:%M}",
        "f_measures_ordered": "Stay away from the river.",
    }


def plain(form: dict[str, str]) -> dict[str, str]:
    """Return what a form sends as the engine takes it."""
    data = {name.removeprefix("f_"): value for name, value in form.items()}
    return {**data, "expected_end": f"{data['expected_end']}+08:00"}


def key_of(text: str) -> str:
    """Return by which key a form is recorded once."""
    found = re.search(r'name="key" value="([^"]+)"', text)
    assert found is not None
    return found[1]
