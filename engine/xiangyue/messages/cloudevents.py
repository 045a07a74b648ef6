"""Events that other systems send, and what is wrong with them."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "event-object": Message(
        "{said} is no event.",
        "{said}不是事件。",
        "An event is a JSON object with specversion, id, source and type.",
        "事件应为包含specversion、id、source和type的JSON对象。",
    ),
    "event-batch": Message(
        "The batch is no list of events.",
        "批次不是事件列表。",
        "Send a JSON array, or a single event as application/cloudevents+json.",
        "请发送JSON数组；单个事件请用application/cloudevents+json。",
    ),
    "event-deferred": Message(
        "{task} waits: it is decided again later.", "{task}已暂缓，稍后再次办理。"
    ),
    "event-missing": Message(
        "The event has no {name}.",
        "事件缺少{name}。",
        "CloudEvents need specversion, id, source and type.",
        "CloudEvents必须有specversion、id、source和type。",
    ),
    "event-text": Message(
        "The event's {name} is no text.",
        "事件的{name}不是文本。",
        "Give 1 to {most} characters on one line.",
        "请填写1至{most}个字符，不含换行。",
    ),
    "event-version": Message(
        "{said} is another version of CloudEvents.",
        "CloudEvents版本{said}不受支持。",
        'Send specversion "1.0".',
        "specversion请填“1.0”。",
    ),
    "event-time": Message(
        "{said} is no moment.",
        "{said}不是有效的时间。",
        "Write RFC 3339 with an offset, such as 2026-06-01T09:00:00+08:00.",
        "请按RFC 3339书写并带时区，例如2026-06-01T09:00:00+08:00。",
    ),
    "event-media": Message(
        "Data of the type {said} is not read.",
        "不读取类型为{said}的数据。",
        "Send JSON: application/json.",
        "请发送JSON（application/json）。",
    ),
    "event-twice": Message(
        "The event has data and data_base64.",
        "事件同时有data和data_base64。",
        "Send one of them.",
        "请只保留一个。",
    ),
    "event-packed": Message(
        "What is packed in data_base64 is no JSON.",
        "data_base64中不是JSON。",
        "Send the JSON as it is, in data.",
        "请将JSON直接放入data。",
    ),
    "event-type": Message(
        "An event of the type {said} asks for nothing.",
        "类型为{said}的事件不是指令。",
        "Send org.xiangyue.task.open, org.xiangyue.task.act or org.xiangyue.matter.receive.",
        "请发送org.xiangyue.task.open、org.xiangyue.task.act或org.xiangyue.matter.receive。",
    ),
    "event-data": Message(
        "The event's data is no object.",
        "事件的data不是对象。",
        "Say there what is to be done: at least {name}.",
        "请在其中说明要办的事，至少包括{name}。",
    ),
    "event-extra": Message(
        "The event's data says {name}, which this type has no use for.",
        "事件的data中有此类型不使用的{name}。",
        "Values of the profile's fields go into the object data within it.",
        "治理方案的字段值应放入其中的data对象。",
    ),
    "event-value": Message(
        "The event's data needs another {name}.",
        "事件的data中{name}有误。",
        "data is an object, version a whole number, all else a text that is not empty.",
        "data应为对象，version应为整数，其余应为非空文本。",
    ),
    "event-subject": Message(
        "The event does not say in which community it is.",
        "事件没有说明属于哪个社区。",
        "Give its id as the subject, or COMMUNITY/ID to name the task as well.",
        "请在subject中填写社区编号；如需指定事项编号，写作“社区/编号”。",
    ),
    "event-subject-task": Message(
        "{said} is no task's address.",
        "{said}不是事项的地址。",
        "Give the subject as COMMUNITY/TASK, as the feed does.",
        "subject应写作“社区/事项”，与事件流一致。",
    ),
}
