"""Names that are given: those that mean something else already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xiangyue.flow import ANY, PARAMS, TAKEN
from xiangyue.lint.subject import Subject
from xiangyue.lint.written import ALLOWED
from xiangyue.profile import RESERVED_BY, RESERVED_WHO, Finding
from xiangyue.rules.kinds import usable
from xiangyue.values import OPEN

WORDS = frozenset({"title", "note"})
"""What every task has besides its fields."""

PEOPLE = frozenset((*RESERVED_BY, *RESERVED_WHO))


def check_names(subject: Subject) -> Iterator[Finding]:
    """Find names that rules could not read, or would take for something else."""
    for name, field in subject.profile.fields.items():
        other = name == ALLOWED and field.schema.get("format") != "member"
        if name in WORDS or name in TAKEN or other:
            yield subject.about_key("name-taken", "error", ("fields", name), name=name)
        elif not usable(name):
            yield subject.about_key("name-reserved", "error", ("fields", name), name=name)
    for name in subject.profile.params:
        if not usable(PARAMS + name):
            yield subject.about_key("name-reserved", "error", ("params", name), name=name)
    for name, table in subject.profile.tables.items():
        yield from _check_table(subject, name, table.outputs)
    for name in PEOPLE & subject.profile.roles.keys():
        yield subject.about_key("name-taken", "error", ("roles", name), name=name)


def check_words_of_flows(subject: Subject) -> Iterator[Finding]:
    """Find a state called `any` and an action called `open`: both words have their meaning."""
    for flow in subject.profile.flows.values():
        if ANY in flow.states:
            path = ("flows", flow.id, "states", ANY)
            yield subject.about_key("name-any", "error", path)
        if OPEN in flow.actions:
            path = ("flows", flow.id, "actions", OPEN)
            yield subject.about_key("name-open", "error", path)


def _check_table(subject: Subject, name: str, outputs: Mapping[str, str]) -> Iterator[Finding]:
    if name in TAKEN or name == ALLOWED:
        yield subject.about_key("name-taken", "error", ("tables", name), name=name)
        return
    for output in outputs:
        if not usable(f"{name}.{output}", function=True):
            bad = output if usable(f"{name}.x", function=True) else name
            path = ("tables", name, "outputs", output) if bad == output else ("tables", name)
            yield subject.about_key("name-reserved", "error", path, name=bad)
            if bad == name:
                return
