"""What is said of directories of organisations and what they offer (HSDS)."""

from __future__ import annotations

from xiangyue.messages.message import Message

_MAP_EN = "Say it in the file that --map names; --map-template writes one."
_MAP_ZH = "请在 --map 指定的文件中填写；可用 --map-template 生成。"

MESSAGES = {
    # --- the file ---
    "hsds-nothing": Message(
        "There is no organisation, service or location of HSDS in it.",
        "其中没有 HSDS 的组织、服务或地点。",
        "Export the directory as JSON or as a package of CSV tables, version 3 or 2.",
        "请将名录导出为 JSON 或 CSV 表格包（第 3 版或第 2 版）。",
    ),
    "hsds-long": Message(
        "One thing of the directory is longer than {most} million characters.",
        "名录中的一项超过 {most} 百万字符。",
        "Export a list of services, one object each.",
        "请导出为服务列表，每项服务一个对象。",
    ),
    "hsds-many": Message(
        "The directory holds more than {most} things.",
        "名录超过 {most} 项。",
        "Split it by organisation.",
        "请按组织拆分。",
    ),
    "hsds-many-files": Message(
        "There are more than {most} tables in it.",
        "其中的表格超过 {most} 个。",
        "Name the folder or package of one directory.",
        "请指定单个名录的文件夹或压缩包。",
    ),
    "hsds-zip": Message(
        "This package is broken or cut off.",
        "压缩包损坏或不完整。",
        "Fetch it again.",
        "请重新获取。",
    ),
    "hsds-zip-locked": Message(
        "This package is protected by a password.",
        "压缩包设有密码。",
        "Pack it again without one.",
        "请去掉密码后重新打包。",
    ),
    "hsds-no-object": Message(
        "An object is wanted here.",
        "此处应为对象。",
        "Check how the directory was exported.",
        "请检查名录的导出方式。",
    ),
    "hsds-unknown": Message(
        "This is no organisation, service or location.",
        "这不是组织、服务或地点。",
        'Name the table in which it stands: {{"services": […]}}.',
        '请注明所在的表，例如 {{"services": […]}}。',
    ),
    "hsds-nameless": Message(
        "This {kind} has no id or no name.",
        "此项（{kind}）没有 id 或名称。",
        "Give it both in the directory: by its id it is known again.",
        "请在名录中补全；下次导入按 id 识别。",
    ),
    "hsds-twice": Message(
        "The id “{id}” stands already at {first}, for “{name}”.",
        "id “{id}” 已在 {first} 用于“{name}”。",
        "Give one of them an id of its own.",
        "请为其中一个另编 id。",
    ),
    "hsds-loose": Message(
        "This schedule belongs to no service and no location.",
        "此时间表不属于任何服务或地点。",
        "Name its service_id or location_id.",
        "请填写 service_id 或 location_id。",
    ),
    # --- what is not carried ---
    "hsds-left-out": Message(
        "“{name}” of {kind} is not carried (×{times}).",
        "{kind} 的“{name}”未导入（共 {times} 处）。",
    ),
    "hsds-left-out-service": Message(
        "“{name}” of {kind} is not carried (×{times}).",
        "{kind} 的“{name}”未导入（共 {times} 处）。",
        "A field can hold it: `fields` of --map.",
        "可在 --map 的 fields 中对应到字段。",
    ),
    "hsds-table": Message(
        "The table “{kind}” is not carried (×{times}).",
        "表“{kind}”未导入（共 {times} 行）。",
    ),
    "hsds-personal": Message(
        "“{name}” of {kind} may name persons and is left out (×{times}).",
        "{kind} 的“{name}”可能涉及个人信息，未导入（共 {times} 处）。",
        "Whoever is to be called is registered here, with their consent, and named by --map.",
        "联系人请经本人同意后在此登记，并在 --map 中指定。",
    ),
    "hsds-apart": Message(
        "{count} of {sort} belong to nothing that was carried; here is the first.",
        "{count} 项 {sort} 不属于已导入的内容，此处为第一项。",
        "They come with their service. Places without one: `locations` of --map.",
        "随所属服务一并导入；没有服务的地点可在 --map 中用 locations 指定类型。",
    ),
    "hsds-shortened": Message(
        "“{name}”: “{what}” is longer than {most} characters and was cut.",
        "“{name}”的“{what}”超过 {most} 个字符，已截短。",
    ),
    "hsds-places": Message(
        "“{name}” is also at {count} further places, which did not go in.",
        "“{name}”另有 {count} 处地点未能填入。",
        "The whole list stands in the directory.",
        "完整列表见名录。",
    ),
    "hsds-capacities": Message(
        "“{name}” has {count} capacities; the first is carried.",
        "“{name}”有 {count} 项容量，仅导入第一项。",
    ),
    "hsds-unfit": Message(
        "“{name}”: “{value}” does not fit the field “{field}”.",
        "“{name}”：“{value}”不符合字段“{field}”的要求。",
        _MAP_EN,
        _MAP_ZH,
    ),
    # --- what is not taken in ---
    "hsds-no-type": Message(
        "No word tells which type of resource “{name}” is.",
        "无法判断“{name}”属于哪类资源。",
        "Put its name or a term under one of the `types` of --map; --map-template writes one.",
        "请在 --map 的 types 中写入其名称或分类词；可用 --map-template 生成。",
    ),
    "hsds-missing": Message(
        "“{name}”: an offer needs {fields} here, too.",
        "“{name}”：在此登记资源还需要 {fields}。",
        "Say it under `always` or `of_type` in the file that --map names.",
        "请在 --map 指定文件的 always 或 of_type 中填写。",
    ),
    "hsds-no-owner": Message(
        "Nothing tells which organisation offers “{name}”.",
        "无法得知“{name}”由哪个组织提供。",
        "Give it an organization or organization_id.",
        "请补充 organization 或 organization_id。",
    ),
    "hsds-gone": Message(
        "“{name}” is not on offer now, says the directory.",
        "名录显示“{name}”目前不提供。",
    ),
    "hsds-gone-here": Message(
        "“{name}” is not on offer any more, says the directory; {task} stays as it is.",
        "名录显示“{name}”已不再提供；{task} 保持不变。",
        "Take it off the list there, or name an action for it by `gone` in --map.",
        "请在该任务中移出清单，或在 --map 的 gone 中指定处理动作。",
    ),
    "hsds-gone-acted": Message(
        "“{name}” is not on offer any more, says the directory; so it was entered in {task}.",
        "名录显示“{name}”已不再提供，已在 {task} 中处理。",
    ),
    "hsds-ended": Message(
        "“{name}” has ended here: {task}.",
        "“{name}”在此已结束：{task}。",
        "Its owner offers it anew, if it is wanted.",
        "如仍需提供，请由提供方重新登记。",
    ),
    "hsds-clash": Message(
        "“{name}” is registered otherwise ({what}: {known}).",
        "“{name}”登记的内容不同（{what}：{known}）。",
        "That stays; say the same in the directory.",
        "登记的内容不变；请在名录中改成一致。",
    ),
    "hsds-refused": Message("“{name}”: {en}", "“{name}”：{zh}", "{mend_en}", "{mend_zh}"),
    "hsds-deferred": Message(
        "“{name}” is put off and decided later.",
        "“{name}”已延后，稍后决定。",
    ),
    "hsds-updated": Message(
        "“{name}” was brought up to date: {fields}.",
        "“{name}”已更新：{fields}。",
    ),
    "hsds-stays": Message(
        "The directory says otherwise of “{name}” than {task}, where no action changes {fields}.",
        "名录中“{name}”的内容与 {task} 不同，但没有动作可更改 {fields}。",
        "Its owner withdraws it and offers it anew, or it stays.",
        "请由提供方撤出后重新登记，或保持不变。",
    ),
    # --- going out ---
    "hsds-exported": Message(
        "{services} services of {organizations} organisations are in {file}.",
        "{organizations} 个组织的 {services} 项服务已写入 {file}。",
    ),
    "hsds-unwritten": Message(
        "The directory cannot be written: {reason}.",
        "无法写入名录：{reason}。",
        "Name a file in a folder of yours.",
        "请指定有写入权限的文件夹中的文件。",
    ),
    "hsds-export-left": Message(
        "{left} offers of persons and households were left out.",
        "个人和家庭提供的 {left} 项资源未写入。",
    ),
    # --- the mapping ---
    "hsds-no-library": Message(
        "The profile “{profile}” of {community} has no library of resources.",
        "{community} 的治理方案“{profile}”没有资源库。",
        "Take a profile whose `matching` says what offers are.",
        "请使用 matching 中定义了资源的治理方案。",
    ),
    "hsds-map-name": Message(
        "“{name}” is unknown here. Known: {known}.",
        "此处没有“{name}”。可用：{known}。",
        "Did you mean “{nearest}”?",
        "是否应为“{nearest}”？",
    ),
    "hsds-map-value": Message(
        "“{value}” does not fit the field “{field}”.",
        "“{value}”不符合字段“{field}”的要求。",
        "It wants {schema}.",
        "要求：{schema}。",
    ),
    "hsds-map-written": Message(
        "The map is in {file}, for {services} services. Fill it in, then give it as --map.",
        "对应表已写入 {file}（{services} 项服务）。请填写后用 --map 指定。",
    ),
    "hsds-map-there": Message(
        "{file} is there already.",
        "{file} 已存在。",
        "Name another file.",
        "请换一个文件名。",
    ),
    "hsds-map-unwritten": Message(
        "{file} cannot be written.",
        "无法写入 {file}。",
        "Name a file in a folder of yours.",
        "请指定有写入权限的文件夹中的文件。",
    ),
    "hsds-map-head": Message(
        "What the words of a directory mean here, for: xiangyue import hsds FILE --map THIS",
        "名录中的词语在此的含义，用于：xiangyue import hsds 名录 --map 本文件",
    ),
    "hsds-map-types": Message(
        'Names of services, terms or codes by type; * stands for anything. [Meals, "food*"]',
        '每类资源对应的服务名称、分类词或代码；* 代表任意内容，如 [助餐, "food*"]',
    ),
    "hsds-map-words": Message("In the directory, and how often:", "名录中尚无对应的词及次数："),
    "hsds-map-always": Message(
        "What holds for each offer unless the directory says it; of_type: {{TYPE: {{…}}}} for one type."
        " @organization is who offers it, @by who takes it in.",
        "名录未说明时适用于每项资源的内容；of_type: {{类型: {{…}}}} 仅用于某一类。"
        "@organization 指提供组织，@by 指导入人。",
    ),
    "hsds-map-fields": Message(
        "What goes into which field: location, hours, or a property of services, such as url.",
        "填入哪个字段：location（地点）、hours（时间）或服务的属性，如 url。",
    ),
    "hsds-map-more": Message(
        "locations: TYPE takes places without a service, gone: ACTION is for what is offered no more.",
        "locations: 类型，用于没有服务的地点；gone: 动作，用于不再提供的资源。",
    ),
}
