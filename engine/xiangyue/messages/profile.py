"""What may be wrong with a profile as a whole: its keys and values, its parents, its folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xiangyue.messages.message import Message
from xiangyue.text import Text

MESSAGES: dict[str, Message] = {
    # Keys and values
    "schema-unknown-key": Message(
        "“{key}” is not known here.",
        "此处没有“{key}”这个键。",
        "{hint[en]}Known here: {known}.",
        "{hint[zh]}此处可用的键：{known}。",
    ),
    "schema-missing-key": Message(
        "“{key}” is missing from {where[en]}.",
        "{where[zh]} 缺少“{key}”。",
        "Add {key}: {expected[en]}.",
        "请补上 {key}：{expected[zh]}。",
    ),
    "schema-type": Message(
        "This is {found[en]}, which does not fit here.",
        "此处是{found[zh]}，类型不符。",
        "Write {expected[en]}.",
        "请写成{expected[zh]}。",
    ),
    "schema-enum": Message(
        "“{value}” is not one of the values allowed here.",
        "“{value}”不在此处允许的取值之内。",
        "{hint[en]}Allowed: {known}.",
        "{hint[zh]}允许的取值：{known}。",
    ),
    "schema-pattern": Message(
        "“{value}” is not written as it must be here.",
        "“{value}”不符合此处要求的写法。",
        "Write {expected[en]}.",
        "请写成{expected[zh]}。",
    ),
    "schema-empty": Message(
        "This is empty.",
        "此处内容为空。",
        "Fill it in, or leave the key out where it is not needed.",
        "请填写内容；若不需要，请删去这个键。",
    ),
    "schema-bounds": Message(
        "{value} is out of bounds.",
        "{value} 超出范围。",
        "Write a number that is {bound[en]}.",
        "请写{bound[zh]}的数值。",
    ),
    "schema-length": Message(
        "This text has {count} characters.",
        "此文本有 {count} 个字符。",
        "The number of characters must be {bound[en]}.",
        "字符数须{bound[zh]}。",
    ),
    "schema-size": Message(
        "There are {count} entries here.",
        "此处有 {count} 项。",
        "The number of entries must be {bound[en]}.",
        "项数须{bound[zh]}。",
    ),
    "schema-duplicate-items": Message(
        "“{value}” stands in this list more than once.",
        "“{value}”在此列表中重复出现。",
        "Remove one of them.",
        "请删去其中一个。",
    ),
    "schema-more": Message(
        "There are more mistakes than these {count}.",
        "错误不止这 {count} 处。",
        "Mend these first, then check again.",
        "请先改正这些，再重新检查。",
    ),
    # What is built on
    "extends-circle": Message(
        "This profile builds on itself: {circle}.",
        "该方案循环继承自身：{circle}。",
        "Remove one of these profiles from the other's extends.",
        "请从其中一个方案的 extends 中移除另一个。",
    ),
    "extends-deep": Message(
        "Profiles build on each other over more than {limit} levels.",
        "方案的继承层级超过 {limit} 层。",
        "Bring the lowest of them together in fewer profiles.",
        "请合并最底层的几个方案。",
    ),
    "extends-no-address": Message(
        "Nothing that is inherited from {profile} stands at {address}.",
        "从 {profile} 继承的内容中没有 {address}。",
        "{hint[en]}Name an address that the inherited profiles have, or leave this out.",
        "{hint[zh]}请写继承内容中存在的地址，或删去此项。",
    ),
    "extends-no-replacement": Message(
        "{address} is to be replaced, and nothing stands there in this profile.",
        "要替换 {address}，但本方案没有给出它。",
        "Write it out in this profile, or move the address to without.",
        "请在本方案中写出它，或把该地址移到 without。",
    ),
    # The folder
    "profile-unknown": Message(
        "There is no profile called “{name}”.",
        "没有名为“{name}”的方案。",
        "{hint[en]}Known: {known}.",
        "{hint[zh]}已有的方案：{known}。",
    ),
    "profile-no-address": Message(
        "Nothing stands at {address} in this profile.",
        "该方案中没有 {address}。",
        "`xiangyue profile show --resolved` lists all addresses.",
        "可用 `xiangyue profile show --resolved` 列出全部地址。",
    ),
    "profile-folder-name": Message(
        "The profile “{profile}” lies in a folder called “{folder}”.",
        "方案“{profile}”所在的文件夹名为“{folder}”。",
        "Give both the same name: others find the profile by its folder.",
        "请使两者同名：其他方案按文件夹名查找它。",
    ),
    "profile-broken": Message(
        "The profile “{profile}” has {count} errors; the first: {first_en}",
        "方案“{profile}”有 {count} 处错误，第一处：{first_zh}",
        "Mend them all; `xiangyue profile lint` lists them.",
        "请全部改正；可用 `xiangyue profile lint` 列出。",
    ),
}

_MARK: Final = Text(
    en='project default, or a mark such as "[L:VCL 22]", "[S:14]", "[D] why"',
    zh='project default，或 "[L:VCL 22]"、"[S:14]"、"[D] 理由" 一类标记',
)

# By definition of the language: what belongs there.
EXPECTED: Final[Mapping[str, Text]] = {
    "address": Text(
        en="an address in the profile, such as flows.village_task.due",
        zh="方案内的地址，如 flows.village_task.due",
    ),
    "yes_or_param": Text(en="true, false or params.NAME", zh="true、false 或 params.名称"),
    "promise": Text(en="a duration such as 24h, or params.NAME", zh="时长，如 24h，或 params.名称"),
    "share": Text(
        en="a whole percentage from 1 to 100, or params.NAME",
        zh="1 到 100 的整数百分比，或 params.名称",
    ),
    "amount": Text(
        en="a number of points from 0 to 1000000, or params.NAME",
        zh="0 到 1000000 的分数，或 params.名称",
    ),
    "basis": _MARK,
    "mark": _MARK,
    "borrowed": Text(
        en="fields.NAME or params.NAME, or a schema such as {type: integer, minimum: 0}",
        zh="fields.名称、params.名称，或 {type: integer, minimum: 0} 一类的取值说明",
    ),
    "branches": Text(
        en="the name of a state, or a list of {to: state, when: rule}",
        zh="状态名，或由 {to: 状态, when: 规则} 组成的列表",
    ),
    "clock": Text(en="a time of day such as 08:30", zh="时刻，如 08:30"),
    "computed": Text(
        en="a mapping of fields to rules, such as {value: 2.0 * difficulty}",
        zh="字段与规则的对应，如 {value: 2.0 * difficulty}",
    ),
    "country": Text(
        en="a country's two capital letters, such as CN", zh="两个大写字母的国家代码，如 CN"
    ),
    "date": Text(en="a day such as 2026-10-01", zh="日期，如 2026-10-01"),
    "deadline": Text(
        en="a duration such as 2wd, or {after: 2wd, basis: project default}",
        zh="时长，如 2wd，或 {after: 2wd, basis: project default}",
    ),
    "duration": Text(
        en="a whole number and a unit (min, h, wh, d, wd, w, m, y), such as 2wd, at most 999y",
        zh="整数加单位（min、h、wh、d、wd、w、m、y），如 2wd，最长 999y",
    ),
    "guard": Text(
        en="a rule, or {rule: a rule, otherwise: what is read when it does not hold}",
        zh="规则，或 {rule: 规则, otherwise: 规则不成立时的说明}",
    ),
    "id": Text(
        en="a name of ASCII letters, digits and underscores that begins with a letter",
        zh="以字母开头、由英文字母、数字和下划线组成的名称",
    ),
    "intervention": Text(
        en="one intervention, such as {assign: {to: assignee}}",
        zh="一项干预，如 {assign: {to: assignee}}",
    ),
    "language": Text(en="a language tag such as en or zh", zh="语言标签，如 en 或 zh"),
    "moment": Text(
        en="a mode such as emergency, or with a response level, emergency:II",
        zh="模式，如 emergency，或加响应级别，如 emergency:II",
    ),
    "spoken": Text(
        en="the name of a field, or a field for each language, such as {en: FIELD, zh: FIELD}",
        zh="字段名，或按语言写字段，如 {en: 字段, zh: 字段}",
    ),
    "one_or_more_ids": Text(
        en="one name, or a list of names, of ASCII letters, digits and underscores",
        zh="一个名称或名称列表（由英文字母、数字和下划线组成）",
    ),
    "parent": Text(
        en="the name of a profile, or {profile: name, without: [addresses]}",
        zh="方案名，或 {profile: 方案名, without: [地址]}",
    ),
    "plugin": Text(
        en="a plugin's name in small letters, digits and underscores",
        zh="由小写字母、数字和下划线组成的插件名",
    ),
    "profile_id": Text(
        en="a profile's name in small letters, digits and single hyphens",
        zh="由小写字母、数字和单个连字符组成的方案名",
    ),
    "rule": Text(en="a rule in CEL, written as text", zh="以文本书写的 CEL 规则"),
    "step": Text(
        en="a flow and its action, such as village_task.score",
        zh="流程及其动作，如 village_task.score",
    ),
    "term": Text(
        en="a duration such as 3d, or one for each response level: {I: 3d, II: 7d}",
        zh="时长，如 3d，或按响应级别分别写：{I: 3d, II: 7d}",
    ),
    "text": Text(
        en="words by language, such as {en: Village task, zh: 村务任务}",
        zh="按语言书写的文字，如 {en: Village task, zh: 村务任务}",
    ),
    "value_schema": Text(
        en="what values are accepted, such as {type: integer, minimum: 0, maximum: 30}",
        zh="允许的取值，如 {type: integer, minimum: 0, maximum: 30}",
    ),
}

# By type of JSON.
TYPES: Final[Mapping[str, Text]] = {
    "array": Text(en="a list", zh="列表"),
    "boolean": Text(en="true or false", zh="true 或 false"),
    "integer": Text(en="a whole number", zh="整数"),
    "null": Text(en="nothing", zh="空值"),
    "number": Text(en="a number", zh="数值"),
    "object": Text(en="a mapping", zh="键值对"),
    "string": Text(en="text", zh="文本"),
}

# By keyword of JSON Schema.
BOUNDS: Final[Mapping[str, Text]] = {
    **dict.fromkeys(
        ("minimum", "minLength", "minItems", "minProperties"),
        Text(en="at least {limit}", zh="不小于 {limit}"),
    ),
    **dict.fromkeys(
        ("maximum", "maxLength", "maxItems", "maxProperties"),
        Text(en="at most {limit}", zh="不大于 {limit}"),
    ),
    "exclusiveMinimum": Text(en="greater than {limit}", zh="大于 {limit}"),
    "exclusiveMaximum": Text(en="less than {limit}", zh="小于 {limit}"),
    "multipleOf": Text(en="a multiple of {limit}", zh="{limit} 的倍数"),
}

NEAREST: Final = Text(en="Did you mean “{nearest}”? ", zh="是否想写“{nearest}”？")
WHOLE: Final = Text(en="the profile", zh="方案")


def either(words: list[Text]) -> Text:
    """Join alternatives: one, another or a third."""
    return Text(
        en=" or ".join(word["en"] for word in words), zh="或".join(word["zh"] for word in words)
    )


def filled(template: Text, **values: object) -> Text:
    """Fill in a template in every language."""
    return Text({lang: words.format_map(values) for lang, words in template.items()})
