"""What a change of a profile means, however it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from itertools import product
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.diff import Change, diff_profiles
from xiangyue.diff.rules import Judge, Setting
from xiangyue.diff.schemas import compared
from xiangyue.flow import compile_check
from xiangyue.messages.diff import MESSAGES
from xiangyue.profile import build, parse
from xiangyue.rules import Kind, Rule, RuleFailure, TableError

Document = dict[str, Any]
Edit = Callable[[Document], object]

PROFILE = """
profile: village
title: {en: Village, zh: 村}
languages: [en, zh]
params:
  most:
    title: {en: Most, zh: 上限}
    schema: {type: integer, minimum: 5, maximum: 30}
    default: 9
    basis: project default
roles:
  cadre: {title: {en: Cadre, zh: 村干部}, at: village}
  clerk: {title: {en: Clerk, zh: 文员}}
tables:
  points:
    title: {en: Points, zh: 分值}
    inputs: {kind: fields.kind, amount: fields.amount}
    outputs: {worth: number}
    rows:
      - [a, "-", 1]
      - [[b, c], "< 100", 2]
      - [[b, c], ">= 100", 3]
flows:
  task:
    title: {en: Task, zh: 任务}
    start: received
    due: 10d
    open: {by: anyone, asks: kind}
    states:
      received: {title: {en: Received, zh: 已接收}, due: 2d}
      assigned: {title: {en: Assigned, zh: 已派}}
      done: {title: {en: Done, zh: 已完成}, final: true}
    actions:
      assign:
        title: {en: Assign, zh: 派给}
        from: received
        to: assigned
        by: [cadre, clerk]
        needs: [kind, who]
        asks: amount
        when: {rule: amount <= 500, otherwise: {en: Too much., zh: 超额。}}
        proposes: {worth: "points.worth(kind, amount)"}
        does:
          - assign: {to: who}
          - message: {to: who, say: {en: New, zh: 新任务}}
      finish:
        title: {en: Finish, zh: 完成}
        from: assigned
        to: [{to: done, when: "kind != 'a'"}, {to: received}]
        by: assignee
scoring:
  award:
    title: {en: Award, zh: 得分}
    on: task.finish
    to: who
    points: worth
    basis: project default
limits:
  quiet: {stance: enforce, config: {unit: h}}
calendar: {timezone: Asia/Shanghai}
"""
SCHEMAS = {
    "kind": {"enum": ["a", "b", "c"]},
    "amount": {"type": "integer", "minimum": 0},
    "worth": {"type": "number"},
    "who": {"type": "string", "format": "member"},
    "left": {"type": "integer", "minimum": 0, "maximum": 4},
    "name": {"type": "string"},
    "other": {"type": "string"},
}
MIRRORED = {"allows": "forbids", "forbids": "allows", "changes": "changes"}


def base() -> Document:
    """Return the document of the profile that the tests change."""
    document: Document = parse(PROFILE.encode(), "profile.yaml").plain()
    words = {"title": {"en": "Field"}, "purpose": {"en": "A purpose"}, "keep": "1y"}
    document["fields"] = {name: {**words, "schema": s} for name, s in SCHEMAS.items()}
    return document


BASE = build(base())


def edited(*edits: Edit) -> Document:
    """Return the document after edits."""
    document = base()
    for edit in edits:
        edit(document)
    return document


def changes(*edits: Edit, texts: bool = False) -> list[Change]:
    """Return what edits change, after checking that undoing them says the reverse."""
    new = build(edited(*edits))
    found = diff_profiles(BASE, new, texts=texts)
    back = diff_profiles(new, BASE, texts=texts)
    assert Counter(MIRRORED[c.effect] for c in found) == Counter(c.effect for c in back)
    for change in (*found, *back):
        assert change.text("en") and change.text("zh")
        orjson.dumps(change.values)
    return list(found)


def only(*edits: Edit) -> tuple[str, str, str]:
    """Return code, effect and address of the one change that edits make."""
    (change,) = changes(*edits)
    return change.code, change.effect, change.address


def assign(document: Document) -> Document:
    """Return the action that most tests change."""
    action: Document = document["flows"]["task"]["actions"]["assign"]
    return action


def put(value: Any, *path: Any) -> Edit:
    """Return an edit that writes a value at a path."""

    def edit(document: Document) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = deepcopy(value)

    return edit


def drop(*path: Any) -> Edit:
    """Return an edit that removes what stands at a path."""

    def edit(document: Document) -> None:
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]

    return edit


TASK = ("flows", "task")
ASSIGN = (*TASK, "actions", "assign")
FINISH = (*TASK, "actions", "finish")
ROWS = ("tables", "points", "rows")


@pytest.mark.parametrize(
    "edit",
    [
        put("amount  <=\n 500", *ASSIGN, "when"),
        put("!(500 < amount)", *ASSIGN, "when"),
        put("amount < 501 && amount <= 900", *ASSIGN, "when"),
        put(["clerk", "cadre"], *ASSIGN, "by"),
        put(["received"], *ASSIGN, "from"),
        put("240h", "intake", "backdate") if False else put("1w", *TASK, "due"),
        put(base()["tables"]["points"]["rows"][::-1], *ROWS),
        put([["b", "< 100", 2], ["c", "[0..99]", 2], *base()["tables"]["points"]["rows"][2:], ["a", "-", 1]], *ROWS),
        put({"en": "New name"}, *ASSIGN, "title"),
        put(False, *FINISH, "note"),
        put([], "calendar", "closed"),
    ],
)  # fmt: skip
def test_what_means_the_same_is_no_change(edit: Edit) -> None:
    """Spaces, order, another spelling of a rule, split rows and titles change nothing."""
