"""How a change of a profile is said: the words of all its sentences, and what is told by address."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    # --- words ---
    "diff-passes": Message("It now passes, for example, with {case}.", "例如：{case}时现可通过。"),
    "diff-fails": Message(
        "It no longer passes, for example, with {case}.", "例如：{case}时不再通过。"
    ),
    "diff-example": Message(
        "For example, with {case}: {after} instead of {before}.",
        "例如：{case}时，由{before}变为{after}。",
    ),
    "diff-who-assignee": Message("the person responsible", "负责人"),
    "diff-who-opener": Message("whoever opened the task", "发起人"),
    "diff-who-anyone": Message("anyone", "任何人"),
    "diff-who-public": Message("anybody, registered or not", "任何人（无需登记）"),
    "diff-who-system": Message("the system", "系统"),
    "diff-who-actor": Message("whoever acts", "办理人"),
    "diff-who-everyone": Message("the public", "公众"),
    "diff-level-any": Message("any level", "任一层级"),
    "diff-level-county": Message("county", "区县"),
    "diff-level-subdistrict": Message("subdistrict", "街道"),
    "diff-level-township": Message("township", "乡镇"),
    "diff-level-community": Message("community", "社区"),
    "diff-level-village": Message("village", "村"),
    "diff-level-grid": Message("grid", "网格"),
    "diff-any-state": Message("any state that is not final", "任一未结束状态"),
    "diff-open": Message("open: {flow}", "发起：{flow}"),
    "diff-any-mode": Message("any mode", "任何模式"),
    "diff-no-end": Message("any time", "不限时"),
    "diff-nothing": Message("nothing", "无"),
    "diff-refused": Message("a refusal", "不予办理"),
    "diff-stays": Message("the state it is in", "原状态"),
    # --- all else, by address ---
    "diff-set": Message("{address} is now set: {new}.", "新增{address}：{new}。"),
    "diff-unset": Message(
        "{address} is no longer set; it was {old}.", "取消{address}（原为{old}）。"
    ),
    "diff-value": Message(
        "{address} is now {new} instead of {old}.", "{address}由{old}改为{new}。"
    ),
    "diff-text": Message("The words at {address} have changed.", "{address}的文字有变化。"),
}
