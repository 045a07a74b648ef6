"""What importers and the door through which they come in say."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "importer-form": Message(
        "{importer} is brought as an importer and is none: it needs a name and a kind, and a title and a help in en and zh, as have its options.",
        "{importer} 作为导入器提供，但不符合要求：须有名称和类型，标题和说明须有中英文，各选项的说明也是。",
        "Derive the class from xiangyue.plugs.Importer.",
        "请让该类继承 xiangyue.plugs.Importer。",
    ),
    "importer-twice": Message(
        "Two importers have the name “{importer}”.",
        "有两个导入器同名：“{importer}”。",
        "Remove one of the plugins, or give one another name.",
        "请卸载其中一个插件，或改用其他名称。",
    ),
    "importer-no-profile": Message(
        "The importer “{importer}” has made no profile.",
        "导入器“{importer}”未生成治理方案。",
        "Tell whoever wrote the plugin.",
        "请联系该插件的作者。",
    ),
    "importer-profile": Message(
        "The profile is in {folder}. Now try: xiangyue profile lint {folder}",
        "治理方案已写入 {folder}。接下来可以运行：xiangyue profile lint {folder}",
    ),
    "importer-nothing": Message("Nothing was written.", "未写入任何内容。"),
    "importer-read": Message("Read", "读取"),
    "importer-carried": Message("Carried", "原样导入"),
    "importer-changed": Message("Changed", "调整后导入"),
    "importer-refused": Message("Refused", "未导入"),
    "json-broken": Message(
        "This is not JSON: {reason}.",
        "这不是 JSON：{reason}。",
        "Check how the file was made; a JSON file is text that begins with {{ or [.",
        "请检查文件的来源；JSON 文件是以 {{ 或 [ 开头的文本。",
    ),
    "json-encoding": Message(
        "The file is in no encoding of JSON: byte {number} is neither UTF-8 nor UTF-16.",
        "文件编码不符合 JSON 要求：第 {number} 字节既不是 UTF-8 也不是 UTF-16。",
        "Save it as UTF-8.",
        "请另存为 UTF-8。",
    ),
    "json-twice": Message(
        "The name “{name}” stands here twice.",
        "此处“{name}”出现了两次。",
        "Keep one of them.",
        "请只保留一个。",
    ),
    "json-deep": Message(
        "The file is nested more than {most} levels deep.",
        "文件嵌套超过 {most} 层。",
        "Split it.",
        "请拆分文件。",
    ),
    "json-large": Message(
        "The file is larger than {most} MB.",
        "文件超过 {most} MB。",
        "Split it.",
        "请拆分文件。",
    ),
    "json-long": Message(
        "One value of the file is longer than {most} million characters.",
        "文件中的一项超过{most}百万字符。",
        "Write one object a line, each of moderate size.",
        "请每行写一个大小适中的对象。",
    ),
    "json-half": Message(
        "Half a character stands here (a surrogate without its pair).",
        "此处有不完整的字符（单独的代理码）。",
        "Write the text anew.",
        "请重新填写该文本。",
    ),
}
