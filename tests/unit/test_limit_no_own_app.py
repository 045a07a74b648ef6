"""L18: no app of its own below the county."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import circumstances, judge

from xiangyue_limits.no_own_app import NoOwnApp

CHANNELS = {"app": {"kind": "app"}, "sms": {"kind": "sms"}}
BELOW, ABOVE = (3, 2), (4, 3, 2, 1)


def message(by: Any, tiers: tuple[int, ...]) -> Any:
    """Return a message in a community that stands in such a line of units."""
    detail = {} if by is None else {"by": by}
    return circumstances(detail=detail, tiers=tiers, profile={"channels": CHANNELS})


def test_below_a_county_the_app_may_be_used() -> None:
    """It is the county that keeps it."""
    assert judge(NoOwnApp(), message("app", ABOVE)) is None


@pytest.mark.parametrize("by", ["sms", ["sms"], None])
def test_other_channels_need_no_county(by: Any) -> None:
    """Nor does a message that names no channel."""
    assert judge(NoOwnApp(), message(by, BELOW)) is None


def test_without_a_county_it_goes_otherwise() -> None:
    """By the channels that remain; by none, it is refused."""
    verdict = judge(NoOwnApp(), message(["app", "sms"], BELOW))
    assert verdict
    assert (verdict.kind, dict(verdict.instead)) == ("reshape", {"by": ["sms"]})
    alone = judge(NoOwnApp(), message("app", BELOW))
    assert alone
    assert alone.kind == "deny"
