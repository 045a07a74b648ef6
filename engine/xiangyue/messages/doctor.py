"""What the doctor says of an installation."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "doctor-python": Message("Python {found}", "Python {found}"),
    "doctor-python-old": Message(
        "Python {found} is too old.",
        "Python {found}版本过低。",
        "Use 3.11 or newer.",
        "请使用3.11或更新版本。",
    ),
    "doctor-version": Message("xiangyue {found}", "xiangyue {found}"),
    "doctor-not-installed": Message(
        "xiangyue runs, but is not installed as a package, so its plugins may not be found.",
        "xiangyue可以运行，但没有作为软件包安装，插件可能无法找到。",
        "Run pip install xiangyue.",
        "请运行pip install xiangyue。",
    ),
    "doctor-packages-missing": Message(
        "Packages are missing: {names}.",
        "缺少软件包：{names}。",
        "Run pip install --upgrade xiangyue.",
        "请运行pip install --upgrade xiangyue。",
    ),
    "doctor-extra": Message("{extra}: {names}", "{extra}：{names}"),
    "doctor-extra-missing": Message(
        "{extra} is not installed; it is optional: pip install 'xiangyue[{extra}]'",
        "未安装{extra}（可选）：pip install 'xiangyue[{extra}]'",
    ),
    "doctor-plugins": Message("Plugins that load: {count}", "可加载的插件：{count}"),
    "doctor-profiles": Message("Profiles that load: {count}", "可加载的治理方案：{count}"),
    "doctor-channels-none": Message(
        "No channels were named to be checked (--channels FILE)",
        "未指定要检查的渠道文件（--channels 文件）",
    ),
    "doctor-channels": Message("Channels of {file}: {count}", "{file}中的渠道：{count}"),
    "doctor-channels-empty": Message(
        "{file} names no channel, so nobody is reached.",
        "{file}没有列出任何渠道，消息无法送达。",
        "Name a channel for sms, mail or others.",
        "请为短信、邮件等填写渠道。",
    ),
    "doctor-no-file": Message(
        "There is no database {file}.",
        "没有数据库{file}。",
        "Name the right one with --db or XIANGYUE_DB; a new one is made by xiangyue db upgrade or by"
        " the first application that opens it.",
        "请用 --db 或 XIANGYUE_DB 指定；应用首次打开时会新建数据库。",
    ),
    "doctor-read-only": Message(
        "{file} or its folder cannot be written to.",
        "{file}或其文件夹不可写。",
        "Give this user the right to write to both.",
        "请为当前用户授予两者的写权限。",
    ),
    "doctor-space": Message(
        "Free in {folder}: {free}; the database has {size}",
        "{folder}剩余{free}；数据库为{size}",
        "Make room, for a backup too.",
        "请清理空间，并为备份留出余地。",
    ),
    "doctor-reached": Message("Database {url}", "数据库{url}"),
    "doctor-sqlite": Message("SQLite {found}", "SQLite {found}"),
    "doctor-wal": Message("Readers do not block the writer (WAL)", "读写互不阻塞（WAL）"),
    "doctor-no-wal": Message(
        "The database is in journal mode {mode}, so readers and the writer block each other.",
        "数据库的日志模式为{mode}，读写会互相阻塞。",
        "It changes by itself when an engine opens it; if not, run PRAGMA journal_mode = WAL.",
        "引擎打开后会自动切换；否则请执行PRAGMA journal_mode = WAL。",
    ),
    "doctor-file-sound": Message("The file is sound", "文件完好"),
    "doctor-no-schema": Message(
        "There is nothing of xiangyue in this database.",
        "该数据库中没有xiangyue的数据。",
        "Name the right one with --db, or make the tables with xiangyue db upgrade.",
        "请用 --db 指定正确的数据库，或运行xiangyue db upgrade建表。",
    ),
    "doctor-schema": Message("Schema {found}", "数据库结构{found}"),
    "doctor-jobs": Message("Jobs are on, {count:,} waiting", "任务唤醒已启用，等待中{count:,}个"),
    "doctor-server": Message("PostgreSQL {found}", "PostgreSQL {found}"),
    "doctor-setting": Message(
        "{name} is off: a power cut can lose what was acknowledged, or damage the database.",
        "{name}已关闭：断电可能丢失已确认的数据或损坏数据库。",
        "Set {name} = on in postgresql.conf.",
        "请在postgresql.conf中设置{name} = on。",
    ),
    "doctor-connections": Message(
        "max_connections is {most}: enough for {processes} busy processes of up to {each}"
        " connections",
        "max_connections为{most}：可供{processes}个繁忙进程使用（每个最多{each}个连接）",
        "Raise max_connections, or run fewer processes.",
        "请调高max_connections，或减少进程数。",
    ),
    "doctor-clocks": Message(
        "The server's clock differs from this machine's by {seconds:,} seconds.",
        "服务器时钟与本机相差{seconds:,}秒。",
        "Let both be set by NTP.",
        "请在两台机器上启用NTP对时。",
    ),
    "doctor-clock": Message("The clock stands at {now}", "当前时间{now}"),
    "doctor-future": Message(
        "The newest entry of {community} is of {at}, and it is {now} here: the clock has gone back,"
        " or was wrong then.",
        "{community}最新一条记录的时间为{at}，而本机为{now}：时钟被回拨，或当时不准。",
        "Set the clock right (NTP); deadlines count from what it says.",
        "请校准时钟（NTP）；期限按时钟计算。",
    ),
    "doctor-work": Message("Nothing that is due is left undone", "没有到期未处理的事项"),
    "doctor-neglected": Message(
        "Due for more than ten minutes, and taken by nobody: {count:,}.",
        "到期超过十分钟仍无人处理：{count:,}项。",
        "See that xiangyue worker runs, then look at xiangyue worker status.",
        "请确认xiangyue worker正在运行，再查看xiangyue worker status。",
    ),
    "doctor-dead": Message(
        "Given up: {outbox:,} messages, {timer:,} timers, {waiting:,} waiting commands,"
        " {errand:,} errands.",
        "已放弃：消息{outbox:,}条，期限{timer:,}个，等待中的操作{waiting:,}条，转办{errand:,}件。",
        "See xiangyue worker dead; when the cause is mended, xiangyue worker redrive --all.",
        "请查看xiangyue worker dead；排除原因后运行xiangyue worker redrive --all。",
    ),
    "doctor-webhooks": Message(
        "Webhooks that are suspended, by community: {count:,}.",
        "已暂停的Webhook（按社区计）：{count:,}个。",
        "See xiangyue webhook list, then xiangyue webhook redrive.",
        "请查看xiangyue webhook list，再运行xiangyue webhook redrive。",
    ),
    "doctor-communities": Message(
        "Communities whose settings and profile can be read: {count:,}",
        "设置与治理方案可读的社区：{count:,}个",
    ),
    "doctor-settings": Message(
        "The settings of {community} cannot be used: {detail}",
        "{community}的设置无法使用：{detail}",
        "Run xiangyue verify, and restore a backup.",
        "请运行xiangyue verify，并从备份恢复。",
    ),
    "doctor-holidays": Message(
        "The holidays of {year} are not known yet. Communities without them: {count:,} ({names}).",
        "{count:,}个社区尚无{year}年的节假日安排（{names}）。",
        "When the notice is out, load it with xiangyue calendar load, or upgrade holidays and run"
        " xiangyue calendar refresh.",
        "通知发布后，请用xiangyue calendar load载入，或升级holidays包后运行xiangyue calendar refresh。",
    ),
    "doctor-days": Message(
        "The installed holidays package knows days off that {count:,} communities do not keep yet"
        " ({names}).",
        "已安装的holidays包中有{count:,}个社区尚未采用的节假日安排（{names}）。",
        "xiangyue calendar refresh takes them over and moves open deadlines.",
        "请运行xiangyue calendar refresh采用，未到的期限随之重算。",
    ),
    "doctor-failed": Message(
        "The check of {check} broke: {detail}",
        "检查{check}时出错：{detail}",
        "Please report it.",
        "请反馈此问题。",
    ),
    "doctor-total": Message(
        "Wrong: {wrong}, to look at: {look}, fine: {fine}.",
        "有误：{wrong}项，待查看：{look}项，正常：{fine}项。",
    ),
}
