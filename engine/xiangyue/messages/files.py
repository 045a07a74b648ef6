"""What is wrong with a file as such, whatever it should hold."""

from __future__ import annotations

from xiangyue.messages.message import Message

_LESS_EN = "Split it, or keep only what matters."
_LESS_ZH = "请拆分文件，或只保留需要的内容。"
_AGAIN_EN = "Export or copy the file once more."
_AGAIN_ZH = "请重新导出或复制文件。"

MESSAGES = {
    "file-no-file": Message(
        "This is no ordinary file.",
        "这不是普通文件。",
        "Give the path of a file, not of a folder or device.",
        "请给出文件的路径，而不是文件夹或设备。",
    ),
    "file-unreadable": Message(
        "The file cannot be read: {reason}.",
        "无法读取文件：{reason}。",
        "Check the path and the permissions.",
        "请检查路径和权限。",
    ),
    "file-too-large": Message(
        "The file is larger than 2 GiB.", "文件超过 2 GiB。", _LESS_EN, _LESS_ZH
    ),
    "file-bomb": Message(
        "The file unpacks to more than 250 times its size, as no log or sheet does.",
        "文件解压后超过原大小的 250 倍，不像是日志或表格。",
        "If it is one all the same, unpack it first.",
        "如果确实是，请先自行解压。",
    ),
    "file-gzip-cut": Message(
        "The gzip file ends too early, at or after this line.",
        "gzip 文件不完整，在此行或其后中断。",
        _AGAIN_EN,
        _AGAIN_ZH,
    ),
    "file-gzip-broken": Message(
        "The gzip file is damaged, at or after this line.",
        "gzip 文件在此行或其后已损坏。",
        _AGAIN_EN,
        _AGAIN_ZH,
    ),
    "file-binary": Message(
        "There is a NUL byte here, so this is no text.",
        "此处有空字节，文件不是文本。",
        "Export it once more, as text in UTF-8.",
        "请重新导出为 UTF-8 编码的文本。",
    ),
    "file-line-too-long": Message(
        "The line is longer than {limit} characters.",
        "此行超过 {limit} 个字符。",
        "Check that the file is a CSV with a line for each row.",
        "请检查文件是否为每行一条记录的 CSV。",
    ),
    "file-csv": Message(
        "The row that begins here is no valid CSV: {reason}.",
        "从此处开始的行不是有效的 CSV：{reason}。",
        "Check its quotation marks: each must be closed, and doubled inside a value.",
        "请检查引号：必须成对，值内的引号要写两次。",
    ),
    "file-encoding-unknown": Message(
        "There is no text encoding called “{name}”.",
        "没有名为“{name}”的文本编码。",
        "Use one such as utf-8, gb18030 or latin-1.",
        "请使用 utf-8、gb18030 或 latin-1 等。",
    ),
    "file-encoding": Message(
        "This is not text in {tried}.",
        "文本编码不是 {tried}。",
        "Name its encoding with --encoding, or save it as UTF-8.",
        "请用 --encoding 指明编码，或另存为 UTF-8。",
    ),
}
