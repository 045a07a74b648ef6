"""What the linter says of modes, and of what lasts only as long as they do."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "while-by": Message(
        "“{action}” is not an action of the engine, which is to take it when the mode ends.",
        "模式结束时由系统执行的操作“{action}”并不由系统执行。",
        "Write by: system, alone or among others.",
        "请在 by 中写入 system。",
    ),
    "only-in-open": Message(
        "“{field}” is not personal: it stays in the journal, and cannot be destroyed.",
        "“{field}”不是个人信息，将一直保留在日志中，无法销毁。",
        "Take only_in away, or write sensitivity: personal.",
        "请去掉 only_in，或写 sensitivity: personal。",
    ),
    "only-in-computed": Message(
        "What is asked in some modes only is given by people, not worked out.",
        "仅在特定模式下收集的内容由人填写，不由规则计算。",
        "Ask for it, or take only_in from the field.",
        "请改为询问，或从字段中去掉 only_in。",
    ),
    "only-in-beside": Message(
        "“{other}” is given together with “{field}”, and would be destroyed with it.",
        "“{other}”与“{field}”一并填写，将随其一同销毁。",
        "Let another action ask for it: an entry of the journal is destroyed as a whole.",
        "请用另一个操作询问：日志的一条记录只能整体销毁。",
    ),
    "only-in-leaves": Message(
        "“{field}” leaves the community, and would be kept elsewhere after the mode has ended.",
        "“{field}”会传出本社区，模式结束后仍会在别处留存。",
        "Pass on a field without only_in: a count, or what was done.",
        "请改为传递不含 only_in 的字段，例如数量或办理结果。",
    ),
    "spot-level": Message(
        "A mode that a community begins by itself has no response level.",
        "社区自行启动的模式没有响应级别。",
        "Take levels away: a level is received, never declared.",
        "请去掉 levels：级别只能接收，不能自行宣布。",
    ),
    "spot-endless": Message(
        "A mode that a community begins by itself has to say how long it lasts.",
        "社区自行启动的模式须写明持续多久。",
        "Write lasts: 24h, or less.",
        "请写 lasts: 24h 或更短。",
    ),
    "spot-lifts": Message(
        "“{limit}” does not protect life by its exception: the community alone cannot lift it.",
        "介入限度“{limit}”的例外不是为了保护生命，社区不能自行放宽。",
        "Leave it out; plugins/LIMITS.md marks those that may be lifted.",
        "请去掉；可以放宽的介入限度见 plugins/LIMITS.md 的标注。",
    ),
    "measure-kind": Message(
        "“{measure}” is not what this field holds.",
        "本字段不能存放“{measure}”。",
        "Its schema needs to be {schema}, without bounds that it may pass, and not personal.",
        "其 schema 应为 {schema}，不设可能超出的界限，且不属于个人信息。",
    ),
    "measure-given": Message(
        "“{field}” is measured by the engine when a task is opened, and by nothing else.",
        "“{field}”只在任务发起时由系统测算。",
        "Name it under asks of the opening, and nowhere else.",
        "请只写在发起（open）的 asks 中。",
    ),
    "extend-no-keep": Message(
        "There is nothing of a mode in this flow whose destruction could be put off by a duration.",
        "本流程没有可按时长延期销毁的应急信息。",
        "Write by: 30d, in a flow that asks for a field with only_in.",
        "请在询问含 only_in 字段的流程中写 by: 30d。",
    ),
}
