"""What is wrong with an account, a token or a call of the console."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "console-in-memory": Message(
        "The console cannot work on a store in memory.",
        "管理台不能使用内存数据库。",
        "Give it a file or a PostgreSQL database, as in sqlite:///village.db.",
        "请指定文件或 PostgreSQL 数据库，例如 sqlite:///village.db。",
    ),
    "console-missing": Message(
        "No console is installed that a message could lead to.",
        "没有安装消息可以链接到的管理台。",
        "Install it (pip install 'xiangyue[console]'), or leave out --console.",
        "请安装（pip install 'xiangyue[console]'），或去掉 --console。",
    ),
    "console-login-taken": Message(
        "There is an account “{login}” already.",
        "账号“{login}”已经存在。",
        "Choose another name.",
        "请换一个登录名。",
    ),
    "console-login-unknown": Message(
        "There is no account “{login}”.",
        "没有账号“{login}”。",
        "`xiangyue user list` says which there are.",
        "请用 `xiangyue user list` 查看已有账号。",
    ),
    "console-login-malformed": Message(
        "“{login}” is no login name.",
        "“{login}”不能作登录名。",
        "Use up to 64 letters, digits and signs of ASCII, without spaces.",
        "请使用不超过 64 个英文字母、数字或符号，不含空格。",
    ),
    "console-password-short": Message(
        "The password is too short, or far too long.",
        "密码太短或过长。",
        "Use at least {least} characters; several words are easy to remember.",
        "至少 {least} 个字符；用几个词连起来容易记住。",
    ),
    "console-power-unknown": Message(
        "“{power}” is no power of an account.",
        "“{power}”不是账号权限。",
        "There are: {known}.",
        "可用的有：{known}。",
    ),
    "console-token-unknown": Message(
        "There is no token “{token}”.",
        "没有令牌“{token}”。",
        "The page of tokens shows which there are.",
        "请在令牌页面查看已有令牌。",
    ),
}
