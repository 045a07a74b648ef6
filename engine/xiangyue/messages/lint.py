"""What the linter says of names, people, graphs and actions."""

from __future__ import annotations

from xiangyue.messages.message import Message

_KNOWN = ("{hint[en]}Known: {known}.", "{hint[zh]}已有：{known}。")

_UNKNOWN = {
    "action": ("This flow has no action", "此流程没有", "动作"),
    "channel": ("There is no channel", "没有", "渠道"),
    "field": ("There is no field", "没有", "字段"),
    "flow": ("There is no flow", "没有", "流程"),
    "ladder": ("There is no ladder", "没有", "梯次"),
    "mode": ("There is no mode", "没有", "模式"),
    "param": ("There is no param", "没有", "参数"),
    "role": ("There is no role", "没有", "角色"),
    "state": ("This flow has no state", "此流程没有", "状态"),
}

MESSAGES: dict[str, Message] = {
    "assess-level": Message(
        "A digital literacy level is a whole number from 0 to 8 that is not kept apart.",
        "数字素养水平是 0 至 8 的整数，且不属于单独保存的信息。",
        "Give the field {{type: integer, minimum: 0, maximum: 8}} and no sensitivity.",
        "请将该字段设为 {{type: integer, minimum: 0, maximum: 8}}，不设 sensitivity。",
    ),
    # Names that refer to something
    **{
        f"unknown-{what}": Message(
            f"{en} called “{{name}}”.", f"{none}名为“{{name}}”的{zh}。", *_KNOWN
        )
        for what, (en, none, zh) in _UNKNOWN.items()
    },
    "unknown-who": Message(
        "“{name}” is neither a role nor a field that names a member.",
        "“{name}”既不是角色，也不是填写成员的字段。",
        *_KNOWN,
    ),
    "unknown-value": Message(
        "“{of}” never has the value “{name}”.", "“{of}”不会取值“{name}”。", *_KNOWN
    ),
    "unknown-placeholder": Message(
        "“{{{name}}}” cannot be filled in: there is no such field.",
        "“{{{name}}}”无法填入：没有这个字段。",
        *_KNOWN,
    ),
    "unknown-response-level": Message(
        "The mode “{mode}” has no response level {name}.",
        "模式“{mode}”没有响应级别 {name}。",
        "Add it to the levels of the mode, or choose one of: {known}.",
        "请把它加入该模式的 levels，或从中选择：{known}。",
    ),
    "unknown-address": Message(
        "Nothing stands at {address} in this profile.", "本方案中没有 {address}。", *_KNOWN
    ),
    "unknown-limit": Message(
        "No limit called “{name}” is installed.",
        "没有安装名为“{name}”的介入限度。",
        "{hint[en]}Install the plugin that brings it; installed: {known}.",
        "{hint[zh]}请安装提供它的插件；已安装：{known}。",
    ),
    "from-any": Message(
        "“any” stands for all states, and others are named beside it.",
        "“any”代表所有状态，其旁又写了别的状态。",
        "Write from: any alone, or name the states.",
        "请只写 from: any，或逐一写出状态。",
    ),
    # Names that are given
    "name-taken": Message(
        "“{name}” means something of its own in every profile.",
        "“{name}”在所有方案中已有固定含义。",
        "Give it another name; a field may be called assignee if its format is member.",
        "请换一个名称；只有格式为 member 的字段可以叫 assignee。",
    ),
    "name-reserved": Message(
        "“{name}” is a word of the rule language, so that no rule could read it.",
        "“{name}”是规则语言的保留字，规则无法读取它。",
        "Give it another name.",
        "请换一个名称。",
    ),
    "name-any": Message(
        "A state is called “any”, which stands for all states.",
        "有状态名为“any”，而该词代表所有状态。",
        "Give the state another name.",
        "请为该状态换一个名称。",
    ),
    "name-open": Message(
        "An action is called “open”, which is how tasks begin.",
        "有动作名为“open”，而该词表示任务的发起。",
        "Give the action another name, or describe the beginning under the flow's own open.",
        "请为该动作换一个名称，或在流程的 open 中说明如何发起。",
    ),
    "defined-twice": Message(
        "{one} and {other} ({place}) say different things at {what}, and neither builds on the"
        " other; {one} comes later and holds.",
        "{one} 与 {other}（{place}）在 {what} 的写法不同，二者互不继承；{one} 在后，以其为准。",
        "Write in your own profile what holds, a list with all that both need; or rename one of"
        " them, or leave one out in extends (without, or replace).",
        "请在本方案中写明以何为准，列表须写全双方所需各项；或为其一改名，或在 extends 中用 without"
        " 舍去、用 replace 整体替换。",
    ),
    "limit-altered": Message(
        "{one} changes a limit ({what}) that {other} has as it was; what {one} says now holds for"
        " both.",
        "{one} 改动了限制（{what}），而 {other} 沿用原样；现两者都以 {one} 为准。",
        "Write in your own profile what holds for both, a list with all that each of them brings.",
        "请在本方案中写明两者共同适用的内容，列表须写全双方的各项。",
    ),
    # Who
    "by-opening": Message(
        "Nobody is “{name}” before the task is opened.",
        "任务发起之前还没有“{name}”。",
        "Name the roles that may open a task, or anyone, or system.",
        "请写明可以发起任务的角色，或 anyone，或 system。",
    ),
    "by-public": Message(
        "Whoever is not registered can only open tasks, and “{action}” is taken on one.",
        "未登记的人只能发起任务，不能办理“{action}”。",
        "Name the opener: whoever opened it goes on by the receipt.",
        "请写 opener：发起人凭受理编号继续办理。",
    ),
    "by-level": Message(
        "“{role}” is held at the unit level {held}, and the action asks for {asked}.",
        "“{role}”属于 {held} 层级，而该动作要求 {asked} 层级。",
        "Change at here or at the role, or name another role.",
        "请修改此处或角色的 at，或换用其他角色。",
    ),
    "by-unassigned": Message(
        "Nobody is responsible for the task yet when this action is possible.",
        "在可以办理该动作时，任务还没有责任人。",
        "Let an earlier action assign the task (does: assign), or name a role.",
        "请让之前的动作指派任务（does: assign），或改写角色。",
    ),
    "by-unfired": Message(
        "The engine never takes this action: no deadline and no automate names it.",
        "系统不会自行办理该动作：没有期限或 automate 指向它。",
        "Name it in the then of a deadline or in an automate, or say which role may take it.",
        "请在期限的 then 或 automate 中写明它，或写明可办理的角色。",
    ),
    "by-unopened": Message(
        "Only the engine opens this task, so that no member is its opener.",
        "此任务只由系统发起，没有成员是发起人。",
        "Name a role instead of opener, or let members open the task.",
        "请把 opener 改为角色，或允许成员发起任务。",
    ),
    "ladder-nobody": Message(
        "Nobody can be asked on this rung: none of its roles is held at the unit level {level}.",
        "此级无人可呼：其中没有角色属于 {level} 层级。",
        "Change at here or at the role.",
        "请修改此处或角色的 at。",
    ),
    "ladder-then": Message(
        "“{then}” leads to nobody: the profile has no roles or channels for it.",
        "“{then}”无法执行：方案中没有相应的角色或渠道。",
        "superior needs a role at a unit level above, door_knock a channel of the kind door.",
        "superior 须有上一层级的角色，door_knock 须有 door 类渠道。",
    ),
    "who-ambiguous": Message(
        "“{who}” is a field as well as a role.",
        "“{who}”既是字段又是角色。",
        "Rename one of the two.",
        "请为其中之一改名。",
    ),
    "who-not-member": Message(
        "The field “{who}” does not name a member.",
        "字段“{who}”填写的不是成员。",
        "Give its schema the format member, or choose another field.",
        "请把该字段的格式设为 member，或换用其他字段。",
    ),
    "who-role": Message(
        "“{who}” is a role, and here one person is needed.",
        "“{who}”是角色，而此处须为一个人。",
        "Choose actor, opener, assignee or a field that names a member.",
        "请使用 actor、opener、assignee 或填写成员的字段。",
    ),
    "who-nobody": Message(
        "There is no “{who}” of the task yet when this is done.",
        "办理到此处时，任务还没有“{who}”。",
        "Assign the task in an earlier action (does: assign), or choose somebody else.",
        "请在之前的动作中指派（does: assign），或改为其他人。",
    ),
    "assign-assignee": Message(
        "The task is assigned to whom it is assigned already.",
        "任务被指派给现有的责任人，没有意义。",
        "Name actor, opener or a field that names a member.",
        "请写 actor、opener 或填写成员的字段。",
    ),
    # The graph
    "graph-starts": Message(
        "The flow has {count} states in which it starts.",
        "该流程有 {count} 个起始状态。",
        "Keep one, and let its actions lead to the others.",
        "请只保留一个，由其动作通向其他状态。",
    ),
    "graph-no-final": Message(
        "The flow “{flow}” never ends: none of its states is final.",
        "流程“{flow}”没有结束：没有最终状态。",
        "Write final: true at the states in which a task is over.",
        "请在任务结束的状态上写 final: true。",
    ),
    "graph-large": Message(
        "The flow has more than {most} ways: its actions are possible from too many states.",
        "该流程的通路超过 {most} 条：动作可办理的状态过多。",
        "Name fewer states, give the actions fewer branches, or split the flow.",
        "请减少可办理的状态或动作的分支，或拆分流程。",
    ),
    "state-unreachable": Message(
        "No task ever comes to the state “{state}”.",
        "任务不会到达状态“{state}”。",
        "Let an action that is possible earlier lead to it, or remove it.",
        "请让之前的某个动作通向它，或将其删除。",
    ),
    "state-trap": Message(
        "From the state “{state}” no task can come to an end.",
        "任务到达状态“{state}”后无法结束。",
        "Add an action that leads from it towards a final state, or make it final.",
        "请增加通向最终状态的动作，或将其设为最终状态。",
    ),
    "final-exit": Message(
        "“{action}” leads out of “{state}”, where the task is over.",
        "“{action}”从“{state}”出发，而任务在该状态已结束。",
        "Take the state out of from, or do not make it final.",
        "请从 from 中去掉该状态，或不要将其设为最终状态。",
    ),
    "final-clock": Message(
        "A final state has “{key}”, and nothing is due any more when a task is over.",
        "最终状态写有“{key}”，而任务结束后不再计时。",
        "Remove it.",
        "请删除它。",
    ),
    # Actions
    "action-twin": Message(
        "“{action}” does what “{other}” does, and neither asks for what the other does not.",
        "“{action}”与“{other}”的作用相同，所需字段也不相互区别。",
        "Remove one of them, or let them differ in from, to, by, when or what they do.",
        "请删除其一，或使两者的 from、to、by、when 或作用有所不同。",
    ),
    "branch-dead": Message(
        "This branch is never taken: one above it has no rule and is always taken.",
        "此分支不会被采用：其上有一个不带规则的分支总被采用。",
        "Put the branch without a rule last.",
        "请把不带规则的分支放在最后。",
    ),
    "branch-shadowed": Message(
        "A branch above has the same rule, so that this one is never taken.",
        "其上已有规则相同的分支，此分支不会被采用。",
        "Change the rule, or remove one of the two.",
        "请修改规则，或删除其一。",
    ),
    "sets-asked": Message(
        "“{field}” is asked for and set by a rule, which overrides what was given.",
        "“{field}”既要填写又由规则设定，填写的值会被覆盖。",
        "Use proposes where the actor may decide otherwise, or do not ask for it.",
        "若允许办理人另定，请用 proposes；否则不要询问它。",
    ),
    "sets-proposed": Message(
        "“{field}” is proposed and set by rules, and only the second counts.",
        "“{field}”既有建议值又由规则设定，只有后者有效。",
        "Keep one of the two.",
        "请只保留其一。",
    ),
    "alone-by": Message(
        "The engine is to take “{action}” by itself, which is not for system to do.",
        "系统要自行办理“{action}”，但该动作不允许 system 办理。",
        "Add system to the action's by.",
        "请在该动作的 by 中加入 system。",
    ),
    "alone-state": Message(
        "The engine is to take “{action}” by itself, and it is not possible from: {states}.",
        "系统要自行办理“{action}”，但它不能从以下状态办理：{states}。",
        "Add these states to the action's from, or choose another action.",
        "请把这些状态加入该动作的 from，或换用其他动作。",
    ),
    "alone-note": Message(
        "The engine is to take “{action}” by itself, and cannot give the note that it requires.",
        "系统要自行办理“{action}”，但无法填写其所需的备注。",
        "Do not require a note, or choose another action.",
        "请取消备注要求，或换用其他动作。",
    ),
    "alone-needs": Message(
        "The engine is to take “{action}” by itself, and nothing has asked for: {fields}.",
        "系统要自行办理“{action}”，但此前没有询问：{fields}。",
        "Let an earlier action ask for them, or choose an action that needs none.",
        "请让之前的动作询问这些字段，或换用不需要它们的动作。",
    ),
}
