"""L33: what comes on paper, by phone or through a helper counts as much as what is typed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words
from xiangyue_limits.rulebook import fields_in, rules
from xiangyue_limits.wording import mentioned

WAYS = ("paper", "phone", "counter", "helper")

_HOW = re.compile(
    r"^((entry|intake|input|report|reporting|submission)_)?(source|channel|way_in|entry_way)$"
    r"|^((is|was|came|given|entered|reported|submitted|filed|handed)_)*"
    r"((in|on|by|via|through|the)_)*(paper|phone|counter|helper|proxy|offline|online|digital(ly)?)$"
    r"|^on_behalf(_of)?$",
    re.IGNORECASE,
)
_HOW_TITLED = re.compile(
    r"\b(way|channel|source) of (entry|reporting|submission)\b"
    r"|\b(entered|reported|submitted) (by|on|through|via)\b|\bon behalf of\b"
    r"|(填报|录入|上报|提交|办理)(方式|渠道|来源)|代(填|报|办)|是否(线上|线下|纸质|电话)",
    re.IGNORECASE,
)

_MEND: Words = {
    "en": "Judge what was done, and not by which way it was reported.",
    "zh": "请只看办得如何，不看通过哪种方式上报。",
}


class ProxyEntry(Limit):
    """Refuses a profile that does not take paper, phone, counter and helpers, or treats them worse.

    ``sources`` are the ways in that must be open. No rule may read by which way something came.
    """

    name = "proxy_entry"
    title: ClassVar[Words] = {"en": "Paper and helpers count", "zh": "代办与线下同等对待"}
    basis = "[D] proxy use is marked, and nobody is worse off for it"
    rules = ("L33",)
    liftable = False
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "sources": {
                "type": "array",
                "items": {"enum": list(WAYS)},
                "minItems": 1,
                "uniqueItems": True,
            }
        },
        "additionalProperties": False,
    }

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield ways in that are shut, and rules that read by which way something came."""
        open_ways = document.get("intake", {}).get("sources")
        for way in config.get("sources", WAYS):
            if open_ways is not None and way not in open_ways:
                say = {
                    "en": f"Nothing can come in by “{way}”.",
                    "zh": f"不接受“{way}”方式的办理。",
                }
                mend = {"en": f"Add {way} to the sources.", "zh": f"请在 sources 中加入 {way}。"}
                yield "intake.sources", say, mend
        fields = document.get("fields", {})
        for address, rule in rules(document):
            for name in fields_in(rule):
                if _HOW.search(name) or mentioned(_HOW_TITLED, "", fields.get(name, {})):
                    say = {
                        "en": f"This rule reads by which way something was reported (“{name}”).",
                        "zh": f"该规则读取了上报方式（“{name}”）。",
                    }
                    yield address, say, _MEND
