"""The audit: every row of every table, held against what the journal says it must be."""

from xiangyue.audit.report import Problem, Report
from xiangyue.audit.verify import verify

__all__ = ["Problem", "Report", "verify"]
