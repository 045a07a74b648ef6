"""The points ledger on the command line: statements, the list of a month, explanations."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "ledger-month": Message(
        "“{value}” is no month.",
        "“{value}”不是月份。",
        "Write it like 2026-05.",
        "请写成 2026-05 的形式。",
    ),
    "ledger-no-account": Message(
        "This profile has no points account.",
        "此治理方案没有积分账户。",
        "Write one under accounts of the profile.",
        "请在方案的 accounts 中写明。",
    ),
    # --- a page of an account ---
    "ledger-page": Message(
        "{account} of {member} in {community}, {month}",
        "{community}　{member}的{account}，{month}",
    ),
    "ledger-opening": Message("Brought forward: {points}", "上月结转：{points}"),
    "ledger-none": Message("No entries in this month.", "本月没有记录。"),
    "ledger-closing": Message("Carried forward: {points}", "结转下月：{points}"),
    "ledger-free": Message("Of these can be exchanged: {points}", "其中可兑换：{points}"),
    "ledger-frozen": Message(
        "The account waits for a human review; nothing is lost meanwhile.",
        "账户正等待人工复核，期间积分不会丢失。",
    ),
    "ledger-how": Message(
        "Where an entry comes from: xiangyue points explain {community} {number}",
        "查看记录来历：xiangyue points explain {community} {number}",
    ),
    "ledger-head-number": Message("Entry", "编号"),
    "ledger-head-day": Message("Date", "日期"),
    "ledger-head-what": Message("What for", "事由"),
    "ledger-head-points": Message("Points", "分值"),
    "ledger-head-balance": Message("Balance", "余额"),
    "ledger-what": Message("{title} ({group})", "{title}（{group}）"),
    "ledger-corrects": Message("{title} of {number}", "{title}（更正 {number}）"),
    # --- the list of a month ---
    "ledger-list": Message(
        "{account}, {month}, {community}: by code, not by points.",
        "{community}　{account}　{month}（按户号排列，不排名）",
    ),
    "slips-list": Message(
        "Slips for the list of {month}, {community}: one to each household, and never hung out.",
        "{community} {month}积分公示查询条：每户一条，不得张贴",
    ),
    "slips-how": Message(
        "By its line a household finds itself on the list; the number shows it its page.",
        "住户凭公示代码在公示名单上找到自己，凭查询号查看明细、提出申诉。",
    ),
    "slips-file": Message("Written to {file}: {count} slips.", "已写入{file}：{count}条。"),
    "slips-head-member": Message("Code", "户号"),
    "slips-head-line": Message("Line on the list", "公示代码"),
    "slips-head-number": Message("Number for its eyes only", "查询号（勿示人）"),
    "ledger-list-none": Message("Nobody has an account yet.", "尚无账户。"),
    "ledger-list-end": Message(
        "Accounts: {count}. Names stand here only by consent.",
        "共{count}户。仅公布本人同意公开的姓名。",
    ),
    "ledger-list-file": Message(
        "Written to {file}: {count} accounts.", "已写入{file}：{count}户。"
    ),
    "ledger-head-code": Message("Code", "户号"),
    "ledger-head-name": Message("Name", "姓名"),
    "ledger-head-added": Message("Added", "增加"),
    "ledger-head-taken": Message("Taken off", "减少"),
    "ledger-head-note": Message("Note", "备注"),
    "ledger-waits": Message("waits for review", "待复核"),
    # --- where an entry comes from ---
    "ledger-entry": Message(
        "Entry {number}: {points} points for {member} ({account}), {when}",
        "编号{number}：{member}（{account}）{points}分，{when}",
    ),
    "ledger-sort": Message("Kind of entry: {sort}", "类型：{sort}"),
    "ledger-rule": Message("By the rule: {title} ({rule})", "依据规则：{title}（{rule}）"),
    "ledger-points": Message("How many points: {rule}", "分值算法：{rule}"),
    "ledger-read": Message("It read: {values}", "所用数据：{values}"),
    "ledger-personal": Message(
        "It read as well, not shown here: {names}", "另用到（此处不显示）：{names}"
    ),
    "ledger-missing": Message("{field}: not given", "{field}：未填"),
    "ledger-value": Message("{field}: {value}", "{field}：{value}"),
    "ledger-class": Message("Class: {group}", "类别：{group}"),
    "ledger-capped": Message("Capped: {note}", "上限说明：{note}"),
    "ledger-by": Message("Decided by: {right}, {when}", "决定人：{right}，{when}"),
    "ledger-by-deputy": Message(
        "Decided by: {right} (a deputy), {when}", "决定人：{right}（代理），{when}"
    ),
    "ledger-done": Message("Done: {when}", "实际发生：{when}"),
    "ledger-basis": Message("Basis: {basis}", "依据：{basis}"),
    "ledger-default": Message("project default", "本项目默认值"),
    "ledger-release": Message("Release: {profile} {release}", "治理方案版本：{profile} {release}"),
    "ledger-is-corrected": Message("Corrected by: {numbers}", "已被更正：{numbers}"),
    "ledger-correction": Message("It corrects: {number}", "所更正的记录：{number}"),
    "ledger-sort-award": Message("award", "得分"),
    "ledger-sort-bonus": Message("bonus", "加分"),
    "ledger-sort-deduction": Message("deduction", "扣分"),
    "ledger-sort-red_line": Message("red line: waits for review", "红线：待复核"),
    "ledger-sort-cleared": Message("review over", "复核结束"),
    "ledger-sort-correction": Message("correction", "更正"),
    "ledger-sort-exchange": Message("exchange", "兑换"),
    "ledger-sort-base": Message("base points", "基础分"),
    "ledger-sort-reset": Message("yearly reset", "年度清零"),
    # --- yearly reset ---
    "ledger-reset": Message(
        "Accounts brought back to their base: {count}.", "已恢复为基础分的账户：{count}个。"
    ),
}
