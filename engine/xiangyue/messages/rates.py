"""Rates of closure."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "rates-head-what": Message("Tasks", "任务"),
    "rates-head-due": Message("Due", "应办结"),
    "rates-head-deferred": Message("Deferred", "延期"),
    "rates-head-on-time": Message("On time", "按时办结"),
    "rates-head-closed": Message("Closed", "办结"),
    "rates-head-on-time-rate": Message("On-time rate", "按时办结率"),
    "rates-head-closure-rate": Message("Closure rate", "办结率"),
    "rates-head-rework": Message("Returns", "返工次数"),
    "rates-head-reworked": Message("Reworked", "返工任务"),
    "rates-head-rework-rate": Message("Rework rate", "返工率"),
    "rates-all": Message("all", "全部"),
    "rates-urgent": Message("urgent", "紧急"),
    "rates-how": Message(
        "A rate is a count out of those due without those deferred.",
        "比率 = 数量 ÷（应办结 − 延期）。",
    ),
    "rates-returned": Message(
        "Returned without penalty: {count} ({share} of what came with a deadline); they count "
        "neither for nor against anybody.",
        "退回（不扣分）：{count} 项（占有时限任务的 {share}），不计入以上各项。",
    ),
    "rates-nearly-all": Message(
        "A rate near 100 % is a known warning sign: look whether work is closed only on paper.",
        "比率接近 100% 是常见的警示信号：请核实是否只是账面办结。",
    ),
}
