"""What can be wrong with the store."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "store-durability": Message(
        "{durability!r} is no durability.",
        "没有名为{durability!r}的持久性级别。",
        "Use 'normal' or 'full'.",
        "请使用'normal'或'full'。",
    ),
    "store-closed": Message(
        "The engine has been closed.", "引擎已关闭。", "Open another one.", "请重新打开。"
    ),
    "store-url": Message(
        "{url!r} is no database URL.",
        "{url!r}不是数据库地址。",
        "Write it like sqlite:///village.db.",
        "请写成sqlite:///village.db的形式。",
    ),
    "store-dialect": Message(
        "Databases of the kind {dialect!r} are not supported.",
        "不支持{dialect!r}类型的数据库。",
        "Use SQLite, or PostgreSQL through psycopg (postgresql+psycopg://...).",
        "请使用SQLite，或通过psycopg使用PostgreSQL（postgresql+psycopg://……）。",
    ),
    "store-no-driver": Message(
        "PostgreSQL's driver is not installed.",
        "未安装PostgreSQL驱动。",
        "Install xiangyue[postgresql].",
        "请安装xiangyue[postgresql]。",
    ),
    "jobs-sqlite": Message(
        "Jobs are for PostgreSQL; on SQLite workers look by themselves.",
        "任务唤醒仅用于PostgreSQL；在SQLite上工作进程会自行查找。",
        "Name a PostgreSQL database with --db; on SQLite workers run without --jobs.",
        "请用--db指定PostgreSQL数据库；在SQLite上运行工作进程不加--jobs。",
    ),
    "jobs-not-installed": Message(
        "Procrastinate, which jobs need, is not installed.",
        "未安装任务唤醒所需的Procrastinate。",
        "Install xiangyue[jobs].",
        "请安装xiangyue[jobs]。",
    ),
    "jobs-off": Message(
        "Jobs are off in this database.",
        "此数据库未启用任务唤醒。",
        "Run xiangyue db jobs on.",
        "请运行xiangyue db jobs on。",
    ),
    "jobs-old": Message(
        "The tables of jobs were made by another version of Procrastinate.",
        "任务表由另一版本的Procrastinate创建。",
        "Run xiangyue db jobs on; no message is lost.",
        "请运行xiangyue db jobs on；不会丢失消息。",
    ),
    "store-server-old": Message(
        "The server is PostgreSQL {found}.",
        "服务器为PostgreSQL {found}。",
        "Use PostgreSQL {oldest} or newer.",
        "请使用PostgreSQL {oldest}或更新版本。",
    ),
    "store-encoding": Message(
        "The database keeps text as {encoding}, which cannot hold every language.",
        "数据库编码为{encoding}，无法保存所有文字。",
        "Make one with ENCODING 'UTF8'.",
        "请以ENCODING 'UTF8'新建数据库。",
    ),
    "store-lost": Message(
        "The connection to the database is lost, and nothing was kept: {detail}.",
        "与数据库的连接中断，未保存任何内容：{detail}。",
        "Try again once the server answers.",
        "请待服务器恢复后重试。",
    ),
    "store-unsure": Message(
        "The connection was lost while it was being kept, so it may be kept or not: {detail}.",
        "保存过程中连接中断，无法确定是否已保存：{detail}。",
        "Look before you do it again; a command with a key can simply be sent again.",
        "请先核实再重做；带幂等键的命令可直接重发。",
    ),
    "store-open": Message(
        "The database {url} cannot be opened: {detail}.",
        "无法打开数据库{url}：{detail}。",
        "Check that the folder exists and may be written to.",
        "请检查文件夹是否存在、是否可写。",
    ),
    "store-empty": Message(
        "{file} is empty: no database.",
        "{file}是空文件，不是数据库。",
        "Name the right one with --db or XIANGYUE_DB.",
        "请用 --db 或 XIANGYUE_DB 指定数据库。",
    ),
    "store-folder": Message(
        "{file} is a folder: no database.",
        "{file}是文件夹，不是数据库。",
        "Name a file in it.",
        "请指定其中的文件。",
    ),
    "store-unreachable": Message(
        "The database {database} on {host} cannot be reached: {detail}.",
        "无法连接{host}上的数据库{database}：{detail}。",
        "See that the server runs, and that host, port, database, user and password are right.",
        "请检查服务器是否在运行，以及主机、端口、数据库名、用户名和密码是否正确。",
    ),
    "store-no-wal": Message(
        "The database is not in WAL mode, so readers would block the writer.",
        "数据库未启用WAL模式，读写会互相阻塞。",
        "Run PRAGMA journal_mode = WAL on every connection.",
        "请在每个连接上执行PRAGMA journal_mode = WAL。",
    ),
    "store-no-busy-timeout": Message(
        "The connection gives up at once when the database is busy.",
        "数据库忙时连接会立即失败。",
        "Run PRAGMA busy_timeout = 5000 on every connection.",
        "请在每个连接上执行PRAGMA busy_timeout = 5000。",
    ),
    "store-no-foreign-keys": Message(
        "The connection does not enforce foreign keys.",
        "连接未启用外键约束。",
        "Run PRAGMA foreign_keys = ON on every connection.",
        "请在每个连接上执行PRAGMA foreign_keys = ON。",
    ),
    "store-busy": Message(
        "The database is locked by somebody else: {detail}.",
        "数据库被占用：{detail}。",
        "Try again; if it stays so, look for a program that keeps a transaction open.",
        "请重试；若持续如此，请检查是否有程序长时间占用。",
    ),
    "store-undone": Message(
        "The database undid the transaction; nothing of it was kept.",
        "数据库已撤销本次事务，未保存任何内容。",
        "Try again.",
        "请重试。",
    ),
    "store-crowded": Message(
        "All connections of this program to the database are in use, and none became free in time.",
        "本程序的数据库连接已全部占用，等待超时。",
        "Try again; if it stays so, use fewer threads, or an SQLAlchemy engine with a larger pool.",
        "请重试；若持续如此，请减少线程，或改用连接池更大的SQLAlchemy引擎。",
    ),
    "store-read-only": Message(
        "The database cannot be written to: {detail}.",
        "数据库不可写：{detail}。",
        "Give this user the right to write to the file and its folder; on PostgreSQL, see that the"
        " server is no standby and that neither database nor role is read-only.",
        "请为当前用户授予文件及其文件夹的写权限；使用PostgreSQL时，请确认服务器不是备用库，且数据库和角色未设为只读。",
    ),
    "store-full": Message(
        "The disk is full; nothing of this command was kept.",
        "磁盘已满，本次操作未保存。",
        "Free some space and try again.",
        "请清理空间后重试。",
    ),
    "store-disk": Message(
        "The disk failed: {detail}; nothing of this command was kept.",
        "磁盘读写失败：{detail}，本次操作未保存。",
        "Check the disk, then run xiangyue verify.",
        "请检查磁盘，然后运行xiangyue verify。",
    ),
    "store-corrupt": Message(
        "The file is damaged, or no database at all: {detail}.",
        "文件已损坏，或不是数据库：{detail}。",
        "Restore it from a backup.",
        "请从备份恢复。",
    ),
    "store-failed": Message(
        "The database refused: {detail}; nothing of this command was kept.",
        "数据库拒绝：{detail}，本次操作未保存。",
        "Run xiangyue verify.",
        "请运行xiangyue verify。",
    ),
    "schema-old": Message(
        "The database has schema {found}, this program needs {expected}.",
        "数据库结构版本为{found}，本程序需要{expected}。",
        "Run xiangyue db upgrade.",
        "请运行xiangyue db upgrade。",
    ),
    "schema-new": Message(
        "The database has schema {found} of a newer program; this one needs {expected}.",
        "数据库结构版本{found}来自更新的程序，本程序需要{expected}。",
        "Install the newer program.",
        "请安装更新的程序。",
    ),
    "schema-lost": Message(
        "Schema {found} is none that this program can upgrade: {detail}.",
        "本程序无法升级数据库结构版本{found}：{detail}。",
        "Restore the database from a backup, or use the program that made it.",
        "请从备份恢复数据库，或使用创建它的程序。",
    ),
    "schema-broken": Message(
        "A row of {table} has lost its {parent}; nothing was upgraded.",
        "{table}中有一行缺少对应的{parent}，未作任何升级。",
        "Run xiangyue verify.",
        "请运行xiangyue verify。",
    ),
    "schema-unknown": Message(
        "The database holds tables of another program.",
        "数据库中有其他程序的表。",
        "Use a database of its own.",
        "请使用单独的数据库。",
    ),
}
