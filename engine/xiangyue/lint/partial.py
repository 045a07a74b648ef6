"""Profiles of which only tables or the calendar are wrong: the rest is judged all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xiangyue.errors import BadInput
from xiangyue.profile import Finding, Loaded, Profile, build, table

_FORM = ("schema-", "extends-", "yaml-")


def without_broken(loaded: Loaded) -> Profile | None:
    """Build the profile without the tables and the calendar that are wrong, if that is all."""
    errors = [finding for finding in loaded.findings if finding.severity == "error"]
    wrong = {finding.address.partition(".")[0] for finding in errors}
    if not wrong <= {"tables", "calendar"} or any(f.code.startswith(_FORM) for f in errors):
        return None
    document = loaded.resolved()
    if "calendar" in wrong:
        del document["calendar"]
    whole = document.get("tables", {})
    document["tables"] = {k: v for k, v in whole.items() if _can_be_built(k, v, document)}
    try:
        return build(document)
    except BadInput:
        return None


def _can_be_built(name: str, data: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    try:
        table(name, data, document)
    except BadInput:
        return False
    return True


def not_misled(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what is said of a table whose inputs are not known: that is its one mistake."""
    findings = list(findings)
    unsure = {
        finding.address.split(".")[1]
        for finding in findings
        if finding.code in ("unknown-field", "unknown-param")
        and finding.address.startswith("tables.")
    }
    for finding in findings:
        room, _, rest = finding.address.partition(".")
        told = room == "tables" and finding.code.startswith("table-")
        if not (told and rest.split(".")[0] in unsure):
            yield finding
