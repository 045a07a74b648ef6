"""The demo for who wants to look around: the story has just ended, and today's work waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from holidays import country_holidays

from xiangyue.cli.demo.calling import call_out
from xiangyue.cli.demo.cast import LVYUAN, ON_DUTY, XINQI
from xiangyue.cli.demo.setting import set_up
from xiangyue.cli.demo.stage import HOUR, Stage
from xiangyue.cli.demo.story import SCENES
from xiangyue.cli.output import words

if TYPE_CHECKING:
    from xiangyue import Engine

_STORY: Final = timedelta(days=8)
_TWO, _SATURDAY = 14, 5
_ZONE: Final = ZoneInfo("Asia/Shanghai")


def play(engine: Engine, now: datetime) -> None:
    """Play the week and the flood so that they have just ended, then what goes on today.

    Raises Misuse where it has been played in this store before.
    """
    start = _monday(now)
    set_up(engine, start)
    stage = Stage(engine, start)
    for scene in SCENES:
        scene(stage)
    stage.let_pass(_afternoon(now), HOUR * 6)
    _ordinary(stage)
    stage.let_pass(now - timedelta(minutes=25), HOUR * 6)
    _urgent(stage)
    stage.let_pass(now, timedelta(minutes=1))


def _monday(now: datetime) -> datetime:
    """Return the last Monday from which the story has ended by now, without a holiday in it."""
    found = now.astimezone(_ZONE) - _STORY
    found -= timedelta(days=found.weekday())
    while any(_off(found + timedelta(days=number)) for number in (0, 1, 2, 3, 4, 7)):
        found -= timedelta(days=7)
    return found.replace(hour=9, minute=0, second=0, microsecond=0)


def _off(day: datetime) -> bool:
    return day.date() in country_holidays("CN", years=day.year)


def _afternoon(now: datetime) -> datetime:
    """Return the last afternoon of a working day, at two: nobody is given work on a Sunday."""
    day = (now - timedelta(hours=2)).astimezone(_ZONE)
    if day.hour < _TWO:
        day -= timedelta(days=1)
    while day.weekday() >= _SATURDAY or _off(day):
        day -= timedelta(days=1)
    return day.replace(hour=_TWO, minute=0, second=0, microsecond=0)


def _ordinary(stage: Stage) -> None:
    """Leave work with whoever does it, in each community something."""
    for title, urgency, done in (
        ("demo-ditch-again", "soon", False),
        ("demo-road", "normal", False),
        ("demo-hall", "normal", True),
    ):
        task = stage.open("village_task", XINQI.id, "li", title, funds="not_needed").ref
        known = {"task_class": "routine", "difficulty": "normal", "urgency": urgency}
        stage.act(task, "convert", "li", **known)
        stage.act(task, "assign", "li", assignee="wang")
        if done:
            stage.act(task, "finish", "wang", result=words("demo-ditch-clear"))
    stage.engine.receive(
        "need", community=XINQI.id, by="li", title=words("demo-ramp"), now=stage.now
    )


def _urgent(stage: Stage) -> None:
    """Let a river rise: a first response, and people who are being asked just now."""
    measures = words("demo-leave-low-houses")
    said = {"emergency_item": "flood", "measures_ordered": measures}
    stage.open("first_response", LVYUAN.id, "du", "demo-flood", **said)
    call_out(stage, LVYUAN, ON_DUTY[LVYUAN.id], 40)
