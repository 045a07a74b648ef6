"""What may be wrong with a YAML file before its contents are looked at."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    # The file
    "yaml-missing": Message(
        "There is no such file.",
        "没有这个文件。",
        "Check the name and the folder.",
        "请检查文件名和所在文件夹。",
    ),
    "yaml-directory": Message(
        "This is a folder, not a file.",
        "这是文件夹，不是文件。",
        "Name the YAML file inside it.",
        "请指明其中的 YAML 文件。",
    ),
    "yaml-not-file": Message(
        "This is a pipe or a device, not an ordinary file.",
        "这是管道或设备，不是普通文件。",
        "Save the text as a file and name that.",
        "请把内容保存为文件，再指明该文件。",
    ),
    "yaml-permission": Message(
        "This file may not be read.",
        "没有读取此文件的权限。",
        "Give the user who runs this leave to read it.",
        "请为运行程序的用户授予读取权限。",
    ),
    "yaml-unreadable": Message(
        "This file cannot be read: {reason}.",
        "无法读取此文件：{reason}。",
        "Check the name and the disk, then try again.",
        "请检查文件名和磁盘后重试。",
    ),
    "yaml-large": Message(
        "This file is larger than {limit:,} bytes.",
        "文件超过 {limit:,} 字节。",
        "Split it, or move data that is not rules out of it.",
        "请拆分文件，或移出不属于规则的数据。",
    ),
    "yaml-utf16": Message(
        "This file is written in {encoding}, not in UTF-8.",
        "文件编码为 {encoding}，不是 UTF-8。",
        "Save it as UTF-8.",
        "请另存为 UTF-8 编码。",
    ),
    "yaml-encoding": Message(
        "Byte {byte} at offset {offset} is not UTF-8.",
        "偏移 {offset} 处的字节 {byte} 不是 UTF-8 编码。",
        "Save the file as UTF-8 (not GBK, GB18030 or Latin-1).",
        "请另存为 UTF-8 编码（不要用 GBK、GB18030 或 Latin-1）。",
    ),
    "yaml-empty": Message(
        "There is nothing in this file.",
        "文件没有内容。",
        "Begin with lines such as “name: value”.",
        "请以“名称: 值”这样的行开始。",
    ),
    "yaml-top": Message(
        "A file must hold names with their values, and this one begins with something else.",
        "文件应由名称及其值组成，而此文件以其他内容开头。",
        "Begin with lines such as “name: value”.",
        "请以“名称: 值”这样的行开始。",
    ),
    "yaml-documents": Message(
        "A second document begins here, and a file may hold only one.",
        "此处开始了第二个文档，而一个文件只能有一个文档。",
        "Remove the line “---”, or move what follows into a file of its own.",
        "请删去“---”行，或把其后内容移到另一个文件。",
    ),
    # Characters
    "yaml-control": Message(
        "The invisible control character {character} may not stand in text.",
        "文本中不能有不可见的控制字符 {character}。",
        "Remove it.",
        "请删除该字符。",
    ),
    "yaml-control-name": Message(
        "The control character {character} may not stand in a name.",
        "名称中不能有控制字符 {character}。",
        "Write the name on one line, without tabs or invisible characters.",
        "请把名称写在一行内，不含制表符和不可见字符。",
    ),
    "yaml-escape": Message(
        "The escape {escape} stands for no character.",
        "转义 {escape} 不表示任何字符。",
        "Write the character itself; where a backslash is meant, use single quotes.",
        "请直接写出该字符；如需反斜杠本身，请改用单引号。",
    ),
    "yaml-blanks": Message(
        "More than {limit:,} blanks and empty lines follow each other here.",
        "此处连续的空格和空行超过 {limit:,} 个。",
        "Remove them.",
        "请删除它们。",
    ),
    "yaml-directive": Message(
        "A line may not begin with %: YAML directives are not used here.",
        "行首不能是 %：此处不使用 YAML 指令。",
        "Remove the line; if it belongs to a text, indent it.",
        "请删去该行；如属于文本，请缩进。",
    ),
    # Layout
    "yaml-tab": Message(
        "A tab stands where lines are indented.",
        "缩进处使用了制表符。",
        "Indent with spaces only.",
        "请只用空格缩进。",
    ),
    "yaml-indent": Message(
        "This line does not fit what stands before it.",
        "此行与前文不衔接。",
        "Align it with the lines it belongs to; check quotes and brackets before it.",
        "请与同级各行对齐，并检查前面的引号和括号。",
    ),
    "yaml-colon": Message(
        "A second colon, or a line indented too far, makes this unclear.",
        "多余的冒号或过深的缩进使此处含义不清。",
        "Put text that holds “: ” in quotes, or align the line with its neighbours.",
        "含有“: ”的文本请加引号，或与相邻各行对齐。",
    ),
    "yaml-no-colon": Message(
        "A colon is missing after this name.",
        "此名称之后缺少冒号。",
        "Write “name: value”; if this continues the text above, indent it.",
        "请写成“名称: 值”；如是上一行文本的延续，请缩进。",
    ),
    "yaml-quote": Message(
        "The text that begins with this quotation mark does not end.",
        "以此引号开头的文本没有结束。",
        "Close it with the same quotation mark.",
        "请用相同的引号收尾。",
    ),
    "yaml-wide-colon": Message(
        "Here stands a full-width colon “：”.",
        "此处是全角冒号“：”。",
        "Write a plain colon and a space: “: ”.",
        "请改为半角冒号加空格“: ”。",
    ),
    "yaml-wide": Message(
        "Here stands a full-width “{character}”.",
        "此处是全角“{character}”。",
        "Write a plain {plain}, or put the text in quotes.",
        "请改为半角 {plain}；如是文本内容，请加引号。",
    ),
    "yaml-bracket": Message(
        "The bracket opened on line {line} is not closed, or a comma is missing.",
        "第 {line} 行的括号没有闭合，或缺少逗号。",
        "Close the bracket, or put a comma between its items.",
        "请闭合括号，或在各项之间加逗号。",
    ),
    "yaml-start": Message(
        "Text may not begin with {character} unless it is in quotes.",
        "未加引号的文本不能以 {character} 开头。",
        "Put the text in quotes.",
        "请给该文本加引号。",
    ),
    "yaml-syntax": Message(
        "This is not valid YAML ({problem}).",
        "YAML 语法有误（{problem}）。",
        "Check indentation, colons, quotes and brackets here and just before.",
        "请检查此处及之前的缩进、冒号、引号和括号。",
    ),
    # Names
    "yaml-key-missing": Message(
        "A name is missing before this colon.",
        "此冒号之前缺少名称。",
        "Write “name: value”.",
        "请写成“名称: 值”。",
    ),
    "yaml-key-quotes": Message(
        "The name {name} is read as a number, a truth value or nothing, not as text.",
        "名称 {name} 会被读作数字、真假值或空值，而不是文本。",
        'Put it in quotes: "{name}".',
        '请加引号："{name}"。',
    ),
    "yaml-key-shape": Message(
        "A name must be plain text, not a list, a mapping or an alias.",
        "名称必须是普通文本，不能是列表、映射或别名。",
        "Write it out; where it, or a value, begins with [, {{ or *, put it in quotes.",
        "请直接写出名称；名称或值以 [、{{ 或 * 开头时，请加引号。",
    ),
    "yaml-duplicate": Message(
        "The name {name} stands here a second time; the first is at {line}:{column}.",
        "名称 {name} 重复，首次出现在 {line}:{column}。",
        "Keep one of them, or rename one.",
        "请只保留一个，或改名。",
    ),
    "yaml-merge": Message(
        "Merge keys (<<) are not part of this language.",
        "不支持合并键（<<）。",
        "Write the values out, or use “extends”.",
        "请直接写出各值，或使用“extends”。",
    ),
    # Values
    "yaml-endless": Message(
        "{value} is not a finite number.",
        "{value} 不是有限的数。",
        "Write a number with an end; where text is meant, put it in quotes.",
        "请写有限的数；如是文本，请加引号。",
    ),
    "yaml-digits": Message(
        "The whole number {value} has more than 18 digits.",
        "整数 {value} 超过 18 位。",
        "Write a smaller one; where text is meant (an ID or phone number), put it in quotes.",
        "请写较小的数；如是文本（证件号、电话等），请加引号。",
    ),
    "yaml-tag": Message(
        "Tags such as {tag} are not part of this language.",
        "不支持 {tag} 这样的标签。",
        "Remove the tag; if the text begins with !, put it in quotes.",
        "请删去标签；如文本以 ! 开头，请加引号。",
    ),
    # Bounds and aliases
    "yaml-deep": Message(
        "Lists and mappings are nested more than {limit} deep here.",
        "此处列表和映射的嵌套超过 {limit} 层。",
        "Write it flatter.",
        "请减少嵌套。",
    ),
    "yaml-many": Message(
        "This file holds more than {limit:,} values.",
        "文件中的值超过 {limit:,} 个。",
        "Split the file.",
        "请拆分文件。",
    ),
    "yaml-alias-many": Message(
        "With the alias *{name} this file stands for more than {limit:,} values.",
        "展开别名 *{name} 后，文件中的值超过 {limit:,} 个。",
        "Use fewer aliases inside what other aliases repeat.",
        "请减少别名的层层引用。",
    ),
    "yaml-alias-unknown": Message(
        "Nothing before this alias is marked &{name}.",
        "此别名之前没有标记为 &{name} 的内容。",
        "Mark what it repeats with &{name}; where text is meant, put it in quotes.",
        "请在被引用处加 &{name}；如是文本，请加引号。",
    ),
    "yaml-alias-self": Message(
        "The alias *{name} stands inside what it repeats.",
        "别名 *{name} 位于它所引用的内容之中。",
        "Remove the alias, or mark something else with &{name}.",
        "请删去该别名，或把 &{name} 标记在别处。",
    ),
    "yaml-anchor-twice": Message(
        "The anchor &{name} is used a second time.",
        "锚点 &{name} 重复使用。",
        "Give each anchor a name of its own.",
        "请为每个锚点取不同的名称。",
    ),
}
