"""A flood: first response, an activation, call-outs, and what was committed to emergencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiangyue.cli.demo.calling import call_out, yields
from xiangyue.cli.demo.cast import (
    COMMUNITIES,
    JINXIU,
    LAOJIE,
    LVYUAN,
    ON_DUTY,
    XINQI,
    Community,
)
from xiangyue.cli.demo.lending import lend, matched
from xiangyue.cli.demo.stage import MINUTE
from xiangyue.cli.output import language, words

if TYPE_CHECKING:
    from xiangyue.cli.demo.stage import Stage

_LAST, _LATER = 8, 12
"""The day at whose eight o'clock the activation ends, and one that would be too long."""


def first_response(stage: Stage) -> None:
    """Let the village act on the spot, before anybody has declared anything."""
    stage.until(6, "21:30")
    stage.scene("demo-scene-first")
    stage.tell("demo-river")
    measures = words("demo-leave-low-houses")
    said = {"emergency_item": "flood", "measures_ordered": measures}
    stage.open("first_response", XINQI.id, "dai", "demo-flood", **said)
    stage.tell("demo-mode", mode=stage.mode(XINQI.id))


def activation(stage: Stage) -> None:
    """Record what has been received; a community declares no level itself."""
    stage.until(6, "22:10", MINUTE)
    stage.scene("demo-scene-activation")
    stage.tell("demo-not-the-committee")
    end = _eight(stage, _LAST)
    _activate(stage, JINXIU, "jinxiu-committee", end)
    stage.tell("demo-too-long")
    _activate(stage, LVYUAN, "du", _eight(stage, _LATER))
    for community in COMMUNITIES:
        stage.activations[community.id] = _activate(stage, community, ON_DUTY[community.id], end)
    modes = " · ".join(f"{one.title[language()]} {stage.mode(one.id)}" for one in COMMUNITIES)
    stage.tell("demo-activated", modes=modes)
    _paused(stage)


def _eight(stage: Stage, day: int) -> str:
    return f"{stage.day(day):%Y-%m-%d}T08:00"


def _activate(stage: Stage, community: Community, by: str, end: str) -> str:
    return stage.open(
        "activation",
        community.id,
        by,
        "demo-flood",
        authority=words("demo-headquarters"),
        document_number=f"{stage.start.year}-17",
        emergency_item="flood",
        activated_level="II",
        expected_end=end,
        measures_ordered=words("demo-measures"),
    ).ref


def _paused(stage: Stage) -> None:
    """Try routine work in the village, which waits now."""
    stage.tell("demo-routine")
    stage.open("village_task", XINQI.id, "li", "demo-hall", funds="not_needed")


def called_out(stage: Stage) -> None:
    """Call out by each community's own ladder, until enough have accepted."""
    stage.until(6, "22:20", MINUTE)
    stage.scene("demo-scene-callout")
    stage.tell("demo-calls")
    for community, wanted in ((JINXIU, 40), (XINQI, 45), (LVYUAN, 60), (LAOJIE, 70)):
        call_out(stage, community, ON_DUTY[community.id], wanted)
    stage.until(7, "01:00", MINUTE)
    stage.tell("demo-yields")
    yields(stage)


def boats(stage: Stage) -> None:
    """Let the same library serve the emergency, with what was committed to it."""
    stage.scene("demo-scene-boats")
    stage.tell("demo-committed")
    stage.open(
        "need",
        LVYUAN.id,
        "du",
        "demo-need-boat",
        item="boat",
        needed_quantity=3,
        counted_in="pieces",
        need_urgency="life_safety",
        tier_wanted="T1",
    )
    lend(stage, matched(stage))
