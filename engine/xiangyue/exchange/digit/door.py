"""The importer ``digit``, as the door sees it: what it is, but not yet how it reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from xiangyue.importer import Imported, Importer, Incoming, Option
from xiangyue.limit import Words


class DigitWorkflows(Importer):
    """Makes a profile of workflow configurations of DIGIT, with a flow for each."""

    name = "digit"
    title: ClassVar[Words] = {"en": "Workflow configurations of DIGIT", "zh": "DIGIT 工作流配置"}
    help: ClassVar[Words] = {
        "en": "Make a profile of DIGIT's BusinessServices, with their escalation.",
        "zh": "把 DIGIT 的 BusinessService 及其升级规则做成治理方案。",
    }
    examples = (
        "digit PGR_WORKFLOW.json --output complaints",
        "digit services.json --output licences --service NewTL --escalation AutoEscalation.json",
    )
    kind = "profile"
    options = (
        Option(
            "service",
            {"en": "Take only the workflow of this name.", "zh": "只取这个名称的工作流。"},
            "NAME",
            title={"en": "Workflow", "zh": "工作流"},
        ),
        Option(
            "escalation",
            {
                "en": "A file of its own that says what escalates, too.",
                "zh": "另有说明升级规则的文件。",
            },
            "FILE",
            many=True,
            takes="file",
            title={"en": "Escalation", "zh": "升级规则"},
        ),
    )
    sorts: ClassVar[Mapping[str, Words]] = {
        "services": {"en": "Services", "zh": "服务"},
        "states": {"en": "States", "zh": "状态"},
        "actions": {"en": "Actions", "zh": "操作"},
        "roles": {"en": "Roles", "zh": "角色"},
        "slas": {"en": "Time limits", "zh": "时限"},
        "escalations": {"en": "Escalations", "zh": "升级规则"},
    }

    def take(self, incoming: Incoming) -> Imported:
        """Make the profile; raises BadInput where the file cannot be read as one."""
        from xiangyue.exchange.digit.importing import take

        return take(incoming)
