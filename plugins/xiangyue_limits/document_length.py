"""L13: instructions are short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny
from xiangyue_limits.documents import IDS, unknown

SPECIAL, GENERAL = 4000, 5000


class DocumentLength(Limit):
    """Refuses instructions from above whose texts are too long, all fields and notes together.

    At most ``special`` characters, the rule for a document on one matter; at most ``general``
    in the flows of ``general_flows``, which carry documents on the whole of the work.
    """

    name = "document_length"
    title: ClassVar[Words] = {"en": "Length of documents", "zh": "文件篇幅"}
    basis = "[S:88,91] special documents 4,000 characters, general ones 5,000"
    rules = ("L13",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "special": {"type": "integer", "minimum": 1},
            "general": {"type": "integer", "minimum": 1},
            "general_flows": IDS,
        },
        "additionalProperties": False,
    }
    kinds = ("assign", "message", "collect")
    openings = True

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield flows in the config that the profile does not have."""
        yield from unknown("flows", config.get("general_flows", ()), document)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny an opening from above with more characters than allowed."""
        del facts
        if not (case.opening and case.from_above):
            return None
        general = case.flow in config.get("general_flows", ())
        most = config.get("general", GENERAL) if general else config.get("special", SPECIAL)
        count = sum(case.chars.values())
        if count <= most:
            return None
        return deny(
            {
                "en": f"The instruction has {count} characters; at most {most} are allowed.",
                "zh": f"文件共 {count} 字，不得超过 {most} 字。",
            },
            {
                "en": f"Say it in {count - most} characters fewer.",
                "zh": f"请压缩 {count - most} 字以上。",
            },
        )
