"""The types of community: what each promises of its own, read from the resolved profile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from xiangyue import Profile, load

pytestmark = pytest.mark.sqlite

PACK = Path(__file__).parents[2] / "profiles" / "xiangyue_profiles"
LOW, SELF = "low-participation", "self-organized-urban"
RECORDINGS = {"photo", "video", "audio", "location"}
NO_DEVICE = {"loudspeaker", "board", "paper", "phone", "door", "voice"}
BANNED = ("no_checkin", "no_ranking", "no_usage_metrics", "no_own_app")
NUMBERS = (
    (LOW, "params.first_contact.default", "48h"),
    (LOW, "limits.form_burden.config.max_forms_per_month", 4),
    (LOW, "params.residents_share.default", 15),
    (SELF, "params.first_contact.default", "24h"),
    (SELF, "params.residents_share.default", 40),
    (SELF, "params.residents_share.schema.minimum", 40),
    (SELF, "limits.form_burden.config.max_forms_per_month", 4),
    (
        SELF,
        "limits.media_evidence.config.max_per_task.project_kind",
        {"works": 1, "service": 0, "event": 0},
    ),
    (SELF, "params.verify_days.default", 90),
)


def profile(name: str) -> Profile:
    """Return a shipped profile with all that it inherits."""
    found = load(PACK / name).profile
    assert found is not None
    return found


def ways(value: Any) -> Iterator[tuple[str, ...]]:
    """Yield the channels of each message and each rung, wherever they stand."""
    if isinstance(value, Mapping):
        if "by" in value and not {"say", "ask", "offers"}.isdisjoint(value):
            by = value["by"]
            yield (by,) if isinstance(by, str) else tuple(by)
        value = value.values()
    elif not isinstance(value, list):
        return
    for item in value:
        yield from ways(item)


def test_the_readme_tells_of_every_profile() -> None:
    """Each that is shipped stands in one of its tables, and no other does."""
    tables = (PACK.parent / "README.md").read_text(encoding="utf-8").partition("\n## ")[0]
    told = re.findall(r"^\| `([a-z-]+)` \|", tables, re.MULTILINE)
    assert sorted(told) == sorted(file.parent.name for file in PACK.glob("*/profile.yaml"))


@pytest.mark.parametrize(("name", "address", "number"), NUMBERS)
def test_its_numbers_are_those_of_its_type(name: str, address: str, number: object) -> None:
    """What distinguishes the types is a number in the profile, and it is this one."""
    found: Any = profile(name).document
    for step in address.split("."):
        found = found[step]
    assert found == number


@pytest.mark.parametrize("name", [LOW, SELF])
def test_what_is_banned_stays_banned(name: str) -> None:
    """No type lifts what the rules of January 2026 forbid, in no mode."""
    limits = profile(name).limits
    assert all(limits[ban].stance == "enforce" and not limits[ban].lifted_in for ban in BANNED)


@pytest.mark.parametrize("name", [LOW, SELF])
def test_nobody_is_reached_by_a_device_alone(name: str) -> None:
    """Each message and rung that names channels names one without a device, in modes too."""
    document = profile(name).document
    kinds = {channel: data["kind"] for channel, data in document["channels"].items()}
    found = [*ways(document)]
    assert len(found) > 10
    assert not [by for by in found if not {kinds[channel] for channel in by} & NO_DEVICE]


def test_little_participation_asks_for_no_recording_and_gives_no_points() -> None:
    """Thanks are said at the door: there is no account, nothing scores, nothing is photographed."""
    found = profile(LOW)
    assert not found.accounts
    assert not found.scoring
    assert not [f.id for f in found.fields.values() if f.evidence in RECORDINGS]


@pytest.mark.parametrize("mode", ["emergency", "first_response"])
def test_in_an_emergency_the_door_comes_first(mode: str) -> None:
    """Corridor heads are the first rung in every mode; in these the door comes at once."""
    found = profile(LOW)
    (first, *_) = found.document["ladders"]["callout"]["steps"]
    (urgent, *_) = found.document["modes"][mode]["set"]["ladders.callout.steps"]
    assert first["ask"] == urgent["ask"] == "corridor_head"
    assert (first["within"], first["then"]) == ("5min", "door_knock")
    assert urgent["by"][0] == "door"


def test_the_library_is_called_tier_by_tier() -> None:
    """What is near is asked for first; people of the community come before what is farther away."""
    steps = profile(SELF).document["ladders"]["callout"]["steps"]
    assert [step.get("offers", step.get("ask")) for step in steps] == [
        "T1", ["team_leader", "volunteer"], "T2", "T3",
    ]  # fmt: skip


def test_hours_are_counted_and_nothing_can_be_bought_for_them() -> None:
    """One account, of hours, that only results and appeals move."""
    found = profile(SELF)
    (account,) = found.accounts.values()
    assert account.counts == "hours"
    assert {rule.sort for rule in found.scoring.values()} == {"award", "correction"}
    assert "points_exchange" not in found.flows
