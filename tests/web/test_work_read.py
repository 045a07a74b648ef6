"""A cadre's task at the browser, with all that is folded open and what has to be mended."""

from __future__ import annotations

import pytest
from browsing import sitting
from demo_house import Served
from legible import DESK, PHONE, Look
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "look", [Look("zh", PHONE), Look("en", DESK), Look("zh", PHONE, large=True)], ids=str
)
def test_a_cadres_task(chromium: Browser, house: Served, look: Look) -> None:
    """From what is asked to what came of it; nothing is too small, or unnamed."""
    task = next(
        one for one in house.engine.tasks("xinqi", assignee="wang").tasks if one.state == "assigned"
    )
    with sitting(chromium, house.url, look, "cadre") as wang:
        wang.enter(house.app, "wang")
        wang.go(f"/tasks/{task.ref}")
        for fold in wang.page.locator("main details").all():
            fold.evaluate("fold => { fold.open = true }")
        wang.step("a task")
        wang.onlooker.allow(422)
        wang.page.fill("[name=f_result]", "")
        wang.page.locator("main form[data-draft] .btn-primary").click()
        wang.page.wait_for_selector("#errors")
        wang.step("what has to be mended")
        wang.page.fill("[name=f_result]", "The water runs again.")
        wang.page.locator("main form[data-draft] .btn-primary").click()
        wang.page.wait_for_url("**/done/*")
        wang.step("done")
