"""Whom call-outs ask: who hears it, and what each says after a while."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log
from typing import Any, Final

from xiangyue.study.simulate.hands import Hands
from xiangyue.study.simulate.matter import Matter
from xiangyue.study.simulate.scene import Scene
from xiangyue.study.simulate.village import HERE
from xiangyue.values import Command

_MINUTE: Final = 60_000_000


class Called:
    """Lets those who were asked answer, each in their time."""

    def __init__(self, scene: Scene, hands: Hands) -> None:
        """Begin with nobody asked."""
        self._agenda, self._people, self._model = scene.agenda, scene.people, scene.model
        self._streams, self._weather, self._tally = scene.streams, scene.weather, scene.tally
        self._hands = hands

    def asked(self, detail: Mapping[str, Any], at: int, find: Callable[[], Matter | None]) -> None:
        """Let each who is asked at a moment hear it or not; ``find`` is the matter, later."""
        by = detail.get("by", ())
        channels = (by,) if isinstance(by, str) else by
        for name in detail["to"]:
            self._tally.asked["asked"] += 1
            person = self._people.by_id.get(name)
            if person is None:
                continue
            role = self._model.role(person.roles[0])
            random = self._streams.of("answers", person.roles[0]).random
            hears, comes, takes = random(), random(), random()
            if hears < role.hears and self._weather.carries(channels, at):
                wait = round(-role.answers.minutes * log(1.0 - takes) * _MINUTE)
                self._agenda.put(at + wait, self._answer, (find, name, comes < role.accepts))

    def _answer(self, now: int, about: tuple[Callable[[], Matter | None], str, bool]) -> None:
        find, member, comes = about
        matter = find()
        if matter is None or member in matter.answered:
            return
        answers = self._hands.ways.answers[matter.task.flow]
        action = answers.accept if comes else answers.decline
        matter.answered.add(member)
        if action is None:
            return
        decision = self._hands.enter(Command(HERE, action, member, matter.task.id), now)
        if decision:
            self._tally.asked["accepted" if comes else "declined"] += 1
            if comes:
                matter.accepted.append(member)
