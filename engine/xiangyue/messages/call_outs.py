"""What is said of call-outs: to whom is asked, to who asks, and of a profile."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "call-nobody": Message(
        "Nobody can be called out: no rung of “{ladder}” has anybody who is there and may be asked.",
        "无人可征召：“{ladder}”各梯次均没有在岗且可征召的人员。",
        "Register who holds the roles of its rungs, or call by telephone and from door to door.",
        "请登记各梯次角色的人员，或改用电话、上门等方式。",
    ),
    "call-enough": Message(
        "Thank you! Enough have come already: {wanted} were asked for.",
        "感谢响应！人数已满，所需 {wanted} 人均已到位。",
        "Nothing needs to be done. If somebody drops out, more are asked.",
        "无需前来；如有人退出，将再次征召。",
    ),
    "call-over": Message(
        "Thank you! This call-out is over.",
        "感谢响应！本次征召已结束。",
        "Nothing needs to be done.",
        "无需前来。",
    ),
    "call-left-out": Message(
        "{count} of those on this rung are not asked. {title}: {say}",
        "本梯次有 {count} 人未予征召。{title}：{say}",
        "{mend}",
        "{mend}",
    ),
    "call-later": Message(
        "{count} of those on this rung are asked later. {title}: {say}",
        "本梯次有 {count} 人推迟征召。{title}：{say}",
        "{mend}",
        "{mend}",
    ),
    "call-otherwise": Message(
        "{count} of those on this rung are asked in another way. {title}: {say}",
        "本梯次有 {count} 人改用其他方式征召。{title}：{say}",
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
}
