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
        "Backed up to {file}: {communities:,} communities, {entries:,} entries, {bytes:,} bytes.",
        "已备份到{file}：{communities:,}个社区，{entries:,}条记录，{bytes:,}字节。",
    ),
    "backup-private": Message(
        "It holds personal data. Keep it where only those can read it who may.",
        "备份含有个人信息，请妥善保管，仅限有权人员读取。",
    ),
    "backup-progress": Message("Backing up", "正在备份"),
}
