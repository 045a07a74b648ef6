"""The shape of one message."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """What is the matter and what puts it right, as ``str.format`` templates."""

    en: str
    zh: str
    mend_en: str = ""
    mend_zh: str = ""
