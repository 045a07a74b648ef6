"""What a change of a profile means, however it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.diff import Change, diff_profiles
from xiangyue.diff.rules import Judge, Setting
from xiangyue.diff.schemas import compared
from xiangyue.flow import compile_check
from xiangyue.profile import build, parse
from xiangyue.rules import Kind, Rule, RuleFailure, TableError

Document = dict[str, Any]
Edit = Callable[[Document], object]

PROFILE = """
profile: village
title: {en: Village, zh: 村}
languages: [en, zh]
params:
  most:
    title: {en: Most, zh: 上限}
    schema: {type: integer, minimum: 5, maximum: 30}
    default: 9
    basis: project default
roles:
  cadre: {title: {en: Cadre, zh: 村干部}, at: village}
  clerk: {title: {en: Clerk, zh: 文员}}
fields:
  kind: &field
    title: {en: Kind, zh: 类别}
    schema: {enum: [a, b, c]}
    purpose: {en: Sets the worth, zh: 用于折算}
    keep: 1y
  amount: {<<: *field, title: {en: Amount, zh: 金额}, schema: {type: integer, minimum: 0}}
"""
