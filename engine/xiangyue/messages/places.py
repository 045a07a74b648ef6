"""Where units are: codes, outlines, and maps that are read."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "place-code": Message(
        "{said} is no code for {unit!r}, or no scheme of codes.",
        "{said}不能用作{unit!r}的代码或代码体系。",
        "A scheme and its code are each 1 to {most} letters on one line.",
        "代码体系与代码各为1至{most}个可显示字符，不含换行。",
    ),
    "place-codes": Message(
        "More than {most} codes for {unit!r}.",
        "{unit!r}的代码超过{most}个。",
        "Keep those that others know the unit by.",
        "请只保留外部系统使用的代码。",
    ),
    "place-point": Message(
        "Ring {ring} of {unit!r}: {point} is no place on the globe.",
        "{unit!r}的第{ring}个环：{point}不是有效的位置。",
        "A latitude lies between -90 and 90 degrees, a longitude between -180 and 180.",
        "纬度应在-90至90度之间，经度应在-180至180度之间。",
    ),
    "place-ring": Message(
        "Ring {ring} of {unit!r} encloses nothing.",
        "{unit!r}的第{ring}个环没有围成区域。",
        "A ring has at least three different points, and ends where it began.",
        "一个环至少有三个不同的点，且首尾相同。",
    ),
    "place-large": Message(
        "The outline of {unit!r} has more than {most} points.",
        "{unit!r}的边界超过{most}个点。",
        "Simplify it: a metre's exactness is more than anything here needs.",
        "请先简化边界：精确到米已经足够。",
    ),
}
