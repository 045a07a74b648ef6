"""A share of the community's capacity is kept for what residents bring up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from circumstances import circumstances, wall

from xiangyue.plugs import Kind, Verdict
from xiangyue.time.worktime import build_calendar
from xiangyue_limits.residents_reserve import ResidentsReserve

LIMIT = ResidentsReserve()
CONFIG = {"capacity": 20, "flows": ("instruction", "survey")}
FULL = {"instruction": 10, "survey": 6, "complaint": 3}


def opening(
    have: Mapping[str, int], kind: Kind = "message", *, above: bool = True, **more: Any
) -> Verdict | None:
    """Judge the opening of a task from above while those are open."""
    config = {**CONFIG, **more.pop("config", {})}
    case = circumstances(
        kind,
        "role:secretary",
        **{"flow": "instruction", "opening": True, "from_above": above, **more},
    )
    return LIMIT.review(case, config, {"open": have})


def test_four_fifths_may_come_from_above_and_the_next_goes_back() -> None:
    """Sixteen of twenty places are theirs; residents' matters take none of them."""
    assert opening({"instruction": 9, "survey": 6, "complaint": 9}) is None
    verdict = opening(FULL)
    assert verdict is not None and verdict.kind == "deny"
    assert all(n in verdict.say["zh"] for n in ("16", "20", "20%"))
    assert "without penalty" in verdict.mend["en"]


@pytest.mark.parametrize(
    ("capacity", "reserve", "room"), [(20, 40, 12), (7, 20, 5), (1, 20, 0), (10, 15, 8)]
)
def test_the_share_that_is_kept_is_rounded_up(capacity: int, reserve: int, room: int) -> None:
    """A place that would be shared belongs to the residents."""
    config: dict[str, Any] = {"config": {"capacity": capacity, "reserve": reserve}}
    assert opening({"survey": room}, **config) is not None
    assert not room or opening({"survey": room - 1}, **config) is None


def test_what_is_over_may_wait_for_the_next_working_day() -> None:
    """On a Friday it is decided again on Monday, when the office opens."""
    verdict = opening(FULL, now="2026-06-05T15:00", config={"over": "defer"})
    assert verdict is not None and verdict.kind == "defer"
    assert wall(verdict.until) == "2026-06-08T08:30"
    assert "2026-06-08 08:30" in verdict.mend["zh"]


def test_the_next_working_day_begins_rightly_where_offices_close_at_midnight() -> None:
    """The close of one day is the midnight of the next."""
    calendar = build_calendar({"timezone": "Asia/Shanghai", "hours": [["00:00", "24:00"]]})
    verdict = opening(FULL, calendar=calendar, config={"over": "defer"})
    assert verdict is not None and wall(verdict.until) == "2026-06-02T00:00"


def test_only_what_comes_from_above_is_held_to_it() -> None:
    """Residents and the community itself open what they need, also of these flows."""
    assert opening(FULL, above=False) is None
    assert opening(FULL, flow="complaint") is None
    assert opening(FULL, opening=False) is None


@pytest.mark.parametrize("kind", ["assign", "message", "collect", "publish"])
def test_whatever_an_opening_does_is_seen_unless_it_is_accessory(kind: Kind) -> None:
    """To drop an accessory message would not send the task back."""
    assert opening(FULL, kind) is not None
    assert opening(FULL, kind, accessory=True) is None


def profile(flow: str, by: str = "officer", **more: Any) -> Mapping[str, Any]:
    """Return a document with one flow that is opened so."""
    opened = {"by": by, **more}
    roles = {"officer": {"at": "township"}, "secretary": {"at": "village"}, "guest": {}}
    return {"roles": roles, "flows": {flow: {"open": opened, "actions": {}}}}


TOLD = [{"message": {"to": "secretary", "say": {}}}]
QUIET = [{"message": {"to": "secretary", "say": {}, "accessory": True}}]


@pytest.mark.parametrize(
    ("document", "config", "addresses"),
    [
        (profile("survey", does=TOLD), ["survey"], []),
        (profile("survey", does=QUIET), ["survey"], ["flows.survey.open"]),
        (profile("survey"), ["survey"], ["flows.survey.open"]),
        (profile("other", does=TOLD), ["survey"], ["flows.survey", "flows.other.open"]),
        (profile("other", "secretary"), ["survey"], ["flows.survey"]),
        (
            profile("other", "secretary", at="county"),
            ["survey"],
            ["flows.survey", "flows.other.open"],
        ),
        (profile("other", "guest"), ["survey"], ["flows.survey"]),
    ],
)
def test_what_the_limit_would_not_see_does_not_pass_the_linter(
    document: Mapping[str, Any], config: list[str], addresses: list[str]
) -> None:
    """A flow from above is named, is there, and tells somebody when it is opened."""
    found = LIMIT.check_profile(document, {"capacity": 20, "flows": config})
    assert [address for address, _, _ in found] == addresses
