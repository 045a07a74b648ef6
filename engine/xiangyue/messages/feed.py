"""The change feed and those who subscribe to it."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "feed-type": Message(
        "No event is of the type {given}.",
        "没有{given}这类事件。",
        "Use one of these, or its first word: {known}.",
        "可用类型（或其首个单词）：{known}。",
    ),
    "feed-after": Message(
        "{after} is no number of an entry.",
        "{after}不是记录编号。",
        "Begin with 0.",
        "请从0开始。",
    ),
    # --- subscriptions ---
    "webhook-url": Message(
        "Events cannot be posted to {url}.",
        "无法向{url}推送事件。",
        "Write it like https://example.org/hooks.",
        "请写成 https://example.org/hooks 的形式。",
    ),
    "webhook-url-password": Message(
        "The address holds a user name or password, which would be kept in the open.",
        "地址中含有用户名或密码，会被公开保存。",
        "Leave it out: events are signed with the secret.",
        "请删去；事件由密钥签名。",
    ),
    "webhook-secret": Message(
        "This is no secret of a webhook.",
        "这不是有效的推送密钥。",
        "Leave it out to get a new one, or give whsec_ and {least} to {most} bytes in base64.",
        "请留空以生成新密钥，或填写 whsec_ 加{least}至{most}字节的base64。",
    ),
    "webhook-hours": Message(
        "The old secret cannot go on for so long.",
        "旧密钥不能保留这么久。",
        "Give from 0 to {most} hours.",
        "请填写0至{most}小时。",
    ),
    "subscription-exists": Message(
        "There is a webhook {id!r} already.",
        "推送订阅{id!r}已存在。",
        "Choose another id, or remove it first.",
        "请换一个编号，或先将其删除。",
    ),
    "subscription-unknown": Message(
        "There is no webhook {id}.",
        "没有推送订阅{id}。",
        "Run xiangyue webhook list to see them.",
        "请运行 xiangyue webhook list 查看。",
    ),
    "subscription-elsewhere": Message(
        "The webhook {id!r} is not told of {community}.",
        "推送订阅{id!r}不包含社区{community}。",
        "Name one of its communities.",
        "请指定其订阅的社区。",
    ),
    "webhook-after": Message(
        "{community!r} has no entry {after}: the last one is {last}.",
        "{community!r}没有第{after}条记录，最后一条是第{last}条。",
        "Name an earlier one.",
        "请指定更早的记录。",
    ),
    # --- the command line ---
    "webhook-added": Message(
        "The webhook {id} posts to {url} from now on.", "推送订阅{id}已建立，事件将推送到{url}。"
    ),
    "webhook-secret-once": Message(
        "Its secret, shown this once: {secret}", "密钥（仅显示这一次）：{secret}"
    ),
    "webhook-rotated": Message(
        "The webhook {id} has a new secret; for {hours:g} hours the old one signs too.",
        "推送订阅{id}已更换密钥；旧密钥在{hours:g}小时内同时用于签名。",
    ),
    "webhook-removed": Message(
        "The webhook {id} has ended; its secret is destroyed.", "推送订阅{id}已终止，密钥已销毁。"
    ),
    "webhook-replayed": Message(
        "What came after entry {after} of {community} is sent to {id} once more.",
        "将向{id}重新推送{community}第{after}条记录之后的事件。",
    ),
    "webhook-redriven": Message(
        "Tried again in communities: {count}.", "重新推送的社区：{count}个。"
    ),
    "webhook-none": Message("There are no webhooks.", "没有推送订阅。"),
    "webhook-head-id": Message("Webhook", "推送订阅"),
    "webhook-head-community": Message("Community", "社区"),
    "webhook-head-seq": Message("Last sent", "已推送至"),
    "webhook-head-behind": Message("To come", "待推送"),
    "webhook-head-state": Message("State", "状态"),
    "webhook-head-error": Message("Last error", "最近错误"),
    "webhook-state-waiting": Message("goes on", "正常"),
    "webhook-state-suspended": Message("suspended", "已暂停"),
    # --- why an event was not taken ---
    "webhook-status": Message("The receiver answered {detail}.", "对方返回状态码{detail}。"),
    "webhook-timeout": Message("The receiver took too long.", "对方响应超时。"),
    "webhook-unreachable": Message(
        "The receiver cannot be reached: {detail}.", "无法连接对方：{detail}。"
    ),
    "webhook-unresolved": Message("The name {detail} has no address.", "域名{detail}无法解析。"),
    "webhook-tls": Message(
        "No safe connection to the receiver: {detail}.", "无法与对方建立安全连接：{detail}。"
    ),
    "webhook-answer": Message(
        "The receiver's answer broke off or made no sense ({detail}).",
        "对方响应中断或无法识别（{detail}）。",
    ),
    "webhook-not-public": Message(
        "{url} is not on the public internet, and workers call nothing else.",
        "{url}不是公网地址，工作进程只向公网推送。",
        "Name an address that the receiver has on the internet.",
        "请填写接收方的公网地址。",
    ),
    "webhook-private": Message(
        "The address {detail} is not of the public internet, and private ones are not allowed.",
        "地址{detail}不是公网地址，当前不允许向内网推送。",
    ),
    "webhook-no-secret": Message("Its secret has been destroyed.", "其密钥已销毁。"),
}
