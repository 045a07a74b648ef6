"""Whoever is to do something can read in plain words what it is, on a screen or on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words

_OPENING: Words = {
    "en": "Nothing says in plain words what this is for and how it begins.",
    "zh": "没有用通俗的话说明该流程的用途和如何发起。",
}
_STEP: Words = {
    "en": "Nothing says in plain words what is done here.",
    "zh": "没有用通俗的话说明这一步要做什么。",
}
_MEND: Words = {
    "en": "Write one or two short sentences under help; the printed sheet shows them too.",
    "zh": "请在 help 中用一两句短话说明，纸质表上也会印出。",
}


class PlainWords(Limit):
    """Refuses flows and actions without ``help``; the printed sheet of a form shows it too.

    What the engine alone takes (``by: system``) needs none; the opening's is that of its flow.
    """

    name = "plain_words"
    title: ClassVar[Words] = {"en": "Plain words for every step", "zh": "每一步都有通俗说明"}
    basis = "[D] what a member is asked to do can be understood without training"

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every flow that does not say what it is for, and every action what is done."""
        del config
        for name, flow in document.get("flows", {}).items():
            if not flow.get("help"):
                yield f"flows.{name}", _OPENING, _MEND
            for action, data in flow.get("actions", {}).items():
                if not data.get("help") and data.get("by") not in ("system", ["system"]):
                    yield f"flows.{name}.actions.{action}", _STEP, _MEND
