"""A year of communities simulated: what a slice of it takes, and what all of it would."""

from __future__ import annotations

import time
from dataclasses import replace

import psutil
from measuring import Figures

from xiangyue.cli.lookup import sound
from xiangyue.study.simulate import Model, Options, simulate
from xiangyue.study.simulate.running import processors

PROFILE = "resource-scarce-rural"
A_DAY = 100
"""Commands of each community."""
YEAR, COMMUNITIES = 365, 500


def simulation_figures(communities: int, days: int) -> Figures:
    """Measure some communities for some days on every processor, starting of processes included.

    Openings are set so that each has about a hundred commands a day.
    """
    profile = sound(PROFILE)
    once = simulate(profile, Options(days=20, workers=1), model=Model(openings=50))
    openings = 50 * A_DAY * 20 / once.total.commands
    workers, peak = processors(), 0.0

    def watch(share: float) -> None:
        nonlocal peak
        del share
        own = psutil.Process()
        held = sum(one.memory_info().rss for one in (own, *own.children(recursive=True)))
        peak = max(peak, held / 1e6)

    options = Options(communities=communities, days=days, progress=watch)
    begin = time.perf_counter()
    found = simulate(profile, options, model=replace(Model(), openings=openings))
    spent = time.perf_counter() - begin
    commands = found.total.commands
    return {
        "simulated commands": commands,
        "simulated commands a community a day": commands / communities / days,
        "simulation: processes": workers,
        "simulation: microseconds a command a process": spent * workers / commands * 1e6,
        "simulation: microseconds of a processor a command": found.total.seconds / commands * 1e6,
        "simulation: a year of 500 communities, minutes": (
            spent / commands * COMMUNITIES * YEAR * A_DAY / 60
        ),
        "simulation: memory at most, MB": peak,
    }
