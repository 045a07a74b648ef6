"""Commands at the door: what cannot be kept as it is goes no further."""

from __future__ import annotations

from math import isfinite
from typing import Any

from xiangyue.clock import from_micros
from xiangyue.errors import BadInput, Misuse
from xiangyue.profile import SOURCES
from xiangyue.spelling import shown
from xiangyue.values import OPEN, Command, replace
from xiangyue.words import check_id, check_words

MOST_ITEMS = 1000
LARGEST = 2**63
"""Whole numbers of a command are smaller than this."""

_WORDS = ("community", "action", "task", "flow", "unit", "note", "title", "key")
_INTEGERS = ("occurred_at", "version")


def check_command(command: Command) -> Command:
    """Return a command that can be judged and kept as it is.

    Raises Misuse or BadInput for words, ids, times and values of any other kind.
    """
    if command.source not in SOURCES:
        raise Misuse("source-unknown", source=shown(command.source), known=", ".join(SOURCES))
    check_id(command.actor)
    if command.on_behalf_of is not None:
        check_id(command.on_behalf_of)
    if command.action == OPEN and command.flow is not None and command.task is not None:
        check_id(command.task)
    for name in _WORDS:
        check_words(name, getattr(command, name))
    if command.key == "":
        raise BadInput("words-empty", name="key")
    for name in _INTEGERS:
        number = getattr(command, name)
        if number is not None and type(number) is not int:
            raise BadInput("command-integer", name=name, value=shown(number))
    if command.occurred_at is not None:
        from_micros(command.occurred_at)
    if any([_check_value(str(name), value) for name, value in command.data.items()]):
        data = {k: list(v) if type(v) is tuple else v for k, v in command.data.items()}
        return replace(command, data=data)
    return command


def _check_value(name: str, value: Any) -> bool:
    """Tell whether the value is a tuple, which is kept as a list; raises BadInput for no value."""
    kind = type(value)
    if kind in (list, tuple):
        if len(value) > MOST_ITEMS:
            raise BadInput("command-long", name=shown(name), most=MOST_ITEMS)
        for item in value:
            _check_scalar(name, item)
    else:
        _check_scalar(name, value)
    return kind is tuple


def _check_scalar(name: str, value: Any) -> None:
    kind = type(value)
    if kind is str:
        check_words(name, value)
    elif not (
        (kind is int and -LARGEST < value < LARGEST)
        or (kind is float and isfinite(value))
        or kind is bool
        or value is None
    ):
        raise BadInput("command-value", name=shown(name), kind=kind.__name__)
