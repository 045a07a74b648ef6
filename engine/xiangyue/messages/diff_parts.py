"""What differs between the params, roles, fields and tables of two profiles."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    # --- params, roles, fields ---
    "diff-proves": Message(
        "What “{title}” shows of whom a call-out asks is now: {new} (was: {old}).",
        "“{title}”在动员时证明的事项由{old}改为{new}。",
    ),
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
    "diff-only-in": Message(
        "“{title}” is now asked in {new} instead of {old}.",
        "“{title}”的填写范围由{old}改为{new}。",
    ),
    "diff-measure": Message(
        "What the engine fills into “{title}” is now: {new} (was: {old}).",
        "系统填入“{title}”的内容由{old}改为{new}。",
    ),
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
    "diff-advisory": Message(
        "“{title}” may advise only, and decides nothing alone any more.",
        "“{title}”改为仅提建议，不再单独作决定。",
    ),
    "diff-advisory-over": Message(
        "“{title}” is no longer bound to advise only.", "“{title}”不再限于仅提建议。"
    ),
    # --- tables ---
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
}
