"""What is said of roles that only advise, by the linter."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "advisory-veto": Message(
        "From “{state}” nobody leads a task on but those who advise and decide nothing.",
        "任务到达“{state}”后，只有仅提建议、不作决定的人能推动办理。",
        "Let somebody else take an action from there, too, or let it go on when its time is over.",
        "请允许其他人也能办理，或写明到期后的处理方式。",
    ),
    "advisory-points": Message(
        "Those who advise as “{role}” would give or earn points by this action.",
        "“{role}”仅提建议，此动作却会由其给分或得分。",
        "Let others take the action, or give no points for it.",
        "请改由他人办理，或不设积分。",
    ),
}
