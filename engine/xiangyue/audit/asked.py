"""Whom call-outs have asked, and what was answered: the rows that the journal leads to."""

from __future__ import annotations

from typing import Any

import orjson

from xiangyue.audit.fold import Fold
from xiangyue.audit.folded import Body
from xiangyue.audit.rows import COLUMNS, Key
from xiangyue.canonical import unchained
from xiangyue.values import ANSWERS

_AT = COLUMNS["ask"].index
_MEMBER = _AT("member")
_TRIES, _STATE = _AT("tries"), _AT("state")
_ASKED_AT, _ANSWERED = _AT("asked_at"), _AT("answered_at")


def follow_asks(fold: Fold, body: Body) -> None:
    """Follow what a command that was done asks and answers, in the order in which it says so."""
    for kind, _, _, _, *more in body.get("does", ()):
        if kind == "ask":
            _ask(fold, body, *more)
        elif kind == "answer":
            _answer(fold, body, more[0])


def forget(fold: Fold, task: Any) -> None:
    """Take the asks of a task as gone: they were kept long enough."""
    for key in fold.asked.pop(task, ()):
        del fold.rows["ask"][key]


def _ask(fold: Fold, body: Body, chained: Any, at: Any) -> None:
    detail, task = unchained(chained), body["task"]
    when = body["at"] if at is None else unchained(at)
    rung, tries, offers = detail["rung"], detail["try"] + 1, detail.get("offers", {})
    rows, keys = fold.rows["ask"], fold.asked.setdefault(task, {})
    for member in detail["to"]:
        key = (fold.community, task, rung, member)
        if key in rows and tries > 1:
            row = _row(fold, key)
            row[_TRIES] = tries
        else:
            row = [*key, offers.get(member), tries, "asked", when, None]
        rows[key] = orjson.dumps(row)
        keys[key] = None
        for earlier in range(rung):
            _move(fold, (*key[:2], earlier, member), "lapsed", None)


def _answer(fold: Fold, body: Body, chained: Any) -> None:
    detail = unchained(chained)
    state, who = detail["state"], detail.get("who")
    at = None if state in ("lapsed", "freed") else body.get("occurred", body["at"])
    wanted = None if who is None else set(who)
    for key in fold.asked.get(body["task"], ()):
        if wanted is None or key[_MEMBER] in wanted:
            _move(fold, key, state, unchained(at))


def _move(fold: Fold, key: Key, state: str, at: Any) -> None:
    if key not in fold.rows["ask"]:
        return
    row = _row(fold, key)
    if row[_STATE] not in ANSWERS[state]:
        return
    row[_STATE] = state
    if at is not None and not (state == "arrived" and row[_ANSWERED] is not None):
        row[_ANSWERED] = at
    fold.rows["ask"][key] = orjson.dumps(row)


def _row(fold: Fold, key: Key) -> list[Any]:
    row: list[Any] = orjson.loads(fold.rows["ask"][key])
    return row


def keep_back(fold: Fold, body: Body, until: Any) -> None:
    """Follow what limits kept back when it was to be sent: it is asked later, or not at all."""
    about = body["about"]
    for member in about["asked"]:
        key = (fold.community, about["task"], about["rung"], member)
        if key in fold.rows["ask"]:
            if until is None:
                _move(fold, key, "lapsed", None)
            else:
                row = _row(fold, key)
                row[_ASKED_AT] = until
                fold.rows["ask"][key] = orjson.dumps(row)
