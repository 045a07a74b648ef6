"""The conformance kit: a limit is tried, and what it is not allowed to do is said.

form → config schema → facts → profiles → the battery of reviews → abuse
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from xiangyue.conformance.abuse import abuse_problems
from xiangyue.conformance.configs import fitting, undescribed, unfitting
from xiangyue.conformance.form import form_problems, schema_problem
from xiangyue.conformance.problem import Problem, Report
from xiangyue.conformance.profiles import judge_profiles
from xiangyue.conformance.reviews import Config, Seen, Setting, facts_of, see
from xiangyue.limit import Limit
from xiangyue.spelling import shown

MOST = 3
"""How often one thing is said of a limit; the rest would be the same."""


def check_limit(limit: object) -> tuple[Problem, ...]:
    """Return what is wrong with a limit; errors first."""
    return examine(limit).problems


def assert_conforms(limit: object) -> None:
    """Raise AssertionError with all that is wrong with a limit, warnings aside.

    For the tests of a plugin: ``assert_conforms(MyLimit())`` tries it on some hundred cases.
    """
    report = examine(limit)
    if not report:
        errors = [str(problem) for problem in report.problems if problem.severity == "error"]
        raise AssertionError("\n".join((f"{report.limit} does not conform:", *errors)))


def examine(limit: object) -> Report:
    """Try a limit, and report what is wrong, what it said, and how long it took."""
    if not isinstance(limit, Limit):
        kind = shown(repr(limit))
        return Report(kind, (Problem("conformance-no-limit", values={"limit": kind}),))
    name = str(getattr(limit, "name", type(limit).__name__))
    found = [*form_problems(limit)]
    broken = schema_problem(limit.config_schema)
    if broken or any(problem.code == "conformance-kinds" for problem in found):
        return Report(name, _few([*found, broken] if broken else found))
    try:
        configs, unfit = _configs(limit.config_schema)
    except Exception as error:  # a reference that leads nowhere, a pattern that is none
        values = {"detail": shown(str(error))}
        return Report(name, _few([*found, Problem("conformance-schema", values=values)]))
    where = undescribed(limit.config_schema, configs)
    if where is not None:
        found.append(Problem("conformance-open", values={"where": where}))
    if not configs:
        found.append(Problem("conformance-no-example"))
    seen = _behaviour(limit, configs, unfit, found)
    return Report(name, _few(found), seen.said, seen.median, seen.slowest)


def _configs(schema: Config) -> tuple[Sequence[Config], Sequence[Config]]:
    configs = fitting(schema)
    return configs, unfitting(schema, configs)


def _behaviour(
    limit: Limit, configs: Sequence[Config], unfit: Sequence[Config], found: list[Problem]
) -> Seen:
    """Add to what was found what its methods do, and return what its reviews showed."""
    settings = []
    for config in configs:
        judged, (facts, problem) = judge_profiles(limit, config), facts_of(limit, config)
        found += (*judged.problems, *([problem] if problem else ()))
        if problem is None:
            settings.append(Setting(config, facts, judged.refused))
    if not settings:
        return Seen(())
    seen = see(limit, settings)
    found += (*seen.problems, *abuse_problems(limit, unfit, settings[0].config))
    return seen


def _few(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return each problem once, of each sort the first few, errors before warnings."""
    ordered = sorted(_once(problems), key=lambda problem: problem.severity)
    counts: Counter[str] = Counter()
    kept = []
    for problem in ordered:
        counts[problem.code] += 1
        if counts[problem.code] <= MOST:
            kept.append(problem)
    return tuple(kept)


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Leave out what is said already, if of another case: what is wrong is the same there."""
    told = set()
    for problem in problems:
        about = {k: v for k, v in problem.values.items() if k not in ("case", "document")}
        key = problem.code, repr(about)
        if key not in told:
            told.add(key)
            yield problem
