"""Why a post is not filled, or does not end."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "appoint-self": Message(
        "Nobody makes themselves “{role}”, nor whom they act for.",
        "任何人不得任命本人或所代理的人为“{role}”。",
        "Let somebody else who may do it decide.",
        "请由其他有权的人办理。",
    ),
    "appoint-right": Message(
        "Only whoever holds a role here can make somebody “{role}”.",
        "只有担任相应角色的人才能任命“{role}”。",
        "Let somebody decide who holds one of the roles that may.",
        "请由担任相应角色的人办理。",
    ),
    "appoint-kind": Message(
        "{member} cannot be “{role}”: another kind of member is needed.",
        "{member}不能担任“{role}”：成员类型不符。",
        "Name a member of a kind that the role is for: a person, household or organization.",
        "请填写该角色所适用类型的成员（个人、家庭或组织）。",
    ),
    "appoint-unit": Message(
        "“{role}” is not held at {unit}.",
        "“{role}”不能设在{unit}。",
        "Name a unit of this community at the level of the role, or open the task for that unit.",
        "请填写本社区内与该角色层级相符的单位，或在该单位名下发起任务。",
    ),
    "appoint-over": Message(
        "The end of “{role}” ({field}) is over already.",
        "“{role}”的结束时间（{field}）已经过去。",
        "Give a day that is still to come.",
        "请填写将来的日期。",
    ),
    "appoint-closed": Message(
        "By the rules in force now, no task makes anybody “{role}”, nor ends it.",
        "按现行规则，不得通过任务任命或解除“{role}”。",
        "Let whoever keeps the registry enter it.",
        "请由负责登记的人员办理。",
    ),
    "dismiss-other": Message(
        "You can end only your own “{role}”.",
        "只能解除本人的“{role}”。",
        "Let somebody decide who holds one of the roles that may.",
        "请由担任相应角色的人办理。",
    ),
}
