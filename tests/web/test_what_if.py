"""What a draft would have changed in past work, as whoever drafts or approves it reads it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from demo_house import UNHURRIED
from patience import until
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue.office import what_if
from xiangyue_admin import counted, create_app
from xiangyue_admin.accounts import Accounts, Grant

STRICT = """\
profile: strict-village
title: {en: Strict village, zh: 严格村}
extends: [resource-scarce-rural]
ladders:
  callout: {steps: [{ask: team_leader, by: callout_phone, within: 3min, basis: project default}]}
"""
LOWER = {"points_month_cap": 10, "points_class_share": 20, "open_tasks": 1, "contacts_a_week": 1}
"""Caps under which something of each kind would have come out otherwise in the demo."""


@pytest.fixture(scope="module")
def lively(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demo's communities, in which a good deal has happened; each test drafts its own."""
    file = tmp_path_factory.mktemp("what-if") / "lively.db"
    shutil.copy(demo, file)
    with Engine(f"sqlite:///{file}") as engine:
        yield engine


@pytest.fixture(scope="module")
def li(lively: Engine) -> Visitor:
    """The admin of a community."""
    return reader(lively)


def reader(engine: Engine, login: str = "li", language: str = "en") -> Visitor:
    """Return somebody who is signed in."""
    found = Visitor(create_app(engine, UNHURRIED), language)
    assert found.sign_in(login).status_code == 303
    return found


def drafted(
    engine: Engine,
    params: dict[str, Any] | None = None,
    profile: Path | None = None,
    by: str = "xinqi-committee",
) -> str:
    """Draft a change of a village; returns the page of its what-if."""
    made = engine.draft("xinqi", by=by, reason="Try it.", params=params, profile=profile)
    return f"/profiles/xinqi/changes/{made.task}/what-if"


def words(page: str) -> str:
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def test_the_page_tells_who_loses_and_what_would_be_otherwise(lively: Engine, li: Visitor) -> None:
    """Totals, members, acts with every reason, limits: each leads to the task and its entry."""
    url = drafted(lively, LOWER)
    found = what_if(lively, "xinqi/" + url.split("/")[-2])
    assert url in li.get(url.rpartition("/")[0]).text
    page = li.get(url).text
    said = words(page)
    (loser,) = [one for one in found.standings if one.change < 0]
    was, would = (f"{points / 100:g}" for points in (loser.was, loser.would))
    assert f"{loser.member} Cadres&#39; points {was} {would} {loser.change / 100:g} " in said
    assert f"Would have come out otherwise {len(found.part.flips)}" in said
    for flip in found.part.flips:
        assert f'href="/tasks/xinqi/{flip.task}"' in page
        assert f'href="{url}/{flip.seq}"' in page
        assert f'href="/journal/xinqi/{flip.seq}"' in page
        assert flip.reasons[0].text() in page
        assert li.get(f"/journal/xinqi/{flip.seq}").status_code == 200
    assert "Assign (Village task): would not have been allowed · 2 times" in said
    assert "Open tasks of one person no kept 0 2" in said
    assert "One later act hangs on something that would not have happened." in said


def test_one_act_is_judged_by_both_rules_side_by_side(lively: Engine, li: Visitor) -> None:
    """What became of it, why, which limits and points; only acts of this community have a page."""
    url = drafted(lively, LOWER)
    found = what_if(lively, "xinqi/" + url.split("/")[-2])
    page = words(li.get(f"{url}/{found.part.flips[0].seq}").text)
    assert "Assign · Village task · li" in page
    assert "What became of it done differs not allowed" in page
    assert f"Why – differs {found.part.flips[0].reasons[0].text()}" in page
    assert "Open tasks of one person: no (kept)" in page
    (brought,) = found.part.points
    was, would = (f"{brought.member}: +{points / 100:g}" for points in (brought.was, brought.would))
    assert f"Points {was} points differs {would} points" in words(
        li.get(f"{url}/{brought.seq}").text
    )
    for none in ("1", "0", "99999", "x", "٣"):
        assert li.get(f"{url}/{none}").status_code == 404, none


def test_nothing_otherwise_is_said_plainly(lively: Engine, li: Visitor) -> None:
    """So it is where nothing is recorded of the days at all."""
    url = drafted(lively, {"appeal_window": 30})
    assert "Nothing would have come out otherwise." in li.get(url).text
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    later = li.get(f"{url}?since={tomorrow:%Y-%m-%d}&until={tomorrow:%Y-%m-%d}").text
    assert "Nothing is recorded of these days." in later


def test_call_outs_that_would_have_asked_others(
    lively: Engine, li: Visitor, tmp_path: Path
) -> None:
    """Whom a step would not have asked is named up to ten, of the others how many."""
    (tmp_path / "profile.yaml").write_text(STRICT, "utf-8")
    said = words(li.get(drafted(lively, profile=tmp_path)).text)
    assert "Steps of call-outs that would have asked others" in said
    assert "and 22 more" in said
    assert "xinqi-evacuation-team-01" in said
    assert "xinqi-rescue-team-08" not in said
    assert "A step by the system" in said
    assert "The draft has no such step any more." in said
    assert "~call" not in said


def test_deadlines_that_would_have_been_missed(tmp_path: Path) -> None:
    """What was in time would have been too late; the page reads Chinese, too."""
    begin = datetime.now(UTC).replace(hour=2) - timedelta(days=40)
    with Engine(f"sqlite:///{tmp_path / 'village.db'}") as engine:
        engine.add_unit("xinqi", "village", now=begin)
        engine.install("resource-scarce-rural", community="xinqi", now=begin)
        engine.register("chen", roles={"duty_person": "xinqi"}, now=begin)
        engine.register("zhen", roles={"sub_district": "xinqi"}, now=begin)
        Accounts(engine).add(
            "zhen", by="setup", member="zhen", password=PASSWORD, grants=[Grant("admin", "xinqi")]
        )
        lamp = {"matter": "The lamp in the lane is out."}
        made = engine.receive("need", community="xinqi", by="chen", data=lamp, now=begin)
        assert engine.act(made, "contact", by="chen", now=begin + timedelta(hours=30))
        url = drafted(engine, {"first_contact": "24h"}, by="zhen")
        page = reader(engine, "zhen", "zh").get(url).text
    assert "按时变逾期（件）" in page
    assert "已提出 逾期" in words(page)


def test_a_long_journal_is_judged_beside_the_page(
    lively: Engine, li: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says so and comes back by itself; then it says what it says of a short journal."""
    url = drafted(lively, LOWER)
    at_once = li.get(url)
    monkeypatch.setattr(counted, "AT_ONCE", 0)
    begun = li.get(url)
    assert "This is being counted" in begun.text
    assert begun.headers["Refresh"] == "3"
    until(lambda: "Refresh" not in li.get(url).headers)
    told = words(li.get(url).text)
    assert "As of" in told
    assert (
        told.partition("Acts that are recorded")[2]
        == words(at_once.text).partition("Acts that are recorded")[2]
    )
