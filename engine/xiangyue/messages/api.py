"""What programs are told by the API: kinds of problems by their titles, and what is wrong."""

from __future__ import annotations

from xiangyue.messages.message import Message

TITLES: dict[str, Message] = {
    "api-title-malformed": Message("The request cannot be read", "请求无法读取"),
    "api-title-token": Message("A token is needed", "需要令牌"),
    "api-title-scope": Message("The token is not for this", "令牌无此权限"),
    "api-title-missing": Message("There is no such thing", "没有这项内容"),
    "api-title-method": Message("The method is not possible here", "此处不支持该方法"),
    "api-title-form": Message("The answer has another form", "没有所要的格式"),
    "api-title-conflict": Message("It clashes with what is recorded", "与已有记录冲突"),
    "api-title-moved-on": Message("It has moved on", "内容已变更"),
    "api-title-large": Message("The body is too large", "请求体过大"),
    "api-title-media": Message("The body is of another type", "请求体类型不符"),
    "api-title-invalid": Message("Something given cannot be", "所填内容有误"),
    "api-title-refused": Message("The command was refused", "操作未获准"),
    "api-title-state": Message("The command is not possible now", "目前不能办理"),
    "api-title-pace": Message("Too many requests", "请求过于频繁"),
    "api-title-broken": Message("Something went wrong here", "系统出错"),
    "api-title-absent": Message("A part is not installed", "缺少组件"),
    "api-title-unavailable": Message("The store cannot be used now", "数据库暂不可用"),
}

MESSAGES: dict[str, Message] = {
    **TITLES,
    "api-token-none": Message(
        "The request carries no token.",
        "请求没有带令牌。",
        "Send the header “Authorization: Bearer xy_…”.",
        "请发送请求头“Authorization: Bearer xy_…”。",
    ),
    "api-token-bad": Message(
        "The token is unknown, over or withdrawn.",
        "令牌不存在、已过期或已撤销。",
        "Ask whoever runs this for another one.",
        "请向系统管理员申请新令牌。",
    ),
    "api-scope": Message(
        "The token lacks the scope {scopes}.",
        "令牌缺少权限{scopes}。",
        "Ask whoever runs this for a token that has it.",
        "请向系统管理员申请带有该权限的令牌。",
    ),
    "api-alert-refused": Message(
        "No community took the alert in.",
        "没有社区接收该预警。",
        "Each says why.",
        "各社区已说明原因。",
    ),
    "api-nothing": Message(
        "There is nothing here that this token may see.",
        "此处没有该令牌可见的内容。",
        "Check the address.",
        "请核对地址。",
    ),
    "api-method": Message(
        "{method} is not possible here.",
        "此处不能使用{method}。",
        "Use: {allowed}.",
        "可用：{allowed}。",
    ),
    "api-form": Message(
        "There is no answer of the type that “Accept” asks for.",
        "没有“Accept”所要求类型的回答。",
        "Accept {type}.",
        "请接受{type}。",
    ),
    "api-media": Message(
        "A body of the type “{given}” cannot be read here.",
        "此处不能读取类型为“{given}”的请求体。",
        "Send {known}.",
        "请发送{known}。",
    ),
    "api-coded": Message(
        "A body that is packed as “{given}” cannot be read here.",
        "此处不能读取以“{given}”压缩的请求体。",
        "Send it as it is.",
        "请直接发送，不要压缩。",
    ),
    "api-large": Message(
        "The body is larger than {most} bytes.",
        "请求体超过{most}字节。",
        "Send it in parts.",
        "请分次发送。",
    ),
    "api-json": Message(
        "The body is no JSON: {said}.",
        "请求体不是JSON：{said}。",
        "Send one JSON value in UTF-8.",
        "请发送一个UTF-8编码的JSON值。",
    ),
    "api-json-twice": Message(
        "The name “{name}” stands twice in one object.",
        "名称“{name}”在同一对象中出现两次。",
        "Say it once.",
        "请只写一次。",
    ),
    "api-json-deep": Message(
        "The body is nested too deeply.",
        "请求体嵌套过深。",
        "Nothing here needs more than a few levels.",
        "此处只需要几层。",
    ),
    "api-fields": Message(
        "{count} of the values cannot be as they are.",
        "有{count}处内容有误。",
        "Each is named under “errors”.",
        "逐项见“errors”。",
    ),
    "api-query-twice": Message(
        "It stands there twice.", "出现了两次。", "Say it once.", "请只写一次。"
    ),
    "api-field-missing": Message("It is missing.", "缺少此项。"),
    "api-field-extra": Message("There is no such name here.", "此处没有这个名称。"),
    "api-field-type": Message("It must be of the type {type}.", "类型须为{type}。"),
    "api-field-choice": Message("It must be one of: {known}.", "须为以下之一：{known}。"),
    "api-field-long": Message("It is too long.", "过长。"),
    "api-field-short": Message("It is too short.", "过短。"),
    "api-field-bounds": Message("It is out of bounds.", "超出范围。"),
    "api-field-pattern": Message("It is not written as it must be.", "格式不符。"),
    "api-field-moment": Message(
        "It must be a moment with its time zone, such as 2026-06-01T09:00:00+08:00.",
        "须为带时区的时刻，例如2026-06-01T09:00:00+08:00。",
    ),
    "api-field-else": Message("It cannot be as it is.", "此值有误。"),
    "api-key-form": Message(
        "“Idempotency-Key” is no key.",
        "“Idempotency-Key”不是有效的编号。",
        "Use 1 to 200 visible characters of ASCII that do not begin with “~”.",
        "请使用1至200个可见ASCII字符，且不以“~”开头。",
    ),
    "api-tag-form": Message(
        "“If-Match” names no version of a task.",
        "“If-Match”没有给出任务的版本。",
        "Send the ETag that came with the task.",
        "请发送读取任务时得到的ETag。",
    ),
    "api-pace": Message(
        "More than {most} requests came in a minute.",
        "一分钟内的请求超过{most}次。",
        "Come back in {seconds} seconds.",
        "请在{seconds}秒后再试。",
    ),
    "api-broken": Message(
        "The request failed for a reason that is not yours; it has been noted in the log.",
        "请求失败，原因不在您，已记入系统日志。",
        "Try again later; tell whoever runs this.",
        "请稍后再试，并告知系统管理员。",
    ),
    "api-month": Message(
        "“{given}” is no month.", "“{given}”不是月份。", "Write it as 2026-06.", "请写成2026-06。"
    ),
    "api-commands": Message(
        "There are more than {most} commands in one request.",
        "一次请求中的操作超过{most}个。",
        "Send them in parts.",
        "请分次发送。",
    ),
}
