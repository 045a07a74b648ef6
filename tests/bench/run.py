"""Speed and memory, measured in one interleaved run: ``make bench``.

Rates drift with the machine, so figures are ratios of medians taken in turn. The bare command
writes the same rows into the same tables with the driver alone. ``--only sqlite`` or another part
measures just that; ``--quick`` measures less; ``--json FILE`` keeps the figures.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent))

import calling
import commanding
import console
import distributing
import due
import migrating
import needs
import over_http
import simulating
import trying
from big_profile import big_profile
from governed import open_engine
from measuring import Figures
from stores import Place, files, servers

from xiangyue import Command, lint, load
from xiangyue.flow import compile_plan


def memory_figures(folder: Path, tasks: int) -> Figures:
    """Measure by how much open tasks grow the process."""
    (folder / "many").mkdir()
    engine = open_engine(folder / "many")

    def open_some(start: int, count: int) -> None:
        engine.act_many(
            Command("c", "open", "wang", f"m{n}", flow="job") for n in range(start, start + count)
        )

    open_some(0, tasks // 10)
    process = psutil.Process()
    before = process.memory_info().rss
    for start in range(tasks // 10, tasks, 1000):
        open_some(start, 1000)
    grown = process.memory_info().rss - before
    engine.close()
    return {"open tasks": tasks, "process grown by MB": grown / 1e6}


def profile_figures(folder: Path) -> Figures:
    """Measure loading, linting and compiling a profile of ten flows, warm."""
    (folder / "big").mkdir()
    path = folder / "big" / "profile.yaml"
    text = big_profile(flows=10)
    seconds = []
    for n in range(8):
        # Another param default each time, so that no whole profile is remembered.
        path.write_text(text.replace("title:", f"# {n}\ntitle:", 1), encoding="utf-8")
        begin = time.perf_counter()
        loaded = load(path.parent)
        errors = [f for f in lint(loaded) if f.severity == "error"]
        if loaded.profile is None or errors:
            raise AssertionError(errors)
        compile_plan(loaded.profile)
        seconds.append(time.perf_counter() - begin)
    lines = text.count("\n")
    return {
        "profile lines": lines,
        "load, lint, compile ms (warm)": statistics.median(seconds[2:]) * 1000,
        "the same ms (cold)": seconds[0] * 1000,
    }


GOALS = {
    "governed / bare": "at least 0.5",
    "governed, ten limits / bare": "at least 0.35",
    "act_many / bare": "at least 1.5",
    "governed / django-fsm-2": "at least 3",
    "governed / viewflow fsm": "at least 3",
    "distribution / bare": "at least 1.5",
    "roll-up ms": "under 100",
    "HTTP: act / empty view": "at least 0.5",
    "HTTP: act_many / in process": "at least 0.5",
    "latency at 1,000,000 rows / at 10,000": "at most 1.2",
    "process grown by MB": "does not grow",
    "load, lint, compile ms (warm)": "under 100",
    "1,000 needs, 2,000 offers, 12 types: s": "under 10",
    "1,000 needs, 2,000 offers, 1 type: s": "under 10",
    "eight callers / one, durability full": "above 1",
    "SQLite: 100 due ones found, ms": "under 10",
    "SQLite: timers fired/s, with their commands": "at least 1,000",
    "SQLite: p99 of a command while they are sent, ms": "under 10",
    "SQLite: call-out opened, s": "under 5",
    "PostgreSQL: call-out opened, s": "under 5",
    "SQLite: tasks migrated/s": "at least 5,000",
    "SQLite: put back/s": "at least 5,000",
    "PostgreSQL: tasks migrated/s": "at least 5,000",
    "PostgreSQL: put back/s": "at least 5,000",
    "what-if: decisions/s, a tenth of them in reach": "at least 15,000",
    "what-if: two processes / one": "near 2",
    "page p95 ms": "under 150",
    "pages over 150 ms at p95": "0",
    "simulation: a year of 500 communities, minutes": "under 30 on two processors",
    "simulation: memory at most, MB": "under 2,000",
    "PostgreSQL: governed / bare": "at least 1",
    "PostgreSQL: act_many / bare": "at least 4",
    "PostgreSQL: governed / viewflow fsm": "at least 2",
    "PostgreSQL: governed / DBOS step": "at least 5",
    "PostgreSQL: governed / Procrastinate job": "at least 4",
    "PostgreSQL: two processes / one": "at least 1.4",
    "PostgreSQL: 100 due ones found, ms": "under 10",
    "PostgreSQL: timers fired/s, with their commands": "at least 1,000",
    "PostgreSQL: p99 while they are sent / idle": "at most 3",
}

Part = Callable[[], Figures]


def parts(folder: Path, place: Place | None, quick: bool) -> dict[str, Part]:
    """Return what can be measured here, by name."""
    rounds = 5 if quick else 15
    pending, fall_due, pile = (50_000, 1_000, 5_000) if quick else (1_000_000, 5_000, 100_000)
    called, moved = (1_000, 5_000) if quick else (5_000, 30_000)
    here, there = folder / "sqlite", folder / "postgresql"
    for each in (here, there):
        each.mkdir()
    lite = files(here)
    found: dict[str, Part] = {
        "profile": lambda: profile_figures(folder),
        "matching": needs.matching_figures,
        "simulating": lambda: simulating.simulation_figures(
            4 if quick else 24, 30 if quick else 120
        ),
        "sqlite": lambda: commanding.sqlite_figures(here, rounds),
        "http": lambda: over_http.over_http_figures(here, rounds),
        "sharing": lambda: commanding.sharing_figures(here, rounds),
        "distribution": lambda: distributing.distribution_figures(
            here, 2_000 if quick else 10_000, 3
        ),
        "memory": lambda: memory_figures(folder, 10_000 if quick else 100_000),
        "growth": lambda: commanding.growth_figures(here, 50_000 if quick else 1_000_000),
        "sqlite-timers": lambda: due.timers_figures(here, lite, "SQLite", pending, fall_due),
        "sqlite-call-out": lambda: calling.call_out_figures(here, lite, "SQLite", called),
        "migrating": lambda: migrating.migrating_figures(here, lite, "SQLite", moved),
        "whatif": lambda: trying.trying_figures(here, 4, 200 if quick else 1_500),
        "pages": lambda: console.page_figures(
            here, tasks=pending // 10, rows=pending, rounds=10 if quick else 40
        ),
        "watching": lambda: console.watching_figures(here, 200),
        "sqlite-draining": lambda: due.draining_figures(here, lite, "SQLite", pile),
    }
    if place is not None:
        pg, at = "PostgreSQL", place
        found |= {
            "postgresql": lambda: commanding.postgresql_figures(there, at, rounds),
            "postgresql-processes": lambda: commanding.processes_figures(there, at, 2, rounds // 2),
            "postgresql-timers": lambda: due.timers_figures(there, at, pg, pending, fall_due),
            "postgresql-migrating": lambda: migrating.migrating_figures(there, at, pg, moved),
            "postgresql-call-out": lambda: calling.call_out_figures(there, at, pg, called),
            "postgresql-draining": lambda: due.draining_figures(there, at, pg, pile),
        }
    return found


def main() -> None:
    """Measure, and print a table and JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="measure less")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    parser.add_argument("--only", action="append", help="measure this part alone; may be repeated")
    chosen = parser.parse_args()
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as name, servers() as place:
        known = parts(Path(name), place, chosen.quick)
        wanted = chosen.only or list(known)
        if unknown := [part for part in wanted if part not in known]:
            parser.error(f"{', '.join(unknown)} is none of {', '.join(known)}")
        commanding.set_up_peers(Path(name), place)
        for part in wanted:
            print(f"Measuring {part} ...", file=sys.stderr)
            figures |= known[part]()
    table = Table("figure", "measured", "goal")
    for what, value in figures.items():
        shown = f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
        table.add_row(what, shown, GOALS.get(what, ""))
    Console().print(table)
    text = json.dumps(figures, indent=1)
    print(text)
    if chosen.json:
        chosen.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
