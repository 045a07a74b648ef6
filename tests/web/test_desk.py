"""The counter: the same for somebody who is there, calls, is visited, or wrote on paper."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from visitors import Visitor

from xiangyue import Engine

HERE = "/desk/xinqi"
NEED = {"f_matter": "The lamp in the lane is out"}
_NUMBER = re.compile(r'id="receipt">([0-9 ]+)<')


@pytest.fixture
def helper(app: Flask) -> Visitor:
    """Chen, who serves the counter."""
    visitor = Visitor(app)
    visitor.sign_in("chen")
    return visitor


def take_in(helper: Visitor, **fields: str) -> str:
    """Take a need in; returns the receipt number."""
    helper.get(f"{HERE}/raise/about/need")
    answer = helper.post(f"{HERE}/raise/about/need", **{"way": "counter", **NEED, **fields})
    assert answer.status_code == 303, answer.text
    found = _NUMBER.search(helper.get(f"{HERE}/receipt").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("way", ["counter", "phone", "helper", "paper"])
def test_every_way_in_gives_the_same(helper: Visitor, engine: Engine, way: str) -> None:
    """Whose matter it is, how it came and who wrote it down are kept; the receipt is the same."""
    number = take_in(helper, way=way, number="S-1" if way == "paper" else "")
    found = engine.follow(number, community="xinqi")
    task = engine.task(found.task)
    said = engine.history(task)[0].command
    assert (task.opener, said.source, said.actor) == (Engine.PUBLIC, way, "chen")
    assert found.step_due is not None


def test_somebody_who_is_registered_is_named(helper: Visitor, engine: Engine) -> None:
    """By id; one that nobody has is said to be none."""
    number = take_in(helper, whom="wang")
    assert engine.task(engine.follow(number, community="xinqi").task).opener == "wang"
    helper.get(f"{HERE}/raise/about/need")
    answer = helper.post(f"{HERE}/raise/about/need", way="counter", whom="nobody", **NEED)
    assert answer.status_code == 422
    assert "Nobody is registered" in answer.text


def test_a_sheet_is_entered_once(helper: Visitor, engine: Engine) -> None:
    """Its number is the key: again it shows the same receipt, with other words it is refused."""
    first = take_in(helper, way="paper", number="S-7")
    assert take_in(helper, way="paper", number="S-7") == first
    helper.get(f"{HERE}/raise/about/need")
    other = {"f_matter": "Something else"}
    answer = helper.post(f"{HERE}/raise/about/need", way="paper", number="S-7", **other)
    assert answer.status_code == 422
    assert "entered before" in answer.text
    assert len(engine.tasks("xinqi", flow="resident_matter").tasks) == 1


def test_how_it_came_has_to_be_said(helper: Visitor) -> None:
    """And of a sheet its number."""
    helper.get(f"{HERE}/raise/about/need")
    assert "#way-0" in helper.post(f"{HERE}/raise/about/need", **NEED).text
    assert "#number" in helper.post(f"{HERE}/raise/about/need", way="paper", **NEED).text


def test_an_answer_is_given_for_somebody(helper: Visitor, engine: Engine) -> None:
    """Who calls says the number, and the helper enters what they say."""
    number = take_in(helper)
    task = engine.follow(number, community="xinqi").task
    helper.get(f"{HERE}/follow")
    helper.post(f"{HERE}/follow", number=number)
    assert "withdraw" in helper.get(f"{HERE}/matter").text
    helper.get(f"{HERE}/matter/withdraw")
    assert helper.post(f"{HERE}/matter/withdraw", way="phone").status_code == 303
    last = engine.history(task)[-1].command
    assert (engine.task(task).state, last.source, last.actor) == ("withdrawn", "phone", "chen")


def test_what_was_done_on_paper_is_entered(helper: Visitor, engine: Engine) -> None:
    """By the number of the printed sheet: who did it, when, and once."""
    number = take_in(helper)
    ref = engine.follow(number, community="xinqi").task
    name = ref.partition("/")[2]
    sheet = f"{name}.contact.1"
    helper.get(f"{HERE}/paper")
    answer = helper.post(f"{HERE}/paper", number=sheet)
    helper.get(answer.headers["Location"])
    sent = {"action": "contact", "number": sheet, "whom": "chen"}
    assert helper.post(f"{HERE}/enter/{name}", action="contact", number=sheet).status_code == 422
    for _ in range(2):
        assert helper.post(f"{HERE}/enter/{name}", **sent).status_code == 303
        helper.get(f"{HERE}/")
    told = [one.command.action for one in engine.history(ref)]
    assert told == ["open", "contact"]
    assert engine.history(ref)[-1].command.source == "paper"


def test_a_sheet_of_a_task_offers_what_can_be_done(helper: Visitor, engine: Engine) -> None:
    """Where its own number names no task; an unknown task is said to be none."""
    name = engine.follow(take_in(helper), community="xinqi").task.partition("/")[2]
    helper.get(f"{HERE}/paper")
    assert helper.post(f"{HERE}/paper", number="8", task="nothing").status_code == 422
    answer = helper.post(f"{HERE}/paper", number="8", task=name)
    assert "action=contact" in helper.get(answer.headers["Location"]).text
    answer = helper.post(f"{HERE}/paper", number="ABCDEFGH23")
    assert "way=paper" in answer.headers["Location"]


@pytest.mark.parametrize("page", ["", "raise", "raise/about/need", "follow", "paper"])
def test_another_villages_counter_is_not_there(helper: Visitor, page: str) -> None:
    """A helper serves where they were given the counter, and nowhere else."""
    assert helper.get(f"/desk/other/{page}").status_code == 404
    assert helper.get(f"{HERE}/{page}").status_code == 200


def test_nobody_enters_without_being_somebody(visitor: Visitor) -> None:
    """Who is not signed in is led to the door; who has no counter is told there is none."""
    assert visitor.get(f"{HERE}/").status_code == 303
    visitor.sign_in("wang")
    assert visitor.get(f"{HERE}/").status_code == 404
    assert visitor.get("/desk/").status_code == 403
