"""What stands on paper besides the message: headings and dates, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from xiangyue.plugs import Outgoing

_WORDS = {
    "aloud": ("To be read aloud", "请大声播读"),
    "twice": ("Read it slowly, twice.", "请慢读，读两遍。"),
    "read": ("Read at (time), by (name):", "播读时间、播读人："),
    "end": ("End.", "播读完毕。"),
    "notice": ("Notice", "通知"),
    "list": ("List", "名单"),
    "visit": ("To tell at the door", "上门告知单"),
    "name": ("Name", "姓名"),
    "what": ("What", "事项"),
    "when": ("By when", "期限"),
    "done": ("Done", "完成"),
    "household": ("Household", "住户"),
    "where": ("Where", "地址"),
    "told": ("told in person", "已当面告知"),
    "nobody": ("nobody at home", "家中无人"),
    "left": ("a note was left", "已留条"),
    "by": ("Visited by, on:", "走访人、日期："),
}


def word(name: str, language: str) -> str:
    """Return a heading: Chinese for Chinese, else English."""
    english, chinese = _WORDS[name]
    return chinese if language.startswith("zh") else english


def day(message: Outgoing, micros: int | None, language: str) -> str:
    """Return a day as people write it; empty for none."""
    if micros is None:
        return ""
    at = datetime.fromtimestamp(micros // 1_000_000, UTC).astimezone(ZoneInfo(message.timezone))
    if language.startswith("zh"):
        return f"{at.year}年{at.month}月{at.day}日"
    return f"{at.day} {at:%B %Y}"


def texts(message: Outgoing, languages: list[str] | None) -> dict[str, str]:
    """Return the message in its own language, or in those that are asked for, as far as known."""
    known = {message.language: message.text, **message.also}
    wanted = {tag: known[tag] for tag in languages or () if tag in known}
    return wanted or {message.language: message.text}
