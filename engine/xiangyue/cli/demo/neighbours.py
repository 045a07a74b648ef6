"""Neighbours: needs and resources, a corridor's new head, and a knock at every door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xiangyue.cli.demo.cast import LAOJIE, LVYUAN
from xiangyue.cli.demo.lending import COUNTED, lend, matched, offer
from xiangyue.cli.demo.setting import grid_of, households
from xiangyue.cli.demo.stage import MINUTE
from xiangyue.cli.output import words
from xiangyue.study.participation import participation
from xiangyue.values import OPEN, Command, replace

if TYPE_CHECKING:
    from xiangyue.cli.demo.stage import Stage

_HEADS: Final = ("qiao", "tang", "yu")
_JOINING: Final = {
    "boat-club": "social_organization",
    "moving-firm": "private_firm",
    "school": "resident_unit",
    "water-works": "resident_unit",
}


def needs_met(stage: Stage) -> None:
    """Match what residents need with what others offer, the best way there is."""
    stage.scene("demo-scene-library")
    for who, kind in _JOINING.items():
        said = {"organization": who, "organization_kind": kind, "registered_at_home": True}
        joining = stage.open("joining", LVYUAN.id, who, **said)
        stage.act(joining, "admit", "lvyuan-party")
    stage.tell("demo-joined", count=len(_JOINING))
    offer(stage, "moving-firm", "van", (2, 3), 30, "an")
    offer(stage, "school", "hall", (80, 200), 60, "bo")
    offer(stage, "boat-club", "boat", (1, 4), 10, "ren")
    offer(stage, "water-works", "pump", (1, 2), 120, "shi")
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
            counted_in=COUNTED.get(item, "pieces"),
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
    stage.act(post, "make_regular", "gao", of_age=True, post_grid=grid_of(LAOJIE.id))
    stage.tell("demo-regular", state=stage.state(post))


def last_household(stage: Stage) -> None:
    """Go from door to door until every household has been reached."""
    stage.until(7, "08:00")
    stage.scene("demo-scene-doors")
    stage.tell("demo-doors")
    rounds = [
        (_HEADS[number % len(_HEADS)], door, number % 8 == 5)
        for number, door in enumerate(households(LAOJIE.id))
    ]
    visits = stage.act_many(
        [
            Command(LAOJIE.id, OPEN, head, flow="household_visit", data={"home_visited": door})
            for head, door, _ in rounds
        ]
    )
    met = [
        Command(LAOJIE.id, "miss" if away else "meet", head, visit.task)
        for visit, (head, _, away) in zip(visits, rounds, strict=True)
    ]
    stage.act_many(met)
    _reached(stage)
    stage.until(7, "11:00")
    again = [command for command in met if command.action == "miss"]
    stage.act_many([replace(command, action="meet") for command in again])
    _reached(stage)


def _reached(stage: Stage) -> None:
    """Tell how many households have been spoken with, as the study of participation counts them."""
    found = participation(stage.engine, LAOJIE.id, until=stage.now + MINUTE).household_coverage
    stage.point(words("demo-reached", count=found.count, total=found.total))
