"""The checks of a drafted change: the linter and the scenarios, on the very rules it would bring.

Scenarios are played under the values that the community's params would have. One that does not
come out is played once more under the profile's own values: where it fails there too, it stands in
the way, unless the draft names it as meant to come out otherwise. What comes out otherwise only
under the community's values is told, and no more: the profile allows every value in its bounds.
So it is with a limit that stands otherwise than beside the scenarios, coming in step by step, and
with what the community's own record says (``noted``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from dataclasses import replace as altered
from pathlib import Path
from typing import Any

from xiangyue.engine import Engine
from xiangyue.errors import XiangyueError
from xiangyue.lint import lint
from xiangyue.messages import LANGUAGES, mend, say
from xiangyue.profile import Finding, Profile, content_hash, load
from xiangyue.profile.written import bound_so, loaded_from, with_defaults
from xiangyue.study.coverage import Coverage
from xiangyue.study.noted import noted
from xiangyue.study.remembering import memory_of
from xiangyue.study.report import ScenarioResult
from xiangyue.study.runner import Bench, play_all
from xiangyue.study.scenario import Scenario
from xiangyue.study.scenarios import read_scenarios
from xiangyue.time.moments import Moment
from xiangyue.values import Checks, Decision, Found, Task, replace
from xiangyue.work.change_lines import in_words
from xiangyue.work.drafting import Draft


def check_draft(
    engine: Engine,
    task: str | Task | Decision,
    *,
    folder: Path | None = None,
    now: Moment = None,
) -> Decision:
    """Check a drafted change and enter what was found with it; returns the decision that did.

    The scenarios are those beside the profile of this name, in ``folder`` or where the engine
    looks for profiles; those of another release are not played. Nothing is taken from the caller
    but where to look, so that what is entered is always true of what would come into force.
    Raises Misuse where the task is no draft.
    """
    draft = engine.draft_of(task)
    return engine._attach(draft.ref, _checked(engine, draft, folder), now)


def _checked(engine: Engine, draft: Draft, folder: Path | None) -> Checks:
    profile, limits = draft.after.profile, engine._plans.limits
    tuned = loaded_from(with_defaults(profile, draft.after.values))
    findings = lint(tuned, limits)
    with engine._store.read() as reader:
        known = tuple(noted(reader, engine._plans, draft))
    found = Checks(draft.content, tuple(map(_of_linter, findings)), noted=known)
    if tuned.profile is None or not found.ok:
        return replace(found, note="change-not-played")
    files, own, note = _scenarios(profile, folder, engine._packs)
    if own is None:
        return replace(found, note=note)
    loaded = altered(tuned, folder=files[-1].parent, scenarios=files)
    scenarios, unread = read_scenarios(loaded, tuned.profile)
    memory = memory_of(profile.document, limits)
    played = play_all(Bench(tuned.profile, limits, memory), scenarios, unread)
    failed = [one for one in played.results if not one.ok]
    if own is not profile:
        memory = memory_of(own.document, limits)
    wrong = [*filter(_failing(Bench(own, limits, memory), scenarios), failed)]
    return replace(
        found,
        failed=(
            *map(_unplayed, unread),
            *(_of_scenario(one) for one in wrong if one.name not in draft.meant),
        ),
        meant=tuple(_of_scenario(one, "warning") for one in wrong if one.name in draft.meant),
        otherwise=tuple(_of_scenario(one, "warning") for one in failed if one not in wrong),
        passed=played.passed,
        coverage=_counted(played.coverage),
        missing=played.coverage.missing,
    )


def _failing(bench: Bench, scenarios: Iterable[Scenario]) -> Callable[[ScenarioResult], bool]:
    """Return what tells whether a scenario fails under the profile's own values, too."""
    known = {one.name: one for one in scenarios}
    return lambda result: not bench.run(known[result.name]).ok


def _scenarios(
    profile: Profile, folder: Path | None, packs: Iterable[Path]
) -> tuple[tuple[Path, ...], Profile | None, str]:
    """Return the files of a profile's scenarios, or why there are none.

    With them comes the profile with its limits as these files have them.
    """
    try:
        found = load(folder or profile.id, tuple(packs))
    except XiangyueError:
        return (), None, "change-no-scenarios"
    if not found.scenarios:
        return (), None, "change-no-scenarios"
    # Rows may be others, and how limits hold: that is what a draft changes.
    written = found.profile
    if written is None or _but_tuned(found.resolved()) != _but_tuned(profile.document):
        return (), None, "change-other-scenarios"
    limits = {name: bound.stance for name, bound in written.limits.items()}
    same = limits == {name: bound.stance for name, bound in profile.limits.items()}
    return found.scenarios, profile if same else bound_so(profile, limits), ""


def _but_tuned(document: Mapping[str, Any]) -> str:
    tables = {name: {**said, "rows": []} for name, said in document.get("tables", {}).items()}
    limits = {name: {**said, "stance": ""} for name, said in document.get("limits", {}).items()}
    return content_hash({**document, "tables": tables, "limits": limits})


def _of_linter(finding: Finding) -> Found:
    return Found(
        finding.severity,
        finding.address,
        in_words((lang, finding.text(lang)) for lang in LANGUAGES),
        in_words((lang, finding.mend(lang)) for lang in LANGUAGES),
    )


def _unplayed(finding: Finding) -> Found:
    return Found("error", "", in_words((lang, finding.text(lang)) for lang in LANGUAGES))


def _of_scenario(result: ScenarioResult, severity: str = "error") -> Found:
    """Return a scenario that did not come out, with the first thing that did not."""
    first, stops = result.failures[0], severity == "error"

    def said(lang: str) -> str:
        return say("change-scenario", lang, {"name": result.name, "first": first.text(lang)})

    return Found(
        severity,
        result.name,
        in_words((lang, said(lang)) for lang in LANGUAGES),
        in_words((lang, mend("change-scenario", lang)) for lang in LANGUAGES) if stops else {},
    )


def _counted(coverage: Coverage) -> Mapping[str, tuple[int, int]]:
    parts = {part.name: getattr(coverage, part.name) for part in fields(coverage)}
    return {name: (part.covered, part.total) for name, part in parts.items()}
