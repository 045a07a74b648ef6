"""Where a finding points within a text, whichever way YAML lets the text be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from xiangyue.errors import Place
from xiangyue.lint.spots import Sources
from xiangyue.profile import Node, read

MARK = "¦"

# The mark stands where the word begins that is sought.
WRITTEN = (
    "when: a + ¦wrong\n",
    "when: '¦wrong + 1'\n",
    "when: '''it'' + ¦wrong'\n",
    'when: "\\"it\\" + ¦wrong"\n',
    'when: "村 + ¦wrong"  # 村\n',
    "when: &rule a + ¦wrong\n",
    "when: a\n  + ¦wrong\n  + b\n",
    "when: >-\n  a\n  + ¦wrong\n",
    "when: |  # a comment\n\n    a &&\n      ¦wrong\n",
    "when: &rule >\n  a\n\n  && ¦wrong\n",
    'when: "a \\\n  && ¦wrong"\n',
    "{profile: village, when: a + ¦wrong}\n",
)


def written(folder: Path, text: str) -> tuple[Node, int]:
    """Write a file, and return its text with the offset of the word that is sought."""
    file = folder / "profile.yaml"
    file.write_bytes(text.encode())
    node = read(file).get("when")
    assert node is not None
    return node, str(node.value).index("wrong")


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_word_is_found_in_its_line_and_column(text: str, end: str, tmp_path: Path) -> None:
    """Quotes, escapes, folds and indentation do not lead astray."""
    before, _, after = text.partition(MARK)
    node, offset = written(tmp_path, (before + after).replace("\n", end))
    place = Sources().place(node, offset)
    assert (place.line, place.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_the_end_of_a_text_has_a_place(tmp_path: Path) -> None:
    """A rule that ends too early is missing something behind its last character."""
    node, _ = written(tmp_path, "when: a + wrong\n")
    assert Sources().place(node, len(str(node.value))).column == 16


def test_what_is_not_found_has_the_place_of_its_text(tmp_path: Path) -> None:
    """An escaped character, or a file that is gone, still leaves line and column of the text."""
    node, offset = written(tmp_path, 'when: "\\u6751\\u6751 wrong"\n')
    assert Sources().place(node, offset) == node.place
    (tmp_path / "profile.yaml").unlink()
    assert Sources().place(node, offset) == node.place
    assert Sources().place(Node("wrong", Place("nowhere")), 1) == Place("nowhere")
