"""What decision tables say: how they are written, and what their proof finds."""

from __future__ import annotations

from xiangyue.messages.message import Message

_SPLIT = (
    "Split it into smaller tables, or leave out inputs that few rows use.",
    "请拆分成较小的表，或去掉很少用到的输入。",
)

MESSAGES: dict[str, Message] = {
    "table-hit": Message(
        "“{value}” is not a hit policy.",
        "“{value}”不是命中策略。",
        "The nearest is {nearest}; known are {known}.",
        "最接近的是 {nearest}；可用的有：{known}。",
    ),
    "table-hit-outputs": Message(
        "Output {output} is {kind}, and the hit policy {hit} needs numbers.",
        "输出 {output} 的类型是 {kind}，而命中策略 {hit} 只能用于数值。",
        "Make the output a number or an integer, or choose unique, first or any.",
        "请把输出改为 number 或 integer，或改用 unique、first、any。",
    ),
    "table-size": Message(
        "The table has {count} {what}; it may have from {least} to {most}.",
        "该表的 {what} 有 {count} 个，只允许 {least} 至 {most} 个。",
        "Split the table, or give it what is missing.",
        "请拆分该表，或补上缺少的部分。",
    ),
    "table-row-length": Message(
        "The row has {count} cells, and the table has {expected} columns.",
        "该行有 {count} 个单元格，而表有 {expected} 列。",
        "Write one cell for each input, then one for each output; “-” means any input.",
        "请先为每个输入、再为每个输出各写一个单元格；“-”表示任意输入。",
    ),
    "table-input-type": Message(
        "Input {input} cannot be proved complete: {why} is not understood here.",
        "无法验证输入 {input} 的完整性：此处不支持 {why}。",
        "Use an integer, a number, a boolean, a plain string, or an enum of one type.",
        "请使用整数、数值、布尔、普通字符串，或同一类型的枚举。",
    ),
    "table-input-empty": Message(
        "Input {input} allows no value at all.",
        "输入 {input} 不允许任何取值。",
        "Widen its minimum, maximum, length or enum.",
        "请放宽它的最小值、最大值、长度或枚举。",
    ),
    "table-output-type": Message(
        "“{kind}” is not a type of an output.",
        "“{kind}”不是输出类型。",
        "The nearest is {nearest}; known are {known}.",
        "最接近的是 {nearest}；可用的有：{known}。",
    ),
    "table-output-value": Message(
        "“{value}” is not of type {kind}, as output {output} must be.",
        "“{value}”不符合输出 {output} 的类型 {kind}。",
        "Write a {kind}; numbers lie between -1e15 and 1e15.",
        "请写成 {kind} 类型；数值须在 -1e15 与 1e15 之间。",
    ),
    "table-enum-value": Message(
        "“{value}” is not a value of input {input}.",
        "“{value}”不是输入 {input} 的取值。",
        "The nearest is {nearest}; known are {known}.",
        "最接近的是 {nearest}；可用的有：{known}。",
    ),
    "table-cell-type": Message(
        "“{value}” cannot be compared with input {input}, which is of type {kind}.",
        "“{value}”无法与类型为 {kind} 的输入 {input} 比较。",
        "Write a {kind}, a list of them, or “-” for any.",
        "请写成 {kind} 类型的值、其列表，或用“-”表示任意。",
    ),
    "table-interval": Message(
        "“{value}” is neither a number nor an interval.",
        "“{value}”既不是数值，也不是区间。",
        'Write it in quotes: "3", "[1..3]", "(1..3)", "(3..]", ">= 3" or "-" for any.',
        '请加引号书写："3"、"[1..3]"、"(1..3)"、"(3..]"、">= 3"，或用 "-" 表示任意。',
    ),
    "table-interval-empty": Message(
        "The interval “{value}” contains no value of type {kind}.",
        "区间“{value}”不包含任何 {kind} 类型的值。",
        "Put the smaller bound first; [ and ] include a bound, ( and ) leave it out.",
        "请把较小的边界写在前面；[ ] 包含边界，( ) 不包含边界。",
    ),
    "table-arity": Message(
        "Table {table} takes {expected} values and was given {count}.",
        "表 {table} 需要 {expected} 个值，实际给出 {count} 个。",
        "Give its inputs in order: {known}.",
        "请按顺序给出输入：{known}。",
    ),
    "table-value": Message(
        "“{value}” is not allowed for input {input}.",
        "输入 {input} 不允许取值“{value}”。",
        "Give a value within the declared bounds of the input.",
        "请给出该输入声明范围之内的值。",
    ),
    "table-no-row": Message(
        "No row of table {table} fits {given}.",
        "表 {table} 中没有一行适用于 {given}。",
        "Add a row that covers it.",
        "请补充一行以覆盖该情形。",
    ),
    "table-several-rows": Message(
        "Rows {numbers} of table {table} all fit {given}, and the table wants one answer.",
        "表 {table} 的第 {numbers} 行都适用于 {given}，而该表只应有一个答案。",
        "Narrow the rows, or choose another hit policy.",
        "请缩小各行的范围，或改用其他命中策略。",
    ),
    "table-gap": Message(
        "No row fits {example}.",
        "没有一行适用于 {example}。",
        "Add a row that covers it.",
        "请补充一行以覆盖该情形。",
    ),
    "table-overlap": Message(
        "Rows {first} and {second} both fit {example}.",
        "第 {first} 行与第 {second} 行都适用于 {example}。",
        "Narrow one of them, or choose another hit policy.",
        "请缩小其中一行的范围，或改用其他命中策略。",
    ),
    "table-unreachable": Message(
        "Row {number} can never be reached.",
        "第 {number} 行永远不会被用到。",
        "Remove it, move it up, or widen its cells to values the inputs can take.",
        "请删除该行、将其上移，或把单元格放宽到输入可能的取值。",
    ),
    "table-undecided-gap": Message(
        "The table is too tangled to prove that it has no gap.",
        "该表过于复杂，无法证明没有空缺。",
        *_SPLIT,
    ),
    "table-undecided-overlap": Message(
        "The table is too tangled to prove that no two rows overlap.",
        "该表过于复杂，无法证明各行互不重叠。",
        *_SPLIT,
    ),
    "table-undecided-unreachable": Message(
        "The table is too tangled to prove that every row can be reached.",
        "该表过于复杂，无法证明每一行都会被用到。",
        *_SPLIT,
    ),
}
