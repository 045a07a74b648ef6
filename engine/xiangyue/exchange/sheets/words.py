"""The words of sheets: levels, kinds and languages, as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xiangyue.exchange.sheets.cells import plain

_ASIDE = re.compile("[(（]")


def _known(words: Mapping[str, str]) -> dict[str, str]:
    return {plain(word): meant for meant, many in words.items() for word in (meant, *many.split())}


LEVELS: Mapping[str, str] = _known(
    {
        "county": "县 区 区县 县级 district",
        "subdistrict": "街道 街道办 街道办事处 sub-district",
        "township": "乡镇 镇 乡 town",
        "community": "社区 居委会 居民委员会",
        "village": "村 行政村 村委会 村民委员会",
        "grid": "网格 微网格",
    }
)
KINDS: Mapping[str, str] = _known(
    {
        "person": "个人 人 居民 村民",
        "household": "家庭 户 住户 农户",
        "organization": "organisation 组织 单位 机构 企业 社会组织",
    }
)
LANGUAGES: Mapping[str, str] = _known(
    {
        "zh": "中文 汉语 普通话 chinese",
        "en": "英语 英文 english",
        "bo": "藏语 藏文 tibetan",
        "ug": "维吾尔语 维语 uyghur",
        "mn": "蒙古语 蒙语 mongolian",
        "za": "壮语 zhuang",
        "ko": "朝鲜语 韩语 korean",
        "kk": "哈萨克语 kazakh",
        "ii": "彝语 yi",
    }
)


def titles(known: Mapping[str, Any]) -> dict[str, str]:
    """Return what parts of a profile may be called: ids, and titles with and without brackets."""
    found: dict[str, str] = {}
    for name, part in known.items():
        for title in getattr(part, "title", {}).values():
            found.setdefault(plain(title), name)
            found.setdefault(plain(_ASIDE.split(title)[0]), name)
    return {**found, **{plain(name): name for name in known}}
