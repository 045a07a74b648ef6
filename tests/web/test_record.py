"""The journal, what was refused, and lists that leave the house."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import openpyxl
import pytest
from flask import Flask
from visitors import Visitor

from xiangyue import Decision, Engine
from xiangyue.messages import reasons
from xiangyue_admin.recording.kinds import REASONS

ROLES = ("li", "chen", "wang", "zhao", "county", "root", None)
PAGES = (
    "/journal/xinqi",
    "/journal/xinqi?type=task.refused",
    "/journal/xinqi/1",
    "/journal/xinqi/check",
    "/journal/xinqi/end.txt",
    "/refused/xinqi",
    "/exports/xinqi",
)


@pytest.fixture
def task(engine: Engine) -> Decision:
    """A task that was moved on, and on which something was refused."""
    found = engine.open("village_task", community="xinqi", by="li", title="=cmd|' /C calc'!A0")
    assert not engine.act(found, "convert", by="wang")
    return found


@pytest.mark.parametrize("login", ROLES)
def test_only_admins_of_the_community_read_its_record(
    login: str | None, task: Decision, app: Flask
) -> None:
    """Everybody else is told that there is no such page, or asked to sign in."""
    visitor = Visitor(app)
    if login:
        visitor.sign_in(login)
    for page in PAGES:
        expected = 200 if login in ("li", "county") else 404 if login else 303
        assert visitor.get(page).status_code == expected, page
    for page in ("/exports/xinqi/tasks", "/exports/xinqi/journal", "/journal/xinqi/check"):
        visitor.get("/sign-in")
        allowed = login in ("li", "county")
        done = visitor.post(page, kind="csv").status_code
        assert done in ((200, 303) if allowed else (404,) if login else (401,)), page


@pytest.mark.parametrize("language, words", [("en", "was opened"), ("zh", "已发起")])
def test_the_journal_tells_each_entry_in_plain_words(
    language: str, words: str, task: Decision, app: Flask
) -> None:
    """In the visitor's language, with a link to the entry in full."""
    visitor = Visitor(app, language)
    visitor.sign_in("li")
    page = visitor.get("/journal/xinqi").text
    assert words in page
    assert "李书记" in page
    full = visitor.get(f"/journal/xinqi/{task.seq}").text
    assert "cmd|" not in full, "a title is personal"


def test_one_community_is_opened_at_once(task: Decision, app: Flask) -> None:
    """Whoever has but one is led there; whoever has several chooses."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    for room in ("journal", "refused", "exports"):
        answer = visitor.get(f"/{room}/")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/{room}/xinqi")
    visitor.sign_in("county")
    for room in ("journal", "refused", "exports"):
        assert f"/{room}/other" in visitor.get(f"/{room}/").text


def test_a_journal_goes_on_page_by_page(engine: Engine, app: Flask) -> None:
    """Each entry stands on one page alone."""
    for n in range(60):
        engine.open("village_task", community="xinqi", by="li", title=f"No {n}")
    visitor = Visitor(app)
    visitor.sign_in("li")
    first = visitor.get("/journal/xinqi").text
    assert f"/journal/xinqi/{engine.heads()['xinqi'].partition(':')[0]}" in first
    assert 'rel="next"' in first
    last = visitor.get("/journal/xinqi?before=5").text
    assert 'href="/journal/xinqi/1"' in last
    assert "/journal/xinqi/5" not in last


@pytest.mark.parametrize("page", ["/journal/xinqi?before=x", "/refused/xinqi?before=1e3"])
def test_an_address_that_makes_no_sense_is_told_so(page: str, app: Flask) -> None:
    """With a sentence, and no trace of the program."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    assert visitor.get(page).status_code == 400


def checked(visitor: Visitor) -> str:
    """Return the page of a check once it is over."""
    for _ in range(200):
        page = visitor.get("/journal/xinqi/check").text
        if "<progress" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError(page)


def test_a_check_runs_beside_the_pages(task: Decision, app: Flask) -> None:
    """It says that all is as the journal says."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    assert "Not checked" in visitor.get("/journal/xinqi/check").text
    assert visitor.post("/journal/xinqi/check").status_code == 303
    page = checked(visitor)
    assert "All is as the journal says" in page


def test_a_check_finds_what_was_changed(task: Decision, engine: Engine, app: Flask) -> None:
    """And says it in the community's words alone: another one's admin sees nothing of it."""
    with engine.sql.begin() as connection:
        connection.exec_driver_sql("UPDATE task SET state = 'done' WHERE community = 'xinqi'")
    visitor = Visitor(app)
    visitor.sign_in("li")
    visitor.get("/journal/xinqi/check")
    visitor.post("/journal/xinqi/check")
    page = checked(visitor)
    assert "not as the journal says" in page
    assert task.task in page
    visitor.sign_in("zhao")
    other = visitor.get("/journal/other/check").text
    assert task.task not in other
    assert "Elsewhere in this database" in other


def test_an_end_that_was_kept_shows_a_cut(task: Decision, engine: Engine, app: Flask) -> None:
    """What does not fit the end that somebody kept is found."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    kept = visitor.get("/journal/xinqi/end.txt").text.split()[1]
    assert kept == engine.heads()["xinqi"]
    visitor.get("/journal/xinqi/check")
    visitor.post("/journal/xinqi/check", head=f"{kept.partition(':')[0]}:{'0' * 64}")
    assert "not as the journal says" in checked(visitor)


def test_refusals_say_why_and_what_would_change_it(task: Decision, app: Flask) -> None:
    """By kind of task and by reason; a resident's name is there for who may know it."""
    visitor = Visitor(app)
    visitor.sign_in("li")
    page = visitor.get("/refused/xinqi").text
    assert "Refused" in page
    assert "wang" in page
    assert "li class" in page or "<li>" in page
    assert f"/tasks/xinqi/{task.task}" in page
    assert f"/tasks/xinqi/{task.task}" in visitor.get("/refused/xinqi?reason=role").text
    nothing = visitor.get("/refused/xinqi?reason=note&flow=village_task").text
    assert "Nothing like this was refused" in nothing
    assert "Nothing was refused" in signed_in(app, "zhao").get("/refused/other").text


def test_every_reason_that_can_be_chosen_is_one(app: Flask, engine: Engine) -> None:
    """A guard is found whether or not it has words of its own."""
    assert {*REASONS} - {"limit"} <= {*reasons.MESSAGES}
    engine.register("he", roles={"supervision_committee": "xinqi"})
    task = engine.open("village_task", community="xinqi", by="li", title="x")
    assert not engine.act(task, "review_claim", by="he")
    visitor = signed_in(app, "li")
    assert f"/tasks/xinqi/{task.task}" in visitor.get("/refused/xinqi?reason=guard").text


def signed_in(app: Flask, login: str) -> Visitor:
    """Return somebody who is signed in."""
    visitor = Visitor(app)
    visitor.sign_in(login)
    return visitor


def rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def dangerous(cells: Iterator[str]) -> list[str]:
    """Return the cells that a spreadsheet program would take for a formula."""
    return [cell for cell in cells if cell[:1] in (*"=+-@＝＋－＠", "\t", "\r", "\n")]


NAUGHTY = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1+1", "＋1", "－1", "＠x", "'=1", "plain")


def test_no_cell_of_a_list_is_a_formula(engine: Engine, app: Flask) -> None:
    """Whatever a title begins with, in half width or full width, in CSV and in a workbook."""
    for title in NAUGHTY:
        assert engine.open("village_task", community="xinqi", by="li", title=title)
    visitor = signed_in(app, "li")
    visitor.get("/exports/xinqi")
    found = rows(visitor.post("/exports/xinqi/tasks", kind="csv", titles="1").text)
    assert found[0][-1] == "Title"
    assert sorted(row[-1].removeprefix("'") for row in found[1:]) == sorted(
        title.removeprefix("'") if title != "'=1" else "'=1" for title in NAUGHTY
    )
    assert not dangerous(cell for row in found for cell in row)
    visitor.get("/exports/xinqi")
    sent = visitor.post("/exports/xinqi/tasks", kind="xlsx", titles="1")
    sheet = openpyxl.load_workbook(io.BytesIO(sent.data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    kept = {title for title in NAUGHTY if title not in ("\tx", "'=1")}
    assert {*kept, "''=1"} <= {cell.value for cell in cells}, "who reads it takes a mark away"


def test_a_list_holds_nothing_personal_unless_it_is_asked_for(
    task: Decision, engine: Engine, app: Flask
) -> None:
    """No titles; the journal names acts and codes; and that it left is noted."""
    visitor = signed_in(app, "li")
    visitor.get("/exports/xinqi")
    text = visitor.post("/exports/xinqi/tasks", kind="csv").text
    assert task.ref in text
    assert "calc" not in text
    visitor.get("/exports/xinqi")
    told = rows(visitor.post("/exports/xinqi/journal", kind="csv").text)
    assert [int(row[0]) for row in told[1:]] == list(
        range(1, int(engine.heads()["xinqi"].partition(":")[0]) + 1)
    )
    assert "calc" not in str(told)
    newest = engine.entry(None, int(engine.heads()["~registry"].partition(":")[0]))
    assert newest.body["about"]["act"] == "exported"
    assert newest.body["about"]["by"] == "li"
    assert newest.body["about"]["facts"]["list"] == "journal"


def test_a_months_points_are_listed_by_code(app: Flask) -> None:
    """One that is over; any other is told why not."""
    visitor = signed_in(app, "li")
    visitor.get("/exports/xinqi")
    this = datetime.now(UTC).strftime("%Y-%m")
    for month in (this, "nonsense", "2026-13", "9999-12"):
        visitor.get("/exports/xinqi")
        answer = visitor.post("/exports/xinqi/points", kind="csv", account="points", month=month)
        assert answer.status_code == 400
        assert "has to be mended" in answer.text
    answer = visitor.post("/exports/xinqi/points", kind="csv", account="points", month="2026-01")
    assert rows(answer.text)[0][0] == "Code"


def test_a_long_list_is_no_workbook(
    engine: Engine, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond what is made as a whole, the plain table is offered, and nothing is noted."""
    for n in range(4):
        engine.open("village_task", community="xinqi", by="li", title=f"No {n}")
    monkeypatch.setattr("xiangyue_admin.rooms.exports.lists._MOST_ROWS", 3)
    visitor = signed_in(app, "li")
    visitor.get("/exports/xinqi")
    before = engine.heads()["~registry"]
    answer = visitor.post("/exports/xinqi/tasks", kind="xlsx")
    assert (answer.status_code, engine.heads()["~registry"]) == (400, before)
    assert "100,000 rows" in answer.text
    assert len(rows(visitor.post("/exports/xinqi/tasks", kind="csv").text)) == 5
