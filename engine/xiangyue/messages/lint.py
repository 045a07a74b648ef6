"""What the linter says: names, graphs, people, rules, deadlines, texts, modes and limits."""

from __future__ import annotations

from xiangyue.messages.message import Message

_KNOWN = ("{hint[en]}Known: {known}.", "{hint[zh]}已有：{known}。")

_UNKNOWN = {
    "action": ("action in this flow", "动作"),
    "channel": ("channel", "渠道"),
    "field": ("field", "字段"),
    "flow": ("flow", "流程"),
    "mode": ("mode", "模式"),
    "param": ("param", "参数"),
    "role": ("role", "角色"),
    "state": ("state in this flow", "状态"),
}

_UNUSED = {
    "field": ("field", "字段", "asks for it or reads it", "询问或读取它"),
    "param": ("param", "参数", "reads it", "读取它"),
    "role": ("role", "角色", "is for it", "用到它"),
    "table": ("decision table", "决策表", "looks anything up in it", "查用它"),
}

MESSAGES: dict[str, Message] = {
    # Names that refer to something
    **{
        f"unknown-{what}": Message(
            f"There is no {en} called “{{name}}”.", f"没有名为“{{name}}”的{zh}。", *_KNOWN
        )
        for what, (en, zh) in _UNKNOWN.items()
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
        "没有安装名为“{name}”的限制。",
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
        "{what} is defined here and, differently, at {other}; neither profile builds on the other.",
        "{what} 在此处与 {other} 的定义不同，而两个方案互不继承。",
        "Rename one of them, or say in extends which is not taken (without) or replace it.",
        "请为其一改名，或在 extends 中用 without 舍去其一，或用 replace 整体替换。",
    ),
    # Who
    "by-opening": Message(
        "Nobody is “{name}” before the task is opened.",
        "任务发起之前还没有“{name}”。",
        "Name the roles that may open a task, or anyone, or system.",
        "请写明可以发起任务的角色，或 anyone，或 system。",
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
        "The flow has more than {most} ways, because many actions are possible from any state.",
        "由于许多动作可从任意状态办理，该流程的通路超过 {most} 条。",
        "Name the states from which these actions are possible, or split the flow.",
        "请写明这些动作可办理的状态，或拆分流程。",
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
    # Rules
    "rule-never-true": Message(
        "The rule never holds, whatever values it meets.",
        "无论取何值，该规则都不成立。",
        "Change it so that some value makes it true, or remove what depends on it.",
        "请修改规则使其有可能成立，或删除依赖它的内容。",
    ),
    "never-known": Message(
        "“{name}” is never known when this rule is judged: nothing before it asks for it.",
        "判断该规则时“{name}”总是未知：此前没有任何环节询问它。",
        "Let the opening or an earlier action ask for it, or ask known.{name} first.",
        "请在发起或之前的动作中询问它，或先判断 known.{name}。",
    ),
    "never-assigned": Message(
        "Nobody is responsible for the task yet when this rule is judged.",
        "判断该规则时任务还没有责任人。",
        "Assign the task in an earlier action (does: assign), or read something else.",
        "请在之前的动作中指派（does: assign），或改用其他名称。",
    ),
    "never-due": Message(
        "The flow has no deadline, so that “{name}” is never known.",
        "该流程没有期限，因此“{name}”总是未知。",
        "Give the flow a due, or read something else.",
        "请为流程写明 due，或改用其他名称。",
    ),
    "opening-no-task": Message(
        "“{name}” is not known yet while a task is being opened.",
        "任务发起时“{name}”尚未可知。",
        "Read fields, params, actor or now instead.",
        "请改用字段、参数、actor 或 now。",
    ),
    "rules-many": Message(
        "The profile has more than {most} rules.",
        "方案的规则超过 {most} 条。",
        "Put what they have in common into decision tables, or split the profile.",
        "请把相近的规则写成决策表，或拆分方案。",
    ),
    # Deadlines
    "deadline-time": Message(
        "A deadline goes by a duration or by a date, and by one of them only.",
        "期限须且只能由时长或日期之一确定。",
        "Write after: 2wd, or field: and the name of a date field.",
        "请写 after: 2wd，或 field: 加日期字段的名称。",
    ),
    "deadline-no-date": Message(
        "The field “{field}” is no date, so that nothing can be due on it.",
        "字段“{field}”不是日期，不能作为期限。",
        "Give its schema the format date or date-time, or choose another field.",
        "请把该字段的格式设为 date 或 date-time，或换用其他字段。",
    ),
    "never-given": Message(
        "Nothing in this flow asks for “{field}”, so that nothing is ever due.",
        "该流程没有询问“{field}”，期限不会生效。",
        "Let the opening or an action ask for it.",
        "请在发起或某个动作中询问它。",
    ),
    "deadline-state": Message(
        "The state “{state}” may last {due}, and the whole flow only {limit}.",
        "状态“{state}”可持续 {due}，而整个流程只有 {limit}。",
        "Shorten the one or lengthen the other.",
        "请缩短前者或延长后者。",
    ),
    "deadline-way": Message(
        "Even on the shortest way ({way}) the states may last {total}, and the flow only {limit}.",
        "即使走最短的路径（{way}），各状态共可持续 {total}，而流程只有 {limit}。",
        "Shorten the deadlines of the states, or lengthen that of the flow.",
        "请缩短各状态的期限，或延长流程的期限。",
    ),
    # Texts
    "text-missing": Message(
        "This text is missing in: {languages}.",
        "此文本缺少以下语言：{languages}。",
        "Add it, or take the language out of languages.",
        "请补上译文，或从 languages 中去掉该语言。",
    ),
    "text-braces": Message(
        "The braces in this text do not match.",
        "此文本中的花括号不成对。",
        "Write {{title}} or {{field}} for what is filled in, and {{{{ for a brace.",
        "要填入的内容写作 {{title}} 或 {{字段}}，花括号本身写作 {{{{。",
    ),
    # Fields and params
    "values-mixed": Message(
        "The choices are of different types.",
        "各选项的类型不一致。",
        "Write all of them as text, or all as numbers.",
        "请全部写成文本，或全部写成数值。",
    ),
    "values-keyword": Message(
        "“{key}” says nothing about values of type {kind}.",
        "“{key}”不适用于 {kind} 类型的值。",
        "Remove it, or change the type to one of: {fits}.",
        "请删除它，或把类型改为其中之一：{fits}。",
    ),
    "values-none": Message(
        "No value fits: {low} is above {high}.",
        "没有任何值符合要求：{low} 大于 {high}。",
        "Make {low} the smaller of the two.",
        "请使 {low} 小于 {high}。",
    ),
    "values-enum": Message(
        "The choice “{value}” does not fit the rest of the schema.",
        "选项“{value}”不符合其余的取值要求。",
        "Remove it, or change type and bounds.",
        "请删除它，或修改类型和范围。",
    ),
    "param-default": Message(
        "The default of “{name}” is not a value that its schema accepts.",
        "“{name}”的默认值不符合其取值要求。",
        "Change the default, or the schema.",
        "请修改默认值或取值要求。",
    ),
    "field-free-text": Message(
        "Free text is said to be of no sensitivity, and people may write about people in it.",
        "自由文本标为不敏感，但其中可能写入个人信息。",
        "Leave sensitivity out or write personal; or use choices instead of free text.",
        "请去掉 sensitivity 或写 personal；或改用选项代替自由文本。",
    ),
    # Modes
    "mode-fixed": Message(
        "A mode cannot change {address}.",
        "模式不能改变 {address}。",
        "Set flows, params, limits and the like.",
        "请设置流程、参数、限制等内容。",
    ),
    "modes-many": Message(
        "More than {modes} modes set something, or they set more than {values} values in all.",
        "有设置内容的模式超过 {modes} 个，或设置的值总共超过 {values} 个。",
        "Leave out what is the same in every mode.",
        "请去掉各模式中相同的内容。",
    ),
    # Limits
    "limit-config": Message(
        "This does not fit the limit “{limit}”, which asks for {rule}.",
        "此处不符合限制“{limit}”的要求：{rule}。",
        "Write the config as the limit describes it.",
        "请按该限制的说明书写 config。",
    ),
    "limit-broken": Message("{sentence[en]}", "{sentence[zh]}", "{mend[en]}", "{mend[zh]}"),
    "limit-failed": Message(
        "The limit “{limit}” failed while it read the profile: {detail}.",
        "限制“{limit}”检查方案时出错：{detail}。",
        "Tell who looks after the plugin; set the stance to lifted to do without it.",
        "请联系插件维护人员；若暂不使用，请把 stance 设为 lifted。",
    ),
    # What nothing uses
    **{
        f"unused-{what}": Message(
            f"Nothing uses the {en} “{{name}}”.",
            f"{zh}“{{name}}”没有被用到。",
            f"Remove it, or write what {does}.",
            f"请删除它，或写明何处{zh_does}。",
        )
        for what, (en, zh, does, zh_does) in _UNUSED.items()
    },
}
