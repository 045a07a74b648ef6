"""Which type of community a profile should be written for, told from seventeen indicators."""

from __future__ import annotations

from xiangyue.study.fit.assessment import Assessment, Community, Mismatch, assess
from xiangyue.study.fit.decided import Ruling, latest_ruling
from xiangyue.study.fit.indicators import INDICATORS, SETTINGS, Indicator
from xiangyue.study.fit.plan import Need, Step, plan
from xiangyue.study.fit.report import as_dict
from xiangyue.study.fit.scoring import Criterion, Score, Type, could_pass, score, to_type

__all__ = [
    "INDICATORS",
    "SETTINGS",
    "Assessment",
    "Community",
    "Criterion",
    "Indicator",
    "Mismatch",
    "Need",
    "Ruling",
    "Score",
    "Step",
    "Type",
    "as_dict",
    "assess",
    "could_pass",
    "latest_ruling",
    "plan",
    "score",
    "to_type",
]
