"""L03 and L04: nothing measures how much people use the software."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words
from xiangyue_limits.wording import mentions

_TOOL_EN = r"(app|software|platform|system|mini[\s_-]?program)"
_TOOL_ZH = r"(软件|平台|系统|程序|应用|APP)"

_USAGE = re.compile(
    r"\blog[\s_-]?ins?\b|\blogons?\b"
    rf"|\b{_TOOL_EN}[\s_-](installs?|usage|use[\s_-](time|rate))\b"
    r"|\binstall(s|ation)?[\s_-](rate|count|number)|^installs$"
    r"|\bdownloads\b|\bdownload[\s_-](rate|count)|\bactivation[\s_-]rate"
    r"|\bonline[\s_-](time|hours|minutes|days|duration)\b|\b(time|hours|minutes)[\s_-]online\b"
    r"|\bscreen[\s_-]time\b|\b(daily[\s_-])?active[\s_-](users?|days)\b"
    r"|^(likes|views|forwards|shares|clicks)$|\b(number|count)[\s_-]of[\s_-](likes|views|forwards)"
    r"|\b(like|view|forward|repost|click|read)[\s_-](count|rate|number)\b"
    r"|\b(page|post|article|notice|video)[\s_-]views?\b|\bthumbs[\s_-]?up\b|\breposts?\b"
    r"|\bonline[\s_-]vot(e|es|ing)\b|\b(study|learning|reading)[\s_-](time|minutes)\b"
    r"|登录|登陆(次数|率|频)|在线(时长|时间|天数|率)|活跃(度|率|用户|天数)|日活"
    rf"|安装(率|量|数)|下载(率|量|次数)|激活率|{_TOOL_ZH}使用(时长|次数|频率|率)"
    r"|点赞|点击(率|量|数|次数)|浏览(量|数|次数|时长)|阅读(量|数|次数|时长|率)|播放量|粉丝"
    r"|^转发$|转发(率|量|数|次数|朋友圈)|网络投票|拉票|学习(时长|时间)",
    re.IGNORECASE,
)
"""Words for use of the software. 台风登陆 (a storm comes ashore) is none of them."""

_MEND: Words = {
    "en": "Count results that people have verified, never the use of a program.",
    "zh": "请以经人核实的实际成效为准，不统计软件使用情况。",
}


class NoUsageMetrics(Limit):
    """Refuses a profile that measures logins, installs, time online, likes, views or the like.

    It looks at the ids and titles of whatever a profile names. An assembly may vote: that votes,
    or anything else of the kind, enter no score is what the linter itself sees to, whether or
    not this limit is bound.
    """

    name = "no_usage_metrics"
    title: ClassVar[Words] = {"en": "No usage metrics", "zh": "不统计软件使用情况"}
    basis = "[S:1,2,3,4,7] rule of January 2026; opinions of December 2023"
    rules = ("L03", "L04")
    liftable = False

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield whatever measures use by its name or words."""
        del config
        for address, word in mentions(document, _USAGE):
            say = {
                "en": f"This measures use of the software (“{word}”), which is not allowed.",
                "zh": f"此处统计软件使用情况（“{word}”），不予允许。",
            }
            yield address, say, _MEND
