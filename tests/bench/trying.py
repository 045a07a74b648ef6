"""What-if: recorded commands judged under other rules, a second on one processor and on two."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from governed import PROFILE
from measuring import Figures

from xiangyue import Command, Engine, Profile, load
from xiangyue.lint import require
from xiangyue.study.whatif import what_if

_BEGUN = datetime(2026, 1, 5, 1, tzinfo=UTC)
_ROUND = ("open", "go", "back", "go", "back", "go", "back", "go", "back", "end")


def trying_figures(folder: Path, communities: int, rounds: int) -> Figures:
    """Measure on journals of commands with a guard, a computed value and a message each."""
    place = folder / "whatif"
    place.mkdir()
    url = f"sqlite:///{place / 'tried.db'}"
    names = [f"c{n}" for n in range(communities)]
    with Engine(url) as engine:
        profile = _profile(place / "bench")
        for name in names:
            engine.install(profile, name, now=_BEGUN)
            engine.register(f"li-{name}", roles={"cadre": name}, now=_BEGUN)
            _record(engine, name, rounds)
        ended = _profile(place / "other", "now > now - days(1)")
        figures: Figures = {}
        one = {"workers": 1}
        figures["what-if: decisions/s, none of them in reach"] = _rate(engine, params={}, **one)
        figures["what-if: decisions/s, a tenth of them in reach"] = _rate(
            engine, profile=ended, communities=names, **one
        )
        figures["what-if: decisions/s, four fifths of them in reach"] = _rate(
            engine, params={"factor": 2.0}, **one
        )
        figures["what-if: two processes / one"] = _apart(engine, 2) / _apart(engine, 1)
    return figures


def _rate(engine: Engine, **tried: Any) -> float:
    """Return how many a second: of one process, of the time that it had a processor."""
    clock = time.process_time if tried["workers"] == 1 else time.perf_counter
    begin = clock()
    found = what_if(engine, **tried)
    if found.part.elsewhere:
        raise AssertionError(found.part.elsewhere[:3])
    return found.part.commands / (clock() - begin)


def _apart(engine: Engine, processes: int) -> float:
    """Return how many a second that many processes judge, once they are there."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        seconds = []
        for _ in range(2):
            begin = time.perf_counter()
            found = what_if(engine, params={"factor": 2.0}, executor=pool)
            seconds.append(time.perf_counter() - begin)
    return found.part.commands / seconds[-1]


def _record(engine: Engine, community: str, rounds: int) -> None:
    who, at = f"li-{community}", _BEGUN
    batch: list[tuple[Command, datetime]] = []
    for n in range(rounds):
        for action in _ROUND:
            at += timedelta(minutes=1)
            opening = action == "open"
            data = {"amount": 5 + n % 90} if action in ("go", "back") else {}
            flow = "job" if opening else None
            batch.append((Command(community, action, who, f"t{n}", flow, data), at))
    for one in engine.act_many(batch):
        if not one:
            raise AssertionError(one)


def _profile(folder: Path, end: str = "") -> Profile:
    """Return the profile that is measured; ``end`` is a guard of the last action."""
    folder = folder / "bench"
    folder.mkdir(parents=True)
    text = PROFILE.replace("to: ended, by: cadre}", f"to: ended, by: cadre, when: {end}}}")
    (folder / "profile.yaml").write_text(text if end else PROFILE, encoding="utf-8")
    return require(load(folder), {})
