"""What the linter says of call-outs and of exercises."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "call-twice": Message(
        "This flow calls people out in two places; its rungs could not be told apart.",
        "此流程有两处动员，梯次无法区分。",
        "Leave one call_out, and let the other be a flow of its own.",
        "请只保留一处 call_out，另一处改为独立流程。",
    ),
    "call-unanswered": Message(
        "Nobody can accept this call-out.",
        "无人可响应此动员。",
        "Add an action with answer: accepted and by: asked.",
        "请增加 answer: accepted、by: asked 的动作。",
    ),
    "call-state": Message(
        "The call-out leads to a state in which nobody can accept: {states}.",
        "动员后进入的状态无法响应：{states}。",
        "Name these states under the from: of the action that accepts.",
        "请把这些状态写入响应动作的 from。",
    ),
    "call-enough-field": Message(
        "“{field}” holds no whole number from 1 on, so nobody could tell when enough have come.",
        "“{field}”不是从 1 起的整数字段，无法判断人数是否足够。",
        "Name a field with type: integer, minimum: 1.",
        "请改用 type: integer、minimum: 1 的字段。",
    ),
    "call-within": Message(
        "Nobody has time to answer on this step.",
        "此步没有留出答复时间。",
        "Write within: 10min, or how long they have.",
        "请写 within: 10min 等答复时限。",
    ),
    "call-none": Message(
        "Nobody is asked in this flow: it has no call_out.",
        "此流程没有 call_out，无人被动员。",
        "Add a call_out under does:, or remove this.",
        "请在 does 中加入 call_out，或删去此项。",
    ),
    "call-own-answer": Message(
        "Only whoever was asked answers for themselves, others for them through helper or phone.",
        "只能由被动员者本人答复，他人可代为录入。",
        "Write by: asked, and nobody else.",
        "请只写 by: asked。",
    ),
    "call-head-count-by": Message(
        "Whoever arrives would check in here, and a check-in is not allowed.",
        "此处等同于个人签到，不予允许。",
        "Let a leader count heads: name a role, and the field under of:.",
        "请改由队长清点：写明角色，并在 of 中写字段。",
    ),
    "call-head-count": Message(
        "Arrivals are a leader's head count, and nothing says how many there are.",
        "到场人数由队长清点，但未写明人数字段。",
        "Name a field under of:, a whole number or a list of members.",
        "请在 of 中写明字段：整数，或成员列表。",
    ),
    "call-of": Message(
        "Only a head count, or whom it frees, is said under of:.",
        "of 仅用于清点人数或解除人员。",
        "Remove it, or write answer: arrived or freed.",
        "请删去，或改写 answer: arrived 或 freed。",
    ),
    "call-of-field": Message(
        "“{field}” can hold no such count.",
        "“{field}”不能用于清点。",
        "Name a list of members; of arrivals it may also be a whole number.",
        "请改用成员列表字段；到场人数也可用整数字段。",
    ),
    "call-adult": Message(
        "This rung would call out volunteers who are minors: “{role}”.",
        "本梯次可能动员未成年志愿者：“{role}”。",
        "Name under having: a role with proves: [adult].",
        "请在 having 中写入 proves: [adult] 的角色。",
    ),
    "call-offer-adult": Message(
        "This rung would call out whoever stands for an offer, minors too.",
        "本梯次按资源动员联系人，可能动员未成年人。",
        "Name under having: a role with proves: [adult]; organizations need no such proof.",
        "请在 having 中写入 proves: [adult] 的角色；单位无需证明。",
    ),
    "call-dangerous": Message(
        "The work is dangerous, and nothing shows that those on this rung are: {missing}.",
        "作业有危险，但本梯次人员未证明：{missing}。",
        "Name under having: the roles that prove it.",
        "请在 having 中写入能证明的角色。",
    ),
    "rung-whom": Message(
        "A rung asks either who holds a role, or who has something on offer.",
        "一个梯次只能动员角色或资源方其中之一。",
        "Write ask: with roles, or offers: with a tier.",
        "请写 ask（角色）或 offers（级别）其中一项。",
    ),
    "rung-no-offers": Message(
        "Nothing says what is on offer, and in which tier.",
        "未定义可提供的资源及其级别。",
        "Add the section matching with offers and their tier, or extend resource-library.",
        "请增加 matching.offers 及其 tier，或继承 resource-library。",
    ),
    "rung-offers-late": Message(
        "No call-out climbs this ladder; after a deadline nobody is asked for what they offer.",
        "没有动员使用此梯次；逾期督办不动员资源方。",
        "Name the ladder in a call_out, or let this rung ask a role.",
        "请在 call_out 中使用此梯次，或改为 ask 角色。",
    ),
    "rung-tier": Message(
        "There is no tier “{tier}”.",
        "没有级别“{tier}”。",
        "Write one of: {tiers}.",
        "请改为以下之一：{tiers}。",
    ),
    "call-wants": Message(
        "What is wanted, “{field}”, is nothing that could be on offer.",
        "“{field}”不属于可提供的资源。",
        "Name a field with the words of matching.offers.type.",
        "请使用与 matching.offers.type 相同取值的字段。",
    ),
    "exercise-none": Message(
        "A drill of “{flow}” would bring points, by {rules}.",
        "“{flow}”的演练会计分：{rules}。",
        "Name under exercise: the boolean field that says that a task is a drill.",
        "请在 exercise 中写明表示演练的布尔字段。",
    ),
    "exercise-field": Message(
        "“{field}” is not yes or no, so nobody could tell what is an exercise.",
        "“{field}”不是是非字段，无法判断是否演练。",
        "Name a field of type boolean.",
        "请改用 boolean 类型的字段。",
    ),
    "exercise-later": Message(
        "“{action}” could make an exercise of what counted, or the other way round, by “{field}”.",
        "“{action}”可在事后通过“{field}”改变是否演练。",
        "Ask for it only when the task is opened.",
        "请仅在开立任务时填写。",
    ),
}
