"""What replaying a log has to say."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "replay-which-flow": Message(
        "The profile has several flows: {flows}.",
        "治理方案有多个流程：{flows}。",
        "Say with --flow which one the log is about.",
        "请用 --flow 指明日志对应的流程。",
    ),
    "replay-no-flow": Message(
        "The profile has no flow that a log could run through.",
        "治理方案没有可供日志运行的流程。",
        "Draft one from the log with xiangyue discover.",
        "请用 xiangyue discover 由日志生成方案草稿。",
    ),
    "replay-no-action": Message(
        "None of the log's activities ({activities}) is an action of flow {flow!r} ({actions}).",
        "日志中的活动（{activities}）都不是流程{flow!r}的操作（{actions}）。",
        "Give actions the titles or ids of activities, choose another --flow, or draft a profile"
        " from the log with xiangyue discover.",
        "请让操作的标题或标识与活动同名，或用 --flow 选择其他流程，"
        "或用 xiangyue discover 由日志生成方案草稿。",
    ),
    "replay-open-needs": Message(
        "Opening a task of the flow {flow!r} needs what the log does not bring: {fields}.",
        "发起流程{flow!r}的任务需要日志中没有的内容：{fields}。",
        "Ask for it (asks) instead of needing it (needs), name the log's attribute for it, or follow"
        " states and actions alone with --states.",
        "请把 needs 改为 asks，或指明日志中对应的属性，或用 --states 只核对状态与操作。",
    ),
    "replay-nothing-fits": Message(
        "None of the log's activities is an action of the profile {profile!r}.",
        "日志中的活动都不是治理方案{profile!r}的操作。",
        "Give the profile that the log was recorded under, or name the flow with --flow.",
        "请给出日志所依据的治理方案，或用 --flow 指明流程。",
    ),
    "replay-source": Message(
        "The profile {profile!r} does not take in what comes from a log.",
        "治理方案{profile!r}不接受来自日志的录入。",
        "Add log to the sources of its intake.",
        "请在 intake 的 sources 中加入 log。",
    ),
    "replay-time": Message(
        "The event at {at} lies outside the years 1900 to 2254.",
        "事件时间 {at} 不在 1900 至 2254 年之间。",
        "Correct the time, or leave the event out.",
        "请更正时间，或删去该事件。",
    ),
    "replay-other-profile": Message(
        "The community {community!r} of this store is governed by another profile, or by another"
        " version of {profile!r}.",
        "此数据库中的社区{community!r}使用的是其他治理方案，或{profile!r}的其他版本。",
        "Replay into a database of its own: give another --db.",
        "请用 --db 另给一个数据库。",
    ),
    "replay-other-log": Message(
        "The community {community!r} of this store already holds something else than this log.",
        "此数据库中的社区{community!r}已有与此日志不同的内容。",
        "Replay into a database of its own: give another --db.",
        "请用 --db 另给一个数据库。",
    ),
}
