"""What people come to the console for, from start to done, as they meet it in a browser.

In both languages, on a phone and at a desk, and with scripts off.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import Person, sitting
from demo_house import Served
from legible import EVERY_LOOK
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(params=EVERY_LOOK, ids=str)
def person(request: pytest.FixtureRequest, chromium: Browser, house: Served) -> Iterator[Person]:
    """Somebody at a browser of their own; each test is one story."""
    story = request.node.originalname.removeprefix("test_")
    with sitting(chromium, house.url, request.param, story) as person:
        yield person


def test_a_cadre_does_a_task_in_three_clicks(person: Person, house: Served) -> None:
    """Sign in, open the first of what is to be done, say what came of it: done."""
    person.go("/sign-in")
    person.step("door")
    person.sign_in("wang")
    person.step("my-work")
    person.click("ul.tasks a >> nth=0")
    person.step("task")
    person.page.fill("textarea:visible", "路修好了。The path is mended.")
    person.click("main form[data-draft] .buttons button")
    person.step("done")
    assert person.clicks == 3
    assert "/done/" in person.page.url
    community, task = person.page.url.split("/tasks/")[1].split("/")[:2]
    assert house.engine.task(f"{community}/{task}").state == "done"
