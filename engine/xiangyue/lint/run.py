"""Run every check over a loaded profile."""

from __future__ import annotations

from collections.abc import Mapping

from xiangyue.hooks import Limit
from xiangyue.profile import BrokenProfile, Finding, Loaded, Profile


def lint(loaded: Loaded, limits: Mapping[str, Limit] | None = None) -> tuple[Finding, ...]:
    """Return all findings."""
    return loaded.findings


def require(loaded: Loaded, limits: Mapping[str, Limit] | None = None) -> Profile:
    """Return the profile, or raise BrokenProfile with what is wrong with it."""
    findings = lint(loaded, limits)
    if loaded.profile is None or any(f.severity == "error" for f in findings):
        raise BrokenProfile(str(loaded.folder), findings)
    return loaded.profile
