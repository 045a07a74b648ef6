"""An ordinary week: an instruction, a village task, needs and resources, a corridor's new head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from xiangyue.cli.demo.cast import JINXIU, LAOJIE, LVYUAN, OFFICE, OFFICER, XINQI
from xiangyue.cli.demo.lending import lend, matched, offer
from xiangyue.cli.demo.shares import roll_up
from xiangyue.cli.output import words

if TYPE_CHECKING:
    from xiangyue import Decision
    from xiangyue.cli.demo.stage import Stage

_DRAINS: Final = {
    "admission_item": "environment",
    "complete_by": "2026-06-12",
    "source_department": "demo-department",
    "content": "demo-drains-content",
}


def instruction_down(stage: Stage) -> None:
    """Bring an instruction to four communities; another one is off the list."""
    stage.scene("demo-scene-down")
    stage.tell("demo-off-the-list")
    said = {**_DRAINS, "admission_item": "certificates_off_the_list"}
    order = _checked(stage, "demo-certificates", said)
    stage.act(order, "drop", OFFICER, "demo-not-sent")
    stage.tell("demo-on-the-list")
    stage.order = _distributed(stage, _DRAINS, OFFICE)
    stage.tell("demo-who-pays")
    stage.village_order = _distributed(stage, {**_DRAINS, "funds": "township"}, XINQI.id)


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
    stage.act(task, "finish", "wang", result=words("demo-ditch-clear"))
    stage.until(4, "09:00")
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


def needs_met(stage: Stage) -> None:
    """Match what residents need with what others offer, the best way there is."""
    stage.scene("demo-scene-library")
    offer(stage, "moving-firm", "van", 2, 3, 30)
    offer(stage, "school", "hall", 80, 200, 60)
    offer(stage, "boat-club", "boat", 1, 4, 10)
    for who, item, quantity, urgency in (
        ("an", "van", 1, "soon"),
        ("bo", "van", 2, "planned"),
        ("an", "hall", 40, "planned"),
    ):
        stage.open(
            "need",
            LVYUAN.id,
            who,
            f"demo-need-{item}",
            item=item,
            needed_quantity=quantity,
            need_urgency=urgency,
        )
    stage.tell("demo-needs")
    lend(stage, matched(stage))


def corridor_post(stage: Stage) -> None:
    """Fill a corridor post: a talk, an invitation, a first small task, the post."""
    stage.until(4, "21:40")
    stage.scene("demo-scene-corridor")
    post = stage.open("corridor_post", LAOJIE.id, "ning", "demo-post")
    stage.act(post, "talk", "ning", candidate="yu")
    stage.tell("demo-invites")
    stage.act(post, "invite", "ning")
    stage.until(5, "09:00")
    stage.act(post, "begin", "ning", first_task="ring_at_neighbour")
    stage.until(5, "17:00")
    stage.act(post, "report", "yu", first_result=words("demo-rang"))
    stage.act(post, "make_regular", "gao")
    stage.tell("demo-regular", state=stage.state(post))


def in_a_hurry(stage: Stage) -> None:
    """Hand something down at night, which waits for the morning."""
    stage.until(5, "21:10")
    stage.scene("demo-scene-hurry")
    stage.tell("demo-hurry")
    said = {**_DRAINS, "content": "demo-sandbags-content"}
    stage.open("street_task", JINXIU.id, OFFICER, "demo-sandbags-count", **_spoken(said))


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}"


def _spoken(said: Mapping[str, str]) -> dict[str, Any]:
    return {name: words(v) if v.startswith("demo-") else v for name, v in said.items()}


SCENES = (
    instruction_down,
    instruction_back,
    village_task,
    needs_met,
    corridor_post,
    in_a_hurry,
)
