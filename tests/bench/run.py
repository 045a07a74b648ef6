"""Speed and memory, measured in one interleaved run: ``make bench``.

Rates drift with the machine, so every figure is a ratio of medians taken in turn. The bare command
writes the same rows into the same tables with the sqlite3 driver alone (WAL, synchronous=NORMAL).
``--json FILE`` keeps the figures; ``--quick`` measures less.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent))

from big_profile import big_profile
from governed import LIMITS, bare, commands, moments, open_engine

from xiangyue import Command, Engine, lint, load
from xiangyue.flow import compile_plan

GROUP = 100
Figures = dict[str, Any]


def per_command(work: Callable[[], None], times: int) -> float:
    """Return the mean seconds of one call over so many calls."""
    begin = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begin) / times


def interleaved(
    works: Mapping[str, tuple[Callable[[], None], int, int]], rounds: int
) -> dict[str, float]:
    """Return the median seconds a command of each work; works take turns, round by round."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds + 1):
        for name, (work, times, size) in works.items():
            seconds[name].append(per_command(work, times) / size)
    return {name: statistics.median(found[1:]) for name, found in seconds.items()}


def limited(engine: Engine) -> Callable[[], None]:
    """Return one governed command that ten limits watch, in working hours."""
    source, clock = commands(), moments()

    def one() -> None:
        if not engine.do(next(source), now=next(clock)):
            raise AssertionError("refused")

    return one


def governed(engine: Engine) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return one governed command, and a group of a hundred."""
    source = commands()

    def one() -> None:
        if not engine.do(next(source)):
            raise AssertionError("refused")

    def group() -> None:
        if not all(engine.act_many([next(source) for _ in range(GROUP)])):
            raise AssertionError("refused")

    return one, group


def commands_figures(folder: Path, rounds: int) -> Figures:
    """Compare single and grouped commands with the bare driver and with other machines."""
    engine = open_engine(folder)
    one, group = governed(engine)
    (folder / "limits").mkdir()
    watched = open_engine(folder / "limits", limits=LIMITS)
    works: dict[str, tuple[Callable[[], None], int, int]] = {
        "bare": (bare(folder), 500, 1),
        "governed": (one, 500, 1),
        "governed, ten limits": (limited(watched), 500, 1),
        "act_many": (group, 10, GROUP),
    }
    try:
        import peers
    except ImportError:
        print("The peers are left out: pip install 'xiangyue[bench]'.", file=sys.stderr)
    else:
        peers.set_up(folder)
        works["django-fsm-2"] = (peers.django_fsm(), 100, 1)
        works["viewflow fsm"] = (peers.viewflow_fsm(), 100, 1)
    found = interleaved(works, rounds)
    engine.close()
    watched.close()
    figures: Figures = {f"{name} commands/s": 1 / seconds for name, seconds in found.items()}
    figures["governed / bare"] = found["bare"] / found["governed"]
    figures["governed, ten limits / bare"] = found["bare"] / found["governed, ten limits"]
    figures["act_many / bare"] = found["bare"] / found["act_many"]
    for name in ("django-fsm-2", "viewflow fsm"):
        if name in found:
            figures[f"governed / {name}"] = found[name] / found["governed"]
    return figures


def growth_figures(folder: Path, rows: int) -> Figures:
    """Compare a command's latency on a small journal with that on a large one."""
    engines, works = [], {}
    for name, size in (("small", rows // 100), ("large", rows)):
        (folder / name).mkdir()
        engine = open_engine(folder / name)
        one, group = governed(engine)
        for _ in range(size // GROUP):
            group()
        engines.append(engine)
        works[name] = (one, 500, 1)
    found = interleaved(works, 9)
    for engine in engines:
        engine.close()
    return {
        f"latency at {rows:,} rows / at {rows // 100:,}": found["large"] / found["small"],
        "journal rows": rows,
    }


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
    "latency at 1,000,000 rows / at 10,000": "at most 1.2",
    "process grown by MB": "does not grow",
    "load, lint, compile ms (warm)": "under 100",
}


def main() -> None:
    """Measure, and print a table and JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="measure less")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    chosen = parser.parse_args()
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures |= profile_figures(folder)
        figures |= commands_figures(folder, 5 if chosen.quick else 15)
        figures |= memory_figures(folder, 10_000 if chosen.quick else 100_000)
        figures |= growth_figures(folder, 50_000 if chosen.quick else 1_000_000)
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
