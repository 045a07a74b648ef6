"""Log lines on standard error: JSON for machines, plain for people."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from xiangyue.errors import Misuse
from xiangyue.spelling import shown
from xiangyue.watch.facts import Fact
from xiangyue.watch.watch import LOG

LEVELS: Final = ("debug", "info", "warning", "error")
FORMATS: Final = ("text", "json")


class Json(logging.Formatter):
    """Writes a record as one JSON object: time (UTC), level, event, and what the fact says.

    Of what is no fact it says the logger and the message; of an exception its kind alone.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        return orjson.dumps(_document(record), default=str).decode()


class Plain(logging.Formatter):
    """Writes a record as one line: time (UTC), level, and what it says."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        return f"{_time(record)} {record.levelname} {_words(record)}{_failure(record)}"


def _document(record: logging.LogRecord) -> dict[str, Any]:
    head = {"time": _time(record), "level": record.levelname.lower()}
    said = record.msg
    if isinstance(said, Fact):
        return {**head, "event": said.event, **said.fields()}
    kind = _failure(record).strip()
    return {
        **head,
        "event": "log",
        "logger": record.name,
        "message": _words(record),
        **({"error": kind} if kind else {}),
    }


def _time(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return at.replace("+00:00", "Z")


def _words(record: logging.LogRecord) -> str:
    """Return the message on one line, and in characters that can be written."""
    return " ".join(record.getMessage().split()).encode("utf-8", "backslashreplace").decode()


def _failure(record: logging.LogRecord) -> str:
    kind = record.exc_info[0] if record.exc_info else None
    return f" {kind.__name__}" if kind else ""


@contextmanager
def logged(level: str, form: str = "text") -> Iterator[None]:
    """Write what the logger ``xiangyue`` says to standard error, as long as the context lasts.

    For programs of our own: a library leaves it to the application. Raises Misuse for another
    level than debug, info, warning, error, or another form than text, json.
    """
    chosen = level.lower()
    if chosen not in LEVELS or form not in FORMATS:
        given = shown(level if chosen not in LEVELS else form)
        known = LEVELS if chosen not in LEVELS else FORMATS
        raise Misuse("log-how", given=given, known=", ".join(known))
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Plain())
    before = LOG.level, LOG.propagate, LOG.handlers[:]
    LOG.handlers = [handler]
    LOG.setLevel(chosen.upper())
    LOG.propagate = False
    try:
        yield
    finally:
        LOG.handlers = before[2]
        LOG.setLevel(before[0])
        LOG.propagate = before[1]
