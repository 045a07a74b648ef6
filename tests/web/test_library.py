"""The resource library, needs and matches, as an admin sees and proposes them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from visitors import PASSWORD, Visitor

from xiangyue import Decision, Engine
from xiangyue_admin.accounts import Accounts, Grant

VAN: dict[str, Any] = {
    "item": "van",
    "offered_quantity": 2,
    "emergency_quantity": 3,
    "counted_in": "pieces",
    "ready_minutes": 10,
    "contact_member": "an",
    "contact_deputy": "bo",
    "insurance": "liability",
    "consent_version": "v1",
    "return_rule": "returned",
}


def did(decision: Decision) -> Decision:
    """Return a decision that was carried out."""
    assert decision, decision.why()
    return decision


@pytest.fixture
def library(engine: Engine) -> Engine:
    """A community with two vans on offer, one verified, and a need of one."""
    engine.add_unit("lv", "community", parent="county")
    engine.install("resource-library", community="lv")
    engine.register("mei", roles={"library_keeper": "lv"})
    for name in ("an", "bo"):
        engine.register(name, home="lv")
    for title in ("Blue van", "Red van"):
        task = did(engine.open("resource", community="lv", by="an", title=title, data=VAN))
        if title == "Blue van":
            did(engine.act(task, "verify", by="mei", note="Seen."))
    need = {"item": "van", "needed_quantity": 1, "counted_in": "pieces", "need_urgency": "soon"}
    did(engine.open("need", community="lv", by="bo", title="Move a bed", data=need))
    Accounts(engine).add(
        "mei", by="root", member="mei", password=PASSWORD, grants=[Grant("admin", "lv")]
    )
    return engine


@pytest.fixture
def keeper(app: Flask, library: Engine) -> Visitor:
    """The keeper of the library, signed in as the community's admin."""
    visitor = Visitor(app)
    visitor.sign_in("mei")
    return visitor


@pytest.mark.parametrize(
    "asked, shown",
    [
        ("", {"Blue", "Red"}),
        ("?kind=van", {"Blue", "Red"}),
        ("?kind=boat", set()),
        ("?owner=an", {"Blue", "Red"}),
        ("?owner=bo", set()),
        ("?free=1", {"Blue"}),
        ("?verify=1", {"Red"}),
    ],
)
def test_resources_are_narrowed_down(keeper: Visitor, asked: str, shown: set[str]) -> None:
    """By type, by who offers, what is free now, and what is to be verified."""
    text = keeper.get(f"/communities/lv/resources{asked}").text
    assert {name for name in ("Blue", "Red") if f"{name} van" in text} == shown


def test_what_fits_is_shown_with_its_reasons_and_then_proposed(
    keeper: Visitor, library: Engine
) -> None:
    """Looking changes nothing; proposing opens a task for people to decide, and holds the van."""
    looked = keeper.get("/communities/lv/matches?look=1").text
    assert re.findall(r'class="told error">([^<]*)', looked) == []
    assert "Move a bed" in looked
    assert "Blue van" in looked
    assert 'class="why"' in looked
    assert library.tasks("lv", flow="match").tasks == ()
    assert keeper.post("/communities/lv/matches").status_code == 303
    (match,) = library.tasks("lv", flow="match").tasks
    assert match.state == "proposed"
    assert match.ref in keeper.get("/communities/lv/matches").text
    assert "1 of 2" in keeper.get("/communities/lv/resources").text
    keeper.post("/communities/lv/matches")
    assert len(library.tasks("lv", flow="match").tasks) == 1


def test_what_hangs_out_is_what_anybody_may_read(keeper: Visitor) -> None:
    """The lists of the profile, without names that nobody has consented to."""
    text = keeper.get("/communities/lv/lists").text
    assert "What is needed" in text
    assert "What is offered" in text
