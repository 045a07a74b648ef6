"""Why a command is refused: what cadres and residents read."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "flow-paused": Message(
        "“{flow}” is paused.",
        "“{flow}”已暂停。",
        "It goes on when the pause is lifted.",
        "暂停解除后即可继续。",
    ),
    "state": Message(
        "“{action}” is not possible while the task is “{state}”.",
        "任务处于“{state}”时不能“{action}”。",
        "It is possible from: {sources}.",
        "可在以下状态办理：{sources}。",
    ),
    "extend-no-deadline": Message(
        "“{action}” moves a deadline, and none is running.",
        "“{action}”用于延长期限，但目前没有正在计时的期限。",
        "Do it once the time has begun to run.",
        "请在开始计时后办理。",
    ),
    "extend-not-later": Message(
        "“{field}” is not later than the deadline that is there.",
        "“{field}”不晚于现有期限。",
        "Give a later day, or leave the deadline as it is.",
        "请填写更晚的日期，或保持原期限。",
    ),
    "distribute-nobody": Message(
        "No community under {units} is left to give it to: there is none, or each has it already.",
        "{units}之下没有可下发的社区：没有下辖社区，或均已下发。",
        "Name units that have other communities beneath them.",
        "请填写还有其他下辖社区的单位。",
    ),
    "errand-given-up": Message(
        "It was put off there, and when its time came it could not be decided any more.",
        "该事项在当地曾被推迟，到时已无法办理。",
        "Look why: it is “given-up” in that community's journal. Then give it to them again.",
        "请查看该社区日志中的“given-up”记录，了解原因后重新下发。",
    ),
    "role": Message(
        "“{action}” is not for {actor} to do.",
        "{actor}不能办理“{action}”。",
        "It may be done by: {roles}.",
        "可由以下人员办理：{roles}。",
    ),
    "unknown-actor": Message(
        "{actor} is not registered here.",
        "{actor}尚未登记。",
        "Register the member first.",
        "请先登记该成员。",
    ),
    "behalf-digital": Message(
        "Acting for somebody else is for what was done on paper, by phone or at the counter.",
        "代办只适用于纸质、电话或窗口办理的事项。",
        "Name the source, or let the person act.",
        "请注明来源，或由本人办理。",
    ),
    "behalf-elsewhere": Message(
        "{actor} is of another place, and cannot enter “{action}” for anybody here.",
        "{actor}不属于本地，不能在此代为录入“{action}”。",
        "Let somebody enter it who lives or holds a role here, or at a level above.",
        "请由在本地或上级单位登记的人员代为录入。",
    ),
    "behalf-apart": Message(
        "{actor} may not do “{action}” here, and so cannot enter it for another either.",
        "{actor}在此不得办理“{action}”，因此也不能代他人录入。",
        "Let somebody enter it who has no part in it, or let the person act.",
        "请由与此事无关的人员代为录入，或由本人办理。",
    ),
    "source": Message(
        "The way in “{source}” is not open here.",
        "此处不接受“{source}”方式。",
        "Open are: {sources}.",
        "可用方式：{sources}。",
    ),
    "occurred-in-future": Message(
        "It cannot have been done in the future.",
        "办理时间不能晚于现在。",
        "Enter when it was really done.",
        "请填写实际办理时间。",
    ),
    "backdated-digital": Message(
        "What is done on a device counts from now.",
        "在设备上办理的，以当前时间为准。",
        "If it was done on paper, say so as its source.",
        "若为纸质办理，请注明来源。",
    ),
    "backdated-too-far": Message(
        "It was done longer ago than {window}, and can no longer be entered.",
        "办理时间已超过{window}，不能再补录。",
        "Enter it as done now, and say in the note when it was done.",
        "请按当前时间录入，并在备注中说明实际时间。",
    ),
    "before-opening": Message(
        "It cannot have been done before the task was opened.",
        "办理时间不能早于任务开始时间。",
        "Enter when it was really done.",
        "请填写实际办理时间。",
    ),
    "not-asked": Message(
        "“{action}” does not ask for “{field}”.",
        "“{action}”无需填写“{field}”。",
        "Leave it out.",
        "请勿填写。",
    ),
    "value": Message(
        "“{field}” does not have a value that fits.",
        "“{field}”的内容不符合要求。",
        "Accepted: {expected}.",
        "可填：{expected}。",
    ),
    "computed-value": Message(
        "“{field}” comes out as {value}, which is not an accepted value.",
        "“{field}”计算结果为{value}，不在允许范围内。",
        "Change what it is computed from.",
        "请修改计算所依据的内容。",
    ),
    "unknown-member": Message(
        "“{field}” names nobody who is registered.",
        "“{field}”所填成员未登记。",
        "Choose a registered member.",
        "请选择已登记的成员。",
    ),
    "unknown-unit": Message(
        "“{field}” names no unit that there is.",
        "“{field}”所填单位不存在。",
        "Choose a unit of the tree.",
        "请选择已有的单位。",
    ),
    "needs": Message(
        "Still needed: {titles}.",
        "还需填写：{titles}。",
        "Fill them in.",
        "请补充填写。",
    ),
    "note": Message(
        "“{action}” needs a note that says why.",
        "“{action}”需要说明理由。",
        "Add a note.",
        "请填写备注。",
    ),
    "note-for-other-value": Message(
        "“{field}” differs from what is proposed.",
        "“{field}”与建议值不同。",
        "Add a note that says why.",
        "请在备注中说明理由。",
    ),
    "guard": Message(
        "“{action}” is not possible now: {rule} does not hold ({saw}).",
        "目前不能“{action}”：条件“{rule}”不满足（{saw}）。",
        "It is possible when the rule holds.",
        "条件满足后即可办理。",
    ),
    "guard-otherwise": Message(
        "{otherwise}",
        "{otherwise}",
        "It is possible when {rule} holds (now: {saw}).",
        "满足条件“{rule}”后即可办理（目前：{saw}）。",
    ),
    "rule-failed": Message(
        "The rule at {rule} could not be judged: {detail}",
        "规则{rule}无法判断：{detail}",
        "Tell who looks after the profile.",
        "请联系治理方案维护人员。",
    ),
    "no-way": Message(
        "“{action}” leads nowhere from here: none of its conditions holds.",
        "“{action}”目前没有可去的状态：各条件均不满足。",
        "Tell who looks after the profile.",
        "请联系治理方案维护人员。",
    ),
    "hold-unknown": Message(
        "“{resource}” is no resource of this community.",
        "“{resource}”不是本社区的资源。",
        "Choose one of the resource library.",
        "请从资源库中选择。",
    ),
    "hold-closed": Message(
        "The resource “{resource}” is not on offer: it is “{state}”.",
        "资源“{resource}”目前不提供，状态为“{state}”。",
        "Choose another one.",
        "请选择其他资源。",
    ),
    "hold-expired": Message(
        "The resource “{resource}” is past its date.",
        "资源“{resource}”已过有效期。",
        "Choose another one, or ask its owner for a newer one.",
        "请选择其他资源，或请提供方更新。",
    ),
    "hold-few": Message(
        "Of the resource “{resource}” there are {free}, not {wanted}.",
        "资源“{resource}”共有{free}，不足{wanted}。",
        "Take less, or another one besides.",
        "请减少数量，或另选其他资源。",
    ),
    "hold-short": Message(
        "Of the resource “{resource}” {free} are free, not {wanted}: others hold {held}.",
        "资源“{resource}”可用{free}，不足{wanted}：其他事项占用{held}。",
        "Take less or another one, or wait until it is freed.",
        "请减少数量、另选资源，或等待归还。",
    ),
    "hold-short-until": Message(
        "Of the resource “{resource}” {free} are free, not {wanted}: others hold {held}, the first"
        " of them until {until}.",
        "资源“{resource}”可用{free}，不足{wanted}：其他事项占用{held}，最早于{until}到期。",
        "Take less or another one, or wait until it is freed.",
        "请减少数量、另选资源，或等待归还。",
    ),
    "points-many": Message(
        "“{rule}” would move more than {most} points at once.",
        "“{rule}”一次变动超过{most}分。",
        "Check what was entered, or tell who looks after the profile.",
        "请核对所填内容，或联系治理方案维护人员。",
    ),
    "nobody": Message(
        "There is nobody yet who is “{who}” of this task.",
        "此任务尚无“{who}”。",
        "Assign the task first.",
        "请先指派。",
    ),
}
