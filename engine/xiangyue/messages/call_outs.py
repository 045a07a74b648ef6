"""What is said of call-outs: to those who are asked, and to those who ask."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "call-nobody": Message(
        "Nobody can be called out: no rung of “{ladder}” has anybody who is there and may be asked.",
        "无人可动员：“{ladder}”各梯次均没有在岗且可动员的人员。",
        "Register who holds the roles of its rungs, or call by telephone and from door to door.",
        "请登记各梯次角色的人员，或改用电话、上门等方式。",
    ),
    "call-enough": Message(
        "Thank you! Enough have come already: {wanted} were asked for.",
        "感谢响应！人数已满，所需 {wanted} 人均已到位。",
        "Nothing needs to be done. If somebody drops out, more are asked.",
        "无需前来；如有人退出，将再次动员。",
    ),
    "call-answered": Message(
        "You have accepted already. Thank you!",
        "您已答应前来，感谢！",
        "Nothing needs to be done. Whoever cannot come after all may decline.",
        "无需重复答复；如不能前来，可改为谢绝。",
    ),
    "call-out-none": Message(
        "The flow of {task} calls nobody out.",
        "{task}所属流程没有动员。",
        "Name a task whose flow has a call_out.",
        "请指定含 call_out 的流程任务。",
    ),
    "call-over": Message(
        "Thank you! This call-out is over.",
        "感谢响应！本次动员已结束。",
        "Nothing needs to be done.",
        "无需前来。",
    ),
    "call-unfit": Message(
        "Thank you! This work needs what is not in force any more: {lacks}.",
        "感谢响应！此项工作所需的下列条件现已失效：{lacks}。",
        "Please do not come. Decline, and have it noted anew for the next time.",
        "请勿前来，可选择谢绝；更新登记后下次再参加。",
    ),
    "call-unfit-here": Message(
        "{who} may not work here: what is needed is not in force any more: {lacks}.",
        "{who}不得参加此项工作，所需的下列条件现已失效：{lacks}。",
        "Send them home and count without them; or have it noted anew first.",
        "请让其返回并重新清点；或先更新登记。",
    ),
    "call-elsewhere": Message(
        "You have accepted another call-out for dangerous work that still goes on: {task}.",
        "您已答应参加另一项尚在进行的危险作业：{task}。",
        "Withdraw there first, or wait until you are freed there.",
        "请先在该任务中退出，或待其解除后再答复。",
    ),
    "call-left-out": Message(
        "{count} of those on this rung are not asked. {title}: {say}",
        "本梯次有 {count} 人未予动员。{title}：{say}",
        "{mend}",
        "{mend}",
    ),
    "call-later": Message(
        "{count} of those on this rung are asked later. {title}: {say}",
        "本梯次有 {count} 人暂缓动员。{title}：{say}",
        "{mend}",
        "{mend}",
    ),
    "call-otherwise": Message(
        "{count} of those on this rung are asked in another way. {title}: {say}",
        "本梯次有 {count} 人改用其他方式动员。{title}：{say}",
        "{mend}",
        "{mend}",
    ),
    "call-warned": Message(
        "A warning about {count} of those on this rung. {title}: {say}",
        "本梯次有 {count} 人触发提醒。{title}：{say}",
        "{mend}",
        "{mend}",
    ),
    "call-exercise": Message(
        "This is an exercise: it brings no points and costs none.",
        "本次为演练，不计分、不扣分。",
        "Nothing needs to be done.",
        "无需处理。",
    ),
    "say-offer": Message(
        "You have offered: {what}, ready within {ready} minutes.",
        "您登记的资源：{what}，{ready} 分钟内到位。",
    ),
    "say-offer-stale": Message(
        "It should have been verified again; please say whether it is still so.",
        "该资源已到复核期，请确认是否仍然可用。",
    ),
    # --- what a call-out has yielded
    "callout-head": Message(
        "{task}: {accepted} of {asked} asked have accepted; wanted: {wanted}.",
        "{task}：已动员 {asked} 人，响应 {accepted} 人；所需 {wanted} 人。",
    ),
    "callout-exercise": Message(
        "This is an exercise: it brings no points and costs none.", "本次为演练，不计分、不扣分。"
    ),
    "callout-everybody": Message("everybody", "全部"),
    "callout-answers": Message(
        "Within {within} minutes: {in_time}. Declined: {declined}. No answer: {unanswered}.",
        "{within} 分钟内响应：{in_time}；谢绝：{declined}；未答复：{unanswered}。",
    ),
    "callout-come": Message(
        "Head count on the spot: {arrived}. Freed: {freed}.",
        "现场清点：{arrived}；已解除：{freed}。",
    ),
    "callout-minutes": Message(
        "Minutes until the first acknowledgement: {first}; until 90 %: {most}.",
        "首次应答用时（分钟）：{first}；九成应答用时：{most}。",
    ),
    "callout-running": Message("The call-out goes on.", "动员仍在进行。"),
    "callout-rung": Message("rung", "梯次"),
    "callout-asked": Message("asked", "已动员"),
    "callout-accepted": Message("accepted", "响应"),
    "callout-declined": Message("declined", "谢绝"),
    "callout-unanswered": Message("no answer", "未答复"),
}
