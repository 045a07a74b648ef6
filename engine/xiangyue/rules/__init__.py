"""Rules: CEL expressions and decision tables. They know nothing of profiles."""

from xiangyue.rules.apart import keeping_out
from xiangyue.rules.compile import compile_rule
from xiangyue.rules.decision_table import DecisionTable, Hit, TableError, build_table
from xiangyue.rules.decision_table_gaps import Gap, Overlap, Undecided, Unreachable, findings
from xiangyue.rules.faults import RuleError, RuleFailure
from xiangyue.rules.kinds import Environment, Function, Kind, usable
from xiangyue.rules.rule import Rule
from xiangyue.rules.satisfy import Domain, Finite, Interval, Open, never_true

__all__ = [
    "DecisionTable",
    "Domain",
    "Environment",
    "Finite",
    "Function",
    "Gap",
    "Hit",
    "Interval",
    "Kind",
    "Open",
    "Overlap",
    "Rule",
    "RuleError",
    "RuleFailure",
    "TableError",
    "Undecided",
    "Unreachable",
    "build_table",
    "compile_rule",
    "findings",
    "keeping_out",
    "never_true",
    "usable",
]
