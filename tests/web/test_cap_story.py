"""A cap on points from its draft to the way back, as whoever lowers it meets it in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from browsing import PATIENCE, sitting
from commons import COMMONS, PLACE, settle
from demo_house import UNHURRIED, Served, serving
from legible import DESK, RULED, Look
from playwright.sync_api import Browser, expect
from visitors import PASSWORD

from xiangyue import Engine
from xiangyue_admin import create_app
from xiangyue_admin.accounts import Accounts, Grant
from xiangyue_admin.rooms.profiles import checking

pytestmark = pytest.mark.browser

WHY = "少数人拿得太多。A few get too much."
BACK = "大会要求恢复。The assembly wants it back."
NOTHING = {"en": "Nothing needs to be done", "zh": "无须办理"}


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Served]:
    """A village that has given points for its deeds: li drafts, chen watches over it."""
    with Engine(f"sqlite:///{tmp_path / 'village.db'}", profiles=[COMMONS.parent]) as engine:
        settle(engine, datetime.now(UTC) - timedelta(minutes=1))
        for login in ("li", "chen"):
            grants = [Grant("admin", PLACE)]
            Accounts(engine).add(login, by="setup", member=login, password=PASSWORD, grants=grants)
        app = create_app(engine, UNHURRIED)
        with serving(app) as url:
            yield Served(url, app, engine)


@pytest.mark.parametrize("look", [RULED, Look("en", DESK)], ids=str)
def test_a_cap_is_lowered_looked_at_softened_approved_and_put_back(
    look: Look, chromium: Browser, village: Served
) -> None:
    """Whoever would lose is seen before anybody does, and the journal tells all of it."""
    engine, rules = village.engine, f"/profiles/{PLACE}"
    with (
        sitting(chromium, village.url, look, "a_cap_is_lowered") as li,
        sitting(chromium, village.url, look, "a_cap_is_approved") as chen,
    ):
        page, main = li.page, li.page.locator("main")
        loser = main.locator("table tr", has=page.locator("th a", has_text="wang")).first

        def draft(cap: int) -> str:
            li.go(f"{rules}/params/month_cap")
            page.fill("#f_month_cap", str(cap))
            page.fill("textarea[name=reason]", WHY)
            li.click("main button[name=do][value=draft]")
            change = page.url.removeprefix(village.url)
            checking.wait(engine, f"{PLACE}/{change.rpartition('/')[2]}")
            li.go(change)
            li.step(f"draft of {cap}")
            li.click("main a[href$='/what-if']")
            return change

        li.enter(village.app, "li")
        harsh = draft(10)
        expect(loser).to_contain_text("-10")
        li.step("who loses how much")
        page.click("main details summary >> nth=-1")
        li.click("main details a[href*='/what-if/']")
        li.step("one act by both rules")
        li.go(harsh)
        li.click("main button[value=withdraw]")
        soft = draft(18)
        expect(loser).to_contain_text("-2")
        assert engine.revisions(PLACE)[0].number == 1

        chen.enter(village.app, "chen")
        chen.go(soft)
        chen.step("the change")
        chen.click("main section.next button[name=do]")
        chen.step("in force")
        assert engine.revisions(PLACE)[0].params["month_cap"] == 18

        li.go(f"{rules}/migration")
        li.click("main button[value=look]")
        expect(main).to_contain_text(NOTHING[look.language], timeout=PATIENCE)

        chen.page.fill("textarea[name=note] >> nth=-1", BACK)
        chen.click("main button.btn-danger")
        chen.step("put back")
        assert "month_cap" not in engine.revisions(PLACE)[0].params

        li.go(f"{rules}/versions")
        for said in (WHY, BACK):
            expect(main).to_contain_text(said)
        li.step("versions")
        li.go(f"/journal/{PLACE}?type=settings.changed")
        expect(main.locator("tbody tr")).to_have_count(3)
        li.step("journal")
    assert engine.verify().ok
