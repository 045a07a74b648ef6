"""What the linter says of modes, and of what lasts only as long as they do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from xiangyue.lint import lint
from xiangyue.messages.lint_modes import MESSAGES
from xiangyue.plugs import limits
from xiangyue.profile import Finding, load

FLOOD = Path(__file__).parents[1] / "flow" / "profiles" / "flood" / "profile.yaml"


def found(folder: Path, changes: dict[str, Any]) -> list[Finding]:
    """Lint the flood's profile with some addresses set otherwise."""
    document = yaml.safe_load(FLOOD.read_text(encoding="utf-8"))
    for address, value in changes.items():
        part = document
        *steps, last = address.split(".")
        for step in steps:
            part = part.setdefault(step, {})
        part[last] = value
    place = folder / "flood"
    place.mkdir()
    (place / "profile.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
    return [f for f in lint(load(place), dict(limits())) if f.severity == "error"]


LIFTS = {"stance": "enforce", "lifted_in": ["first_response"]}

EXAMPLES: dict[str, tuple[dict[str, Any], str]] = {
    "while-by": (
        {
            "flows.first.while.then": "leave",
            "flows.first.actions.leave": {
                "title": {"en": "Leave"},
                "from": "going",
                "to": "over",
                "by": "secretary",
            },
        },
        "flows.first.while.then",
    ),
    "only-in-open": ({"fields.hours.only_in": "emergency"}, "fields.hours.only_in"),
    "only-in-computed": (
        {"flows.visit.actions.finish.sets": {"illness": "'cold'"}},
        "flows.visit.actions.finish.sets.illness",
    ),
    "only-in-beside": ({"flows.visit.actions.look.asks": "story"}, "flows.visit.actions.look"),
    "only-in-leaves": ({"flows.visit.returns": "illness"}, "flows.visit.returns"),
    "spot-level": ({"modes.first_response.levels": ["I"]}, "modes.first_response.levels"),
    "spot-endless": (
        {"modes.quick": {"title": {"en": "Quick"}, "on_the_spot": True}},
        "modes.quick.on_the_spot",
    ),
    "spot-lifts": ({"limits.workload": LIFTS}, "limits.workload.lifted_in.0"),
    "measure-kind": ({"fields.hours.measure": "activated_at"}, "fields.hours.measure"),
    "measure-given": (
        {"fields.hours.measure": "commands_in_mode"},
        "flows.visit.actions.count",
    ),
    "extend-no-keep": (
        {
            "flows.urgent.actions.more": {
                "title": {"en": "More"},
                "from": "open",
                "by": "secretary",
                "note": True,
                "extend": {"of": "keep", "by": "9d"},
            }
        },
        "flows.urgent.actions.more.extend.of",
    ),
}


@pytest.mark.parametrize("code", EXAMPLES)
def test_each_mistake_has_its_finding(code: str, tmp_path: Path) -> None:
    """Where it is, in both languages."""
    changes, address = EXAMPLES[code]
    (finding,) = (f for f in found(tmp_path, changes) if f.code == code)
    assert finding.address == address
    assert "{" not in finding.text("en") + finding.mend("zh") + finding.text("zh")


def test_every_code_has_an_example() -> None:
    """Whatever can be said is shown once."""
    assert MESSAGES.keys() == EXAMPLES.keys()


@pytest.mark.parametrize(
    ("address", "value", "code"),
    [
        ("flows.first.while.mode", "flod", "unknown-mode"),
        ("flows.first.while.then", "clos", "unknown-action"),
        ("fields.illness.only_in", "flod", "unknown-mode"),
    ],
)
def test_names_must_be_there(address: str, value: str, code: str, tmp_path: Path) -> None:
    """Modes and actions that are named in vain are found."""
    assert code in {f.code for f in found(tmp_path, {address: value})}


# Those whose exception, by law or source, is that life is in danger; the rest wait for a received
# activation. plugins/LIMITS.md shows them to whoever writes a profile.
LIFE = {"quiet_hours", "reply_time", "contact_budget", "lead_time"}


def test_first_response_lifts_only_what_protects_life(tmp_path: Path) -> None:
    """Each installed limit is tried: the documented ones may be lifted on the spot, no other."""
    page = FLOOD.parents[4] / "plugins" / "LIMITS.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    for name, limit in limits().items():
        marked = any(f"`{name}`" in line and "on the spot" in line for line in lines)
        assert marked == limit.life_safety == (name in LIFE), name
        if not limit.liftable:
            continue
        (tmp_path / name).mkdir()
        codes = {f.code for f in found(tmp_path / name, {f"limits.{name}": LIFTS})}
        assert ("spot-lifts" in codes) == (name not in LIFE), name
