"""Words from outside, before they are kept."""

from __future__ import annotations

import re

from xiangyue.errors import BadInput

MOST = 4000
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def check_words(name: str, words: object) -> None:
    """Raise BadInput if the words are no text, too long, or hold control characters."""
    if words is None:
        return
    if not isinstance(words, str) or len(words) > MOST:
        raise BadInput("words-long", name=name, most=MOST)
    found = CONTROL.search(words)
    if found:
        raise BadInput("words-control", name=name, position=found.start() + 1)
