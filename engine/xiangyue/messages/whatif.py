"""What-if: what would have gone otherwise under other rules."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "whatif-progress": Message("Judging what was recorded", "正在按所试规则重新判断"),
    "whatif-total": Message(
        "Recorded commands: {commands}; communities: {communities}.",
        "办理记录 {commands} 次，社区 {communities} 个。",
    ),
    "whatif-judged": Message(
        "{judged} were judged anew; {same} read nothing that changes.",
        "重新判断 {judged} 次；{same} 次与变更无关。",
    ),
    "whatif-destroyed": Message(
        "{count} cannot be judged: what they said was destroyed, as the law asks.",
        "{count} 次无法判断：其内容已依法销毁。",
    ),
    "whatif-elsewhere": Message(
        "{count} went by something that is not in the journal, and are left as they were.",
        "{count} 次所依据的情况不在记录中，按原结果计。",
    ),
    "whatif-same": Message("Nothing would have come out otherwise.", "所有结果都不会改变。"),
    "whatif-flips": Message(
        "Would have come out otherwise: {counts}", "结果会不同的办理：{counts}"
    ),
    "whatif-refused": Message("{count} refused", "{count} 次会被拒绝"),
    "whatif-allowed": Message("{count} allowed", "{count} 次会被允许"),
    "whatif-deferred": Message("{count} put off", "{count} 次会被延后"),
    "whatif-other": Message("{count} to another state", "{count} 次会进入其他状态"),
    "whatif-how-refused": Message("refused", "会被拒绝"),
    "whatif-how-allowed": Message("allowed", "会被允许"),
    "whatif-how-deferred": Message("put off", "会被延后"),
    "whatif-how-other": Message("other state", "其他状态"),
    "whatif-knock-on": Message(
        "{count} more follow on what would not have happened; whether they would have, nobody can "
        "tell. {points} points hang on them.",
        "另有 {count} 次办理建立在不会发生的事情上，无法断定是否会发生，涉及 {points} 分。",
    ),
    "whatif-account": Message("{account}: {was} → {would} points", "{account}：{was} → {would} 分"),
    "whatif-shared": Message(
        "{gaining} would have gained, {losing} lost, {same} the same.",
        "{gaining} 人会增加，{losing} 人会减少，{same} 人不变。",
    ),
    "whatif-gini": Message("Gini coefficient: {was} → {would}", "基尼系数：{was} → {would}"),
    "whatif-top": Message(
        "Share of the tenth with most: {was} → {would}", "前 10% 所占份额：{was} → {would}"
    ),
    "whatif-deadlines": Message(
        "Deadlines: {missed} would have been missed that were met, {met} met that were missed.",
        "期限：{missed} 项由按时变为超期，{met} 项由超期变为按时。",
    ),
    "whatif-missed": Message("would have been missed", "会超期"),
    "whatif-met": Message("would have been met", "会按时"),
    "whatif-calls": Message(
        "Call-outs: {count} steps would have asked others.", "动员：{count} 步会通知不同的人。"
    ),
    "whatif-limits": Message("Limits that would have said otherwise:", "介入限度的判断会不同："),
    "whatif-verdict-deny": Message("no", "拒绝"),
    "whatif-verdict-defer": Message("later", "延后"),
    "whatif-verdict-reshape": Message("otherwise", "调整"),
    "whatif-verdict-broken": Message("failed", "失效"),
    "whatif-verdict-lifted": Message("set aside", "豁免"),
    "whatif-stance-audit": Message("audit", "记录"),
    "whatif-stance-warn": Message("warn", "提醒"),
    "whatif-stance-enforce": Message("enforce", "强制"),
    "whatif-more": Message(
        "… and {count} more (--most, --json).", "……另有 {count} 条（--most、--json）。"
    ),
    "whatif-head-entry": Message("Entry", "条目"),
    "whatif-head-action": Message("Action", "操作"),
    "whatif-head-by": Message("By", "办理人"),
    "whatif-head-how": Message("Instead", "结果"),
    "whatif-head-why": Message("Why", "原因"),
    "whatif-head-community": Message("Community", "社区"),
    "whatif-head-member": Message("Member", "成员"),
    "whatif-head-account": Message("Account", "账户"),
    "whatif-head-was": Message("Was", "原"),
    "whatif-head-would": Message("Would be", "会是"),
    "whatif-head-change": Message("Change", "变化"),
    "whatif-head-task": Message("Task", "任务"),
    "whatif-head-flow": Message("Flow", "流程"),
    "whatif-head-state": Message("State", "状态"),
    "whatif-head-rung": Message("Rung", "级次"),
    "whatif-head-asked-too": Message("Asked too", "增加通知"),
    "whatif-head-not-asked": Message("Not asked", "不再通知"),
    "whatif-head-limit": Message("Limit", "介入限度"),
    "whatif-head-verdict": Message("Says", "判断"),
    "whatif-head-stance": Message("Stance", "方式"),
    "whatif-was": Message("As it was", "原规则"),
    "whatif-would": Message("As it would be", "所试规则"),
    "whatif-picture": Message("How {account} are shared", "{account}的分布"),
    "whatif-one": Message(
        "{entry}: {action} on {task}, by both rules", "{entry}：{task} 的“{action}”，两种规则对照"
    ),
    "whatif-one-what": Message("What", "项目"),
    "whatif-one-differs": Message("", ""),
    "whatif-outcome-done": Message("done", "已办理"),
    "whatif-outcome-refused": Message("refused", "被拒绝"),
    "whatif-outcome-deferred": Message("put off", "延后"),
    "whatif-one-release": Message("Release", "版本"),
    "whatif-one-outcome": Message("Outcome", "结果"),
    "whatif-one-reasons": Message("Reasons", "原因"),
    "whatif-one-notes": Message("Notes", "说明"),
    "whatif-one-state": Message("State", "状态"),
    "whatif-one-due": Message("Deadline", "期限"),
    "whatif-one-state_due": Message("Deadline of the state", "状态期限"),
    "whatif-one-computed": Message("Computed", "计算值"),
    "whatif-one-read": Message("Read by rules", "规则读取"),
    "whatif-one-points": Message("Points", "积分"),
    "whatif-one-limits": Message("Limits", "介入限度"),
    "whatif-entry": Message(
        "“{entry}” is no entry of a journal.",
        "“{entry}”不是日志条目。",
        "Name one as the list does: xinqi/412.",
        "请按列表写法填写，如 xinqi/412。",
    ),
    "executor-unknown": Message(
        "“{url}” names no cluster.",
        "“{url}”不是集群地址。",
        "Say it as dask://HOST:PORT, or leave it out for processes of this machine.",
        "请写为 dask://主机:端口；不填则使用本机进程。",
    ),
    "executor-no-dask": Message(
        "Dask is not installed.",
        "未安装 Dask。",
        "Install it: pip install 'xiangyue[dask]'.",
        "请安装：pip install 'xiangyue[dask]'。",
    ),
    "executor-unreachable": Message(
        "Nobody answers at {url}.",
        "{url} 无应答。",
        "Start its scheduler, or mend the address.",
        "请启动调度程序，或更正地址。",
    ),
}
