"""What an operating system, or SQLite, says in English only."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "os-ENOENT": Message("No such file or folder", "没有这个文件或文件夹"),
    "os-EACCES": Message("Permission denied", "没有权限"),
    "os-EPERM": Message("Operation not permitted", "不允许此操作"),
    "os-EEXIST": Message("It is there already", "已经存在"),
    "os-ENOTDIR": Message("Not a folder", "不是文件夹"),
    "os-EISDIR": Message("Is a folder", "是文件夹"),
    "os-ENOTEMPTY": Message("The folder is not empty", "文件夹非空"),
    "os-ENOSPC": Message("No space left on the disk", "磁盘空间不足"),
    "os-EROFS": Message("Read-only file system", "文件系统只读"),
    "os-EIO": Message("Input/output error", "磁盘读写错误"),
    "os-ENAMETOOLONG": Message("The name is too long", "名称过长"),
    "os-ELOOP": Message("Too many symbolic links", "符号链接过多"),
    "os-EMFILE": Message("Too many open files", "打开的文件过多"),
    "os-EADDRINUSE": Message("The address is in use already", "地址已被占用"),
    "os-EADDRNOTAVAIL": Message("The address is not this machine's", "本机没有此地址"),
    "os-ECONNREFUSED": Message("Connection refused", "连接被拒绝"),
    "os-ETIMEDOUT": Message("Timed out", "超时"),
    "os-other": Message("{said}", "系统错误（{said}）"),
    "sqlite-SQLITE_CANTOPEN": Message("unable to open database file", "无法打开数据库文件"),
    "sqlite-SQLITE_NOTADB": Message("file is not a database", "文件不是数据库"),
    "sqlite-SQLITE_CORRUPT": Message("{said}", "数据库文件已损坏"),
    "sqlite-SQLITE_READONLY": Message("{said}", "数据库只读"),
    "sqlite-SQLITE_BUSY": Message("{said}", "数据库正被占用"),
    "sqlite-SQLITE_LOCKED": Message("{said}", "数据表正被占用"),
    "sqlite-SQLITE_IOERR": Message("{said}", "磁盘读写错误"),
}
