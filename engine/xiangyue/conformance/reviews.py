"""How a limit reviews the battery: properly, the same again, untouched, and fast enough."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from xiangyue.conformance.answers import AMOUNTS, answered, check_fact
from xiangyue.conformance.attempt import Attempt, attempt, elsewhere
from xiangyue.conformance.cases import Draft, Form, as_given, battery
from xiangyue.conformance.form import wrong_words
from xiangyue.conformance.problem import Problem
from xiangyue.frozen import frozen
from xiangyue.gate.verdicts import Rubbish, checked
from xiangyue.limit import Fact, Limit, Verdict
from xiangyue.values import Planned

PATIENCE = 10.0
"""Seconds that one pass over the battery may take; a limit that needs more is slow anyway."""

EACH = 2
"""Settings in which each case is tried."""

WARN_US, MOST_US = 1_000, 50_000
ROUNDS = 3

Config = Mapping[str, Any]


class Setting(NamedTuple):
    """A config, the facts needed under it, and whether it makes the linter refuse the hamlet."""

    config: Config
    facts: Mapping[str, Fact]
    refused: bool = False


class Trial(NamedTuple):
    """A case, the setting in which it is reviewed, and how much there was before."""

    draft: Draft
    setting: Setting
    amount: int = 0

    def given(self, form: Form, shaped: Draft | None = None) -> tuple[Any, Any, Any]:
        """Return what the limit is handed, made anew each time; ``shaped`` is it as reshaped."""
        facts = answered(self.setting.facts, self.draft, self.amount, form.freeze)
        return (shaped or self.draft).made(form), form.freeze(self.setting.config), facts

    def verdict(self, answer: Any) -> Verdict:
        """Return the verdict that an answer is; raises Rubbish where it is none."""
        draft = self.draft
        planned = Planned(draft.kind, draft.to, draft.address, draft.accessory, draft.detail)
        return checked(answer, planned, draft.now)


class Seen(NamedTuple):
    """What a pass over the battery showed."""

    problems: tuple[Problem, ...]
    said: Mapping[str, int] = {}
    median: float = 0.0
    slowest: float = 0.0


def facts_of(limit: Limit, config: Config) -> tuple[Mapping[str, Fact], Problem | None]:
    """Return the facts that a limit needs under a config, or what is wrong with them."""
    of = deepcopy(dict(config))
    found = attempt(limit.facts, of)
    if found.touched:
        return {}, Problem("conformance-touches", values={"what": _list(found.touched)})
    if found.error is not None:
        return {}, Problem("conformance-facts", values={"detail": found.detail})
    if of != config:
        return {}, Problem("conformance-changes", values={"what": "its config"})
    try:
        facts = dict(found.value)
        for name, fact in facts.items():
            if not isinstance(name, str):
                raise TypeError(f"{name!r} is no name")
            check_fact(fact)
    except Exception as error:  # whatever stands in place of the facts
        return {}, Problem("conformance-facts", values={"detail": str(error)})
    return facts, None


def see(limit: Limit, settings: Sequence[Setting]) -> Seen:
    """Let a limit review the battery in each setting, and judge its verdicts."""
    trials = []
    for n, draft in enumerate(battery(limit.kinds)):
        for m in range(min(len(settings), EACH)):
            setting = settings[(n + m) % len(settings)]
            trials.append(Trial(draft, setting, AMOUNTS[(n + m) % len(AMOUNTS)]))
    first = _pass(limit, trials, as_given())
    problems = [p for trial, found in first for p in _judge(limit, trial, found)]
    with elsewhere():
        again = _pass(limit, [trial for trial, _ in reversed(first)], Form(_open))
    for (trial, found), (_, other) in zip(reversed(first), again, strict=False):
        problems += _compare(trial, found, other)
    said = Counter(kind for trial, found in first if (kind := _kind(trial, found)))
    if any(found.touched for _, found in first):
        return Seen(tuple(problems), said)
    median, slowest = _time(limit, [trial for trial, found in first if found.error is None])
    return Seen((*problems, *_pace(median, slowest)), said, median, slowest)


def _pass(limit: Limit, trials: Sequence[Trial], form: Form) -> list[tuple[Trial, Attempt]]:
    end = time.monotonic() + PATIENCE
    seen = []
    for trial in trials:
        given = trial.given(form)
        found = attempt(limit.review, *given)
        if given != trial.given(as_given()):
            found = found._replace(error=Changed())
        seen.append((trial, found))
        if time.monotonic() > end:
            break
    return seen


class Changed(Exception):
    """What a limit was given is not the same any more."""


def _judge(limit: Limit, trial: Trial, found: Attempt) -> Iterator[Problem]:
    """Yield what is wrong with one answer."""
    case = str(trial.draft)
    if found.touched:
        yield Problem("conformance-touches", values={"what": _list(found.touched)})
        return
    if isinstance(found.error, Changed):
        yield Problem("conformance-changes", values={"what": "what it reviews"})
        return
    if found.error is not None:
        if not (trial.setting.refused and isinstance(found.error, Exception)):
            yield Problem("conformance-raised", values={"case": case, "detail": found.detail})
        return
    try:
        verdict = trial.verdict(found.value)
    except Exception as error:
        detail = str(error) if isinstance(error, Rubbish) else repr(error)
        yield Problem("conformance-verdict", values={"case": case, "detail": detail})
        return
    if verdict.kind == "allow":
        return
    for words in (verdict.say, verdict.mend):
        if why := wrong_words(words):
            yield Problem("conformance-words", values={"case": case, "detail": why})
    if verdict.kind == "reshape":
        shaped = trial.draft._replace(detail={**trial.draft.detail, **verdict.instead})
        once_more = attempt(limit.review, *trial.given(as_given(), shaped))
        if once_more.error is not None:
            values = {"case": str(shaped), "detail": once_more.detail}
            yield Problem("conformance-raised", values=values)
        elif isinstance(once_more.value, Verdict) and once_more.value.kind == "reshape":
            yield Problem("conformance-reshapes-again", values={"case": case})


def _compare(trial: Trial, found: Attempt, other: Attempt) -> Iterator[Problem]:
    """Yield what differs when the same is asked again: later, in another order, elsewhere."""
    if found.error is not None or found.touched or other.touched:
        return
    if isinstance(other.error, Changed):
        yield Problem("conformance-changes", values={"what": "what it reviews"})
    elif other.error is not None or _same(found.value) != _same(other.value):
        yield Problem("conformance-differs", values={"case": str(trial.draft)})


def _same(answer: Any) -> Any:
    """Return an answer as it can be compared, whatever sort of lists and mappings it holds."""
    if not isinstance(answer, Verdict):
        return answer if answer is None else repr(answer)
    instead = frozen({name: _tuple(value) for name, value in answer.instead.items()})
    return answer.kind, dict(answer.say), dict(answer.mend), answer.until, instead


def _tuple(value: Any) -> Any:
    return sorted(value) if isinstance(value, (set, frozenset)) else value


def _kind(trial: Trial, found: Attempt) -> str:
    """Return what an answer says; empty where it says nothing."""
    if found.error is not None or found.touched:
        return ""
    try:
        return trial.verdict(found.value).kind
    except Exception:  # rubbish, of whatever sort
        return ""


def _time(limit: Limit, trials: Sequence[Trial]) -> tuple[float, float]:
    """Return median and slowest in microseconds: of each review the best of some rounds."""
    end = time.monotonic() + PATIENCE
    best = []
    for trial in trials:
        given = trial.given(as_given())
        rounds = []
        for _ in range(ROUNDS):
            begun = time.perf_counter_ns()
            try:
                limit.review(*given)
            except Exception:  # it did not before: said already
                continue
            rounds.append((time.perf_counter_ns() - begun) / 1000)
        best += [min(rounds)] if rounds else []
        if time.monotonic() > end:
            break
    return (statistics.median(best), max(best)) if best else (0.0, 0.0)


def _pace(median: float, slowest: float) -> Iterator[Problem]:
    if slowest > WARN_US:
        values = {"median": round(median), "slowest": round(slowest)}
        if slowest > MOST_US:
            yield Problem("conformance-too-slow", values={**values, "most": MOST_US})
        else:
            yield Problem("conformance-slow", "warning", {**values, "most": WARN_US})


def _open(value: Any) -> Any:
    """Return plain data whose mappings can be changed: to see whether somebody does."""
    if isinstance(value, Mapping):
        return {name: _open(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_open(item) for item in value)
    return value


def _list(touched: frozenset[str]) -> str:
    return ", ".join(sorted(touched))
