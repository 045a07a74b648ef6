"""After the flood: everybody is freed, powers end, and it is reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xiangyue.cli.demo.calling import finish_call_out
from xiangyue.cli.demo.cast import (
    COMMUNITIES,
    JINXIU,
    LAOJIE,
    LVYUAN,
    ON_DUTY,
    XINQI,
    Community,
)
from xiangyue.cli.output import language, words

if TYPE_CHECKING:
    from xiangyue import Task
    from xiangyue.cli.demo.stage import Stage

_FACTS: Final = ("people_asked", "commands_in_mode", "refused_in_mode", "personal_collected")


def stand_down(stage: Stage) -> None:
    """Free who came; the authority ends it, or the powers lapse by themselves."""
    stage.until(7, "18:00")
    stage.scene("demo-scene-down-again")
    finish_call_out(stage)
    stage.until(8, "07:00")
    stage.tell("demo-warned")
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
        "stand_down_document": f"{stage.start.year}-18",
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
