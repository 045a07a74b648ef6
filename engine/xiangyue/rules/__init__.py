"""Rules: CEL expressions and decision tables. They know nothing of profiles."""

from xiangyue.rules.compile import compile_rule
from xiangyue.rules.decision_table import DecisionTable, Hit, TableError, build_table
from xiangyue.rules.decision_table_gaps import Gap, Overlap, Undecided, Unreachable, findings
from xiangyue.rules.faults import RuleError, RuleFailure
from xiangyue.rules.kinds import Environment, Function, Kind
from xiangyue.rules.rule import Rule

__all__ = [
    "DecisionTable",
    "Environment",
    "Function",
    "Gap",
    "Hit",
    "Kind",
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
]
