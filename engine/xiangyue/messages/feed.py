"""The change feed and those who subscribe to it."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "feed-type": Message(
        "No event is of the type {given}.",
        "没有{given}这类事件。",
        "Use one of these, or its first word: {known}.",
        "可用类型（或其首个单词）：{known}。",
    ),
    "feed-after": Message(
        "{after} is no number of an entry.",
        "{after}不是记录编号。",
        "Begin with 0.",
        "请从0开始。",
    ),
}
