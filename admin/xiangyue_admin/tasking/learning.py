"""What the visitor's roles ask of digital skills, and the trainings that go on."""

from __future__ import annotations

from dataclasses import dataclass

from xiangyue import Task
from xiangyue_admin.tasking.opening import my_communities
from xiangyue_admin.visiting import here

TRAINING = "training"
_MOST = 200


@dataclass(frozen=True, slots=True)
class Skills:
    """The level that was found (DigComp, 0 to 8), what roles ask for, and where training is."""

    level: int | None
    asked: tuple[tuple[str, int], ...]
    trainings: tuple[tuple[Task, str], ...]
    where: str | None


def skills() -> Skills:
    """Return the visitor's digital skills, and the trainings that they are in."""
    visit, language = here(), here().language
    person = visit.person()
    asked: dict[str, int] = {}
    trainings: list[tuple[Task, str]] = []
    where = None
    for community in my_communities()[:3]:
        profile = visit.engine.intake(community)
        for held in person.roles:
            role = profile.roles.get(held.role)
            if role is not None and role.literacy:
                asked[role.title.of(language)] = role.literacy
        if TRAINING not in profile.flows:
            continue
        where = where or community
        found = visit.engine.tasks(community, flow=TRAINING, ended=False, limit=_MOST).tasks
        states = profile.flows[TRAINING].states
        trainings += [
            (task, states[task.state].title.of(language) if task.state in states else task.state)
            for task in found
            if visit.member in (task.data.get("learner"), task.opener)
        ]
    return Skills(person.literacy, tuple(asked.items()), tuple(trainings), where)
