"""What the linter says of points, of accounts, and of claims that lift a limit."""

from __future__ import annotations

from xiangyue.messages.message import Message

_KNOWN = ("{hint[en]}Known: {known}.", "{hint[zh]}已有：{known}。")

MESSAGES: dict[str, Message] = {
    # Accounts
    "unknown-account": Message(
        "There is no account of points called “{name}”.",
        "没有名为“{name}”的积分账户。",
        "{hint[en]}Declare it under accounts, with its adoption; known: {known}.",
        "{hint[zh]}请在 accounts 中写明该账户及其通过程序；已有：{known}。",
    ),
    "unknown-award": Message(
        "No scoring rule called “{name}” brings points to this account.",
        "没有名为“{name}”的积分规则为此账户加分。",
        *_KNOWN,
    ),
    "account-unscored": Message(
        "No scoring rule counts into the account “{account}”.",
        "没有积分规则计入账户“{account}”。",
        "Remove it, or name it as the account of a scoring rule.",
        "请删除它，或在积分规则中写明 account。",
    ),
    "account-no-frail": Message(
        "Households hold “{account}”, and nothing says how those earn who cannot do heavy work;"
        " a scheme is open to the frail as well ([S:29]).",
        "“{account}”以家庭为单位，却未写明体弱者如何得分；积分办法应照顾体弱者（[S:29]）。",
        "Write frail: and the scoring rules by which they can earn.",
        "请写 frail: 并列出体弱者可得分的积分规则。",
    ),
    "funding-no-number": Message(
        "The field “{field}” is no number, so that it cannot say for how many months the funding"
        " lasts ([S:28]).",
        "字段“{field}”不是数值，无法说明经费可支撑几个月（[S:28]）。",
        "Give its schema the type integer or number, or choose another field.",
        "请把其类型设为 integer 或 number，或换用其他字段。",
    ),
    "funding-unasked": Message(
        "Nothing in “{flow}” asks for “{field}”, so that nobody is warned when the funding is"
        " short.",
        "“{flow}”没有询问“{field}”，经费不足时无法提醒。",
        "Let the opening or an action ask for it.",
        "请在发起或某个动作中询问它。",
    ),
    "scheme-unmeasured": Message(
        "“{field}” cannot say which rules for points were adopted: the engine does not fill it in.",
        "字段“{field}”不由系统填写，无法说明表决通过的是哪些积分规则。",
        "Write measure: scheme at that field.",
        "请在该字段写 measure: scheme。",
    ),
    "scheme-unasked": Message(
        "Something in “{flow}” adopts the points without asking for “{field}”: nobody would know what.",
        "“{flow}”中有使积分办法通过的动作未询问“{field}”，无从知道通过的是哪些规则。",
        "Name it under asks of each action that leads there.",
        "请在每个通向该状态的动作的 asks 中写上它。",
    ),
    "field-kept-apart": Message(
        "“{field}” is a personal value and kept apart, so that it cannot be read here.",
        "“{field}”属个人信息，单独保存，此处无法读取。",
        "Choose a field whose sensitivity is none.",
        "请选用 sensitivity 为 none 的字段。",
    ),
    "amount-no-number": Message(
        "The param “{param}” is no number, so that it cannot say how many points.",
        "参数“{param}”不是数值，不能表示分数。",
        "Give its schema the type integer or number, or write the points here.",
        "请把其类型设为 integer 或 number，或在此直接写明分数。",
    ),
    "amount-bounds": Message(
        "The param “{param}” may be tuned beyond what makes sense here ({bounds}).",
        "参数“{param}”可调整的范围超出了此处的合理范围（{bounds}）。",
        "Give its schema a minimum and a maximum within {bounds}.",
        "请把其 minimum 和 maximum 限定在 {bounds} 之内。",
    ),
    # What points may not come from
    "scoring-usage": Message(
        "“{rule}” makes points from the use of software or from presence: “{word}” ({at})."
        " Logins, check-ins, likes, votes, forwards, views and time never score (L03, L04;"
        " [S:2,3,4]).",
        "“{rule}”以使用软件或到场情况计分：“{word}”（{at}）。登录、打卡、点赞、投票、转发、浏览、"
        "时长一律不得计分（L03、L04；[S:2,3,4]）。",
        "Score a result that people have verified; if the word means something else here, use"
        " another.",
        "请改为对经人核实的成效计分；若此词在这里另有所指，请换一个说法。",
    ),
    "scoring-counts": Message(
        "“{rule}” rewards how many there are: “{word}” ({at}). Raw counts invite invented ones;"
        " only what was verified and closed may count ([S:26,30]).",
        "“{rule}”按数量奖励：“{word}”（{at}）。单凭数量计分易致虚报，只有经核实并办结的事项才可计分"
        "（[S:26,30]）。",
        "Score each matter when it is verified and closed, or count only verified ones and say so"
        " in the title.",
        "请在每件事项核实办结时计分；或只统计经核实的数量，并在名称中写明。",
    ),
    "scoring-statutory": Message(
        "“{rule}” links points to what the law grants: “{word}” ({at}). Points never touch"
        " subsistence aid, insurance, pensions or schooling (VCL 27 [M]).",
        "“{rule}”把积分与法定权益挂钩：“{word}”（{at}）。积分不得涉及低保、救助、社保、养老、入学等"
        "（村民委员会组织法第二十七条 [M]）。",
        "Take the rule out, or let it be about something that the law leaves open.",
        "请删除该规则，或改为与法定权益无关的事项。",
    ),
    "statutory-by-points": Message(
        "What the law grants (“{word}”) depends here on somebody's points; it never may"
        " (VCL 27 [M]).",
        "此处使法定权益（“{word}”）取决于积分，这是不允许的（村民委员会组织法第二十七条 [M]）。",
        "Take balance(…) out of the rule.",
        "请从规则中去掉 balance(…)。",
    ),
    "points-exclusion": Message(
        "This shuts out who has few points; nobody is excluded for a low balance ([S:16]).",
        "此处会把积分少的人排除在外；不得因积分低而排除任何人（[S:16]）。",
        "Take balance(…) out of the rule. Where points are spent, a scoring rule with entry:"
        " exchange sees by itself whether there are enough.",
        "请从规则中去掉 balance(…)。兑换积分时，entry: exchange 的积分规则会自行核对余额。",
    ),
    # Who gives them
    "points-unverified": Message(
        "“{rule}” lets people give points to themselves; points come from what others have"
        " verified (project default).",
        "“{rule}”会使办理人给自己加分；积分须来自他人核实的成效（项目默认）。",
        "Score on the action by which somebody else confirms the result, or give the points to"
        " somebody else.",
        "请改在他人确认成效的动作上计分，或把积分记给他人。",
    ),
    "points-by-system": Message(
        "“{rule}” moves points when the system acts by itself; points come from what people have"
        " verified (project default).",
        "“{rule}”在系统自动办理时变动积分；积分须来自经人核实的成效（项目默认）。",
        "Score on an action that people take.",
        "请改在由人办理的动作上计分。",
    ),
    # Deductions and corrections
    "deduction-automatic": Message(
        "“{rule}” may take points without anybody deciding it; deductions and red lines are never"
        " automatic (project default; L29).",
        "“{rule}”可能在无人决定时扣分；扣分和红线不得自动执行（项目默认；L29）。",
        "Take “system” out of the by of the action, or score on another action.",
        "请从该动作的 by 中去掉 system，或改在其他动作上计分。",
    ),
    "deduction-note": Message(
        "“{rule}” takes points with “{action}”, and nobody has to say why; deductions and red"
        " lines need their reason (project default; L29).",
        "“{rule}”在“{action}”时扣分，却不要求说明理由；扣分和红线须写明理由（项目默认；L29）。",
        "Write note: true on the action.",
        "请在该动作中写 note: true。",
    ),
    "award-negative": Message(
        "“{rule}” is an award, and takes points ({points}).",
        "“{rule}”为加分，却会扣分（{points}）。",
        "Write entry: deduction, or points above zero.",
        "请写 entry: deduction，或把分值改为正数。",
    ),
    "deduction-positive": Message(
        "“{rule}” is to take points, and brings some ({points}).",
        "“{rule}”应减少积分，却会加分（{points}）。",
        "Write points below zero, or another entry.",
        "请把分值改为负数，或改写 entry。",
    ),
    "correction-of-nothing": Message(
        "“{rule}” is a correction, and does not say of which entry.",
        "“{rule}”为更正，却未写明更正哪一条记录。",
        "Write corrects: and a field of the format entry.",
        "请写 corrects: 加一个格式为 entry 的字段。",
    ),
    "correction-account": Message(
        "“{rule}” goes to the account of the entry that it corrects, whatever account is said.",
        "“{rule}”会记入所更正记录的账户，此处所写的账户不起作用。",
        "Remove account.",
        "请删除 account。",
    ),
    "corrects-alone": Message(
        "Only a correction corrects an entry; this is a rule of the kind “{entry}”.",
        "只有更正才能更正记录；此规则的类型为“{entry}”。",
        "Write entry: correction, or remove corrects.",
        "请写 entry: correction，或删除 corrects。",
    ),
    "corrects-no-entry": Message(
        "The field “{field}” does not hold the number of a ledger entry.",
        "字段“{field}”所填的不是积分记录编号。",
        "Give its schema the format entry, or choose another field.",
        "请把其格式设为 entry，或换用其他字段。",
    ),
    # Limits
    "limit-param": Message(
        "The param “{param}” may be tuned to {value}, which does not fit the limit “{limit}”.",
        "参数“{param}”可调为 {value}，这不符合介入限度“{limit}”的要求。",
        "Narrow its schema to what the limit accepts.",
        "请把其取值范围缩小到该介入限度可接受的值。",
    ),
    # Evidence
    "evidence-no-text": Message(
        "Evidence of the kind “{evidence}” is the reference to a file, and this field takes no"
        " text.",
        "“{evidence}”类证据填写的是文件的引用，而此字段不是文本。",
        "Give the field the type string, or leave evidence out.",
        "请把字段类型设为 string，或去掉 evidence。",
    ),
    # Switching modes
    "switch-no-level": Message(
        "The mode “{mode}” has response levels ({levels}), and nothing says which one begins.",
        "模式“{mode}”设有响应级别（{levels}），却未写明启动哪一级。",
        "Write level: and a field in which it is chosen.",
        "请写 level: 加选择级别的字段。",
    ),
    "switch-level": Message(
        "In the field “{field}” something else can be chosen than a response level of the mode"
        " “{mode}” ({levels}).",
        "字段“{field}”可选的内容不全是模式“{mode}”的响应级别（{levels}）。",
        "Give its schema an enum with levels of that mode only.",
        "请把其 enum 限定为该模式的级别。",
    ),
    "switch-until": Message(
        "The field “{field}” is no date-time, so that it cannot say when the mode ends.",
        "字段“{field}”不是日期时间，不能说明模式何时结束。",
        "Give its schema the format date-time, or choose another field.",
        "请把其格式设为 date-time，或换用其他字段。",
    ),
    # Claims
    "claim-no-boolean": Message(
        "The field “{field}” is not answered with yes or no, so that it can claim nothing.",
        "字段“{field}”不是是否类字段，无法作出声明。",
        "Give its schema the type boolean, or choose another field.",
        "请把其类型设为 boolean，或换用其他字段。",
    ),
    "claim-unasked": Message(
        "Nothing asks for “{field}”, so that the claim can never be made.",
        "没有任何环节询问“{field}”，无法作出该声明。",
        "Let an opening or an action ask for it, or remove the claim.",
        "请在发起或某个动作中询问它，或删除该声明。",
    ),
    "claim-computed": Message(
        "“{action}” works out “{field}” by itself; that life is in danger is said by a person.",
        "“{action}”会自动得出“{field}”；是否危及生命须由人声明。",
        "Ask for the field instead of computing it.",
        "请改为询问该字段，不要自动计算。",
    ),
    "claim-unreviewed": Message(
        "In “{flow}” the claim can be made, and no action that needs “{review}” is left to others"
        " than those who may make it; a claim is reviewed afterwards (project default).",
        "“{flow}”中可作此声明，却没有由声明人以外的人办理、且须填写“{review}”的动作；声明须事后复核"
        "（项目默认）。",
        "Add an action that needs “{review}”, by roles that cannot make the claim.",
        "请增加须填写“{review}”的动作，由无权作此声明的角色办理。",
    ),
    "limit-not-liftable": Message(
        "The limit “{limit}” holds in every mode, whatever anybody claims.",
        "介入限度“{limit}”在任何模式下都须执行，也不得因声明而放宽。",
        "Remove lifted_in and claim, and let no mode weaken its stance; to introduce the limit step by"
        " step, give it the stance audit or warn under limits.",
        "请删除 lifted_in 和 claim，模式中不得降低其 stance；如需逐步推行，可在 limits 中把 stance 设为"
        " audit 或 warn。",
    ),
}
