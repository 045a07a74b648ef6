"""Words and values from outside, before they are judged or kept."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeGuard

from xiangyue.errors import BadInput, Misuse
from xiangyue.values import Decision, Task

MOST = 4000
MOST_ITEMS = 1000
MOST_VALUES = 200
_LARGEST = 2**63
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}")
_GIVEN = re.compile(r"_[0-9]{1,15}", re.ASCII)


def is_id(name: object) -> TypeGuard[str]:
    """Tell whether this can be kept in the open as an id."""
    return isinstance(name, str) and _ID.fullmatch(name) is not None


def is_task_id(name: object) -> TypeGuard[str]:
    """Tell whether a task can be called this: an id, or the number that the engine gives (_17)."""
    return is_id(name) or (isinstance(name, str) and _GIVEN.fullmatch(name) is not None)


def check_id(name: Any) -> str:
    """Return an id that can be kept in the open; raises Misuse for any other."""
    if not is_id(name):
        raise Misuse("id", name=repr(name)[:80])
    return name


def check_words(name: str, words: object) -> None:
    """Raise BadInput if the words are no text, too long, or hold control characters."""
    if words is None or (type(words) is str and len(words) <= MOST and words.isprintable()):
        return
    if not isinstance(words, str) or len(words) > MOST:
        raise BadInput("words-long", name=name, most=MOST)
    found = CONTROL.search(words)
    if found:
        raise BadInput("words-control", name=name, position=found.start() + 1)


def split_ref(task: str | Task | Decision) -> tuple[str, str]:
    """Return community and id of a task's address; raises Misuse if it is none."""
    ref = task if isinstance(task, str) else task.ref
    community, slash, name = ref.partition("/")
    if not (community and slash and name) or CONTROL.search(ref):
        raise Misuse("task-ref", ref=ref)
    return community, name


def plain_data(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of a command as they can be kept; dates become ISO text.

    Raises BadInput for what is no scalar or list of scalars, not finite, or too large.
    """
    if len(data) > MOST_VALUES:
        raise BadInput("values-many", most=MOST_VALUES)
    return {name: _plain(name, value) for name, value in data.items()}


_SAFE = frozenset({bool, type(None)})


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        if len(value) > MOST_ITEMS or any(isinstance(item, (list, tuple)) for item in value):
            raise BadInput("value-list", name=name, most=MOST_ITEMS)
        return [_plain(name, item) for item in value]
    kind = type(value)
    if kind is str:
        check_words(name, value)
    elif kind is int or kind is float:
        if abs(value) >= _LARGEST or not math.isfinite(value):
            raise BadInput("value-number", name=name)
    elif isinstance(value, date):
        return value.isoformat()
    elif kind not in _SAFE:
        raise BadInput("value-kind", name=name, kind=kind.__name__)
    return value
