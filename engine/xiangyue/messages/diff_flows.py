"""What differs between the flows of two profiles: their states and deadlines."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    # --- flows and states ---
    "diff-flow-added": Message(
        "Tasks of the kind “{flow}” can now be opened.", "新增流程“{flow}”。"
    ),
    "diff-flow-removed": Message(
        "Tasks of the kind “{flow}” can no longer be opened.", "取消流程“{flow}”。"
    ),
    "diff-flow-paused": Message(
        "“{flow}” is now paused: nothing is opened or moved.", "“{flow}”现已暂停，不受理也不流转。"
    ),
    "diff-flow-resumed": Message("“{flow}” is no longer paused.", "“{flow}”不再暂停。"),
    "diff-start": Message(
        "Tasks of “{flow}” now begin in “{new}” instead of “{old}”.",
        "“{flow}”的起始状态由“{old}”改为“{new}”。",
    ),
    "diff-state-added": Message(
        "A task can now be in the state “{state}”.", "任务可进入新状态“{state}”。"
    ),
    "diff-state-removed": Message(
        "A task can no longer be in the state “{state}”.", "任务不再有状态“{state}”。"
    ),
    "diff-final": Message("A task now ends in “{state}”.", "任务到“{state}”即结束。"),
    "diff-not-final": Message("A task no longer ends in “{state}”.", "任务到“{state}”不再结束。"),
    "diff-pause": Message(
        "The deadline of the task no longer runs in “{state}”.", "处于“{state}”时不再计时。"
    ),
    "diff-no-pause": Message(
        "The deadline of the task now runs in “{state}”.", "处于“{state}”时开始计时。"
    ),
    "diff-exercise": Message(
        "What makes an exercise of “{flow}” is now: {new} (was: {old}).",
        "“{flow}”的演练标志由{old}改为{new}。",
    ),
    "diff-while": Message(
        "What becomes of “{flow}” when a mode ends is now: {new} (was: {old}).",
        "模式结束时对“{flow}”的处理由“{old}”改为“{new}”。",
    ),
    "diff-while-opened": Message(
        "{action}, for tasks opened in {modes}", "对{modes}期间发起的任务办理{action}"
    ),
    "diff-while-all": Message(
        "{action}, for all that are open when {modes} ends",
        "{modes}结束时对所有未结束任务办理{action}",
    ),
    "diff-returns": Message(
        "What a task of “{flow}” gives back to whoever distributed it is now: {new} (was: {old}).",
        "“{flow}”办结后向下发方上报的内容由{old}改为{new}。",
    ),
    "diff-reports": Message(
        "What “{state}” tells whoever distributed the task is now: {new} (was: {old}).",
        "“{state}”向下发方反馈的情况由{old}改为{new}。",
    ),
    # --- deadlines ---
    "diff-due-added": Message("“{what}” now has a deadline: {new}.", "“{what}”新增期限：{new}。"),
    "diff-due-removed": Message(
        "“{what}” no longer has a deadline; it was {old}.", "“{what}”取消期限（原为{old}）。"
    ),
    "diff-due-longer": Message(
        "“{what}” may now take {new} instead of {old}.", "“{what}”的期限由{old}延长为{new}。"
    ),
    "diff-due-shorter": Message(
        "“{what}” may now take only {new} instead of {old}.", "“{what}”的期限由{old}缩短为{new}。"
    ),
    "diff-due-changed": Message(
        "The deadline of “{what}” is now {new} instead of {old}.",
        "“{what}”的期限由{old}改为{new}。",
    ),
    "diff-clock": Message(
        "The time for “{what}” now runs from “{new}” (was: “{old}”).",
        "“{what}”的起算状态由“{old}”改为“{new}”。",
    ),
    "diff-remind": Message(
        "Before the time for “{what}” is over, reminders now come at {new} (was: {old}).",
        "“{what}”到期前的提醒由{old}改为{new}。",
    ),
    "diff-escalate": Message(
        "When the time for “{what}” is over, those told are now: {new} (was: {old}).",
        "“{what}”逾期后上报的梯次由{old}改为{new}。",
    ),
    "diff-then": Message(
        "When the time for “{what}” is over, what follows by itself is now {new} instead of {old}.",
        "“{what}”逾期后自动办理的事项由“{old}”改为“{new}”。",
    ),
}
