"""What the import of sheets says it has done."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "sheet-column-option": Message(
        "“{given}” does not say what a heading means.",
        "“{given}”没有说明列名的含义。",
        "Write --column HEADING=COLUMN, or --column HEADING= to leave it unread.",
        "请写成 --column 列名=字段，或 --column 列名= 以跳过该列。",
    ),
    "import-examples": Message(
        "Rows passed over as examples: {examples}.", "已跳过示例 {examples} 行。"
    ),
    "import-findings": Message("Cells to mend: {count}.", "需更正 {count} 处。"),
    "import-no-rows": Message(
        "There is no row to register beneath the headings.", "列名之下没有可登记的内容。"
    ),
    "import-nothing": Message("Everything is registered already.", "均已登记。"),
    "import-head-what": Message("What", "内容"),
    "import-added": Message(
        "Of {what}: {added} added, {changed} changed.", "{what}：新增 {added}，变更 {changed}。"
    ),
    "import-unit": Message("unit", "单位"),
    "import-code": Message("division code", "区划代码"),
    "import-member": Message("member", "人员"),
    "import-role": Message("role", "角色"),
    "import-literacy": Message("literacy", "数字素养"),
    "import-language": Message("language", "语言"),
    "import-contact": Message("contact", "联系方式"),
    "import-change": Message(
        "{subject}: {what} changed: {detail}.", "{subject}：{what}变更：{detail}。"
    ),
    "import-more": Message("… and {count} more.", "……另有 {count} 项。"),
    "import-orders-done": Message("Orders received: {count}.", "已受理 {count} 件。"),
    "import-orders-deferred": Message(
        "Orders that wait for a better moment: {count}.", "待适当时间办理 {count} 件。"
    ),
    "import-orders-backlog": Message(
        "Of these, entered as of now with their own time in the note: {count}.",
        "其中按当前时间录入、原时间写入备注 {count} 件。",
    ),
    "import-order-backlog": Message(
        "It counts from when it was entered, and its note says when it was brought up.",
        "自录入时起算，提出时间已写入备注。",
    ),
    "import-orders-refused": Message(
        "Orders left out, as said above: {count}.", "未受理 {count} 件，原因见上。"
    ),
    "import-orders-known": Message(
        "Orders that were received before: {count}.", "此前已受理 {count} 件。"
    ),
    "import-resources-done": Message("Resources entered: {count}.", "已登记资源 {count} 项。"),
    "import-resources-deferred": Message(
        "Resources that wait for a better moment: {count}.", "待适当时间登记 {count} 项。"
    ),
    "import-resources-refused": Message(
        "Resources left out, as said above: {count}.", "未登记 {count} 项，原因见上。"
    ),
    "import-resources-known": Message(
        "Resources that were entered before: {count}.", "此前已登记 {count} 项。"
    ),
    "export-written": Message(
        "Orders written to {file}: {orders}.", "已将 {orders} 件工单写入 {file}。"
    ),
    "import-points-same": Message("These are the rules in force.", "与现行规则相同。"),
    "import-points-drafted": Message(
        "Drafted as {task}; look at it with `xiangyue change show {task}`, and let somebody else"
        " approve it.",
        "已起草为 {task}；可用 xiangyue change show {task} 查看，须由其他人批准。",
    ),
    "import-points-stopped": Message(
        "Its checks found something that stands in the way.", "检查发现问题，暂不能批准。"
    ),
    "import-points-dry": Message(
        "The table “{table}” would have these rows.", "决策表“{table}”将采用这些行。"
    ),
    "export-whose": Message(
        "It is not clear whose rules are meant.",
        "未指明是谁的规则。",
        "Give either --community or --profile.",
        "请用 --community 或 --profile 指明其一。",
    ),
    "export-rows": Message("Written to {file}: {count}.", "已将 {count} 项写入 {file}。"),
    "import-template": Message(
        "{file} is ready to be filled in; the row that begins with “{mark}” only shows how.",
        "{file} 已生成，可以填写；以“{mark}”开头的一行只是示例。",
    ),
    "import-dry": Message(
        "This was a dry run: nothing was written.", "这是试运行，未写入任何内容。"
    ),
    "import-written": Message("This was registered.", "以上已登记。"),
}
