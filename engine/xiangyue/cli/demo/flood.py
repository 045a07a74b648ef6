"""A flood: first response, an activation, call-outs, the last household, stand-down and review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xiangyue.cli.demo.calling import call_out, finish_call_out, yields
from xiangyue.cli.demo.cast import COMMUNITIES, JINXIU, LAOJIE, LVYUAN, XINQI, Community
from xiangyue.cli.demo.lending import lend, matched
from xiangyue.cli.demo.setting import households
from xiangyue.cli.demo.stage import MINUTE
from xiangyue.cli.output import language, words
from xiangyue.study.participation import participation
from xiangyue.values import OPEN, Command, replace

if TYPE_CHECKING:
    from xiangyue import Task
    from xiangyue.cli.demo.stage import Stage

ON_DUTY: Final = {JINXIU.id: "duan", XINQI.id: "dai", LVYUAN.id: "du", LAOJIE.id: "dong"}
_END: Final = "2026-06-08T08:00"
_FACTS: Final = ("people_asked", "commands_in_mode", "refused_in_mode", "personal_collected")
_HEADS: Final = ("qiao", "tang")


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
    _activate(stage, JINXIU, "jinxiu-committee", _END)
    stage.tell("demo-too-long")
    _activate(stage, LVYUAN, "du", "2026-06-12T08:00")
    for community in COMMUNITIES:
        stage.activations[community.id] = _activate(stage, community, ON_DUTY[community.id], _END)
    modes = " · ".join(f"{one.title[language()]} {stage.mode(one.id)}" for one in COMMUNITIES)
    stage.tell("demo-activated", modes=modes)
    _paused(stage)


def _activate(stage: Stage, community: Community, by: str, end: str) -> str:
    return stage.open(
        "activation",
        community.id,
        by,
        "demo-flood",
        authority=words("demo-headquarters"),
        document_number="2026-17",
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
    stage.until(6, "23:40", MINUTE)
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
        need_urgency="life_safety",
        tier_wanted="T1",
    )
    lend(stage, matched(stage))


def last_household(stage: Stage) -> None:
    """Go from door to door until every household has been reached."""
    stage.until(7, "08:00")
    stage.scene("demo-scene-doors")
    stage.tell("demo-doors")
    rounds = [
        (_HEADS[number % 2], door, number % 8 == 5)
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


def stand_down(stage: Stage) -> None:
    """Free who came; the authority ends it, or the powers lapse by themselves."""
    stage.until(7, "18:00")
    stage.scene("demo-scene-down-again")
    finish_call_out(stage, ON_DUTY)
    stage.until(8, "07:00")
    for community in (JINXIU, XINQI, LVYUAN):
        _end(stage, community)
    stage.until(8, "09:00")
    lapsed = stage.state(stage.activations[LAOJIE.id])
    stage.tell("demo-no-document", state=lapsed, mode=stage.mode(LAOJIE.id))
    _end(stage, LAOJIE)
    stage.tick()


def _end(stage: Stage, community: Community) -> None:
    document = {
        "stand_down_authority": words("demo-headquarters"),
        "stand_down_document": "2026-18",
    }
    stage.act(stage.activations[community.id], "stand_down", ON_DUTY[community.id], **document)


def review(stage: Stage) -> None:
    """Conclude the reviews, which were opened with what the journal knows."""
    stage.until(8, "10:00")
    stage.scene("demo-scene-review")
    for community in COMMUNITIES:
        for task in stage.engine.tasks(community.id, flow="after_action_review").tasks:
            if community is XINQI:
                _filled_in(stage, task)
            stage.act(
                task.ref,
                "conclude",
                f"{community.id}-committee",
                unmet_needs=1,
                duplicate_requests=0,
                time_off_owed=12,
                changes_decided=words("demo-changes"),
            )
    if stage.open("village_task", XINQI.id, "li", "demo-hall", funds="not_needed"):
        stage.tell("demo-normal")


def _filled_in(stage: Stage, task: Task) -> None:
    """Tell what the review was opened with, in the profile's own words."""
    fields = stage.engine.profile(task.community).fields
    stage.tell("demo-filled-in")
    facts = [
        f"{fields[name].title.of(language())} {task.data[name]}"
        for name in _FACTS
        if name in task.data
    ]
    stage.point(" · ".join(facts))


SCENES = (first_response, activation, called_out, boats, last_household, stand_down, review)
