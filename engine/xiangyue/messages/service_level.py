"""The level of service, resilience, and what the linter says of what counts."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "level-void": Message(
        "“{state}” is no end of a task, so something is still due there.",
        "“{state}”不是结束状态，任务尚未了结。",
        "Name only states that are final.",
        "只写标有 final 的状态。",
    ),
    "level-no-deadline": Message(
        "Tasks of “{flow}” have no deadline by which this could be counted.",
        "“{flow}”的任务没有时限，无法统计。",
        "Give the flow a due.",
        "请为该流程设置 due。",
    ),
    "level-number": Message(
        "“{field}” is no whole number.",
        "字段“{field}”不是整数。",
        "Name a field whose schema is {{type: integer}}.",
        "请写 schema 为 {{type: integer}} 的字段。",
    ),
    "level-utility": Message(
        "“{field}” has no list of values, so nobody knows which utilities there are.",
        "字段“{field}”没有取值列表，无法知道有哪些公用设施。",
        "Name a field with an enum.",
        "请写带 enum 的字段。",
    ),
    "level-people": Message(
        "Who is missed or reached can only be counted where vulnerable people are to be reached.",
        "只有以联系、转移重点人员为目的的流程才能统计已联系和未联系人数。",
        "Write vulnerable: true, and reached with missed.",
        "请写 vulnerable: true，并同时写 reached 与 missed。",
    ),
}
