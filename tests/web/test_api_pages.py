"""The API's pages in a real browser: the one to read is legible, the one to try works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import sitting
from demo_house import Served, served
from legible import DESK, PHONE, Look, broken_rules, hard_to_read
from pictures import picture
from playwright.sync_api import Browser, expect

from xiangyue_admin.accounts import Accounts

pytestmark = pytest.mark.browser

_ONE_OF_EACH = """
for (const one of document.querySelectorAll("section > article ~ article")) one.remove();
"""


@pytest.fixture(scope="module")
def console(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """What ``xiangyue serve`` serves."""
    with served(demo, tmp_path_factory.mktemp("console")) as console:
        yield console


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_to_read_can_be_read(chromium: Browser, console: Served, width: int) -> None:
    """Letters are large enough, it fits on a phone, and nothing is asked of elsewhere."""
    with sitting(chromium, console.url, Look("en", width), "api") as person:
        person.go("/api/v1/docs")
        picture(person.page, "api", "reference", width)
        assert hard_to_read(person.page) == []


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_the_page_to_read_breaks_no_rule(
    chromium: Browser, console: Served, *, whole: bool
) -> None:
    """axe-core finds nothing in one operation or model of each room, in the soak in all of them."""
    with sitting(chromium, console.url, Look("en", PHONE), "api") as person:
        person.go("/api/v1/docs")
        if not whole:
            person.page.evaluate(_ONE_OF_EACH)
        assert broken_rules(person.page) == []


def test_the_page_to_read_needs_no_script(chromium: Browser, console: Served) -> None:
    """With JavaScript off it is the same."""
    with sitting(chromium, console.url, Look("en", DESK, scripts=False), "api") as person:
        person.go("/api/v1/docs")
        person.page.click("text=Take an action on a task >> nth=0")
        expect(person.page.locator("#acting_act")).to_be_visible()


def test_things_can_be_tried_out(chromium: Browser, console: Served) -> None:
    """With a token, from the page, and under the strict policy: nothing is violated or fetched."""
    _, secret = Accounts(console.engine).new_token(
        "to try", member="li", unit="xinqi", scopes=["units:read"], by="root"
    )
    with sitting(chromium, console.url, Look("en", DESK), "api") as person:
        page = person.page
        person.go("/api/v1/docs/try")
        page.click("button.authorize >> nth=0")
        page.fill("#auth-bearer-value", secret)
        page.click(".auth-btn-wrapper button.authorize")
        page.click(".auth-btn-wrapper button.btn-done")
        page.click("text=/units >> nth=0")
        page.click("button.try-out__btn")
        page.click("button.execute")
        expect(page.locator(".live-responses-table .response-col_status").nth(1)).to_contain_text(
            "200"
        )
        picture(page, "api", "try")
