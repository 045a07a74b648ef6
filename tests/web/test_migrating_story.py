"""An admin lets open tasks go on under new rules in the browser, and takes it back."""

from __future__ import annotations

import orjson
import pytest
from browsing import sitting
from demo_house import Served
from legible import DESK, RULED, Look
from playwright.sync_api import Browser, expect

from xiangyue.profile import build

pytestmark = pytest.mark.browser

NEXT = {"en": "See what would happen", "zh": "查看迁移后果（不改动）"}
GO = {"en": "Let them go on", "zh": "迁移这些事项"}
BACK = {"en": "Put them back", "zh": "退回原版本"}


@pytest.mark.parametrize("look", [RULED, Look("en", DESK)], ids=str)
def test_open_tasks_go_on_and_back(chromium: Browser, house: Served, look: Look) -> None:
    """Who would stay is shown first; a state is chosen, tasks go on, and one act takes it back."""
    document = house.engine.profile("xinqi").document
    text = orjson.dumps(document).replace(b'"assigned"', b'"in_hand"')
    house.engine.install(build(orjson.loads(text)), "xinqi")
    moves = house.engine.migration_plan("xinqi").tasks
    assert moves > 1
    with sitting(chromium, house.url, look, "migration") as admin:
        admin.enter(house.app, "li")
        admin.go("/profiles/xinqi/migration")
        page, words = admin.page, look.language
        admin.step("before")
        page.get_by_role("button", name=NEXT[words]).click()
        expect(page.locator("select").first).to_be_visible()
        expect(page.locator("#left")).to_be_visible()
        admin.step("who would stay")
        for select in page.locator("select").all():
            select.select_option("in_hand")
        page.get_by_role("button", name={"en": "Look again", "zh": "再看一次"}[words]).click()
        expect(page.locator("#left")).to_have_count(0)
        page.fill("#why-go", "更换用语" if words == "zh" else "Other words")
        admin.step("nobody stays")
        page.get_by_role("button", name=GO[words]).click()
        expect(page.locator("#why-back")).to_be_visible()
        admin.step("gone on")
        assert house.engine.migration_plan("xinqi").tasks == 0
        page.fill("#why-back", "原来更好" if words == "zh" else "It was better")
        page.get_by_role("button", name=BACK[words]).click()
        expect(page.locator("#why-back")).to_have_count(0)
        admin.step("gone back")
    assert house.engine.migration_plan("xinqi").tasks == moves
    assert house.engine.verify().ok
