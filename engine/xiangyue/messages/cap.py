"""What is said of an alert of the Common Alerting Protocol as a file."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "cap-xml": Message(
        "The XML is invalid: {reason}.",
        "XML 无效：{reason}。",
        "Ask whoever sent it for the whole alert, or mend it here.",
        "请向发送方索取完整的预警文件，或在此处改正。",
    ),
    "cap-doctype": Message(
        "The XML has a DOCTYPE, through which entities could be smuggled in.",
        "XML 带有 DOCTYPE，可能夹带实体。",
        "Remove it: an alert needs none.",
        "请删除它：预警文件不需要。",
    ),
    "cap-large": Message(
        "The alert is larger than {most} bytes.",
        "预警文件超过 {most} 字节。",
        "Leave out what it carries in derefUri, and name it by its URI.",
        "请去掉 derefUri 中携带的内容，改用 URI 指明。",
    ),
    "cap-deep": Message(
        "Elements are nested more than {most} deep.",
        "元素嵌套超过 {most} 层。",
        "Check that the file is an alert: it nests at most five deep.",
        "请检查文件是否为预警：其嵌套不超过五层。",
    ),
    "cap-many": Message(
        "There are more than {most} elements.",
        "元素超过 {most} 个。",
        "Split the alert by areas.",
        "请按区域拆分预警。",
    ),
    "cap-encoding": Message(
        "This is not text in {encoding}.",
        "此处的文本编码不是 {encoding}。",
        "Save the file as UTF-8, or let its XML declaration name the encoding that it is in.",
        "请把文件另存为 UTF-8，或让 XML 声明写明实际的编码。",
    ),
    "cap-encoding-unknown": Message(
        "The XML declaration names an encoding “{encoding}”, which is not known.",
        "XML 声明中的编码“{encoding}”无法识别。",
        "Save the file as UTF-8.",
        "请把文件另存为 UTF-8。",
    ),
    "cap-root": Message(
        "The root element is “{tag}”, and there is no alert of CAP 1.2 or 1.1 within.",
        "根元素是“{tag}”，其中没有 CAP 1.2 或 1.1 的 alert。",
        "Give the file of an alert.",
        "请给出预警文件。",
    ),
    "cap-several": Message(
        "There are {count} alerts in this file.",
        "此文件中有 {count} 条预警。",
        "Give one alert to a file.",
        "请每个文件只放一条预警。",
    ),
    "cap-namespace": Message(
        "The alert is in the namespace “{name}”, which is neither CAP 1.2 nor 1.1.",
        "预警的命名空间是“{name}”，不是 CAP 1.2 或 1.1。",
        'Write xmlns="urn:oasis:names:tc:emergency:cap:1.2" if it is written so.',
        '若按 CAP 1.2 编写，请写 xmlns="urn:oasis:names:tc:emergency:cap:1.2"。',
    ),
    "cap-old": Message(
        "The alert is written in CAP 1.0.",
        "预警采用的是 CAP 1.0。",
        "Ask whoever sent it for CAP 1.2.",
        "请向发送方索取 CAP 1.2 格式的预警。",
    ),
    "cap-nameless": Message(
        "The alert has no {tag}, so it is not known which alert it is.",
        "预警缺少 {tag}，无法确定是哪一条预警。",
        "Ask whoever sent it for the whole alert.",
        "请向发送方索取完整的预警。",
    ),
    "cap-time": Message(
        "“{text}” in {tag} is no time with its offset.",
        "{tag} 中的“{text}”不是带时区偏移的时间。",
        "Write it like 2026-07-01T08:00:00+08:00.",
        "请写成 2026-07-01T08:00:00+08:00 的样子。",
    ),
    "cap-not-xml": Message(
        "A text of the alert holds the character {number}, which XML cannot hold.",
        "预警的文字中有字符 {number}，XML 无法表示。",
        "Remove it.",
        "请删除它。",
    ),
    "cap-extra": Message(
        "Comparing outlines and verifying signatures need packages that are not installed.",
        "比对区域轮廓和验证签名所需的软件包尚未安装。",
        "Run: pip install 'xiangyue[alerts]'",
        "请运行：pip install 'xiangyue[alerts]'",
    ),
    "cap-unsigned": Message(
        "The alert has no signature.",
        "预警没有签名。",
        "Ask whoever sent it for the signed alert.",
        "请向发送方索取带签名的预警。",
    ),
    "cap-signature": Message(
        "None of the certificates that are trusted here has made this signature.",
        "此签名不是由受信任的证书作出的。",
        "Do not act on the alert; ask whoever sent it, or add the certificate that is missing.",
        "请勿据此行动；请向发送方核实，或补充缺少的证书。",
    ),
    "cap-signature-changed": Message(
        "The alert was changed after it was signed.",
        "预警在签名之后被改动过。",
        "Do not act on it; ask whoever sent it.",
        "请勿据此行动，并向发送方核实。",
    ),
    "cap-signature-part": Message(
        "Only part of the alert is signed.",
        "签名只覆盖了预警的一部分。",
        "Do not act on it; ask whoever sent it.",
        "请勿据此行动，并向发送方核实。",
    ),
    "cap-certificate": Message(
        "There is no certificate in this file.",
        "文件中没有证书。",
        "Give X.509 certificates in PEM: -----BEGIN CERTIFICATE-----.",
        "请提供 PEM 格式的 X.509 证书：-----BEGIN CERTIFICATE-----。",
    ),
    "cap-certificate-time": Message(
        "The certificate that signed the alert is valid from {since} to {until} only.",
        "为预警签名的证书只在 {since} 至 {until} 期间有效。",
        "Ask whoever sent it for an alert that is signed with a newer one.",
        "请向发送方索取用新证书签名的预警。",
    ),
    "cap-key": Message(
        "The private key cannot be read, or does not belong to the certificate.",
        "私钥无法读取，或与证书不匹配。",
        "Give an RSA or EC key and its certificate, both in PEM.",
        "请提供 PEM 格式的 RSA 或 EC 私钥及其证书。",
    ),
    "cli-cap-alert": Message(
        "{file}: {identifier} of {sender}, sent {sent}: {msg_type}, {status}, CAP {version}.",
        "{file}：{sender} 于 {sent} 发出的 {identifier}：{msg_type}，{status}，CAP {version}。",
    ),
    "cli-cap-signer": Message("Signed by {signer}.", "签名者：{signer}。"),
}
