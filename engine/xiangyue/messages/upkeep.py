"""What backup and restore say."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "backup-postgresql": Message(
        "A PostgreSQL database is backed up by PostgreSQL's own program.",
        "PostgreSQL数据库由其自带的程序备份。",
        "Run: {command}",
        "请运行：{command}",
    ),
    "backup-memory": Message(
        "This database is in memory only, and there is no file to work with.",
        "该数据库仅在内存中，没有对应的文件。",
        "Name one in a file, like sqlite:///village.db.",
        "请指定文件中的数据库，如sqlite:///village.db。",
    ),
    "backup-exists": Message(
        "{file} is there already, and was left as it is.",
        "{file}已存在，未作改动。",
        "Choose another name, or add --force to replace it.",
        "请换一个文件名，或加 --force 替换。",
    ),
    "backup-empty": Message(
        "There is nothing of xiangyue in this database.",
        "该数据库中没有xiangyue的数据。",
        "Name the right one with --db.",
        "请用 --db 指定正确的数据库。",
    ),
    "backup-space": Message(
        "There is not enough space in {folder}: {size:,} bytes are needed, {free:,} are free.",
        "{folder}空间不足：需要{size:,}字节，剩余{free:,}字节。",
        "Free some space, or choose another folder.",
        "请清理空间，或换一个文件夹。",
    ),
    "backup-end": Message(
        "The end of the chain of {community} is not what its head says.",
        "{community}的链尾与链首记录不符。",
        "Run xiangyue verify.",
        "请运行xiangyue verify。",
    ),
    "backup-done": Message(
        "Backed up to {file} (communities: {communities:,}, entries: {entries:,}, bytes: {bytes:,}).",
        "已备份到{file}：{communities:,}个社区，{entries:,}条记录，{bytes:,}字节。",
    ),
    "backup-private": Message(
        "It holds personal data. Keep it where only those can read it who may.",
        "备份含有个人信息，请妥善保管，仅限有权人员读取。",
    ),
    "backup-progress": Message("Backing up", "正在备份"),
    "restore-postgresql": Message(
        "A PostgreSQL database is restored by PostgreSQL's own program.",
        "PostgreSQL数据库由其自带的程序恢复。",
        "Run pg_restore, then xiangyue db reapply with the list of what was destroyed.",
        "请先运行pg_restore，再用销毁清单运行xiangyue db reapply。",
    ),
    "restore-none": Message(
        "There is no file “{file}”.", "没有文件“{file}”。", "Name the backup.", "请指定备份文件。"
    ),
    "restore-itself": Message(
        "{file} cannot be restored from itself.",
        "{file}不能用自身恢复。",
        "Name the backup, and with --db the database.",
        "请分别指定备份文件和数据库（--db）。",
    ),
    "restore-exists": Message(
        "There is a database {file} already, and it was left as it is.",
        "数据库{file}已存在，未作改动。",
        "Add --force to replace it; it is kept beside under another name.",
        "如要替换请加 --force；原数据库会改名保留。",
    ),
    "restore-in-use": Message(
        "Somebody has the database {file} open; nothing was changed.",
        "数据库{file}正在被使用，未作任何改动。",
        "Stop the workers and applications that use it, then try again.",
        "请先停止使用它的工作进程和应用，再重试。",
    ),
    "restore-not-ours": Message(
        "The backup holds nothing of xiangyue; nothing was changed.",
        "该备份中没有xiangyue的数据，未作任何改动。",
        "Name a file that xiangyue db backup has made.",
        "请指定由xiangyue db backup生成的文件。",
    ),
    "restore-unsound": Message(
        "The backup does not verify ({count:,} findings), and nothing was changed: {first}",
        "该备份未通过核验（{count:,}处问题），未作任何改动：{first}",
        "Take an older backup.",
        "请改用更早的备份。",
    ),
    "restore-done": Message(
        "Restored to {file}, and verified (communities: {communities:,}, entries: {entries:,}).",
        "已恢复到{file}：{communities:,}个社区，{entries:,}条记录，核验通过。",
    ),
    "restore-lost": Message(
        "Gone: entries {first} to {last} of {community}, made after the backup.",
        "已丢失：{community}第{first}至{last}条记录（备份之后产生）。",
    ),
    "restore-unread": Message(
        "What was destroyed since the backup is not known: the replaced database could not be"
        " read. If there is a list, run xiangyue db reapply with it.",
        "无法得知备份之后销毁了哪些内容：原数据库不可读。如有销毁清单，请用它运行xiangyue db reapply。",
    ),
    "restore-no-list": Message(
        "No database was replaced and no list was given, so nothing was destroyed again. If there"
        " is a list, run xiangyue db reapply with it.",
        "没有被替换的数据库，也没有提供销毁清单，因此未重新销毁任何内容。如有清单，请用它运行xiangyue db reapply。",
    ),
    "restore-kept": Message(
        "The replaced database is kept as {kept}. It holds personal data: delete it when it is not"
        " needed any more.",
        "原数据库保留为{kept}。其中含有个人信息，不再需要时请删除。",
    ),
    "restore-sent": Message(
        "Messages that the replaced database had sent, and that are not sent again: {sent:,}.",
        "已知发出、不再重发的消息：{sent:,}条。",
    ),
    "restore-twice": Message(
        "Messages that were sent after the backup may be sent once more, with the same id.",
        "备份之后已发出的消息可能会再发一次，编号不变。",
    ),
    "reapply-done": Message(
        "Destroyed again: {destroyed:,}; gone already: {gone:,}; not in this database: {absent:,}.",
        "重新销毁：{destroyed:,}；此前已销毁：{gone:,}；本库中没有：{absent:,}。",
    ),
    "destroyed-line": Message(
        "This is no line of a list of what was destroyed.",
        "此行不是销毁清单的内容。",
        "Make the list with xiangyue db destroyed.",
        "请用xiangyue db destroyed生成清单。",
    ),
}
