"""What can be wrong with what is asked of logs and metrics."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "log-how": Message(
        "Logs cannot be written as {given}.",
        "日志不能按“{given}”输出。",
        "Choose one of: {known}.",
        "请选择其中一个：{known}。",
    ),
    "metrics-missing": Message(
        "Metrics need a package that is not installed.",
        "运行指标需要的程序包尚未安装。",
        "Run: pip install 'xiangyue[metrics]'",
        "请运行：pip install 'xiangyue[metrics]'",
    ),
    "metrics-address": Message(
        "{given} is no address for metrics.",
        "“{given}”不是运行指标的有效地址。",
        "Give a port, such as 9100, or an address and a port, such as 0.0.0.0:9100.",
        "请给出端口，如9100；或地址加端口，如0.0.0.0:9100。",
    ),
    "metrics-port": Message(
        "Metrics cannot be offered at {address}: {reason}.",
        "无法在{address}提供运行指标：{reason}。",
        "Choose another port, or stop whoever uses this one.",
        "请换一个端口，或停止占用该端口的程序。",
    ),
    "metrics-twice": Message(
        "This registry counts an engine already.",
        "该登记处已在统计一个引擎。",
        "Give each engine a registry of its own.",
        "请为每个引擎使用单独的登记处。",
    ),
}
