"""What happened, what would happen, and pictures of it."""

from __future__ import annotations

from xiangyue import charts
from xiangyue.scoring import HUNDREDTHS, shown_points
from xiangyue.study import DEFAULTS as SIGNAL_DEFAULTS
from xiangyue.study import (
    Burden,
    Signal,
    Thresholds,
    burden,
    check_draft,
    foresee_draft,
    read_scenarios,
    signals,
)
from xiangyue.study.after_action import AfterAction, after_action, after_emergency, review_flows
from xiangyue.study.expectation import MEASURES, Expectation, expect, parse_expectation
from xiangyue.study.fit import INDICATORS, Assessment, Community, as_dict, assess, to_type
from xiangyue.study.inequality import lorenz
from xiangyue.study.participation import SHARES, Participation, participation
from xiangyue.study.rates import Rates, rates
from xiangyue.study.service import Served, service_rates
from xiangyue.study.simulate import Compared, Simulated, compare, fit_journal, simulate
from xiangyue.study.simulate import Options as SimulationOptions
from xiangyue.study.spread import Spread, points_spread
from xiangyue.study.trying import Formula, formulas, try_formula, try_table, uses
from xiangyue.study.whatif import (
    Bite,
    Explained,
    Flip,
    Part,
    Shared,
    Trial,
    WhatIf,
    explain_flip,
    what_if,
)
from xiangyue.study.whatif import Standing as WhatIfStanding

__all__ = [
    "HUNDREDTHS",
    "INDICATORS",
    "MEASURES",
    "SHARES",
    "SIGNAL_DEFAULTS",
    "AfterAction",
    "Assessment",
    "Bite",
    "Burden",
    "Community",
    "Compared",
    "Expectation",
    "Explained",
    "Flip",
    "Formula",
    "Part",
    "Participation",
    "Rates",
    "Served",
    "Shared",
    "Signal",
    "Simulated",
    "SimulationOptions",
    "Spread",
    "Thresholds",
    "Trial",
    "WhatIf",
    "WhatIfStanding",
    "after_action",
    "after_emergency",
    "as_dict",
    "assess",
    "burden",
    "charts",
    "check_draft",
    "compare",
    "expect",
    "explain_flip",
    "fit_journal",
    "foresee_draft",
    "formulas",
    "lorenz",
    "parse_expectation",
    "participation",
    "points_spread",
    "rates",
    "read_scenarios",
    "review_flows",
    "service_rates",
    "shown_points",
    "signals",
    "simulate",
    "to_type",
    "try_formula",
    "try_table",
    "uses",
    "what_if",
]
