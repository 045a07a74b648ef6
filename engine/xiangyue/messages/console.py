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
    "console-served": Message("The console is at {url}", "管理台地址：{url}"),
    "console-stop": Message("Control-C ends it.", "按 Control-C 结束。"),
    "console-demo": Message(
        "On the demonstration's data, until it is ended. These sign in; nobody is told again:",
        "使用演示数据，结束后即清除。可用以下账号登录，密码只显示这一次：",
    ),
    "console-demo-login": Message("{login}   {password}   {who}", "{login}   {password}   {who}"),
    "console-demo-cadre": Message("a cadre of Xinqi village: my work", "新旗村干部：我的工作"),
    "console-demo-admin": Message(
        "the village secretary, an admin: Xinqi and who does what", "村支书、管理员：新旗村村务"
    ),
    "console-demo-drafter": Message(
        "the village committee, which drafts changes of the rules", "村委会：起草治理方案的变更"
    ),
    "console-demo-approver": Message(
        "the supervision committee, which approves them", "村务监督委员会：批准变更"
    ),
    "console-demo-helper": Message("a helper at the counter of Xinqi", "新旗村代办员：窗口代办"),
    "console-demo-county": Message(
        "the sub-district: all communities, and a call-out that is live",
        "街道：全部社区，以及正在进行的动员",
    ),
    "console-demo-root": Message("who runs the system", "系统管理员"),
    "console-demo-nobody": Message("Residents need no account: {url}", "居民无需账号：{url}"),
    "console-nobody": Message(
        "Nobody can sign in yet. Add somebody: xiangyue user add NAME --power system:*",
        "还没有可以登录的账号。请添加：xiangyue user add 登录名 --power system:*",
    ),
    "console-public": Message(
        "Whoever can reach this port can read what is sent over it: passwords go over http in the open.",
        "能访问此端口的人都可能看到传输内容：密码以 http 明文传送。",
        "Put it behind a proxy with https, and name that with --base-url https://….",
        "请放在 https 代理之后，并用 --base-url https://… 指明地址。",
    ),
    "console-added": Message("{login} can sign in.", "{login} 现在可以登录。"),
    "console-password": Message(
        "Password, shown this once: {password}", "密码（只显示这一次）：{password}"
    ),
    "console-changed": Message("{login} is changed.", "{login} 已修改。"),
    "console-no-users": Message("There is no account yet.", "还没有账号。"),
    "console-head-login": Message("Login", "登录名"),
    "console-head-member": Message("Acts as", "身份"),
    "console-head-grants": Message("May", "权限"),
    "console-head-state": Message("State", "状态"),
    "console-state-active": Message("can sign in", "可登录"),
    "console-state-disabled": Message("disabled", "已停用"),
    "console-state-locked": Message("locked for a while", "暂时锁定"),
    "console-grant-malformed": Message(
        "“{given}” is no grant.",
        "“{given}”不是权限写法。",
        "Write a power and a unit, as admin:xinqi or system:*.",
        "请写“权限:单位”，例如 admin:xinqi 或 system:*。",
    ),
    "console-config": Message(
        "These settings cannot be read: {why}.",
        "无法读取设置：{why}。",
        "Write them as YAML in UTF-8.",
        "请用 UTF-8 编码的 YAML 书写。",
    ),
    "console-config-key": Message(
        "These settings say what is not understood: {why}.",
        "设置中有无法识别的内容：{why}。",
        "There are: {known}.",
        "可用的有：{known}。",
    ),
    "console-base-url": Message(
        "“{given}” is no address where people reach the console.",
        "“{given}”不是可访问本系统的网址。",
        "Write base_url with http:// or https:// before it: https://compact.example.org",
        "base_url 请写完整网址，例如 https://compact.example.org",
    ),
    "console-oidc-base-url": Message(
        "Signing in by OIDC needs the address where people come back to.",
        "使用 OIDC 登录须指明返回的网址。",
        "Say it as base_url in the settings, or with --base-url https://….",
        "请在设置中写明 base_url，或使用 --base-url https://…。",
    ),
    "console-port": Message(
        "Port {port} cannot be used: {why}.",
        "无法使用端口 {port}：{why}。",
        "Name another one with --port.",
        "请用 --port 指定其他端口。",
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
