"""The village: an order becomes points, and these an appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiangyue.cli.demo.cast import XINQI
from xiangyue.cli.demo.shares import roll_up
from xiangyue.cli.output import words

if TYPE_CHECKING:
    from xiangyue import Decision
    from xiangyue.cli.demo.stage import Stage


def village_task(stage: Stage) -> None:
    """Turn the order into points, the points into an appeal, the appeal into a counter-entry."""
    stage.scene("demo-scene-village")
    _adopt(stage)
    (order,) = stage.engine.tasks(XINQI.id, flow="village_task").tasks
    task = order.ref
    known = {"task_class": "routine", "difficulty": "hard", "urgency": "soon"}
    valued = stage.act(task, "convert", "li", **known)
    stage.tell("demo-valued", points=f"{valued.values['value']:g}")
    stage.tell("demo-wrong-hands")
    stage.act(task, "assign", "wang", assignee="chen")
    stage.act(task, "assign", "li", assignee="wang")
    stage.until(3, "16:00")
    stage.scene("demo-scene-done")
    stage.act(task, "finish", "wang", result=words("demo-ditch-clear"))
    stage.tell("demo-done")
    stage.until(4, "09:00")
    stage.scene("demo-scene-scored")
    scored = stage.act(task, "score", "supervisors", quality="pass_with_defects")
    stage.tell("demo-scored", points=_points(scored.points[0].amount))
    _appeal(stage, scored, valued.values["value"])
    stage.tick()
    roll_up(stage, stage.village_order)


def _adopt(stage: Stage) -> None:
    money = {"funding_source": "collective_income", "funding_months": 12}
    scheme = stage.open("points_adoption", XINQI.id, "xinqi-committee", **money)
    votes = {"adopting_body": "villagers_assembly", "entitled": 300, "present": 180}
    stage.act(scheme, "record_vote", "supervisors", **votes, in_favour=151)
    stage.tell("demo-adopted", entitled=300, present=180, in_favour=151)


def _appeal(stage: Stage, scored: Decision, full: float) -> None:
    entry = f"{scored.seq}.0"
    appeal = stage.open(
        "points_appeal", XINQI.id, "wang", "demo-appeal", entry=entry, grounds=words("demo-grounds")
    )
    stage.tell("demo-appealed")
    stage.act(appeal, "decide", "supervisors", "demo-decided", decided_points=0)
    stage.act(appeal, "decide", "fan", "demo-decided", decided_points=full)
    stage.act(appeal, "accept", "wang")
    balance = stage.engine.balance(XINQI.id, "wang")
    stage.tell("demo-corrected", points=_points(balance))


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}"
