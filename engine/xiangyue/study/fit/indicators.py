"""The seventeen indicators of a community: what each counts, and where its bands lie.

All of them are figures about a community as a whole; none is about a person, and a type is never
told from personal data. Where the bands lie is a default of the project, wherever the anchor comes
from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from xiangyue.text import Text

Band = Literal["low", "mid", "high"]

BANDS: Final[tuple[Band, ...]] = ("low", "mid", "high")

SETTINGS: Final = ("urban", "rural")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of a community; what lies from ``lower`` to ``upper``, both included, is ``mid``.

    Values run from 0 to ``most``. Where it ``falls``, less is better, and the band ``low`` holds
    what is above ``upper``. ``basis`` says where the bands come from.
    """

    code: str
    title: Text
    unit: Text
    lower: float
    upper: float
    most: float
    basis: str = "project default"
    falls: bool = False

    @property
    def share(self) -> bool:
        """Whether it is a share in percent."""
        return self.unit["en"] == "%"

    def band(self, value: float) -> Band:
        """Return the band in which a value lies."""
        if self.lower <= value <= self.upper:
            return "mid"
        return "low" if (value < self.lower) != self.falls else "high"

    def range(self, band: Band) -> str:
        """Return what a band holds, such as ``< 40``, ``40–70`` or ``> 70``."""
        if band == "mid":
            return f"{self.lower:g}–{self.upper:g}"
        return f"< {self.lower:g}" if (band == "low") != self.falls else f"> {self.upper:g}"


_PERCENT = Text(en="%", zh="%")
_ALL: Final = 100.0


def _share(code: str, en: str, zh: str, lower: float, upper: float, basis: str = "") -> Indicator:
    default = f"[D] bands{'; ' + basis if basis else ''}"
    return Indicator(code, Text(en=en, zh=zh), _PERCENT, lower, upper, _ALL, default)


_ROWS = (
    _share(
        "A1", "tasks started by a higher level, in 90 days", "上级发起的任务占比（近90日）", 40, 70
    ),
    Indicator(
        "A2",
        Text(en="community workers", zh="社区工作者人数"),
        Text(en="per 10,000 residents", zh="人/每万名居民"),
        12,
        20,
        10_000,
        "[D] bands; anchor 18 [S:38]",
    ),
    _share("A3", "tasks arriving by platform", "经平台下达的任务占比", 30, 80),
    Indicator(
        "R1",
        Text(en="operating and service funds", zh="运转与服务经费"),
        Text(en="yuan per resident and year", zh="元/人·年"),
        20,
        80,
        1_000_000,
        "[D] bands; anchor [S:77]",
    ),
    Indicator(
        "R2",
        Text(en="full-time staff", zh="专职人员"),
        Text(en="per 300 households", zh="人/每300户"),
        0.5,
        1,
        300,
        "[D] bands; anchor 1 per 300 to 500 [S:39]",
    ),
    _share("R3", "residents of 60 and over", "60岁及以上居民占比", 15, 25),
    _share("R4", "registered adults who have left for elsewhere", "户籍成年人外出占比", 10, 35),
    Indicator(
        "O1",
        Text(en="organisations with an entry in the resource library", zh="入资源库的组织和单位"),
        Text(en="per 1,000 households", zh="家/每千户"),
        1,
        5,
        10_000,
        "[D] bands",
    ),
    _share("O2", "entries verified in the last 90 days", "近90日核实过的资源条目占比", 40, 75),
    _share("P1", "registered volunteers among residents", "注册志愿者占居民比例", 5, 15,
           "anchors 2.56 % to 23 % [S:108–110]"),
    _share("P2", "households that took part in a matter, in 12 months",
           "近12个月参与过社区事务的户占比", 10, 30),
    _share("P3", "matters started by residents", "居民发起的事项占比", 5, 20),
    Indicator(
        "P4",
        Text(en="volunteer hours", zh="志愿服务时长"),
        Text(en="hours per volunteer and year", zh="小时/志愿者·年"),
        10,
        40,
        8_784,
        "[D] bands; anchors 11.93 to 73.6 [S:109,111]",
    ),
    _share("P5", "units that have a corridor or building head", "楼栋长（楼道长）覆盖率", 50, 90,
           "anchor about 1 per 20 households [S:35]"),
    _share("D1", "adults with basic digital skills", "具备基本数字技能的成年人占比", 50, 70,
           "anchor 60.61 % [S:112]"),
    _share("D2", "staff who passed the level that their role needs",
           "达到岗位数字素养要求的工作人员占比", 60, 90, "anchor 67.85 % [S:113]"),
    Indicator(
        "D3",
        Text(en="residents who use no digital way at all", zh="只用非数字渠道的居民占比"),
        _PERCENT,
        15,
        40,
        _ALL,
        "[D] bands",
        falls=True,
    ),
)  # fmt: skip

INDICATORS: Final[Mapping[str, Indicator]] = {one.code: one for one in _ROWS}
"""All seventeen by code, in the order in which they are listed."""

RED_FLAGS: Final[Mapping[str, Band]] = {"A1": "high", "O2": "low"}
"""Bands that are worth a look whatever the type: orders from above only, and stale entries. [D]"""
