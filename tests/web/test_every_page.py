"""Every page that links lead to, as everybody who is shown it: it can be read, and does no harm."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Person, sitting
from demo_house import ROLES, Served, demo_pages, served
from legible import DESK, PHONE, Look, broken_rules, hard_to_read
from pictures import picture
from playwright.sync_api import Browser
from wandering import Page

from xiangyue_admin import access

LOGINS = (None, *ROLES)
UNSEEN = {
    ("entry", "asset"),  # a style sheet or script
    ("entry", "link"),  # it comes in a message, and opens a task
    ("profiles", "change"),  # it comes after a draft
    ("journal", "end"),  # a file
    ("start", "template"),  # a file
    ("oidc", "begin"),  # shown where a provider is set up
    ("oidc", "back"),  # the provider leads to it
    ("communities", "events"),  # what the page of a call-out listens to
    ("health", "health"),  # for watchdogs
    ("desk", "index"),  # it leads on to the one counter that there is
    ("tasks", "done"),  # what sending a form leads to
    ("tasks", "photo"),  # a picture on a task's page
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


@pytest.mark.browser
@pytest.mark.parametrize(
    "look",
    [
        Look("en", DESK),
        Look("zh", PHONE),
        pytest.param(Look("en", PHONE), marks=pytest.mark.soak),
        pytest.param(Look("zh", DESK), marks=pytest.mark.soak),
    ],
    ids=str,
)
@pytest.mark.parametrize("room", ROOMS)
def test_every_page_can_be_read(
    chromium: Browser, console: Served, kinds: dict[str, list[Page]], room: str, look: Look
) -> None:
    """At a desk and on a phone: axe-core finds nothing, letters and targets are large enough."""
    assert kinds[room]
    found: dict[str, list[str]] = defaultdict(list)
    for login in LOGINS:
        mine = [
            page for page in kinds[room] if page.login == login and (room, page.name) not in PAPER
        ]
        if mine:
            with sitting(chromium, console.url, look, room) as person:
                if login is not None:
                    person.enter(console.app, login)
                for page in mine:
                    for fault in faults(person, page):
                        where = f"{page.url} as {login}, {look}: {fault}"
                        found[re.sub(r"\d+|“.*", "…", fault)].append(where)
    shown = {kind: [len(where), *where[:3]] for kind, where in found.items()}
    assert not found, json.dumps(shown, ensure_ascii=False, indent=1)


def faults(person: Person, page: Page) -> list[str]:
    """Return what is hard to read on a page."""
    person.go(page.url)
    picture(person.page, page.room, page.name, page.login, person.look)
    return [*broken_rules(person.page), *hard_to_read(person.page)]
