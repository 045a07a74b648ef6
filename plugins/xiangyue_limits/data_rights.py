"""L30: everybody can see, correct and delete what is held about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words
from xiangyue_limits.documents import unknown
from xiangyue_limits.forms import DURATION, ID
from xiangyue_limits.services import open_to_all

ANSWER = "15wd"
_RIGHTS = ("access", "correction", "deletion")


class DataRights(Limit):
    """Refuses a profile in which people cannot ask for access, correction and deletion.

    ``access``, ``correction`` and ``deletion`` name the flows, which may be one and the same;
    ``answer_within`` is the longest that each may take.
    """

    name = "data_rights"
    title: ClassVar[Words] = {"en": "Access, correction, deletion", "zh": "查阅更正删除个人信息"}
    basis = "[L:PIPL 44-47,50] the rights; [D] fifteen working days"
    rules = ("L30",)
    liftable = False
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {**dict.fromkeys(_RIGHTS, ID), "answer_within": DURATION},
        "required": list(_RIGHTS),
        "additionalProperties": False,
    }

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield what keeps people from these rights, or from an answer in time."""
        flows = dict.fromkeys(config[right] for right in _RIGHTS)
        yield from unknown("flows", flows, document)
        for name in flows:
            if name in document.get("flows", {}):
                yield from open_to_all(document, name, config.get("answer_within", ANSWER))
