"""Why other rules do not come into force, or not again."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "change-unreadable": Message(
        "What is to change cannot be read, or the rules do not accept it.",
        "变更内容无法读取，或不符合规则。",
        "Withdraw it and draft the change anew.",
        "请撤回并重新起草。",
    ),
    "change-self": Message(
        "Nobody puts in force what they have drafted or entered themselves.",
        "起草人或代为录入的人不得自行批准。",
        "Let another person who may do it decide.",
        "请由其他有权的人批准。",
    ),
    "change-own-act": Message(
        "“{action}” is nobody's to enter for another: it decides by which rules others are bound.",
        "“{action}”决定他人须遵守的规则，不得代他人录入。",
        "Let whoever decides it do it themselves; what they signed on paper, too.",
        "请由决定者本人办理；纸面签字的也由本人补录。",
    ),
    "change-unchecked": Message(
        "Nothing of this change is checked as it stands.",
        "该变更的现有内容尚未检查。",
        "Have it checked: “xiangyue change check”.",
        "请先运行检查：“xiangyue change check”。",
    ),
    "change-failed": Message(
        "The checks found {count} errors. The first: {first}",
        "检查发现{count}处问题，首先是：{first}",
        "Send it back and draft a change without this.",
        "请退回，修正后重新起草。",
    ),
    "change-moved": Message(
        "Other rules have come into force since this was drafted.",
        "起草之后，规则已有其他变更生效。",
        "Draft it anew, on the rules that are in force now.",
        "请按现行规则重新起草。",
    ),
    "change-not-in-force": Message(
        "These are not the rules in force now: another change came after them.",
        "该变更已不是现行规则，其后另有变更生效。",
        "Put the later change back first, or draft another one.",
        "请先恢复之后的变更，或另行起草。",
    ),
    "change-lifts": Message(
        "Put back, the rules could be changed by one person alone.",
        "恢复后，规则即可由一人自行变更。",
        "That needs a draft and a second person, as any other change.",
        "此类变更须起草，并由第二人批准。",
    ),
    "whatif-unknown": Message(
        "The tried rules do not know what it names: {text}",
        "所试规则中没有所指内容：{text}",
        "Keep what is in use, or say what takes its place.",
        "请保留仍在使用的内容，或说明由什么代替。",
    ),
    "whatif-nothing": Message(
        "Nothing is tried: neither a draft, nor a profile, nor a param.",
        "没有要试的内容：未给出草案、治理方案或参数。",
        "Name a draft (--draft xinqi/_17), a profile, or a param (--set PARAM=VALUE).",
        "请指定草案（--draft xinqi/_17）、治理方案或参数（--set 参数=值）。",
    ),
    "whatif-no-command": Message(
        "{entry} is no command, or what it said is destroyed: there is nothing to judge.",
        "{entry} 不是一次办理，或其内容已销毁，无法重新判断。",
        "Take an entry that the what-if lists.",
        "请选用模拟结果中列出的条目。",
    ),
    "whatif-broken": Message(
        "Entry {entry} does not go on from those before it.",
        "条目 {entry} 与之前的记录不相接。",
        "See what is wrong with the store: “xiangyue verify”.",
        "请查明存储的问题：“xiangyue verify”。",
    ),
}
