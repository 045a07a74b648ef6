"""The importer ``digit``, as the door sees it: what it is, but not yet how it reads."""

from __future__ import annotations

from typing import ClassVar

from xiangyue.importer import Imported, Importer, Incoming, Option
from xiangyue.limit import Words


class DigitWorkflows(Importer):
    """Makes a profile of workflow configurations of DIGIT, with a flow for each."""

    name = "digit"
    title: ClassVar[Words] = {"en": "Workflow configurations of DIGIT", "zh": "DIGIT 工作流配置"}
    help = "Make a profile of DIGIT's BusinessServices, with their escalation."
    examples = (
        "digit PGR_WORKFLOW.json --output complaints",
        "digit services.json --output licences --service NewTL --escalation AutoEscalation.json",
    )
    kind = "profile"
    options = (
        Option("service", "Take only the workflow of this name.", "NAME"),
        Option("escalation", "A file of its own that says what escalates, too.", "FILE", many=True),
    )

    def take(self, incoming: Incoming) -> Imported:
        """Make the profile; raises BadInput where the file cannot be read as one."""
        from xiangyue.exchange.digit.importing import take

        return take(incoming)
