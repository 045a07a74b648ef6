"""What is wrong with a command line."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "cli-usage": Message(
        "{detail}",
        "命令有误：{detail}",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-no-command": Message(
        "{detail}",
        "没有命令“{name}”{hint}。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-hint": Message("Did you mean {names}?", "（是否指{names}）"),
    "cli-no-option": Message(
        "{detail}",
        "没有选项{name}{hint}。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-missing": Message(
        "{detail}",
        "缺少{name}。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-value": Message(
        "{detail}",
        "{name}的值无效。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-no-value": Message(
        "{name} needs a value.",
        "{name}需要一个值。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-choice": Message(
        "{name} takes one of {known}, not “{given}”.",
        "{name}可选：{known}；不能是“{given}”。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-whole": Message(
        "{name} takes a whole number, not “{given}”.",
        "{name}应为整数，不能是“{given}”。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-whole-least": Message(
        "{name} takes a whole number from {least} up, not “{given}”.",
        "{name}应为不小于{least}的整数，不能是“{given}”。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-whole-between": Message(
        "{name} takes a whole number from {least} to {most}, not “{given}”.",
        "{name}应为{least}至{most}的整数，不能是“{given}”。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-number": Message(
        "{name} takes a number, not “{given}”.",
        "{name}应为数值，不能是“{given}”。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-number-least": Message(
        "{name} takes a number from {least} up, not “{given}”.",
        "{name}应为不小于{least}的数值，不能是“{given}”。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-number-between": Message(
        "{name} takes a number from {least} to {most}, not “{given}”.",
        "{name}应为{least}至{most}的数值，不能是“{given}”。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
    "cli-extra": Message(
        "{detail}",
        "多了：{name}。",
        "Run {command} --help to see what it takes.",
        "请运行 {command} --help 查看用法。",
    ),
}
