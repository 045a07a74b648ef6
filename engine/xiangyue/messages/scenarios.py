"""What scenarios say: what is wrong with them, what they found, and how they report it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xiangyue.messages.message import Message
from xiangyue.text import Text

MESSAGES: dict[str, Message] = {
    # What is wrong with the file
    "scenario-none": Message(
        "The profile “{profile}” has no scenarios.",
        "方案“{profile}”没有情景。",
        "Write them to {file}; a profile made by `xiangyue profile new` shows how.",
        "请写入 {file}；写法可参照 `xiangyue profile new` 生成的方案。",
    ),
    "scenario-broken": Message(
        "The scenarios have {count} mistakes, the first: {first}",
        "情景文件有 {count} 处错误，第一处：{first}",
    ),
    "scenario-unknown": Message(
        "There is no {what[en]} “{name}” here.",
        "此处没有{what[zh]}“{name}”。",
        "{hint[en]}Known: {known}.",
        "{hint[zh]}可用：{known}。",
    ),
    "scenario-flow": Message(
        "A task is opened by its flow, or comes in by its category.",
        "任务须写明流程，或写明受理类别。",
        "Say one of the two: flow or category.",
        "请在 flow 与 category 中写且只写一项。",
    ),
    "scenario-name-taken": Message(
        "Every scenario has a unit “{unit}” already.",
        "每个情景都已有单位“{unit}”。",
        "Choose another name for this one.",
        "请另取名称。",
    ),
    "scenario-inherited": Message(
        "“{name}” comes from a profile that this one extends.",
        "“{name}”来自所继承的方案。",
        "Where it must not hold here, write one of the same name to {file}, or leave it out there: "
        "without: [{name}].",
        "若在本方案中不再成立，请在 {file} 中写同名情景，或写 without: [{name}] 将其略去。",
    ),
    # What did not come out as it should
    "scenario-refused": Message(
        "“{action}” of {task} by {actor} was refused: {why[en]}",
        "{actor} 对 {task} 的“{action}”被拒绝：{why[zh]}",
        "Mend the scenario or the profile; if it must be refused, say so: expect: refused.",
        "请修正情景或方案；若本应拒绝，请写明 expect: refused。",
    ),
    "scenario-deferred": Message(
        "“{action}” of {task} by {actor} was deferred to {until}: {why[en]}",
        "{actor} 对 {task} 的“{action}”被暂缓到 {until}：{why[zh]}",
        "Mend the scenario or the profile; if it must be deferred, say so: expect: deferred.",
        "请修正情景或方案；若本应暂缓，请写明 expect: deferred。",
    ),
    "scenario-not-refused": Message(
        "“{action}” of {task} by {actor} was done, and should have been refused.",
        "{actor} 对 {task} 的“{action}”已办理，而本应被拒绝。",
    ),
    "scenario-not-deferred": Message(
        "“{action}” of {task} by {actor} was done at once, and should have been deferred.",
        "{actor} 对 {task} 的“{action}”已立即办理，而本应暂缓。",
    ),
    "scenario-other-reasons": Message(
        "“{action}” of {task} by {actor} was {how[en]} because of {codes}, not {expected}: {why[en]}",
        "{actor} 对 {task} 的“{action}”{how[zh]}的原因是 {codes}，而非 {expected}：{why[zh]}",
    ),
    "scenario-not-tried": Message(
        "“{action}” was not tried.",
        "没有人尝试过“{action}”。",
        "Add a step that tries it.",
        "请加上相应步骤。",
    ),
    "scenario-value": Message(
        "{what[en]} is {found}, not {expected}.",
        "{what[zh]}为 {found}，而非 {expected}。",
    ),
    "scenario-not-allowed": Message(
        "“{action}” of {task} is not allowed to {actor}: {why[en]}",
        "{actor} 不能对 {task} 办理“{action}”：{why[zh]}",
    ),
    "scenario-allowed": Message(
        "“{action}” of {task} is allowed to {actor}, and should not be.",
        "{actor} 可以对 {task} 办理“{action}”，而本不应允许。",
    ),
    "scenario-backwards": Message(
        "It is {now} already: the clock of a scenario does not go back.",
        "此时已是 {now}：情景的时钟不能倒退。",
        "Name a later moment.",
        "请写更晚的时刻。",
    ),
    "scenario-deadlines": Message(
        "More than {most} deadlines pass at this step.",
        "这一步中有超过 {most} 个时限到期。",
        "Wait for less; see that deadlines with `then` do not set off each other for ever.",
        "请缩短等待；并检查带 then 的时限是否无限循环。",
    ),
    "scenario-verify": Message(
        "The journal of this scenario does not verify: {problem}",
        "此情景的日志未通过校验：{problem}",
        "This is a defect of xiangyue itself; please report it.",
        "这是本软件自身的缺陷，请反馈。",
    ),
    # The story so far
    "scenario-told-done": Message(
        "{at}  {actor}: {action} {task}: done, {before} → {after}{notes[en]}",
        "{at}  {actor}：{action} {task}：已办理，{before} → {after}{notes[zh]}",
    ),
    "scenario-told-opened": Message(
        "{at}  {actor}: open {task} ({flow}): done, now {after}{notes[en]}",
        "{at}  {actor}：发起 {task}（{flow}）：已办理，现为 {after}{notes[zh]}",
    ),
    "scenario-told-refused": Message(
        "{at}  {actor}: {action} {task}: refused ({codes}): {why[en]}",
        "{at}  {actor}：{action} {task}：被拒绝（{codes}）：{why[zh]}",
    ),
    "scenario-told-deferred": Message(
        "{at}  {actor}: {action} {task}: deferred to {until} ({codes}): {why[en]}",
        "{at}  {actor}：{action} {task}：暂缓到 {until}（{codes}）：{why[zh]}",
    ),
    "scenario-told-again": Message(
        "{at}  what was deferred on {task} is decided again",
        "{at}  {task} 暂缓的事项重新办理",
    ),
    "scenario-told-errand": Message(
        "{at}  what follows from {task} is seen to", "{at}  办理由 {task} 引出的事项"
    ),
    "scenario-told-left": Message(
        "{at}  open tasks are told that the mode is another one", "{at}  在办任务随模式变化调整"
    ),
    "scenario-told-first": Message(
        "{at}  steps that come first, and are not told here: {count}",
        "{at}  此前已有 {count} 个步骤，不再列出",
    ),
    "scenario-told-fired": Message(
        "{at}  the engine comes back to {task} ({timer})", "{at}  系统按时处理 {task}（{timer}）"
    ),
    "scenario-told-overdue": Message(
        "{at}  the deadline of {task} passes ({timer})",
        "{at}  {task} 的时限已到（{timer}）",
    ),
    "scenario-told-clock": Message(
        "{at}  time has passed",
        "{at}  时间推移至此",
    ),
    # The report
    "scenario-passed": Message("passed  {name}", "通过  {name}"),
    "scenario-failed": Message("FAILED  {name}  ({place})", "失败  {name}（{place}）"),
    "scenario-story": Message("What happened:", "经过："),
    "scenario-story-earlier": Message(
        "What happened, after {count} other lines:", "经过（省略之前 {count} 行）："
    ),
    "scenario-expects-nothing": Message(
        "In this scenario nobody does anything, and nothing is expected.",
        "此情景没有任何操作，也没有写明预期结果。",
        "Say under then what must have come of it.",
        "请在 then 中写明应有的结果。",
    ),
    "scenario-unplayed": Message(
        "Mistakes in scenarios: {count}; what they stand in could not be played.",
        "情景写法有误：{count}处；有误的情景无法运行。",
    ),
    "scenario-total": Message(
        "{passed} passed, {failed} failed.", "{passed} 个通过，{failed} 个失败。"
    ),
    "scenario-coverage": Message(
        "Covered: states {states}, actions {actions}, guards {guards}, table rows {rows}.",
        "覆盖：状态 {states}，动作 {actions}，条件 {guards}，决策表行 {rows}。",
    ),
    "scenario-coverage-limits": Message(
        "Limits that had something to say: {limits}.",
        "曾提出意见的介入限度：{limits}。",
    ),
    "scenario-silent": Message("never said no: {address}", "从未提出意见：{address}"),
    "scenario-uncovered": Message("not covered: {address}", "未覆盖：{address}"),
}

# What a scenario can name, and what an expectation is about.
WORDS: Final[Mapping[str, Text]] = {
    "account": Text(en="account", zh="账户"),
    "action": Text(en="action", zh="动作"),
    "category": Text(en="category", zh="事项类别"),
    "field": Text(en="field", zh="字段"),
    "flow": Text(en="flow", zh="流程"),
    "level": Text(en="response level", zh="响应级别"),
    "member": Text(en="member", zh="成员"),
    "mode": Text(en="mode", zh="模式"),
    "note": Text(en="note", zh="提示"),
    "param": Text(en="param", zh="参数"),
    "reason": Text(en="reason", zh="原因"),
    "role": Text(en="role", zh="角色"),
    "scenario": Text(en="scenario", zh="情景"),
    "state": Text(en="state", zh="状态"),
    "task": Text(en="task", zh="任务"),
    "unit": Text(en="unit", zh="单位"),
}

OUTCOMES: Final[Mapping[str, Text]] = {
    "done": Text(en="done", zh="办理"),
    "refused": Text(en="refused", zh="被拒绝"),
    "deferred": Text(en="deferred", zh="被暂缓"),
}

WHAT: Final[Mapping[str, Text]] = {
    "state": Text(en="The state of {about}", zh="{about} 的状态"),
    "shares": Text(en="The share of {part} in {about}", zh="{part} 在 {about} 中的办理情况"),
    "assignee": Text(en="The person responsible for {about}", zh="{about} 的责任人"),
    "late": Text(en="Whether {about} is late", zh="{about} 是否逾期"),
    "due": Text(en="The deadline of {about}", zh="{about} 的时限"),
    "state_due": Text(en="The deadline of {about} in its state", zh="{about} 当前状态的时限"),
    "fields": Text(en="“{part}” of {about}", zh="{about} 的“{part}”"),
    "points": Text(en="The balance of {about} ({part})", zh="{about} 的余额（{part}）"),
    "frozen": Text(
        en="Whether the account of {about} waits for a review ({part})",
        zh="{about} 的账户是否等待复核（{part}）",
    ),
    "asked": Text(en="Whom the call-out of {about} has asked", zh="{about} 已动员的人员"),
    "call_out": Text(en="What {about} has yielded ({part})", zh="{about} 的动员结果（{part}）"),
    "messages": Text(en="The number of messages to {about}", zh="发给 {about} 的消息数"),
    "dropped": Text(
        en="The number of dropped messages to {about}", zh="发给 {about} 而被取消的消息数"
    ),
    "sent_at": Text(
        en="The moment when each message to {about} leaves", zh="发给 {about} 的各条消息的发出时间"
    ),
    "deferred": Text(
        en="The moment when what was deferred on {about} is decided again",
        zh="{about} 暂缓的事项重新办理的时间",
    ),
    "notes": Text(en="What was noted last on {about}", zh="{about} 最近一次办理的提示"),
    "last_notes": Text(en="What was noted last", zh="最近一次办理的提示"),
}

# By definition of the scenarios' schema: what belongs there.
EXPECTED: Final[Mapping[str, Text]] = {
    "expectation": Text(
        en="an expectation, such as {state: {task: done}} or {refused: action, because: role}",
        zh="一项预期，如 {state: {任务: 状态}} 或 {refused: 动作, because: role}",
    ),
    "instant": Text(
        en="a moment such as 2026-09-28T09:00 (on the profile's clock) or 2026-09-28T09:00+08:00",
        zh="时刻，如 2026-09-28T09:00（按方案时区）或 2026-09-28T09:00+08:00",
    ),
    "member": Text(
        en="a role, a list of roles, or {roles: [...], kind: person, at: unit, deputy: member}",
        zh="角色、角色列表，或 {roles: [...], kind: person, at: 单位, deputy: 成员}",
    ),
    "frozen": Text(en="true or false, or {account: true}", zh="true 或 false，或 {账户: true}"),
    "mode": Text(
        en="a mode, with its response level if it has one, such as emergency:II",
        zh="模式，有响应级别的一并写明，如 emergency:II",
    ),
    "name": Text(
        en="a name in ASCII letters, digits and _ . : @ -",
        zh="由英文字母、数字和 _ . : @ - 组成的名称",
    ),
    "notes": Text(
        en="notes such as [points-capped], or {task: [limit-dropped.quiet_hours]}",
        zh="提示代码，如 [points-capped]，或 {任务: [limit-dropped.quiet_hours]}",
    ),
    "one_or_more_notes": Text(
        en="the code of a note, such as points-capped, or a list of all of them",
        zh="提示代码，如 points-capped，或全部提示的列表",
    ),
    "one_or_more_reasons": Text(
        en="the code of a reason, such as role or limit.quiet_hours, or a list of all of them",
        zh="原因代码，如 role 或 limit.quiet_hours，或全部原因的列表",
    ),
    "points": Text(
        en="a number of points, or {account: number}",
        zh="分值，或 {账户: 数值}",
    ),
    "purpose": Text(
        en="what is consented to, such as naming or sensitive:health",
        zh="同意事项，如 naming 或 sensitive:health",
    ),
    "due": Text(
        en="a moment such as 2026-10-16T18:00, or null for no deadline",
        zh="时刻，如 2026-10-16T18:00；没有时限则写 null",
    ),
    "event": Text(
        en="a step: {open: task, ...}, {do: action, ...}, {wait: 2wd} or {at: moment}",
        zh="一个步骤：{open: 任务, ...}、{do: 动作, ...}、{wait: 2wd} 或 {at: 时刻}",
    ),
}
