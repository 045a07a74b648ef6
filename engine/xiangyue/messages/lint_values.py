"""What the linter says of rules, deadlines, texts, values, modes and limits."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    # Choices
    "choice-unknown": Message(
        "“{value}” is none of the values of this field.",
        "“{value}”不是该字段的可选值。",
        "Take it away, or add it to the enum.",
        "请删除，或加入 enum。",
    ),
    "choice-missing": Message(
        "Nothing says what people read for “{value}”.",
        "没有说明“{value}”如何显示。",
        "Add it to choices.",
        "请在 choices 中补充。",
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
    "deadline-long-way": Message(
        "On the way {way} the states may last {total}, and the flow only {limit}.",
        "按路径 {way}，各状态共可持续 {total}，而流程只有 {limit}。",
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
        "请设置流程、参数、介入限度等内容。",
    ),
    "mode-takes-flow": Message(
        "In this mode there is no flow “{flow}”, and tasks of it may be open when the mode begins.",
        "此模式中没有流程“{flow}”，而模式开始时可能有未办结的任务。",
        "Keep the flow; to stop new tasks, close its opening: set flows.{flow}.paused to true.",
        "请保留该流程；如需停止新任务，请设 flows.{flow}.paused 为 true。",
    ),
    "mode-takes-state": Message(
        "In this mode “{flow}” has no state “{state}”, and tasks may stand in it when it begins.",
        "此模式中流程“{flow}”没有状态“{state}”，而模式开始时可能有任务处于该状态。",
        "Keep the state, and set what is different at addresses below it.",
        "请保留该状态，只在其下设置不同之处。",
    ),
    "modes-many": Message(
        "The modes are too many, or set too much, for a profile of this size.",
        "相对于方案的规模，模式过多或设置的值过多。",
        "Leave out what is the same in every mode, or split the profile.",
        "请去掉各模式中相同的内容，或拆分方案。",
    ),
    # Limits
    "limit-config": Message(
        "This does not fit the limit “{limit}”, which asks for {rule}.",
        "此处不符合介入限度“{limit}”的要求：{rule}。",
        "Write the config as the limit describes it.",
        "请按该介入限度的说明书写 config。",
    ),
    "limit-broken": Message("{sentence[en]}", "{sentence[zh]}", "{mend[en]}", "{mend[zh]}"),
    "limit-failed": Message(
        "The limit “{limit}” failed while it read the profile: {detail}.",
        "介入限度“{limit}”检查方案时出错：{detail}。",
        "Tell who looks after the plugin; set the stance to lifted to do without it.",
        "请联系插件维护人员；若暂不使用，请把 stance 设为 lifted。",
    ),
    # What nothing uses
    "unused-field": Message(
        "Nothing uses the field “{name}”.",
        "字段“{name}”没有被用到。",
        "Remove it, or ask for it in an action.",
        "请删除它，或在某个动作中询问它。",
    ),
    "unused-param": Message(
        "Nothing uses the param “{name}”.",
        "参数“{name}”没有被用到。",
        "Remove it, or read it in a rule as params.{name}.",
        "请删除它，或在规则中以 params.{name} 读取它。",
    ),
    "unused-role": Message(
        "Nothing is for the role “{name}” to do.",
        "角色“{name}”没有被用到。",
        "Remove it, or name it in the by of an action.",
        "请删除它，或在某个动作的 by 中写明它。",
    ),
    "unused-table": Message(
        "Nothing is looked up in the decision table “{name}”.",
        "决策表“{name}”没有被用到。",
        "Remove it, or look something up in it in a rule.",
        "请删除它，或在规则中查用它。",
    ),
}
