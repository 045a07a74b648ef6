"""What the conformance kit finds of limits."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "conformance-no-limit": Message(
        "{limit} is no limit.",
        "{limit}不是限度。",
        "Derive its class from xiangyue.plugs.Limit, and bring an object of it.",
        "请让其类继承 xiangyue.plugs.Limit，并提供该类的对象。",
    ),
    "conformance-name": Message(
        "Its name is {name}, by which no profile can bind it.",
        "其名称为{name}，治理方案无法按此引用。",
        "Use small letters, digits and underscores, and begin with a letter.",
        "请使用小写字母、数字和下划线，并以字母开头。",
    ),
    "conformance-title": Message(
        "Its title cannot be read in both languages: {detail}.",
        "其标题未以两种语言写明：{detail}。",
        'Give it as {{"en": "…", "zh": "…"}}.',
        '请写成 {{"en": "…", "zh": "…"}}。',
    ),
    "conformance-basis": Message(
        "It does not say on what it stands: {basis}.",
        "未写明依据：{basis}。",
        "Name a law [L:…], a source [S:…] or a memory [M], or say [D] or project default.",
        "请注明法规[L:…]、来源[S:…]或记忆[M]；如为自定，请注明[D]或 project default。",
    ),
    "conformance-rules": Message(
        "Its rules are {rules}.",
        "其规则编号为{rules}。",
        'Give the numbers of the rules that it carries as ("L16",), each once, or leave them out.',
        '请写成 ("L16",)，每个编号一次；没有则省略。',
    ),
    "conformance-kinds": Message(
        "The kinds that it reviews are {kinds}.",
        "其审查的干预种类为{kinds}。",
        "Give a tuple of these, each once: {known}.",
        "请给出元组，每种一次，可选：{known}。",
    ),
    "conformance-no-review": Message(
        "It names kinds that it reviews, and has no review.",
        "已声明审查的干预种类，却没有 review 方法。",
        "Write review, or leave kinds empty.",
        "请编写 review，或将 kinds 留空。",
    ),
    "conformance-no-kinds": Message(
        "It has a review that is never called, because it names no kinds.",
        "有 review 方法却未声明 kinds，永远不会被调用。",
        "Name the interventions that it reviews in kinds.",
        "请在 kinds 中写明要审查的干预种类。",
    ),
    "conformance-idle": Message(
        "It judges neither profiles nor interventions.",
        "既不检查治理方案，也不审查干预。",
        "Write check_profile, or review with kinds.",
        "请编写 check_profile，或编写 review 并声明 kinds。",
    ),
    "conformance-schema": Message(
        "Its config_schema is no JSON Schema: {detail}.",
        "其 config_schema 不是有效的 JSON Schema：{detail}。",
        "Write it in JSON Schema 2020-12.",
        "请按 JSON Schema 2020-12 编写。",
    ),
    "conformance-open": Message(
        "Its config may hold at {where} what the schema does not describe.",
        "其配置在{where}处可以包含 schema 未描述的内容。",
        'Say "type", and of mappings "additionalProperties": false: a misspelt key is found then.',
        '请写明 "type"，并对映射写明 "additionalProperties": false，以便发现拼错的键。',
    ),
    "conformance-no-example": Message(
        "No config was found that fits its schema, so nothing else could be tried.",
        "找不到符合其 schema 的配置，其余无法检验。",
        'Put one or more that fit under "examples" in the schema.',
        '请在 schema 的 "examples" 中给出一个或多个符合要求的配置。',
    ),
    "conformance-facts": Message(
        "Its facts cannot be told: {detail}.",
        "其所需事实无法取得：{detail}。",
        "Return a mapping from names to what touches, fields_asked, held … of xiangyue.plugs make.",
        "请返回名称到事实的映射，事实由 xiangyue.plugs 的 touches、fields_asked、held 等生成。",
    ),
    "conformance-profile-raised": Message(
        "check_profile fails on a profile ({document}): {detail}.",
        "check_profile 在治理方案（{document}）上出错：{detail}。",
        "A part that a profile may leave out may be missing: use get.",
        "治理方案中可省略的部分可能不存在，请用 get 读取。",
    ),
    "conformance-breach": Message(
        "What check_profile finds in a profile ({document}) cannot be shown: {detail}.",
        "check_profile 在治理方案（{document}）中发现的问题无法显示：{detail}。",
        "Yield an address, a sentence and its mend, both in en and zh.",
        "请给出地址、问题说明和改正办法，后两者均须有 en 和 zh。",
    ),
    "conformance-raised": Message(
        "review fails ({case}): {detail}.",
        "review 出错（{case}）：{detail}。",
        "This case can happen: give a verdict for it, or None. A limit that fails refuses.",
        "这种情形可能发生，请给出结论或返回 None；出错的限度一律视为拒绝。",
    ),
    "conformance-verdict": Message(
        "review answers what is no verdict ({case}): {detail}.",
        "review 的答复不是有效结论（{case}）：{detail}。",
        "Answer None, ALLOW, or what deny, defer and reshape make: defer into the future with a"
        " time zone and by a year at most, reshape to less than there was.",
        "请返回 None、ALLOW，或由 deny、defer、reshape 生成的结论：defer 须为带时区的将来时间且不超过一年，reshape 只能减少。",
    ),
    "conformance-words": Message(
        "A reason cannot be read in both languages ({case}): {detail}.",
        "理由未以两种语言写明（{case}）：{detail}。",
        "Say why, and what would make it pass, in en and zh.",
        "请用 en 和 zh 写明理由和改正办法。",
    ),
    "conformance-reshapes-again": Message(
        "It is not content with what it reshaped itself ({case}).",
        "对自己调整后的结果仍要再次调整（{case}）。",
        "Answer None once the intervention is as it should be.",
        "干预已符合要求时请返回 None。",
    ),
    "conformance-differs": Message(
        "It answers differently when the same is asked again ({case}).",
        "对同一情形前后答复不同（{case}）。",
        "Keep nothing between calls, and use no time zone but the calendar's.",
        "请勿在调用之间保留内容，时区只用日历所定的时区。",
    ),
    "conformance-touches": Message(
        "It reaches outside: {what}.",
        "访问了外部资源：{what}。",
        "Use only what it is given: the time is case.now, and what happened before is in facts.",
        "请只使用所给内容：时间用 case.now，既往情况用 facts。",
    ),
    "conformance-changes": Message(
        "It changes {what}.",
        "改动了所给内容：{what}。",
        "Make a copy; the engine hands out what cannot be changed, so this would fail.",
        "请另作副本；引擎所给内容不可改动，改动会出错。",
    ),
    "conformance-ends": Message(
        "It ends the program ({case}): {detail}.",
        "会终止程序（{case}）：{detail}。",
        "Raise nothing but ordinary errors.",
        "请只抛出普通异常。",
    ),
    "conformance-slow": Message(
        "A review takes up to {slowest} µs, median {median} µs; above {most} µs every command waits"
        " for it.",
        "单次审查最长{slowest}微秒，中位数{median}微秒；超过{most}微秒会拖慢每条指令。",
        "Prepare once, in the class, what does not change.",
        "请把不变的内容在类中一次准备好。",
    ),
    "conformance-too-slow": Message(
        "A review takes up to {slowest} µs, median {median} µs; above {most} µs it counts as"
        " broken.",
        "单次审查最长{slowest}微秒，中位数{median}微秒；超过{most}微秒视为出错。",
        "Look at less: facts can count for it.",
        "请减少处理内容，可由 facts 代为计数。",
    ),
    # --- the command line ---
    "cli-no-plugin": Message(
        "No plugin {name!r} with limits is installed.",
        "没有安装带有限度的插件{name!r}。",
        "Install it with pip, or name one of: {known}.",
        "请用 pip 安装，或从以下选择：{known}。",
    ),
    "cli-plugin-empty": Message(
        "The plugin {plugin!r} brings no limits.",
        "插件{plugin!r}没有提供限度。",
        "Its entry point must name what holds a function xiangyue_limits, marked @hookimpl, that"
        " returns them.",
        "其入口点所指模块须有标注 @hookimpl 的函数 xiangyue_limits，并返回限度。",
    ),
    "cli-plugin-bad": Message("does not conform", "不合规"),
    "cli-plugin-figures": Message(
        "({said}; median {median} µs, slowest {slowest} µs)",
        "（{said}；中位数{median}微秒，最慢{slowest}微秒）",
    ),
    "cli-plugin-total": Message(
        "Limits: {limits}, wrong: {bad}.", "限度{limits}个，有问题{bad}个。"
    ),
    "cli-head-limit": Message("Limit", "限度"),
    "cli-head-rules": Message("Rules", "规则"),
    "cli-head-distribution": Message("Package", "软件包"),
}
