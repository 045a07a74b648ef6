"""What differs in what actions set off."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "diff-assign-added": Message(
        "“{action}” now makes {who} responsible.", "“{action}”后将由{who}负责。"
    ),
    "diff-assign-removed": Message(
        "“{action}” no longer makes {who} responsible.", "“{action}”后不再由{who}负责。"
    ),
    "diff-message-added": Message(
        "“{action}” now sends a message to {who}.", "“{action}”后将通知{who}。"
    ),
    "diff-message-removed": Message(
        "“{action}” no longer sends a message to {who}.", "“{action}”后不再通知{who}。"
    ),
    "diff-collect-added": Message(
        "“{action}” now asks {who} for data.", "“{action}”后将向{who}收集信息。"
    ),
    "diff-collect-removed": Message(
        "“{action}” no longer asks {who} for data.", "“{action}”后不再向{who}收集信息。"
    ),
    "diff-publish-added": Message(
        "“{action}” now publishes something.", "“{action}”后将公示信息。"
    ),
    "diff-publish-removed": Message(
        "“{action}” no longer publishes what it did.", "“{action}”后不再公示信息。"
    ),
    "diff-switch_mode-added": Message(
        "“{action}” now switches the mode of the community.", "“{action}”后将切换社区模式。"
    ),
    "diff-switch_mode-removed": Message(
        "“{action}” no longer switches the mode of the community.",
        "“{action}”后不再切换社区模式。",
    ),
    "diff-assess-added": Message(
        "“{action}” now notes the digital literacy level of {who}.",
        "“{action}”后将登记{who}的数字素养水平。",
    ),
    "diff-assess-removed": Message(
        "“{action}” no longer notes the digital literacy level of {who}.",
        "“{action}”后不再登记{who}的数字素养水平。",
    ),
    "diff-appoint-added": Message(
        "“{action}” now makes {who} “{role}”.", "“{action}”后{who}将担任“{role}”。"
    ),
    "diff-appoint-removed": Message(
        "“{action}” no longer makes {who} “{role}”.", "“{action}”后{who}不再因此担任“{role}”。"
    ),
    "diff-dismiss-added": Message(
        "“{action}” now ends that {who} is “{role}”.", "“{action}”后{who}将不再担任“{role}”。"
    ),
    "diff-dismiss-removed": Message(
        "“{action}” no longer ends that {who} is “{role}”.", "“{action}”不再解除{who}的“{role}”。"
    ),
    "diff-put_in_force-added": Message(
        "“{action}” now puts other rules in force.", "“{action}”后将使规则变更生效。"
    ),
    "diff-put_in_force-removed": Message(
        "“{action}” no longer puts other rules in force.", "“{action}”后不再使规则变更生效。"
    ),
    "diff-put_back-added": Message(
        "“{action}” now puts the rules before it in force again.",
        "“{action}”后将恢复变更前的规则。",
    ),
    "diff-put_back-removed": Message(
        "“{action}” no longer puts the rules before it in force again.",
        "“{action}”后不再恢复变更前的规则。",
    ),
    "diff-automate-added": Message(
        "“{action}” now lets the system act by itself.", "“{action}”后将由系统自动办理后续操作。"
    ),
    "diff-automate-removed": Message(
        "“{action}” no longer lets the system act by itself.",
        "“{action}”后不再由系统自动办理后续操作。",
    ),
    "diff-call_out-added": Message(
        "“{action}” now calls people out, rung by rung.", "“{action}”后将按梯次动员人员。"
    ),
    "diff-call_out-removed": Message(
        "“{action}” no longer calls people out.", "“{action}”后不再动员人员。"
    ),
    "diff-distribute-added": Message(
        "“{action}” now gives every community beneath a task of its own.",
        "“{action}”后将向下辖各社区下发任务。",
    ),
    "diff-distribute-removed": Message(
        "“{action}” no longer gives communities beneath a task.",
        "“{action}”后不再向下辖社区下发任务。",
    ),
    "diff-open-added": Message(
        "“{action}” now has another task opened.", "“{action}”后将自动新建后续任务。"
    ),
    "diff-open-removed": Message(
        "“{action}” no longer has another task opened.", "“{action}”后不再自动新建后续任务。"
    ),
    "diff-does-changed": Message(
        "What “{action}” sets off for {who} has changed: {detail}.",
        "“{action}”对{who}的后续处理有变化：{detail}。",
    ),
}
