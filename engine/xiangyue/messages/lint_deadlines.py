"""What the linter says of reminders, ladders, clocks and the moving of deadlines."""

from __future__ import annotations

from xiangyue.messages.message import Message

_WHY = (
    "Write note: true, or let the action need a field in words that says why.",
    "请写 note: true，或要求填写说明理由的文字或选项字段。",
)

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
    "extend-time": Message(
        "An extension goes by a duration or by a date, and by one of them only.",
        "延期须且只能由时长或日期之一确定。",
        "Write by: 5wd, or until: and the name of a date field.",
        "请写 by: 5wd，或 until: 加日期字段的名称。",
    ),
    "extend-note": Message(
        "“{action}” moves a deadline without saying why.",
        "“{action}”延长期限却不要求说明理由。",
        *_WHY,
    ),
    "extend-nothing": Message(
        "Where the action is taken there is no deadline that it could extend.",
        "办理该动作时没有可延长的期限。",
        "Give the flow or state a due, name the other one in of, or take extend away.",
        "请为流程或状态设置 due，或在 of 中改写，或删去 extend。",
    ),
    "extend-date": Message(
        "The deadline goes by the field “{field}”, and would fall back to it.",
        "该期限由字段“{field}”确定，延期后会恢复原值。",
        "Let the action ask for that field instead of extending.",
        "请让该动作询问该字段，而不要使用 extend。",
    ),
    "extend-leaves": Message(
        "“{action}” leaves the state whose deadline it extends.",
        "“{action}”在延长状态期限的同时离开了该状态。",
        "Take to away, or extend the flow.",
        "请删去 to，或改为延长流程的期限。",
    ),
    "pause-note": Message(
        "The clock stops in “{state}”, and nobody has to say why.",
        "进入“{state}”后停止计时，却不要求说明理由。",
        *_WHY,
    ),
    "return-note": Message(
        "“{action}” returns the task to “{state}”, and nobody has to say why.",
        "“{action}”把任务退回“{state}”，却不要求说明理由。",
        *_WHY,
    ),
}
