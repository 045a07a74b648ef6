"""What stands in charts, and what they say to who does not see them."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "chart-line": Message(
        "{name}: from {first} to {last}, lowest {lowest}, highest {highest}.",
        "{name}：由{first}到{last}，最低{lowest}，最高{highest}。",
    ),
    "chart-bars": Message("{name}: {values}.", "{name}：{values}。"),
    "chart-bar": Message("{label} {value}", "{label}{value}"),
    "chart-between": Message("; ", "；"),
    "chart-time": Message("Month and day, or time", "月-日，或时间"),
    "chart-hours": Message("Hours since it began", "开始后的小时数"),
    "chart-even": Message("All have the same", "人人相同"),
    "chart-lorenz-people": Message(
        "Share of people, those with least first", "人数占比（从少到多）"
    ),
    "chart-lorenz-held": Message("Share of all that they have, %", "所占总量（%）"),
}
