"""What the command line says."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "cli-installed": Message(
        "“{profile}” governs “{community}” now.", "“{community}”现按“{profile}”治理。"
    ),
    # --- what can be wrong ---
    "cli-unexpected": Message(
        "Something went wrong that should not have: {detail}.",
        "发生意外错误：{detail}。",
        "Set XIANGYUE_DEBUG=1 to see where, and report it.",
        "请设置 XIANGYUE_DEBUG=1 查看出错位置并反馈。",
    ),
    "cli-plugins": Message(
        "Warning: the commands of plugins are missing here. {detail}",
        "警告：插件命令不可用。{detail}",
    ),
    "cli-not-there": Message(
        "{name}: No such file or folder.",
        "{name}：没有这个文件或文件夹。",
        "Check the path.",
        "请检查路径。",
    ),
    "cli-file": Message(
        "{name}: {reason}.",
        "无法读写{name}：{reason}。",
        "Check the path, its rights and the space on the disk.",
        "请检查路径、权限和磁盘空间。",
    ),
    "cli-no-flask": Message(
        "Serving needs Flask, which is not installed.",
        "提供网页服务需要Flask，尚未安装。",
        "Install xiangyue[console].",
        "请安装xiangyue[console]。",
    ),
    "cli-no-database": Message(
        "There is no database {url}.",
        "没有数据库{url}。",
        "Name the right one with --db or XIANGYUE_DB.",
        "请用 --db 或 XIANGYUE_DB 指定数据库。",
    ),
    "cli-nobody": Message(
        "Nobody is registered as “{member}”.",
        "没有登记过“{member}”这名成员。",
        "Name a registered member, or register this one with xiangyue import members.",
        "请填写已登记的成员，或用 xiangyue import members 登记。",
    ),
    "cli-new-community": Message(
        "There is no unit “{unit}”. Did you mean “{nearest}”?",
        "没有单位“{unit}”。是否指“{nearest}”？",
        "Add it with xiangyue import units, or say --new to let it begin here.",
        "请用 xiangyue import units 添加，或加 --new 由此新建。",
    ),
    "cli-no-role": Message(
        "The profile has no role “{role}”. Did you mean “{nearest}”?",
        "该治理方案没有角色“{role}”。是否指“{nearest}”？",
        "Name one of: {known}.",
        "可选：{known}。",
    ),
    "cli-receive-what": Message(
        "Nothing says what the matter is.",
        "没有说明是什么事项。",
        "Give --title, or a field with --with.",
        "请用 --title 写明，或用 --with 填写字段。",
    ),
    "cli-receive-whom": Message(
        "A helper enters it for somebody.",
        "协助录入须写明是替谁录入。",
        "Say for whom with --for.",
        "请用 --for 写明。",
    ),
    "cli-heads": Message(
        "This file holds no chain ends.",
        "该文件不是链头文件。",
        "Export them with xiangyue db heads --output FILE.",
        "请用 xiangyue db heads --output 文件 导出。",
    ),
    "cli-new-name": Message(
        "{name!r} cannot be a profile's name.",
        "{name!r}不能作为治理方案名称。",
        "Use small letters, digits and single hyphens, at most 64, and begin with a letter.",
        "请使用小写字母、数字和单个连字符（最多64个），并以字母开头。",
    ),
    "cli-new-there": Message(
        "Something of that name is there already.",
        "同名文件或文件夹已存在。",
        "Choose another name, or another folder with --output.",
        "请另选名称，或用 --output 指定其他文件夹。",
    ),
    "cli-no-flow": Message(
        "The profile has no flow {flow!r}.",
        "该治理方案没有流程{flow!r}。",
        "Name one of: {known}.",
        "可选：{known}。",
    ),
    "cli-one-flow": Message(
        "An SVG holds one flow, and the profile has several.",
        "一个 SVG 只能绘制一个流程，而该方案有多个流程。",
        "Name one of them with --flow: {known}.",
        "请用 --flow 指定其一：{known}。",
    ),
    # --- what is done ---
    "cli-reading": Message("Reading the log", "读取日志"),
    "cli-replaying": Message("Replaying", "重放"),
    "cli-verifying": Message("Checking", "核对"),
    "cli-error": Message("error", "错误"),
    "cli-warning": Message("warning", "警告"),
    "cli-lint-total": Message(
        "Errors: {errors}, warnings: {warnings}.", "错误{errors}个，警告{warnings}个。"
    ),
    "cli-show-hash": Message("Hash: {hash}", "哈希：{hash}"),
    "cli-show-counts": Message(
        "Flows: {flows}, roles: {roles}, fields: {fields}, params: {params}, tables: {tables},"
        " accounts: {accounts}, scoring rules: {scoring}, limits: {limits}.",
        "流程{flows}个，角色{roles}个，字段{fields}个，参数{params}个，决策表{tables}个，"
        "积分账户{accounts}个，积分规则{scoring}条，介入限度{limits}项。",
    ),
    "cli-new-written": Message("Written: {folder}. Now try:", "已写入{folder}。接着可以运行："),
    "cli-svg-written": Message("Written: {file}.", "已写入{file}。"),
    "cli-diff-total": Message(
        "Allowed now (+): {allows}, no longer (-): {forbids}, otherwise changed (~): {changes}.",
        "新允许（+）{allows}项，不再允许（-）{forbids}项，其他变化（~）{changes}项。",
    ),
    "cli-discover-read": Message(
        "Read {cases:,} cases with {events:,} events, {activities} activities and"
        " {variants} variants.",
        "已读取{cases:,}个案例、{events:,}个事件：{activities}种活动，{variants}种变体。",
    ),
    "cli-discover-empty": Message(
        "{empty_cases:,} cases without any event are left out.",
        "另有{empty_cases:,}个没有事件的案例未计入。",
    ),
    "cli-discover-written": Message(
        "Written {file}: {states} states, {actions} actions.",
        "已写入{file}：{states}个状态，{actions}个操作。",
    ),
    "cli-discover-next": Message(
        "Try it: xiangyue replay {log} --profile {folder}",
        "试运行：xiangyue replay {log} --profile {folder}",
    ),
    "cli-verify-fine": Message(
        "Fine: every row says what the journal says"
        " (communities: {communities}, entries: {entries:,}).",
        "通过：所有数据与日志链一致（社区{communities}个，记录{entries:,}条）。",
    ),
    "cli-verify-found": Message(
        "Problems: {problems:,} (communities: {communities}, entries: {entries:,}).",
        "发现问题{problems:,}处（社区{communities}个，记录{entries:,}条）。",
    ),
    "cli-db-current": Message(
        "The schema is up to date: {after}.", "数据库结构已是最新：{after}。"
    ),
    "cli-db-upgraded": Message(
        "The schema was brought from {before} to {after}.", "数据库结构已从{before}升级到{after}。"
    ),
    "cli-db-jobs-on": Message(
        "Jobs are on: commands wake workers that run with --jobs.",
        "任务唤醒已启用：操作会唤醒以--jobs运行的工作进程。",
    ),
    "cli-db-jobs-off": Message(
        "Jobs are off: workers look by themselves.", "任务唤醒已停用：工作进程自行查找。"
    ),
    "cli-db-heads": Message(
        "Written {file}, chains: {count}.", "已写入{file}：{count}条链的链头。"
    ),
    "cli-db-url": Message("Database  {db}", "数据库  {db}"),
    "cli-db-file": Message("File      {file}, {bytes:,} bytes", "文件    {file}，{bytes:,}字节"),
    "cli-db-schema": Message(
        "Schema    {schema}, this program needs {expected}",
        "结构    {schema}，本程序需要{expected}",
    ),
    # --- the demonstration ---
    "cli-demo-log": Message(
        "A log of what a community really did becomes a profile",
        "从社区实际办理日志中发现治理方案",
    ),
    "cli-demo-discovered": Message(
        "Discovered a profile: {states} states, {actions} actions, {roles} roles.",
        "发现治理方案：{states}个状态、{actions}个操作、{roles}个角色。",
    ),
    "cli-demo-replay": Message(
        "Every event of the log is driven through the engine", "逐条事件在引擎中重放"
    ),
    "cli-demo-verify": Message("Every row is checked against the journal", "逐行核对数据与日志链"),
    "cli-demo-tamper": Message(
        "In a copy, one task is changed behind the engine's back:", "在副本中绕过引擎篡改一项任务："
    ),
    "cli-demo-end": Message(
        "All of this took {seconds} seconds. Next: xiangyue profile new errand",
        "全程用时{seconds}秒。下一步：xiangyue profile new errand",
    ),
    "cli-demo-kept": Message("Kept in {folder}.", "已保留在{folder}。"),
    # --- headings ---
    "cli-head-profile": Message("Profile", "方案"),
    "cli-head-title": Message("Title", "名称"),
    "cli-head-languages": Message("Languages", "语言"),
    "cli-head-path": Message("Path", "路径"),
    "cli-head-action": Message("Action", "操作"),
    "cli-head-from": Message("From", "自"),
    "cli-head-to": Message("To", "至"),
    "cli-head-by": Message("By", "由"),
    "cli-head-figure": Message("Replay", "重放"),
    "cli-head-reason": Message("Reason", "原因"),
    "cli-head-refused": Message("Refused", "拒绝"),
    "cli-figure-cases": Message("Cases", "案例"),
    "cli-figure-variants": Message("Variants", "变体"),
    "cli-figure-events": Message("Events", "事件"),
    "cli-figure-accepted": Message("Accepted", "接受"),
    "cli-figure-refused": Message("Refused", "拒绝"),
    "cli-figure-fitness": Message("Fitness", "拟合度"),
    "cli-figure-ended": Message("Ended", "办结"),
    "cli-figure-late": Message("Late", "逾期"),
    "cli-figure-seconds": Message("Seconds", "用时（秒）"),
    "cli-figure-speed": Message("Commands per second", "每秒命令数"),
}
