"""What the engine says by itself of deadlines; a profile's title is filled in when it is sent."""

from __future__ import annotations

from xiangyue.text import Text

REMINDER = Text(en="Reminder", zh="到期提醒")
ESCALATION = Text(en="Overdue: told to the next", zh="逾期上报")

PASS_ON = Text(
    en="Nobody has answered for “{title}”. Please give it to somebody else.",
    zh="“{title}”无人响应，请改派他人办理。",
)
SOON = Text(
    en="“{title}” is due soon. Please see to it in time.",
    zh="“{title}”即将到期，请及时办理。",
)
LATE = Text(
    en="The time for “{title}” is over and it is not done yet. Please see to it.",
    zh="“{title}”已超过办理时限，尚未办结，请督促办理。",
)
