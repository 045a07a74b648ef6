"""What the sub-district hands down, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from xiangyue.cli.demo.cast import JINXIU, LAOJIE, LVYUAN, OFFICE, OFFICER, XINQI
from xiangyue.cli.demo.shares import roll_up
from xiangyue.cli.output import words

if TYPE_CHECKING:
    from xiangyue import Decision
    from xiangyue.cli.demo.stage import Stage

_DRAINS: Final = {
    "admission_item": "environment",
    "source_department": "demo-department",
    "content": "demo-drains-content",
}


_COMPLETE_BY: Final = 12
"""The day by which the drains are to be clear."""


def instruction_down(stage: Stage) -> None:
    """Bring an instruction to four communities; another one is off the list."""
    stage.scene("demo-scene-down")
    stage.tell("demo-off-the-list")
    drains = {**_DRAINS, "complete_by": _complete_by(stage)}
    said = {**drains, "admission_item": "certificates_off_the_list"}
    order = _checked(stage, "demo-certificates", said)
    stage.act(order, "drop", OFFICER, "demo-not-sent")
    stage.tell("demo-on-the-list")
    stage.order = _distributed(stage, drains, OFFICE)
    stage.tell("demo-who-pays")
    stage.village_order = _distributed(stage, {**drains, "funds": "township"}, XINQI.id)


def _checked(stage: Stage, title: str, said: Mapping[str, str]) -> Decision:
    order = stage.open("instruction", OFFICE, OFFICER, title, **_spoken(said))
    return stage.act(order, "check", OFFICER, reported_elsewhere=False)


def _distributed(stage: Stage, said: Mapping[str, str], to: str) -> str:
    order = _checked(stage, "demo-drains", said)
    stage.act(order, "distribute", OFFICER, addressees=[to])
    stage.tick()
    roll_up(stage, order)
    return order.ref


def instruction_back(stage: Stage) -> None:
    """Do it or return it, and see it come back once."""
    stage.until(2, "10:00")
    stage.scene("demo-scene-back")
    for community, secretary, worker in (
        (JINXIU, "sun", "wei"),
        (LVYUAN, "mei", "lvyuan-committee"),
        (LAOJIE, "gao", "ning"),
    ):
        for task in stage.engine.tasks(community.id, flow="street_task").tasks:
            if community is LAOJIE:
                stage.tell("demo-sends-back")
                stage.act(task.ref, "send_back", "gao", "demo-lacks", return_reason="lacks_means")
                continue
            stage.act(task.ref, "accept", secretary)
            stage.act(task.ref, "assign", secretary, assignee=worker)
            stage.act(task.ref, "finish", worker, result=words("demo-drains-clear"))
    stage.tick()
    roll_up(stage, stage.order, reasons=False)
    stage.tell("demo-second-order")
    roll_up(stage, stage.village_order)


def in_a_hurry(stage: Stage) -> None:
    """Hand something down at night, which waits for the morning."""
    stage.until(5, "21:10")
    stage.scene("demo-scene-hurry")
    stage.tell("demo-hurry")
    said = {**_DRAINS, "complete_by": _complete_by(stage), "content": "demo-sandbags-content"}
    stage.open("street_task", JINXIU.id, OFFICER, "demo-sandbags-count", **_spoken(said))


def _complete_by(stage: Stage) -> str:
    return f"{stage.day(_COMPLETE_BY):%Y-%m-%d}"


def _spoken(said: Mapping[str, str]) -> dict[str, Any]:
    return {name: words(v) if v.startswith("demo-") else v for name, v in said.items()}
