"""L19: everybody can complain and suggest, and gets an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words
from xiangyue_limits.documents import unknown
from xiangyue_limits.forms import DURATION, ID
from xiangyue_limits.services import open_to_all

ANSWER = "5wd"


class ComplaintEntry(Limit):
    """Refuses a profile without a flow for complaints and suggestions that is open to all.

    ``flow`` names it; ``answer_within`` is the longest it may take.
    """

    name = "complaint_entry"
    title: ClassVar[Words] = {"en": "Complaints and suggestions", "zh": "投诉建议入口"}
    basis = "[S:1,7] the entry; [D] five working days"
    rules = ("L19",)
    liftable = False
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {"flow": ID, "answer_within": DURATION},
        "required": ["flow"],
        "additionalProperties": False,
    }

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield what keeps people from complaining, or from an answer in time."""
        yield from unknown("flows", (config["flow"],), document)
        if config["flow"] in document.get("flows", {}):
            yield from open_to_all(document, config["flow"], config.get("answer_within", ANSWER))
