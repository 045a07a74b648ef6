"""What the linter says of what tasks hold, and of what is matched."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "holds-nothing": Message(
        "Tasks of this flow hold a resource, and nothing says what resources are.",
        "此流程的任务占用资源，但没有说明什么是资源。",
        "Add the section matching to the profile, or remove holds.",
        "请在方案中加入 matching 部分，或删除 holds。",
    ),
    "holds-for-ever": Message(
        "A task that ends in “{state}” would hold its resource for ever.",
        "以“{state}”结束的任务将永久占用资源。",
        "Name only states that are not final.",
        "请只写未结束的状态。",
    ),
    "holds-promised": Message(
        "Nothing is held in “{state}”, so nothing can be promised there.",
        "状态“{state}”不占用资源，因此不能视为已承诺。",
        "Name only states that stand under holds, too.",
        "请只写 holds 的 in 中列出的状态。",
    ),
    "match-used-value": Message(
        "“{value}” is no choice of “{field}”.",
        "“{value}”不是“{field}”的选项。",
        "Name one of its choices.",
        "请填写其选项之一。",
    ),
    "match-used-quantity": Message(
        "“{action}” is told how much was used up, and does not ask for “{field}”.",
        "“{action}”将得知用掉的数量，但没有询问“{field}”。",
        "Let the action need this field.",
        "请在该动作的 needs 中加入此字段。",
    ),
    "match-field-kind": Message(
        "“{field}” cannot tell this: its schema must be {expected}.",
        "“{field}”不能表示此项：其 schema 应为 {expected}。",
        "Change the schema of the field, or name another one.",
        "请修改该字段的 schema，或改用其他字段。",
    ),
    "match-field-personal": Message(
        "“{field}” is personal, and what is matched must be readable as long as it stands.",
        "“{field}”属于个人信息，而匹配所用内容须一直可读。",
        "Declare the field sensitivity: none, or name another one.",
        "请将该字段声明为 sensitivity: none，或改用其他字段。",
    ),
    "match-no-words": Message(
        "No need can be met: “{needs}” has no choice in common with “{offers}”.",
        "任何需求都无法匹配：“{needs}”与“{offers}”没有相同的选项。",
        "Use one field for both, or give both the same choices.",
        "请使用同一字段，或使两者的选项一致。",
    ),
    "list-unpublished": Message(
        "Nothing of the flow “{flow}” is published, so that nothing can stand on the list.",
        "流程“{flow}”没有公布任何内容，清单将为空。",
        "Let an action of it publish what may be read by all.",
        "请在该流程的动作中加入 publish。",
    ),
    "list-unknown": Message(
        "There is no list “{name}” to count.",
        "没有可统计的清单“{name}”。",
        "Add it under lists, or leave out the measure.",
        "请在 lists 中加入，或去掉 measure。",
    ),
    "match-holds-nothing": Message(
        "Tasks of the flow “{flow}” hold no resource.",
        "流程“{flow}”的任务不占用资源。",
        "Say under holds which resource a match holds, and how much of it.",
        "请在 holds 中写明匹配占用哪项资源及其数量。",
    ),
    "match-opening": Message(
        "A match cannot be opened with what it says: {fields}.",
        "开始匹配时无法填写：{fields}。",
        "Ask for these fields in the opening of the flow.",
        "请在该流程的 open 中询问这些字段。",
    ),
}
