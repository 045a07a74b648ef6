"""Profiles, limits and drafts: what they say, and what is wrong with them."""

from __future__ import annotations

from xiangyue.conformance import Report as Conformance
from xiangyue.conformance import examine as examine_limit
from xiangyue.decide.checks import RIGHTS, describe
from xiangyue.diff import Change, Effect, diff_profiles
from xiangyue.graph import mermaid, svg
from xiangyue.lint import require
from xiangyue.plugs import Brought, brought, channels, limits, packs
from xiangyue.profile import available, profile_schema, resolved_lines, shelf
from xiangyue.profile.written import STEPS, with_tables

__all__ = [
    "RIGHTS",
    "STEPS",
    "Brought",
    "Change",
    "Conformance",
    "Effect",
    "available",
    "brought",
    "channels",
    "describe",
    "diff_profiles",
    "examine_limit",
    "limits",
    "mermaid",
    "packs",
    "profile_schema",
    "require",
    "resolved_lines",
    "shelf",
    "svg",
    "with_tables",
]
