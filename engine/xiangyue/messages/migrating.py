"""What is said when open tasks go on under another release: why one does not, and of the plan."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    # --- why a task stays ---
    "migrate-flow-gone": Message(
        "The release in force has no flow “{flow}”.",
        "现行版本没有“{flow}”流程。",
        "Bring the task to its end under its own release.",
        "请按原版本办结该事项。",
    ),
    "migrate-state-gone": Message(
        "The state “{state}” is not there any more.",
        "现行版本没有“{state}”状态。",
        "Say in the plan in which state it goes on.",
        "请在迁移方案中指定对应的状态。",
    ),
    "migrate-state-final": Message(
        "“{state}” would be “{there}”, in which a task is over: a plan ends none.",
        "“{state}”对应的“{there}”是办结状态；迁移不能使事项办结。",
        "Choose a state in which it is still open.",
        "请选择未办结的状态。",
    ),
    "migrate-value": Message(
        "What stands in “{field}” does not fit there any more.",
        "“{field}”的现有内容不符合现行版本的要求。",
        "Correct it first, or let the field accept it.",
        "请先更正，或放宽该栏目的要求。",
    ),
    "migrate-missing": Message(
        "“{field}” was never asked here, and is needed there.",
        "该事项未填写“{field}”，而现行版本需要。",
        "Let an action ask for it.",
        "请在某项操作中增加该栏目。",
    ),
    "migrate-personal-gone": Message(
        "“{field}” is personal, and nothing there says how long it is kept.",
        "“{field}”属个人信息，现行版本没有规定其保存期限。",
        "Keep the field in the profile, or bring the task to its end.",
        "请在治理方案中保留该栏目，或办结该事项。",
    ),
    "migrate-personal-open": Message(
        "“{field}” was given as personal, and would stand in the open.",
        "“{field}”是作为个人信息填写的，在现行版本中将变为公开。",
        "Leave the field personal, or bring the task to its end.",
        "请将该栏目保留为个人信息，或办结该事项。",
    ),
    "migrate-keep": Message(
        "“{field}” is kept for {old}, and would be kept for {there}.",
        "“{field}”原定保存{old}，在现行版本中将保存{there}。",
        "Keep no longer what was given for less, or bring the task to its end.",
        "请不要延长已填内容的保存期限，或办结该事项。",
    ),
    "migrate-mode-value": Message(
        "“{field}” was asked only because of a mode, and would not be destroyed in time.",
        "“{field}”仅因应急等模式收集，在现行版本中将无法按期销毁。",
        "Wait until it is destroyed.",
        "请等待其销毁后再迁移。",
    ),
    "migrate-role": Message(
        "{member}, who is responsible, holds no role there.",
        "责任人{member}在现行版本中没有任何角色。",
        "Assign it to somebody else, or give {member} a role.",
        "请另行指派，或为{member}登记角色。",
    ),
    "migrate-overdue": Message(
        "Its deadline would be over already: {due}.",
        "按现行版本，期限已过：{due}。",
        "Choose that such tasks keep their own deadline, or bring it to its end.",
        "请选择保留原期限，或办结该事项。",
    ),
    "migrate-call-out": Message(
        "It has called people out, and the call-out is another one there.",
        "该事项已动员人员，而现行版本的动员方式不同。",
        "Bring it to its end first.",
        "请先办结。",
    ),
    "migrate-hold": Message(
        "In “{state}” it would not hold the resource that it holds now, or the other way round.",
        "在“{state}”状态下，其占用资源的规定与现行版本不同。",
        "Let it go on where it holds the same.",
        "请选择占用情况相同的状态。",
    ),
    "migrate-announced": Message(
        "“{action}” is announced, and is not there any more.",
        "已预告“{action}”，而现行版本没有该操作。",
        "Wait until it is done.",
        "请等待其办理后再迁移。",
    ),
    "migrate-deferred": Message(
        "“{action}” was put off, and is not there any more.",
        "“{action}”已暂缓，而现行版本没有该操作。",
        "Wait until it is decided.",
        "请等待其办理后再迁移。",
    ),
    "migrate-due": Message(
        "Something is due that was not done yet.",
        "有到期事务尚未处理。",
        "Let a worker do it, then migrate again.",
        "请先由后台服务处理，再重新迁移。",
    ),
    "migrate-mode": Message(
        "The present mode stops its clocks under one release, and not under the other.",
        "当前模式下，该流程在两个版本中的计时规定不同。",
        "Wait until the mode is over.",
        "请等待该模式结束。",
    ),
    "migrate-moved-on": Message("It was acted on since.", "迁移后已有办理。"),
    # --- plans ---
    "migrate-plan-flow": Message(
        "The release in force has no flow {flow!r}.",
        "现行版本没有流程{flow!r}。",
        "Known: {known}.",
        "可用：{known}。",
    ),
    "migrate-plan-state": Message(
        "The flow {flow!r} has no state {state!r} in the release in force.",
        "现行版本的流程{flow!r}没有状态{state!r}。",
        "Known: {known}.",
        "可用：{known}。",
    ),
    "migrate-plan-old": Message(
        "No open task of the flow {flow!r} can stand in a state {state!r}.",
        "流程{flow!r}的未结事项没有状态{state!r}。",
        "Known: {known}.",
        "可用：{known}。",
    ),
    "migrate-overdue-word": Message(
        "Tasks whose deadline would be over cannot {given}.",
        "期限将过的事项不能按{given}处理。",
        "Write leave or keep.",
        "请填写 leave 或 keep。",
    ),
    "migrate-other": Message(
        "Other rules have come into force in {community} meanwhile.",
        "{community}的规则在此期间已变更。",
        "Look at the plan anew, and migrate again.",
        "请重新查看迁移方案后再迁移。",
    ),
    "migrate-who": Message(
        "{by} may not draft a change of the rules of {community}, nor migrate its tasks: {why}",
        "{by}无权起草{community}的规则变更，也不能迁移其事项：{why}",
        "Let somebody do it who may.",
        "请由有权人员办理。",
    ),
    "migrate-back-nothing": Message(
        "No task of {community} was migrated.",
        "{community}没有迁移过的事项。",
        "Look at the journal: “xiangyue feed”.",
        "请查看记录：“xiangyue feed”。",
    ),
    # --- on the command line ---
    "migrate-progress": Message("Migrating", "迁移中"),
    "migrate-nothing": Message(
        "Every open task stands under the release in force.", "未结事项均已适用现行版本。"
    ),
    "migrate-to": Message(
        "Open tasks of older releases: {tasks}. In force: {profile}, release {release}.",
        "适用旧版本的未结事项：{tasks}项。现行：{profile}，版本{release}。",
    ),
    "migrate-head-flow": Message("Flow", "流程"),
    "migrate-head-state": Message("State", "状态"),
    "migrate-head-to": Message("Goes on in", "迁移后状态"),
    "migrate-head-tasks": Message("Tasks", "事项数"),
    "migrate-head-task": Message("Task", "事项"),
    "migrate-head-why": Message("Why it stays", "保留原因"),
    "migrate-nowhere": Message("nowhere", "无对应"),
    "migrate-would": Message(
        "Would go on: {done}. Would stay: {left}. Deadlines that would move: {deadlines}.",
        "可迁移：{done}项；将保留：{left}项；期限将调整：{deadlines}个。",
    ),
    "migrate-done": Message(
        "Went on: {done}. Stayed: {left}. Deadlines moved: {deadlines}.",
        "已迁移：{done}项；保留：{left}项；期限已调整：{deadlines}个。",
    ),
    "migrate-would-back": Message(
        "Would go back: {done}. Would stay: {left}. Deadlines that would move: {deadlines}.",
        "可退回：{done}项；将保留：{left}项；期限将调整：{deadlines}个。",
    ),
    "migrate-done-back": Message(
        "Went back: {done}. Stayed: {left}. Deadlines moved: {deadlines}.",
        "已退回：{done}项；保留：{left}项；期限已调整：{deadlines}个。",
    ),
}
