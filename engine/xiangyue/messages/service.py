"""Rates of response, resolution and satisfaction, and what the linter says of a service."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "service-head-what": Message("Service", "服务"),
    "service-head-dispatched": Message("Matters dispatched", "派单"),
    "service-head-objected": Message("Objections accepted", "异议成立"),
    "service-head-excluded": Message("Excluded by review", "审核剔除"),
    "service-head-counted": Message("Counted", "计入"),
    "service-head-responded": Message("In contact in time", "按时联系"),
    "service-head-response": Message("Response rate", "响应率"),
    "service-head-visited": Message("Visited", "已回访"),
    "service-head-resolution": Message("Resolution rate", "解决率"),
    "service-head-resolution_of_counted": Message("… of all counted", "……占计入"),
    "service-head-satisfaction": Message("Satisfaction rate", "满意率"),
    "service-head-satisfaction_of_counted": Message("… of all counted", "……占计入"),
    "service-head-score": Message("All three, weighted", "三率加权"),
    "service-all": Message("all", "全部"),
    "service-how": Message(
        "Counted are those dispatched without objections that were accepted and demands that a "
        "review excluded. Resolution and satisfaction are out of those visited, then out of those "
        "counted.",
        "计入 = 派单 − 异议成立 − 审核剔除；解决率、满意率先以已回访为分母，再以计入为分母。",
    ),
    "service-weights": Message(
        "Weights: response {response_weight}, resolution {resolution_weight}, satisfaction "
        "{satisfaction_weight} (a project default, no official rule).",
        "权重：响应 {response_weight}、解决 {resolution_weight}、满意 {satisfaction_weight}"
        "（项目默认值，并非官方规定）。",
    ),
    "service-contact": Message(
        "“{name}” is neither an action nor a state of this flow.",
        "“{name}”既不是此流程的动作，也不是状态。",
        "{hint[en]}Known: {known}.",
        "{hint[zh]}已有：{known}。",
    ),
    "service-no-boolean": Message(
        "“{field}” is no yes or no.",
        "字段“{field}”不是“是/否”。",
        "Name a field whose schema is {{type: boolean}}.",
        "请写 schema 为 {{type: boolean}} 的字段。",
    ),
    "service-due-twice": Message(
        "“{state}” has a time of its own, beside the time to first contact of the service.",
        "状态“{state}”另设了时限，与 service 的联系时限重复。",
        "Leave its after or field out; remind and escalate may stay.",
        "请删去其中的 after 或 field；remind 与 escalate 可保留。",
    ),
    "service-no-contact": Message(
        "Nobody can be in contact from “{state}”, in which the flow begins: its deadline passes "
        "whatever is done.",
        "从流程起始状态“{state}”无法进行联系，联系时限形同虚设。",
        "Let an action of contact be taken from there.",
        "请使联系动作可从该状态进行。",
    ),
    "service-within": Message(
        "“{param}” may say something else than a time that passes day and night.",
        "参数“{param}”可能不是按自然时间计算的时长。",
        "Give it an enum of durations in min, h, d or w.",
        "请用 enum 列出以 min、h、d、w 为单位的时长。",
    ),
    "service-visit": Message(
        "“{action}” does not ask for “{field}”.",
        "“{action}”未询问“{field}”。",
        "Add it to its needs.",
        "请把它加入 needs。",
    ),
    "service-alone": Message(
        "By “{action}” whoever handled a matter can take it out of the count ({key}) alone.",
        "经办人可自行通过“{action}”把事项移出统计（{key}）。",
        "Let its guard keep them apart, as in actor != assignee.",
        "请在 when 中排除经办人，如 actor != assignee。",
    ),
}
