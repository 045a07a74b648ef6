"""Call-outs of the flood: opened, climbed, and told as they yield."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiangyue.cli.demo.cast import COMMUNITIES, ON_DUTY, Community
from xiangyue.cli.output import language, words

if TYPE_CHECKING:
    from xiangyue.cli.demo.stage import Stage


def call_out(stage: Stage, community: Community, by: str, wanted: int) -> None:
    """Call people out, the first rung at once."""
    call = stage.open("callout", community.id, by, "demo-sandbags", wanted=wanted, work="clearing")
    stage.calls[community.id] = call.ref


def yields(stage: Stage) -> None:
    """Tell what each call-out has yielded, rung by rung."""
    for community in COMMUNITIES:
        found = stage.engine.call_out_yield(stage.calls[community.id])
        rungs = " → ".join(f"{one.accepted}/{one.asked}" for one in found.rungs)
        said = {"community": community.title[language()], "rungs": rungs, "wanted": found.wanted}
        said |= {"accepted": found.accepted, "asked": found.asked}
        stage.point(words("demo-yield", **said))


def finish_call_out(stage: Stage) -> None:
    """Begin the work, count heads, and free everybody."""
    arrived = freed = 0
    for community, call in stage.calls.items():
        come = stage.engine.call_out_yield(call).accepted
        stage.act(call, "begin", ON_DUTY[community])
        stage.act(call, "arrive", ON_DUTY[community], come=come)
        stage.act(call, "stand_down", ON_DUTY[community])
        found = stage.engine.call_out_yield(call)
        arrived, freed = arrived + (found.arrived or 0), freed + found.freed
    stage.tell("demo-freed", arrived=arrived, freed=freed)
