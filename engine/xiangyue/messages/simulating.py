"""What simulations say: what is wrong with models and shocks, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xiangyue.messages.message import Message
from xiangyue.text import Text

MESSAGES: dict[str, Message] = {
    "simulate-file-broken": Message(
        "The file has {count} mistakes, the first: {first[en]}",
        "该文件有 {count} 处错误，第一处：{first[zh]}",
    ),
    "simulate-unknown": Message(
        "The profile has no {what[en]} “{name}”.",
        "方案中没有{what[zh]}“{name}”。",
        "{hint[en]}Known: {known}.",
        "{hint[zh]}可用：{known}。",
    ),
    "simulate-flow": Message(
        "What comes up is a matter of a category, or a task of a flow.",
        "发生的事项须写明受理类别或流程。",
        "Say one of the two: category or flow.",
        "请在 category 与 flow 中写且只写一项。",
    ),
    "simulate-step": Message(
        "A step opens a task, or takes an action on what was opened last.",
        "每一步要么发起任务，要么对最近发起的任务采取行动。",
        "Say one of the two: open or do.",
        "请在 open 与 do 中写且只写一项。",
    ),
    "simulate-nothing": Message(
        "Nothing has been done in “{community}” yet: there is nobody to be like.",
        "“{community}”尚无任何记录，无从推算。",
        "Name a community with a journal, or say --profile.",
        "请指定有记录的社区，或使用 --profile。",
    ),
    "simulate-number": Message(
        "“{name}” must be {least} or more, not {given}.",
        "“{name}”须不小于 {least}，而不是 {given}。",
    ),
    "simulate-variants": Message(
        "Two different things at least are set side by side.",
        "至少要有两个不同的对象才能并列比较。",
        "Name two profiles, or one with two values of a param: P P:PARAM=VALUE.",
        "请写两个方案，或同一方案的两种参数取值：P P:参数=值。",
    ),
    "simulate-which": Message(
        "The profile is either named, or that of a community.",
        "方案须直接写明，或取自某个社区。",
        "Say one of the two: --profile PROFILE or --like COMMUNITY.",
        "请写且只写一项：--profile 方案 或 --like 社区。",
    ),
    "simulate-param": Message(
        "“{given}” is not written PARAM=VALUE.",
        "“{given}”的写法不是“参数=值”。",
        "Write it so, such as appeal_window=10.",
        "请按此写法，如 appeal_window=10。",
    ),
    # What came out
    "simulate-progress": Message("Simulating", "模拟中"),
    "simulate-total": Message(
        "{profile}. Communities: {communities:,}, days: {days:,}, repetitions: {repetitions:,};"
        " decisions each time: {commands:,.0f}.",
        "{profile}：{communities:,} 个社区，{days:,} 天，重复 {repetitions:,} 次；"
        "每次 {commands:,.0f} 项决定。",
    ),
    "simulate-made-up": Message(
        "The people are made up: what holds is the difference a rule makes, not the figure itself.",
        "人员均为虚拟：可信的是规则带来的差别，而不是数字本身。",
    ),
    "simulate-level": Message("Level of service", "服务水平"),
    "simulate-percent": Message("percent", "百分比"),
    "simulate-loss": Message("Loss (percent × hours)", "损失（百分比×小时）"),
    "simulate-normalised": Message("Resilience (0 to 1)", "韧性（0 到 1）"),
    "simulate-robustness": Message("Lowest level (percent)", "最低水平（%）"),
    "simulate-rapidity": Message("Recovery (percent an hour)", "恢复速度（%/小时）"),
    "simulate-commands": Message("Decisions", "决定数"),
    "simulate-on_time": Message("Ended on time (share)", "按时办结比例"),
    "simulate-refused": Message("Refused (share)", "被拒绝比例"),
    "simulate-hours_a_person": Message("Hours of work a person", "人均工时"),
    "simulate-limits_enforced": Message("Objections of limits in force", "生效介入限度的否定次数"),
    "simulate-touched": Message("Interventions", "数字干预次数"),
    "simulate-asked": Message("People asked to come", "动员人次"),
    "simulate-accepted": Message("People who came", "响应人次"),
    "simulate-left-out": Message(
        "Left out of the level of service, since nothing was known of it: {names}.",
        "服务水平未计入（无相关事项）：{names}。",
    ),
    "simulate-others": Message("Residents", "居民"),
    "simulate-head-measure": Message("Measure", "指标"),
    "simulate-head-mean": Message("Mean", "均值"),
    "simulate-head-low": Message("From", "下限"),
    "simulate-head-high": Message("To", "上限"),
    "simulate-head-role": Message("Role", "角色"),
    "simulate-head-people": Message("People", "人数"),
    "simulate-head-weekly": Message("Hours a week", "每周工时"),
    "simulate-head-busiest": Message("Busiest week", "最忙一周"),
    "simulate-head-waited": Message("Waited (h)", "等待（小时）"),
    "simulate-head-flow": Message("Flow", "流程"),
    "simulate-head-opened": Message("Opened", "发起"),
    "simulate-head-ended": Message("Ended", "办结"),
    "simulate-head-late": Message("Late", "超期"),
    "simulate-head-limit": Message("Limit", "介入限度"),
    "simulate-head-verdict": Message("Said", "判定"),
    "simulate-head-stance": Message("Stance", "方式"),
    "simulate-head-times": Message("Times", "次数"),
    "simulate-head-first": Message("First", "第一个"),
    "simulate-head-this": Message("This", "本项"),
    "simulate-head-difference": Message("Difference", "差"),
    "simulate-defer": Message("later", "暂缓"),
    "simulate-reshape": Message("otherwise", "改换形式"),
    "simulate-deny": Message("no", "不允许"),
    "simulate-broken": Message("failed", "故障"),
    "simulate-lifted": Message("set aside", "已排除"),
    "simulate-call-outs": Message(
        "Call-outs asked {asked:,} times, and {accepted:,} came ({share:.0%}).",
        "动员共询问 {asked:,} 人次，{accepted:,} 人次响应（{share:.0%}）。",
    ),
    "simulate-stuck": Message("What people could not do:", "未能进行的事项："),
    "simulate-stuck-flow-paused": Message(
        "something came up while its flow was paused", "发生时流程正暂停"
    ),
    "simulate-stuck-learnt": Message(
        "not tried any more: it was refused ten times and never done",
        "不再尝试：十次均被拒绝，从未办成",
    ),
    "simulate-stuck-nobody": Message(
        "something came up that nobody there may open", "发生的事项无人有权发起"
    ),
    "simulate-compared": Message(
        "Compared with {base}. Communities: {communities:,}, days: {days:,}, repetitions:"
        " {repetitions:,}.",
        "与 {base} 比较：{communities:,} 个社区，{days:,} 天，重复 {repetitions:,} 次。",
    ),
    "simulate-paired": Message(
        "The same matters come up at the same moments in all of them. Differences hold with 95 %"
        " confidence where “from” and “to” have the same sign.",
        "各项中事项及其发生时间相同。“下限”与“上限”同号时，差别在 95 % 置信度下成立。",
    ),
}

WORDS: Final[Mapping[str, Text]] = {
    "role": Text(en="role", zh="角色"),
    "flow": Text(en="flow", zh="流程"),
    "category": Text(en="category", zh="受理类别"),
    "action": Text(en="action", zh="操作"),
    "field": Text(en="field", zh="字段"),
    "channel": Text(en="channel", zh="渠道"),
    "arrival": Text(en="category or flow", zh="受理类别或流程"),
}

EXPECTED: Final[Mapping[str, Text]] = {
    "part": Text(en="a share from 0 to 1, such as 0.3", zh="0 到 1 之间的比例，如 0.3"),
    "weight": Text(en="a number, 0 or more", zh="不小于 0 的数"),
    "factor": Text(en="how many times as much, such as 2.5", zh="倍数，如 2.5"),
    "minutes": Text(en="a number of minutes", zh="分钟数"),
    "cv": Text(en="a number from 0 to 20", zh="0 到 20 之间的数"),
    "span": Text(en="a time such as 30min, 4h, 3d or 2w", zh="时长，如 30min、4h、3d 或 2w"),
    "pace": Text(en="{minutes: 20, cv: 1}", zh="{minutes: 20, cv: 1}"),
    "people": Text(
        en="what is said of a role, such as {count: 4}", zh="对角色的说明，如 {count: 4}"
    ),
    "literacy_level": Text(en="a digital literacy level from 0 to 8", zh="0 到 8 的数字素养等级"),
    "flow_action": Text(
        en="a flow and its action, as patrol.settle", zh="流程及其操作，如 patrol.settle"
    ),
    "steps": Text(en="a list of steps, such as [{open: drill}]", zh="步骤列表，如 [{open: drill}]"),
}
"""What belongs where a definition of the schemas stands."""
