"""Burden, formalism and uniformity: what studies of the journal say."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "period-ends-first": Message(
        "The period ends ({until}) before it begins ({since}).",
        "时段的结束（{until}）早于开始（{since}）。",
        "Exchange the two.",
        "请对调两者。",
    ),
    # --- burden ---
    "burden-total": Message(
        "{community}: fields filled in by workers: {fields:,}, in weeks: {weeks}.",
        "{community}：工作人员在{weeks}周内共填写{fields:,}项。",
    ),
    "burden-time": Message(
        "Reporting time, estimated: {time} ({seconds:g} s a field).",
        "估计填报用时：{time}（每项{seconds:g}秒）。",
    ),
    "burden-minutes": Message("{minutes:.0f} min", "{minutes:.0f}分钟"),
    "burden-hours": Message("{hours:,.0f} h", "{hours:,.0f}小时"),
    "burden-none": Message(
        "{community}: no worker filled in anything in this time.",
        "{community}：此时段无工作人员填报。",
    ),
    "burden-residents": Message(
        "Fields filled in by residents: {fields:,}.", "居民共填写{fields:,}项。"
    ),
    "burden-repeated": Message(
        "Given again although known: {count:,} ({share:.1%}): {names}.",
        "重复填报{count:,}项（{share:.1%}）：{names}。",
    ),
    "burden-repeated-none": Message("Nothing was asked for twice.", "没有重复填报。"),
    "burden-destroyed": Message(
        "Counted, but destroyed and not compared: {fields:,}.",
        "另有{fields:,}项已计入，但内容已销毁，无法比对。",
    ),
    "burden-viewer": Message(
        "Shown for {member}: own line, and totals of own units.",
        "按{member}的权限显示：本人明细和所在单元合计。",
    ),
    "burden-head-worker": Message("Worker", "工作人员"),
    "burden-head-unit": Message("Unit", "单元"),
    "burden-head-workers": Message("Workers", "人数"),
    "burden-head-weeks": Message("Weeks", "周数"),
    "burden-head-fields": Message("Fields", "填报项数"),
    "burden-head-weekly": Message("A week", "每周"),
    "burden-head-most": Message("Most", "最多"),
    "burden-head-minutes": Message("Minutes a week", "每周分钟"),
    "burden-head-per-worker": Message("Each a week", "每人每周"),
    "burden-head-whom": Message("Touched", "对象"),
    "burden-head-kind": Message("How", "方式"),
    "burden-head-channel": Message("Channel", "渠道"),
    "burden-head-times": Message("Times", "次数"),
    "burden-head-each": Message("Each", "人均"),
    "burden-head-limit": Message("Limit", "介入限度"),
    "burden-head-objected": Message("Objected", "提出异议"),
    "burden-head-effect": Message("Took effect", "生效"),
    "burden-whom-resident": Message("residents", "居民"),
    "burden-whom-worker": Message("workers", "工作人员"),
    "burden-whom-role": Message("whole roles", "整个岗位"),
    "burden-whom-nobody": Message("nobody alone", "不特定的人"),
    "burden-kind-assign": Message("assigned", "派任务"),
    "burden-kind-message": Message("messages", "消息"),
    "burden-kind-collect": Message("data asked", "要材料"),
    "burden-kind-score": Message("points", "记分"),
    "burden-kind-publish": Message("notices", "公示"),
    "burden-kind-switch_mode": Message("mode changed", "切换模式"),
    "burden-kind-automate": Message("automatic", "自动办理"),
    # --- signals ---
    "signals-none": Message("Nothing stands out.", "未发现值得关注的情况。"),
    "signals-total": Message(
        "Things to look at: {count}. They are no scores, and say nothing about any person.",
        "值得关注：{count}项。仅供了解情况，不作考核依据，不针对个人。",
    ),
    "signals-about": Message("Rules: {names}", "规则：{names}"),
    "signals-tasks": Message("Tasks: {names}", "任务：{names}"),
    "signals-entries": Message("Entries: {names}", "记录：{names}"),
    "signals-communities": Message("In: {names}", "范围：{names}"),
    "signal-bulk": Message(
        "Rows of {least} or more actions by one hand within {seconds} seconds: {bursts}; the longest: {most}.",
        "有人在{seconds}秒内连续操作{least}步以上，共{bursts}次，最长一次{most}步。",
        "Ask whether the work was done before it was ticked off; paper may suit it better.",
        "请了解是否先办事后勾选；也可先用纸质登记，再行补录。",
    ),
    "signal-same-text": Message(
        "One text stands in {most:,} tasks; such texts: {texts:,}, in {tasks:,} tasks.",
        "同一段文字出现在{most:,}项任务中；此类文字{texts:,}段，涉及{tasks:,}项任务。",
        "Look at what was really found; where there is nothing to say, stop asking.",
        "请核实实际情况；若确无内容可填，应取消该项填写。",
    ),
    "signal-no-result": Message(
        "Points were given {without:,} of {awards:,} times for tasks without any result.",
        "{awards:,}次计分中，有{without:,}次任务没有填写任何办理结果。",
        "Let the flow ask for a result (evidence: result), or give no points for it.",
        "请让流程要求填写办理结果（evidence: result），或取消该计分。",
    ),
    "signal-deadline": Message(
        "{last:,} of {ended:,} tasks were ended in the last {part:.0%} of their time.",
        "{ended:,}项任务中，有{last:,}项在时限最后{part:.0%}才办结。",
        "Ask whether the work waits for its deadline or only the report, and who needs that.",
        "请了解是办理拖到最后，还是集中补报；并确认是否需要这些填报。",
    ),
    "signal-all-closed": Message(
        "Of {due:,} tasks that were due, {closed:,} were closed ({share:.2%}), {on_time:,} on time.",
        "到期任务{due:,}项，办结{closed:,}项（{share:.2%}），其中按时{on_time:,}项。",
        "So good a figure is a warning sign: look into some, and ask the people concerned.",
        "办结率如此之高是警示信号：请抽查部分任务，并回访当事人。",
    ),
    "signal-unused": Message(
        "Flows that nobody has used for {days} days: {flows} of {of}.",
        "{of}个流程中，有{flows}个已{days}天无人使用。",
        "Retire what nobody needs; ways to complain, to appeal and to see one's data stay.",
        "请停用无人需要的流程；投诉、申诉和查询个人信息的渠道须保留。",
    ),
    "signal-only-system": Message(
        "All {actions:,} actions were taken by the system itself.",
        "{actions:,}步操作全部由系统自动完成。",
        "Say who decides, and let them.",
        "请明确由谁决定，并交由其决定。",
    ),
    "signal-no-choice": Message(
        "Rules gave {rules:,} values; of {proposed:,} proposals nobody overruled any.",
        "规则给出{rules:,}个值；{proposed:,}个建议值无一被人更改。",
        "Ask whether the rules fit here, and whether people know that they may differ.",
        "请了解规则是否符合本地实际，以及大家是否知道可以更改。",
    ),
    "signal-same-values": Message(
        "{same} of {shared} shared params have one value in {communities} communities of {types} types; tuned: {tuned}.",
        "{types}类共{communities}个社区的{shared}个共有参数中，{same}个取值完全相同；其中经调整{tuned}个。",
        "Ask each community what fits it.",
        "请征求各社区意见，按实际确定。",
    ),
    "signal-same-words": Message(
        "Instructions that went word for word to {communities} communities of {types} types: {texts}.",
        "{texts}项要求一字不差地发给了{types}类共{communities}个社区。",
        "Ask whether it fits each of them, and leave the how to them.",
        "请了解是否适合各社区实际，具体办法由社区自定。",
    ),
}
