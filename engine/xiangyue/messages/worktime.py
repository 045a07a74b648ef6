"""What instants, durations and working calendars say."""

from __future__ import annotations

from xiangyue.messages.message import Message

_DURATION_MEND = (
    "Write a whole number and one unit, such as 30min, 4h, 3d, 2w, 4wh, 10wd, 6m or 1y.",
    "请写一个整数和一个单位，例如 30min、4h、3d、2w、4wh、10wd、6m 或 1y。",
)

MESSAGES: dict[str, Message] = {
    "clock-naive": Message(
        "The moment {value} has no time zone.",
        "时刻 {value} 没有时区。",
        "Give it one, such as datetime.UTC.",
        "请为它指定时区，例如 datetime.UTC。",
    ),
    "clock-range": Message(
        "The moment “{value}” lies outside the years 1900 to 9999.",
        "时刻“{value}”不在 1900 年至 9999 年之间。",
        "Check its year.",
        "请检查年份。",
    ),
    "clock-instant": Message(
        "“{value}” is not a moment in time.",
        "“{value}”不是有效的时刻。",
        "Write it as 2026-09-28T09:00, with Z or +08:00 at the end for a zone of its own.",
        "请写成 2026-09-28T09:00；如需注明时区，请在末尾加 Z 或 +08:00。",
    ),
    "clock-date-only": Message(
        "“{value}” is a day without a time.",
        "“{value}”只有日期，没有时间。",
        "Add the time, such as {value}T09:00.",
        "请加上时间，例如 {value}T09:00。",
    ),
    "clock-date": Message(
        "“{value}” is not a day of the calendar.",
        "“{value}”不是日历上的日期。",
        "Write it as 2026-10-01.",
        "请写成 2026-10-01 的形式。",
    ),
    "clock-zone": Message(
        "There is no time zone “{value}”.",
        "没有名为“{value}”的时区。",
        "The nearest is {nearest}; zones are written as in the IANA list, such as Asia/Shanghai.",
        "最接近的是 {nearest}；时区按 IANA 列表书写，例如 Asia/Shanghai。",
    ),
    "duration-form": Message(
        "“{value}” is not a duration.",
        "“{value}”不是有效的时长。",
        *_DURATION_MEND,
    ),
    "duration-combined": Message(
        "“{value}” joins several durations.",
        "“{value}”把多个时长连在了一起。",
        "Write it in one unit, such as 36h for one and a half days.",
        "请只用一个单位，例如一天半写成 36h。",
    ),
    "duration-unit": Message(
        "“{value}” has no known unit: there is no “{unit}”.",
        "“{value}”的单位无法识别：没有单位“{unit}”。",
        *_DURATION_MEND,
    ),
    "duration-long": Message(
        "The duration {value} is too long; at most {most} is counted.",
        "时长 {value} 过长，最长为 {most}。",
        "Write a shorter one.",
        "请写短一些。",
    ),
    "worktime-shape": Message(
        "The {name} of a calendar cannot be read.",
        "无法识别日历中的 {name}。",
        "Write it as {example}.",
        "请写成 {example}。",
    ),
    "worktime-key": Message(
        "A calendar has no “{value}”.",
        "日历没有“{value}”这一项。",
        "The nearest is {nearest}; known are {known}.",
        "最接近的是 {nearest}；可用的有：{known}。",
    ),
    "worktime-weekday": Message(
        "“{value}” is not a day of the week.",
        "“{value}”不是星期几。",
        "The nearest is {nearest}; known are {known}.",
        "最接近的是 {nearest}；可用的有：{known}。",
    ),
    "worktime-no-days": Message(
        "The calendar has no working day.",
        "该日历没有任何工作日。",
        "Name at least one day of the week, such as week: [mon, tue, wed, thu, fri].",
        "请至少写一个星期几，例如 week: [mon, tue, wed, thu, fri]。",
    ),
    "worktime-no-hours": Message(
        "The calendar has no office hours.",
        "该日历没有办公时间。",
        'Write at least one pair, such as hours: [["08:30", "12:00"], ["14:00", "18:00"]].',
        '请至少写一段，例如 hours: [["08:30", "12:00"], ["14:00", "18:00"]]。',
    ),
    "worktime-time": Message(
        "“{value}” is not a time of day.",
        "“{value}”不是一天中的时刻。",
        "Write it as HH:MM, from 00:00 to 24:00.",
        "请写成 HH:MM，从 00:00 到 24:00。",
    ),
    "worktime-hours-backwards": Message(
        "Office hours from {start} to {end} end before they begin.",
        "办公时间 {start} 至 {end} 的结束早于开始。",
        "For a night, write two pairs: one to 24:00 and one from 00:00.",
        "跨夜时请写成两段：一段到 24:00，一段从 00:00 开始。",
    ),
    "worktime-hours-overlap": Message(
        "Office hours overlap at {start}.",
        "办公时间在 {start} 处重叠。",
        "Let each pair begin when the one before has ended.",
        "请让每一段在前一段结束之后开始。",
    ),
    "worktime-open-closed": Message(
        "{value} is both open and closed.",
        "{value} 既在 open 中又在 closed 中。",
        "Keep it in one of the two lists.",
        "请只保留在其中一个列表里。",
    ),
    "worktime-country": Message(
        "The public holidays of “{value}” are not known.",
        "不掌握“{value}”的公共假日。",
        "The nearest code is {nearest}; without a country, name the days under closed.",
        "最接近的代码是 {nearest}；也可以不写 country，把休息日逐一列入 closed。",
    ),
    "worktime-far": Message(
        "{duration} after {start} lies beyond the year 9999.",
        "{start} 之后的 {duration} 超出了 9999 年。",
        "Use a shorter duration.",
        "请使用更短的时长。",
    ),
}
