"""What the readers of event logs, and discovery, have to say."""

from __future__ import annotations

from xiangyue.messages.message import Message

_LESS_EN = "Split the log, or keep only the months that matter."
_LESS_ZH = "请拆分日志，或只保留需要的月份。"

MESSAGES = {
    "log-unknown-format": Message(
        "This is neither XES nor CSV.",
        "这既不是 XES，也不是 CSV。",
        "Export the log as XES or CSV, gzipped or not.",
        "请把日志导出为 XES 或 CSV（可为 gzip 压缩）。",
    ),
    "log-timezone": Message(
        "There is no time zone called “{name}”.",
        "没有名为“{name}”的时区。",
        "Use a name of the IANA list, such as Asia/Shanghai or UTC.",
        "请使用 IANA 时区名，例如 Asia/Shanghai 或 UTC。",
    ),
    "log-empty": Message(
        "The log holds no event.",
        "日志中没有任何事件。",
        "Check that the export was not filtered down to nothing.",
        "请检查导出时是否把内容全部过滤掉了。",
    ),
    "log-too-many-events": Message(
        "The log holds more than {limit} events.",
        "日志中的事件超过 {limit} 个。",
        _LESS_EN,
        _LESS_ZH,
    ),
    "log-too-many-attributes": Message(
        "This case has more than {limit} attributes.",
        "此案例的属性超过 {limit} 个。",
        "Export only the attributes that matter.",
        "请只导出需要的属性。",
    ),
    "log-name-too-long": Message(
        "The name that begins with “{start}” is longer than {limit} characters.",
        "以“{start}”开头的名称超过 {limit} 个字符。",
        "Check which attribute names the activity, resource, group and case.",
        "请检查活动、人员、部门和案例分别由哪个属性表示。",
    ),
    "log-no-activity": Message(
        "This event of case “{case}” has no activity.",
        "案例“{case}”的此事件没有活动名称。",
        "Fill it in, or name the attribute that holds it with --activity.",
        "请补上，或用 --activity 指明所在的属性。",
    ),
    "log-no-timestamp": Message(
        "This event of case “{case}” has no time.",
        "案例“{case}”的此事件没有时间。",
        "Fill it in, or name the attribute that holds it with --time.",
        "请补上，或用 --time 指明所在的属性。",
    ),
    "log-no-case": Message(
        "This row does not say which case it belongs to.",
        "此行没有说明属于哪个案例。",
        "Fill it in, or name the column that holds it with --case.",
        "请补上，或用 --case 指明所在的列。",
    ),
    "log-no-attribute": Message(
        "Nothing in the log has an attribute “{name}”; there are: {known}.",
        "日志中没有属性“{name}”；现有：{known}。",
        "Name one of these.",
        "请从中选一个。",
    ),
    "log-bad-time": Message(
        "“{text}” cannot be read as a time.",
        "“{text}”无法读作时间。",
        "Write it like 2026-01-31T09:00:00+08:00, or say with --time-format how it is written.",
        "请写成 2026-01-31T09:00:00+08:00 的样子，或用 --time-format 说明写法。",
    ),
    "log-mixed-times": Message(
        "“{text}” has day, month and year in another order than the times before it.",
        "“{text}”的年月日顺序与前面的时间不同。",
        "Write all times in one way.",
        "请统一时间的写法。",
    ),
    "log-short-year": Message(
        "The year of “{text}” does not have four digits.",
        "“{text}”的年份不是四位数。",
        "Say with --time-format how it is written, such as %d/%m/%y %H:%M.",
        "请用 --time-format 说明写法，例如 %d/%m/%y %H:%M。",
    ),
    "log-day-or-month": Message(
        "Times such as “{text}” leave open which number is the day and which the month.",
        "“{text}”这样的时间无法分清日和月。",
        "Say it with --time-format, such as %d/%m/%Y %H:%M or %m/%d/%Y %H:%M.",
        "请用 --time-format 说明，例如 %d/%m/%Y %H:%M 或 %m/%d/%Y %H:%M。",
    ),
    "log-xml": Message(
        "The XML is invalid: {reason}.",
        "XML 无效：{reason}。",
        "Export the log once more, in UTF-8.",
        "请重新以 UTF-8 导出日志。",
    ),
    "log-xml-doctype": Message(
        "The XML has a DOCTYPE, through which entities could be smuggled in.",
        "XML 带有 DOCTYPE，可能夹带实体。",
        "Remove it: XES needs none.",
        "请删除它：XES 不需要。",
    ),
    "log-xml-root": Message(
        "The root element is “{tag}”, not “log”, so this is no XES.",
        "根元素是“{tag}”而不是“log”，这不是 XES。",
        "Export the log as XES or CSV.",
        "请把日志导出为 XES 或 CSV。",
    ),
    "log-xml-deep": Message(
        "Elements are nested more than {limit} deep.",
        "元素嵌套超过 {limit} 层。",
        "Export only flat attributes.",
        "请只导出不嵌套的属性。",
    ),
    "log-xml-long": Message(
        "An element, comment or value here is longer than 1 MiB.",
        "此处的元素、注释或值超过 1 MiB。",
        "Export only the attributes that matter.",
        "请只导出需要的属性。",
    ),
    "log-event-outside": Message(
        "This event belongs to no trace.",
        "此事件不属于任何案例（trace）。",
        "Move it into the trace of its case.",
        "请把它移入所属案例的 trace 中。",
    ),
    "log-not-xml": Message(
        "A name or value holds the character {number}, which XML cannot hold.",
        "名称或值中有字符 {number}，XML 无法表示。",
        "Remove it.",
        "请删除它。",
    ),
    "log-row": Message(
        "The row has {cells} cells, but the header has {columns}.",
        "此行有 {cells} 个单元格，而表头有 {columns} 个。",
        "Quote values that hold the separator.",
        "含有分隔符的值请加引号。",
    ),
    "log-too-many-columns": Message(
        "The header has more than {limit} columns.",
        "表头超过 {limit} 列。",
        "Export only the columns that matter.",
        "请只导出需要的列。",
    ),
    "log-no-column": Message(
        "There is no column “{name}”; there are: {known}.",
        "没有“{name}”列；现有：{known}。",
        "Name one of these.",
        "请从中选一个。",
    ),
    "log-no-case-column": Message(
        "No column is known to name the case; there are: {known}.",
        "没有认出表示案例的列；现有：{known}。",
        "Name it with --case.",
        "请用 --case 指明。",
    ),
    "log-no-activity-column": Message(
        "No column is known to name the activity; there are: {known}.",
        "没有认出表示活动的列；现有：{known}。",
        "Name it with --activity.",
        "请用 --activity 指明。",
    ),
    "log-no-time-column": Message(
        "No column is known to hold the time; there are: {known}.",
        "没有认出表示时间的列；现有：{known}。",
        "Name it with --time.",
        "请用 --time 指明。",
    ),
    "log-share": Message(
        "The smallest share {share} is not between 0 and 1.",
        "最小占比 {share} 不在 0 与 1 之间。",
        "Give a number such as 0.05 with --min-share.",
        "请用 --min-share 给出 0.05 这样的数。",
    ),
    "log-tangled": Message(
        "The log has {activities} activities and {paths} paths between them, "
        "more than a profile of 2 MB can hold.",
        "日志有 {activities} 个活动、{paths} 条路径，超出 2 MB 配置文件的容量。",
        "Drop rare paths with --min-share 0.05, or check which attribute names the activity.",
        "请用 --min-share 0.05 去掉少见路径，或检查活动由哪个属性表示。",
    ),
    "log-profile-there": Message(
        "There is a profile here already.",
        "此处已有配置。",
        "Choose another folder with --output, or replace it with --force.",
        "请用 --output 选择其他文件夹，或用 --force 覆盖。",
    ),
    "log-no-folder": Message(
        "The profile cannot be written here: {reason}.",
        "无法在此写入配置：{reason}。",
        "Choose another folder with --output.",
        "请用 --output 选择其他文件夹。",
    ),
}
