"""How what was distributed stands everywhere, as people read it."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "rollup-head": Message("{task}  {title}", "{task}  {title}"),
    "rollup-nobody": Message("It has been distributed to nobody yet.", "尚未下发。"),
    "rollup-counts": Message(
        "Communities: {total} ({counts}); {late}.", "社区共 {total} 个（{counts}）；{late}。"
    ),
    "rollup-count": Message("{state} {count}", "{state} {count}"),
    "rollup-late-count": Message("late {count}", "逾期 {count}"),
    "rollup-is-waiting": Message("on its way", "送达中"),
    "rollup-is-refused": Message("not taken in", "未受理"),
    "rollup-is-dead": Message("stuck", "送达失败"),
    "rollup-is-received": Message("received", "已接收"),
    "rollup-is-accepted": Message("accepted", "已承接"),
    "rollup-is-returned": Message("returned", "已退回"),
    "rollup-is-done": Message("done", "已完成"),
    "rollup-is-late": Message("{state}, late", "{state}（逾期）"),
    "rollup-head-community": Message("Community", "社区"),
    "rollup-head-unit": Message("Unit", "单位"),
    "rollup-head-state": Message("State", "状态"),
    "rollup-head-due": Message("Due", "时限"),
    "rollup-head-told": Message("Last told", "最近上报"),
    "rollup-head-late": Message("late", "逾期"),
    "rollup-why": Message("{community}: {why}", "{community}：{why}"),
    "rollup-result": Message("{community}: {field}: {value}", "{community}：{field}：{value}"),
    "rollup-drained": Message(
        "Nothing is on its way: this is what the communities say.",
        "没有在途事项：以上即各社区的实际情况。",
    ),
    "rollup-lag": Message(
        "On its way still: {count}, due for {age}; what they say may be newer than this.",
        "仍有 {count} 件在途，最早的已等待 {age}；各社区的情况可能已有更新。",
    ),
    "rollup-days": Message("{count} d", "{count} 天"),
    "rollup-hours": Message("{count} h", "{count} 小时"),
    "rollup-minutes": Message("{count} min", "{count} 分钟"),
    "rollup-seconds": Message("{count} s", "{count} 秒"),
}
