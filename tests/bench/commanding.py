"""One command after the other, against the bare driver and against other libraries."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import bare
from governed import LIMITS, commands, grouped, moments, open_engine, single
from measuring import Figures, Work, interleaved, rates
from stores import Place

from xiangyue import Engine

GROUP = 100
CALLERS = 8


def limited(engine: Engine) -> Callable[[], None]:
    """Return one governed command that ten limits watch, in working hours."""
    source, clock = commands(), moments()

    def one() -> None:
        if not engine.do(next(source), now=next(clock)):
            raise AssertionError("refused")

    return one


def sqlite_figures(folder: Path, rounds: int) -> Figures:
    """Compare commands in a file with the bare driver and with other state machines."""
    with ExitStack() as stack:
        engine = stack.enter_context(open_engine(folder))
        (folder / "limits").mkdir()
        watched = stack.enter_context(open_engine(folder / "limits", limits=LIMITS))
        works: dict[str, Work] = {
            "bare": (bare.on_sqlite(folder), 500, 1),
            "governed": (single(engine), 500, 1),
            "governed, ten limits": (limited(watched), 500, 1),
            "act_many": (grouped(engine, GROUP), 10, GROUP),
        }
        peers = _peers(None)
        for name, work in peers.items():
            works[name] = (work, 100, 1)
        found = interleaved(works, rounds)
    figures = rates(found)
    for name in ("governed", "governed, ten limits", "act_many"):
        figures[f"{name} / bare"] = found["bare"] / found[name]
    for name in peers:
        figures[f"governed / {name}"] = found[name] / found["governed"]
    return figures


def set_up_peers(folder: Path, place: Place | None) -> None:
    """Say to other state machines where to keep what they do, once for both stores."""
    try:
        import peers
    except ImportError:
        print("The peers are left out: pip install 'xiangyue[bench]'.", file=sys.stderr)
    else:
        peers.set_up(folder, place("peers") if place else None)


def _peers(place: Place | None) -> dict[str, Callable[[], None]]:
    """Return other state machines, in a file or at a server."""
    try:
        import peers
    except ImportError:
        return {}
    if place is None:
        return {"django-fsm-2": peers.django_fsm(), "viewflow fsm": peers.viewflow_fsm()}
    return {"viewflow fsm": peers.viewflow_fsm(peers.POSTGRESQL)}


def postgresql_figures(folder: Path, place: Place, rounds: int) -> Figures:
    """Compare commands at a server with the bare driver, a state machine, and job libraries."""
    (folder / "pg").mkdir()
    (folder / "pg-limits").mkdir()
    with ExitStack() as stack:
        engine = stack.enter_context(open_engine(folder / "pg", place("governed")))
        watched = open_engine(folder / "pg-limits", place("limited"), limits=LIMITS)
        stack.enter_context(watched)
        works: dict[str, Work] = {
            "bare": (bare.on_postgresql(place("bare")), 100, 1),
            "governed": (single(engine), 100, 1),
            "governed, ten limits": (limited(watched), 100, 1),
            "act_many": (grouped(engine, GROUP), 3, GROUP),
        }
        for name, work in _peers(place).items():
            works[name] = (work, 50, 1)
        works |= _jobs(stack, place)
        found = interleaved(works, rounds)
    figures = rates(found, "PostgreSQL: ")
    for name in works:
        if name in ("governed", "governed, ten limits", "act_many"):
            figures[f"PostgreSQL: {name} / bare"] = found["bare"] / found[name]
        elif name != "bare":
            figures[f"PostgreSQL: governed / {name}"] = found[name] / found["governed"]
    return figures


def _jobs(stack: ExitStack, place: Place) -> dict[str, Work]:
    import job_peers

    works: dict[str, Work] = {}
    try:
        dbos = stack.enter_context(job_peers.dbos(place("dbos")))
        works["DBOS step"] = (dbos, 5, job_peers.STEPS)
        jobs = stack.enter_context(job_peers.procrastinate(place("procrastinate")))
        works["Procrastinate job"] = (jobs, 1, job_peers.JOBS)
    except ImportError:
        print("DBOS or Procrastinate is left out: pip install 'xiangyue[bench]'.", file=sys.stderr)
    return works


def sharing_figures(folder: Path, rounds: int) -> Figures:
    """Compare eight callers, who wait for the disk together, with one."""
    (folder / "full").mkdir()
    names = [f"c{n}" for n in range(CALLERS)]
    with open_engine(folder / "full", durability="full", communities=names) as engine:
        works = [single(engine, name) for name in names]

        def callers(count: int, times: int = 25) -> Callable[[], None]:
            def work(one: Callable[[], None]) -> None:
                for _ in range(times):
                    one()

            def together() -> None:
                threads = [threading.Thread(target=work, args=(one,)) for one in works[:count]]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()

            return together

        times = 25
        found = interleaved(
            {"one": (callers(1), 2, times), "eight": (callers(CALLERS), 1, CALLERS * times)},
            rounds,
        )
    return {
        "durability full, one caller commands/s": 1 / found["one"],
        "durability full, eight callers commands/s": 1 / found["eight"],
        "eight callers / one, durability full": found["one"] / found["eight"],
    }


def growth_figures(folder: Path, rows: int) -> Figures:
    """Compare a command's latency on a small journal with that on a large one."""
    with ExitStack() as stack:
        works: dict[str, Work] = {}
        for name, size in (("small", rows // 100), ("large", rows)):
            (folder / name).mkdir()
            engine = stack.enter_context(open_engine(folder / name))
            group = grouped(engine, GROUP)
            for _ in range(size // GROUP):
                group()
            works[name] = (single(engine), 500, 1)
        found = interleaved(works, 9)
    return {
        f"latency at {rows:,} rows / at {rows // 100:,}": found["large"] / found["small"],
        "journal rows": rows,
    }


def processes_figures(folder: Path, place: Place, seconds: float, rounds: int) -> Figures:
    """Compare two processes, each with a community of its own, with one."""
    from processes import Crew

    (folder / "crew").mkdir()
    url = place("crew")
    open_engine(folder / "crew", url, communities=["c0", "c1"]).close()
    with Crew("command", [(url, "c0"), (url, "c1")]) as crew:
        found = dict.fromkeys((1, 2), 0.0)
        crew.rate(2, seconds)
        for _ in range(rounds):
            for count in found:
                found[count] += crew.rate(count, seconds) / rounds
    return {
        "PostgreSQL: one process commands/s": found[1],
        "PostgreSQL: two processes commands/s": found[2],
        "PostgreSQL: two processes / one": found[2] / found[1],
    }
