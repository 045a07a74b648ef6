"""What is wrong with contacts, channels and their configuration."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "contact-kind": Message(
        en="“{given}” is no kind of channel.",
        zh="“{given}”不是渠道类型。",
        mend_en="Use one of: {known}.",
        mend_zh="请使用其中之一：{known}。",
    ),
    "contact-rank": Message(
        en="“{given}” is no place in the order of preference.",
        zh="“{given}”不是优先次序。",
        mend_en="Give a whole number from 1 (tried first) to {most}.",
        mend_zh="请填写 1（最先使用）到 {most} 的整数。",
    ),
    "contact-empty": Message(
        en="The address of “{member}” is empty.",
        zh="“{member}”的联系地址为空。",
        mend_en="Give a number or address, or None to remove it.",
        mend_zh="请填写号码或地址；要删除请填 None。",
    ),
    "contact-unknown": Message(
        en="No {kind} contact of “{member}” is known.",
        zh="“{member}”没有登记 {kind} 联系方式。",
        mend_en="There is nothing to remove.",
        mend_zh="没有可删除的内容。",
    ),
    "language-tag": Message(
        en="“{given}” is no language tag.",
        zh="“{given}”不是语言代码。",
        mend_en="Write it like zh, en or bo-CN.",
        mend_zh="请写成 zh、en 或 bo-CN 的形式。",
    ),
}
