"""L18: no app of one's own below the county."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Circumstances, Limit, Verdict, Words, deny, reshape
from xiangyue_limits.documents import channels

APP = "app"
COUNTY = 1


class NoOwnApp(Limit):
    """Keeps messages off an app where no county stands above that could keep one.

    They take their other channels; a message by the app alone is refused.
    """

    name = "no_own_app"
    title: ClassVar[Words] = {"en": "No app of its own", "zh": "县以下不自建应用"}
    basis = "[S:1] rule of January 2026: units below the county build no app"
    rules = ("L18",)
    kinds = ("message",)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Allow the app below a county, and the other channels elsewhere."""
        del config, facts
        by = channels(case)
        if COUNTY in case.tiers or APP not in by.values():
            return None
        others = [name for name, kind in by.items() if kind != APP]
        if not others:
            return deny(_SAY, _OTHERWISE)
        return reshape(
            {"by": others},
            _SAY,
            {"en": "It goes by the other channels.", "zh": "改由其他渠道发送。"},
        )


_SAY: Words = {
    "en": "There is no county above that could keep an app; units below it have none.",
    "zh": "上级单位中没有县级单位；县以下单位不得自建应用程序。",
}
_OTHERWISE: Words = {
    "en": "Use another channel, or add the county to the unit tree.",
    "zh": "请改用其他渠道，或在单位树中补上县级单位。",
}
