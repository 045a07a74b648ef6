"""L02: nobody is ranked by points or by use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words
from xiangyue_limits.wording import mentions

_RANKING = re.compile(
    r"\brank(s|ed|ings?)?\b|\bleader[\s_-]?board|\bleague[\s_-]?table|\bscore[\s_-]?board"
    r"|\b(top|bottom)[\s_-](two|three|five|ten|\d+)\b|\bworst[\s_-]performer"
    r"|排名|排行|(?<![报签])名次(?!数)|(?<!单)位次(?!数)|末位(?!置)|红黑榜|龙虎榜|积分榜",
    re.IGNORECASE,
)
"""报名次数 (how many have signed up) and 单位次数 (times per unit) are no rankings."""

_MEND: Words = {
    "en": "Show results by house code or by task, in no order of merit.",
    "zh": "请按户号或任务公布结果，不按高低排序。",
}


class NoRanking(Limit):
    """Refuses a profile that ranks people, households or units, by its names or its words.

    The ledger itself never sorts by total. That a district publishes rates of service is not a
    matter of a community's profile.
    """

    name = "no_ranking"
    title: ClassVar[Words] = {"en": "No ranking", "zh": "不搞排名"}
    basis = "[S:1,2,4,7] rule of January 2026; opinions of December 2023"
    rules = ("L02",)
    liftable = False

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield whatever is a ranking by its name or words."""
        del config
        for address, word in mentions(document, _RANKING):
            say = {
                "en": f"This is a ranking (“{word}”), which is not allowed.",
                "zh": f"此处为排名功能（“{word}”），不予允许。",
            }
            yield address, say, _MEND
