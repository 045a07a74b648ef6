"""How a limit judges profiles: whole ones, empty ones, and odd ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import islice
from typing import Any, NamedTuple

from xiangyue.conformance.attempt import Attempt, attempt, elsewhere
from xiangyue.conformance.cases import Freeze
from xiangyue.conformance.form import wrong_words
from xiangyue.conformance.problem import Problem
from xiangyue.conformance.stage import document
from xiangyue.frozen import frozen
from xiangyue.limit import Limit
from xiangyue.spelling import shown

MOST = 1_000
"""Breaches that are read; a limit that finds more in a village does not end."""


class Judged(NamedTuple):
    """What came of judging profiles under a config.

    ``refused`` is whether the hamlet's own profile breaks the limit: no such profile is run.
    """

    problems: tuple[Problem, ...]
    refused: bool


def judge_profiles(limit: Limit, config: Mapping[str, Any]) -> Judged:
    """Let a limit judge profiles under a config, and find what is wrong with that."""
    drafts = _documents()
    first = {name: _judged(limit, draft, config, deepcopy) for name, draft in drafts.items()}
    with elsewhere():
        names = reversed(drafts)
        again = {name: _judged(limit, drafts[name], config, frozen)[0] for name in names}
    problems = [p for name, found in first.items() for p in _problems(name, *found, again[name])]
    return Judged(tuple(problems), bool(first["whole"][0].value))


def _problems(name: str, found: Attempt, changed: bool, again: Attempt) -> Iterator[Problem]:
    about = {"document": name}
    if found.touched:
        yield Problem("conformance-touches", values={"what": ", ".join(sorted(found.touched))})
    elif changed:
        yield Problem("conformance-changes", values={"what": f"the profile ({name})"})
    elif error := next((one for one in (found, again) if one.error is not None), None):
        yield Problem("conformance-profile-raised", values={**about, "detail": error.detail})
    elif frozen(found.value) != frozen(again.value):
        yield Problem("conformance-differs", values={"case": f"check_profile, {name}"})
    else:
        for breach in found.value:
            if why := _wrong_breach(breach):
                yield Problem("conformance-breach", values={**about, "detail": why})


def _judged(
    limit: Limit, draft: Any, config: Mapping[str, Any], freeze: Freeze
) -> tuple[Attempt, bool]:
    """Return what a limit finds in a profile, and whether it changed it."""
    given, of = freeze(draft), freeze(config)
    found = attempt(lambda: [*islice(limit.check_profile(given, of), MOST)])
    return found, given != freeze(draft) or of != freeze(config)


def _wrong_breach(breach: Any) -> str:
    if not isinstance(breach, tuple) or len(breach) != 3:
        return f"{shown(repr(breach))} is no address with a sentence and its mend"
    address, *sentences = breach
    if not isinstance(address, str) or not address:
        return f"{shown(repr(address))} is no address"
    return next(filter(None, map(wrong_words, sentences)), "")


def _documents() -> dict[str, dict[str, Any]]:
    """Return profiles by what is odd about them."""
    whole = document()
    rooms = [name for name, part in whole.items() if isinstance(part, dict)]
    found: dict[str, dict[str, Any]] = {
        "whole": whole,
        "empty": {},
        "empty rooms": {name: {} for name in rooms},
        "scant": _scant(document(bare=True)),
        "unknown words": {**whole, "unheard_of": {"title": {"de": "?"}, "of": [None, 1, True]}},
    }
    for room in rooms:
        found[f"no {room}"] = {name: part for name, part in whole.items() if name != room}
    return found


def _scant(document: dict[str, Any]) -> dict[str, Any]:
    """Return a profile in which nothing is said that may be left out."""
    roles = {name: _only(role, "title") for name, role in document["roles"].items()}
    fields = {name: _only(f, *_OF_FIELDS) for name, f in document["fields"].items()}
    flows = {}
    for name, flow in document["flows"].items():
        flows[name] = _only(flow, "title", "start") | {
            "open": _only(flow["open"], "by"),
            "states": {n: _only(state, "title", "final") for n, state in flow["states"].items()},
            "actions": {n: _only(act, *_OF_ACTIONS) for n, act in flow["actions"].items()},
        }
    return {**document, "roles": roles, "fields": fields, "flows": flows}


def _only(part: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: part[name] for name in names if name in part}


_OF_FIELDS = ("title", "schema", "purpose", "keep")
_OF_ACTIONS = ("title", "from", "to", "by")
