"""My work: what waits for whom, what was passed on or put off, and what may be begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from probes import NOON, Probe, begin, later
from probes import settle as settle_gate
from shifts import adopt, assigned, done, entered, links, received, send, staff
from visitors import PASSWORD

from xiangyue import Engine
from xiangyue_admin import create_app
from xiangyue_admin.accounts import Accounts


@pytest.fixture(autouse=True)
def _staffed(engine: Engine, accounts: Accounts, tmp_path: Path) -> None:
    """Who works in Xinqi."""
    staff(engine, accounts, tmp_path)


def test_an_empty_list_teaches(app: Flask) -> None:
    """Whoever has nothing to do reads what would stand here, and where to begin something."""
    page = entered(app, "wang").get("/work/").text
    assert "Nothing waits for you" in page
    assert 'href="/work/new"' in page


def test_what_others_have_in_hand_is_folded(app: Flask, engine: Engine) -> None:
    """The secretary sees first what waits for her, and can look at what the cadre does."""
    received(engine, title="Paint the hall")
    assigned(engine, title="Clear the ditch")
    page = entered(app, "li").get("/work/").text
    now, _, folded = page.partition("<details")
    assert "Paint the hall" in now
    assert "To do: Convert to points" in now
    assert "Clear the ditch" not in now
    assert "Clear the ditch" in folded


def test_a_long_list_comes_in_pages(app: Flask, engine: Engine) -> None:
    """Every task is met once, on one page or another."""
    for n in range(32):
        received(engine, title=f"Ditch {n}")
    li = entered(app, "li")
    first = li.get("/work/")
    onward = first.text.partition('rel="next" href="')[2].partition('"')[0]
    second = li.get(onward)
    met = [*dict.fromkeys(links(first)), *dict.fromkeys(links(second))]
    assert (len(met), len(set(met))) == (32, 32)


def test_what_was_passed_on_can_be_followed(app: Flask, engine: Engine) -> None:
    """What one has opened stands on a page of its own until it is finished."""
    assigned(engine)
    page = entered(app, "li").get("/work/waiting").text
    assert "Clear the ditch" in page
    assert "Assigned" in page
    assert "Clear the ditch" not in entered(app, "zhao").get("/work/waiting").text


@pytest.fixture
def late(tmp_path: Path) -> Iterator[Engine]:
    """A village where messages wait for tomorrow, with a task whose action sends one."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    probe = Probe()
    with Engine(f"sqlite:///{tmp_path / 'late.db'}", limits=[probe]) as engine:
        settle_gate(engine, now=NOON)
        begin(engine, phone="1380000", now=NOON)
        probe.answers["first"] = later(tomorrow, "message")
        Accounts(engine).add("mei", by="setup", member="mei", password=PASSWORD)
        yield engine


def test_what_is_put_off_says_until_when(late: Engine) -> None:
    """It is not lost and need not be sent again: it says why, and when it is decided."""
    mei = entered(create_app(late), "mei")
    url = "/tasks/shigou/t"
    answer = send(mei, mei.get(f"{url}?do=tell"), f"{url}/tell", f_who="an")
    assert answer.status_code == 303
    after = mei.get(answer.headers["Location"]).text
    assert "This waits a little" in after
    assert "Because." in after
    waiting = mei.get("/work/waiting").text
    assert "comes again by itself" in waiting
    assert "Do otherwise." in waiting


def test_something_is_begun_after_it_was_tried(app: Flask, engine: Engine) -> None:
    """Trying says what would come of it and keeps nothing; sending opens the task."""
    li, url = entered(app, "li"), "/work/new/xinqi/village_task"
    assert url in li.get("/work/new").text
    before = len(engine.tasks("xinqi").tasks)
    page = li.get(url)
    tried = send(li, page, url, title="Hall", f_funds="not_needed", **{"try": "1"})
    assert "If you send this now, it will be taken." in tried.text
    assert 'value="Hall"' in tried.text
    assert len(engine.tasks("xinqi").tasks) == before
    answer = send(li, tried, url, title="Hall", f_funds="not_needed")
    assert answer.status_code == 303
    assert "Done: Opened" in li.get(answer.headers["Location"]).text
    assert [one.title for one in engine.tasks("xinqi").tasks] == ["Hall"]


def test_what_would_be_refused_says_so_before(app: Flask, engine: Engine) -> None:
    """All reasons and mends are read before anything is kept."""
    li, url = entered(app, "li"), "/work/new/xinqi/response_task"
    tried = send(li, li.get(url), url, title="Sandbags", **{"try": "1"})
    assert "If you sent this now, it would be refused" in tried.text
    assert "Only while an emergency or a first response lasts" in tried.text
    sent = send(li, tried, url, title="Sandbags")
    assert sent.status_code == 422
    assert 'value="Sandbags"' in sent.text
    assert engine.tasks("xinqi").tasks == ()


def test_a_matter_comes_in_by_its_category(app: Flask, engine: Engine) -> None:
    """Whoever works here notes what came up; the profile says which flow that is."""
    sun, url = entered(app, "sun"), "/work/new/xinqi/about/need"
    answer = send(sun, sun.get(url), url, title="A ramp", f_need_text="At the clinic")
    assert answer.status_code == 303, answer.text
    (task,) = engine.tasks("xinqi").tasks
    assert (task.data["category"], task.opener) == ("need", "sun")


@pytest.mark.parametrize(
    "url", ["/work/new/other/village_task", "/work/new/xinqi/response_task", "/work/new/xinqi/none"]
)
def test_nobody_begins_what_is_not_theirs(app: Flask, url: str) -> None:
    """Another village, another's role and what there is not are told alike."""
    assert entered(app, "wang").get(url).status_code == 404


def test_my_points_are_explained(app: Flask, engine: Engine) -> None:
    """Each entry says its rule and what it read; nobody asks for another's account."""
    adopt(engine)
    task = assigned(engine)
    done(engine.act(task, "finish", by="sun", result="Dry"))
    done(engine.act(task, "score", by="he", quality="pass"))
    page = entered(app, "sun").get("/me/points").text
    assert "+2.4" in page
    assert "Award for a finished task" in page
    assert "Quality of the result" in page
    assert "No points yet" in entered(app, "ma").get("/me/points").text
    assert entered(app, "ma").get("/me/points?in=xinqi&of=points").status_code == 404


def test_how_i_am_reached_is_mine_to_change(app: Flask, engine: Engine) -> None:
    """Number and language are noted, changed and taken away by whoever they are of."""
    sun = entered(app, "sun")
    sun.get("/me/reach")
    assert sun.post("/me/reach", kind="sms", address="13800001111", first="1").status_code == 303
    assert "13800001111" in sun.get("/me/reach").text
    assert sun.post("/me/reach", speak="zh").status_code == 303
    assert engine.language_of("sun") == "zh"
    assert sun.post("/me/reach", kind="sms", address=" ").status_code == 422
    assert sun.post("/me/reach", remove="sms").status_code == 303
    assert engine.reach("sun") == ()


def test_i_am_away(app: Flask, engine: Engine) -> None:
    """An absence is noted with both its ends; a wrong one says what is wrong."""
    sun = entered(app, "sun")
    sun.get("/me/away")
    assert "Write a day" in sun.post("/me/away", since="", until="2099-01-02T09:00").text
    turned = sun.post("/me/away", since="2099-01-02T09:00", until="2099-01-01T09:00")
    assert turned.status_code == 422
    since = datetime.now(UTC) - timedelta(hours=24)
    said = {"since": f"{since:%Y-%m-%dT%H:%M}", "until": "2099-01-01T09:00"}
    assert sun.post("/me/away", **said).status_code == 303
    assert "You are noted as away until" in sun.get("/me/away").text
    assert engine.member("sun").absent_until is not None
