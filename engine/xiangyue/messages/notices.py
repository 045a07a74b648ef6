"""Official holiday notices, and the deadlines that depend on them."""

from __future__ import annotations

from xiangyue.messages.message import Message

_DAY = (
    "Write a day as 2027-01-01, or a range as 2027-02-05..2027-02-12.",
    "日期请写成 2027-01-01，连续多日请写成 2027-02-05..2027-02-12。",
)

MESSAGES: dict[str, Message] = {
    "notice-key": Message(
        "A holiday notice has no “{name}”.",
        "放假通知中没有“{name}”这一项。",
        "It may say: {known}; the nearest is {nearest}.",
        "可写的项目：{known}；最接近的是 {nearest}。",
    ),
    "notice-missing": Message(
        "The holiday notice does not say its {name}.",
        "放假通知缺少 {name}。",
        "Add a line such as country: CN, year: 2027 or source: the notice's number.",
        "请补上一行，例如 country: CN、year: 2027，或 source: 通知文号。",
    ),
    "notice-year": Message(
        "“{value}” is not a year.",
        "“{value}”不是年份。",
        "Write it as year: 2027.",
        "请写成 year: 2027。",
    ),
    "notice-source": Message(
        "The source of the holiday notice cannot be read.",
        "放假通知的出处无法识别。",
        "Write the number or the address of the notice, in at most {most} characters.",
        "请写通知的文号或网址，不超过 {most} 个字。",
    ),
    "notice-list": Message(
        "“{name}” is not a list of days.",
        "“{name}”不是日期列表。",
        "Write it as {name}: [2027-01-01, 2027-02-05..2027-02-12].",
        "请写成 {name}: [2027-01-01, 2027-02-05..2027-02-12]。",
    ),
    "notice-empty": Message(
        "The holiday notice for {year} names no day off.",
        "{year} 年的放假通知没有写任何放假日期。",
        "List the days off under off.",
        "请在 off 下列出放假日期。",
    ),
    "notice-day": Message("“{value}” is not a day.", "“{value}”不是日期。", *_DAY),
    "notice-range": Message(
        "“{value}” is not a range of days within one year.",
        "“{value}”不是一年之内的起止日期。",
        *_DAY,
    ),
    "notice-outside": Message(
        "{day} lies outside {year} and the last week before it.",
        "{day} 不在 {year} 年，也不在前一年的最后一周。",
        "Check the day, or the year of the notice.",
        "请核对这个日期或通知的年份。",
    ),
    "notice-twice": Message(
        "{day} stands in the list twice.",
        "{day} 在列表中重复出现。",
        "Take one of the two away.",
        "请删去其中一处。",
    ),
    "notice-both": Message(
        "{day} is both off and worked.",
        "{day} 既列为放假，又列为上班。",
        "Leave it in one of the two lists only.",
        "请只在其中一个列表中保留它。",
    ),
    "notice-weekday": Message(
        "{day} is no Saturday or Sunday, and cannot be a make-up workday.",
        "{day} 不是周六或周日，不能作为调休上班日。",
        "Check the day; work lists only weekend days that are worked.",
        "请核对日期；work 只列调休上班的周末。",
    ),
    "notice-country": Message(
        "The notice is for {country}; the calendar of {community} is that of {own}.",
        "通知适用于 {country}，而 {community} 的日历属于 {own}。",
        "Load it for communities whose profile says calendar: country: {country}.",
        "请只为配置中写有 calendar: country: {country} 的社区载入。",
    ),
    "due-provisional": Message(
        "The holidays of {year} are not announced yet, so this deadline is provisional.",
        "{year} 年的放假安排尚未公布，此期限为暂定。",
        "It is worked out anew when the holiday notice for {year} is loaded.",
        "{year} 年放假通知载入后将重新计算。",
    ),
    # --- xiangyue calendar ---
    "calendar-which": Message(
        "It is not clear whose calendar is meant.",
        "没有说明要看哪个日历。",
        "Name either --profile or --community, and not both.",
        "请写 --profile 或 --community，二者取一。",
    ),
    "calendar-days": Message("{year}: {days} working days", "{year} 年：{days} 个工作日"),
    "calendar-announced": Message("The holidays are announced.", "放假安排已公布。"),
    "calendar-provisional": Message(
        "The holidays of {year} are not announced yet: this is provisional.",
        "{year} 年的放假安排尚未公布，以下为暂定。",
    ),
    "calendar-plain": Message(
        "The calendar names no country, and so no public holidays.",
        "日历没有写明国家，因此没有公众假日。",
    ),
    "calendar-off": Message("off", "放假"),
    "calendar-work": Message("worked", "调休上班"),
    "calendar-head-day": Message("Day", "日期"),
    "calendar-head-what": Message("What", "安排"),
    "calendar-head-name": Message("Name", "名称"),
    "calendar-loaded": Message(
        "{community}: the holidays of {year} are in force; deadlines moved: {count}.",
        "{community}：{year} 年放假安排已生效，调整期限 {count} 个。",
    ),
    "calendar-same": Message(
        "{community}: this notice for {year} was in force already.",
        "{community}：{year} 年的这份通知已经生效。",
    ),
    "calendar-refreshed": Message(
        "{community}: the days off of {years} are those that the package knows; deadlines moved:"
        " {count}.",
        "{community}：{years} 年的放假安排已按 holidays 包更新，调整期限 {count} 个。",
    ),
    "calendar-fresh": Message(
        "{community}: nothing new is known.", "{community}：没有新的放假安排。"
    ),
    "calendar-nobody": Message(
        "No community here has the calendar of {country}.",
        "这里没有使用 {country} 日历的社区。",
    ),
}
