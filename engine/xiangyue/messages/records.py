"""Entries of a journal, each in one plain sentence."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "record-unknown": Message(
        "{community} has no entry {seq}.",
        "{community}没有第{seq}条记录。",
        "Look at the journal's list.",
        "请查看记录列表。",
    ),
    # --- commands ---
    "record-task-opened": Message("“{flow}” was opened.", "已发起“{flow}”。"),
    "record-task-moved": Message(
        "“{action}”: from “{before}” to “{after}”.", "“{action}”：由“{before}”转为“{after}”。"
    ),
    "record-task-changed": Message(
        "“{action}”; the task stays “{after}”.", "“{action}”；事项仍为“{after}”。"
    ),
    "record-task-refused": Message("“{action}” was refused.", "“{action}”未获通过。"),
    "record-task-deferred": Message("“{action}” was put off.", "“{action}”已暂缓。"),
    # --- what the engine notes of tasks ---
    "record-overdue": Message("A deadline passed.", "期限已到。"),
    "record-fired": Message("A planned moment came.", "预定时刻已到。"),
    "record-recomputed": Message(
        "The calendar changed: deadlines moved, tasks: {count}.",
        "日历变更，期限已调整：{count}项。",
    ),
    "record-migrated": Message(
        "Open tasks go on under release {to}: {count}. Why: {why}",
        "未结事项改用版本{to}：{count}项。原因：{why}",
    ),
    "record-migrated-back": Message(
        "Open tasks went back to release {to}: {count}. Why: {why}",
        "未结事项退回版本{to}：{count}项。原因：{why}",
    ),
    "record-left": Message(
        "The mode “{mode}” has ended; tasks are told.", "“{mode}”模式已结束，正在通知各事项。"
    ),
    "record-given-back": Message(
        "After a mode, clocks go on, tasks: {count}.", "模式结束后恢复计时：{count}项。"
    ),
    "record-given-up": Message(
        "What entry {seq} put off could not be decided again.", "第{seq}条暂缓的操作无法再次办理。"
    ),
    "record-withheld": Message(
        "A message of entry {seq} was held back.", "第{seq}条的一则消息已暂缓发送。"
    ),
    "record-confirmed": Message(
        "A message of entry {seq} was confirmed.", "第{seq}条的一则消息已确认收到。"
    ),
    "record-forgotten": Message(
        "Whom the task had asked to come is forgotten.", "该事项动员过的人员名单已清除。"
    ),
    "record-reported": Message("{child} has reported.", "{child}已反馈。"),
    "record-destroy": Message(
        "Personal values were destroyed, entries: {count}. Why: {why}",
        "个人信息已销毁，涉及记录{count}条。原因：{why}",
    ),
    # --- the community ---
    "record-settings": Message(
        "Settings, revision {revision}: release {release} is in force.",
        "设置第{revision}版：版本{release}生效。",
    ),
    "record-mode": Message("The mode is “{mode}”.", "模式为“{mode}”。"),
    "record-resume": Message("The limit {limit} is asked again.", "介入限度{limit}恢复审核。"),
    "record-reset": Message(
        "Accounts went back to their base: {count}.", "积分账户已恢复到基础分：{count}个。"
    ),
    # --- the registry ---
    "record-unit": Message("The unit {id} was added.", "已新增单位{id}。"),
    "record-place": Message("Where {unit} is was noted.", "已登记{unit}的位置。"),
    "record-member": Message("{id} was registered.", "已登记{id}。"),
    "record-role": Message(
        "{member} holds the role {role} at {unit}.", "{member}在{unit}任{role}。"
    ),
    "record-role-end": Message(
        "{member}'s role {role} at {unit} ends.", "{member}在{unit}的{role}任职结束。"
    ),
    "record-role-kept": Message(
        "{member}'s role {role} at {unit} stays as it is.", "{member}在{unit}的{role}任职不变。"
    ),
    "record-absence": Message("{member} is away for a time.", "{member}有一段时间不在岗。"),
    "record-release": Message(
        "The profile {profile} was published, release {hash}.",
        "治理方案{profile}已发布，版本{hash}。",
    ),
    "record-literacy": Message(
        "{member}'s digital literacy was noted.", "已登记{member}的数字素养。"
    ),
    "record-language": Message(
        "{member} is spoken to in {language}.", "{member}的联系语言为{language}。"
    ),
    "record-consent": Message("{member} consents to {purpose}.", "{member}同意：{purpose}。"),
    "record-consent-back": Message(
        "{member} takes the consent to {purpose} back.", "{member}撤回同意：{purpose}。"
    ),
    "record-contact": Message(
        "How {member} is reached by {kind} was changed.", "{member}的联系方式（{kind}）已变更。"
    ),
    "record-subscription": Message("The webhook {id} was added.", "已建立推送订阅{id}。"),
    "record-subscription-secret": Message(
        "The webhook {id} got a new secret.", "推送订阅{id}已更换密钥。"
    ),
    "record-subscription-end": Message("The webhook {id} has ended.", "推送订阅{id}已终止。"),
    "record-remark": Message("{act}", "{act}"),
    "record-other": Message("An entry of the kind {kind}.", "{kind}类记录。"),
}
