"""What the linter says of posts that tasks fill and end."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "appoint-office": Message(
        "“{role}” is an office, and no task gives or ends one.",
        "“{role}”属于职务，不得通过任务任命或解除。",
        "Enrol it by hand; only what is voluntary, advisory or proves something is given so.",
        "请另行登记；只有 voluntary、advisory 或 proves 的角色才可通过任务任命。",
    ),
    "appoint-power": Message(
        "Whoever is “{role}” may {power}, and no task gives or ends such a role.",
        "“{role}”可以{power}，此类角色不得通过任务任命或解除。",
        "Enrol it by hand, or let another role do that.",
        "请另行登记，或改由其他角色办理该动作。",
    ),
    "appoint-by": Message(
        "“{right}” can be anybody or nobody: posts are filled and ended by people with a role.",
        "“{right}”不限定具体人员：任命和解除须由担任角色的人办理。",
        "Name roles under by. With dismiss, opener, assignee and the like end only their own post.",
        "请在 by 中写明角色。用 dismiss 时，opener、assignee 等只能解除本人的职务。",
    ),
    "appoint-unit-field": Message(
        "“{field}” does not say where a post is: it names no unit.",
        "“{field}”填写的不是单位，无法说明岗位所在。",
        "Give its schema the format unit, or leave unit out.",
        "请把该字段的格式设为 unit，或不写 unit。",
    ),
    "appoint-until-field": Message(
        "“{field}” does not say when a post ends: it is no day and no moment.",
        "“{field}”不是日期或时间，无法说明任期何时结束。",
        "Give its schema the format date or date-time, or leave until out.",
        "请把该字段的格式设为 date 或 date-time，或不写 until。",
    ),
}
