"""What the linter says of reminders, ladders, clocks and the moving of deadlines."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "remind-long": Message(
        "The reminder {remind} does not fall between the beginning and the deadline ({due}).",
        "提醒 {remind} 不在起算与到期（{due}）之间。",
        "Remind people a shorter time before it, but not at the deadline itself.",
        "请缩短提前量，且不要与到期同时。",
    ),
    "deadline-state-from": Message(
        "The deadline of a state always runs from when the task enters that state.",
        "状态的期限总是从进入该状态时起算。",
        "Take from away; it belongs to the due of a flow.",
        "请删去 from；它只用于流程的 due。",
    ),
    "deadline-field-from": Message(
        "A deadline that goes by a date has no clock that could start anywhere.",
        "按日期确定的期限无需起算。",
        "Take from away, or write after instead of field.",
        "请删去 from，或用 after 代替 field。",
    ),
}
