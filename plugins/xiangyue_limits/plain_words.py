"""Whoever is to do something can read in plain words what it is, on a screen or on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

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
_VALUES: Words = {
    "en": "Nothing says what people read for the values of this field.",
    "zh": "没有说明该字段的各选项如何显示。",
}
_MEND_VALUES: Words = {
    "en": "Write their words under choices; the printed sheet and messages show them.",
    "zh": "请在 choices 中写明各选项的说法，纸质表和消息中会使用。",
}
_WORD: Final = re.compile("[a-z]{2}")
"""What is a word of one language; a level such as III reads the same in all."""


class PlainWords(Limit):
    """Refuses flows and actions without ``help``, and values to choose from without ``choices``.

    The printed sheet of a form shows both.
    What the engine alone takes (``by: system``) needs none; the opening's is that of its flow.
    """

    name = "plain_words"
    title: ClassVar[Words] = {"en": "Plain words for every step", "zh": "每一步都有通俗说明"}
    basis = "[D] what a member is asked to do can be understood without training"

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield what does not say what it is for, what is done, or what can be chosen."""
        del config
        for name, field in document.get("fields", {}).items():
            schema = field.get("schema", {})
            values = schema.get("items", schema).get("enum", ())
            if not field.get("choices") and any(_WORD.search(str(one)) for one in values):
                yield f"fields.{name}", _VALUES, _MEND_VALUES
        for name, flow in document.get("flows", {}).items():
            if not flow.get("help"):
                yield f"flows.{name}", _OPENING, _MEND
            for action, data in flow.get("actions", {}).items():
                if not data.get("help") and data.get("by") not in ("system", ["system"]):
                    yield f"flows.{name}.actions.{action}", _STEP, _MEND
