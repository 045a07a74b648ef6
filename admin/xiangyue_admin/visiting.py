"""The visit: who is here, in which language, and what they may do where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import flash, g, request, session, url_for

from xiangyue import Decision, Engine, XiangyueError
from xiangyue.office import Person
from xiangyue_admin.accounts import EVERYWHERE, Account, Accounts, Power
from xiangyue_admin.beside import Beside
from xiangyue_admin.evidence import Photos
from xiangyue_admin.live import Hub
from xiangyue_admin.settings import ConsoleSettings
from xiangyue_admin.speaking import LANGUAGES, best
from xiangyue_admin.throttle import Throttle

SESSION, LINK = "xiangyue_session", "xiangyue_link"
LANGUAGE, LARGE = "xiangyue_language", "xiangyue_large"


@dataclass(frozen=True, slots=True)
class House:
    """What one console is made of; each mounted console has its own."""

    engine: Engine
    accounts: Accounts
    settings: ConsoleSettings
    throttle: Throttle
    live: Hub
    photos: Photos
    beside: Beside


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody."""

    house: House
    account: Account | None
    language: str
    large: bool

    @property
    def engine(self) -> Engine:
        """The engine of this console."""
        return self.house.engine

    @property
    def accounts(self) -> Accounts:
        """Who may sign in."""
        return self.house.accounts

    @property
    def actor(self) -> str:
        """Under which id this visitor acts; only where somebody is signed in."""
        return cast("Account", self.account).actor

    @property
    def member(self) -> str:
        """As which member this visitor acts; only where the page asks for a member."""
        return cast("str", cast("Account", self.account).member)

    def may(self, power: Power, unit: str | None = None) -> bool:
        """Return whether the visitor holds a power at a unit; anywhere, if it is left out."""
        if self.account is None:
            return False
        held = [one.unit for one in self.account.grants if one.power == power]
        covers = self.accounts.tree.covers
        return bool(held) if unit is None else any(covers(above, unit) for above in held)

    def everywhere(self, power: Power) -> bool:
        """Return whether the visitor holds a power over the whole tree."""
        return self.account is not None and any(
            one.power == power and one.unit == EVERYWHERE for one in self.account.grants
        )

    def communities(self, power: Power) -> tuple[str, ...]:
        """Return the governed communities where the visitor holds a power."""
        return tuple(one for one in self.engine.communities() if self.may(power, one))

    def title(self, unit: str) -> str:
        """Return what people call a unit, its id where it has no title."""
        found = self.accounts.tree.unit(unit)
        return (found.title.of(self.language) if found and found.title else "") or unit

    def person(self) -> Person:
        """Return who the member is as whom this visitor acts, looked up once a request."""
        found: dict[str, Person] = g.setdefault("xiangyue_person", {})
        if self.member not in found:
            found[self.member] = self.engine.member(self.member)
        return found[self.member]

    def say(self, what: Decision | XiangyueError) -> str:
        """Return what a decision or an error says, in the visitor's language."""
        return (
            what.why(self.language) if isinstance(what, Decision) else what.describe(self.language)
        )


def here() -> Visit:
    """Return the visit of this request."""
    return cast("Visit", g.xiangyue)


def arrive(house: House, root: str) -> Visit:
    """Find out who is here; called once a request. ``root`` is the name the console has here."""
    g.xiangyue_root, g.xiangyue_zone = root, ZoneInfo(house.settings.zone)
    secret, opened = session.get(SESSION), session.get(LINK)
    account = house.accounts.signed_in(secret) if isinstance(secret, str) else None
    if account is None and isinstance(opened, str):
        account = house.accounts.came_by_link(opened)
    chosen = session.get(LANGUAGE) or (account.language if account else None)
    language = chosen if chosen in LANGUAGES else best(request.accept_languages)
    large = session.get(LARGE, account.large if account else False)
    visit = Visit(house, account, language, bool(large))
    g.xiangyue, g.xiangyue_language = visit, language
    return visit


def sign_in(login: str) -> None:
    """Begin a session of an account; what the cookie held before is forgotten but the reading."""
    sign_out()
    session[SESSION] = here().accounts.begin_session(login)
    here().house.photos.sweep()


def come_by_link(opened: str) -> None:
    """Let somebody in to the one task of a link; a session that was there goes on beside it."""
    session[LINK] = opened


def sign_out() -> None:
    """End the session, here and in the database; nothing of it stays in the browser.

    What another application keeps in the same cookie is its own.
    """
    secret, opened = session.get(SESSION), session.get(LINK)
    ours = [name for name in session if name.startswith("xiangyue_") or name == "csrf_token"]
    for name in ours:
        if name not in (LANGUAGE, LARGE):
            del session[name]
    if isinstance(secret, str):
        here().accounts.end_session(secret)
    if isinstance(opened, str):
        here().accounts.end_link(opened)


def read_as(language: str | None = None, large: bool | None = None) -> None:
    """Remember how the visitor reads, in the cookie and with the account."""
    visit = here()
    if language in LANGUAGES:
        session[LANGUAGE] = language
        visit = replace(visit, language=language)
    if large is not None:
        session[LARGE] = large
        visit = replace(visit, large=large)
    if visit.account is not None and visit.account.only is None:
        visit.accounts.prefer(visit.account.login, language=visit.language, large=visit.large)


def to(endpoint: str, **values: Any) -> str:
    """Return the address of a page of this console, wherever it is mounted: ``work.index``."""
    return url_for(f"{g.xiangyue_root}.{endpoint}", **values)


def told(text: str, kind: str = "done") -> None:
    """Say something on top of the next page: ``done``, ``warn`` or ``error``."""
    flash(text, kind)


def address() -> str:
    """Return where the request comes from, for limits on how often it may."""
    return request.remote_addr or "-"
