"""Every page that links lead to, as everybody who is shown it: it can be read, and does no harm."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browsing import Person, sitting
from demo_house import Served, demo_pages, served
from legible import DESK, LOOKS, PHONE, RULED, Look, broken_rules, hard_to_read
from pictures import picture
from playwright.sync_api import Browser
from wandering import Page

from xiangyue_admin import access

UNSEEN = {
    ("entry", "asset"),  # a style sheet or script
    ("entry", "link"),  # it comes in a message, and opens a task
    *(("profiles", name) for name in ("change", "what_if", "both")),  # they come after a draft
    ("profiles", "expectation"),  # a file
    ("journal", "end"),  # a file
    ("start", "template"),  # a file
    ("communities", "blank"),  # a file
    ("oidc", "begin"),  # shown where a provider is set up
    ("oidc", "back"),  # the provider leads to it
    ("communities", "events"),  # what the page of a call-out listens to
    ("health", "health"),  # for watchdogs
    ("desk", "index"),  # it leads on to the one counter that there is
    ("tasks", "done"),  # what sending a form leads to
    ("tasks", "photo"),  # a picture on a task's page
    ("tasks", "resilience"),  # what a review leads to; a community's page shows the same
    *(("residents", name) for name in ("receipt", "show", "answer", "page", "appeal")),
    *(("desk", name) for name in ("receipt", "show", "answer", "enter")),  # they ask for a number
}
"""What no link leads to."""
PAPER = {("work", "sheet"), ("tasks", "sheet")}
"""Pages that are to be printed, laid out for paper; tests of sheets look at them."""
ROOMS = sorted(
    room
    for room, names in access.TABLE.items()
    if any((room, name) not in UNSEEN for name in names)
)


@pytest.fixture(scope="module")
def console(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A console on the demo's communities, which nobody here changes."""
    with served(demo, tmp_path_factory.mktemp("console")) as console:
        yield console


@pytest.fixture(scope="module")
def wandered(shared_folder: Path) -> tuple[dict[str, list[Page]], list[str]]:
    """Pages of every kind, by room, and what links are broken."""
    return demo_pages(shared_folder)


@pytest.fixture
def kinds(wandered: tuple[dict[str, list[Page]], list[str]]) -> dict[str, list[Page]]:
    """Pages of every kind, by room."""
    return wandered[0]


def test_no_link_is_broken(wandered: tuple[dict[str, list[Page]], list[str]]) -> None:
    """Whoever is shown a link may open it, and none leads to another host."""
    assert not wandered[1], "\n".join(wandered[1])


def test_links_lead_to_every_page(console: Served, kinds: dict[str, list[Page]]) -> None:
    """No page is hidden from those who may open it."""
    met = {(page.room, page.name) for pages in kinds.values() for page in pages}
    written = {
        tuple(rule.endpoint.rsplit(".", 2)[-2:])
        for rule in console.app.url_map.iter_rules()
        if rule.methods and "GET" in rule.methods and rule.endpoint.startswith("xiangyue.")
    }
    assert sorted(written - met - UNSEEN) == []


class Windows:
    """One window for each visitor in one look, kept open from page to page."""

    def __init__(self, stack: ExitStack, browser: Browser, console: Served, look: Look) -> None:
        """Open none yet; the stack closes them."""
        self.look = look
        self._stack, self._browser, self._console = stack, browser, console
        self._open: dict[str | None, Person] = {}

    def of(self, login: str | None) -> Person:
        """Return the window of a visitor, who is signed in; None is nobody."""
        if login not in self._open:
            window = sitting(self._browser, self._console.url, self.look, "page")
            self._open[login] = self._stack.enter_context(window)
            self._open[login].enter(self._console.app, login)
        return self._open[login]


@pytest.fixture(scope="module")
def windows(
    request: pytest.FixtureRequest, chromium: Browser, console: Served
) -> Iterator[Windows]:
    """Windows in one look."""
    with ExitStack() as stack:
        yield Windows(stack, chromium, console, request.param)


@pytest.mark.browser
@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize(
    "windows, how",
    [
        pytest.param(RULED, "ruled", id=f"{RULED}"),
        pytest.param(Look("en", DESK), "measured", id="en-1280"),
        pytest.param(Look("zh", PHONE, large=True), "measured", id="zh-390-large"),
        *(
            pytest.param(look, "all", id=f"{look}-all", marks=pytest.mark.soak)
            for look in (*LOOKS, Look("zh", PHONE, large=True), Look("en", DESK, large=True))
        ),
    ],
    indirect=["windows"],
)
def test_every_page_can_be_read(
    windows: Windows, kinds: dict[str, list[Page]], room: str, how: str
) -> None:
    """At a desk, on a phone and in large text: letters and targets are large enough.

    axe-core finds nothing, and no page breaks the policy, fails or asks another host. One page of
    each kind is opened in three looks, in one of them axe-core is asked; in the soak all pages are
    opened and all is asked, in all looks.
    """
    found: dict[str, list[str]] = defaultdict(list)
    met: set[str] = set()
    for page in kinds[room]:
        again = page.name in met
        if (room, page.name) in PAPER or (again and how != "all"):
            continue
        met.add(page.name)
        person = windows.of(page.login)
        person.go(page.url)
        picture(person.page, page.room, page.name, page.login, windows.look)
        faults = hard_to_read(person.page, large=windows.look.large)
        if how != "measured":
            faults += broken_rules(person.page)
        for fault in (*faults, *person.onlooker.taken()):
            where = f"{page.url} as {page.login}, {windows.look}: {fault}"
            found[re.sub(r"\d+|“.*", "…", fault)].append(where)
    shown = {kind: [len(where), *where[:3]] for kind, where in found.items()}
    assert met and not found, json.dumps(shown, ensure_ascii=False, indent=1)
