"""Printed sheets."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    # On the sheet
    "paper-who": Message("Who does this: {who}", "由谁办理：{who}"),
    "paper-who-opens": Message("Who may fill this in: {who}", "谁可以填：{who}"),
    "paper-about": Message("About: {title}", "事项：{title}"),
    "paper-title": Message("In a few words: what is it about?", "用几个字说明是什么事"),
    "paper-matter": Message("Which matter is it about?", "办的是哪件事"),
    "paper-note": Message("Why? (please say)", "原因（请说明）"),
    "paper-note-optional": Message("Anything else", "其他说明"),
    "paper-if-any": Message(" (may stay empty)", "（可不填）"),
    "paper-reach": Message("Telephone or address (may stay empty)", "电话或地址（可不填）"),
    "paper-reach-why": Message(
        "You are contacted there; it is kept until you change it.",
        "用于与您联系，保存至您更换为止。",
    ),
    "paper-why": Message(
        "What this is for, and how long it is kept afterwards", "所填内容的用途和保存期限（办结后）"
    ),
    "paper-purpose": Message("{title}: {purpose}; {keep}.", "{title}：{purpose}；{keep}。"),
    "paper-tick-one": Message(": tick one", "（勾选一项）"),
    "paper-tick-several": Message(": tick what applies", "（可多选）"),
    "paper-yes": Message("Yes", "是"),
    "paper-no": Message("No", "否"),
    "paper-between": Message("A number from {low} to {high}", "填 {low} 至 {high} 的数"),
    "paper-kind-integer": Message("A whole number", "填整数"),
    "paper-kind-number": Message("A number", "填数字"),
    "paper-blank-date": Message(
        "Year ________ month _____ day _____", "________ 年 _____ 月 _____ 日"
    ),
    "paper-blank-date-time": Message(
        "Year ________ month _____ day _____ at _____ : _____",
        "________ 年 _____ 月 _____ 日 _____ 时 _____ 分",
    ),
    "paper-kind-member": Message(
        "Name and house number, or member's id", "姓名和门牌号，或成员编号"
    ),
    "paper-kind-unit": Message("Name of the place", "地点名称"),
    "paper-kind-entry": Message(
        "The number on the statement, such as 17.0", "对账单上的编号，如 17.0"
    ),
    "paper-kind-list": Message("One on each line", "每行一个"),
    "paper-done-on": Message("Done on", "办理日期"),
    "paper-done-on-opens": Message("Filled in on", "填写日期"),
    "paper-signed-by": Message("Name", "办理人姓名"),
    "paper-signed-by-opens": Message("Your name", "填写人姓名"),
    "paper-signature": Message("Signature", "签名"),
    "paper-behalf": Message("On behalf of", "代谁填写（如有）"),
    "paper-helper": Message("Helper, if any", "代填人（如有）"),
    # In the box
    "paper-entry": Message("For whoever enters this sheet", "录入人员填写"),
    "paper-number": Message("Sheet number (key): {number}", "表号（key）：{number}"),
    "paper-where": Message(
        "Community: {community} · Form: {step}", "社区：{community} · 表单：{step}"
    ),
    "paper-task": Message("Task: {task}", "任务：{task}"),
    "paper-window": Message(
        "Enter it as paper, with the date and for the name above, within {span} of that date.",
        "请以“纸质”方式录入，填上面的日期和姓名，自该日期起 {span}内录入。",
    ),
    "paper-once": Message(
        "Entered twice with this number it counts once. If it was refused and put right, add .2"
        " to the number. Do not photocopy: every printed sheet has its own number.",
        "同一表号重复录入只计一次。被拒后更正重录的，在表号后加“.2”。请勿复印空白表，每张表号不同。",
    ),
    "paper-span-min": Message("{amount} minutes", "{amount} 分钟"),
    "paper-span-min-one": Message("one minute", "{amount} 分钟"),
    "paper-span-h": Message("{amount} hours", "{amount} 小时"),
    "paper-span-h-one": Message("one hour", "{amount} 小时"),
    "paper-span-wh": Message("{amount} working hours", "{amount} 个工作小时"),
    "paper-span-wh-one": Message("one working hour", "{amount} 个工作小时"),
    "paper-span-d": Message("{amount} days", "{amount} 天"),
    "paper-span-d-one": Message("one day", "{amount} 天"),
    "paper-span-wd": Message("{amount} working days", "{amount} 个工作日"),
    "paper-span-wd-one": Message("one working day", "{amount} 个工作日"),
    "paper-span-w": Message("{amount} weeks", "{amount} 周"),
    "paper-span-w-one": Message("one week", "{amount} 周"),
    "paper-span-m": Message("{amount} months", "{amount} 个月"),
    "paper-span-m-one": Message("one month", "{amount} 个月"),
    "paper-span-y": Message("{amount} years", "{amount} 年"),
    "paper-span-y-one": Message("one year", "{amount} 年"),
    # What is refused, and what was done
    "paper-flow": Message(
        "There is no flow “{flow}”.",
        "没有流程“{flow}”。",
        "There are: {known}.",
        "现有：{known}。",
    ),
    "paper-action": Message(
        "There is no action “{action}” that people take.",
        "没有由人办理的动作“{action}”。",
        "There are: {known}.",
        "现有：{known}。",
    ),
    "paper-opened": Message(
        "The task “{task}” is open already.",
        "任务“{task}”已经发起。",
        "Name the action that the sheet is for.",
        "请写明该表用于哪个动作。",
    ),
    "paper-which": Message(
        "A sheet is printed for a profile or for a community, one of the two.",
        "打印表单须指定治理方案或社区，二者选一。",
        "Give --profile PROFILE, or --community COMMUNITY with the database.",
        "请给出 --profile 方案，或 --community 社区及数据库。",
    ),
    "paper-task-elsewhere": Message(
        "The task “{task}” is none of “{community}” in the flow “{flow}”.",
        "任务“{task}”不属于社区“{community}”的流程“{flow}”。",
        "Name a task of that flow, such as {community}/17.",
        "请写明该流程的任务，如 {community}/17。",
    ),
    "paper-ending": Message(
        "“{file}” is not the name of an HTML file.",
        "“{file}”不是 HTML 文件名。",
        "Let it end in .html; a browser prints it, or saves it as PDF.",
        "请以 .html 结尾；可用浏览器打印或另存为 PDF。",
    ),
    "paper-language": Message(
        "The profile is not written in “{language}”.",
        "该治理方案没有“{language}”版本。",
        "Choose one of: {known}.",
        "可选：{known}。",
    ),
    "paper-there": Message(
        "There is a file “{file}” already.",
        "文件“{file}”已存在。",
        "Choose another name, or give --force.",
        "请换一个文件名，或使用 --force。",
    ),
    "paper-written": Message(
        "Written: {file}, sheets {numbers}.", "已生成 {file}，表号：{numbers}。"
    ),
}
