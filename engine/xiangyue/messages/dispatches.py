"""What becomes of messages, why some did not arrive, and how people are reached."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "dispatch-state": Message(
        "“{given}” is no state of a message.",
        "“{given}”不是消息状态。",
        "Use one of: {known}.",
        "请使用其中之一：{known}。",
    ),
    "dispatch-none": Message(
        "{community} has no message {number}.",
        "{community}没有编号为{number}的消息。",
        "Run xiangyue message list to see them.",
        "请运行 xiangyue message list 查看。",
    ),
    "dispatch-number": Message(
        "“{given}” is no number of a message.",
        "“{given}”不是消息编号。",
        "Write it as the list does, such as 17.0.",
        "请照列表的写法填写，例如17.0。",
    ),
    "confirm-none": Message(
        "Message {number} of {community} is not one that can be confirmed.",
        "{community}的消息{number}无法确认。",
        "It does not exist, was dropped, or is confirmed already.",
        "该消息不存在、已取消，或已经确认过。",
    ),
    "confirm-not-to": Message(
        "Message {number} did not go to {member}, or that is confirmed already.",
        "消息{number}没有发给{member}，或已经确认过。",
        "Run xiangyue message show to see whom it went to.",
        "请运行 xiangyue message show 查看发给了谁。",
    ),
    # --- the command line ---
    "dispatch-empty": Message("There are no such messages.", "没有这样的消息。"),
    "dispatch-confirmed": Message("Message {number} is confirmed.", "消息{number}已确认。"),
    "dispatch-head-number": Message("Message", "消息"),
    "dispatch-head-time": Message("Time", "时间"),
    "dispatch-head-to": Message("For", "发给"),
    "dispatch-head-task": Message("Task", "任务"),
    "dispatch-head-state": Message("State", "状态"),
    "dispatch-head-channel": Message("Channel", "渠道"),
    "dispatch-head-why": Message("What went wrong", "原因"),
    "dispatch-public": Message("everybody", "全体"),
    "dispatch-rung": Message("rung {rung} of the call-out", "动员第{rung}梯次"),
    "dispatch-role": Message("all who are {role}", "全体{role}"),
    "dispatch-is-waiting": Message("waits to be sent", "待发送"),
    "dispatch-is-sent": Message("sent", "已发送"),
    "dispatch-is-awaited": Message("to be told by a person, then confirmed", "待人工告知并确认"),
    "dispatch-is-confirmed": Message("confirmed", "已确认"),
    "dispatch-is-dropped": Message("not sent any more", "不再发送"),
    "dispatch-is-dead": Message("given up", "未送达"),
    "dispatch-next": Message(
        "Tried {attempts} times; next {due}.", "已试{attempts}次；下次{due}。"
    ),
    "dispatch-says": Message("It says: {text}", "内容：{text}"),
    "contact-head-kind": Message("Channel", "渠道"),
    "contact-head-rank": Message("Order", "次序"),
    "contact-head-address": Message("Address", "地址"),
    "contact-destroyed": Message("(destroyed)", "（已销毁）"),
    "contact-nothing": Message(
        "Nothing is noted of how {member} is reached.", "没有登记{member}的联系方式。"
    ),
    "contact-language": Message(
        "{member} is spoken to in {language}.", "{member}使用的语言：{language}。"
    ),
    "contact-no-language": Message(
        "No language is noted for {member}.", "没有登记{member}使用的语言。"
    ),
    "contact-no-number": Message(
        "“{given}” is no phone number.",
        "“{given}”不是电话号码。",
        "Write digits, such as 13800001111 or +86 138 0000 1111.",
        "请填写数字，例如13800001111或+86 138 0000 1111。",
    ),
    "contact-no-mail": Message(
        "“{given}” is no mail address.",
        "“{given}”不是邮箱地址。",
        "Write it like wang@example.org.",
        "请写成wang@example.org的形式。",
    ),
    "contact-set": Message(
        "{member} is reached by {kind}, as number {rank} in the order.",
        "已登记{member}的{kind}联系方式，优先次序为{rank}。",
    ),
    "contact-removed": Message(
        "{member} is not reached by {kind} any more; the address is destroyed.",
        "已删除{member}的{kind}联系方式，地址已销毁。",
    ),
    # --- why a message did not arrive ---
    "why-channel-refused": Message(
        "The service did not take the message; it may be down.",
        "服务方未接收消息，可能暂时不可用。",
    ),
    "why-channel-hangs": Message("The service did not answer in time.", "服务方长时间没有响应。"),
    "why-channel-unheard": Message(
        "The call was not answered, or not heard to its end.", "电话无人接听或没有听完。"
    ),
    "why-channel-address": Message(
        "The number or address that is noted cannot be used.", "登记的号码或地址无法使用。"
    ),
    "why-channel-none": Message(
        "No number or address is noted that a channel could use.",
        "没有登记可用的号码或地址。",
    ),
    "why-channel-unset": Message(
        "The channel is not set up here: see channels.yaml.",
        "本系统尚未配置该渠道，请检查 channels.yaml。",
    ),
    "why-channel-url": Message(
        "The channel is set up wrongly: see channels.yaml.",
        "渠道配置有误，请检查 channels.yaml。",
    ),
    "why-channel-extra": Message(
        "A library that the channel needs is not installed.", "渠道所需的程序库未安装。"
    ),
    "why-channel-folder": Message(
        "The file could not be written: the folder or the disk is not as it should be.",
        "无法写入文件，请检查文件夹或磁盘。",
    ),
    "why-limit-broken": Message(
        "A limit that has to be asked before sending does not work.",
        "发送前须询问的介入限度规则出现故障。",
    ),
    "why-withheld": Message("Limits kept it back.", "因介入限度暂缓或取消。"),
    "why-nobody": Message("There is nobody who is to have it.", "没有应收消息的人。"),
    "why-destroyed": Message(
        "What it says was destroyed at the end of its keep.", "消息内容已到期销毁。"
    ),
    "why-before-delivery": Message(
        "It is from before messages were sent.", "该消息产生于启用发送功能之前。"
    ),
    "why-other": Message(
        "Something unforeseen went wrong ({detail}); the worker's log says more.",
        "发生意外错误（{detail}），详见工作进程日志。",
    ),
}
