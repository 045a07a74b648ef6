"""What the linter says of flows by which the rules change."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "change-anybody": Message(
        "“{right}” can be anybody or nobody: rules come into force by people with a role.",
        "“{right}”不限定具体人员：规则变更须由担任角色的人批准。",
        "Name roles under by.",
        "请在 by 中写明角色。",
    ),
    "change-alone": Message(
        "Here one person drafts a change and puts it in force.",
        "此处同一人即可起草并批准规则变更。",
        "Add “actor != opener” to the guard under when.",
        "请在 when 的条件中加入“actor != opener”。",
    ),
    "change-opening": Message(
        "Rules that come into force as they are drafted are looked at by nobody else.",
        "起草时即生效的变更没有第二人审核。",
        "Put them in force by an action of their own, that another person takes.",
        "请另设动作，由另一人批准后生效。",
    ),
    "change-field": Message(
        "“{field}” cannot hold this: it is no list of texts that is kept in the open.",
        "“{field}”不能存放此内容：须为公开保存的文本列表。",
        "Give it “type: array, items: {{type: string}}” and “sensitivity: none”.",
        "请设为“type: array, items: {{type: string}}”，并写 sensitivity: none。",
    ),
    "change-not-drafted": Message(
        "The opening of this flow does not ask for “{field}”: nothing would be proposed.",
        "本流程发起时未填写“{field}”，没有变更内容。",
        "Add it to the needs of open.",
        "请加入 open 的 needs。",
    ),
    "change-changed": Message(
        "“{field}” says what was drafted, and nothing changes it afterwards.",
        "“{field}”是起草的内容，此后不得更改。",
        "Leave it out here; another change is another draft.",
        "请在此去掉该字段；内容有变应另行起草。",
    ),
    "change-not-checked": Message(
        "No action by system asks for “{field}”: no change would ever be checked.",
        "没有由 system 办理的动作填写“{field}”，变更无法检查。",
        "Add an action by system that needs it.",
        "请增加由 system 办理并填写该字段的动作。",
    ),
    "change-not-foreseen": Message(
        "No action by system asks for “{field}”: nobody would see what a change does to past work.",
        "没有由 system 办理的动作填写“{field}”，无法看到变更对以往事项的影响。",
        "Add an action by system that needs it.",
        "请增加由 system 办理并填写该字段的动作。",
    ),
    "change-checks-given": Message(
        "“{field}” says what studies have found: only an action by system alone fills it in.",
        "“{field}”记录检查或测算结果，只能由仅限 system 的动作填写。",
        "Leave it out here.",
        "请在此去掉该字段。",
    ),
    "change-param-kind": Message(
        "“{name}” does not say yes or no.",
        "“{name}”不是是非值。",
        "Name a param of type boolean, as params.NAME.",
        "请写布尔型参数，格式为 params.NAME。",
    ),
    "change-lost": Message(
        "What is put back is drafted nowhere in this flow.",
        "本流程没有与之对应的规则变更。",
        "Name the field that put_in_force of the same flow names.",
        "请写同一流程中 put_in_force 所用的字段。",
    ),
}
