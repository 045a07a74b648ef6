"""What clients of Open311 are told: of a request that cannot be answered, and of one that came in."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "open311-true": Message("Yes", "是"),
    "open311-false": Message("No", "否"),
    "open311-address": Message("Where: {value}", "地点：{value}"),
    "open311-position": Message(
        "Position: {north}, {east} (WGS 84)", "位置：北纬 {north}，东经 {east}（WGS 84）"
    ),
    "open311-media": Message("Picture: {value}", "图片：{value}"),
    "open311-contact": Message(
        "Ask at the community’s counter, or whoever runs this.",
        "请到社区窗口咨询，或联系系统管理员。",
    ),
    "open311-key-service": Message(
        "Whoever runs this makes tokens with the scope open311:write.",
        "由系统管理员发放带 open311:write 权限的令牌。",
    ),
    "open311-receipt": Message(
        "Your number: {receipt}. By it, and without a name, the matter is followed and answered.",
        "受理编号：{receipt}。凭此查询进度、答复回访，无需姓名。",
    ),
    "open311-waits": Message(
        "It has come in and waits for its turn; the token leads to it then.",
        "已收到，排队等待受理，届时可用 token 查到。",
    ),
    "open311-dropped": Message("Not kept: {names}.", "未保存：{names}。"),
    "open311-nothing": Message(
        "There is nothing at this address.",
        "此地址没有内容。",
        "GET discovery.xml or discovery.json says where what is.",
        "请查看 discovery.xml 或 discovery.json。",
    ),
    "open311-jurisdiction": Message(
        "jurisdiction_id: there is no “{name}”.",
        "jurisdiction_id：没有“{name}”。",
        "Send the id of a community that is served here.",
        "请填写此处的社区编号。",
    ),
    "open311-jurisdiction-missing": Message(
        "jurisdiction_id was not provided, and several communities are served here.",
        "未填写 jurisdiction_id，而此处有多个社区。",
        "Send the id of one.",
        "请填写其中一个社区编号。",
    ),
    "open311-no-services": Message(
        "No community here takes anything in from the public.", "此处没有社区受理公众诉求。"
    ),
    "open311-service": Message(
        "service_code: there is no “{name}”.",
        "service_code：没有“{name}”。",
        "GET services lists those there are.",
        "请用 GET services 查看。",
    ),
    "open311-service-missing": Message(
        "service_code was not provided.",
        "未填写 service_code。",
        "Send one of those that GET services lists.",
        "请填写 GET services 所列的一项。",
    ),
    "open311-request": Message(
        "service_request_id: there is no “{name}” that everybody may see.",
        "service_request_id：没有可公开查询的“{name}”。",
    ),
    "open311-key-missing": Message(
        "api_key was not provided.",
        "未填写 api_key。",
        "Send the secret of a token with the scope open311:write.",
        "请填写带 open311:write 权限的令牌。",
    ),
    "open311-key": Message(
        "Invalid api_key: it is unknown, over or withdrawn.",
        "api_key 无效：不存在、已过期或已撤销。",
        "Ask whoever runs this for another one.",
        "请向系统管理员申请新令牌。",
    ),
    "open311-scope": Message(
        "This api_key is not for this: it lacks the scope {scope}.",
        "此 api_key 没有 {scope} 权限。",
    ),
    "open311-elsewhere": Message(
        "This api_key is not for “{name}”.", "此 api_key 不能用于“{name}”。"
    ),
    "open311-body-type": Message(
        "The body is {given}.",
        "请求体类型为 {given}。",
        "Send application/x-www-form-urlencoded.",
        "请使用 application/x-www-form-urlencoded。",
    ),
    "open311-body-large": Message(
        "The body is larger than {most} bytes.",
        "请求体超过 {most} 字节。",
        "Send the address of a picture as media_url.",
        "图片请用 media_url 填写网址。",
    ),
    "open311-json": Message("The body is no JSON object: {said}", "请求体不是 JSON 对象：{said}"),
    "open311-long": Message(
        "{name} has more than {most} characters.", "{name} 超过 {most} 个字符。"
    ),
    "open311-characters": Message(
        "{name} holds characters that cannot be read.",
        "{name} 中有无法读取的字符。",
    ),
    "open311-encoding": Message(
        "The request is not in UTF-8.",
        "请求不是 UTF-8 编码。",
        "Encode it so, whatever the page or app is in.",
        "无论页面或应用使用何种编码，请求均须用 UTF-8。",
    ),
    "open311-many-fields": Message("There are more than {most} arguments.", "参数超过 {most} 个。"),
    "open311-half": Message(
        "Of lat and long only one was provided.",
        "lat 和 long 只填了一个。",
        "Send both.",
        "请两者都填写。",
    ),
    "open311-nowhere": Message(
        "No place was provided.",
        "未填写地点。",
        "Send lat and long, or address_string, or address_id.",
        "请填写 lat 和 long，或 address_string，或 address_id。",
    ),
    "open311-degrees": Message(
        "{name} is {given}.",
        "{name} 的值为 {given}。",
        "Send degrees (WGS 84) from -{most} to {most}.",
        "请填写 -{most} 至 {most} 的度数（WGS 84）。",
    ),
    "open311-media-url": Message(
        "media_url is no address: {given}",
        "media_url 不是网址：{given}",
        "Let it begin with https://.",
        "应以 https:// 开头。",
    ),
    "open311-many": Message("At most {most} values at once.", "每次最多 {most} 个值。"),
    "open311-number": Message(
        "{name} is {given}.",
        "{name} 的值为 {given}。",
        "Send a whole number from 1.",
        "请填写不小于 1 的整数。",
    ),
    "open311-status": Message(
        "status is {given}.",
        "status 的值为 {given}。",
        "Send open, closed or both, with a comma between.",
        "请填写 open、closed，或两者（以逗号分隔）。",
    ),
    "open311-moment": Message(
        "{name} is no moment: {given}",
        "{name} 不是时间：{given}",
        "Write it as 2026-01-31T08:00:00Z.",
        "请写成 2026-01-31T08:00:00Z。",
    ),
    "open311-dates": Message("end_date is before start_date.", "end_date 早于 start_date。"),
    "open311-span": Message(
        "start_date and end_date are more than {most} days apart.",
        "start_date 与 end_date 相隔超过 {most} 天。",
        "Ask for one part after the other.",
        "请分段查询。",
    ),
    "open311-no-requests": Message(
        "These are no requests of Open311.",
        "这不是 Open311 诉求列表。",
        "Take what GET requests of GeoReport v2 answers, in JSON or XML.",
        "请使用 GeoReport v2 的 GET requests 返回的 JSON 或 XML。",
    ),
    "open311-xml": Message(
        "This is no XML: {reason}.",
        "不是有效的 XML：{reason}。",
        "Take the whole file.",
        "请使用完整的文件。",
    ),
    "open311-doctype": Message(
        "A DOCTYPE is not read: it can name files and grow without end.",
        "不接受 DOCTYPE：它可引用其他文件或无限膨胀。",
        "Take it out.",
        "请删去。",
    ),
    "open311-pair": Message(
        "--{option} {given} is no pair.",
        "--{option} {given} 不是成对的值。",
        "Write it with a = between.",
        "请用 = 连接两个值。",
    ),
    "open311-no-id": Message(
        "This request has no service_request_id, by which it would come in once.",
        "此诉求没有 service_request_id，不能避免重复受理。",
    ),
    "open311-twice": Message(
        "service_request_id {given} stands here for the second time.",
        "service_request_id {given} 重复出现。",
    ),
    "open311-closed": Message(
        "It is closed where it comes from: there is nothing to do.", "对方已办结，无需再办。"
    ),
    "open311-no-category": Message(
        "The service_code {given} is no category here.",
        "service_code {given} 不是此处的事项类别。",
        "Say which it is with --map {given}=CATEGORY; there are {known}.",
        "请用 --map {given}=类别 指定；可用：{known}。",
    ),
    "open311-no-moment": Message(
        "requested_datetime is no moment: {given}.",
        "requested_datetime 不是时间：{given}。",
        "Write it as 2026-01-31T08:00:00Z.",
        "请写成 2026-01-31T08:00:00Z。",
    ),
    "open311-left": Message("Left out: {names}.", "未保存：{names}。"),
    "open311-since": Message("Asked for on {at}.", "提出时间：{at}。"),
}
