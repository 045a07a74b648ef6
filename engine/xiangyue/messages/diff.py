"""What differs between two profiles: what may happen now that could not before, and the reverse."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    # --- words ---
    "diff-passes": Message("It now passes, for example, with {case}.", "例如：{case}时现可通过。"),
    "diff-fails": Message(
        "It no longer passes, for example, with {case}.", "例如：{case}时不再通过。"
    ),
    "diff-example": Message(
        "For example, with {case}: {after} instead of {before}.",
        "例如：{case}时，由{before}变为{after}。",
    ),
    "diff-who-assignee": Message("the person responsible", "负责人"),
    "diff-who-opener": Message("whoever opened the task", "发起人"),
    "diff-who-anyone": Message("anyone", "任何人"),
    "diff-who-system": Message("the system", "系统"),
    "diff-who-actor": Message("whoever acts", "办理人"),
    "diff-who-everyone": Message("the public", "公众"),
    "diff-level-any": Message("any level", "任一层级"),
    "diff-level-county": Message("county", "区县"),
    "diff-level-subdistrict": Message("subdistrict", "街道"),
    "diff-level-township": Message("township", "乡镇"),
    "diff-level-community": Message("community", "社区"),
    "diff-level-village": Message("village", "村"),
    "diff-level-grid": Message("grid", "网格"),
    "diff-any-state": Message("any state that is not final", "任一未结束状态"),
    "diff-open": Message("open: {flow}", "发起：{flow}"),
    "diff-nothing": Message("nothing", "无"),
    "diff-refused": Message("a refusal", "不予办理"),
    "diff-stays": Message("the state it is in", "原状态"),
    # --- flows and states ---
    "diff-flow-added": Message(
        "Tasks of the kind “{flow}” can now be opened.", "新增流程“{flow}”。"
    ),
    "diff-flow-removed": Message(
        "Tasks of the kind “{flow}” can no longer be opened.", "取消流程“{flow}”。"
    ),
    "diff-flow-paused": Message(
        "“{flow}” is now paused: nothing is opened or moved.", "“{flow}”现已暂停，不受理也不流转。"
    ),
    "diff-flow-resumed": Message("“{flow}” is no longer paused.", "“{flow}”不再暂停。"),
    "diff-start": Message(
        "Tasks of “{flow}” now begin in “{new}” instead of “{old}”.",
        "“{flow}”的起始状态由“{old}”改为“{new}”。",
    ),
    "diff-state-added": Message(
        "A task can now be in the state “{state}”.", "任务可进入新状态“{state}”。"
    ),
    "diff-state-removed": Message(
        "A task can no longer be in the state “{state}”.", "任务不再有状态“{state}”。"
    ),
    "diff-final": Message("A task now ends in “{state}”.", "任务到“{state}”即结束。"),
    "diff-not-final": Message("A task no longer ends in “{state}”.", "任务到“{state}”不再结束。"),
    "diff-pause": Message(
        "The deadline of the task no longer runs in “{state}”.", "处于“{state}”时不再计时。"
    ),
    "diff-no-pause": Message(
        "The deadline of the task now runs in “{state}”.", "处于“{state}”时开始计时。"
    ),
    # --- deadlines ---
    "diff-due-added": Message("“{what}” now has a deadline: {new}.", "“{what}”新增期限：{new}。"),
    "diff-due-removed": Message(
        "“{what}” no longer has a deadline; it was {old}.", "“{what}”取消期限（原为{old}）。"
    ),
    "diff-due-longer": Message(
        "“{what}” may now take {new} instead of {old}.", "“{what}”的期限由{old}延长为{new}。"
    ),
    "diff-due-shorter": Message(
        "“{what}” may now take only {new} instead of {old}.", "“{what}”的期限由{old}缩短为{new}。"
    ),
    "diff-due-changed": Message(
        "The deadline of “{what}” is now {new} instead of {old}.",
        "“{what}”的期限由{old}改为{new}。",
    ),
    "diff-clock": Message(
        "The time for “{what}” now runs from “{new}” (was: “{old}”).",
        "“{what}”的起算状态由“{old}”改为“{new}”。",
    ),
    "diff-remind": Message(
        "Before the time for “{what}” is over, reminders now come at {new} (was: {old}).",
        "“{what}”到期前的提醒由{old}改为{new}。",
    ),
    "diff-escalate": Message(
        "When the time for “{what}” is over, those told are now: {new} (was: {old}).",
        "“{what}”逾期后上报的梯次由{old}改为{new}。",
    ),
    "diff-then": Message(
        "When the time for “{what}” is over, what follows by itself is now {new} instead of {old}.",
        "“{what}”逾期后自动办理的事项由“{old}”改为“{new}”。",
    ),
    "diff-extend": Message(
        "“{action}” now moves a deadline by: {new} (was: {old}).",
        "“{action}”延长的期限由{old}改为{new}。",
    ),
    "diff-exercise": Message(
        "What makes an exercise of “{flow}” is now: {new} (was: {old}).",
        "“{flow}”的演练标志由{old}改为{new}。",
    ),
    "diff-answer": Message(
        "What “{action}” answers to a call-out is now: {new} (was: {old}).",
        "“{action}”对征召的答复由{old}改为{new}。",
    ),
    "diff-proves": Message(
        "What “{title}” shows of whom a call-out asks is now: {new} (was: {old}).",
        "“{title}”在征召时证明的事项由{old}改为{new}。",
    ),
    # --- actions ---
    "diff-action-added": Message(
        "“{action}” can now be done; by: {who}.", "新增操作“{action}”，可办理人：{who}。"
    ),
    "diff-action-removed": Message("“{action}” can no longer be done.", "取消操作“{action}”。"),
    "diff-by-added": Message("“{action}” may now be done by {who}.", "“{action}”现可由{who}办理。"),
    "diff-by-removed": Message(
        "“{action}” may no longer be done by {who}.", "“{action}”不再由{who}办理。"
    ),
    "diff-at": Message(
        "For “{action}” the role must now be held at: {new} (was: {old}).",
        "办理“{action}”所需角色的层级由{old}改为{new}。",
    ),
    "diff-from-added": Message(
        "“{action}” can now be done from {states}.", "“{action}”现可在{states}办理。"
    ),
    "diff-from-removed": Message(
        "“{action}” can no longer be done from {states}.", "“{action}”不再能在{states}办理。"
    ),
    "diff-to-added": Message(
        "From {states}, “{action}” can now lead to {target}.",
        "在{states}办理“{action}”后，现可进入{target}。",
    ),
    "diff-to-removed": Message(
        "From {states}, “{action}” can no longer lead to {target}.",
        "在{states}办理“{action}”后，不再进入{target}。",
    ),
    "diff-way-looser": Message(
        "“{action}” now leads on where it was refused.",
        "“{action}”在原先不予办理的情形下现可办理。",
    ),
    "diff-way-stricter": Message(
        "“{action}” is now refused where it led on.", "“{action}”在原先可办理的情形下现不予办理。"
    ),
    "diff-way-changed": Message(
        "“{action}” now chooses in another way where it leads.", "“{action}”的去向判断有变化。"
    ),
    "diff-needs-added": Message(
        "“{action}” now needs: {fields}.", "“{action}”现须填写：{fields}。"
    ),
    "diff-needs-removed": Message(
        "“{action}” no longer needs: {fields}.", "“{action}”不再须填写：{fields}。"
    ),
    "diff-asks-added": Message(
        "With “{action}” may now be given: {fields}.", "办理“{action}”时现可填写：{fields}。"
    ),
    "diff-asks-removed": Message(
        "With “{action}” may no longer be given: {fields}.",
        "办理“{action}”时不再能填写：{fields}。",
    ),
    "diff-note-added": Message(
        "“{action}” now needs a note that says why.", "办理“{action}”现须备注原因。"
    ),
    "diff-note-removed": Message(
        "“{action}” no longer needs a note.", "办理“{action}”不再须备注原因。"
    ),
    "diff-guard-added": Message(
        "“{action}” now has a condition: {new}.", "“{action}”新增条件：{new}。"
    ),
    "diff-guard-removed": Message(
        "“{action}” no longer has the condition: {old}.", "“{action}”取消条件：{old}。"
    ),
    "diff-guard-looser": Message(
        "The condition of “{action}” lets more pass: {new} instead of {old}.",
        "“{action}”的条件放宽：由 {old} 改为 {new}。",
    ),
    "diff-guard-stricter": Message(
        "The condition of “{action}” lets less pass: {new} instead of {old}.",
        "“{action}”的条件收紧：由 {old} 改为 {new}。",
    ),
    "diff-guard-changed": Message(
        "The condition of “{action}” is now {new} instead of {old}.",
        "“{action}”的条件由 {old} 改为 {new}。",
    ),
    "diff-value-rule-added": Message(
        "“{action}” now works out {field}: {new}.", "“{action}”现自动计算{field}：{new}。"
    ),
    "diff-value-rule-removed": Message(
        "“{action}” no longer works out {field}: {old}.", "“{action}”不再自动计算{field}：{old}。"
    ),
    "diff-value-rule-changed": Message(
        "“{action}” works out {field} in another way: {new} instead of {old}.",
        "“{action}”对{field}的计算由 {old} 改为 {new}。",
    ),
    # --- interventions ---
    "diff-assign-added": Message(
        "“{action}” now makes {who} responsible.", "“{action}”后将由{who}负责。"
    ),
    "diff-assign-removed": Message(
        "“{action}” no longer makes {who} responsible.", "“{action}”后不再由{who}负责。"
    ),
    "diff-message-added": Message(
        "“{action}” now sends a message to {who}.", "“{action}”后将通知{who}。"
    ),
    "diff-message-removed": Message(
        "“{action}” no longer sends a message to {who}.", "“{action}”后不再通知{who}。"
    ),
    "diff-collect-added": Message(
        "“{action}” now asks {who} for data.", "“{action}”后将向{who}收集信息。"
    ),
    "diff-collect-removed": Message(
        "“{action}” no longer asks {who} for data.", "“{action}”后不再向{who}收集信息。"
    ),
    "diff-publish-added": Message(
        "“{action}” now publishes something.", "“{action}”后将公示信息。"
    ),
    "diff-publish-removed": Message(
        "“{action}” no longer publishes what it did.", "“{action}”后不再公示信息。"
    ),
    "diff-switch_mode-added": Message(
        "“{action}” now switches the mode of the community.", "“{action}”后将切换社区模式。"
    ),
    "diff-switch_mode-removed": Message(
        "“{action}” no longer switches the mode of the community.",
        "“{action}”后不再切换社区模式。",
    ),
    "diff-assess-added": Message(
        "“{action}” now notes the digital literacy level of {who}.",
        "“{action}”后将登记{who}的数字素养水平。",
    ),
    "diff-assess-removed": Message(
        "“{action}” no longer notes the digital literacy level of {who}.",
        "“{action}”后不再登记{who}的数字素养水平。",
    ),
    "diff-appoint-added": Message(
        "“{action}” now makes {who} “{role}”.", "“{action}”后{who}将担任“{role}”。"
    ),
    "diff-appoint-removed": Message(
        "“{action}” no longer makes {who} “{role}”.", "“{action}”后{who}不再因此担任“{role}”。"
    ),
    "diff-dismiss-added": Message(
        "“{action}” now ends that {who} is “{role}”.", "“{action}”后{who}将不再担任“{role}”。"
    ),
    "diff-dismiss-removed": Message(
        "“{action}” no longer ends that {who} is “{role}”.", "“{action}”不再解除{who}的“{role}”。"
    ),
    "diff-automate-added": Message(
        "“{action}” now lets the system act by itself.", "“{action}”后将由系统自动办理后续操作。"
    ),
    "diff-automate-removed": Message(
        "“{action}” no longer lets the system act by itself.",
        "“{action}”后不再由系统自动办理后续操作。",
    ),
    "diff-call_out-added": Message(
        "“{action}” now calls people out, rung by rung.", "“{action}”后将按梯次征召人员。"
    ),
    "diff-call_out-removed": Message(
        "“{action}” no longer calls people out.", "“{action}”后不再征召人员。"
    ),
    "diff-distribute-added": Message(
        "“{action}” now gives every community beneath a task of its own.",
        "“{action}”后将向下辖各社区下发任务。",
    ),
    "diff-distribute-removed": Message(
        "“{action}” no longer gives communities beneath a task.",
        "“{action}”后不再向下辖社区下发任务。",
    ),
    "diff-open-added": Message(
        "“{action}” now has another task opened.", "“{action}”后将自动新建后续任务。"
    ),
    "diff-open-removed": Message(
        "“{action}” no longer has another task opened.", "“{action}”后不再自动新建后续任务。"
    ),
    "diff-does-changed": Message(
        "What “{action}” sets off for {who} has changed: {detail}.",
        "“{action}”对{who}的后续处理有变化：{detail}。",
    ),
    # --- params, roles, fields ---
    "diff-param-added": Message(
        "“{title}” can now be tuned; its default is {new}.", "新增可调参数“{title}”，默认值{new}。"
    ),
    "diff-param-removed": Message("“{title}” can no longer be tuned.", "取消可调参数“{title}”。"),
    "diff-default": Message(
        "The default of “{title}” is now {new} instead of {old}.",
        "“{title}”的默认值由{old}改为{new}。",
    ),
    "diff-schema-wider": Message(
        "“{title}” now accepts more: {detail}.", "“{title}”可接受的值放宽：{detail}。"
    ),
    "diff-schema-narrower": Message(
        "“{title}” now accepts less: {detail}.", "“{title}”可接受的值收窄：{detail}。"
    ),
    "diff-schema-changed": Message(
        "“{title}” accepts other values: {detail}.", "“{title}”可接受的值有变化：{detail}。"
    ),
    "diff-role-added": Message("Members can now be “{title}”.", "新增角色“{title}”。"),
    "diff-role-removed": Message("Members can no longer be “{title}”.", "取消角色“{title}”。"),
    "diff-role-at": Message(
        "“{title}” is now held at: {new} (was: {old}).", "“{title}”的层级由{old}改为{new}。"
    ),
    "diff-role-kinds-added": Message(
        "“{title}” may now be held by: {kinds}.", "“{title}”现可由以下成员担任：{kinds}。"
    ),
    "diff-role-kinds-removed": Message(
        "“{title}” may no longer be held by: {kinds}.", "“{title}”不再由以下成员担任：{kinds}。"
    ),
    "diff-kind-person": Message("persons", "个人"),
    "diff-kind-household": Message("households", "家庭"),
    "diff-kind-organization": Message("organizations", "组织"),
    "diff-literacy": Message(
        "“{title}” now asks for digital literacy {new} instead of {old}.",
        "“{title}”所需数字素养等级由{old}改为{new}。",
    ),
    "diff-field-added": Message("There is a new field “{title}”.", "新增字段“{title}”。"),
    "diff-field-removed": Message("The field “{title}” is gone.", "取消字段“{title}”。"),
    "diff-keep": Message(
        "“{title}” is now kept for {new} instead of {old}.",
        "“{title}”的保存期限由{old}改为{new}。",
    ),
    "diff-sensitivity": Message(
        "The sensitivity of “{title}” is now {new} instead of {old}.",
        "“{title}”的敏感级别由{old}改为{new}。",
    ),
    "diff-about": Message(
        "“{title}” is now a datum of {new} instead of {old}.",
        "“{title}”由{old}的信息改为{new}的信息。",
    ),
    "diff-about-task": Message("the task", "任务"),
    "diff-about-person": Message("the person", "个人"),
    "diff-about-unit": Message("the unit", "单位"),
    "diff-evidence": Message(
        "What “{title}” proves is now: {new} (was: {old}).",
        "“{title}”所证明的内容由{old}改为{new}。",
    ),
    "diff-evidence-result": Message("a result", "成效"),
    "diff-evidence-trace": Message("a trace of the work", "工作留痕"),
    "diff-evidence-photo": Message("a photo", "照片"),
    "diff-evidence-video": Message("a video", "视频"),
    "diff-evidence-audio": Message("a sound recording", "录音"),
    "diff-evidence-location": Message("a location", "位置"),
    # --- tables and scoring ---
    "diff-table-added": Message("There is a new table “{title}”.", "新增决策表“{title}”。"),
    "diff-table-removed": Message("The table “{title}” is gone.", "取消决策表“{title}”。"),
    "diff-table-inputs": Message(
        "The inputs of “{title}” are now {new} instead of {old}.",
        "“{title}”的输入由{old}改为{new}。",
    ),
    "diff-table-outputs": Message(
        "The outputs of “{title}” are now {new} instead of {old}.",
        "“{title}”的输出由{old}改为{new}。",
    ),
    "diff-table-domain": Message(
        "The input {input} of “{title}” has other values: {detail}.",
        "“{title}”的输入{input}取值范围有变化：{detail}。",
    ),
    "diff-table-result": Message("“{title}” gives another result.", "“{title}”的结果有变化。"),
    "diff-table-more": Message(
        "“{title}” gives other results for more inputs.", "“{title}”还有其他输入的结果有变化。"
    ),
    "diff-table-rows": Message(
        "The rows of “{title}” have changed, in too many ways to compare.",
        "“{title}”的各行有变化，情形过多，未逐一比较。",
    ),
    "diff-scoring-added": Message(
        "“{action}” now brings {who} points: {new}.", "“{action}”后{who}获得积分：{new}。"
    ),
    "diff-scoring-removed": Message(
        "“{action}” no longer brings {who} points: {old}.", "“{action}”后{who}不再获得积分：{old}。"
    ),
    "diff-scoring-on": Message(
        "“{title}” now counts for “{new}” instead of “{old}”.",
        "“{title}”的计分环节由“{old}”改为“{new}”。",
    ),
    "diff-scoring-to": Message(
        "The points of “{title}” now go to {new} instead of {old}.",
        "“{title}”的积分由归{old}改为归{new}。",
    ),
    "diff-scoring-account": Message(
        "The points of “{title}” now go to the account {new} instead of {old}.",
        "“{title}”的积分账户由{old}改为{new}。",
    ),
    "diff-scoring-points": Message(
        "“{title}” brings other points: {new} instead of {old}.",
        "“{title}”的计分由 {old} 改为 {new}。",
    ),
    "diff-scoring-when": Message(
        "“{title}” gives points under another condition: {new} instead of {old}.",
        "“{title}”的计分条件由 {old} 改为 {new}。",
    ),
    "diff-scoring-class": Message(
        "The class of “{title}” is told in another way: {new} instead of {old}.",
        "“{title}”的类别判定由{old}改为{new}。",
    ),
    "diff-scoring-entry": Message(
        "“{title}” is now {new} in the ledger instead of {old}.",
        "“{title}”在积分账中由{old}改为{new}。",
    ),
    "diff-entry-award": Message("an award", "加分"),
    "diff-entry-bonus": Message("a bonus", "奖励分"),
    "diff-entry-deduction": Message("a deduction", "扣分"),
    "diff-entry-red_line": Message("a red line", "红线"),
    "diff-entry-cleared": Message("the end of a red line", "红线解除"),
    "diff-entry-correction": Message("a correction", "更正"),
    "diff-entry-exchange": Message("an exchange", "兑换"),
    "diff-scoring-corrects": Message(
        "What “{title}” corrects is now said in {new} instead of {old}.",
        "“{title}”所更正的记录由{old}改为{new}填写。",
    ),
    "diff-scoring-essential": Message(
        "Where “{title}” cannot give its points, the action is now refused.",
        "“{title}”无法计分时，操作现不予办理。",
    ),
    "diff-scoring-accessory": Message(
        "Where “{title}” cannot give its points, the action now goes on without them.",
        "“{title}”无法计分时，操作现照常办理，只是不计分。",
    ),
    # --- accounts ---
    "diff-account-added": Message(
        "There is a new account of points “{account}”.", "新增积分账户“{account}”。"
    ),
    "diff-account-removed": Message(
        "The account of points “{account}” is gone.", "取消积分账户“{account}”。"
    ),
    "diff-account-of-added": Message(
        "“{account}” may now be held by: {kinds}.", "“{account}”现可由以下成员持有：{kinds}。"
    ),
    "diff-account-of-removed": Message(
        "“{account}” may no longer be held by: {kinds}.",
        "“{account}”不再由以下成员持有：{kinds}。",
    ),
    "diff-account-counts": Message(
        "“{account}” now counts {new} instead of {old}.", "“{account}”由记{old}改为记{new}。"
    ),
    "diff-counts-points": Message("points", "积分"),
    "diff-counts-hours": Message("hours", "时长"),
    "diff-account-base": Message(
        "Each holder of “{account}” begins with {new} instead of {old}.",
        "“{account}”的基础分由{old}改为{new}。",
    ),
    "diff-account-month_cap": Message(
        "The most that a month brings to “{account}” is now {new} instead of {old}.",
        "“{account}”每月得分上限由{old}改为{new}。",
    ),
    "diff-account-class_share": Message(
        "The share of a month that one class may bring to “{account}” is now {new} % instead of"
        " {old} %.",
        "“{account}”单一类别每月占比上限由{old}%改为{new}%。",
    ),
    "diff-account-bonus_cap": Message(
        "The most that bonuses of a month bring to “{account}” is now {new} instead of {old}.",
        "“{account}”每月奖励分上限由{old}改为{new}。",
    ),
    "diff-account-deduction_cap": Message(
        "The most that deductions of a month cost “{account}” is now {new} instead of {old}.",
        "“{account}”每月扣分上限由{old}改为{new}。",
    ),
    "diff-account-yearly": Message(
        "“{account}” now goes back to its base each year.", "“{account}”现每年恢复为基础分。"
    ),
    "diff-account-not-yearly": Message(
        "“{account}” no longer goes back to its base each year.",
        "“{account}”不再每年恢复为基础分。",
    ),
    "diff-account-frail-added": Message(
        "To “{account}” those who are frail can now also earn by: {rules}.",
        "体弱者现也可通过以下规则为“{account}”得分：{rules}。",
    ),
    "diff-account-frail-removed": Message(
        "To “{account}” those who are frail are no longer said to earn by: {rules}.",
        "以下规则不再列为体弱者在“{account}”的得分途径：{rules}。",
    ),
    "diff-adoption-flow": Message(
        "“{account}” is now adopted in “{new}” instead of “{old}”.",
        "“{account}”的通过程序由“{old}”改为“{new}”。",
    ),
    "diff-adoption-state": Message(
        "“{account}” is now adopted once it stands at “{new}” instead of “{old}”.",
        "“{account}”视为通过的状态由“{old}”改为“{new}”。",
    ),
    "diff-adoption-renew": Message(
        "An adoption of “{account}” now holds for {new} instead of {old}.",
        "“{account}”每次通过的有效期由{old}改为{new}。",
    ),
    "diff-adoption-funding": Message(
        "For how many months “{account}” is funded is now said in {new} instead of {old}.",
        "“{account}”的经费月数由{old}改为{new}填写。",
    ),
    # --- limits and intake ---
    "diff-limit-added": Message(
        "There is a new limit: {limit} ({new}).", "新增限制：{limit}（{new}）。"
    ),
    "diff-limit-removed": Message(
        "The limit {limit} ({old}) is gone.", "取消限制：{limit}（{old}）。"
    ),
    "diff-limit-plugin": Message(
        "The limit {limit} is now run by {new} instead of {old}.",
        "限制{limit}改由{new}执行（原为{old}）。",
    ),
    "diff-limit-stance": Message(
        "The limit {limit} now stands at {new} instead of {old}.",
        "限制{limit}由{old}改为{new}。",
    ),
    "diff-limit-lifted-added": Message(
        "The limit {limit} no longer holds in: {modes}.",
        "限制{limit}在以下模式中不再适用：{modes}。",
    ),
    "diff-limit-lifted-removed": Message(
        "The limit {limit} now holds in: {modes}.", "限制{limit}在以下模式中开始适用：{modes}。"
    ),
    "diff-limit-broken": Message(
        "When the limit {limit} itself fails, it is now {new} instead of {old}.",
        "限制{limit}自身出错时由{old}改为{new}。",
    ),
    "diff-broken-closed": Message("closed: it refuses", "从严（不予通过）"),
    "diff-broken-open": Message("open: it lets pass", "从宽（予以通过）"),
    "diff-claim-added": Message(
        "The limit {limit} can now be lifted for one command by {who}, where life is in danger.",
        "危及生命安全时，{who}现可声明单次免受限制{limit}约束。",
    ),
    "diff-claim-removed": Message(
        "The limit {limit} can no longer be lifted for one command by {who}.",
        "{who}不再能声明单次免受限制{limit}约束。",
    ),
    "diff-claim-field": Message(
        "That the limit {limit} is lifted is now claimed in {new} instead of {old}.",
        "免受限制{limit}约束的声明由{old}改为{new}填写。",
    ),
    "diff-claim-review": Message(
        "A claim against the limit {limit} is now reviewed in {new} instead of {old}.",
        "对限制{limit}免受声明的复核由{old}改为{new}填写。",
    ),
    "diff-sources-added": Message(
        "Ways in that are now open: {sources}.", "新增受理方式：{sources}。"
    ),
    "diff-sources-removed": Message(
        "Ways in that are now closed: {sources}.", "取消受理方式：{sources}。"
    ),
    "diff-backdate-longer": Message(
        "What was done on paper or by phone may now be entered within {new} instead of {old}.",
        "纸质或电话办理的补录期限由{old}延长为{new}。",
    ),
    "diff-backdate-shorter": Message(
        "What was done on paper or by phone may now be entered within only {new} instead of {old}.",
        "纸质或电话办理的补录期限由{old}缩短为{new}。",
    ),
    "diff-backdate-changed": Message(
        "What was done on paper or by phone is now to be entered within {new} instead of {old}.",
        "纸质或电话办理的补录期限由{old}改为{new}。",
    ),
    # --- all else, by address ---
    "diff-set": Message("{address} is now set: {new}.", "新增{address}：{new}。"),
    "diff-unset": Message(
        "{address} is no longer set; it was {old}.", "取消{address}（原为{old}）。"
    ),
    "diff-value": Message(
        "{address} is now {new} instead of {old}.", "{address}由{old}改为{new}。"
    ),
    "diff-text": Message("The words at {address} have changed.", "{address}的文字有变化。"),
}
