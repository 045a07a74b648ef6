"""Words from outside, before they are kept."""

from __future__ import annotations

import re

from xiangyue.errors import BadInput, Misuse
from xiangyue.values import Decision, Task

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


def split_ref(task: str | Task | Decision) -> tuple[str, str]:
    """Return community and id of a task's address; raises Misuse if it is none."""
    ref = task if isinstance(task, str) else task.ref
    community, slash, name = ref.partition("/")
    if not (community and slash and name):
        raise Misuse("task-ref", ref=ref)
    return community, name
