"""What stands in a drawing of a flow, and why there may be none."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "graph-missing": Message(
        "Drawing a flow as SVG needs the layout program graphviz-pure, which is not installed.",
        "绘制 SVG 流程图需要布局程序 graphviz-pure，但尚未安装。",
        "Run: pip install 'xiangyue[graph]'. Mermaid text needs nothing more.",
        "请运行：pip install 'xiangyue[graph]'。Mermaid 文本无需安装其他程序。",
    ),
    "graph-slow": Message(
        "The flow “{flow}” is too large to be laid out within {seconds} seconds.",
        "流程“{flow}”过大，{seconds}秒内无法完成布局。",
        "Draw it as Mermaid text instead, or leave out rare paths.",
        "请改用 Mermaid 文本，或去掉少见的路径。",
    ),
    "graph-failed": Message(
        "The layout program failed on the flow “{flow}”: {detail}",
        "布局程序未能处理流程“{flow}”：{detail}",
        "Reinstall it with: pip install --force-reinstall 'xiangyue[graph]'.",
        "请重新安装：pip install --force-reinstall 'xiangyue[graph]'。",
    ),
    # --- labels ---
    "graph-within": Message("within {amount} {unit}", "{amount}{unit}内"),
    "graph-by-date": Message("by the date in “{field}”", "期限见“{field}”"),
    "graph-by-param": Message("as “{field}” says", "时限见“{field}”"),
    "graph-then": Message("{due}, then {action}", "{due}，逾期则{action}"),
    "graph-due": Message("To be ended {due}", "总期限：{due}"),
    "graph-pauses": Message("the clock stops", "暂停计时"),
    "graph-paused": Message("Paused: nothing is opened or moved", "已暂停：不受理也不流转"),
    "graph-any": Message("any state that is not final", "任一未结束状态"),
    "graph-otherwise": Message("otherwise", "否则"),
    "graph-now": Message("Now", "当前"),
    "graph-stay": Message("here: {actions}", "此处可办：{actions}"),
    # --- units: English adds an s for more than one ---
    "graph-unit-min": Message("minute", "分钟"),
    "graph-unit-h": Message("hour", "小时"),
    "graph-unit-wh": Message("working hour", "个工作小时"),
    "graph-unit-d": Message("day", "天"),
    "graph-unit-wd": Message("working day", "个工作日"),
    "graph-unit-w": Message("week", "周"),
    "graph-unit-m": Message("month", "个月"),
    "graph-unit-y": Message("year", "年"),
    # --- the drawing in words ---
    "graph-stands": Message("It stands at “{state}” now.", "目前处于“{state}”。"),
    "graph-been": Message("It has passed: {states}.", "已经过：{states}。"),
    "graph-summary": Message(
        "{states} states and {actions} actions.", "{states}个状态，{actions}项操作。"
    ),
    "graph-begins": Message("It begins in “{state}”.", "起始状态：“{state}”。"),
    "graph-leads": Message(
        "From “{source}”, “{action}” leads to “{target}”.",
        "“{source}”经“{action}”转到“{target}”。",
    ),
    "graph-leads-if": Message(
        "From “{source}”, “{action}” leads to “{target}” if: {rule}.",
        "“{source}”经“{action}”转到“{target}”，条件：{rule}。",
    ),
    "graph-stays": Message(
        "In “{source}”, “{action}” leaves the task where it is.",
        "在“{source}”可办“{action}”，状态不变。",
    ),
    "graph-stays-if": Message(
        "In “{source}”, “{action}” leaves the task where it is; it may be taken if: {rule}.",
        "在“{source}”可办“{action}”，状态不变，条件：{rule}。",
    ),
    "graph-lasts": Message("“{state}”: {words}.", "“{state}”：{words}。"),
    "graph-final": Message("“{state}” is final.", "“{state}”为结束状态。"),
}
