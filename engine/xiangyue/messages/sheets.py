"""What is wrong with a sheet, its columns and its cells."""

from __future__ import annotations

from xiangyue.messages.message import Message

_LOOK_EN = "Take one of the names that its columns have: `xiangyue import template` writes a sheet."
_LOOK_ZH = "请使用规定的列名；可用 xiangyue import template 生成模板。"
_FIRST_EN = "Keep one of the two."
_FIRST_ZH = "请只保留一处。"
_TEXT_EN = "Format the column as text, and enter the value once more."
_TEXT_ZH = "请把该列设为文本格式后重新填写。"

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
        "This is a workbook of the old kind (XLS).",
        "这是旧格式（XLS）的工作簿。",
        "Open it in a spreadsheet program and save it as XLSX.",
        "请用表格软件打开后另存为 XLSX。",
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
    "sheet-no-heading": Message(
        "This cell stands in a column without a heading.",
        "此单元格所在的列没有列名。",
        "Give the column a heading, or clear the cell.",
        "请填写列名，或清空此单元格。",
    ),
    # --- cells ---
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
    # --- units ---
    "sheet-twice": Message(
        "“{value}” stands already at {first}.", "“{value}”已在 {first} 出现。", _FIRST_EN, _FIRST_ZH
    ),
    "sheet-no-unit": Message(
        "There is no unit “{value}”, neither in this sheet nor registered.",
        "没有单位“{value}”：表中没有，也未登记。",
        "Did you mean “{nearest}”? Else import the units first.",
        "是否应为“{nearest}”？否则请先导入单位。",
    ),
    "sheet-circle": Message(
        "This unit would stand above itself: {circle}.",
        "此单位成了自己的上级：{circle}。",
        "Name the right unit above.",
        "请填写正确的上级。",
    ),
    "sheet-grid-alone": Message(
        "The grid “{unit}” needs a community or village above it.",
        "网格“{unit}”必须隶属于社区或村。",
        "Name it here.",
        "请在此填写上级。",
    ),
    "sheet-level-order": Message(
        "A unit of the level “{level}” cannot stand beneath “{parent}”, which is a {above}.",
        "层级为 {level} 的单位不能隶属于“{parent}”（层级为 {above}）。",
        "From above: county, subdistrict or township, community or village, grid.",
        "自上而下：县、街道或乡镇、社区或村、网格。",
    ),
    "sheet-clash": Message(
        "“{subject}” is registered otherwise: {known}.",
        "“{subject}”登记的是：{known}。",
        "That stays; write the same here, or empty a cell that need not say it.",
        "登记的内容不变；请改成一致，或清空非必填的单元格。",
    ),
    # --- members ---
    "sheet-differs": Message(
        "Another row says otherwise of the same member, at {first}.",
        "同一人员在 {first} 处的内容不同。",
        "Say the same in both, or leave it empty here.",
        "请改成一致，或在此留空。",
    ),
    "sheet-without-role": Message(
        "This belongs to a role, and the row names none.",
        "此项属于角色，但本行没有填写角色。",
        "Name the role, or clear the cell.",
        "请填写角色，或清空此单元格。",
    ),
    "sheet-no-profile": Message(
        "No profile governs “{community}” yet, so its roles cannot be checked.",
        "“{community}”尚未启用治理方案，无法核对角色。",
        "Run `xiangyue profile install PROFILE {community}`, or name one with --profile.",
        "请运行 xiangyue profile install PROFILE {community}，或用 --profile 指明一个。",
    ),
    "sheet-no-role": Message(
        "The profile “{profile}” knows no role “{value}”.",
        "治理方案“{profile}”中没有角色“{value}”。",
        "Did you mean “{nearest}”?",
        "是否应为“{nearest}”？",
    ),
    "sheet-role-level": Message(
        "The role “{role}” is held at the level “{level}”, and “{unit}” is another.",
        "角色“{role}”应在层级 {level} 任职，而“{unit}”不是该层级。",
        "Name another unit in the column At.",
        "请在“任职单位”列填写其他单位。",
    ),
    "sheet-role-kind": Message(
        "The role “{role}” is not for this kind of member.",
        "角色“{role}”不适用于此类成员。",
        "It is for: {kinds}.",
        "适用于：{kinds}。",
    ),
    "sheet-role-twice": Message(
        "This member holds the role “{role}” already at {first}.",
        "此人的角色“{role}”已在 {first} 出现。",
        _FIRST_EN,
        _FIRST_ZH,
    ),
    "sheet-role-clash": Message(
        "“{member}” holds the role “{role}” from that day on already, until another day or with another deputy.",
        "“{member}”自该日起已担任“{role}”，但结束日期或代理人不同。",
        "Write what is registered, or another day.",
        "请改成与登记一致，或填写其他日期。",
    ),
    "sheet-until": Message(
        "The last day, {until}, comes before the first, {since}.",
        "结束日期 {until} 早于开始日期 {since}。",
        "Correct one of the two.",
        "请更正其中之一。",
    ),
    "sheet-over": Message(
        "The last day, {until}, is over, and the row names no first one.",
        "结束日期 {until} 已过，且未填写开始日期。",
        "Write a later day, or the day on which it began.",
        "请填写更晚的日期，或补充开始日期。",
    ),
    "sheet-no-member": Message(
        "There is no member “{value}”, neither in this sheet nor registered.",
        "没有人员“{value}”：表中没有，也未登记。",
        "Add a row for this member, or correct the id.",
        "请补充此人的一行，或更正编号。",
    ),
    # --- orders ---
    "sheet-no-categories": Message(
        "The profile “{profile}” of “{community}” names no category by which matters come in.",
        "“{community}”的治理方案“{profile}”没有受理类别。",
        "Name some under intake.categories, and install the profile again.",
        "请在 intake.categories 中填写类别，并重新启用该方案。",
    ),
    "sheet-order-number": Message(
        "This is no order number.",
        "这不是工单编号。",
        "Write at most {most} characters, not beginning with ~.",
        "请填写不超过 {most} 个字符，且不以 ~ 开头。",
    ),
    "sheet-order-bound": Message(
        "The order “{number}” was received before, with other content or by another hand.",
        "工单“{number}”此前已受理，但内容或录入人不同。",
        "Leave what was received as it was, or give this order a number of its own.",
        "请保持与原内容一致，或另编工单编号。",
    ),
    "sheet-order-gone": Message(
        "The order “{number}” was received before, and its personal values have been destroyed.",
        "工单“{number}”此前已受理，其中的个人信息已销毁。",
        "Take its row out of the sheet.",
        "请从表中删除此行。",
    ),
    "sheet-not-asked": Message(
        "The category “{category}” does not ask for “{field}” when a matter comes in.",
        "类别“{category}”受理时不收集“{field}”。",
        "Clear the cell: what is not asked for is not kept.",
        "请清空此单元格：不收集的内容不予保存。",
    ),
    "sheet-needs": Message(
        "“{field}” is needed for this category.",
        "此类别必须填写“{field}”。",
        "Fill it in; if there is no such column, add one.",
        "请填写；如无此列，请添加。",
    ),
    "sheet-refused": Message("{en}", "{zh}", "{mend_en}", "{mend_zh}"),
    "enrol-clash": Message(
        "Somebody else has registered “{member}” otherwise meanwhile.",
        "其间他人以不同内容登记了“{member}”。",
        "Run the import again: it says where.",
        "请重新导入，系统会指明位置。",
    ),
}
