"""What differs between the limits, modes and intake of two profiles."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    # --- limits ---
    "diff-limit-added": Message(
        "There is a new limit: {limit} ({new}).", "新增介入限度：{limit}（{new}）。"
    ),
    "diff-limit-removed": Message(
        "The limit {limit} ({old}) is gone.", "取消介入限度：{limit}（{old}）。"
    ),
    "diff-limit-plugin": Message(
        "The limit {limit} is now run by {new} instead of {old}.",
        "介入限度{limit}改由{new}执行（原为{old}）。",
    ),
    "diff-limit-stance": Message(
        "The limit {limit} now stands at {new} instead of {old}.",
        "介入限度{limit}由{old}改为{new}。",
    ),
    "diff-limit-lifted-added": Message(
        "The limit {limit} no longer holds in: {modes}.",
        "介入限度{limit}在以下模式中不再适用：{modes}。",
    ),
    "diff-limit-lifted-removed": Message(
        "The limit {limit} now holds in: {modes}.", "介入限度{limit}在以下模式中开始适用：{modes}。"
    ),
    "diff-limit-broken": Message(
        "When the limit {limit} itself fails, it is now {new} instead of {old}.",
        "介入限度{limit}自身出错时由{old}改为{new}。",
    ),
    "diff-broken-closed": Message("closed: it refuses", "从严（不予通过）"),
    "diff-broken-open": Message("open: it lets pass", "从宽（予以通过）"),
    "diff-claim-added": Message(
        "The limit {limit} can now be lifted for one command by {who}, where life is in danger.",
        "危及生命安全时，{who}现可声明单次免受介入限度{limit}约束。",
    ),
    "diff-claim-removed": Message(
        "The limit {limit} can no longer be lifted for one command by {who}.",
        "{who}不再能声明单次免受介入限度{limit}约束。",
    ),
    "diff-claim-field": Message(
        "That the limit {limit} is lifted is now claimed in {new} instead of {old}.",
        "免受介入限度{limit}约束的声明由{old}改为{new}填写。",
    ),
    "diff-claim-review": Message(
        "A claim against the limit {limit} is now reviewed in {new} instead of {old}.",
        "对介入限度{limit}免受声明的复核由{old}改为{new}填写。",
    ),
    # --- modes ---
    "diff-mode-added": Message(
        "The community can now be in the mode “{mode}”.", "新增模式“{mode}”。"
    ),
    "diff-mode-removed": Message(
        "The community can no longer be in the mode “{mode}”.", "取消模式“{mode}”。"
    ),
    "diff-mode-levels-added": Message(
        "“{mode}” now has the response levels: {levels}.", "“{mode}”新增响应级别：{levels}。"
    ),
    "diff-mode-levels-removed": Message(
        "“{mode}” no longer has the response levels: {levels}.",
        "“{mode}”取消响应级别：{levels}。",
    ),
    "diff-mode-lasts": Message(
        "One act may now give “{mode}” {new} instead of {old}.",
        "“{mode}”单次启动最长时限由{old}改为{new}。",
    ),
    "diff-mode-at": Message("{mode} at level {level}", "{mode}（{level}级）"),
    "diff-on-the-spot": Message(
        "A community may now begin “{mode}” by itself.", "社区现可自行启动“{mode}”。"
    ),
    "diff-on-the-spot-over": Message(
        "A community may no longer begin “{mode}” by itself.", "社区不再能自行启动“{mode}”。"
    ),
    # --- intake ---
    "diff-sources-added": Message(
        "Ways in that are now open: {sources}.", "新增受理方式：{sources}。"
    ),
    "diff-sources-removed": Message(
        "Ways in that are now closed: {sources}.", "取消受理方式：{sources}。"
    ),
    "diff-backdate-longer": Message(
        "What was done on paper or by phone may now be entered within {new} instead of {old}.",
        "纸质或电话办理的补录期限由{old}延长为{new}。",
    ),
    "diff-backdate-shorter": Message(
        "What was done on paper or by phone may now be entered within only {new} instead of {old}.",
        "纸质或电话办理的补录期限由{old}缩短为{new}。",
    ),
    "diff-backdate-changed": Message(
        "What was done on paper or by phone is now to be entered within {new} instead of {old}.",
        "纸质或电话办理的补录期限由{old}改为{new}。",
    ),
}
