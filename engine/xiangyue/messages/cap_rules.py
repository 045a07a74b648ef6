"""What an alert of the Common Alerting Protocol says otherwise than the standard does."""

from __future__ import annotations

from xiangyue.messages.message import Message

_TIME_EN = "Check the times, and their offsets."
_TIME_ZH = "请检查时间及其时区偏移。"
_REF_EN = (
    "Write the sender, identifier and sent of each message, with commas between and no blanks."
)
_REF_ZH = "请逐条写出所引消息的 sender、identifier 和 sent，用逗号相连，中间不留空格。"

MESSAGES = {
    "cap-more": Message(
        "There are more than {most} findings of a kind.",
        "同类问题超过 {most} 处。",
        "Mend these first.",
        "请先改正这些。",
    ),
    "cap-space": Message(
        "{tag} is not in the namespace of the protocol.",
        "{tag} 不在该协议的命名空间内。",
        'Write xmlns="urn:oasis:names:tc:emergency:cap:1.2" at the alert.',
        '请在 alert 上写明 xmlns="urn:oasis:names:tc:emergency:cap:1.2"。',
    ),
    "cap-element": Message(
        "There is no {tag} in {inside}.",
        "{inside} 中没有 {tag} 这一元素。",
        "Say it as a parameter of the info, or leave it out.",
        "请改用 info 的 parameter 表示，或删去。",
    ),
    "cap-order": Message(
        "{tag} stands after {before}.",
        "{tag} 写在了 {before} 之后。",
        "Put it before: the order of elements is fixed.",
        "请移到其前面：元素的次序是固定的。",
    ),
    "cap-twice": Message(
        "{tag} stands here once more.", "{tag} 重复出现。", "Keep one.", "请只保留一个。"
    ),
    "cap-missing": Message("{tag} has no {part}.", "{tag} 缺少 {part}。", "Write it.", "请补上。"),
    "cap-attribute": Message(
        "{tag} has an attribute “{name}”, which the protocol does not know.",
        "{tag} 带有协议中没有的属性“{name}”。",
        "Remove it.",
        "请删除它。",
    ),
    "cap-stray": Message(
        "There is text between the elements of {tag}.",
        "{tag} 的元素之间夹有文字。",
        "Move it into an element, or remove it.",
        "请移入某个元素，或删除。",
    ),
    "cap-inside": Message(
        "There is an element {inside} in {tag}, which holds text alone.",
        "{tag} 中有元素 {inside}，而此处只能是文字。",
        "Write its markup as text, with &lt; for each <.",
        "请把标记写成文字，每个 < 写作 &lt;。",
    ),
    "cap-word": Message(
        "“{text}” is no {tag}; there are: {known}.",
        "“{text}”不是 {tag} 的取值；可用：{known}。",
        "Write one of these, with its capital letters and without blanks around it.",
        "请照写其中之一，注意大小写，前后不留空格。",
    ),
    "cap-language": Message(
        "“{text}” is no tag of a language.",
        "“{text}”不是语言标签。",
        "Write one such as zh-CN or en-US.",
        "请写 zh-CN 或 en-US 之类。",
    ),
    "cap-number": Message(
        "“{text}” in {tag} is no number.",
        "{tag} 中的“{text}”不是数字。",
        "Write digits alone, or leave the element out.",
        "请只写数字，或去掉该元素。",
    ),
    "cap-uri": Message(
        "“{text}” is no URI.", "“{text}”不是 URI。", "Write it in full.", "请写全。"
    ),
    "cap-uri-relative": Message(
        "“{text}” is no full address.",
        "“{text}”不是完整的地址。",
        "Begin it with https://.",
        "请以 https:// 开头写全。",
    ),
    "cap-empty": Message(
        "{tag} is empty.", "{tag} 为空。", "Write what it should say.", "请填写内容。"
    ),
    "cap-name": Message(
        "{tag} “{text}” holds a blank, a comma, < or &, by which other messages could not name it.",
        "{tag}“{text}”含有空格、逗号、< 或 &，其他消息无法引用。",
        "Use letters, digits, and the signs - _ . : @.",
        "请只用字母、数字和 - _ . : @。",
    ),
    "cap-restriction": Message(
        "The scope is Restricted, and no restriction says to whom.",
        "scope 为 Restricted，却没有 restriction 说明范围。",
        "Write the restriction.",
        "请写明 restriction。",
    ),
    "cap-restriction-idle": Message(
        "There is a restriction, and the scope is Public.",
        "写有 restriction，scope 却为 Public。",
        "Make the scope Restricted, or remove the restriction.",
        "请把 scope 改为 Restricted，或删去 restriction。",
    ),
    "cap-addresses": Message(
        "The scope is Private, and no addresses say to whom.",
        "scope 为 Private，却没有 addresses 说明发给谁。",
        "Write the addresses.",
        "请写明 addresses。",
    ),
    "cap-quotes": Message(
        "A double quote in {tag} is not closed.",
        "{tag} 中有未配对的双引号。",
        "Close it.",
        "请补上。",
    ),
    "cap-references": Message(
        "The message is of the kind {kind}, and no references say to which message.",
        "消息类型为 {kind}，却没有 references 指明针对哪条消息。",
        _REF_EN,
        _REF_ZH,
    ),
    "cap-reference": Message(
        "“{text}” in references names no message.",
        "references 中的“{text}”不能指明一条消息。",
        _REF_EN,
        _REF_ZH,
    ),
    "cap-reference-self": Message(
        "The message refers to itself.",
        "消息引用了自己。",
        "Give this message an identifier of its own.",
        "请给本消息另取 identifier。",
    ),
    "cap-reference-later": Message(
        "“{text}” was sent after this message.",
        "“{text}”的发送时间晚于本消息。",
        _TIME_EN,
        _TIME_ZH,
    ),
    "cap-note-exercise": Message(
        "No note says to which exercise this belongs.",
        "没有 note 说明属于哪次演练。",
        "Name the exercise in note.",
        "请在 note 中写明演练名称。",
    ),
    "cap-note-error": Message(
        "No note says why the message was rejected.",
        "没有 note 说明为何拒收。",
        "Give the reason in note.",
        "请在 note 中写明原因。",
    ),
    "cap-no-info": Message(
        "The alert has no info: nobody learns of which event.",
        "预警没有 info，无从得知是什么事件。",
        "Write an info.",
        "请补写 info。",
    ),
    "cap-no-expires": Message(
        "The info does not say when it expires.",
        "info 没有写明何时失效。",
        "Write expires; as long as there is none, the profile's own time counts.",
        "请写明 expires；没有时按配置中的时限计。",
    ),
    "cap-expires": Message(
        "The info expires no later than {begin}.",
        "info 的失效时间不晚于 {begin}。",
        _TIME_EN,
        _TIME_ZH,
    ),
    "cap-expires-onset": Message(
        "The info expires before the event begins.",
        "info 在事件开始之前就已失效。",
        "If another message is to follow, leave it; else put expires after onset.",
        "若随后另有消息可不改；否则请让 expires 晚于 onset。",
    ),
    "cap-language-han": Message(
        "The text is Chinese, and the language is said to be “{language}”.",
        "文字是中文，语言却写作“{language}”。",
        "Write the language zh-CN.",
        "请把语言写为 zh-CN。",
    ),
    "cap-language-twice": Message(
        "The info of line {line} tells of the same event, time and areas in this language already.",
        "第 {line} 行的 info 已用同一语言说明了同一事件、时间和区域。",
        "Name another language, or make one info of the two.",
        "请改写语言，或把两者合为一个 info。",
    ),
    "cap-polygon": Message(
        "“{text}” is no polygon.",
        "“{text}”不是多边形。",
        "Write pairs of latitude,longitude, with a blank between two pairs.",
        "请写成“纬度,经度”的点，点与点之间留一空格。",
    ),
    "cap-polygon-few": Message(
        "The polygon has {count} points, and needs four at least, the first once more as the last.",
        "多边形只有 {count} 个点，至少需要四个，且首尾相同。",
        "Write all its points.",
        "请写出全部顶点。",
    ),
    "cap-polygon-open": Message(
        "The polygon does not end where it begins.",
        "多边形没有首尾相接。",
        "Write the first point once more at the end.",
        "请在末尾重复第一个点。",
    ),
    "cap-polygon-flat": Message(
        "The polygon encloses nothing.",
        "多边形没有围出任何区域。",
        "Give it three points that differ, or use a circle.",
        "请给出至少三个不同的点，或改用 circle。",
    ),
    "cap-circle": Message(
        "“{text}” is no circle.",
        "“{text}”不是圆。",
        "Write latitude,longitude, a blank, and the radius in kilometres.",
        "请写成“纬度,经度 半径（公里）”。",
    ),
    "cap-radius": Message(
        "The radius of the circle is below 0.",
        "圆的半径小于 0。",
        "Write it in kilometres.",
        "请以公里为单位填写。",
    ),
    "cap-range": Message(
        "There is no place {text}: a latitude is within ±90, a longitude within ±180.",
        "没有 {text} 这个地点：纬度应在 ±90 之内，经度应在 ±180 之内。",
        "Write degrees of WGS 84, the latitude first.",
        "请按 WGS 84 填写度数，纬度在前。",
    ),
    "cap-swapped": Message(
        "In {text} the longitude stands first.",
        "{text} 把经度写在了前面。",
        "Write the latitude first.",
        "请先写纬度。",
    ),
    "cap-ceiling": Message(
        "There is a ceiling and no altitude.",
        "写有 ceiling 而没有 altitude。",
        "Write the altitude, from which it reaches up to the ceiling.",
        "请写明起始高度 altitude。",
    ),
    "cap-ceiling-low": Message(
        "The ceiling is below the altitude.",
        "ceiling 低于 altitude。",
        "Write the lower one as altitude.",
        "请把较低的写作 altitude。",
    ),
    "cap-size": Message(
        "The size is below 0.", "size 小于 0。", "Write it in bytes.", "请以字节为单位填写。"
    ),
    "cap-mime": Message(
        "“{text}” is no type of content.",
        "“{text}”不是内容类型。",
        "Write one such as image/png.",
        "请写 image/png 之类。",
    ),
    "cap-digest": Message(
        "The digest is no SHA-1 in hexadecimal digits.",
        "digest 不是十六进制的 SHA-1。",
        "Write its 40 digits.",
        "请写出 40 位十六进制数字。",
    ),
    "cap-deref": Message(
        "What derefUri holds is no Base64.",
        "derefUri 的内容不是 Base64。",
        "Encode it once more.",
        "请重新编码。",
    ),
    "cap-resource": Message(
        "The resource says neither where it is nor what it holds.",
        "resource 既没有写明位置，也没有携带内容。",
        "Write its uri.",
        "请写明 uri。",
    ),
}
