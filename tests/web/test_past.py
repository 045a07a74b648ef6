"""What a draft would have done, in the console: who gains and loses, and one decision twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commons import COMMONS, PLACE, settle
from flask import Flask
from visitors import PASSWORD, Visitor

from xiangyue import Engine
from xiangyue.office import check_draft, foresee_draft
from xiangyue.profile import build
from xiangyue_admin import create_app
from xiangyue_admin.accounts import Accounts, Grant


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Engine]:
    """Return a village with its points, and a committee that may sign in."""
    with Engine(f"sqlite:///{tmp_path / 'commons.db'}", profiles=[COMMONS.parent]) as engine:
        settle(engine, datetime.now(UTC) - timedelta(minutes=1))
        for login, unit in (("li", PLACE), ("yan", "elsewhere")):
            if unit != PLACE:
                engine.install(COMMONS, unit)
            grants = [Grant("admin", unit)]
            member = login if unit == PLACE else None
            Accounts(engine).add(login, by="setup", member=member, password=PASSWORD, grants=grants)
        yield engine


def visitor(app: Flask, login: str, language: str = "en") -> Visitor:
    """Return somebody who has signed in."""
    found = Visitor(app, language)
    assert found.sign_in(login).status_code == 303
    return found


def test_a_page_says_who_would_have_had_less_and_what_would_have_gone_otherwise(
    village: Engine,
) -> None:
    """The change leads there; the points of each, and each decision by both rules."""
    made = village.draft(PLACE, by="li", reason="Too much.", params={"month_cap": 10})
    check_draft(village, made)
    foresee_draft(village, made)
    app = create_app(village)
    li = visitor(app, "li")
    change = f"/profiles/{PLACE}/changes/{made.task}"
    assert f"{change}/past" in li.get(change).text
    page = " ".join(li.get(f"{change}/past").text.split())
    assert "1 would have had less, 0 more" in page
    losing = page[page.index('<th scope="row">wang</th>') :]
    assert losing.index(">20<") < losing.index(">10<") < losing.index(">-10<")
    assert "zhao" not in page
    assert "Gini coefficient" in page
    seq = village.feed(PLACE, types=["task.moved"], limit=100).events[-4]["xiangyueseq"]
    twice = li.get(f"{change}/past/{seq}").text
    assert "One decision by both rules" in twice
    assert "wang: +2" in twice
    for odd in ("1", "0", "x", "9" * 15, "9" * 30):
        assert li.get(f"{change}/past/{odd}").status_code in (400, 404)
    assert li.get(f"/profiles/{PLACE}/changes/_1/past").status_code == 404
    assert visitor(app, "yan").get(f"{change}/past").status_code == 404
    chinese = visitor(app, "li", "zh").get(f"{change}/past").text
    assert "谁会减少或增加积分" in chinese


def test_a_decision_that_would_have_been_refused_is_told_with_its_reason(village: Engine) -> None:
    """It is listed, and leads to itself by both rules."""
    rules = {**village.profile(PLACE).document}
    flows = {**rules["flows"]}
    actions = {**flows["deed"]["actions"]}
    actions["count"] = {**actions["count"], "by": "watch"}
    flows["deed"] = {**flows["deed"], "actions": actions}
    made = village.draft(PLACE, by="li", reason="Others.", profile=build({**rules, "flows": flows}))
    page = visitor(create_app(village), "li").get(f"/profiles/{PLACE}/changes/{made.task}/past")
    assert page.text.count("not allowed") >= 6
