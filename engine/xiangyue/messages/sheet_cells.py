"""What is wrong with a cell of a sheet, by what it should hold."""

from __future__ import annotations

from xiangyue.messages.message import Message

_TEXT_EN = "Format the column as text, and enter the value once more."
_TEXT_ZH = "请把该列设为文本格式后重新填写。"

MESSAGES = {
    "sheet-missing": Message(
        "This cell is empty, and it is needed.",
        "此单元格必填，但是空的。",
        "Fill it in.",
        "请填写。",
    ),
    "sheet-formula": Message(
        "There is a formula here that was never computed.",
        "此处的公式没有计算结果。",
        "Open the workbook in a spreadsheet program and save it.",
        "请用表格软件打开后保存。",
    ),
    "sheet-error-value": Message(
        "There is an error in this cell: {value}.",
        "此单元格有错误：{value}。",
        "Mend the formula, or enter the value itself.",
        "请修正公式，或直接填写值。",
    ),
    "sheet-too-narrow": Message(
        "The column was too narrow when the sheet was saved, so the value of this cell was lost.",
        "保存表格时列宽不够，此单元格的值已丢失。",
        "Widen the column in the spreadsheet program, and save it once more.",
        "请在表格软件中加宽该列后重新保存。",
    ),
    "sheet-made-a-date": Message(
        "The spreadsheet program has made a day of this number or name: {value}.",
        "表格软件把此编号变成了日期：{value}。",
        _TEXT_EN,
        _TEXT_ZH,
    ),
    "sheet-digits": Message(
        "This number is longer than {limit} digits, so its end was lost when the sheet was saved.",
        "数字超过 {limit} 位，保存表格时末位已丢失。",
        _TEXT_EN,
        _TEXT_ZH,
    ),
    "sheet-rounded": Message(
        "“{value}” is a number whose digits were lost when the sheet was saved.",
        "“{value}”在保存表格时丢失了数字。",
        _TEXT_EN,
        _TEXT_ZH,
    ),
    "sheet-long": Message(
        "This text is longer than {limit} characters.",
        "文字超过 {limit} 个字符。",
        "Shorten it.",
        "请缩短。",
    ),
    "sheet-control": Message(
        "There is a character in this text that cannot be shown.",
        "文字中有无法显示的字符。",
        "Type the text once more.",
        "请重新输入。",
    ),
    "sheet-id": Message(
        "“{value}” is no id.",
        "“{value}”不是编号。",
        "Use Latin letters, digits and . _ : @ -, beginning with a letter or digit, at most 128.",
        "请使用拉丁字母、数字和 . _ : @ -，以字母或数字开头，不超过 128 个字符。",
    ),
    "sheet-reserved": Message(
        "“{value}” is the engine's own name.",
        "“{value}”是系统保留的名称。",
        "Give the member another id.",
        "请换一个编号。",
    ),
    "sheet-whole": Message(
        "“{value}” is no whole number.", "“{value}”不是整数。", "Write digits.", "请填写数字。"
    ),
    "sheet-number": Message(
        "“{value}” is no number.", "“{value}”不是数字。", "Write digits.", "请填写数字。"
    ),
    "sheet-range": Message(
        "{value} lies outside what is possible here.",
        "{value} 超出范围。",
        "Write a number from {least} to {most}.",
        "请填写 {least} 至 {most} 的数字。",
    ),
    "sheet-yes": Message(
        "“{value}” is neither yes nor no.",
        "“{value}”既不是“是”，也不是“否”。",
        "Write yes or no.",
        "请填写“是”或“否”。",
    ),
    "sheet-choice": Message(
        "“{value}” is none of what may stand here.",
        "此处不能填写“{value}”。",
        "Did you mean “{nearest}”? There are: {known}.",
        "是否应为“{nearest}”？可填：{known}。",
    ),
    "sheet-date": Message(
        "“{value}” is no day of the calendar that begins with its year.",
        "“{value}”不是以年份开头的日期。",
        "Write it like 2026-10-01 or 2026年10月1日, with a time like 14:30 if it matters.",
        "请写成 2026-10-01 或 2026年10月1日；需要时加时间，如 14:30。",
    ),
    "sheet-phone": Message(
        "This is no phone number.",
        "这不是电话号码。",
        "Write one number, of digits.",
        "请填写一个由数字组成的号码。",
    ),
    "sheet-mail": Message(
        "This is no e-mail address.",
        "这不是电子邮箱。",
        "Write one address with an @.",
        "请填写一个带 @ 的地址。",
    ),
    "sheet-value": Message(
        "“{value}” does not fit the field “{field}”: {schema}.",
        "“{value}”不符合字段“{field}”的要求：{schema}。",
        "Write a value that fits.",
        "请填写符合要求的值。",
    ),
}
