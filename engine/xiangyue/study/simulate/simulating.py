"""The face of the simulation: made-up communities under a real profile, with seeds and repetitions.

simulate  lets communities live through a time, as often as is said
compare   does so under several profiles or params, with the same people, matters and shocks
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from xiangyue.errors import Misuse
from xiangyue.profile import Profile
from xiangyue.study.simulate.model import Model, Shock
from xiangyue.study.simulate.reading import with_flows
from xiangyue.study.simulate.running import Part, Run, parts_of, processors, run_all
from xiangyue.study.simulate.simulated import Compared, Simulated
from xiangyue.time.clock import start_of_day, to_micros
from xiangyue.work.settings import fits

BEGIN: Final = date(2026, 1, 5)
"""When a run begins that does not say so: a Monday."""

SEED: Final = 1

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Options:
    """How much is simulated and how it is split up.

    ``workers`` are processes, as many as there are processors if None; ``executor`` is any other
    executor of ``concurrent.futures``. ``journal`` is the file that gets everything decided.
    """

    communities: int = 1
    days: int = 30
    begin: date = BEGIN
    seed: int = SEED
    repetitions: int = 1
    executor: Executor | None = None
    workers: int | None = None
    journal: Path | None = None
    progress: Progress | None = None


def simulate(
    profile: Profile,
    options: Options = Options(),
    *,
    params: Mapping[str, Any] | None = None,
    model: Model | None = None,
    shocks: Sequence[Shock] = (),
) -> Simulated:
    """Let communities live under a profile that the linter has passed.

    The same seed gives the same result, however it is split up. ``params`` are values for params
    of the profile. Raises Misuse for numbers or params that cannot be.
    """
    _check(options)
    people = model or Model()
    run = _run(profile, params or {}, people, shocks, options)
    workers = options.workers or processors()
    parts = parts_of(run, options.communities, options.repetitions, workers, options.journal)
    if options.journal is not None:
        for part in parts:
            Path(part.journal or "").unlink(missing_ok=True)
    counted = run_all(parts, options.executor, workers, options.progress)
    if options.journal is not None:
        _join(parts, options.journal)
    return Simulated(profile, run, options.communities, tuple(counted))


def compare(
    variants: Mapping[str, tuple[Profile, Mapping[str, Any]]],
    options: Options = Options(),
    *,
    model: Model | None = None,
    shocks: Sequence[Shock] = (),
) -> Compared:
    """Simulate several profiles, each with params of its own, under the same seeds.

    Every repetition has the same matters coming up at the same moments in all of them, so that what
    differs is what the rules make of them. Raises Misuse as ``simulate`` does.
    """
    found: dict[str, Simulated] = {}
    share = len(variants)
    for n, (name, (profile, params)) in enumerate(variants.items()):
        told = _part_of(options.progress, n, share)
        own = Options(**{**vars(options), "progress": told})
        found[name] = simulate(profile, own, params=params, model=model, shocks=shocks)
    return Compared(found)


def _part_of(progress: Progress | None, number: int, count: int) -> Progress | None:
    return None if progress is None else lambda share: progress((number + share) / count)


def _run(
    profile: Profile,
    params: Mapping[str, Any],
    model: Model,
    shocks: Sequence[Shock],
    options: Options,
) -> Run:
    for name, value in params.items():
        if name not in profile.params:
            raise Misuse("param-unknown", name=name, known=", ".join(sorted(profile.params)))
        if not fits(profile, name, value):
            schema = dict(profile.params[name].schema)
            raise Misuse("param-value", name=name, value=value, schema=schema)
    begin = to_micros(start_of_day(options.begin, profile.calendar.timezone))
    own = with_flows(model, profile)
    document = profile.document
    return Run(document, params, own, tuple(shocks), begin, options.days, options.seed)


def _check(options: Options) -> None:
    for name in ("communities", "days", "repetitions"):
        given = getattr(options, name)
        if given < 1:
            raise Misuse("simulate-number", name=name, least=1, given=given)


def _join(parts: Sequence[Part], journal: Path) -> None:
    """Put the parts of a journal together, in their order."""
    with journal.open("wb") as whole:
        for part in parts:
            piece = Path(part.journal or "")
            with piece.open("rb") as read:
                shutil.copyfileobj(read, whole)
            piece.unlink()
