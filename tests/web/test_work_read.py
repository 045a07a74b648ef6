"""A cadre's day at the browser: every page of work is legible, on a phone and at a desk."""

from __future__ import annotations

import pytest
from browsing import sitting
from demo_house import Served
from legible import DESK, PHONE, Look
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PAGES = (
    ("/work/", "my work"),
    ("/work/waiting", "what i wait for"),
    ("/work/new", "begin something"),
    ("/work/new/xinqi/about/need", "a need"),
    ("/me/points", "my points"),
    ("/me/reach", "how i am reached"),
    ("/me/away", "i am away"),
)


@pytest.mark.parametrize("look", [Look("zh", PHONE), Look("en", DESK)], ids=["zh-phone", "en-desk"])
def test_a_cadres_day(chromium: Browser, house: Served, look: Look) -> None:
    """From the list over a task to what came of it; nothing is too small, or unnamed."""
    task = next(
        one for one in house.engine.tasks("xinqi", assignee="wang").tasks if one.state == "assigned"
    )
    with sitting(chromium, house.url, look, "cadre") as wang:
        wang.enter(house.app, "wang")
        for path, name in PAGES:
            wang.go(path)
            wang.step(name)
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
