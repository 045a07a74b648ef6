"""What is said of a profile that becomes workflow configurations of DIGIT."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "digit-out-room": Message(
        "DIGIT's workflows know no {room}.",
        "DIGIT 工作流中没有 {room}。",
    ),
    "digit-out-fields": Message(
        "DIGIT's workflows ask for documents only, and not for fields.",
        "DIGIT 工作流只能要求上传文件，不能要求填写字段。",
    ),
    "digit-out-rule": Message(
        "A rule cannot be said in a workflow of DIGIT: the action is possible without it.",
        "DIGIT 工作流无法表达规则：该操作将不受此规则限制。",
    ),
    "digit-out-branches": Message(
        "An action of DIGIT has one next state: there is one of its own for each branch.",
        "DIGIT 的操作只有一个下一状态：每个分支各成一个操作。",
    ),
    "digit-out-more": Message(
        "What the action does, sets or wants to have noted cannot be said in a workflow of DIGIT.",
        "该操作的附带动作、赋值或备注要求无法在 DIGIT 工作流中表达。",
    ),
    "digit-out-right": Message(
        "DIGIT knows roles only; “{right}” stands there as if it were one.",
        "DIGIT 只有角色；“{right}”按角色名写出。",
    ),
    "digit-out-pause": Message(
        "DIGIT's clock cannot pause.",
        "DIGIT 的计时不能暂停。",
    ),
    "digit-out-date": Message(
        "A deadline that goes by a date cannot be said in milliseconds.",
        "按日期确定的期限无法用毫秒表示。",
    ),
    "digit-out-ladder": Message(
        "When a clock starts later, and who is told when it is over, cannot be said in a workflow of DIGIT.",
        "推迟起算及到期通知对象无法在 DIGIT 工作流中表达。",
    ),
    "digit-out-span": Message(
        "{due} is not always equally long; its usual length is written.",
        "{due} 的实际长度不固定；按通常长度写出。",
    ),
    "digit-no-file": Message(
        "The file cannot be written: {reason}.",
        "无法写入文件：{reason}。",
        "Choose another folder, or make room.",
        "请另选文件夹，或腾出空间。",
    ),
    "digit-written": Message(
        "Workflows written to {file}: {services}, with {states} states and {actions} actions.",
        "已写入 {file}：工作流 {services} 个，状态 {states} 个，操作 {actions} 个。",
    ),
}
