"""The level of service, resilience, and what the linter says of what counts."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    # --- in words ---
    "level-real": Message("As it was", "实际"),
    "level-expected": Message(
        "Simulated: mean, and where {share} of single runs lie ({count} runs)",
        "模拟：均值及 {share} 单次结果范围（共 {count} 次）",
    ),
    "level-on_time": Message("Essential tasks on time", "重要事项按时办理"),
    "level-reached": Message("Vulnerable people reached", "重点人员联系到位"),
    "level-acknowledged": Message("Call-outs acknowledged", "叫应应答"),
    "level-utilities": Message("Utilities reported normal", "公用设施正常"),
    "level-head-part": Message("Part of the level of service", "服务水平构成"),
    "level-head-weight": Message("Weight", "权重"),
    "level-head-mean": Message("On average", "平均"),
    "level-head-lowest": Message("At least", "最低"),
    "level-left-out": Message(
        "Left out, since nothing is known of it in this time: {names}.",
        "以下内容此期间没有数据，未计入：{names}。",
    ),
    "resilience-title": Message("Level of service: {community}", "服务水平：{community}"),
    "resilience-of": Message(
        "{community}, from {since} to {until}", "{community}，{since} 至 {until}"
    ),
    "resilience-measure": Message("Measure", "指标"),
    "resilience-loss": Message("Lost (percent·hours)", "服务损失（百分比·小时）"),
    "resilience-normalised": Message("Resilience R (%)", "韧性 R（%）"),
    "resilience-robustness": Message("Robustness: lowest level (%)", "稳健性：最低水平（%）"),
    "resilience-rapidity": Message("Rapidity (% an hour)", "恢复速度（%/小时）"),
    "resilience-lowest": Message("Lowest at", "最低时刻"),
    "resilience-recovered": Message("Whole again at", "恢复时刻"),
    "resilience-mean": Message("Simulated mean (where it lies)", "模拟均值（置信区间）"),
    "resilience-single": Message("{share} of single runs", "{share} 单次范围"),
    "resilience-compared": Message("As expected?", "是否符合预期"),
    "resilience-as-expected": Message("as expected", "符合"),
    "resilience-as-other": Message("otherwise", "不符合"),
    "resilience-as-unknown": Message("–", "–"),
    "resilience-simulated": Message(
        "Simulated {count} times over {hours} hours: {about}.",
        "模拟 {count} 次，时长 {hours} 小时：{about}。",
    ),
    "resilience-other-length": Message(
        "It lasted {hours} hours: what was lost, and R, cannot be compared.",
        "实际时长 {hours} 小时，与模拟时长不同，服务损失和 R 不作比较。",
    ),
    "resilience-how": Message(
        "Q is the share kept of what came due in the last 24 hours or is overdue. Lost = ∫(100 − "
        "Q)dt; R = 1 − lost / (100 · hours); rapidity = (100 − lowest) / hours until whole again.",
        "Q 为履约比例：最近 24 小时内到期以及仍逾期的事项中按时的占比。损失 = ∫(100 − Q)dt；"
        "R = 1 − 损失 ÷（100 × 小时数）；恢复速度 =（100 − 最低水平）÷ 恢复所用小时数。",
    ),
    "resilience-default": Message(
        "What counts, and its weights, are project defaults and no official rule.",
        "构成和权重为项目默认值，并非官方规定。",
    ),
    "resilience-what": Message(
        "Nothing says of what time this is: a community's, or that of one emergency.",
        "未说明统计范围：某个社区，或某次应急。",
        "Name a community, or a task with --task; not both.",
        "请给出社区，或用 --task 给出事项，二者选一。",
    ),
    "expectation-file": Message(
        "“{file}” is not what a simulation writes: {detail}.",
        "“{file}”不是模拟结果文件：{detail}。",
        "Write one with xiangyue simulate, and give it as it is.",
        "请用 xiangyue simulate 生成，原样使用。",
    ),
    # --- what the linter finds ---
    "level-void": Message(
        "“{state}” is no end of a task, so something is still due there.",
        "“{state}”不是结束状态，任务尚未了结。",
        "Name only states that are final.",
        "只写标有 final 的状态。",
    ),
    "level-no-deadline": Message(
        "Tasks of “{flow}” have no deadline by which this could be counted.",
        "“{flow}”的任务没有时限，无法统计。",
        "Give the flow a due.",
        "请为该流程设置 due。",
    ),
    "level-number": Message(
        "“{field}” is no whole number.",
        "字段“{field}”不是整数。",
        "Name a field whose schema is {{type: integer}}.",
        "请写 schema 为 {{type: integer}} 的字段。",
    ),
    "level-utility": Message(
        "“{field}” has no list of values, so nobody knows which utilities there are.",
        "字段“{field}”没有取值列表，无法知道有哪些公用设施。",
        "Name a field with an enum.",
        "请写带 enum 的字段。",
    ),
    "level-people": Message(
        "Who is missed or reached can only be counted where vulnerable people are to be reached.",
        "只有以联系、转移重点人员为目的的流程才能统计已联系和未联系人数。",
        "Write vulnerable: true, and reached with missed.",
        "请写 vulnerable: true，并同时写 reached 与 missed。",
    ),
}
