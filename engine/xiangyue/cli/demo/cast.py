"""Who is on the stage: a sub-district, four communities of four types, and made-up people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

START: Final = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
COUNTY: Final = "anhe"
OFFICE: Final = "qinghe"
OFFICE_PROFILE: Final = "instructions"
OFFICER: Final = "lu"
HOUSEHOLDS: Final = 24
"""Households of Laojie, each a member of its own; elsewhere persons alone are registered."""
VOLUNTEERS, TEAM = 60, 8
"""How many hold each role that a ladder calls out: volunteers, and any other."""


@dataclass(frozen=True, slots=True)
class Community:
    """A community: its unit, its profile, and who holds which roles there."""

    id: str
    level: str
    title: Mapping[str, str]
    profile: str
    people: Mapping[str, tuple[str, ...]]
    organizations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


JINXIU: Final = Community(
    "jinxiu",
    "community",
    {"en": "Jinxiu", "zh": "锦绣社区"},
    "administrative-rich-urban",
    {
        "sun": ("community_secretary",),
        "wei": ("grid_worker",),
        "duan": ("duty_person", "team_leader"),
    },
    {"jinxiu-committee": ("committee",)},
)
XINQI: Final = Community(
    "xinqi",
    "village",
    {"en": "Xinqi", "zh": "新旗村"},
    "resource-scarce-rural",
    {
        "li": ("village_secretary",),
        "wang": ("cadre",),
        "chen": ("cadre",),
        "fan": ("appeal_panel",),
        "dai": ("duty_person", "team_leader"),
    },
    {"xinqi-committee": ("committee",), "supervisors": ("supervision_committee",)},
)
LVYUAN: Final = Community(
    "lvyuan",
    "community",
    {"en": "Lvyuan", "zh": "绿园社区"},
    "self-organized-urban",
    {
        "mei": ("library_keeper", "community_secretary"),
        "du": ("duty_person", "team_leader"),
        "an": (),
        "bo": (),
        "ren": (),
        "shi": (),
    },
    {
        "lvyuan-committee": ("committee",),
        "lvyuan-party": ("party_organization",),
        "boat-club": (),
        "moving-firm": (),
        "school": (),
        "water-works": (),
    },
)
LAOJIE: Final = Community(
    "laojie",
    "community",
    {"en": "Laojie", "zh": "老街社区"},
    "low-participation",
    {
        "gao": ("community_worker", "community_secretary"),
        "ning": ("grid_worker",),
        "qiao": ("corridor_head",),
        "tang": ("corridor_head",),
        "yu": (),
        "dong": ("duty_person", "team_leader"),
    },
    {"laojie-committee": ("committee",)},
)
COMMUNITIES: Final = (JINXIU, XINQI, LVYUAN, LAOJIE)
ON_DUTY: Final = {JINXIU.id: "duan", XINQI.id: "dai", LVYUAN.id: "du", LAOJIE.id: "dong"}
