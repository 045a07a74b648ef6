"""What exporting a journal as an event log has to say."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "log-flow": Message(
        "No task of the flow {flow!r} was ever opened here.",
        "这里从未发起过流程{flow!r}的任务。",
        "Flows with tasks: {known}.",
        "有任务的流程：{known}。",
    ),
    "log-form": Message(
        "{file} does not say in which form the log is to be written.",
        "{file} 没有说明日志的写出格式。",
        "Let its name end in {endings}.",
        "请让文件名以{endings}结尾。",
    ),
    "log-exported": Message(
        "{file}: {tasks} tasks, {events} decisions.",
        "{file}：{tasks} 件任务，{events} 条决定。",
    ),
    "log-exported-less": Message(
        "Left out: {left_out} that were refused or put off; --refused takes them in.",
        "未导出：{left_out} 条被拒绝或推迟的决定；可用 --refused 一并导出。",
    ),
    "log-exported-hidden": Message(
        "Members go by pseudonyms that hold for this file alone; no personal value is in it.",
        "成员以仅在此文件内有效的代号出现；文件不含个人信息。",
    ),
    "log-exported-open": Message(
        "It holds ids of members or personal values: keep it as you keep the database.",
        "文件含成员标识或个人信息：请像保管数据库一样保管。",
    ),
    "cli-exporting": Message("Exporting", "导出"),
    "cli-figure-mode": Message("Followed", "核对方式"),
    "cli-replay-commands": Message("commands", "逐条执行"),
    "cli-replay-states": Message("states and actions alone", "只核对状态与操作"),
}
