"""What is said of alerts that come in."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "cap-invalid": Message(
        "The alert has {count} errors, so it was not taken in; the first: {first}",
        "预警有 {count} 处错误，未予接收；第一处：{first}",
        "Look at all of them with “xiangyue cap check”, and have the sender mend them.",
        "请用“xiangyue cap check”查看全部错误，并请发送方改正。",
    ),
    "cap-held": Message(
        "An alert of status {status} begins nothing; it was checked.",
        "状态为 {status} 的预警不触发任何事项，仅作检查。",
    ),
    "cap-noted": Message(
        "A message of type {type} answers another one; nothing follows from it.",
        "类型为 {type} 的消息只是答复其他消息，不触发任何事项。",
    ),
    "cap-nowhere": Message(
        "No community that takes alerts is known to lie in the areas of this one.",
        "该预警的区域内没有可接收预警的社区。",
        "Note codes or outlines of units (“xiangyue import places”), or name the community.",
        "请登记单位的区划代码或边界（xiangyue import places），或直接指定社区。",
    ),
    "cap-says-nothing": Message(
        "The message says nothing (it has no info), and nothing that it names is known.",
        "该消息没有内容（没有 info），所引用的预警也未收到过。",
    ),
    "cap-not-taken": Message(
        "The profile of “{community}” takes no alerts.",
        "“{community}”的方案不接收预警。",
        "Add the section alerts to the profile, or extend emergency-work.",
        "请在方案中加入 alerts 部分，或继承 emergency-work。",
    ),
    "cap-switches": Message(
        "By the profile this alert would switch the mode at {where} without any person.",
        "按该方案，此预警无需任何人操作就会在 {where} 切换模式。",
        "Have the profile corrected: an alert only proposes.",
        "请改正方案：预警只能提出建议。",
    ),
    "cap-no-drills": Message(
        "“{flow}” has no field that says of an alert that it is a drill.",
        "流程“{flow}”没有表示演练的字段。",
        "Name a boolean field under exercise of the flow.",
        "请在流程的 exercise 中写明一个是否字段。",
    ),
    "cap-shortened": Message(
        "“{field}” is longer than can be kept, and was shortened.",
        "“{field}”超出可保存的长度，已截短。",
        "The whole text stands in the alert itself.",
        "全文见预警原件。",
    ),
    "cap-no-alert": Message(
        "The task {task} is no alert.",
        "任务 {task} 不是预警。",
        "Name a task of the flow that the profile has under alerts.",
        "请写明方案 alerts 所列流程的任务。",
    ),
    "cap-no-activation": Message(
        "The profile does not say how an activation is recorded that came of an alert ({task}).",
        "方案没有说明如何登记由预警引起的响应（{task}）。",
        "Add activation to the section alerts.",
        "请在 alerts 中加入 activation。",
    ),
    "cap-sender": Message(
        "“{sender}” cannot be the sender of an alert.",
        "“{sender}”不能作为预警的发送方。",
        "Name it without spaces, commas, < and &, such as warnings@village.example.org.",
        "请使用不含空格、逗号、< 和 & 的名称，如 warnings@village.example.org。",
    ),
    "cap-not-published": Message(
        "Tasks such as {task} are not published as alerts.",
        "{task} 这类任务不作为预警发布。",
        "Say under warns of its flow what is published.",
        "请在其流程的 warns 中写明发布内容。",
    ),
    "cap-event-unknown": Message("An alert that did not come in", "未收到的预警"),
    "cap-event-unnamed": Message("Warning", "预警"),
    "cap-withheld": Message("Not for the public", "不公开的预警"),
    "cap-drill": Message("[Drill] ", "【演练】"),
    "cli-cap-taken": Message("{alert}: {type}, {status}.", "{alert}：{type}，{status}。"),
    "cli-cap-held": Message("{alert}: {type}, {status}.", "{alert}：{type}，{status}。"),
    "cli-cap-noted": Message("{alert}: {type}, {status}.", "{alert}：{type}，{status}。"),
    "cli-cap-nowhere": Message("{alert}: {type}, {status}.", "{alert}：{type}，{status}。"),
    "cli-cap-proposed-here": Message("{task}: proposed", "{task}：已提出"),
    "cli-cap-known-here": Message("{task}: known already", "{task}：此前已收到"),
    "cli-cap-over-here": Message("{task}: over already, not opened", "{task}：已失效，未登记"),
    "cli-cap-replaced-here": Message("{task}: replaced", "{task}：已被替代"),
    "cli-cap-cancelled-here": Message("{task}: cancelled", "{task}：已解除"),
    "cli-cap-refused-here": Message("{task}: refused", "{task}：被拒绝"),
    "cli-cap-deferred-here": Message("{task}: put off", "{task}：暂缓"),
    "cli-cap-recorded": Message(
        "Recorded as {task}; filled in from the alert: {fields}.",
        "已登记为 {task}；由预警填写：{fields}。",
    ),
    "cli-cap-not-recorded": Message("Not recorded ({outcome}).", "未登记（{outcome}）。"),
    "cli-cap-dry": Message("Nothing was written.", "未写入任何内容。"),
    "cli-cap-published": Message(
        "{alert}: {type}, {status}, of {task}", "{alert}：{type}，{status}，来自 {task}"
    ),
    "cli-cap-written": Message("Written: {count}.", "已写入 {count} 个文件。"),
    "cli-cap-both": Message(
        "--json and --output - both want standard output.",
        "--json 与 --output - 都要使用标准输出。",
        "Choose one of them, or name a folder.",
        "请选其一，或写明文件夹。",
    ),
}
