"""What people come to the console for, from start to done, as they meet it in a browser.

In both languages, on a phone and at a desk, and with scripts off.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from browsing import Person, sitting
from demo_house import Served
from legible import EVERY_LOOK
from patience import PATIENCE
from playwright.sync_api import Browser, Page

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


def test_a_resident_raises_a_need_and_answers_the_return_visit(
    person: Person, house: Served
) -> None:
    """Without an account: a receipt number, where it stands, and whether it was solved."""
    page = person.page
    person.go("/")
    person.step("door")
    person.go("/residents/xinqi/")
    person.step("doors")
    person.click("main .gates a >> nth=0")
    person.step("what-about")
    person.click("main a[href$='/about/need']")
    person.step("need")
    page.fill("#f_matter", "巷口的路灯不亮。The lamp in the lane is out.")
    person.click("main form.sheet button.btn-primary")
    person.step("receipt")
    number = page.inner_text("#receipt")
    task = house.engine.follow(number, community="xinqi").task
    assert house.engine.act(task, "contact", by="dai")
    assert house.engine.act(task, "reply", by="dai", answer="A new lamp on Friday")
    page.context.clear_cookies()
    person.go("/residents/xinqi/follow")
    person.step("follow")
    page.fill("#number", number)
    person.click("main form.sheet button.btn-primary")
    person.step("stands")
    person.click("main a[href$='/matter/visit']")
    person.step("return-visit")
    page.check("input[name=f_solved][value=true]")
    page.check("input[name=f_satisfied][value=true]")
    person.click("main form.sheet button.btn-primary")
    person.step("thanks")
    said = house.engine.history(task)[-1]
    assert (said.command.action, said.values["solved"], said.values["satisfied"]) == (
        "visit",
        True,
        True,
    )


def test_a_helper_enters_a_sheet_of_paper(person: Person, house: Served) -> None:
    """What somebody wrote on paper counts as what they say, and is entered once."""
    page = person.page
    person.sign_in("chen")
    person.go("/desk/xinqi/raise/about/need")
    person.step("sheet")
    page.check("input[name=way][value=paper]")
    page.fill("input[name=number]", "S-1")
    page.fill("#f_matter", "门前的沟堵了。The ditch at the door is blocked.")
    person.click("main form.sheet button.btn-primary")
    person.step("receipt")
    task = house.engine.follow(page.inner_text("#receipt"), community="xinqi").task
    said = house.engine.history(task)[0].command
    assert (said.actor, said.source) == ("chen", "paper")


def test_a_param_is_changed_checked_approved_and_in_force(
    person: Person, house: Served, chromium: Browser
) -> None:
    """The committee drafts and has it checked; a second person approves, and it holds at once."""
    page = person.page
    person.sign_in("committee")
    person.go("/profiles/xinqi/")
    person.step("rules")
    person.click("main a[href$='/params/own_task_days']")
    person.step("param")
    page.fill("#f_own_task_days", "21")
    page.fill("textarea[name=reason]", "两周太短。Two weeks are too short.")
    person.click("main button[name=do][value=draft]")
    person.step("draft")
    change = page.url.removeprefix(house.url)
    until_checked(page)
    person.step("checked")
    with sitting(chromium, house.url, person.look, "an_approver_publishes") as approver:
        approver.sign_in("supervisors")
        approver.step("my-work")
        approver.go(change)
        approver.step("change")
        approver.click("main section.next button[name=do]")
        approver.step("in-force")
    assert house.engine.profile("xinqi").params["own_task_days"].default != 21
    assert house.engine.revisions("xinqi")[0].params["own_task_days"] == 21


def until_checked(page: Page) -> None:
    """Read the page again until the checks have run; a browser with scripts does so itself."""
    end = time.monotonic() + PATIENCE
    while page.locator("main section.next a[href='']").count():
        assert time.monotonic() < end
        page.wait_for_timeout(1000)
        page.reload()
