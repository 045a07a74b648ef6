"""One task a page: seen by its parties alone, done in three clicks, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from shifts import VALUED, adopt, assigned, done, entered, links, received, send, staff
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue_admin.accounts import Accounts


@pytest.fixture(autouse=True)
def _staffed(engine: Engine, accounts: Accounts, tmp_path: Path) -> None:
    """Who works in Xinqi."""
    staff(engine, accounts, tmp_path)


def test_a_cadres_task_is_done_in_three_clicks(app: Flask, engine: Engine) -> None:
    """From My work: the task, its button, and it is done; the third click leads back."""
    task = assigned(engine)
    sun, clicks = entered(app, "sun"), 0
    work = sun.get("/work/")
    (link,) = dict.fromkeys(links(work))
    assert "To do: Report as done" in work.text
    page, clicks = sun.get(link), clicks + 1
    answer = send(sun, page, f"{link}/finish", f_result="The water runs again.")
    clicks += 1
    assert answer.status_code == 303
    after = sun.get(answer.headers["Location"])
    assert "Done: Report as done" in after.text
    assert "It waits for: Village affairs supervision committee" in after.text
    assert engine.task(task).state == "done"
    assert "Clear the ditch" in sun.get("/work/").text
    clicks += 1
    assert clicks <= 3


def test_only_what_is_needed_stands_open(app: Flask, engine: Engine) -> None:
    """What the action needs comes first; what may be given is folded beneath."""
    page = entered(app, "li").get(f"/tasks/{received(engine).ref}").text
    needed, _, folded = page.partition("<details")
    assert all(f'name="f_{name}"' in needed for name in VALUED)
    assert 'name="f_value"' in folded
    assert 'name="f_value"' not in needed


@pytest.mark.parametrize("login", ["zhao", "yi", "wang", "chen"])
def test_nobody_else_sees_it(app: Flask, engine: Engine, login: str) -> None:
    """Another village's secretary, its residents and Xinqi's own have nothing to do with it."""
    ref = assigned(engine).ref
    visitor = entered(app, login)
    assert visitor.get(f"/tasks/{ref}").status_code == 404
    assert visitor.post(f"/tasks/{ref}/finish", f_result="Done").status_code == 404
    assert visitor.get(f"/tasks/{ref}/done/1").status_code == 404
    assert visitor.get(f"/tasks/{ref}/sheet?do=finish").status_code == 404
    assert "Clear the ditch" not in visitor.get("/work/").text


def test_an_admin_sees_where_it_stands_and_nothing_personal(app: Flask, engine: Engine) -> None:
    """What people wrote is for those who work on the task."""
    task = assigned(engine)
    done(engine.act(task, "finish", by="sun", result="Mrs Wang's yard is dry."))
    page = entered(app, "county").get(f"/tasks/{task.ref}").text
    assert "Village affairs supervision committee" in page
    assert "yard" not in page
    assert "Clear the ditch" not in page
    assert "Personal, and shown only to those who work on it: Result" in page


def test_a_note_is_kept_whole_or_not_at_all(app: Flask, engine: Engine) -> None:
    """What is too long comes back with a sentence; nothing of it is cut off in silence."""
    task = received(engine)
    url, li = f"/tasks/{task.ref}", entered(app, "li")
    long = "Not ours.\r\n" * 400 + "The end"
    answer = send(li, li.get(f"{url}?do=send_back"), f"{url}/send_back", note=long + long)
    assert "This is too long: at most 4000 characters." in answer.text
    assert answer.text.count("The end") == 2
    assert engine.task(task).state == "received"
    assert send(li, answer, f"{url}/send_back", note=long[:4400]).status_code == 303
    note = engine.history(task)[-1].command.note
    assert note is not None and note.count("Not ours.") == 400


def test_a_refusal_says_every_reason_and_keeps_what_was_written(app: Flask, engine: Engine) -> None:
    """It comes back filled in, and can be mended and sent again."""
    task, why = received(engine), "This is not later than before"
    li, url = entered(app, "li"), f"/tasks/{task.ref}"
    page = li.get(f"{url}?do=extend")
    answer = send(li, page, f"{url}/extend", f_extend_until="2020-01-01", note="Rain & hail")
    assert answer.status_code == 422
    said = answer.text.partition("Nothing was changed, and what you wrote is still here.")[2]
    assert why in said.partition("</div>")[0]
    assert "Rain &amp; hail" in answer.text
    assert 'value="2020-01-01"' in answer.text
    answer = send(li, answer, f"{url}/extend", f_extend_until="2099-01-01", note="Rain & hail")
    assert answer.status_code == 303
    assert engine.task(task).data["due_on"] == "2099-01-01"
    assert why in li.get(url).text


def test_only_who_may_be_chosen_is_offered(app: Flask, engine: Engine) -> None:
    """Where the rule asks for a role, those who hold it stand there, and nobody else is taken."""
    task = received(engine)
    done(engine.act(task, "convert", by="li", data=VALUED))
    li, url = entered(app, "li"), f"/tasks/{task.ref}"
    page = li.get(f"{url}?do=assign")
    offered = page.text.partition('name="f_assignee"')[2].partition("<details")[0]
    assert "sun · Village cadre" in page.text
    assert "Village affairs supervision" not in offered
    assert send(li, page, f"{url}/assign", f_assignee="he").status_code == 422
    assert send(li, page, f"{url}/assign", f_assignee="sun").status_code == 303
    assert engine.task(task).assignee == "sun"


def test_what_cannot_be_done_says_why_and_what_would_change_it(app: Flask, engine: Engine) -> None:
    """Reasons of the flow stand at the action, and whose it is stands there too."""
    page = entered(app, "he").get(f"/tasks/{assigned(engine).ref}").text
    assert "“Score” is not possible while the task is “Assigned”." in page
    assert "It is possible from: Done." in page
    assert "Report as done: the person responsible" in page


def test_sent_twice_it_counts_once(app: Flask, engine: Engine) -> None:
    """An impatient second press leads to the same page, and nothing happens again."""
    task = assigned(engine)
    sun, url = entered(app, "sun"), f"/tasks/{task.ref}"
    page = sun.get(url)
    first = send(sun, page, f"{url}/finish", f_result="Dry")
    again = send(sun, page, f"{url}/finish", f_result="Dry")
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["Location"] == again.headers["Location"]
    assert [one.command.action for one in engine.history(task)].count("finish") == 1


def test_sent_again_with_other_words_says_what_counts(app: Flask, engine: Engine) -> None:
    """What was sent first stands; the other words are not lost."""
    task = assigned(engine)
    sun, url = entered(app, "sun"), f"/tasks/{task.ref}"
    page = sun.get(url)
    send(sun, page, f"{url}/finish", f_result="Dry")
    answer = send(sun, page, f"{url}/finish", f_result="Wet")
    assert answer.status_code == 409
    assert "This page was sent before, with other words" in answer.text
    assert "Wet" in answer.text
    assert engine.task(task).data["result"] == "Dry"


def test_who_changed_it_meanwhile_is_said(app: Flask, engine: Engine) -> None:
    """A page that is older than the task is not sent over what others did."""
    task = received(engine)
    li, url = entered(app, "li"), f"/tasks/{task.ref}"
    page = li.get(url)
    due = "2099-01-01"
    done(engine.act(task, "extend", by="li", extend_until=due, note="Rain"))
    answer = send(li, page, f"{url}/convert", **{f"f_{n}": v for n, v in VALUED.items()})
    assert answer.status_code == 409
    assert "Somebody was quicker" in answer.text
    assert "李书记 – Give more time" in answer.text
    assert 'value="routine" checked' in answer.text
    assert send(li, answer, f"{url}/convert", **_written()).status_code == 303


def _written() -> dict[str, str]:
    return {f"f_{name}": value for name, value in VALUED.items()}


def test_what_is_missing_leads_to_its_field(app: Flask, engine: Engine) -> None:
    """The summary links to each field that has to be mended; nothing is sent."""
    task = received(engine)
    li, url = entered(app, "li"), f"/tasks/{task.ref}"
    answer = send(li, li.get(url), f"{url}/convert", f_difficulty="hard")
    assert answer.status_code == 422
    assert 'href="#f_task_class-0"' in answer.text
    assert "2 things have to be mended" in answer.text
    assert len(engine.history(task)) == 1


def test_points_are_told_with_their_rule(app: Flask, engine: Engine) -> None:
    """Whoever scores sees what that brings to whom, and why."""
    adopt(engine)
    task = assigned(engine)
    done(engine.act(task, "finish", by="sun", result="Dry"))
    he, url = entered(app, "he"), f"/tasks/{task.ref}"
    answer = send(he, he.get(url), f"{url}/score", f_quality="pass")
    page = he.get(answer.headers["Location"]).text
    assert "sun: +2.4 points" in page
    assert "Award for a finished task" in page
    assert "Nothing: this is finished." in page


def test_what_may_be_taken_back_is_offered_once(app: Flask, engine: Engine) -> None:
    """Where the flow leads back, the page that says it is done leads there."""
    engine.open("training", community="xinqi", by="sun", learner="sun", training_need="phone")
    task = assigned(engine)
    done(engine.act(task, "finish", by="sun", result="Dry"))
    he, url = entered(app, "he"), f"/tasks/{task.ref}"
    answer = send(he, he.get(f"{url}?do=send_again"), f"{url}/send_again", note="The far end")
    assert answer.status_code == 303
    sun = entered(app, "sun")
    answer = send(sun, sun.get(url), f"{url}/finish", f_result="The far end too")
    assert "Take it back" not in sun.get(answer.headers["Location"]).text


def test_what_was_done_on_paper_keeps_its_day(app: Flask, engine: Engine) -> None:
    """Entered later, it counts when it was done, and the history says both."""
    task = assigned(engine)
    sun, url = entered(app, "sun"), f"/tasks/{task.ref}"
    answer = send(sun, sun.get(url), f"{url}/finish", f_result="Dry", when="1999-01-01T09:00")
    assert answer.status_code == 422
    assert 'value="1999-01-01T09:00"' in answer.text
    assert engine.task(task).state == "assigned"


def test_a_form_on_paper_is_printed_with_what_is_known(app: Flask, engine: Engine) -> None:
    """It needs no script and no style but its own, and its number is the key it is entered by."""
    task = assigned(engine)
    sheet = entered(app, "sun").get(f"/tasks/{task.ref}/sheet?do=finish")
    assert "Clear the ditch" in sheet.text
    assert f"{task.task}.finish.3" in sheet.text
    policy = sheet.headers["Content-Security-Policy"]
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy + sheet.text
    blank = entered(app, "li").get("/work/new/xinqi/village_task/sheet")
    assert "Village task" in blank.text
    assert entered(app, "li").get("/work/new/other/village_task/sheet").status_code == 404


@pytest.mark.parametrize("path", ["", "/done/999", "?do=nothing"])
def test_what_is_not_there_is_not_found(app: Flask, path: str) -> None:
    """An unknown task is told apart from a hidden one by nobody."""
    assert entered(app, "sun").get(f"/tasks/xinqi/none{path}").status_code == 404


def test_a_session_that_ended_loses_nothing(app: Flask, engine: Engine, accounts: Accounts) -> None:
    """What was sent too late comes back after signing in, and is sent by whoever wrote it."""
    task = assigned(engine)
    sun, url = entered(app, "sun"), f"/tasks/{task.ref}"
    page = sun.get(url)
    accounts.end_sessions("sun")
    answer = send(sun, page, f"{url}/finish", f_result="Dry & <clean>")
    assert answer.status_code == 401
    assert "What you wrote is not lost" in answer.text
    wrong = send(sun, answer, "/sign-in", login="sun", password="not this one")
    assert wrong.status_code == 401
    kept = send(sun, wrong, "/sign-in", login="sun", password=PASSWORD)
    assert "Dry &amp; &lt;clean&gt;" in kept.text
    assert engine.task(task).state == "assigned"
    assert send(sun, kept, f"{url}/finish").status_code == 303
    assert engine.task(task).data["result"] == "Dry & <clean>"


def test_what_was_kept_leads_nowhere_else(visitor: Visitor) -> None:
    """A form that is carried through the sign-in is sent to this console alone."""
    visitor.get("/sign-in")
    sent = {"login": "li", "password": PASSWORD, "kept.note": "x"}
    answer = visitor.post("/sign-in", kept_to="//evil.example/x", **sent)
    assert answer.status_code == 303
    assert "evil" not in answer.headers["Location"]
