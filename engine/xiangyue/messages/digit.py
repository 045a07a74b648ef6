"""What is said of the workflow configurations of DIGIT that are read."""

from __future__ import annotations

from xiangyue.messages.message import Message

_EDIT_EN = "Correct it in the file, or in the profile."
_EDIT_ZH = "请在文件中或在治理方案中改正。"
_LATER_EN = "Look whether the profile says what is meant."
_LATER_ZH = "请检查治理方案是否符合原意。"

MESSAGES = {
    "digit-no-next": Message(
        "The action “{action}” in the state “{state}” has no next state ({at}).",
        "状态“{state}”中的操作“{action}”没有下一状态（{at}）。",
        "Say under nextState where it leads; nothing was written.",
        "请在 nextState 中写明去向；未写入任何内容。",
    ),
    "digit-no-service": Message(
        "The file holds no workflow: no object in it has states.",
        "文件中没有工作流：没有任何对象含有 states。",
        "Give the BusinessService configuration, as created or as found by a search.",
        "请提供 BusinessService 配置（创建请求或查询结果均可）。",
    ),
    "digit-no-such-service": Message(
        "There is no workflow “{service}” in the file. There are: {known}.",
        "文件中没有工作流“{service}”。现有：{known}。",
        "Name one of them with --service, or leave it out to take all.",
        "请用 --service 指定其中一个，或省略以全部导入。",
    ),
    "digit-too-much": Message(
        "The file's {count} workflows are too much for one profile.",
        "文件中的 {count} 个工作流超出一个治理方案的容量。",
        "Take one at a time with --service, or split it.",
        "请用 --service 逐个导入，或拆分文件。",
    ),
    "digit-more": Message(
        "{count} more notes are left out.",
        "另有 {count} 条说明未列出。",
    ),
    "digit-passed-over": Message(
        "This says nothing of a workflow, and is left out.",
        "此处与工作流无关，未导入。",
    ),
    "digit-envelope": Message(
        "What is wrapped around the workflows, and who sent it, is left out.",
        "工作流之外的请求信息及发送者未导入。",
    ),
    "digit-record-off": Message(
        "This record is switched off (isActive), and is left out.",
        "此记录已停用（isActive），未导入。",
        "Switch it on if it is to be taken.",
        "如需导入，请先启用。",
    ),
    "digit-bookkeeping": Message(
        "Ids of a database, and who changed what when, are left out; states that are named by id have their names.",
        "数据库编号及变更记录未导入；以编号引用的状态改用其名称。",
    ),
    "digit-no-code": Message(
        "This workflow has no name (businessService); it is called {name}.",
        "此工作流没有名称（businessService），现称为 {name}。",
        _LATER_EN,
        _LATER_ZH,
    ),
    "digit-no-states": Message(
        "The workflow “{name}” has no state, and is left out.",
        "工作流“{name}”没有任何状态，未导入。",
        "Give it its states.",
        "请补充状态。",
    ),
    "digit-no-list": Message(
        "This should be a list, and is left out.",
        "此处应为列表，未导入。",
        _EDIT_EN,
        _EDIT_ZH,
    ),
    "digit-no-object": Message(
        "This entry should be an object, and is left out.",
        "此项应为对象，未导入。",
        _EDIT_EN,
        _EDIT_ZH,
    ),
    "digit-no-text": Message(
        "This should be a text, and is left out.",
        "此处应为文本，未导入。",
        _EDIT_EN,
        _EDIT_ZH,
    ),
    "digit-no-truth": Message(
        "This should be true or false, and counts as not said.",
        "此处应为 true 或 false，按未填处理。",
        _EDIT_EN,
        _EDIT_ZH,
    ),
    "digit-no-number": Message(
        "This is no number that could be meant, and is left out.",
        "此处不是有效的数字，未导入。",
        _EDIT_EN,
        _EDIT_ZH,
    ),
    "digit-negative": Message(
        "A time cannot be negative; this is left out.",
        "时长不能为负，未导入。",
        _EDIT_EN,
        _EDIT_ZH,
    ),
    "digit-as-text": Message(
        "This is a number where a text is expected, and is taken as one.",
        "此处应为文本，数字已按文本处理。",
    ),
    "digit-whole": Message(
        "This is not written as a whole number of milliseconds, and is taken as one.",
        "此处未写成整数毫秒，已按整数处理。",
    ),
    "digit-unsafe": Message(
        "This text is too long, or holds characters that nobody can see; it was shortened or cleaned.",
        "此文本过长或含有不可见字符，已截短或清理。",
        _LATER_EN,
        _LATER_ZH,
    ),
    "digit-not-kept": Message(
        "A profile cannot keep this as it stands; it is left out.",
        "治理方案无法原样保留此内容，未导入。",
    ),
    "digit-empty-action": Message(
        "This entry names no action, no next state and no role, and is left out.",
        "此项既无操作，也无下一状态和角色，未导入。",
    ),
    "digit-no-action": Message(
        "This action has no name, and is left out.",
        "此操作没有名称，未导入。",
        "Name it under action.",
        "请在 action 中写明名称。",
    ),
    "digit-action-off": Message(
        "This action is switched off there; it is kept, and is no action here.",
        "此操作已停用；予以保留，但在此不可执行。",
    ),
    "digit-elsewhere": Message(
        "The action says that it belongs to “{said}”, and stands in another state; it is taken where it stands.",
        "此操作注明属于“{said}”，却位于另一状态下；按所在位置导入。",
        _LATER_EN,
        _LATER_ZH,
    ),
    "digit-id": Message(
        "“{name}” cannot be an id here; its id is {id}, its title stays.",
        "“{name}”在此不能用作标识，标识改为 {id}，名称不变。",
    ),
    "digit-service-twice": Message(
        "There is another workflow “{name}”; the id of this one is {id}.",
        "已有另一个工作流“{name}”，此工作流的标识为 {id}。",
        "Leave one of them out, unless each is a tenant's own.",
        "若非不同租户各自的配置，请去掉多余的一个。",
    ),
    "digit-state-twice": Message(
        "Two states are called “{name}”; the id of this one is {id}. What leads to the name leads to the last of them.",
        "有两个状态同名“{name}”，此状态的标识为 {id}。以名称指向的操作均指向最后一个。",
        "Give each state its own name.",
        "请为每个状态取不同的名称。",
    ),
    "digit-twice": Message(
        "The action “{name}” stands in this state twice; both are there, each by its own id.",
        "操作“{name}”在此状态中出现两次；两者均保留，标识不同。",
        "Leave one of them, or give them names.",
        "请保留其一，或分别命名。",
    ),
    "digit-no-roles": Message(
        "Nobody may take this action: no role is named. It is given to a role of nobody's.",
        "此操作未指定任何角色，无人可执行；暂归入无人担任的角色。",
        "Name its roles.",
        "请指定角色。",
    ),
    "digit-no-start": Message(
        "No state is marked as the start; {state} is taken for it.",
        "没有标明起始状态；以 {state} 作为起始。",
        "Mark one with isStartState, or change start in the profile.",
        "请用 isStartState 标明，或修改治理方案中的 start。",
    ),
    "digit-sla-none": Message(
        "{sla} ms is no time that a deadline could give; the number is kept, and there is no deadline.",
        "{sla} 毫秒不能作为时限；数字予以保留，但不设时限。",
        _LATER_EN,
        _LATER_ZH,
    ),
    "digit-sla-rounded": Message(
        "{sla} ms is not exactly a duration of a profile; the deadline is {due}.",
        "{sla} 毫秒无法用治理方案的时长精确表示；时限取 {due}。",
    ),
    "digit-escalation-service": Message(
        "There is no workflow “{name}” in the file for this escalation.",
        "文件中没有此升级规则所属的工作流“{name}”。",
        "Put both into one file.",
        "请将两者放在同一文件中。",
    ),
    "digit-escalation-state": Message(
        "There is no state “{name}” in the workflow; this escalation is kept, and does nothing.",
        "工作流中没有状态“{name}”；此升级规则予以保留，但不起作用。",
        _EDIT_EN,
        _EDIT_ZH,
    ),
    "digit-escalation-action": Message(
        "There is no such action in the state {state}; what the engine is to do leads nowhere, as it did there.",
        "状态 {state} 中没有此操作；系统到时无法执行，与原系统相同。",
        _EDIT_EN,
        _EDIT_ZH,
    ),
    "digit-escalation-when": Message(
        "It is not said when this escalation happens; it is kept, and does nothing.",
        "未写明何时升级；此规则予以保留，但不起作用。",
        "Say stateSLA or businessSLA, in days.",
        "请填写 stateSLA 或 businessSLA（天）。",
    ),
    "digit-escalation-off": Message(
        "This escalation is switched off; it is kept, and does nothing.",
        "此升级规则已停用；予以保留，但不起作用。",
    ),
    "digit-escalation-again": Message(
        "{state} has a rule for when its time is over already; this one is kept, and does nothing.",
        "{state} 已有到时规则；此条予以保留，但不起作用。",
        "Leave one of them.",
        "请只保留一条。",
    ),
    "digit-escalation-both": Message(
        "Both service levels are named; the state's alone decides here.",
        "同时写了两种时限；此处只以状态时限为准。",
        _LATER_EN,
        _LATER_ZH,
    ),
    "digit-escalation-flow": Message(
        "Here the deadline of the whole flow acts, wherever its action is possible, and not in {state} alone.",
        "此处由整个流程的时限触发，凡可执行该操作之处均适用，不限于 {state}。",
        _LATER_EN,
        _LATER_ZH,
    ),
    "digit-escalation-no-sla": Message(
        "{state} has no service level, so this would never happen there; here the days count from when it is entered.",
        "{state} 没有时限，原系统中永不触发；此处自进入该状态起计算。",
        _LATER_EN,
        _LATER_ZH,
    ),
    "digit-in-peace": Message(
        "That these states are left in peace is kept; here only what is named escalates.",
        "这些状态不升级的设置予以保留；此处仅明确列出者才会升级。",
    ),
    "digit-only-kept": Message(
        "This is kept, and has no effect here.",
        "此内容予以保留，但在此不起作用。",
    ),
    "digit-levels": Message(
        "The {levels} levels are told one after the other; whose superior is whose is not said there, so those who may act are told.",
        "{levels} 级依次通知；原配置未写明上级是谁，故通知可处理者。",
        "Name the roles of the superiors in the ladder.",
        "请在升级链中填写上级角色。",
    ),
    "digit-levels-none": Message(
        "Of these levels no time or no state is known; they are kept, and do nothing.",
        "这些级别缺少时长或状态；予以保留，但不起作用。",
        _EDIT_EN,
        _EDIT_ZH,
    ),
    "digit-levels-service": Message(
        "It is not said which workflow these levels are about.",
        "未写明这些级别属于哪个工作流。",
        "Take one workflow at a time with --service.",
        "请用 --service 逐个导入。",
    ),
}
