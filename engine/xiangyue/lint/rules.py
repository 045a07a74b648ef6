"""Rules that compile, that can hold, and that read what is known by then."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

from xiangyue.flow import KNOWN, PARAMS, kind_of
from xiangyue.lint.constants import check_constants
from xiangyue.lint.subject import MOST_RULES, Subject
from xiangyue.lint.ways import ASSIGNED
from xiangyue.lint.written import ALLOWED, Written
from xiangyue.profile import Finding
from xiangyue.rules import Kind, Rule, RuleError
from xiangyue.rules.satisfy import Domain, Finite, Interval, never_true

TASK = "task."
MOST_CASES = 200_000
"""Values that all proofs of one profile may try, about; a rule left over counts as sound."""


def check_rules(subject: Subject) -> Iterator[Finding]:
    """Find rules that are none, those that never hold, and those that read what is not there."""
    if len(subject.written) > MOST_RULES:
        yield subject.error("rules-many", *subject.written[MOST_RULES].path, most=MOST_RULES)
    domains = _domains(subject)
    effort = 0
    for written in subject.rules:
        if written.error is not None:
            if not _is_declared(subject, written.error):
                yield _broken(subject, written, written.error)
            continue
        findings = [*check_constants(subject, written), *_check_known(subject, written)]
        yield from findings
        if not any(finding.severity == "error" for finding in findings):
            effort += _cases(written, domains)
            if effort <= MOST_CASES and _never_holds(subject, written, domains):
                yield subject.error("rule-never-true", *written.path)


def _broken(subject: Subject, written: Written, error: RuleError) -> Finding:
    lines = written.source.split("\n")
    offset = sum(len(line) + 1 for line in lines[: error.line - 1]) + error.column - 1
    return subject.inside(error.code, "error", written.path, offset, error.values)


def _is_declared(subject: Subject, error: RuleError) -> bool:
    """Tell whether an unknown name is only unknown because its declaration is wrong itself."""
    if error.code != "rule-unknown-name":
        return False
    name = str(error.values["name"]).removeprefix(KNOWN)
    room, word = ("params", name.removeprefix(PARAMS)) if name.startswith(PARAMS) else ("", name)
    table = name.partition(".")[0]
    document, sound = subject.document, subject.sound
    return (
        (room == "params" and word in document.get("params", {}) and word not in sound.params)
        or (not room and word in document.get("fields", {}) and word not in sound.fields)
        or (table in document.get("tables", {}) and table not in sound.tables)
    )


def _never_holds(subject: Subject, written: Written, domains: dict[str, Domain]) -> bool:
    rule, flow, action = written.rule, written.flow, written.action
    if rule is None or written.kind is not Kind.BOOLEAN:
        return False
    own: dict[str, Domain] = {}
    if flow and action and action is not flow.opening:
        sources = subject.graphs[flow.id].sources[action.id]
        own = {"task.state": Finite(sources)} if sources else {}
    return never_true(rule, ChainMap(own, domains))


def _check_known(subject: Subject, written: Written) -> Iterator[Finding]:
    """Find names that cannot have a value yet, unless the rule itself asks whether they have."""
    flow, action, rule = written.flow, written.action, written.rule
    if flow is None or action is None or rule is None:
        return
    before = subject.graphs[flow.id].known_before(action)
    if before is None:
        return
    fields = subject.sound.fields
    for name in sorted(rule.names):
        offset = _offset(written.source, rule, name)
        values = {"name": name}
        if name in written.gives or name in before or (name == ALLOWED and ASSIGNED in before):
            continue
        if name in fields:
            if KNOWN + name not in rule.names:
                yield subject.inside("never-known", "warning", written.path, offset, values)
        elif action is flow.opening and (name.startswith(TASK) or name == ALLOWED):
            yield subject.inside("opening-no-task", "error", written.path, offset, values)
        elif name == ALLOWED:
            yield subject.inside("never-assigned", "error", written.path, offset, values)
        elif name == "task.due" and flow.due is None:
            yield subject.inside("never-due", "error", written.path, offset, values)


def _offset(source: str, rule: Rule, name: str) -> int:
    """Return where a rule names something first; CEL itself points at the dot of a dotted name."""
    offset = min(n.offset for n in rule.tree.walk() if n.what == "name" and n.value == name)
    head, dot, _ = name.partition(".")
    return max(source.rfind(head, 0, offset), 0) if dot else offset


def _cases(written: Written, domains: Mapping[str, Domain]) -> int:
    """Return about how many values the proof of a rule tries."""
    if written.rule is None or written.kind is not Kind.BOOLEAN:
        return 0
    known = (domains[name] for name in written.rule.names if name in domains)
    return min(prod(len(d.values) for d in known if isinstance(d, Finite)), MOST_CASES // 20)


def _domains(subject: Subject) -> dict[str, Domain]:
    """Return which values each name can have, as far as the profile says."""
    profile = subject.sound
    found: dict[str, Domain] = {
        "mode": Finite(subject.modes),
        "task.days_late": Interval(Kind.INTEGER, 0, None),
    }
    for prefix, parts in (("", profile.fields), (PARAMS, profile.params)):
        for name, part in parts.items():
            if (domain := _domain(part.schema)) is not None:
                found[prefix + name] = domain
    return found


def _domain(schema: Mapping[str, Any]) -> Domain | None:
    kind = kind_of(schema)
    if "enum" in schema and kind in (Kind.STRING, Kind.INTEGER, Kind.NUMBER):
        return Finite(tuple(schema["enum"]))
    if kind is Kind.INTEGER:
        return Interval(Kind.INTEGER, schema.get("minimum"), schema.get("maximum"))
    if kind is Kind.NUMBER:
        return Interval(Kind.NUMBER, schema.get("minimum"), schema.get("maximum"))
    return None
