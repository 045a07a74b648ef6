"""How matters come in: what is said of them, and what the linter says of their categories."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "receive-done": Message("Taken in as {task}: {flow}.", "已受理，编号{task}：{flow}。"),
    "receive-contact": Message("Somebody must be in contact by {due}.", "须在{due}前联系当事人。"),
    "receive-refused": Message("Not taken in: {category}.", "未受理：{category}。"),
    "receive-deferred": Message("It waits: {category}.", "暂缓受理：{category}。"),
    "receive-receipt": Message("Receipt number: {receipt}", "受理编号：{receipt}"),
    "receive-receipt-how": Message(
        "Write it down: by it, and without a name, the matter is followed and answered.",
        "请抄下编号，凭此查询进度、答复回访，无需姓名。",
    ),
    "receive-what": Message(
        "A matter comes in by its category, or by the flow of what has none.",
        "须写明事项类别；没有类别的，写明流程。",
        "Give one of them.",
        "二者请填其一。",
    ),
    "receipt-form": Message(
        "A receipt number has {digits} digits.",
        "受理编号共 {digits} 位数字。",
        "Look at the paper once more; gaps do not matter.",
        "请再核对一遍，空格不影响。",
    ),
    "receipt-misread": Message(
        "One of the digits is wrong.",
        "编号有误，其中有数字写错。",
        "Compare the number with the paper, digit by digit.",
        "请逐位核对编号。",
    ),
    "receipt-unknown": Message(
        "This number leads to nothing here, or to what has been deleted since.",
        "未查到该编号，或相关内容已到期删除。",
        "Compare it with the paper; or ask at the counter.",
        "请核对编号，或到窗口询问。",
    ),
    "receipt-waits": Message(
        "It has come in and waits for its turn.",
        "已收到，排队等待受理。",
        "Look again tomorrow.",
        "请明天再查。",
    ),
    "receipt-action": Message(
        "{action!r} is nothing that whoever brought it up can do.",
        "{action!r}不能由提出人办理。",
        "They can: {known}.",
        "可办理：{known}。",
    ),
    "slip-unknown": Message(
        "This number is on no slip of that month here.",
        "未查到该月的这一查询号。",
        "Compare it with the slip; or ask at the counter.",
        "请核对查询条，或到窗口询问。",
    ),
    "cli-with": Message(
        "{given!r} names no field and value.",
        "{given!r}不是“字段=值”。",
        "Write --with FIELD=VALUE.",
        "请写成 --with 字段=值。",
    ),
    "intake-nobody": Message(
        "Nobody brings up “{category}”: only the engine opens “{flow}”.",
        "没有人能提出“{category}”：流程“{flow}”只由系统发起。",
        "Let its opening be taken by anyone.",
        "请在其 open 的 by 中写 anyone。",
    ),
    "intake-residents": Message(
        "Residents cannot bring up “{category}”, nor a helper for them: “{flow}” is opened by "
        "{by} only.",
        "居民及其代办人不能提出“{category}”：流程“{flow}”仅由{by}发起。",
        "Let its opening be taken by anyone; who enters it for somebody says so.",
        "请在其 open 的 by 中写 anyone；代办的如实注明。",
    ),
    "intake-urgency": Message(
        "The urgency of “{category}” has no effect: “{state}”, in which “{flow}” begins, has no "
        "deadline.",
        "“{category}”的 urgency 不起作用：流程“{flow}”的起始状态“{state}”没有时限。",
        "Give that state a due, or leave the urgency out.",
        "请为该状态设 due，或删去 urgency。",
    ),
    "intake-receiver": Message(
        "“{role}” is told nothing of “{category}”: the opening of “{flow}” touches no receiver.",
        "“{role}”不会获知“{category}”：流程“{flow}”的 open 未联系 receiver。",
        "Add a message to receiver under its does.",
        "请在其 does 中加入发给 receiver 的消息。",
    ),
    "intake-not-kept": Message(
        "By which category a matter came in is not kept, and no urgency holds: there is no field "
        "“category”.",
        "事项类别未保存，urgency 不起作用：没有字段“category”。",
        "Add a field category with the schema {{type: string, format: category}}.",
        "请添加字段 category，schema 为 {{type: string, format: category}}。",
    ),
    "intake-other-field": Message(
        "The field “category” does not take “{category}”.",
        "字段“category”不接受“{category}”。",
        "Give it the schema {{type: string, format: category}}.",
        "请把其 schema 设为 {{type: string, format: category}}。",
    ),
    "intake-field-kind": Message(
        "“{field}” cannot hold what is said here.",
        "字段“{field}”存不下此处所填内容。",
        "Name a field with the schema {schema}.",
        "请改用 schema 为 {schema} 的字段。",
    ),
    "intake-field-not-asked": Message(
        "No flow that a category opens asks for “{field}”: what is said here is not kept there.",
        "没有受理流程询问“{field}”，此处所填内容不会存入该字段。",
        "Add it under asks of their open.",
        "请在这些流程 open 的 asks 中加入该字段。",
    ),
    "intake-field-half": Message(
        "{key} says no place without {other}.",
        "只有 {key}，没有 {other}，不能确定位置。",
        "Name a field for both.",
        "请同时指定两者的字段。",
    ),
    "intake-field-shown": Message(
        "Everybody may see “{field}”, and with it where somebody is.",
        "任何人都能看到“{field}”，由此可知当事人所在位置。",
        "Write sensitivity: none if that is meant, else sensitivity: personal.",
        "确属公开的写 sensitivity: none，否则写 sensitivity: personal。",
    ),
    "receiver-sure": Message(
        "There is a receiver only where a matter comes in by a category that goes to a role.",
        "仅当事项按设有 to 的类别受理时才有 receiver。",
        "Add accessory: true, so that the flow can be opened otherwise too.",
        "请加 accessory: true，使流程也能以其他方式发起。",
    ),
}
