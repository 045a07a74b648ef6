"""What the linter says of alerts that come in."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "alert-switches": Message(
        "An alert only proposes: this would switch the mode at {where} without any person.",
        "预警只能提出建议：此处无需任何人操作，就会在 {where} 切换模式。",
        "Let a person record the activation; no profile can do without.",
        "请由人登记响应，任何方案都不能省去这一步。",
    ),
    "alert-field-kind": Message(
        "“{field}” cannot hold this: its schema must be {expected}.",
        "“{field}”不能存放此项：其 schema 应为 {expected}。",
        "Name another field, or correct its schema.",
        "请换用其他字段，或修改其 schema。",
    ),
    "alert-not-asked": Message(
        "The opening of “{flow}” does not ask for “{field}”, so it would be lost.",
        "流程“{flow}”发起时没有询问“{field}”，该内容将会丢失。",
        "Add it to the needs or asks of the opening.",
        "请在 open 的 needs 或 asks 中加入此字段。",
    ),
    "alert-not-said": Message(
        "“{action}” does not ask for “{field}”, so nobody would know it.",
        "动作“{action}”没有询问“{field}”，因此无人知晓。",
        "Add it to the action's needs or asks.",
        "请在该动作的 needs 或 asks 中加入此字段。",
    ),
    "alert-needs": Message(
        "Not every alert says what “{field}” is to hold, so some could not be taken in.",
        "并非每条预警都包含“{field}”的内容，缺少时将无法接收。",
        "Move the field to asks.",
        "请将此字段移到 asks。",
    ),
    "alert-note": Message(
        "The opening asks for a note, and an alert has none.",
        "发起时要求填写说明，而预警没有说明。",
        "Remove note from the opening.",
        "请删除 open 中的 note。",
    ),
    "alert-anyone": Message(
        "Anybody could raise an alert: “{right}” may open it.",
        "任何人都能发出预警：“{right}”有权发起。",
        "Name the roles whose alerts are taken.",
        "请写明可以接收哪些角色的预警。",
    ),
    "alert-nobody": Message(
        "No person or office may hand in an alert.",
        "没有任何人员或单位可以报入预警。",
        "Name a role beside system.",
        "请在 system 之外写明角色。",
    ),
    "alert-endless": Message(
        "An alert would stand for ever: the flow must end it when “{field}” has passed.",
        "预警将永久有效：流程必须在“{field}”到期时结束它。",
        "Write due: {{field: {field}, then: ACTION, basis: …}} in the flow, without from.",
        "请在流程中写 due: {{field: {field}, then: 动作, basis: …}}，不写 from。",
    ),
    "alert-not-ended": Message(
        "“{action}” must end an alert from every open state; it does not at: {states}.",
        "“{action}”必须能从每个未结束的状态结束预警，以下状态做不到：{states}。",
        "Name every open state under from, and only final states under to.",
        "请在 from 中列出所有未结束的状态，to 只写终止状态。",
    ),
    "alert-guarded": Message(
        "“{action}” could be refused by its rule, and the alert would stand on.",
        "“{action}”可能被其规则拒绝，预警将继续有效。",
        "Remove when from the action.",
        "请删除该动作的 when。",
    ),
    "alert-person": Message(
        "“{action}” is for a person to do, and the engine may take it.",
        "“{action}”应由人办理，但系统也可办理。",
        "Remove system from the action's by.",
        "请从该动作的 by 中删除 system。",
    ),
    "warns-words": Message(
        "Values of “{field}” have no word of CAP: {missing}.",
        "“{field}”的以下取值没有对应的 CAP 用词：{missing}。",
        "Say for each of its choices which word it stands for.",
        "请为每个选项写明对应的用词。",
    ),
    "warns-word": Message(
        "“{word}” is no choice of “{field}”.",
        "“{word}”不是“{field}”的选项。",
        "Name one of its choices.",
        "请填写其选项之一。",
    ),
    "warns-sensitive": Message(
        "“{field}” is sensitive and would be published.",
        "“{field}”是敏感信息，却会被发布。",
        "Name another field.",
        "请换用其他字段。",
    ),
}
