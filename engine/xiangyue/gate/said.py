"""What the gate itself says of a limit: a sentence and its mend, by language."""

from __future__ import annotations

from xiangyue.gate.bindings import Bound
from xiangyue.limit import Words
from xiangyue.text import Text

CLAIMED: tuple[Words, Words] = (
    {
        "en": "Life is in danger, as somebody who may say so has said; it will be reviewed.",
        "zh": "有权人员声明危及生命安全，事后复核。",
    },
    {},
)
SUSPENDED: tuple[Words, Words] = (
    {
        "en": "This limit has failed three times in a row and is suspended.",
        "zh": "该限度已连续三次出错，暂停使用。",
    },
    {
        "en": "Have the plugin repaired, and then resume the limit.",
        "zh": "请修复插件后恢复该限度。",
    },
)
MISSING: tuple[Words, Words] = (
    {
        "en": "The plugin of this limit is not installed, or its facts cannot be told.",
        "zh": "该限度的插件未安装，或所需事实无法确定。",
    },
    {
        "en": "Install the plugin, or take the limit out of the profile.",
        "zh": "请安装插件，或在治理方案中去掉该限度。",
    },
)


def failed(detail: str) -> tuple[Words, Words]:
    """Say that a limit failed."""
    return (
        {"en": f"This limit failed: {detail}.", "zh": f"该限度出错：{detail}。"},
        {"en": "Tell who keeps the plugin.", "zh": "请告知插件维护者。"},
    )


def slow(bound: Bound) -> tuple[Words, Words]:
    """Say that a limit took too long."""
    budget = bound.binding.budget_ms
    return (
        {
            "en": f"This limit took longer than its {budget} ms.",
            "zh": f"该限度用时超过 {budget} 毫秒。",
        },
        {"en": "Tell who keeps the plugin.", "zh": "请告知插件维护者。"},
    )


def what(kind: str) -> dict[str, Text]:
    """Say what takes effect otherwise than planned, where there is a word for it."""
    return {"what": _WHAT[kind]} if kind in _WHAT else {}


_WHAT = {
    "assign": Text(en="the assignment", zh="指派"),
    "message": Text(en="the message", zh="消息"),
    "collect": Text(en="the question", zh="信息采集"),
    "score": Text(en="the points", zh="积分"),
    "publish": Text(en="the public notice", zh="公示"),
}
