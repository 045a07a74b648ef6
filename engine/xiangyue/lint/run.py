"""Run every check over a profile as it was loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Final

from xiangyue.errors import BadInput
from xiangyue.limit import Limit
from xiangyue.lint import (
    accounts,
    actions,
    advisory,
    alerts,
    appointing,
    callouts,
    changing,
    claims,
    counted,
    deadlines,
    decision_tables,
    errands,
    extensions,
    graph,
    intake,
    lasting,
    lists,
    matching,
    modes,
    names,
    parents,
    people,
    points,
    rules,
    said,
    service,
    service_level,
    taken,
    texts,
    unused,
    values,
)
from xiangyue.lint import limits as limit_checks
from xiangyue.lint.partial import not_misled, without_broken
from xiangyue.lint.subject import Subject
from xiangyue.profile import BrokenProfile, Finding, Loaded, Profile, Severity, build
from xiangyue.profile.check import LIMIT, in_order

Check = Callable[[Subject], Iterable[Finding]]

ALWAYS: tuple[Check, ...] = (
    names.check_flows,
    names.check_interventions,
    names.check_scoring,
    names.check_tables,
    names.check_rest,
    taken.check_names,
    taken.check_words_of_flows,
    people.check_rights,
    advisory.check_vetoes,
    advisory.check_points,
    people.check_ladders,
    people.check_touched,
    graph.check_graphs,
    actions.check_twins,
    actions.check_branches,
    actions.check_computed,
    actions.check_alone,
    rules.check_rules,
    accounts.check_accounts,
    points.check_entries,
    points.check_exclusion,
    counted.check_sources,
    counted.check_rights_apart,
    claims.check_claims,
    lasting.check_lasting,
    lasting.check_only_in,
    lasting.check_on_the_spot,
    lasting.check_measures,
    decision_tables.check_tables,
    deadlines.check_deadlines,
    callouts.check_call_outs,
    callouts.check_rungs,
    extensions.check_extensions,
    extensions.check_reasons,
    appointing.check_appointments,
    changing.check_changes,
    errands.check_errands,
    errands.check_endless,
    errands.check_reports,
    intake.check_categories,
    intake.check_receivers,
    said.check_said,
    matching.check_holds,
    matching.check_matching,
    lists.check_lists,
    alerts.check_alerts,
    alerts.check_proposing,
    alerts.check_warnings,
    service.check_services,
    service_level.check_service_levels,
    texts.check_languages,
    texts.check_placeholders,
    values.check_values,
)
"""What must hold in every mode."""

ONCE: tuple[Check, ...] = (
    modes.check_modes,
    unused.check_unused,
    parents.check_parents,
)
"""What is asked of the profile as a whole."""

LOGIC = frozenset(
    {"accounts", "alerts", "calendar", "fields", "flows", "intake", "ladders", "limits"}
    | {"lists", "matching", "params", "roles", "scoring", "tables"}
)
"""The parts of a profile that a mode can put out of joint."""


def lint(loaded: Loaded, limits: Mapping[str, Limit] | None = None) -> tuple[Finding, ...]:
    """Return all that is wrong with a profile, in the order of its files.

    ``limits`` are the installed limits by name; without them limits are not checked. Where the
    form of the document is wrong, that alone is said: nothing else can be told for sure.
    """
    profile = loaded.profile or without_broken(loaded)
    if profile is None:
        return loaded.findings
    found = _all(Subject(loaded.root, profile, loaded.files, limits))
    return tuple(in_order(not_misled([*loaded.findings, *_first(found)])))


def require(loaded: Loaded, limits: Mapping[str, Limit] | None = None) -> Profile:
    """Return the profile; raises BrokenProfile, with all findings, where one is an error.

    What was found sound once is not judged again by the same limits: a profile is installed in many
    communities.
    """
    profile = loaded.profile
    if profile is not None and _SOUND.knows(profile, limits):
        return profile
    findings = lint(loaded, limits)
    if profile is None or any(finding.severity == "error" for finding in findings):
        name = loaded.root.get("profile")
        raise BrokenProfile(str(name.value) if name else loaded.folder.name, findings)
    _SOUND.keep(profile, limits)
    return profile


class _Sound:
    """Profiles without errors by their content, and the limits that judged them; the newest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, object] = {}

    def knows(self, profile: Profile, limits: Mapping[str, Limit] | None) -> bool:
        return self._key(profile, limits) in self._kept

    def keep(self, profile: Profile, limits: Mapping[str, Limit] | None) -> None:
        # The limits themselves are held, so that none is taken for another that is gone.
        self._kept[self._key(profile, limits)] = tuple((limits or {}).values())
        for old in list(self._kept)[: -self._most]:
            self._kept.pop(old, None)

    @staticmethod
    def _key(profile: Profile, limits: Mapping[str, Limit] | None) -> Hashable:
        if limits is None:
            return profile.hash, None
        return profile.hash, frozenset((name, id(limit)) for name, limit in limits.items())


_SOUND: Final = _Sound(64)


def _all(subject: Subject) -> Iterator[Finding]:
    known = set()
    for finding in _findings(subject, (*ALWAYS, limit_checks.check_limits)):
        known |= {_said(finding), _said(replace(finding, severity="warning"))}
        yield finding
    yield from _findings(subject, ONCE)
    for mode in modes.overlays(subject):
        yield from _in_mode(subject, mode, known)


def _findings(subject: Subject, checks: Iterable[Check]) -> Iterator[Finding]:
    for check in checks:
        yield from check(subject)


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.address, finding.severity


def _first(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield errors and warnings up to the limit of each, and then that there are more."""
    counts: Counter[Severity] = Counter()
    for finding in findings:
        counts[finding.severity] += 1
        if counts[finding.severity] <= LIMIT:
            yield finding
        elif counts[finding.severity] == LIMIT + 1:
            yield replace(finding, code="schema-more", address="", values={"count": LIMIT})
        if counts["error"] > LIMIT:
            return


def _in_mode(
    subject: Subject, mode: modes.Overlay, known: Collection[tuple[str, str, str]]
) -> Iterator[Finding]:
    """Yield what is wrong in a mode and not without it."""
    found = [*mode.findings]
    if not found and mode.touches & LOGIC:
        try:
            profile = build(mode.root.plain())
        except BadInput as error:
            found = [Finding(error.code, "error", mode.root.place, "", error.values)]
        else:
            overlaid = Subject(mode.root, profile, subject.files, subject.limits)
            of_limits = limit_checks.check_limits(overlaid, mode.mode, subject.profile)
            taken = modes.check_taken(subject, overlaid)
            found = [*_first(chain(taken, _findings(overlaid, ALWAYS), of_limits))]
    for finding in found:
        if _said(finding) not in known:
            yield mode.moved(finding)
