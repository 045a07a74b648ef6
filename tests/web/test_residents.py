"""What somebody without an account does in the browser, and what they never see."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from visitors import Visitor

from xiangyue import Engine
from xiangyue_admin.rooms.residents.door import LOOKED_UP_A_MINUTE, RAISED_A_MINUTE

HERE = "/residents/xinqi"
NEED = {"f_matter": "The lamp in the lane is out"}
_ONCE = re.compile(r'name="once" value="([^"]+)"')
_NUMBER = re.compile(r'id="receipt">([0-9 ]+)<')


def bring(visitor: Visitor, what: str = "about/need", **fields: str) -> str:
    """Bring something up through the pages; returns the receipt number that is shown."""
    page = visitor.get(f"{HERE}/raise/{what}")
    (once,) = _ONCE.findall(page.text)
    answer = visitor.post(f"{HERE}/raise/{what}", once=once, **(fields or NEED))
    assert answer.status_code == 303, answer.text
    found = _NUMBER.search(visitor.get(answer.headers["Location"]).text)
    assert found is not None
    return found[1]


def answered(engine: Engine, number: str) -> str:
    """Let chen contact the person and answer; returns the task."""
    task = engine.follow(number, community="xinqi").task
    assert engine.act(task, "contact", by="chen")
    assert engine.act(task, "reply", by="chen", answer="A new lamp on Friday")
    return task


def test_a_need_is_brought_up_and_followed(visitor: Visitor, engine: Engine, app: Flask) -> None:
    """With a number, from another machine, in three steps and without a name."""
    number = bring(visitor)
    answered(engine, number)
    other = Visitor(app)
    other.get(f"{HERE}/follow")
    answer = other.post(f"{HERE}/follow", number=number.replace(" ", ""))
    assert answer.headers["Location"] == f"{HERE}/matter"
    page = other.get(f"{HERE}/matter").text
    assert "A new lamp on Friday" in page
    assert "Answered" in page
    assert "chen" not in page


def test_the_return_visit_is_answered(visitor: Visitor, engine: Engine) -> None:
    """Solved and satisfied, said by whoever brought it up: it is closed."""
    task = answered(engine, bring(visitor))
    assert "is it solved" in visitor.get(f"{HERE}/matter/visit").text
    wrong = visitor.post(f"{HERE}/matter/visit", f_solved="true")
    assert wrong.status_code == 422
    answer = visitor.post(f"{HERE}/matter/visit", f_solved="true", f_satisfied="true")
    assert answer.status_code == 303
    assert engine.task(task).state == "closed"
    assert visitor.get(f"{HERE}/matter/visit").status_code == 404


def test_what_others_decide_is_no_page_of_theirs(visitor: Visitor) -> None:
    """A number opens what is the opener's, and nothing else."""
    bring(visitor)
    assert visitor.get(f"{HERE}/matter/contact").status_code == 404
    assert visitor.post(f"{HERE}/matter/contact").status_code == 404


def test_sending_twice_brings_it_up_once(visitor: Visitor, engine: Engine) -> None:
    """An impatient finger leaves one matter and sees the same number again."""
    (once,) = _ONCE.findall(visitor.get(f"{HERE}/raise/about/need").text)
    numbers = []
    for _ in range(2):
        visitor.post(f"{HERE}/raise/about/need", once=once, **NEED)
        numbers += _NUMBER.findall(visitor.get(f"{HERE}/receipt").text)
    assert len(numbers) == 2 and len(set(numbers)) == 1
    assert len(engine.tasks("xinqi", flow="resident_matter").tasks) == 1


def test_what_is_missing_is_said_and_kept_nowhere(visitor: Visitor, engine: Engine) -> None:
    """An empty form comes back with what is needed, and leaves nothing behind."""
    visitor.get(f"{HERE}/raise/about/need")
    before = engine.heads()["xinqi"]
    answer = visitor.post(f"{HERE}/raise/about/need", f_matter="")
    assert answer.status_code == 422
    assert 'href="#f_matter"' in answer.text
    assert engine.heads()["xinqi"] == before


def test_the_number_stands_in_no_address(visitor: Visitor) -> None:
    """Addresses are logged and remembered; a number is not."""
    number = bring(visitor)
    digits = number.replace(" ", "")
    for page in ("receipt", "matter", "follow"):
        text = visitor.get(f"{HERE}/{page}").text
        links = re.findall(r'(?:href|action)="([^"]*)"', text)
        assert links
        assert not [one for one in links if digits in one or number in one]


def test_the_machine_forgets_on_request(visitor: Visitor) -> None:
    """The next person at it sees nothing of the one before."""
    bring(visitor)
    visitor.get(f"{HERE}/matter")
    visitor.post(f"{HERE}/forget")
    assert visitor.get(f"{HERE}/matter").headers["Location"] == f"{HERE}/follow"
    assert visitor.get(f"{HERE}/receipt").headers["Location"] == f"{HERE}/follow"


def test_guessing_numbers_is_slowed_down(visitor: Visitor) -> None:
    """So many an address and a minute, and a wrong one is told apart from nothing else."""
    visitor.get(f"{HERE}/follow")
    guess = "000 000 000 000 000 000 009"
    codes = [
        visitor.post(f"{HERE}/follow", number=guess).status_code
        for _ in range(LOOKED_UP_A_MINUTE + 1)
    ]
    assert codes == [*[422] * LOOKED_UP_A_MINUTE, 429]


def test_flooding_is_slowed_down(visitor: Visitor, engine: Engine) -> None:
    """One address brings up so many a minute."""
    for _ in range(RAISED_A_MINUTE):
        bring(visitor)
    visitor.get(f"{HERE}/raise/about/need")
    assert visitor.post(f"{HERE}/raise/about/need", **NEED).status_code == 429
    assert len(engine.tasks("xinqi", flow="resident_matter").tasks) == RAISED_A_MINUTE


def test_only_what_the_profile_opens_to_all_is_offered(visitor: Visitor) -> None:
    """No hotline, no vote, no appeal without a slip: neither a link nor a page."""
    page = visitor.get(f"{HERE}/raise").text
    assert "raise/about/need" in page and "raise/flow/complaint" in page
    for what in ("about/hotline_danger", "flow/points_adoption", "flow/points_appeal"):
        assert what not in page
        assert visitor.get(f"{HERE}/raise/{what}").status_code == 404


@pytest.mark.parametrize("page", ["", "raise", "follow", "notices", "points", "appeals"])
def test_a_place_that_is_not_there_has_no_door(visitor: Visitor, page: str) -> None:
    """An unknown community is not found, on every page."""
    assert visitor.get(f"/residents/nowhere/{page}").status_code == 404


def test_a_complaint_and_a_request_come_in(visitor: Visitor, engine: Engine) -> None:
    """Each with its choices in words, and due as the profile says."""
    bring(visitor, "flow/complaint", f_complaint_about="burden", f_complaint_text="Too many forms")
    page = visitor.get(f"{HERE}/raise/flow/data_request").text
    assert "See it" in page and "who you are" in page
    number = bring(visitor, "flow/data_request", f_data_right="access", f_data_meant="My points")
    found = engine.follow(number, community="xinqi")
    assert found.state.of("en") == "Received" and found.due is not None
    (request,) = engine.tasks("xinqi", flow="data_request").tasks
    assert request.opener == Engine.PUBLIC


def test_the_list_is_masked_and_the_slip_opens_ones_page(visitor: Visitor, engine: Engine) -> None:
    """Codes for everybody; by the number on the slip one's own entries, and the appeal."""
    month, slip = award(engine)
    page = visitor.get(f"{HERE}/points?account=household&month={month}").text
    assert slip.code in page and "h01" not in page
    visitor.get(f"{HERE}/slip")
    where = {"account": "household", "month": month}
    assert visitor.post(f"{HERE}/slip", number="12", **where).status_code == 422
    visitor.post(f"{HERE}/slip", number=slip.number, **where)
    page = visitor.get(f"{HERE}/page").text
    assert "Award to a household" in page and "h01" not in page
    (*_, entry) = re.findall(rf"{HERE}/appeal/([0-9.]+)", visitor.get(f"{HERE}/page?lately").text)
    late = re.findall(rf"{HERE}/appeal/([0-9.]+)", page)[-1]
    visitor.get(f"{HERE}/appeal/{late}")
    refused = visitor.post(f"{HERE}/appeal/{late}", f_grounds="It was two nights")
    assert "the time for an appeal is over" in refused.text
    assert "entry.published()" not in refused.text
    visitor.get(f"{HERE}/appeal/{entry}")
    answer = visitor.post(f"{HERE}/appeal/{entry}", f_grounds="It was two nights")
    assert answer.status_code == 303, answer.text
    assert _NUMBER.search(visitor.get(f"{HERE}/receipt").text)
    (appeal,) = engine.tasks("xinqi", flow="points_appeal").tasks
    assert (appeal.opener, appeal.data["entry"]) == ("h01", entry)
    assert visitor.get(f"{HERE}/appeal/1.0").status_code == 404


def award(engine: Engine) -> tuple[str, Any]:
    """Let household h01 get points ten days before this month, and now; returns month and slip."""
    now = datetime.now(UTC)
    last = now.replace(day=1, hour=4) - timedelta(days=10)
    engine.register("h01", home="xinqi", kind="household", roles={"household": "xinqi"}, now=last)
    for name, role in (
        ("zu", "assessment_group"),
        ("wei", "committee"),
        ("jian", "supervision_committee"),
    ):
        engine.register(name, roles={role: "xinqi"}, now=last)
    vote = engine.open(
        "points_adoption",
        community="xinqi",
        by="wei",
        funding_source="collective_income",
        funding_months=12,
        now=last,
    )
    counted = {"adopting_body": "villagers_assembly", "entitled": 9, "present": 9, "in_favour": 9}
    assert engine.act(vote, "record_vote", by="jian", data=counted, now=last)
    deed = {"household_code": "h01", "points_item": "patrols", "deed": "Three nights"}
    for at in (last, now):
        record = engine.open("household_record", community="xinqi", by="h01", data=deed, now=at)
        assert engine.act(record, "confirm", by="zu", now=at)
    (slip,) = engine.slips("xinqi", "household", month=last)
    return f"{last:%Y-%m}", slip
