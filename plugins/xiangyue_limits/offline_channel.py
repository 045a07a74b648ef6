"""L32: whatever is done with a device can be done without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words

NO_DEVICE = frozenset({"loudspeaker", "board", "paper", "phone", "door"})
"""Kinds of channel that need no device of the person reached but perhaps a plain telephone."""


class OfflineChannel(Limit):
    """Refuses flows that do not say how they work offline, and channels that all need a device."""

    name = "offline_channel"
    title: ClassVar[Words] = {"en": "An offline way for everything", "zh": "线下渠道"}
    basis = "[L:BFE 39] for some services; [D] taken for all"
    rules = ("L32",)
    liftable = False

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every flow without an offline way, and channels none of which is offline."""
        del config
        for name, flow in document.get("flows", {}).items():
            if not flow.get("offline"):
                say = {
                    "en": "Nothing says how this is done without a device.",
                    "zh": "没有说明不用手机、电脑时如何办理。",
                }
                mend = {
                    "en": "Describe the counter, phone, visit or paper under offline.",
                    "zh": "请在 offline 中写明窗口、电话、上门或纸质办理的方式。",
                }
                yield f"flows.{name}", say, mend
        channels = document.get("channels", {})
        if channels and not any(one["kind"] in NO_DEVICE for one in channels.values()):
            say = {
                "en": "Every channel needs a device of the person who is to be reached.",
                "zh": "所有渠道都要求被联系人有智能设备。",
            }
            mend = {
                "en": "Add one of: loudspeaker, board, paper, phone, door.",
                "zh": "请增加其中之一：广播（loudspeaker）、公告栏（board）、纸质（paper）、"
                "电话（phone）、上门（door）。",
            }
            yield "channels", say, mend
