"""What a verification finds, and what a destruction asks for."""

from __future__ import annotations

from xiangyue.messages.message import Message

_RESTORE = (
    "Take the row from a backup, and find out who can write to the file.",
    "请从备份取回该行，并查明谁能写入该文件。",
)

MESSAGES: dict[str, Message] = {
    "verify-added": Message(
        "{row}: no entry of the journal explains this row.",
        "{row}：日志中没有任何条目能说明该行的来历。",
        *_RESTORE,
    ),
    "verify-removed": Message(
        "{row}: the journal calls for this row, but it is not there.",
        "{row}：按日志应有该行，但该行不存在。",
        *_RESTORE,
    ),
    "verify-changed": Message(
        "{row}: stored ≠ journaled: {changes}.",
        "{row}：存储值 ≠ 日志值：{changes}。",
        *_RESTORE,
    ),
    "verify-hash": Message(
        "{row}: the entry is not the one that was chained here.",
        "{row}：该条目不是当初链入此处的条目。",
        *_RESTORE,
    ),
    "verify-gap": Message(
        "{row}: the entries from here to {last} are missing.",
        "{row}：从此处到第{last}条的条目缺失。",
        *_RESTORE,
    ),
    "verify-beyond": Message(
        "{row}: the entries from here to {last} were added past the head.",
        "{row}：从此处到第{last}条的条目超出链首记录，系后来添加。",
        *_RESTORE,
    ),
    "verify-lost": Message(
        "{row}: this entry was exported as a head, but the chain ends at {end}.",
        "{row}：该条目曾作为链首导出，但链只到第{end}条。",
        *_RESTORE,
    ),
    "verify-other": Message(
        "{row}: the head that was exported here had the hash {hash}…; the chain was rewritten.",
        "{row}：此处曾导出的链首哈希为{hash}…，链已被改写。",
        *_RESTORE,
    ),
    "verify-body": Message(
        "{row}: the entry cannot be read: {detail}.",
        "{row}：该条目无法读取：{detail}。",
        *_RESTORE,
    ),
    "verify-canonical": Message(
        "{row}: the entry is not written in canonical form.",
        "{row}：该条目不是规范格式。",
        *_RESTORE,
    ),
    "verify-sequel": Message(
        "{row}: the entry does not go on from those before it: {name} is {found}, not {expected}.",
        "{row}：该条目与之前的条目不衔接：{name}为{found}，应为{expected}。",
        *_RESTORE,
    ),
    "verify-payload": Message(
        "{row}: the payload is not the one whose hash its entry holds.",
        "{row}：该内容与其条目中的哈希不符。",
        *_RESTORE,
    ),
    "verify-gone": Message(
        "{row}: the payload is gone, and no entry says that it was destroyed.",
        "{row}：该内容已不存在，但没有条目说明其被销毁。",
        *_RESTORE,
    ),
    "verify-kept": Message(
        "{row}: the payload is there, although entry {by} says that it was destroyed.",
        "{row}：第{by}条说明该内容已销毁，但该内容仍然存在。",
        "Delete it again.",
        "请再次删除。",
    ),
    "verify-file": Message(
        "The database file is damaged: {detail}.",
        "数据库文件已损坏：{detail}。",
        "Restore it from a backup.",
        "请从备份恢复。",
    ),
    "verify-unreadable": Message(
        "The database cannot be read any further: {detail}.",
        "数据库无法继续读取：{detail}。",
        "Restore it from a backup.",
        "请从备份恢复。",
    ),
    "destroy-why": Message(
        "Destruction needs a reason.",
        "销毁须说明理由。",
        "Say why=...; it is kept in the open.",
        "请填写why；该理由将公开保留。",
    ),
    "verify-head": Message(
        "{head!r} is no head of {community!r}.",
        "{head!r}不是{community!r}的链首。",
        "Write it as it was exported: seq:hash.",
        "请按导出时的格式填写：序号:哈希。",
    ),
}
