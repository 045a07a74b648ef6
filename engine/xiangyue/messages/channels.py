"""What is wrong with contacts, channels and their configuration."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES = {
    "channel-kind-app": Message("app", "应用"),
    "channel-kind-sms": Message("SMS", "短信"),
    "channel-kind-voice": Message("voice call", "语音电话"),
    "channel-kind-mail": Message("mail", "邮件"),
    "channel-kind-group": Message("group chat", "群聊"),
    "channel-kind-webhook": Message("webhook", "网络推送"),
    "channel-kind-loudspeaker": Message("loudspeaker", "大喇叭"),
    "channel-kind-board": Message("notice board", "公告栏"),
    "channel-kind-paper": Message("paper", "纸质"),
    "channel-kind-phone": Message("phone", "电话"),
    "channel-kind-door": Message("at the door", "上门"),
    "contact-kind": Message(
        en="“{given}” is no kind of channel.",
        zh="“{given}”不是渠道类型。",
        mend_en="Use one of: {known}.",
        mend_zh="请使用其中之一：{known}。",
    ),
    "contact-rank": Message(
        en="“{given}” is no place in the order of preference.",
        zh="“{given}”不是优先次序。",
        mend_en="Give a whole number from 1 (tried first) to {most}.",
        mend_zh="请填写 1（最先使用）到 {most} 的整数。",
    ),
    "contact-empty": Message(
        en="The address of “{member}” is empty.",
        zh="“{member}”的联系地址为空。",
        mend_en="Give a number or address, or None to remove it.",
        mend_zh="请填写号码或地址；要删除请填 None。",
    ),
    "contact-unknown": Message(
        en="No {kind} contact of “{member}” is known.",
        zh="“{member}”没有登记 {kind} 联系方式。",
        mend_en="There is nothing to remove.",
        mend_zh="没有可删除的内容。",
    ),
    "language-tag": Message(
        en="“{given}” is no language tag.",
        zh="“{given}”不是语言代码。",
        mend_en="Write it like zh, en or bo-CN.",
        mend_zh="请写成 zh、en 或 bo-CN 的形式。",
    ),
    "channel-form": Message(
        en="{channel} is brought as a channel and is none: it needs a name, a title in en and zh and a tuple of kinds.",
        zh="{channel} 作为渠道提供，但不符合要求：须有名称、中英文标题，并以元组列明渠道类型。",
        mend_en="Derive the class from xiangyue.plugs.Channel.",
        mend_zh="请让该类继承 xiangyue.plugs.Channel。",
    ),
    "channel-twice": Message(
        en="Two channels have the name “{channel}”.",
        zh="有两个渠道同名：“{channel}”。",
        mend_en="Remove one of the plugins, or give one another name.",
        mend_zh="请卸载其中一个插件，或改用其他名称。",
    ),
    "channel-extra": Message(
        en="The channel “{channel}” needs a library that is not installed.",
        zh="渠道“{channel}”所需的程序库未安装。",
        mend_en="Run: pip install 'xiangyue[{extra}]'",
        mend_zh="请运行：pip install 'xiangyue[{extra}]'",
    ),
    "channel-address": Message(
        en="The {kind} address that is noted cannot be used.",
        zh="登记的 {kind} 地址无法使用。",
        mend_en="Note one single number or address for this person.",
        mend_zh="请为此人登记一个有效的号码或地址。",
    ),
    "channel-url": Message(
        en="The service of the channel “{channel}” does not understand its URL or the address.",
        zh="渠道“{channel}”的服务无法识别其网址或联系地址。",
        mend_en="Try it with `xiangyue channel test`.",
        mend_zh="请用 xiangyue channel test 检验。",
    ),
    "channel-refused": Message(
        en="The service of the channel “{channel}” did not take the message: {detail}.",
        zh="渠道“{channel}”的服务未接收消息：{detail}。",
        mend_en="It is tried again; look whether the service runs.",
        mend_zh="系统会重试；请检查该服务是否正常。",
    ),
    "channel-hangs": Message(
        en="The channel took too long and was left behind.",
        zh="渠道长时间没有响应，已放弃等待。",
        mend_en="It is tried again; look whether the service answers.",
        mend_zh="系统会重试；请检查该服务是否有响应。",
    ),
    "channel-unheard": Message(
        en="The call was not heard to its end.",
        zh="电话未听完。",
        mend_en="It is called again later; else go by.",
        mend_zh="稍后会再次拨打；也可上门告知。",
    ),
    "channel-folder": Message(
        en="The channel “{channel}” cannot write into its folder: {detail}.",
        zh="渠道“{channel}”无法写入其文件夹：{detail}。",
        mend_en="Make the folder writable, or name another one in channels.yaml.",
        mend_zh="请开放该文件夹的写入权限，或在 channels.yaml 中另行指定。",
    ),
    "channel-unset": Message(
        en="This installation has nothing that carries messages by “{channel}”.",
        zh="本系统尚未配置渠道“{channel}”。",
        mend_en="Name it in channels.yaml, then try `xiangyue channel check`.",
        mend_zh="请在 channels.yaml 中配置，再运行 xiangyue channel check。",
    ),
    "channel-none": Message(
        en="No channel reaches “{recipient}”.",
        zh="没有任何渠道可以联系到“{recipient}”。",
        mend_en="Note a number or address, or let the profile name a channel that needs none.",
        mend_zh="请登记号码或地址，或在治理方案中选用无需地址的渠道。",
    ),
    "channel-unknown": Message(
        en="No channel “{channel}” is installed.{hint}",
        zh="没有安装渠道“{channel}”。{hint}",
        mend_en="Installed are: {known}.",
        mend_zh="已安装：{known}。",
    ),
    "channel-serves": Message(
        en="“{channel}” does not serve the kind “{kind}”.",
        zh="“{channel}”不能用于“{kind}”类渠道。",
        mend_en="It serves: {kinds}.",
        mend_zh="可用于：{kinds}。",
    ),
    "channel-config": Message(
        en="{key} does not fit what “{channel}” asks for ({rule}).",
        zh="{key} 不符合渠道“{channel}”的要求（{rule}）。",
        mend_en="See plugins/README.md for the config of each channel.",
        mend_zh="各渠道的配置见 plugins/README.md。",
    ),
    "say-collect": Message(
        en="Please give: {fields}. For: {title}.",
        zh="请提供：{fields}。事项：{title}。",
    ),
    "say-confirm": Message(
        en="Please confirm that this is still right: {fields}. For: {title}.",
        zh="请确认以下信息是否仍然正确：{fields}。事项：{title}。",
    ),
    "say-publish": Message(
        en="Made public: {title}",
        zh="公示：{title}",
    ),
    "cli-channel": Message(en="Channel", zh="渠道"),
    "cli-channel-title": Message(en="Title", zh="名称"),
    "cli-channel-kinds": Message(en="Kinds", zh="类型"),
    "cli-channel-total": Message(
        en="Channels that are set up: {routes}, mistakes: {wrong}.",
        zh="已配置渠道：{routes}，错误：{wrong}。",
    ),
    "cli-channel-none": Message(
        en="The file sets up no “{name}”.",
        zh="该文件没有配置“{name}”。",
        mend_en="It sets up: {known}.",
        mend_zh="已配置：{known}。",
    ),
    "cli-channel-sent": Message(en="The test message was sent.", zh="测试消息已发出。"),
    "cli-channel-confirmed": Message(
        en="The test message was heard to its end.", zh="测试消息已确认听完。"
    ),
    "cli-channel-trial": Message(
        en="This is a test message. Nothing is to be done.", zh="这是一条测试消息，无需办理。"
    ),
}
