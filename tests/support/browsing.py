"""Somebody at a browser: opens pages of one host, is watched, and leaves pictures behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from legible import RULED, Look, assert_legible
from onlooker import Onlooker
from pictures import picture
from playwright.sync_api import Browser, Page
from visitors import PASSWORD, Visitor

_HEIGHT = {390: 844}
_LOCALE = {"en": "en-GB", "zh": "zh-CN"}
PATIENCE = 30_000  # milliseconds: a shared machine may stand still for a while


class Person:
    """One person at one browser window."""

    def __init__(self, page: Page, url: str, look: Look, story: str, onlooker: Onlooker) -> None:
        """Sit down; the story names the pictures."""
        self.page, self.look, self.onlooker = page, look, onlooker
        self._url, self._story, self._step = url, story, 0
        self.clicks = 0

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(self._url + path)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Sign in through the page."""
        self.go("/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.click("main form button")

    def click(self, selector: str) -> None:
        """Click something once, and count it; waits for the page that comes."""
        self.page.click(selector)
        self.page.wait_for_load_state()
        self.clicks += 1

    def enter(self, app: Flask, login: str | None) -> None:
        """Be signed in already, or nobody, by a session that is begun behind the browser's back."""
        visitor = Visitor(app, self.look.language)
        if login is not None:
            assert visitor.sign_in(login).status_code == 303, login
        visitor.get("/guide/")
        view = {"language": self.look.language, "large": str(int(self.look.large))}
        assert visitor.post("/view", **view).status_code == 303
        cookie = visitor.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        self.page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": self._url}]
        )

    def step(self, name: str) -> None:
        """Look at the page where the story stands: keep a picture, and see that it is legible.

        axe-core is asked in one look, the sizes are measured in each.
        """
        self._step += 1
        picture(self.page, self._story, f"{self._step:02}", name, self.look)
        if self.look.scripts:
            assert_legible(self.page, large=self.look.large, rules=self.look == RULED)


@contextmanager
def sitting(browser: Browser, url: str, look: Look, story: str) -> Iterator[Person]:
    """Give a person a window of their own; by the end the onlooker may have seen nothing."""
    context = browser.new_context(
        locale=_LOCALE[look.language],
        timezone_id="Asia/Shanghai",
        viewport={"width": look.width, "height": _HEIGHT.get(look.width, 900)},
        java_script_enabled=look.scripts,
    )
    context.set_default_timeout(PATIENCE)
    try:
        onlooker = Onlooker(context, url)
        yield Person(context.new_page(), url, look, story, onlooker)
        onlooker.assert_clean()
    finally:
        context.close()
