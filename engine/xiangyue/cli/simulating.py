"""``xiangyue simulate`` and ``compare``: how communities would live under a profile."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xiangyue.cli.options import DEFAULT_DB, Db, Json, existing
from xiangyue.cli.output import emit, language, progress, to_json, words
from xiangyue.cli.simulation_lines import comparison_lines, simulation_lines
from xiangyue.errors import BadInput, Misuse

if TYPE_CHECKING:
    from xiangyue.profile import Profile
    from xiangyue.study.simulate import Model, Options, Shock, Simulated

EXAMPLES: Final = """\b
Examples:
  xiangyue simulate --profile resource-scarce-rural --communities 20 --days 60
  xiangyue simulate --profile my/profile --model people.yaml --shock flood.yaml --repeat 10
  xiangyue simulate --like xinqi --db sqlite:///village.db --svg level.svg
"""
COMPARE_EXAMPLES: Final = """\b
Examples:
  xiangyue compare resource-scarce-rural low-participation --days 60 --repeat 10
  xiangyue compare my/profile my/profile:appeal_window=10 --shock flood.yaml --repeat 10
"""

Communities = Annotated[int, typer.Option(metavar="N", help="How many communities.")]
Days = Annotated[int, typer.Option(metavar="N", help="How many days they live through.")]
ModelFile = Annotated[
    Path | None,
    typer.Option("--model", metavar="FILE", help="What people are like, instead of defaults."),
]
Shocks = Annotated[
    list[Path] | None,
    typer.Option("--shock", metavar="FILE", help="What happens to them; may be repeated."),
]
Repeat = Annotated[
    int, typer.Option("--repeat", metavar="N", help="How often, each time with other numbers.")
]
Seed = Annotated[int, typer.Option(metavar="N", help="The same seed gives the same result.")]
Begin = Annotated[
    str | None, typer.Option("--begin", metavar="DAY", help="The first day, as 2026-03-01.")
]
Workers = Annotated[
    int | None,
    typer.Option(metavar="N", help="Processes; as many as there are processors if left out."),
]
Svg = Annotated[
    Path | None,
    typer.Option("--svg", metavar="FILE", help="Write a picture of the level of service."),
]


def simulate(
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="PROFILE", help="A profile's folder, or its name."),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(metavar="COMMUNITY", help="Take profile, params and people from its journal."),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(metavar="LOG", help="Take people from an event log that fits the profile."),
    ] = None,
    flow: Annotated[
        str | None, typer.Option(help="The flow of its cases; the only one if left out.")
    ] = None,
    params: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PARAM=VALUE", help="A param's value; may be repeated."),
    ] = None,
    communities: Communities = 1,
    days: Days = 30,
    model: ModelFile = None,
    shock: Shocks = None,
    repeat: Repeat = 1,
    seed: Seed = 1,
    begin: Begin = None,
    workers: Workers = None,
    journal: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write everything that was decided, a line each."),
    ] = None,
    expect: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what is expected, for xiangyue resilience."),
    ] = None,
    write_model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what people were taken to be like.")
    ] = None,
    svg: Svg = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Let made-up communities live under a profile and tell how they fare."""
    from xiangyue.study.simulate import model_text
    from xiangyue.study.simulate import simulate as live

    rules, own, people = _under(profile, like, log, flow, db, as_json)
    people = _people(model, rules) or people
    shocks = _shocks(shock, rules, people)
    values = {**own, **dict(map(_param, params or ()))}
    with progress(as_json, words("simulate-progress")) as bar:
        options = _options(communities, days, repeat, seed, begin, workers, journal, bar)
        found = live(rules, options, params=values, model=people, shocks=shocks)
    if svg is not None:
        svg.write_text(_picture({"": found}), "utf-8")
    if expect is not None:
        expect.write_bytes(to_json(found.expectation().as_dict()))
    if write_model is not None:
        write_model.write_text(model_text(found.run.model), "utf-8")
    emit(as_json, found.as_dict(), lambda: simulation_lines(found))


def compare(
    variants: Annotated[
        list[str],
        typer.Argument(metavar="PROFILE[:PARAM=VALUE,…]...", help="What is set side by side."),
    ],
    communities: Communities = 1,
    days: Days = 30,
    model: ModelFile = None,
    shock: Shocks = None,
    repeat: Repeat = 10,
    seed: Seed = 1,
    begin: Begin = None,
    workers: Workers = None,
    svg: Svg = None,
    as_json: Json = False,
) -> None:
    """Set profiles or param values side by side under the same matters and shocks."""
    from xiangyue.cli.lookup import sound
    from xiangyue.study.simulate import compare as set_beside

    if len(set(variants)) != len(variants) or len(variants) == 1:
        raise Misuse("simulate-variants")
    split = {name: name.partition(":") for name in variants}
    told = {
        name: (sound(ref), dict(map(_param, filter(None, said.split(",")))))
        for name, (ref, _, said) in split.items()
    }
    first = next(iter(told.values()))[0]
    people = _people(model, first)
    shocks = _shocks(shock, first, people)
    with progress(as_json, words("simulate-progress")) as bar:
        options = _options(communities, days, repeat, seed, begin, workers, None, bar)
        found = set_beside(told, options, model=people, shocks=shocks)
    if svg is not None:
        svg.write_text(_picture(found.of), "utf-8")
    emit(as_json, found.as_dict(), lambda: comparison_lines(found))


# --- what is asked for ---


def _under(
    profile: str | None, like: str | None, log: Path | None, flow: str | None, db: str, quiet: bool
) -> tuple[Profile, dict[str, Any], Model | None]:
    """Return the profile, its params and the people, if a journal or a log tells of them."""
    from xiangyue.cli.lookup import sound

    if (profile is None) is (like is None) or (log is not None and like is not None):
        raise Misuse("simulate-which")
    if like is None:
        rules = sound(profile or "")
        return rules, {}, None if log is None else _people_of(log, rules, flow, quiet)
    from xiangyue import Engine
    from xiangyue.study.simulate import fit_journal

    with Engine(existing(db)) as engine:
        fitted = fit_journal(engine, like)
    return fitted.profile, dict(fitted.params), fitted.model


def _people_of(log: Path, profile: Profile, flow: str | None, quiet: bool) -> Model:
    """Return the people of an event log: it is driven through the profile, in memory."""
    from xiangyue import Engine
    from xiangyue.cli.logs import read
    from xiangyue.exchange.logs.eventlog import LogOptions
    from xiangyue.exchange.logs.replay import replay_log
    from xiangyue.study.simulate import fit_journal

    events = read(log, LogOptions(), quiet)
    with Engine("sqlite://") as engine, progress(quiet, words("cli-replaying")) as bar:
        replay_log(engine, events, profile, flow=flow, community="log", progress=bar)
        return fit_journal(engine, "log").model


def _people(file: Path | None, profile: Profile) -> Model | None:
    from xiangyue.study.simulate import read_model

    return read_model(file, profile) if file is not None else None


def _shocks(
    files: Sequence[Path] | None, profile: Profile, model: Model | None
) -> tuple[Shock, ...]:
    from xiangyue.study.simulate import read_shocks

    arrivals = [one.id for one in (model.arrivals or ())] if model else []
    return tuple(one for file in files or () for one in read_shocks(file, profile, arrivals))


def _options(
    communities: int,
    days: int,
    repeat: int,
    seed: int,
    begin: str | None,
    workers: int | None,
    journal: Path | None,
    bar: Any,
) -> Options:
    from xiangyue.study.simulate import Options
    from xiangyue.time.clock import parse_date

    own = Options()
    return Options(
        communities=communities,
        days=days,
        begin=parse_date(begin) if begin else own.begin,
        seed=seed,
        repetitions=repeat,
        workers=workers,
        journal=journal,
        progress=bar,
    )


def _param(said: str) -> tuple[str, Any]:
    name, equals, value = said.partition("=")
    if not equals or not name:
        raise BadInput("simulate-param", given=said)
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _picture(found: Mapping[str, Simulated]) -> str:
    from xiangyue.charts import Series, lines, time_axis
    from xiangyue.study.confidence import band
    from xiangyue.study.simulate.coming import HOUR

    series = []
    for name, one in found.items():
        step = max(HOUR, (one.until - one.since) // 400 // HOUR * HOUR)
        times = range(one.since, one.until, step)
        reach = band([level.curve for level in one.levels], times)
        points = [(float(at), way.mean) for at, way in zip(times, reach, strict=True)]
        around = [(float(at), way.low, way.high) for at, way in zip(times, reach, strict=True)]
        shown = around if len(one.levels) > 1 else ()
        series.append(Series(name or one.profile.title.of(language()), points, shown))
    first = next(iter(found.values()))
    zone = first.profile.calendar.timezone
    axis = time_axis(first.since, first.until, zone, language())
    title, unit = words("simulate-level"), words("simulate-percent")
    return lines(series, axis, title=title, unit=unit, low=0, high=100, lang=language())
