"""L13: instructions are short."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import breaches, circumstances, judge

from xiangyue_limits.document_length import DocumentLength


def instruction(count: int, **said: Any) -> Any:
    """Return a message in an opening from above with so many characters."""
    chars = {"title": 10, "text": count - 10}
    usual = {"opening": True, "from_above": True, "chars": chars}
    return circumstances(to="role:secretary", **{**usual, **said})


@pytest.mark.parametrize(
    ("config", "most"),
    [({}, 4000), ({"general_flows": ["work"]}, 5000), ({"special": 600}, 600)],
)
def test_all_texts_together_have_a_most(config: dict[str, Any], most: int) -> None:
    """4,000 characters on one matter, 5,000 on the whole of the work, unless said otherwise."""
    assert judge(DocumentLength(), instruction(most), config) is None
    verdict = judge(DocumentLength(), instruction(most + 1), config)
    assert verdict
    assert verdict.kind == "deny"
    assert str(most + 1) in verdict.say["en"]


@pytest.mark.parametrize("said", [{"opening": False}, {"from_above": False}])
def test_only_instructions_are_judged(said: dict[str, Any]) -> None:
    """What residents and villages write may be long."""
    assert judge(DocumentLength(), instruction(9000, **said)) is None


def test_a_flow_that_is_not_there_is_found() -> None:
    """A name that nothing bears would change nothing."""
    assert breaches(DocumentLength(), {}, {"general_flows": ["plan"]}) == ["flows.plan"]
