"""One instruction to many communities, against the bare driver; and the roll-up of them."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

import bare
from governed import grouped, open_engine
from measuring import Figures, per_call

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from offices import HAMLET, MONDAY, OFFICE, instruct

from xiangyue import Engine

BARE, GROUP = 2000, 100
"""Bare commands in a round, and how many commands are a group."""


def distribution_figures(folder: Path, communities: int, rounds: int) -> Figures:
    """Measure how many tasks a second one call opens, warm and cold, and the roll-up."""
    one = bare.on_sqlite(folder)
    names = ("bare", "act_many", "call", "distribution", "roll-up")
    seconds: dict[str, list[float]] = {name: [] for name in names}
    (folder / "many").mkdir()
    many = grouped(open_engine(folder / "many"), GROUP)
    with Engine(f"sqlite:///{folder / 'street.db'}") as engine:
        _settle(engine, communities)
        for _ in range(rounds):
            seconds["bare"].append(per_call(one, BARE))
            seconds["act_many"].append(per_call(many, BARE // GROUP) / GROUP)
            begin = time.perf_counter()
            sent = instruct(engine)
            called = time.perf_counter()
            opened = 0
            while some := engine.tick(MONDAY):
                opened += len(some)
            ended = time.perf_counter()
            if opened != communities:
                raise AssertionError(f"{opened} of {communities}")
            found = engine.rollup(sent, now=MONDAY)
            if found.states["received"] != communities or found.lag:
                raise AssertionError(found.states)
            seconds["roll-up"].append(time.perf_counter() - ended)
            seconds["call"].append(called - begin)
            seconds["distribution"].append((ended - called) / communities)
    warm = {name: median(found[1:] or found) for name, found in seconds.items()}
    return {
        "communities": communities,
        "distributed tasks/s": 1 / warm["distribution"],
        "distribution / bare": warm["bare"] / warm["distribution"],
        "distribution / act_many": warm["act_many"] / warm["distribution"],
        "distribution / bare, the first time": seconds["bare"][0] / seconds["distribution"][0],
        "the call itself ms": warm["call"] * 1000,
        "roll-up ms": warm["roll-up"] * 1000,
        "roll-up ms, the first time": seconds["roll-up"][0] * 1000,
    }


def _settle(engine: Engine, communities: int) -> None:
    """Set up a sub-district and its communities, each with the profile that takes tasks in."""
    engine.add_unit("qu", "county", now=MONDAY)
    engine.add_unit("dong", "subdistrict", parent="qu", now=MONDAY)
    engine.register("qian", home="dong", roles={"officer": "qu"}, now=MONDAY)
    engine.install(OFFICE, community="dong", now=MONDAY)
    for n in range(communities):
        engine.add_unit(f"c{n:05}", "community", parent="dong", now=MONDAY)
        engine.install(HAMLET, community=f"c{n:05}", now=MONDAY)
