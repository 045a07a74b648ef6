"""What is said of drafts of changes: why there is none, what they change, how they are tried."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "change-attested": Message(
        "“{action}” says what studies have found: only the engine says that.",
        "“{action}”记录检查或测算结果，只能由系统办理。",
        "Have it checked: “xiangyue change check”.",
        "请运行检查：“xiangyue change check”。",
    ),
    "change-no-effects": Message(
        "{task} has no room for what a change would have done to past work.",
        "{task}所用的流程没有记录变更影响的字段。",
        "Add effects to put_in_force, with an action by system that needs its field.",
        "请在 put_in_force 中写 effects，并增加由 system 办理、填写该字段的动作。",
    ),
    "change-only-so": Message(
        "In {community} the rules change by approval alone.",
        "{community}的规则变更须经批准。",
        "Make a draft, “xiangyue change draft”, and let another person approve it.",
        "请先起草（“xiangyue change draft”），再由其他人批准。",
    ),
    "change-no-flow": Message(
        "The rules of {community} have no flow by which they change.",
        "{community}的治理方案没有规则变更流程。",
        "Use a profile that extends “base” and has its flow rule_change.",
        "请使用继承“base”且含 rule_change 流程的治理方案。",
    ),
    "change-nothing": Message(
        "This changes nothing: these are the rules in force.",
        "没有变化：与现行规则相同。",
        "Give another value, another cell or another profile.",
        "请填写不同的参数、单元格或治理方案。",
    ),
    "change-stale": Message(
        "Other rules are in force by now than those of revision {given}.",
        "现行规则已不是第{given}版。",
        "Look at the rules in force, revision {now}, and draft it anew.",
        "请查看现行规则（第{now}版）后重新起草。",
    ),
    "change-revision": Message(
        "{community} has no settings revision {given}.",
        "{community}没有第{given}版设置。",
        "The newest is {now}.",
        "最新的是第{now}版。",
    ),
    "change-task": Message(
        "{task} is no draft of a change of the rules.",
        "{task}不是规则变更草案。",
        "Look it up: “xiangyue change list”.",
        "请查看“xiangyue change list”。",
    ),
    "try-unknown": Message(
        "There is nothing to be tried at “{address}”.",
        "“{address}”处没有可试算的内容。",
        "Name a formula or a decision table of the profile.",
        "请填写治理方案中的公式或决策表。",
    ),
    "change-table": Message(
        "There is no table {name!r}.", "没有决策表{name!r}。", "Known: {known}.", "可用：{known}。"
    ),
    "change-cell": Message(
        "Table {table!r} has no cell {cell!r}.",
        "决策表{table!r}没有单元格{cell!r}。",
        "Write ROW.COLUMN, rows counted from 1 to {rows}, columns: {known}.",
        "请写成“行.列”：行号 1 至 {rows}，列名：{known}。",
    ),
    "change-limit": Message(
        "The rules bind no limit {name!r}.",
        "现行规则没有介入限度{name!r}。",
        "Known: {known}.",
        "可用：{known}。",
    ),
    "change-stance": Message(
        "“{name}” cannot be {given}.",
        "“{name}”不能设为{given}。",
        "Say how it holds: {known}.",
        "请填写介入限度的执行方式：{known}。",
    ),
    "change-stance-kept": Message(
        "“{name}” may be made stricter, not weaker: nothing sets it aside.",
        "“{name}”只能从严，不能放宽：任何情况下都不得搁置。",
        "Leave it at {stance}.",
        "请保持 {stance}。",
    ),
    "change-reason": Message(
        "Nothing says why.", "没有说明理由。", "Give a reason.", "请填写理由。"
    ),
    "change-put-back-nothing": Message(
        "No change that was approved is in force in {community}.",
        "{community}没有可恢复的已批准变更。",
        "Draft a change that says how the rules should be.",
        "请起草一项变更，写明规则应如何调整。",
    ),
    "change-param": Message(
        "“{title}” is {new} instead of {old} ({unit}).",
        "“{title}”由{old}改为{new}（{unit}）。",
    ),
    "change-param-plain": Message(
        "“{title}” is {new} instead of {old}.", "“{title}”由{old}改为{new}。"
    ),
    "change-set": Message(
        "{given!r} names no param and value.",
        "{given!r}不是“参数=值”。",
        "Write --set PARAM=VALUE.",
        "请写成 --set 参数=值。",
    ),
    "change-cell-form": Message(
        "{given!r} names no cell and value.",
        "{given!r}不是“表.行.列=值”。",
        "Write --cell TABLE.ROW.COLUMN=VALUE.",
        "请写成 --cell 表.行.列=值。",
    ),
    "change-stance-form": Message(
        "{given!r} names no limit and stance.",
        "{given!r}不是“介入限度=执行方式”。",
        "Write --stance LIMIT=audit, warn or enforce.",
        "请写成 --stance 介入限度=audit、warn 或 enforce。",
    ),
    "change-refused": Message("That was refused.", "未获准许。"),
    "change-deferred": Message("That is decided later.", "稍后再作决定。"),
    "change-by": Message("Drafted by {author}: {reason}", "起草人：{author}。理由：{reason}"),
    "change-content": Message(
        "Of {at}, on revision {base}; profile {profile} {release}, content {content}.",
        "{at} 起草，基于第{base}版；治理方案 {profile} {release}，内容 {content}。",
    ),
    "change-lint": Message(
        "Rules read through: {errors} mistakes, {warnings} hints.",
        "规则检查：错误{errors}处，提示{warnings}处。",
    ),
    "change-not-foreseen-yet": Message(
        "What it would have done to past work is not worked out yet.",
        "尚未测算对以往事项的影响。",
    ),
    "effects-judged": Message(
        "{commands} commands were looked at once more; none would have been refused or allowed instead.",
        "重新测算{commands}条指令，准许与否均无变化。",
    ),
    "effects-none": Message(
        "Of {commands} commands that were looked at once more none would have come out otherwise.",
        "重新测算{commands}条指令，结果均无变化。",
    ),
    "effects-flipped": Message(
        "Of {commands} commands that were looked at once more {flipped} would have come out otherwise:"
        " {flipped_refused} refused, {flipped_allowed} allowed, {flipped_deferred} put off,"
        " {flipped_other} in another way.",
        "重新测算{commands}条指令，{flipped}条结果会有变化：改为拒绝{flipped_refused}条，改为准许"
        "{flipped_allowed}条，改为推迟{flipped_deferred}条，其他变化{flipped_other}条。",
    ),
    "effects-points": Message(
        "Points: {points_would} instead of {points_was}; {losing} would have had less, {gaining} more.",
        "积分：由{points_was}变为{points_would}；减少的{losing}人（户），增加的{gaining}人（户）。",
    ),
    "effects-deadlines": Message(
        "Deadlines: {deadlines_missed} more would have been missed, {deadlines_met} fewer.",
        "期限：新增逾期{deadlines_missed}件，不再逾期{deadlines_met}件。",
    ),
    "effects-calls": Message(
        "Call-outs that would have asked other people: {calls_changed}.",
        "叫应对象会有变化的动员：{calls_changed}次。",
    ),
    "effects-knock-on": Message(
        "Commands that would no longer have been possible after these: {knock_on}.",
        "因此无法再办理的后续指令：{knock_on}条。",
    ),
    "effects-destroyed": Message(
        "Commands that cannot be judged, because what they carried is destroyed: {destroyed}.",
        "内容已销毁、无法测算的指令：{destroyed}条。",
    ),
    "change-effects": Message("What it would have done to past work:", "对以往事项的影响："),
    "change-effects-stale": Message(
        "What it would have done to past work, by rules that hold no more:",
        "对以往事项的影响（依据的规则已有变更）：",
    ),
    "change-total": Message(
        "Scenarios that come out: {passed}. In the way: {errors}.",
        "符合预期的场景：{passed}；须处理的问题：{errors}。",
    ),
    "change-head-task": Message("Draft", "草案"),
    "change-head-state": Message("State", "状态"),
    "change-head-by": Message("By", "起草人"),
    "change-head-reason": Message("Why", "理由"),
    "change-how-installed": Message("profile installed", "安装治理方案"),
    "change-how-set": Message("params set", "调整参数"),
    "change-how-approved": Message("change approved", "变更获批"),
    "change-how-put_back": Message("put back", "恢复原规则"),
    "change-how-calendar": Message("days off", "节假日调整"),
    "change-no-scenarios": Message(
        "No scenarios of this profile were found: none was played.",
        "未找到该治理方案的场景，未进行场景测试。",
        "Keep scenarios.yaml beside the profile.",
        "请在治理方案旁保存 scenarios.yaml。",
    ),
    "change-not-played": Message(
        "What the linter has found comes first: no scenario was played.",
        "须先处理检查发现的问题，未进行场景测试。",
        "Draft a change without these errors.",
        "请修正后重新起草。",
    ),
    "change-scenario": Message(
        "The scenario “{name}” comes out otherwise: {first}",
        "场景“{name}”结果不同：{first}",
        "Change something else, or say in the draft that this is meant.",
        "请调整变更内容；确属本意的，请在草案中说明。",
    ),
    "noted-limit": Message(
        "“{title}” becomes stricter ({old} → {new}). Tried since {day} on {commands} commands, it"
        " would have held up {held}: {denied} refused, {deferred} put off, {reshaped} changed."
        "{examples}",
        "“{title}”将从严（{old} → {new}）。自 {day} 试行以来，{commands}条指令中有{held}条会受影响："
        "拒绝{denied}条，推迟{deferred}条，调整{reshaped}条。{examples}",
    ),
    "noted-limit-untried": Message(
        "“{title}” would be kept at once: here it was never tried.",
        "“{title}”将直接强制执行，在本社区尚未试行。",
        "Bring it in as audit, then as warn, and look what it would have held up.",
        "请先设为 audit，再设为 warn，看会影响哪些事项后再强制执行。",
    ),
    "noted-scheme": Message(
        "The rules for points change ({accounts}): they have to be adopted anew in “{flow}”, and no"
        " points count before.",
        "积分办法将有变更（{accounts}）：须在“{flow}”中重新表决，通过前暂不计分。",
    ),
    "noted-scheme-kept": Message(
        "The rules for points change ({accounts}), and the earlier adoption goes on counting: the"
        " profile does not keep which rules were adopted.",
        "积分办法将有变更（{accounts}），原表决继续有效：治理方案未记录通过的是哪些规则。",
        "Let them be adopted anew all the same; adoption.scheme makes it so.",
        "仍请重新表决；在 adoption 中写 scheme 即可由系统把关。",
    ),
    "change-other-scenarios": Message(
        "The scenarios that were found are those of another release: none was played.",
        "找到的场景属于另一版本，未进行场景测试。",
        "Draft the profile as it is installed, or keep the one in force beside its scenarios.",
        "请按已安装的治理方案起草，或保存现行版本及其场景。",
    ),
}
