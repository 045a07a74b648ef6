"""What people come to the console for, from start to done, as they meet it in a browser.

In both languages, on a phone and at a desk, and with scripts off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from browsing import PATIENCE, Person, sitting
from demo_house import Served
from legible import DESK, EVERY_LOOK, PHONE, Look
from playwright.sync_api import Browser, expect

from xiangyue_admin.rooms.profiles import checking

pytestmark = pytest.mark.browser

CROSSED = (Look("en", PHONE), Look("zh", DESK))
APPROVAL = {"en": "Approval", "zh": "他人批准"}


# Each language, each width, with scripts and without; the other pairs of them in the soak.
SEEN = [
    pytest.param(look, id=str(look), marks=pytest.mark.soak if look in CROSSED else ())
    for look in EVERY_LOOK
]


@pytest.fixture(params=SEEN)
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


def test_a_resident_appeals_by_the_number_on_the_slip(person: Person, house: Served) -> None:
    """One's own page of the month, the entry that is wrong, why: a receipt number comes back."""
    page, engine = person.page, house.engine
    (done,) = [one for one in engine.tasks("xinqi", assignee="wang").tasks if one.state == "done"]
    assert engine.act(done, "score", by="supervisors", quality="pass")
    before = datetime.now(UTC).replace(day=1) - timedelta(days=3)
    (slip,) = engine.slips("xinqi", "points", month=before)
    person.go("/residents/xinqi/points?account=points")
    person.step("points")
    person.click("main a[href*='/slip']")
    person.step("slip")
    page.fill("#number", slip.number)
    person.click("main form.sheet button.btn-primary")
    person.step("page-of-the-month")
    person.click("main a[href*='lately']")
    person.step("this-month")
    person.click("main a[href*='/appeal/'] >> nth=-1")
    page.fill("#f_grounds", "那天我去了。I was there that day.")
    person.step("appeal")
    person.click("main form.sheet button.btn-primary")
    person.step("receipt")
    followed = house.engine.follow(page.inner_text("#receipt"), community="xinqi")
    assert house.engine.task(followed.task).flow == "points_appeal"


def test_a_param_is_changed_checked_approved_in_force_and_put_back(
    person: Person, house: Served, chromium: Browser
) -> None:
    """The committee drafts and has it checked; a second person approves, and puts it back."""
    page = person.page
    person.enter(house.app, "committee")
    person.go("/profiles/xinqi/")
    person.step("rules")
    person.click("main a[href$='/params/own_task_days']")
    person.step("param")
    page.fill("#f_own_task_days", "21")
    page.fill("textarea[name=reason]", "两周太短。Two weeks are too short.")
    person.click("main button[name=do][value=draft]")
    change = page.url.removeprefix(house.url)
    if not person.look.scripts:  # with them the page looks again by itself
        person.step("draft")
        checking.wait(house.engine, f"xinqi/{change.rpartition('/')[2]}")
        page.reload()
    step = page.locator(".stepper li.now")
    expect(step).to_contain_text(APPROVAL[person.look.language], timeout=2 * PATIENCE)
    person.step("checked")
    with sitting(chromium, house.url, person.look, "an_approver_publishes") as approver:
        approver.enter(house.app, "supervisors")
        approver.go(change)
        approver.step("change")
        approver.click("main section.next button[name=do]")
        approver.step("in-force")
        assert house.engine.revisions("xinqi")[0].params["own_task_days"] == 21
        approver.page.fill("textarea[name=note] >> nth=-1", "恢复原样。As it was before.")
        approver.click("main button.btn-danger")
        approver.step("put-back")
    assert "own_task_days" not in house.engine.revisions("xinqi")[0].params
