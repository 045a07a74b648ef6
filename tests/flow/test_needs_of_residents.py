"""What residents say at the counter, or want to learn, reaches the resource library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from desk import june

from xiangyue import Decision, Engine

pytestmark = pytest.mark.sqlite

PLACE, NOW = "xinqi", june(1, "09:00")
LATER = NOW + timedelta(minutes=1)
OFFER = {
    **{"item": "digital_help", "offered_quantity": 1, "emergency_quantity": 1, "insurance": "none"},
    **{"counted_in": "people", "ready_minutes": 10, "contact_member": "ying"},
    **{"contact_deputy": "ming", "consent_version": "v1", "return_rule": "given"},
}


@pytest.fixture
def town() -> Iterator[Engine]:
    """A community in which ying's digital help is listed."""
    with Engine() as engine:
        yield settled(engine)


def settled(engine: Engine) -> Engine:
    """Set the community up."""
    engine.add_unit("jiedao", "subdistrict", now=NOW)
    engine.add_unit(PLACE, "community", parent="jiedao", now=NOW)
    engine.install("self-organized-urban", community=PLACE, now=NOW)
    roles = {"guan": "library_keeper", "juwei": "committee", "zhi": "duty_person"}
    for name, role in roles.items():
        engine.register(name, roles={role: PLACE}, now=NOW)
    for name in ("ying", "ming", "chen"):
        engine.register(name, home=PLACE, now=NOW)
    offer = engine.open("resource", community=PLACE, by="ying", data=OFFER, now=NOW)
    assert engine.act(offer, "verify", by="guan", note="Called.", now=NOW)
    return engine


def test_a_lesson_is_matched_with_a_trainer(town: Engine) -> None:
    """What the committee asks the library for is proposed to whoever offers digital help."""
    data = {"learner": "chen", "training_need": "first_steps"}
    lesson = town.open("training", community=PLACE, by="chen", data=data, now=NOW)
    assert town.act(lesson, "ask_library", by="juwei", now=NOW)
    town.tick(LATER)
    (found,) = town.match(PLACE, now=LATER).plan.matches
    assert found.offer.owner == "ying"


def test_a_matter_is_matched(town: Engine) -> None:
    """So is what somebody said at the counter, and lent to whoever said it."""
    matter = town.receive("need", community=PLACE, by="chen", now=NOW, data={"matter": "My phone."})
    assert town.act(matter, "contact", by="zhi", now=NOW)
    assert not town.match(PLACE, now=NOW).plan.matches
    asked = {"item": "digital_help", "needed_quantity": 1, "need_urgency": "soon"}
    asked["counted_in"] = "people"
    assert town.act(matter, "ask_library", by="zhi", data=asked, now=NOW)
    town.tick(LATER)
    (decision,) = town.match(PLACE, by="guan", propose=True, now=LATER).proposed
    assert isinstance(decision, Decision)
    assert (decision.values["lender"], decision.values["borrower"]) == ("ying", "chen")
