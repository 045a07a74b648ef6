"""Every sentence a person reads, in English and Chinese, one module a room."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from xiangyue.messages.message import Message

LANGUAGES = ("en", "zh")
"""In which every sentence is said."""


@cache
def catalogue() -> Mapping[str, Message]:
    """Return all messages by code; two rooms may not use one code."""
    found: dict[str, Message] = {}
    for room in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{room.name}")
        for code, message in getattr(module, "MESSAGES", {}).items():
            if code in found:
                raise RuntimeError(f"message {code!r} is defined twice")
            found[code] = message
    return found


def say(code: str, lang: str = "en", values: Mapping[str, Any] | None = None) -> str:
    """Say what is the matter, in ``lang`` (``en`` or ``zh``)."""
    message = catalogue()[code]
    return (message.zh if lang.startswith("zh") else message.en).format_map(values or {})


def mend(code: str, lang: str = "en", values: Mapping[str, Any] | None = None) -> str:
    """Say what would put it right, in ``lang``; empty where nothing would."""
    message = catalogue()[code]
    return (message.mend_zh if lang.startswith("zh") else message.mend_en).format_map(values or {})
