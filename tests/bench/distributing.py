"""One instruction to many communities, against the bare driver; and the roll-up of them.

Distribution, bare commands and ``act_many`` take turns every few hundred tasks, so that each ratio
is one of neighbours; the median of these ratios is told with its quarters, by the clock and by the
processor's time, which does not count what others on the machine take.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Final, NamedTuple

import bare
from governed import grouped, open_engine
from measuring import Figures, Spent, spent

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from offices import HAMLET, MONDAY, OFFICE, instruct

from xiangyue import Decision, Engine

SLICE: Final = 500
"""So many tasks are distributed before others have their turn, with as many commands."""
GROUP: Final = 100
LOOKS: Final = 5
"""How often a roll-up is asked for in a round."""


class Turn(NamedTuple):
    """What one command or task took of each of those that take turns."""

    bare: Spent
    many: Spent
    distributed: Spent


def distribution_figures(folder: Path, communities: int, rounds: int) -> Figures:
    """Measure how many tasks a second one call opens, warm and cold, and the roll-up."""
    one = bare.on_sqlite(folder)
    (folder / "many").mkdir()
    with (
        open_engine(folder / "many") as many,
        Engine(f"sqlite:///{folder / 'street.db'}") as engine,
    ):
        group = grouped(many, GROUP)
        _settle(engine, communities)
        turns: list[list[Turn]] = []
        calls: list[Spent] = []
        looks: list[list[Spent]] = []
        for _ in range(rounds):
            sent, took = spent(lambda: instruct(engine))
            calls.append(took)
            turns += [_distribute(engine, one, group, communities)]
            looks.append([_look(engine, sent, communities) for _ in range(LOOKS)])
    warm = [turn for some in turns[1:] or turns for turn in some]
    by_clock = [turn.bare.wall / turn.distributed.wall for turn in warm]
    by_cpu = [turn.bare.cpu / turn.distributed.cpu for turn in warm]
    low, _, high = quantiles(by_clock, n=4)
    return {
        "communities": communities,
        "distributed tasks/s": 1 / median(turn.distributed.wall for turn in warm),
        "distribution / bare": median(by_clock),
        "distribution / bare, a quarter is below": low,
        "distribution / bare, a quarter is above": high,
        "distribution / bare, CPU time": median(by_cpu),
        "distribution / bare, the first time": median(
            turn.bare.wall / turn.distributed.wall for turn in turns[0]
        ),
        "distribution / act_many": median(turn.many.wall / turn.distributed.wall for turn in warm),
        "distributed, CPU µs a task": median(turn.distributed.cpu for turn in warm) * 1e6,
        "bare, CPU µs a command": median(turn.bare.cpu for turn in warm) * 1e6,
        "the call itself ms": median(call.wall for call in calls) * 1000,
        "roll-up ms": median(look.wall for some in looks for look in some) * 1000,
        "roll-up ms, CPU time": median(look.cpu for some in looks for look in some) * 1000,
        "roll-up ms, CPU time, the longest": max(x.cpu for some in looks for x in some) * 1000,
        "roll-up ms, the first time": looks[0][0].wall * 1000,
    }


def _distribute(
    engine: Engine, one: Callable[[], None], group: Callable[[], None], communities: int
) -> list[Turn]:
    """Have everything distributed that waits; others have their turns between."""
    turns, opened = [], 0
    while opened < communities:
        _, alone = spent(one, SLICE)
        _, together = spent(group, SLICE // GROUP)
        some, took = spent(lambda: engine.tick(MONDAY, limit=SLICE))
        if not some:
            raise AssertionError(f"{opened} of {communities}")
        opened += len(some)
        turns.append(Turn(alone.each(SLICE), together.each(SLICE), took.each(len(some))))
    return turns


def _look(engine: Engine, sent: Decision, communities: int) -> Spent:
    """Ask for the roll-up."""
    found, took = spent(lambda: engine.rollup(sent, now=MONDAY))
    if found.states["received"] != communities or found.lag:
        raise AssertionError(found.states)
    return took


def _settle(engine: Engine, communities: int) -> None:
    """Set up a sub-district and its communities, each with the profile that takes tasks in."""
    engine.add_unit("qu", "county", now=MONDAY)
    engine.add_unit("dong", "subdistrict", parent="qu", now=MONDAY)
    engine.register("qian", home="dong", roles={"officer": "qu"}, now=MONDAY)
    engine.install(OFFICE, community="dong", now=MONDAY)
    for n in range(communities):
        engine.add_unit(f"c{n:05}", "community", parent="dong", now=MONDAY)
        engine.install(HAMLET, community=f"c{n:05}", now=MONDAY)
