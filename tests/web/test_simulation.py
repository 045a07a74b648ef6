"""The page on which made-up people live by a community's rules."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from patience import until
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue.office import SimulationOptions, parse_expectation, simulate
from xiangyue_admin import ConsoleSettings, create_app
from xiangyue_admin.accounts import Accounts, Grant

PAGE = "/profiles/xinqi/simulation"
ASKED = f"{PAGE}?days=7&repeat=2&seed=3"
FILE = ASKED.replace("?", "/expectation.json?")
HELD = "/communities/xinqi/resilience"


@pytest.fixture
def li(visitor: Visitor) -> Visitor:
    """The admin of a community."""
    assert visitor.sign_in("li").status_code == 303
    return visitor


def lived(visitor: Visitor, url: str) -> str:
    """Return what the page says when people have lived through the days."""
    until(lambda: "Refresh" not in visitor.get(url).headers)
    return visitor.get(url).text


def words(page: str) -> str:
    """Return what a page says, without its tags."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2])))


def test_people_live_by_the_rules_in_force(li: Visitor, engine: Engine) -> None:
    """The page comes back by itself with what a simulation of the same seed finds.

    Its file is taken by the page of resilience; before it is there, the link leads back.
    """
    assert "Load by role" not in li.get(PAGE).text
    assert PAGE in li.get(FILE).headers["Location"]
    assert li.get(ASKED).headers["Refresh"] == "3"
    page = lived(li, ASKED)
    profile = engine.profile("xinqi")
    found = simulate(profile, SimulationOptions(days=7, repetitions=2, seed=3, workers=1))
    said, counts = words(page), found.total.flows
    for flow in {name for name, _what in counts}:
        told = (f"{counts[flow, what]:,}" for what in ("opened", "ended", "late"))
        assert f"{profile.flows[flow].title.of('en')} {' '.join(told)}" in said
    assert "The people are made up" in said
    assert "The journal shows too little of people yet" in said
    assert "with a confidence of 95 %; the band" in said
    assert "Load by role" in said
    assert 'src="data:image/svg+xml;base64,' in page
    content = li.get(FILE).data
    assert parse_expectation(content, "") == found.expectation()
    li.get(HELD)
    sent = li.post(HELD, file=(io.BytesIO(content), "expectation.json"))
    assert "Simulated 2 times over 168 hours" in li.get(sent.headers["Location"]).text


def test_a_draft_is_set_beside_the_rules_in_force(engine: Engine) -> None:
    """Both are told, and by how much they differ; a draft that nobody knows has no page.

    People are like those of the journal as soon as it shows when matters come up.
    """
    for n in range(20):
        engine.receive("need", community="xinqi", by="chen", data={"matter": f"Lamp {n} is out."})
    engine.register("zhen", roles={"sub_district": "xinqi"})
    Accounts(engine).add(
        "zhen", by="setup", member="zhen", password=PASSWORD, grants=[Grant("admin", "xinqi")]
    )
    made = engine.draft("xinqi", by="zhen", reason="Try it.", params={"contacts_a_week": 1})
    assert made, made.reasons
    zhen = Visitor(create_app(engine, ConsoleSettings()), "zh")
    zhen.sign_in("zhen")
    assert f'value="{made.task}"' in zhen.get(PAGE).text
    page = lived(zhen, f"{PAGE}?days=7&repeat=1&draft={made.task}")
    said, labels = words(page), re.findall(r'aria-label="([^"]+ · [^"]+)"', page)
    assert len(labels) == len(set(labels)) >= 4
    assert "指标 现行规则 草案规则 差额" in said
    assert said.count("各角色工作量") == 2
    assert "取自台账" in said
    assert zhen.get(f"{PAGE}?days=7&draft=nobody").status_code == 404


@pytest.mark.parametrize("odd", ["days=6", "days=61", "repeat=0", "repeat=11", "seed=x", "days=٧"])
def test_numbers_that_cannot_be_are_said_to_be_so(li: Visitor, odd: str) -> None:
    """Nothing is simulated then, and no file is given."""
    page = li.get(f"{PAGE}?days=7&{odd}" if "days" not in odd else f"{PAGE}?{odd}")
    assert page.status_code == 422
    assert "Choose a number from" in page.text
    assert "Refresh" not in page.headers
    assert li.get(f"{PAGE}/expectation.json?{odd}").status_code == 303
