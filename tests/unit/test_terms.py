"""One Chinese word for one thing, in every sentence and every shipped profile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# What is not said: what is said instead, and where it matters, why.
NOT_SAID = {
    "[征应]召": "动员、响应（征召是征兵用语）",
    "符合度": "适配度",
    "已任职": "已上岗",
    "供需匹配|匹配需求|需求匹配": "供需对接",
    "限制(?=“?{limit)|(?<=该|本)限制|(?<=新增|取消)限制|(?<=放宽的)限制": "介入限度",
}


@pytest.mark.parametrize("folder", ["engine", "profiles", "plugins", "admin"])
def test_one_word_for_one_thing(folder: str) -> None:
    """A word that the glossary replaces stands nowhere."""
    found = [
        f"{file.relative_to(ROOT)}:{number}: {word[0]}: {instead}"
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in (".py", ".yaml", ".md")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        for pattern, instead in NOT_SAID.items()
        for word in re.finditer(pattern, line)
    ]
    assert not found, "\n".join(found)
