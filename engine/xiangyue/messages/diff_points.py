"""What differs between the scoring rules and accounts of two profiles."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    # --- scoring ---
    "diff-scoring-added": Message(
        "“{action}” now brings {who} points: {new}.", "“{action}”后{who}获得积分：{new}。"
    ),
    "diff-scoring-removed": Message(
        "“{action}” no longer brings {who} points: {old}.", "“{action}”后{who}不再获得积分：{old}。"
    ),
    "diff-scoring-on": Message(
        "“{title}” now counts for “{new}” instead of “{old}”.",
        "“{title}”的计分环节由“{old}”改为“{new}”。",
    ),
    "diff-scoring-to": Message(
        "The points of “{title}” now go to {new} instead of {old}.",
        "“{title}”的积分由归{old}改为归{new}。",
    ),
    "diff-scoring-account": Message(
        "The points of “{title}” now go to the account {new} instead of {old}.",
        "“{title}”的积分账户由{old}改为{new}。",
    ),
    "diff-scoring-points": Message(
        "“{title}” brings other points: {new} instead of {old}.",
        "“{title}”的计分由 {old} 改为 {new}。",
    ),
    "diff-scoring-when": Message(
        "“{title}” gives points under another condition: {new} instead of {old}.",
        "“{title}”的计分条件由 {old} 改为 {new}。",
    ),
    "diff-scoring-class": Message(
        "The class of “{title}” is told in another way: {new} instead of {old}.",
        "“{title}”的类别判定由{old}改为{new}。",
    ),
    "diff-scoring-entry": Message(
        "“{title}” is now {new} in the ledger instead of {old}.",
        "“{title}”在积分账中由{old}改为{new}。",
    ),
    "diff-entry-award": Message("an award", "加分"),
    "diff-entry-bonus": Message("a bonus", "奖励分"),
    "diff-entry-deduction": Message("a deduction", "扣分"),
    "diff-entry-red_line": Message("a red line", "红线"),
    "diff-entry-cleared": Message("the end of a red line", "红线解除"),
    "diff-entry-correction": Message("a correction", "更正"),
    "diff-entry-exchange": Message("an exchange", "兑换"),
    "diff-scoring-corrects": Message(
        "What “{title}” corrects is now said in {new} instead of {old}.",
        "“{title}”所更正的记录由{old}改为{new}填写。",
    ),
    "diff-scoring-essential": Message(
        "Where “{title}” cannot give its points, the action is now refused.",
        "“{title}”无法计分时，操作现不予办理。",
    ),
    "diff-scoring-accessory": Message(
        "Where “{title}” cannot give its points, the action now goes on without them.",
        "“{title}”无法计分时，操作现照常办理，只是不计分。",
    ),
    # --- accounts ---
    "diff-account-added": Message(
        "There is a new account of points “{account}”.", "新增积分账户“{account}”。"
    ),
    "diff-account-removed": Message(
        "The account of points “{account}” is gone.", "取消积分账户“{account}”。"
    ),
    "diff-account-of-added": Message(
        "“{account}” may now be held by: {kinds}.", "“{account}”现可由以下成员持有：{kinds}。"
    ),
    "diff-account-of-removed": Message(
        "“{account}” may no longer be held by: {kinds}.",
        "“{account}”不再由以下成员持有：{kinds}。",
    ),
    "diff-account-counts": Message(
        "“{account}” now counts {new} instead of {old}.", "“{account}”由记{old}改为记{new}。"
    ),
    "diff-counts-points": Message("points", "积分"),
    "diff-counts-hours": Message("hours", "时长"),
    "diff-account-base": Message(
        "Each holder of “{account}” begins with {new} instead of {old}.",
        "“{account}”的基础分由{old}改为{new}。",
    ),
    "diff-account-month_cap": Message(
        "The most that a month brings to “{account}” is now {new} instead of {old}.",
        "“{account}”每月得分上限由{old}改为{new}。",
    ),
    "diff-account-class_share": Message(
        "The share of a month that one class may bring to “{account}” is now {new} % instead of"
        " {old} %.",
        "“{account}”单一类别每月占比上限由{old}%改为{new}%。",
    ),
    "diff-account-bonus_cap": Message(
        "The most that bonuses of a month bring to “{account}” is now {new} instead of {old}.",
        "“{account}”每月奖励分上限由{old}改为{new}。",
    ),
    "diff-account-deduction_cap": Message(
        "The most that deductions of a month cost “{account}” is now {new} instead of {old}.",
        "“{account}”每月扣分上限由{old}改为{new}。",
    ),
    "diff-account-yearly": Message(
        "“{account}” now goes back to its base each year.", "“{account}”现每年恢复为基础分。"
    ),
    "diff-account-not-yearly": Message(
        "“{account}” no longer goes back to its base each year.",
        "“{account}”不再每年恢复为基础分。",
    ),
    "diff-account-frail-added": Message(
        "To “{account}” those who are frail can now also earn by: {rules}.",
        "体弱者现也可通过以下规则为“{account}”得分：{rules}。",
    ),
    "diff-account-frail-removed": Message(
        "To “{account}” those who are frail are no longer said to earn by: {rules}.",
        "以下规则不再列为体弱者在“{account}”的得分途径：{rules}。",
    ),
    "diff-adoption-flow": Message(
        "“{account}” is now adopted in “{new}” instead of “{old}”.",
        "“{account}”的通过程序由“{old}”改为“{new}”。",
    ),
    "diff-adoption-state": Message(
        "“{account}” is now adopted once it stands at “{new}” instead of “{old}”.",
        "“{account}”视为通过的状态由“{old}”改为“{new}”。",
    ),
    "diff-adoption-renew": Message(
        "An adoption of “{account}” now holds for {new} instead of {old}.",
        "“{account}”每次通过的有效期由{old}改为{new}。",
    ),
    "diff-adoption-funding": Message(
        "For how many months “{account}” is funded is now said in {new} instead of {old}.",
        "“{account}”的经费月数由{old}改为{new}填写。",
    ),
    "diff-adoption-scheme": Message(
        "Which rules of “{account}” were adopted is now kept in {new} instead of {old}.",
        "“{account}”经表决的积分办法改由{new}记录（原为{old}）。",
    ),
}
