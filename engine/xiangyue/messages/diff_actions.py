"""What differs between the actions of two profiles: who may take them, when, and with what."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "diff-extend": Message(
        "“{action}” now moves a deadline by: {new} (was: {old}).",
        "“{action}”延长的期限由{old}改为{new}。",
    ),
    "diff-answer": Message(
        "What “{action}” answers to a call-out is now: {new} (was: {old}).",
        "“{action}”对动员的答复由{old}改为{new}。",
    ),
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
    "diff-value-rule-set": Message(
        "The value that “{action}” works out for {field} can no longer be changed by whoever acts.",
        "“{action}”自动计算的{field}不再能由办理人改动。",
    ),
    "diff-value-rule-proposed": Message(
        "The value that “{action}” works out for {field} can now be changed by whoever acts.",
        "“{action}”自动计算的{field}现可由办理人改动。",
    ),
    "diff-value-rule-changed": Message(
        "“{action}” works out {field} in another way: {new} instead of {old}.",
        "“{action}”对{field}的计算由 {old} 改为 {new}。",
    ),
}
