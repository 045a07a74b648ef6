"""What limits and the rules of accounts say, and calls about them."""

from xiangyue.messages.message import Message

MESSAGES = {
    "limit": Message(
        en="{title}: {say}",
        zh="{title}：{say}",
        mend_en="{mend}",
        mend_zh="{mend}",
    ),
    "limit-warned": Message(
        en="A limit has something to say, though it stops nothing. {title}: {say}",
        zh="介入限度提示（不阻止办理）。{title}：{say}",
        mend_en="{mend}",
        mend_zh="{mend}",
    ),
    "limit-dropped": Message(
        en="One thing was left out. {title}: {say}",
        zh="其中一项未执行。{title}：{say}",
        mend_en="{mend}",
        mend_zh="{mend}",
    ),
    "limit-deferred": Message(
        en="One thing takes place later. {title}: {say}",
        zh="其中一项推迟执行。{title}：{say}",
        mend_en="{mend}",
        mend_zh="{mend}",
    ),
    "limit-reshaped": Message(
        en="One thing is done otherwise. {title}: {say}",
        zh="其中一项已调整。{title}：{say}",
        mend_en="{mend}",
        mend_zh="{mend}",
    ),
    "mode-level": Message(
        en="“{level}” ({field}) is no response level of this mode.",
        zh="“{level}”（{field}）不是该模式的响应级别。",
        mend_en="Give one of the levels of the mode.",
        mend_zh="请填写该模式规定的级别。",
    ),
    "mode-over": Message(
        en="The end of the mode ({field}) is over already.",
        zh="模式的结束时间（{field}）已经过去。",
        mend_en="Give a moment that is still to come.",
        mend_zh="请填写将来的时间。",
    ),
    "points-not-adopted": Message(
        en="No points for “{rule}”: the scheme of “{account}” has not been adopted.",
        zh="“{rule}”暂不计分：“{account}”的积分办法尚未经民主程序通过。",
        mend_en="Record the decision of the assembly first.",
        mend_zh="请先登记会议表决结果。",
    ),
    "points-adoption-over": Message(
        en="No points for “{rule}”: the adoption of the scheme of “{account}” has run out.",
        zh="“{rule}”暂不计分：“{account}”积分办法的表决已过有效期。",
        mend_en="Let the assembly renew it.",
        mend_zh="请重新提交会议表决。",
    ),
    "points-funding-short": Message(
        en="The funding of “{account}” lasts {months} months, fewer than {least}.",
        zh="“{account}”的经费仅够 {months} 个月，不足 {least} 个月。",
        mend_en="Secure the funding before more is promised.",
        mend_zh="请先落实经费，再作承诺。",
    ),
    "points-capped": Message(
        en="“{rule}” is worth {points}, of which {given} count: a ceiling of “{account}” is reached ({ceiling}).",
        zh="“{rule}”应记 {points} 分，实记 {given} 分：“{account}”已达上限（{ceiling}）。",
    ),
    "points-holder": Message(
        en="Points of “{rule}” go to nobody who can hold “{account}”.",
        zh="“{rule}”的得分对象不能持有“{account}”。",
        mend_en="Name a registered member of the right kind.",
        mend_zh="请填写符合类型的登记成员。",
    ),
    "points-sign": Message(
        en="“{rule}” has the wrong sign for its kind of entry in “{account}”.",
        zh="“{rule}”在“{account}”中的正负号与记分类型不符。",
        mend_en="Awards and bonuses add; deductions and exchanges take away.",
        mend_zh="奖励应为正数，扣分和兑换应为负数。",
    ),
    "points-frozen": Message(
        en="“{account}” waits for a human review.",
        zh="“{account}”正等待人工复核。",
        mend_en="Wait for the review; nothing is lost meanwhile.",
        mend_zh="请等待复核，期间积分不会丢失。",
    ),
    "points-short": Message(
        en="{points} points are asked for, and {free} can be exchanged in “{account}”.",
        zh="需要 {points} 分，“{account}”中可兑换 {free} 分。",
        mend_en="Base points cannot be exchanged: ask for less.",
        mend_zh="基础分不能兑换，请减少数量。",
    ),
    "points-other-entry": Message(
        en="The entry that is corrected is none of this member's in “{account}”.",
        zh="所更正的记录不属于该成员的“{account}”。",
        mend_en="Give the number of the entry as the statement shows it.",
        mend_zh="请按对账单填写记录编号。",
    ),
    "unknown-entry": Message(
        en="“{field}” is no entry of the ledger here.",
        zh="“{field}”不是本社区积分台账中的记录。",
        mend_en="Give the number of the entry as the statement shows it, such as 17.0.",
        mend_zh="请按对账单填写记录编号，例如 17.0。",
    ),
    "points-own-scoring": Message(
        en="Who scored cannot correct the same entry in “{account}”.",
        zh="评分人不能自行更正“{account}”中的同一记录。",
        mend_en="Leave it to somebody who did not score.",
        mend_zh="请由未参与评分的人办理。",
    ),
    "entry-unknown": Message(
        en="There is no entry {entry} in the ledger of “{community}”.",
        zh="“{community}”的积分台账中没有记录 {entry}。",
        mend_en="Give a number as the statement shows it, such as 17.0.",
        mend_zh="请按对账单填写编号，例如 17.0。",
    ),
    "account-unknown": Message(
        en="There is no account called “{account}”.",
        zh="没有名为“{account}”的积分账户。",
        mend_en="The profile has: {known}.",
        mend_zh="治理方案中有：{known}。",
    ),
    "points-month-open": Message(
        en="The month {month} is not over.",
        zh="{month} 尚未结束。",
        mend_en="Settle it when it is; the statement shows how it stands.",
        mend_zh="请月末后再结算；当前情况可查对账单。",
    ),
    "points-no-reset": Message(
        en="The profile does not reset “{account}”.",
        zh="治理方案未规定“{account}”年度清零。",
        mend_en="Say `resets: yearly` on the account, if the assembly wants it so.",
        mend_zh="如经会议同意，请在账户上写明 resets: yearly。",
    ),
    "points-reset-done": Message(
        en="“{account}” has been reset this year.",
        zh="“{account}”今年已清零。",
        mend_en="It is reset once a year.",
        mend_zh="每年只清零一次。",
    ),
    "consent-purpose": Message(
        en="“{purpose}” is no purpose of a consent.",
        zh="“{purpose}”不是同意事项的写法。",
        mend_en="Write it like naming or sensitive:health.",
        mend_zh="请写成 naming 或 sensitive:health 的形式。",
    ),
    "literacy-level": Message(
        en="“{given}” is no digital literacy level.",
        zh="“{given}”不是数字素养级别。",
        mend_en="Give a whole number from 0 to {most}.",
        mend_zh="请填写 0 到 {most} 的整数。",
    ),
    "limit-not-failing": Message(
        en="The limit “{limit}” has not failed in “{community}”.",
        zh="限度“{limit}”在“{community}”并未出错。",
        mend_en="Look at the rulings in the journal.",
        mend_zh="请查看日志中的裁定记录。",
    ),
    "limit-form": Message(
        en="{limit} is brought as a limit and is none: it needs a title in en and zh and a tuple of kinds.",
        zh="{limit} 作为限度提供，但不符合要求：须有中英文名称，并以元组列明所审查的介入类型。",
        mend_en="Derive the class from xiangyue.plugs.Limit; `xiangyue plugin check` says what is missing.",
        mend_zh="请让该类继承 xiangyue.plugs.Limit；用 xiangyue plugin check 查看缺少什么。",
    ),
    "key-form": Message(
        en="A key that begins with ~ is kept for deferred commands.",
        zh="以 ~ 开头的键保留给推迟的指令。",
        mend_en="Begin the {name} otherwise.",
        mend_zh="请换一个开头（{name}）。",
    ),
}
