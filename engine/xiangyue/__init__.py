"""xiangyue (乡约): a rules-and-workflow engine for community governance."""

from xiangyue.audit.verify import Report
from xiangyue.engine import Engine
from xiangyue.errors import BadInput, Conflict, Misuse, Place, StoreError, XiangyueError
from xiangyue.lint import lint
from xiangyue.profile import BrokenProfile, Finding, Profile, load
from xiangyue.study import ScenarioReport, run_scenarios, scenario_cases
from xiangyue.values import Choice, Command, Decision, Member, Reason, Task, Unit
from xiangyue.work.querying import Page
from xiangyue.worker import Worker

__all__ = [
    "BadInput",
    "BrokenProfile",
    "Choice",
    "Command",
    "Conflict",
    "Decision",
    "Engine",
    "Finding",
    "Member",
    "Misuse",
    "Page",
    "Place",
    "Profile",
    "Reason",
    "Report",
    "ScenarioReport",
    "StoreError",
    "Task",
    "Unit",
    "Worker",
    "XiangyueError",
    "lint",
    "load",
    "run_scenarios",
    "scenario_cases",
]
