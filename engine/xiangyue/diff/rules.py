"""Whether a rule says the same as another, and if not, for which input it differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from xiangyue.diff.cases import MOST, Case, Domain, cases
from xiangyue.diff.change import Spread
from xiangyue.diff.schemas import choices
from xiangyue.flow import PARAMS, environment, kind_of
from xiangyue.profile import Action, Profile
from xiangyue.rules import (
    BadRuleName,
    Environment,
    Function,
    Interval,
    Kind,
    Rule,
    RuleError,
    RuleFailure,
    compile_rule,
)
from xiangyue.rules.tree import Node

REFUSED: Final = object()
"""What a rule gives that fails: whatever needs it is refused."""
