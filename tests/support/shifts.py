"""A village task on its way from the secretary to a cadre and to those who score it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from flask import Flask
from visitors import PASSWORD, Visitor
from werkzeug.test import TestResponse

from xiangyue import Decision, Engine
from xiangyue_admin.accounts import Accounts

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_LINK = re.compile(r'href="(/tasks/[^"?#]+)"')
_FORM = re.compile(r'<form method="post" action="([^"#]+)[^>]*>(.*?)</form>', re.DOTALL)
MORE_WORDS = "The water runs again, from the school to the mill."
VALUED = {"task_class": "routine", "difficulty": "normal", "urgency": "soon"}


_AWAKE = """
profile: awake
title: {en: A village that never sleeps, zh: 不夜村}
languages: [en, zh]
extends: [resource-scarce-rural]
limits:
  quiet_hours: {stance: audit}
"""
"""Whatever the clock says when tests run, nothing waits for the morning."""


def staff(engine: Engine, accounts: Accounts, folder: Path, more: str = "") -> None:
    """Let a cadre (sun), another (ma) and a supervisor (he) work in Xinqi and sign in."""
    (folder / "awake").mkdir()
    (folder / "awake" / "profile.yaml").write_text(_AWAKE + more, encoding="utf-8")
    engine.install(folder / "awake", community="xinqi")
    for login, role in (("sun", "cadre"), ("ma", "cadre"), ("he", "supervision_committee")):
        engine.register(login, roles={role: "xinqi"})
        accounts.add(login, by="setup", member=login, password=PASSWORD)
    engine.register("yi", home="other")
    accounts.add("yi", by="setup", member="yi", password=PASSWORD)


def adopt(engine: Engine) -> None:
    """Let the villagers' assembly adopt the points scheme."""
    money = {"funding_source": "collective_income", "funding_months": 12}
    scheme = done(engine.open("points_adoption", community="xinqi", by="li", data=money))
    votes: dict[str, Any] = {"adopting_body": "villagers_assembly", "entitled": 300, "present": 180}
    done(engine.act(scheme, "record_vote", by="he", in_favour=151, **votes))


def received(engine: Engine, **more: Any) -> Decision:
    """Open a village task."""
    said: dict[str, Any] = {"title": "Clear the ditch", "funds": "not_needed", **more}
    return done(engine.open("village_task", community="xinqi", by="li", **said))


def assigned(engine: Engine, to: str = "sun", sort: str = "routine", **more: Any) -> Decision:
    """Open a village task, convert it, and give it to a cadre."""
    task = received(engine, **more)
    done(engine.act(task, "convert", by="li", data={**VALUED, "task_class": sort}))
    return done(engine.act(task, "assign", by="li", assignee=to))


def done(decision: Decision) -> Decision:
    """Return a decision that must have been carried out."""
    assert decision, decision.why()
    return decision


def entered(app: Flask, login: str, language: str = "en") -> Visitor:
    """Return a browser in which somebody is signed in."""
    visitor = Visitor(app, language)
    assert visitor.sign_in(login).status_code == 303
    return visitor


def links(page: TestResponse) -> list[str]:
    """Return the tasks that a page leads to, in their order."""
    return _LINK.findall(page.text)


def forms(page: TestResponse) -> dict[str, dict[str, str]]:
    """Return the forms of a page by where they are sent, with their hidden fields."""
    return {
        url: {name: unescape(value) for name, value in _HIDDEN.findall(inside)}
        for url, inside in _FORM.findall(page.text)
    }


def send(visitor: Visitor, page: TestResponse, url: str, **fields: str) -> TestResponse:
    """Send a form of a page, with what is hidden in it and what is written."""
    return visitor.post(url, **{**forms(page)[url], **fields})
