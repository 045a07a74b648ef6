"""What ``fit`` has to say: of tables of communities, of types, and of how far the tools may go."""

from __future__ import annotations

from xiangyue.messages.message import Message

_TEMPLATE_EN = "Print a table to fill in with xiangyue fit --template."
_TEMPLATE_ZH = "可用 xiangyue fit --template 打印空白表格。"

MESSAGES = {
    # --- what can be wrong with the table ---
    "fit-cells": Message(
        "What is wrong in this table: {count}; the first: {first[en]}",
        "该表格有{count}处错误，第一处：{first[zh]}",
        "Mend them all and try again; nothing has been assessed.",
        "请全部改正后重试；尚未进行任何评估。",
    ),
    "fit-total": Message(
        "Mistakes: {count}. Nothing has been assessed.", "错误{count}处，未进行任何评估。"
    ),
    "fit-empty": Message("This file is empty.", "文件为空。", _TEMPLATE_EN, _TEMPLATE_ZH),
    "fit-no-rows": Message(
        "There is a heading and no community below it.",
        "只有表头，没有社区数据。",
        "Add a row for each community.",
        "请为每个社区填写一行。",
    ),
    "fit-no-heading": Message(
        "“{value}” stands under no heading.",
        "“{value}”所在列没有表头。",
        "Give the column a heading, or remove what is in it.",
        "请补上表头，或删除该列内容。",
    ),
    "fit-column": Message(
        "There is no column “{name}” in such a table.",
        "表格没有“{name}”这一列。",
        "Remove it, or use one of: {known}.",
        "请删除该列，或改用：{known}。",
    ),
    "fit-column-twice": Message(
        "The column {name} is there twice.",
        "{name}列重复。",
        "Remove one of them.",
        "请删除其中一列。",
    ),
    "fit-no-community-column": Message(
        "No column says which community it is.",
        "缺少社区列。",
        "Head it “community”.",
        "请将表头写为“community”或“社区”。",
    ),
    "fit-no-indicators": Message(
        "There is no indicator in this table.",
        "表格中没有任何指标。",
        "Add some of: {known}.",
        "请加入指标列：{known}。",
    ),
    "fit-no-community": Message(
        "This row does not say which community it is, or in more than {longest} characters.",
        "该行没有写明社区，或超过{longest}个字符。",
        "Write the id of the community.",
        "请填写社区编号。",
    ),
    "fit-community-twice": Message(
        "“{community}” is there already, in line {line}.",
        "“{community}”在第{line}行已出现。",
        "Keep one row for each community.",
        "每个社区只保留一行。",
    ),
    "fit-profile": Message(
        "There is no profile “{name}”; the nearest is “{nearest}”.",
        "没有治理方案“{name}”，最接近的是“{nearest}”。",
        "Give its folder with --profile, or leave the cell empty.",
        "请用 --profile 指定其文件夹，或留空。",
    ),
    "fit-setting": Message(
        "“{value}” is neither urban nor rural.",
        "“{value}”既不是城市也不是农村。",
        "Write urban or rural, or leave the cell empty.",
        "请填 urban（城市）或 rural（农村），不清楚则留空。",
    ),
    "fit-no-number": Message(
        "{indicator} of “{community}” is “{value}”, which is no number ({title[en]}, {unit[en]}).",
        "“{community}”的{indicator}为“{value}”，不是数字（{title[zh]}，{unit[zh]}）。",
        "Write a plain number such as 12.5, or leave the cell empty if it is not known.",
        "请填写数字，如 12.5；不清楚则留空。",
    ),
    "fit-range": Message(
        "{indicator} of “{community}” is {value}; it lies from 0 to {most} ({title[en]}, {unit[en]}).",
        "“{community}”的{indicator}为{value}，应在0至{most}之间（{title[zh]}，{unit[zh]}）。",
        "Check the figure and its unit, or leave the cell empty if it is not known.",
        "请核对数值和单位；不清楚则留空。",
    ),
    "fit-fractions": Message(
        "All shares of “{community}” lie between 0 and 1 and look like fractions.",
        "“{community}”的各项占比均在0到1之间，疑为小数。",
        "Write percent: 45 for 45 %.",
        "请按百分数填写：45% 填 45。",
    ),
    "fit-no-types": Message(
        "No profile here says in a fit section whom it is for.",
        "没有任何治理方案带有 fit 部分。",
        "Install a pack of profiles, or name one with --profile.",
        "请安装治理方案包，或用 --profile 指定。",
    ),
    "fit-no-section": Message(
        "The profile “{profile}” has no fit section, and so is no type to compare with.",
        "治理方案“{profile}”没有 fit 部分，无法作为类型比较。",
        "Add one to it, as the shipped profiles show.",
        "请参照自带方案补充 fit 部分。",
    ),
    "fit-no-data": Message(
        "It is not said which table to read.", "没有指定数据表。", _TEMPLATE_EN, _TEMPLATE_ZH
    ),
    "fit-skipped": Message(
        "Warning: the profile “{profile}” is left out, because it has errors.",
        "警告：治理方案“{profile}”有错误，未参与比较。",
        "Run xiangyue profile lint {profile}.",
        "请运行 xiangyue profile lint {profile}。",
    ),
    # --- the empty table ---
    "fit-template-community": Message(
        "community: the community's id, each once", "community：社区编号，每个社区一行"
    ),
    "fit-template-profile": Message(
        "profile: the profile that governs it now; may be empty",
        "profile：现用治理方案，可留空",
    ),
    "fit-template-setting": Message(
        "setting: urban or rural; may be empty", "setting：城市 urban 或农村 rural，可留空"
    ),
    "fit-template-indicator": Message(
        "{code}: {title} ({unit}); low {low}, mid {mid}, high {high}",
        "{code}：{title}（{unit}）；低 {low}，中 {mid}，高 {high}",
    ),
    "fit-template-notes": Message(
        "Leave empty what is not known. Figures of the community as a whole, never of persons."
        " Lines that begin with # are not read.",
        "不清楚的留空。只填社区整体数据，不填个人信息。以#开头的行不会读取。",
    ),
    # --- what was found ---
    "fit-head-community": Message("Community", "社区"),
    "fit-head-best": Message("Two best types", "最适合的两类"),
    "fit-head-score": Message("Score", "得分"),
    "fit-head-known": Message("Known", "已知"),
    "fit-head-verdict": Message("Verdict", "判断"),
    "fit-head-sure": Message("Sure", "确定"),
    "fit-verdict-clear": Message("clear", "明确"),
    "fit-verdict-mixed": Message("mixed", "混合"),
    "fit-verdict-weak": Message("none fits well", "均不太适合"),
    "fit-verdict-thin": Message("too little known", "数据不足"),
    "fit-verdict-none": Message("nothing to go by", "无从判断"),
    "fit-yes": Message("yes", "是"),
    "fit-no": Message("no", "否"),
    "fit-low": Message("low", "低"),
    "fit-mid": Message("mid", "中"),
    "fit-high": Message("high", "高"),
    "fit-or": Message(" or ", "或"),
    "fit-setting-name": Message("setting (urban or rural)", "城乡"),
    "fit-missing": Message("Not known: {names}.", "缺少：{names}。"),
    "fit-open": Message(
        "Of these, {names} could bring another type to the front.",
        "其中{names}可能改变首选类型。",
    ),
    "fit-settled": Message(
        "None of it can bring another type to the front.", "补齐后也不会改变首选类型。"
    ),
    "fit-current": Message(
        "The profile now, {profile}: {score} of what is known of its type.",
        "现用方案{profile}：与该类型适配度{score}。",
    ),
    "fit-current-none": Message(
        "The profile now, {profile}, has no fit section: nothing to compare with.",
        "现用方案{profile}没有 fit 部分，无法比较。",
    ),
    "fit-current-elsewhere": Message(
        "It is meant for {setting} communities.", "该方案适用于{setting}社区。"
    ),
    "fit-urban": Message("urban", "城市"),
    "fit-rural": Message("rural", "农村"),
    "fit-mismatch": Message(
        "{indicator} is {value}, {band}; it expects {wanted} ({title}, {unit})",
        "{indicator}为{value}（{band}），该方案预期{wanted}（{title}，{unit}）",
    ),
    "fit-flag-A1": Message(
        "Worth a look: most tasks come from above (A1 {value} %). Keep room for residents' matters.",
        "请留意：多数任务来自上级（A1 {value}%），应为居民事务留出余地。",
    ),
    "fit-flag-O2": Message(
        "Worth a look: few entries of the resource library were verified lately (O2 {value} %).",
        "请留意：资源库近期核实的条目较少（O2 {value}%）。",
    ),
    "fit-ruled": Message(
        "People have decided: {decided} ({task}, opened on {opened}; proposed was {proposed}).",
        "人工决定：{decided}（{task}，{opened}开始复核；当时建议为{proposed}）。",
    ),
    "fit-ruled-reason": Message("Their reason: {reason}", "理由：{reason}"),
    "fit-ruled-holds": Message(
        "That overrules the figures; decide again at the next review.",
        "以人工决定为准，下次复核时再议。",
    ),
    "fit-ruled-next": Message("The next review is due on {day}.", "下次复核：{day}。"),
    # --- how far the tools may go ---
    "fit-plan": Message("How far the tools may go: {steps}", "分步推进：{steps}"),
    "fit-step-ready": Message("{stage} may begin.", "{stage}可以开始；"),
    "fit-step-unknown": Message(
        "{stage} may begin if {needs}.", "{stage}需先摸清是否满足：{needs}；"
    ),
    "fit-step-blocked": Message(
        "{stage} not yet, only when {needs}.", "{stage}暂缓，须达到：{needs}；"
    ),
    "fit-step-waits": Message("{stage} after that.", "{stage}随后进行；"),
    "fit-need": Message(
        "{indicator} is {wanted} % (now {value})", "{indicator} {wanted}%（现为{value}%）"
    ),
    "fit-need-unknown": Message("{indicator} is {wanted} %", "{indicator} {wanted}%"),
    "fit-steps": Message("The steps, and what has to be so before each:", "各阶段及其前提："),
    "fit-name-paper": Message("Paper", "纸质阶段"),
    "fit-name-assisted": Message("Assisted", "协助阶段"),
    "fit-name-digital": Message("Digital", "数字阶段"),
    "fit-stage-paper": Message(
        "Sheets, counter, telephone and door; what was done is entered later, for the day"
        " on which it was done.",
        "纸质表单、窗口、电话和上门办理；事后补录，以实际办理时间为准。",
    ),
    "fit-first-paper": Message(
        "First: agree in public who decides, who does it and by when; name who enters the sheets;"
        " every service has its way without a screen.",
        "前提：公开议定谁决定、谁办理、何时办结；明确补录人员；每项服务都有线下办理方式。",
    ),
    "fit-stage-assisted": Message(
        "Trained staff and helpers enter for residents, on the spot.",
        "经培训的工作人员和帮办员现场代为录入。",
    ),
    "fit-first-assisted": Message(
        "First: no digital duty before the level it needs (corridor head 1–2, grid worker 3,"
        " community worker 4); 2 hours of training on first use, 1 hour each half-year; one helper"
        " for ten residents of 60 and over; each entry says for whom and by whom.",
        "前提：未达到岗位要求不安排数字化任务（楼栋长1–2级，网格员3级，社区工作者4级）；"
        "首次使用培训2小时，此后每半年1小时；60岁及以上居民每10人配1名帮办员；代录须注明为谁、由谁。",
    ),
    "fit-stage-digital": Message(
        "Residents who want to may do it themselves.",
        "愿意的居民可自行线上办理。",
    ),
    "fit-first-digital": Message(
        "First: residents' own matters get their first contact in time; complaints about the"
        " system are answered; quiet hours and contact budgets are in force; door, phone and paper"
        " stay as good and as fast; the rules are reviewed each year.",
        "前提：居民诉求能及时首次联系；对系统的投诉有答复；免打扰时段和联系频次限制已生效；"
        "上门、电话、纸质渠道同样便捷；规则每年复核。",
    ),
    "fit-how": Message(
        "Score: the weight of the indicators in the bands a type expects, out of those known."
        " Bands, weights and steps are project defaults; people decide, in a fit_review each year.",
        "得分 = 落在该类型预期区间的指标权重 ÷ 已知指标权重。区间、权重和步骤为项目默认值；"
        "由人在每年的类型复核（fit_review）中决定。",
    ),
}
