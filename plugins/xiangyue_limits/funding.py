"""L12: whoever delegates a task to the community says who pays for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Circumstances, Limit, Verdict, Words, deny
from xiangyue_limits.documents import unknown
from xiangyue_limits.forms import ID, SOME_IDS
from xiangyue_limits.instructions import OPENINGS, instructed, unasked, unseen
from xiangyue_limits.wording import title


class Funding(Limit):
    """Refuses a delegated task that comes from above without a source of funds.

    ``flows`` are the flows by which tasks are delegated, ``field`` the field that names the
    source. The community's own tasks need none.
    """

    name = "funding"
    title: ClassVar[Words] = {"en": "Funding of delegated tasks", "zh": "委托事项经费保障"}
    basis = "[L:VCL 37] a department that delegates a task to a village pays for it"
    rules = ("L12",)
    liftable = False
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {"flows": SOME_IDS, "field": ID},
        "required": ["flows", "field"],
        "additionalProperties": False,
    }
    kinds = OPENINGS
    openings = True

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield unknown names, and openings that do not ask for the source or cannot be refused."""
        yield from unknown("flows", config["flows"], document)
        yield from unknown("fields", (config["field"],), document)
        yield from unasked(document, config["flows"], config["field"])
        yield from unseen(document, config["flows"])

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Deny a delegated task from above without a source of funds."""
        del facts
        field = config["field"]
        if not instructed(case) or case.flow not in config["flows"]:
            return None
        # What is personal is not in the task as limits see it, and its length is.
        if case.task.data.get(field) or case.chars.get(field):
            return None
        flow = title(case.profile["flows"][case.flow], case.flow)
        source = title(case.profile["fields"][field], field)
        return deny(
            {
                "en": f"“{flow['en']}” is delegated to the community, and nobody says who pays.",
                "zh": f"“{flow['zh']}”委托社区办理，却未注明经费来源。",
            },
            {
                "en": f"Fill in “{source['en']}”: whoever delegates a task provides the means.",
                "zh": f"请填写“{source['zh']}”：委托单位应提供必要的经费和条件。",
            },
        )
