"""Why an offer was chosen, why a need waits, and what cannot be matched."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    # --- why this offer ---
    "match-gives-all": Message(
        "It gives all that is needed: {quantity}.", "可满足全部需要：{quantity}。"
    ),
    "match-gives-part": Message(
        "It gives {quantity} of the {wanted} that are needed.",
        "所需{wanted}中可提供{quantity}。",
    ),
    "match-tier": Message(
        "It is in tier T{tier} and ready within {minutes} min.",
        "属于T{tier}级，{minutes}分钟内可到位。",
    ),
    "match-same-place": Message("It is in the same place.", "位于同一地点。"),
    "match-verified": Message("It was last verified {days} d ago.", "最近一次核实在{days}天前。"),
    "match-stale": Message(
        "It should have been verified again {days} d ago.",
        "应重新核实，已过期{days}天。",
        "Ask its owner before relying on it.",
        "使用前请向提供方确认。",
    ),
    "match-only": Message("Nothing else on offer fits.", "没有其他合适的资源。"),
    "match-others": Message(
        "Nearer ones ({count}) are given to other needs, so that more is served, and better.",
        "更近的资源（{count}项）留给其他需求，使总体满足更多、更好。",
    ),
    "match-spread": Message(
        "Nearer ones ({count}) are spared, so that their owners do not carry too much.",
        "更近的资源（{count}项）未动用，以免其提供方负担过重。",
    ),
    # --- why a need waits ---
    "match-no-type": Message(
        "Nobody offers this type.",
        "没有此类资源。",
        "Ask for it, or add an offer to the library.",
        "请征集，或在资源库中登记。",
    ),
    "match-over": Message(
        "The time in which it was wanted is over.",
        "需求的使用时间已过。",
        "Settle it, or raise it anew.",
        "请结束该需求，或重新提出。",
    ),
    "match-counted": Message(
        "Counted in something else: {count}.",
        "计量单位不同：{count}项。",
        "Say the need in what they are counted in.",
        "请按其计量单位填写需求。",
    ),
    "match-expired": Message(
        "Past their date, or past it before they are needed: {count}.",
        "已过有效期，或在需要前将过期：{count}项。",
        "Ask the owners for newer ones.",
        "请提供方更新。",
    ),
    "match-outdated": Message(
        "To be verified again before they count: {count}.",
        "须重新核实后方可使用：{count}项。",
        "Verify them.",
        "请核实。",
    ),
    "match-closed": Message(
        "Not to be had at that time: {count}.",
        "当时不可用：{count}项。",
        "Choose another time, or wait until they open.",
        "请选择其他时间，或等待开放。",
    ),
    "match-late": Message(
        "Not ready in time: {count}.",
        "不能及时到位：{count}项。",
        "Allow more time.",
        "请放宽时间。",
    ),
    "match-far": Message(
        "Of a farther tier than wanted: {count}.",
        "超出所要求的级别范围：{count}项。",
        "Allow a farther tier.",
        "请放宽级别。",
    ),
    "match-none-free": Message(
        "All out: {count}.",
        "已全部借出：{count}项。",
        "They serve again once they are freed.",
        "归还后即可使用。",
    ),
    "match-small": Message(
        "Too small to serve it whole: {count}.",
        "数量不足以单独满足：{count}项。",
        "Allow that several serve it together, or ask for less.",
        "请允许由多项资源共同满足，或减少数量。",
    ),
    "match-taken": Message(
        "Given to needs that come before, or to this one: {count}.",
        "已分配给排在前面的需求或本需求：{count}项。",
        "What comes free is given in the order of the waiting list.",
        "有空余时按等候顺序分配。",
    ),
    # --- the list ---
    "match-pair": Message("{need} ← {offer}: {quantity}", "{need} ← {offer}：{quantity}"),
    "match-waiting-list": Message("Waiting, in this order:", "等候名单（按顺序）："),
    "match-waits": Message("{place}. {need}: {quantity}", "{place}. {need}：{quantity}"),
    "match-to-verify": Message("To be verified again: {names}", "须重新核实：{names}"),
    "match-done": Message("Proposed: {task}", "已提出：{task}"),
    "match-refused": Message("Not proposed: {why}", "未提出：{why}"),
    "match-deferred": Message("Deferred: {why}", "已暂缓：{why}"),
    "match-rejected": Message("Not proposed: {why}", "未提出：{why}"),
    "match-sum": Message(
        "Matches: {matches}, units given: {served}, units missing: {missing}.",
        "匹配{matches}项，提供{served}，缺{missing}。",
    ),
    "list-empty": Message("Nothing stands on it.", "暂无内容。"),
    "list-who": Message("Who", "提供方"),
    "list-none": Message(
        "The profile of {community} has no list “{name}”.",
        "{community}的治理方案没有清单“{name}”。",
        "It has: {known}.",
        "现有清单：{known}。",
    ),
    # --- what cannot be matched ---
    "match-missing": Message(
        "Matching needs the solver HiGHS, which is not installed.",
        "匹配需要求解程序 HiGHS，但尚未安装。",
        "Run: pip install 'xiangyue[match]'",
        "请运行：pip install 'xiangyue[match]'",
    ),
    "match-nothing": Message(
        "The profile of {community} does not say what is matched.",
        "{community}的治理方案没有说明匹配内容。",
        "Add the section matching to it, or extend the profile resource-library.",
        "请加入 matching 部分，或继承 resource-library 方案。",
    ),
    "match-restless": Message(
        "While it was matched, other things happened in {community} again and again.",
        "匹配期间，{community}不断有其他变动。",
        "Nothing was proposed. Try again.",
        "未提出任何匹配。请重试。",
    ),
    "match-by": Message(
        "A proposal needs somebody who makes it.",
        "提出匹配须注明提出人。",
        "Give the member with --by, or leave out --propose.",
        "请用 --by 指明成员，或去掉 --propose。",
    ),
    "match-unsolved": Message(
        "The solver HiGHS came to no plan ({status}).",
        "求解程序 HiGHS 未能得出方案（{status}）。",
        "Match fewer needs at once.",
        "请减少一次匹配的需求数量。",
    ),
    "match-many": Message(
        "More than {most} pairs of needs and offers of one type cannot be weighed at once.",
        "同一类型的需求与资源组合超过{most}个，无法一次匹配。",
        "Match the most urgent needs first.",
        "请先匹配最紧急的需求。",
    ),
    "match-twice": Message(
        "“{id}” is there twice.",
        "“{id}”重复出现。",
        "Give each need and each offer an id of its own.",
        "请为每项需求和资源使用不同的编号。",
    ),
    "match-need-quantity": Message(
        "The need “{id}” asks for {quantity}.",
        "需求“{id}”的数量为{quantity}。",
        "Ask for one or more.",
        "数量应不少于1。",
    ),
    "match-offer-quantity": Message(
        "The offer “{id}” has a quantity, load, time or tier that cannot be.",
        "资源“{id}”的数量、负担、时间或级别无效。",
        "Give whole numbers from 0, and a tier from 1.",
        "请填写不小于0的整数，级别从1起。",
    ),
}
