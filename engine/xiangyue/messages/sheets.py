"""What is wrong with a sheet as a file, and with its columns."""

from __future__ import annotations

from xiangyue.messages.message import Message

_LOOK_EN = "Take one of the names that its columns have: `xiangyue import template` writes a sheet."
_LOOK_ZH = "请使用规定的列名；可用 xiangyue import template 生成模板。"
_FIRST_EN = "Keep one of the two."
_FIRST_ZH = "请只保留一处。"

MESSAGES = {
    # --- the file ---
    "sheet-extra": Message(
        "Workbooks need a library that is not installed.",
        "读写工作簿所需的程序库未安装。",
        "Run: pip install 'xiangyue[sheets]', or save the sheet as CSV.",
        "请运行：pip install 'xiangyue[sheets]'，或另存为 CSV。",
    ),
    "sheet-empty": Message(
        "There is nothing in this sheet.",
        "表格是空的。",
        "Check that it is the right file and sheet.",
        "请检查文件和工作表是否正确。",
    ),
    "sheet-unknown-format": Message(
        "This is neither an XLSX workbook nor CSV, whatever it is called.",
        "无论文件叫什么，它既不是 XLSX 工作簿，也不是 CSV。",
        "Open it in a spreadsheet program and save it as XLSX or CSV.",
        "请用表格软件打开后另存为 XLSX 或 CSV。",
    ),
    "sheet-old-format": Message(
        "This is a workbook of an old kind (XLS or ET).",
        "这是旧格式（XLS 或 ET）的工作簿。",
        "Open it in a spreadsheet program and save it as XLSX.",
        "请用表格软件打开后另存为 XLSX。",
    ),
    "sheet-other-kind": Message(
        "This is a file of another kind ({kind}).",
        "这是其他格式（{kind}）的文件。",
        "Open it in a spreadsheet program and save it as XLSX (Excel Workbook).",
        "请用表格软件打开后另存为 XLSX（Excel 工作簿）。",
    ),
    "sheet-doctype": Message(
        "This workbook declares a document type in {part}, as no spreadsheet program does.",
        "工作簿的 {part} 中声明了文档类型，表格软件不会这样做。",
        "Do not trust it; ask for the sheet as CSV.",
        "请勿信任该文件，可请对方提供 CSV。",
    ),
    "sheet-locked": Message(
        "This workbook is protected by a password.",
        "工作簿设有密码。",
        "Open it, take the password away, and save it.",
        "请打开后取消密码并保存。",
    ),
    "sheet-cut": Message(
        "This workbook is damaged, or its end is missing.",
        "工作簿已损坏或不完整。",
        "Copy or save it once more.",
        "请重新复制或保存。",
    ),
    "sheet-broken": Message(
        "This workbook cannot be read: {reason}.",
        "无法读取工作簿：{reason}。",
        "Open it in a spreadsheet program and save it once more, or as CSV.",
        "请用表格软件打开后重新保存，或另存为 CSV。",
    ),
    "sheet-bomb": Message(
        "This workbook unpacks to far more than any list of people or orders.",
        "工作簿解压后的体积远超任何人员或工单表格。",
        "If it is one all the same, save it as CSV.",
        "如果确实是，请另存为 CSV。",
    ),
    "sheet-which": Message(
        "There are several sheets in this workbook: {known}.",
        "工作簿中有多个工作表：{known}。",
        "Name one with --sheet.",
        "请用 --sheet 指明一个。",
    ),
    "sheet-no-sheet": Message(
        "There is no sheet “{name}” in this workbook.",
        "工作簿中没有工作表“{name}”。",
        "It has: {known}.",
        "现有：{known}。",
    ),
    "sheet-none-in-csv": Message(
        "A CSV file has no sheets.",
        "CSV 文件没有工作表。",
        "Leave --sheet out.",
        "请去掉 --sheet。",
    ),
    "sheet-too-many-rows": Message(
        "There are more than {limit} rows.",
        "超过 {limit} 行。",
        "Split the sheet.",
        "请拆分表格。",
    ),
    "sheet-too-many-columns": Message(
        "There are more than {limit} columns.",
        "超过 {limit} 列。",
        "Keep only the columns that matter.",
        "请只保留需要的列。",
    ),
    "sheet-there": Message(
        "There is a file of that name already.",
        "已有同名文件。",
        "Move it away, or choose another name.",
        "请移走该文件，或换一个名称。",
    ),
    "sheet-ending": Message(
        "A sheet is written as XLSX or CSV.",
        "表格只能写成 XLSX 或 CSV。",
        "Give the file a name that ends in .xlsx or .csv.",
        "文件名请以 .xlsx 或 .csv 结尾。",
    ),
    "sheet-not-written": Message(
        "The sheet cannot be written: {reason}.",
        "无法写入表格：{reason}。",
        "Check that the folder is there and may be written to.",
        "请检查文件夹是否存在、是否可写。",
    ),
    # --- the header ---
    "sheet-no-header": Message(
        "None of the first {rows} rows names the columns.",
        "前 {rows} 行中没有列名。",
        "Name them in a row above the values; needed are: {needed}.",
        "请在数据上方用一行写明列名；必需的列：{needed}。",
    ),
    "sheet-no-column": Message(
        "“{name}” is no column that is known.",
        "没有名为“{name}”的列。",
        "Did you mean “{nearest}”? There are: {known}.",
        "是否应为“{nearest}”？可用：{known}。",
    ),
    "sheet-unknown-column": Message(
        "“{heading}” is no column that is known.",
        "无法识别的列“{heading}”。",
        "Did you mean “{nearest}”? Rename it, or say --column “{heading}=” to leave it unread.",
        "是否应为“{nearest}”？请改名，或用 --column “{heading}=” 跳过该列。",
    ),
    "sheet-column-twice": Message(
        "“{heading}” says the same as the column at {first}.",
        "“{heading}”与 {first} 处的列重复。",
        _FIRST_EN,
        _FIRST_ZH,
    ),
    "sheet-column-missing": Message(
        "The column “{en}” is missing.",
        "缺少“{zh}”列。",
        _LOOK_EN,
        _LOOK_ZH,
    ),
    "sheet-hidden-rows": Message(
        "Rows that are hidden in the workbook were read too, from here on: {count}.",
        "工作簿中隐藏的行也已读取，自此行起共 {count} 行。",
        "If they are not meant, delete them, or copy what is seen to a sheet of its own.",
        "如不需要，请删除这些行，或将可见部分复制到新表。",
    ),
    "sheet-no-heading": Message(
        "This cell stands in a column without a heading.",
        "此单元格所在的列没有列名。",
        "Give the column a heading, or clear the cell.",
        "请填写列名，或清空此单元格。",
    ),
}
