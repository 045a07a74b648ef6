"""What takes longer than a page may is found out beside the pages, and kept."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from demo_house import UNHURRIED
from patience import until
from visitors import Visitor

from xiangyue import Engine
from xiangyue.office import examine
from xiangyue_admin import counted, create_app
from xiangyue_admin.beside import STUDIES, Beside, answer, keeping

TODAY = datetime.now(UTC).date()
EIGHT_WEEKS = ((TODAY - timedelta(weeks=8)).isoformat(), TODAY.isoformat())


@pytest.fixture(scope="module")
def lively(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo's communities, in which a good deal has happened."""
    file = tmp_path_factory.mktemp("beside") / "lively.db"
    shutil.copy(demo, file)
    with Engine(f"sqlite:///{file}") as engine:
        yield engine


@pytest.fixture(scope="module")
def li(lively: Engine) -> Visitor:
    """The admin of a community."""
    visitor = Visitor(create_app(lively, UNHURRIED))
    visitor.sign_in("li")
    return visitor


@pytest.mark.parametrize("study", STUDIES)
def test_a_long_journal_is_counted_beside_the_page(
    lively: Engine, li: Visitor, monkeypatch: pytest.MonkeyPatch, study: str
) -> None:
    """The page says so and comes back by itself; then it says what it says of a short journal."""
    yesterday = TODAY - timedelta(days=1)  # what is overdue today is so for longer by and by
    page = f"/communities/xinqi/{study}?until={yesterday}"
    at_once = li.get(page)
    assert "As of" not in at_once.text
    monkeypatch.setattr(counted, "AT_ONCE", 0)
    begun = li.get(page)
    assert "This is being counted" in begun.text
    assert begun.headers["Refresh"] == "3"
    assert begun.text.count("<h1>") == 1
    until(lambda: "Refresh" not in li.get(page).headers)
    beside = li.get(page).text
    assert "As of" in beside
    assert _content(beside) == _content(at_once.text)


def _content(page: str) -> str:
    """Return what stands on a page, without what says as of when it is."""
    lines = page.partition("<main")[2].splitlines()
    own = ("As of", 'name="csrf_token"')  # the token of a form is another each second
    return "\n".join(line for line in lines if line.strip() and not any(x in line for x in own))


def test_an_answer_stands_until_something_has_happened(
    lively: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is counted twice for nothing; meanwhile the last answer is still there."""
    monkeypatch.setattr(keeping, "PAUSE", 0.0)
    monkeypatch.setattr(keeping, "IDLE", 0)
    beside, question = Beside(lively), ("rates", "xinqi", *EIGHT_WEEKS)
    assert beside.ask(question, "1", hold=3600) == (None, True)
    until(lambda: beside.ask(question, "1", hold=3600)[0])
    first, runs = beside.ask(question, "1", hold=3600)
    assert not runs
    assert first is not None
    assert beside.ask(question, "2", hold=3600) == (first, True)
    until(lambda: not beside.ask(question, "2", hold=3600)[1])
    second, _ = beside.ask(question, "2", hold=3600)
    assert second is not None
    assert second.at > first.at
    assert second.found == first.found


def test_what_cannot_be_counted_is_said(lively: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says so, and does not come back by itself."""
    monkeypatch.setattr(counted, "AT_ONCE", 0)
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    li = Visitor(create_app(lively, UNHURRIED))
    li.sign_in("li")
    until(lambda: "Refresh" not in li.get("/communities/xinqi/rates").headers)
    assert "This could not be counted" in li.get("/communities/xinqi/rates").text


def test_one_question_is_answered_after_the_other(
    lively: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks too much at once is told that it does not come, and is answered when less waits."""
    monkeypatch.setattr(keeping, "WAITING", 1)
    beside = Beside(lively)
    questions = [("rates", community, *EIGHT_WEEKS) for community in ("xinqi", "lvyuan", "laojie")]
    taken = [beside.ask(one, hold=60)[1] for one in questions]
    assert taken[0]
    assert not all(taken)
    last = questions[taken.index(False)]
    until(lambda: beside.ask(last, hold=60)[0])
    kept, _ = beside.ask(last, hold=60)
    assert kept is not None
    assert kept.found == answer(lively, last)


def test_everything_is_looked_at_beside_the_page_of_health(lively: Engine) -> None:
    """What is known at once stands there at once, the rest with its time, and anew when asked."""
    root = Visitor(create_app(lively, UNHURRIED))
    root.sign_in("root")
    page = root.get("/system/health").text
    assert "Everything is being looked at" in page
    assert "The file is sound" not in page
    until(lambda: "As of" in root.get("/system/health").text)
    page = root.get("/system/health").text
    url = lively.sql.url.render_as_string(hide_password=False)
    for one in examine(url):
        if one.code in ("doctor-file-sound", "doctor-profiles", "doctor-schema"):
            assert page.count(one.text()) == 1, one.code
    assert "Look at everything now" in page
    assert root.post("/system/health/look").status_code == 303
    assert "Everything is being looked at" in root.get("/system/health").text
