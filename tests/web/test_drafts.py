"""What is half written stays: when the page is lost, and when the connection is."""

from __future__ import annotations

import pytest
from browsing import sitting
from demo_house import Served
from legible import PHONE, Look
from playwright.sync_api import Browser, expect
from shifts import MORE_WORDS

pytestmark = pytest.mark.browser


def test_what_is_written_outlasts_the_connection(chromium: Browser, house: Served) -> None:
    """Nothing is sent meanwhile; the page says so, says when it is back, and then sends it."""
    task = next(
        one for one in house.engine.tasks("xinqi", assignee="wang").tasks if one.state == "assigned"
    )
    with sitting(chromium, house.url, Look("en", PHONE), "drafts") as wang:
        wang.enter(house.app, "wang")
        wang.go(f"/tasks/{task.ref}")
        page = wang.page
        page.fill("[name=f_result]", MORE_WORDS)
        page.context.set_offline(True)
        page.get_by_role("button", name="Report as done").click()
        expect(page.locator("[data-offline]")).to_be_visible()
        wang.step("no connection")
        assert house.engine.task(task).state == "assigned"
        page.context.set_offline(False)
        expect(page.locator("[data-online]")).to_be_visible()
        wang.go("/work/")
        wang.go(f"/tasks/{task.ref}")
        expect(page.locator("[name=f_result]")).to_have_value(MORE_WORDS)
        expect(page.locator("[data-draft-note]")).to_be_visible()
        wang.step("what was written is here again")
        page.get_by_role("button", name="Report as done").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Done: Report as done")
        assert house.engine.task(task).data["result"] == MORE_WORDS
        assert page.evaluate("Object.keys(localStorage).length") == 0


def test_whoever_signs_out_leaves_nothing_behind(chromium: Browser, house: Served) -> None:
    """In a browser that others use too, what was half written goes with who wrote it."""
    task = next(
        one for one in house.engine.tasks("xinqi", assignee="wang").tasks if one.state == "assigned"
    )
    with sitting(chromium, house.url, Look("en", PHONE), "drafts-left") as wang:
        wang.enter(house.app, "wang")
        wang.go(f"/tasks/{task.ref}")
        wang.page.fill("[name=f_result]", MORE_WORDS)
        assert wang.page.evaluate("Object.keys(localStorage).length") == 1
        wang.page.get_by_role("button", name="Sign out").click()
        expect(wang.page.get_by_role("heading", level=1)).to_have_text("Welcome")
        assert wang.page.evaluate("Object.keys(localStorage).length") == 0
