"""What was written is not lost when the session has ended meanwhile: it goes through the sign-in.

The page carries it, and nothing is kept here: whoever signs in sees it, and sends it or not.
"""

from __future__ import annotations

from flask import request

PREFIX = "kept."
_MOST = 256 * 1024  # characters
_NOT = frozenset({"csrf_token", "password"})
_OURS = frozenset({"key", "version", "seen", "do", "try"})

Fields = list[tuple[str, str]]


def written() -> Fields:
    """Return the fields of a form that came too late; none where they are too much to carry."""
    return _bounded([pair for pair in request.form.items(multi=True) if pair[0] not in _NOT])


def carried() -> Fields:
    """Return the fields that a sign-in page has carried."""
    pairs = request.form.items(multi=True)
    return _bounded([(n.removeprefix(PREFIX), v) for n, v in pairs if n.startswith(PREFIX)])


def _bounded(fields: Fields) -> Fields:
    return fields if sum(len(name) + len(value) for name, value in fields) <= _MOST else []


def shown(fields: Fields) -> list[str]:
    """Return what a person has written among them."""
    return [value for name, value in fields if name not in _OURS and value.strip()]
