"""What the engine says by itself when it calls people out; the title is filled in when sent."""

from __future__ import annotations

from xiangyue.text import Text

ASKING = Text(en="Call-out: the next are asked", zh="梯次动员")

WAITING = Text(en="Call-out: waits for those who are asked later", zh="等候稍后动员的人员答复")

PLEASE_COME = Text(
    en="Your help is asked for: “{title}”. Please say whether you can come.",
    zh="“{title}”需要您的支援，请答复能否前来。",
)
NOT_NEEDED = Text(
    en="“{title}” is over or called off, and you are free. Thank you for being ready to come!",
    zh="“{title}”已结束或取消，您无需前来或可以返回。感谢您的支援！",
)
STILL_WANTED = Text(
    en="Not enough people have answered the call-out “{title}” in time. Please see to it.",
    zh="“{title}”的动员未在时限内得到足够响应，请予处置。",
)
