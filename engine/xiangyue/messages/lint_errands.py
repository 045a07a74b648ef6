"""What the linter says of tasks that are distributed, that follow, and of what they report."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "errand-to": Message(
        "“{field}” names no units, so that nobody could be given the task.",
        "“{field}”填写的不是单位，任务无法下发。",
        "Give the field, or the items of its list, the format unit.",
        "请把该字段（或其列表项）的格式设为 unit。",
    ),
    "errand-never-known": Message(
        "“{field}” is passed on, and nothing in “{flow}” asks for it.",
        "“{field}”将随任务传递，但“{flow}”从未询问。",
        "Ask for it in the flow, or do not pass it on.",
        "请在流程中询问该字段，或不再传递。",
    ),
    "errand-by": Message(
        "Whoever distributes this may not open “{flow}”: {by}.",
        "下发人（{by}）无权发起“{flow}”。",
        "Name the same role under by of its opening.",
        "请在其 open 的 by 中写入同一角色。",
    ),
    "errand-system": Message(
        "“{flow}” follows by itself, but the engine may not open it.",
        "“{flow}”应由系统自动发起，但系统无权发起。",
        "Add system to by of its opening.",
        "请在其 open 的 by 中加入 system。",
    ),
    "errand-not-taken": Message(
        "“{field}” is passed on, and the opening of “{flow}” does not take it.",
        "“{field}”将随任务传递，但“{flow}”的 open 不接收。",
        "Add it to the asks or needs of that opening, or do not pass it on.",
        "请在其 open 的 asks 或 needs 中加入该字段，或不再传递。",
    ),
    "errand-needs": Message(
        "The opening of “{flow}” needs what is not passed on: {fields}.",
        "“{flow}”的 open 需要未传递的字段：{fields}。",
        "Pass it on under with, or let that opening only ask for it.",
        "请在 with 中传递，或将其改为 asks。",
    ),
    "errand-note": Message(
        "The opening of “{flow}” needs a note, and nobody is there to write one.",
        "“{flow}”的 open 要求填写说明，但无人可填。",
        "Remove note from that opening.",
        "请删去其 open 的 note。",
    ),
    "errand-endless": Message(
        "A task of “{flow}” opens another one of “{flow}”, and so on for ever.",
        "“{flow}”的任务会再发起“{flow}”的任务，无限循环。",
        "Let an action that somebody takes open the next one.",
        "请改由有人办理的动作发起下一项。",
    ),
    "report-never-done": Message(
        "“{flow}” reports to whoever distributed it, but never that it is done.",
        "“{flow}”向下发单位报告进展，却从不报告完成。",
        "Give the state in which it is done reports: done.",
        "请为完成状态写 reports: done。",
    ),
    "report-final": Message(
        "A task ends in “{state}”, and whoever distributed it is not told.",
        "任务在“{state}”结束，但下发单位不会获知。",
        "Give the state reports: done, or reports: returned.",
        "请为该状态写 reports: done 或 reports: returned。",
    ),
    "report-not-final": Message(
        "“{state}” reports {said}, but the task goes on from there, and would report twice.",
        "“{state}”报告 {said}，但任务尚未结束，会重复上报。",
        "Report it from the final state; until then it is accepted.",
        "请在终结状态报告；此前报告 accepted。",
    ),
    "report-returns": Message(
        "“{flow}” returns values, but no state of it reports, so that they are never uploaded.",
        "“{flow}”设有 returns，但没有状态报告进展，结果不会上报。",
        "Give its states reports, or remove returns.",
        "请为其状态写 reports，或删去 returns。",
    ),
    "report-never-asked": Message(
        "“{field}” is to be uploaded, and nothing in “{flow}” asks for it.",
        "“{field}”应当上报，但“{flow}”从未询问。",
        "Ask for it where the task is done, or take it out of returns.",
        "请在完成时询问该字段，或从 returns 中删去。",
    ),
}
