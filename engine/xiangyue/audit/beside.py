"""The rows that one entry brings to the tables that stand beside the journal."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from xiangyue.audit.folded import Body
from xiangyue.audit.rows import Row
from xiangyue.canonical import unchained
from xiangyue.journal import errands_in
from xiangyue.values import FREEZING, SENT, TOUCHING

Accounts = MutableMapping[tuple[Any, Any], tuple[int, int]]
"""How each account stands: its balance, and whether it is frozen."""

_AWARD = ("award", "", "")
_SHORT_POST = 4


def ledger_rows(accounts: Accounts, body: Body) -> list[Row]:
    """Return the rows of the ledger that an entry brings, and note how accounts stand then."""
    at = body["community"], body["seq"]
    rows: list[Row] = []
    posts = body.get("points") or body.get("about", {}).get("points", ())
    for n, post in enumerate(posts):
        whole = [*post, *_AWARD] if len(post) == _SHORT_POST else post
        member, account, amount, rule, sort, group, corrects = whole
        balance, frozen = accounts.get((member, account), (0, 0))
        stands = balance + amount, FREEZING.get(sort, frozen)
        accounts[member, account] = stands
        task = body["task"] if body["kind"] == "command" else ""
        plain = (member, account, amount, rule, task, body["at"], sort, group)
        rows.append((*at, n, *plain, *stands, corrects))
    return rows


def outbox_rows(accounts: Accounts, body: Body) -> list[Row]:
    """Return the messages that an entry sends."""
    del accounts
    at = body["community"], body["seq"]
    return [
        (*at, n, kind, to, address, body["task"], when)
        for n, kind, to, address, _, when in planned(body)
        if kind in SENT
    ]


def touch_rows(accounts: Accounts, body: Body) -> list[Row]:
    """Return whom an entry touches, and when."""
    del accounts
    at = body["community"], body["seq"]
    rows: list[Row] = []
    for n, kind, to, _, detail, when in planned(body):
        if kind == "ask":
            rows += [(*at, n, member, when, "message", 0) for member in sorted(detail["to"])]
        elif to is not None and kind in TOUCHING:
            fields = len(detail.get("fields", ())) if kind == "collect" else 0
            rows.append((*at, n, to, when, kind, fields))
    return rows


def errand_rows(accounts: Accounts, body: Body) -> list[Row]:
    """Return the errands that an entry sends off."""
    del accounts
    at = body["community"], body["seq"]
    return [(*at, *errand[:4]) for errand in errands_in(body)]


def planned(body: Body) -> Iterator[tuple[int, Any, Any, Any, Any, Any]]:
    """Yield what an entry sets off: its place, kind, whom, address, detail and moment."""
    for n, (kind, to, address, _, *more) in enumerate(body.get("does", ())):
        detail, at = more or ({}, None)
        yield n, kind, to, address, unchained(detail), body["at"] if at is None else unchained(at)
