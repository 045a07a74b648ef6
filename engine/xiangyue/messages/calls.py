"""What a call can name wrongly, and what it cannot carry."""

from __future__ import annotations

from xiangyue.messages.message import Message
from xiangyue.text import Text

NEAR = Text(en="Did you mean {near}?", zh="是否指{near}？")
KNOWN = Text(en="Known: {near}.", zh="可用：{near}。")
"""What an error about an unknown name says where one is near to it, and where none is."""

MESSAGES = {
    "community-unknown": Message(
        "There is no community {community!r}.",
        "没有社区{community!r}。",
        "Install a profile for it first.",
        "请先为其安装治理方案。",
    ),
    "community-without-profile": Message(
        "No profile governs {community!r} yet.",
        "{community!r}尚无治理方案。",
        "Install one.",
        "请先安装。",
    ),
    "category-unknown": Message(
        "This profile receives no category {name!r}.",
        "此治理方案不受理类别{name!r}。",
        "{near} All: intake.categories of the profile.",
        "{near}全部类别见方案的 intake.categories。",
    ),
    "category-none": Message(
        "This profile receives nothing by category.",
        "此治理方案不按类别受理事项。",
        "Write intake.categories in the profile, or open a task of a flow.",
        "请在方案中写明 intake.categories，或直接发起流程任务。",
    ),
    "unit-owns-no-tasks": Message(
        "{unit!r} owns no tasks: they belong to {community!r}.",
        "{unit!r}不拥有任务，任务属于{community!r}。",
        "Install the profile there.",
        "请在{community!r}安装治理方案。",
    ),
    "unit-unknown": Message(
        "There is no unit {unit!r}.", "没有单位{unit!r}。", "Add it first.", "请先添加。"
    ),
    "unit-elsewhere": Message(
        "Unit {unit!r} is not part of {community!r}.",
        "单位{unit!r}不属于{community!r}。",
        "Name a unit of this community.",
        "请使用本社区的单位。",
    ),
    "unit-exists": Message("There is a unit {unit!r} already.", "单位{unit!r}已存在。"),
    "unit-level": Message(
        "{given!r} is no unit level.", "没有单位层级{given!r}。", "Use: {known}.", "可用：{known}。"
    ),
    "unit-order": Message(
        "{unit!r} ({unit_level}) cannot stand under {parent!r}.",
        "{unit!r}（{unit_level}）不能位于{parent!r}之下。",
        "A unit's parent must be of a higher unit level.",
        "上级单位的层级必须更高。",
    ),
    "grid-without-community": Message(
        "Grid {unit!r} has no community above it.",
        "网格{unit!r}没有上级社区。",
        "Name its community or village as its parent.",
        "请指定所属社区或村。",
    ),
    "id": Message(
        "{name} cannot be an id.",
        "{name}不能作为编号。",
        "Use ASCII letters, digits and _ . : @ - (at most 128); what people read goes into its name.",
        "请使用英文字母、数字和_ . : @ -（最多128个）；显示名称另填。",
    ),
    "member-reserved": Message(
        "{member!r} is no member: the engine itself, or whoever is not registered.",
        "{member!r}为保留名称，代表系统或未登记的人。",
        "Choose another id.",
        "请另选编号。",
    ),
    "member-kind": Message(
        "{given!r} is no kind of member.",
        "没有成员类型{given!r}。",
        "Use: {known}.",
        "可用：{known}。",
    ),
    "member-exists": Message("There is a member {member!r} already.", "成员{member!r}已存在。"),
    "member-unknown": Message(
        "There is no member {member!r}.", "没有成员{member!r}。", "Register it first.", "请先登记。"
    ),
    "member-without-home": Message(
        "Member {member!r} has neither a home unit nor a role.",
        "成员{member!r}既无所属单位也无角色。",
        "Say home=... or roles=....",
        "请填写home或roles。",
    ),
    "role-times": Message(
        "The role {role!r} of {member!r} would end before it begins.",
        "{member!r}的角色{role!r}结束时间早于开始时间。",
        "Give a later end.",
        "请填写更晚的结束时间。",
    ),
    "role-exists": Message(
        "{member!r} holds {role!r} at {unit!r} from that moment already.",
        "{member!r}已自该时起在{unit!r}担任{role!r}。",
    ),
    "role-not-held": Message(
        "{member!r} does not hold {role!r} at {unit!r} then.",
        "{member!r}此时未在{unit!r}担任{role!r}。",
        "Check member, role and unit.",
        "请核对成员、角色和单位。",
    ),
    "absence-times": Message(
        "The absence of {member!r} would end before it begins.",
        "{member!r}的离岗结束时间早于开始时间。",
        "Give a later end.",
        "请填写更晚的结束时间。",
    ),
    "absence-exists": Message(
        "An absence of {member!r} begins at that moment already.",
        "{member!r}自该时起的离岗已登记。",
    ),
    "param-unknown": Message(
        "There is no param {name!r}.", "没有参数{name!r}。", "Known: {known}.", "可用：{known}。"
    ),
    "param-value": Message(
        "Param {name!r} cannot be {value!r}.",
        "参数{name!r}不能为{value!r}。",
        "Accepted: {schema}.",
        "可用范围：{schema}。",
    ),
    "key-bound": Message(
        "The key {key!r} belongs to another command in {community!r}.",
        "编号{key!r}在{community!r}已用于另一操作。",
        "Use a new key for a new command.",
        "新操作请使用新编号。",
    ),
    "key-destroyed": Message(
        "The command with the key {key!r} was decided; what it said has been destroyed.",
        "编号为{key!r}的操作已办理，其内容已销毁。",
        "Use a new key for a new command.",
        "新操作请使用新编号。",
    ),
    "version": Message(
        "Task {task} has moved on: it is at version {now}, not {given}.",
        "任务{task}已变更：当前版本{now}，而非{given}。",
        "Read it again, then decide anew.",
        "请重新读取后再办理。",
    ),
    "task-version": Message(
        "A task was changed by somebody else at the same time.",
        "任务同时被他人修改。",
        "Try again.",
        "请重试。",
    ),
    "task-exists": Message(
        "There is a task {task} already.",
        "任务{task}已存在。",
        "Choose another id.",
        "请另选编号。",
    ),
    "task-unknown": Message(
        "There is no task {task}.", "没有任务{task}。", "Check its address.", "请核对任务地址。"
    ),
    "task-ref": Message(
        "{ref!r} is no task's address.",
        "{ref!r}不是任务地址。",
        "Write community/id.",
        "请写成“社区/编号”。",
    ),
    "flow-unknown": Message("There is no flow {name!r}.", "没有流程{name!r}。", "{near}", "{near}"),
    "action-unknown": Message(
        "There is no action {name!r}.",
        "没有操作{name!r}。",
        "{near}",
        "{near}",
    ),
    "field-unknown": Message(
        "There is no field {name!r}.",
        "没有字段{name!r}。",
        "{near}",
        "{near}",
    ),
    "source-unknown": Message(
        "{source!r} is no source.", "没有来源{source!r}。", "Use: {known}.", "可用：{known}。"
    ),
    "page-limit": Message(
        "{limit} at a time is not possible.",
        "每次不能取{limit}条。",
        "Ask for 1 to {most}.",
        "请取1至{most}条。",
    ),
    "page-offset": Message(
        "{offset} further back is too far.",
        "不能翻到第{offset}条之后。",
        "Go back by at most {most}, or ask for a shorter time.",
        "最多往前翻{most}条，或缩短时间范围。",
    ),
    "page-after": Message(
        "{after!r} does not say where a page begins.",
        "{after!r}不是分页位置。",
        "Pass on the page's next.",
        "请使用上一页给出的位置。",
    ),
    "words-long": Message(
        "{name} is no text of at most {most} characters.",
        "{name}不是{most}字以内的文本。",
        "Shorten it.",
        "请缩短。",
    ),
    "words-control": Message(
        "{name} holds a control character at position {position}.",
        "{name}第{position}个字符是控制字符。",
        "Take it out.",
        "请删除。",
    ),
    "words-empty": Message(
        "{name} is empty.", "{name}为空。", "Give some words, or leave it out.", "请填写或省略。"
    ),
    "words-broken": Message(
        "A name holds half a character.",
        "名称中有不完整的字符。",
        "Use characters that can be written as UTF-8.",
        "请使用可按UTF-8书写的字符。",
    ),
    "now-late": Message(
        "{now} is too far in the future to be journaled.",
        "{now}太晚，无法记录。",
        "Use a time before the year 2255.",
        "请使用2255年以前的时间。",
    ),
    "values-many": Message(
        "One command has more than {most} values.",
        "一次操作的内容超过{most}项。",
        "Give only what the action asks for.",
        "请只填写所需内容。",
    ),
    "value-list": Message(
        "{name} is no plain list of at most {most} values.",
        "{name}不是{most}项以内的简单列表。",
        "Give a shorter list of words or numbers.",
        "请填写较短的文字或数字列表。",
    ),
    "value-number": Message(
        "{name} is no number that can be kept.",
        "{name}不是可保存的数字。",
        "Give a finite number below 2 to the 63rd.",
        "请填写有限的、小于2的63次方的数字。",
    ),
    "value-whole": Message(
        "{name} is no whole number: {value}.",
        "{name}不是整数：{value}。",
        "Give a whole number, or leave it out.",
        "请填写整数或省略。",
    ),
    "value-kind": Message(
        "{name} cannot hold a value of the kind {kind}.",
        "{name}不能是{kind}类型。",
        "Give words, a number, true or false, a date, or a list of these.",
        "请填写文字、数字、是否、日期或其列表。",
    ),
    "plugin-broken": Message(
        "The plugin {plugin!r} cannot be loaded: {detail}.",
        "插件{plugin!r}无法加载：{detail}。",
        "Mend or uninstall it.",
        "请修复或卸载。",
    ),
    "limit-twice": Message(
        "Two plugins bring a limit called {limit!r}.",
        "两个插件都提供名为{limit!r}的限度。",
        "Uninstall one of them.",
        "请卸载其中之一。",
    ),
}
