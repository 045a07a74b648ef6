"""What is wrong with the units, members and orders of a sheet."""

from __future__ import annotations

from xiangyue.messages.message import Message

_FIRST_EN = "Keep one of the two."
_FIRST_ZH = "请只保留一处。"

MESSAGES = {
    # --- units ---
    "sheet-twice": Message(
        "“{value}” stands already at {first}.", "“{value}”已在 {first} 出现。", _FIRST_EN, _FIRST_ZH
    ),
    "sheet-no-unit": Message(
        "There is no unit “{value}”, neither in this sheet nor registered.",
        "没有单位“{value}”：表中没有，也未登记。",
        "Did you mean “{nearest}”? Else import the units first.",
        "是否应为“{nearest}”？否则请先导入单位。",
    ),
    "sheet-circle": Message(
        "This unit would stand above itself: {circle}.",
        "此单位成了自己的上级：{circle}。",
        "Name the right unit above.",
        "请填写正确的上级。",
    ),
    "sheet-grid-alone": Message(
        "The grid “{unit}” needs a community or village above it.",
        "网格“{unit}”必须隶属于社区或村。",
        "Name it here.",
        "请在此填写上级。",
    ),
    "sheet-level-order": Message(
        "A unit of the level “{level}” cannot stand beneath “{parent}”, which is a {above}.",
        "层级为 {level} 的单位不能隶属于“{parent}”（层级为 {above}）。",
        "From above: county, subdistrict or township, community or village, grid.",
        "自上而下：县、街道或乡镇、社区或村、网格。",
    ),
    "sheet-clash": Message(
        "“{subject}” is registered otherwise: {known}.",
        "“{subject}”登记的是：{known}。",
        "That stays; write the same here, or empty a cell that need not say it.",
        "登记的内容不变；请改成一致，或清空非必填的单元格。",
    ),
    # --- members ---
    "sheet-name-clash": Message(
        "“{member}” is registered under another name, or none.",
        "“{member}”登记的姓名不同，或没有姓名。",
        "That stays; empty the cell, or give another member an id of its own.",
        "登记的内容不变；请清空此单元格，如是另一人请另编编号。",
    ),
    "sheet-differs": Message(
        "Another row says otherwise of the same member, at {first}.",
        "同一人员在 {first} 处的内容不同。",
        "Say the same in both, or leave it empty here.",
        "请改成一致，或在此留空。",
    ),
    "sheet-without-role": Message(
        "This belongs to a role, and the row names none.",
        "此项属于角色，但本行没有填写角色。",
        "Name the role, or clear the cell.",
        "请填写角色，或清空此单元格。",
    ),
    "sheet-no-profile": Message(
        "No profile governs “{community}” yet, so its roles cannot be checked.",
        "“{community}”尚未启用治理方案，无法核对角色。",
        "Run `xiangyue profile install PROFILE {community}`, or name one with --profile.",
        "请运行 xiangyue profile install PROFILE {community}，或用 --profile 指明一个。",
    ),
    "sheet-no-role": Message(
        "The profile “{profile}” knows no role “{value}”.",
        "治理方案“{profile}”中没有角色“{value}”。",
        "Did you mean “{nearest}”?",
        "是否应为“{nearest}”？",
    ),
    "sheet-role-level": Message(
        "The role “{role}” is held at the level “{level}”, and “{unit}” is another.",
        "角色“{role}”应在层级 {level} 任职，而“{unit}”不是该层级。",
        "Name another unit in the column At.",
        "请在“任职单位”列填写其他单位。",
    ),
    "sheet-role-kind": Message(
        "The role “{role}” is not for this kind of member.",
        "角色“{role}”不适用于此类成员。",
        "It is for: {kinds}.",
        "适用于：{kinds}。",
    ),
    "sheet-role-twice": Message(
        "This member holds the role “{role}” already at {first}.",
        "此人的角色“{role}”已在 {first} 出现。",
        _FIRST_EN,
        _FIRST_ZH,
    ),
    "sheet-role-clash": Message(
        "“{member}” holds the role “{role}” from that day on already, until another day or with another deputy.",
        "“{member}”自该日起已担任“{role}”，但结束日期或代理人不同。",
        "Write what is registered, or another day.",
        "请改成与登记一致，或填写其他日期。",
    ),
    "sheet-until": Message(
        "The last day, {until}, comes before the first, {since}.",
        "结束日期 {until} 早于开始日期 {since}。",
        "Correct one of the two.",
        "请更正其中之一。",
    ),
    "sheet-over": Message(
        "The last day, {until}, is over, and the row names no first one.",
        "结束日期 {until} 已过，且未填写开始日期。",
        "Write a later day, or the day on which it began.",
        "请填写更晚的日期，或补充开始日期。",
    ),
    "sheet-no-member": Message(
        "There is no member “{value}”, neither in this sheet nor registered.",
        "没有人员“{value}”：表中没有，也未登记。",
        "Add a row for this member, or correct the id.",
        "请补充此人的一行，或更正编号。",
    ),
    # --- orders ---
    "sheet-no-categories": Message(
        "The profile “{profile}” of “{community}” names no category by which matters come in.",
        "“{community}”的治理方案“{profile}”没有受理类别。",
        "Name some under intake.categories, and install the profile again.",
        "请在 intake.categories 中填写类别，并重新启用该方案。",
    ),
    "sheet-order-number": Message(
        "This is no order number.",
        "这不是工单编号。",
        "Write at most {most} characters, not beginning with ~.",
        "请填写不超过 {most} 个字符，且不以 ~ 开头。",
    ),
    "sheet-order-bound": Message(
        "The order “{number}” was received before, with other content or by another hand.",
        "工单“{number}”此前已受理，但内容或录入人不同。",
        "It stays as it was received: enter what is new on its task, which `xiangyue export orders`"
        " names, or give this row a number of its own.",
        "原受理内容不变：请在其任务中补录新内容（任务号见 xiangyue export orders），或另编工单编号。",
    ),
    "sheet-order-old": Message(
        "It was brought up longer ago than {window}, and can no longer be entered as of then.",
        "提出时间已超过{window}，不能再按原时间补录。",
        "Import with --backlog: it counts from now, and its note says when it was brought up.",
        "请用 --backlog 导入：期限从现在起算，原时间写入备注。",
    ),
    "sheet-order-gone": Message(
        "The order “{number}” was received before, and its personal values have been destroyed.",
        "工单“{number}”此前已受理，其中的个人信息已销毁。",
        "Take its row out of the sheet.",
        "请从表中删除此行。",
    ),
    # --- resources ---
    "sheet-no-resources": Message(
        "The profile “{profile}” has no resource library.",
        "治理方案“{profile}”没有资源库。",
        "Name what is offered under matching.offers, or build on resource-library.",
        "请在 matching.offers 中说明提供的资源，或基于 resource-library 编写。",
    ),
    "sheet-resource-bound": Message(
        "The resource “{number}” was entered before, with other content or by another hand.",
        "资源“{number}”此前已登记，但内容或录入人不同。",
        "It stays as it was entered: update it on its task, or give this row a number of its own.",
        "原登记不变：请在其任务中更新，或另编资源编号。",
    ),
    "sheet-resource-gone": Message(
        "The resource “{number}” was entered before, and its values have been destroyed.",
        "资源“{number}”此前已登记，其内容已销毁。",
        "Take its row out of the sheet.",
        "请从表中删除此行。",
    ),
    # --- rules ---
    "sheet-which-table": Message(
        "There are several decision tables: {known}.",
        "有多个决策表：{known}。",
        "Name one with --table.",
        "请用 --table 指明一个。",
    ),
    "sheet-points-profile": Message(
        "It is not clear whose decision table is meant.",
        "未指明是哪个治理方案的决策表。",
        "Name a profile with --profile, and its table with --table if it has several.",
        "请用 --profile 指明治理方案；有多个决策表的，再用 --table 指明。",
    ),
    "sheet-no-table": Message(
        "There is no decision table “{name}”.",
        "没有决策表“{name}”。",
        "Did you mean “{nearest}”? There are: {known}.",
        "是否应为“{nearest}”？可用：{known}。",
    ),
    "sheet-not-asked": Message(
        "The category “{category}” does not ask for “{field}” when a matter comes in.",
        "类别“{category}”受理时不收集“{field}”。",
        "Clear the cell: what is not asked for is not kept.",
        "请清空此单元格：不收集的内容不予保存。",
    ),
    "sheet-needs": Message(
        "“{field}” is needed here.",
        "此处必须填写“{field}”。",
        "Fill it in; if there is no such column, add one.",
        "请填写；如无此列，请添加。",
    ),
    "sheet-refused": Message("{en}", "{zh}", "{mend_en}", "{mend_zh}"),
    "enrol-clash": Message(
        "Somebody else has registered “{member}” otherwise meanwhile.",
        "其间他人以不同内容登记了“{member}”。",
        "Run the import again: it says where.",
        "请重新导入，系统会指明位置。",
    ),
}
