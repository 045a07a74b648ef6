"""What rules say: how they are written, and why one gave no answer."""

from __future__ import annotations

from xiangyue.messages.message import Message

_NEAREST = (
    "Known are, the nearest first: {known}.",
    "可用的有（最接近的在前）：{known}。",
)
_CONVERT = (
    "Convert it: round() or int() gives an integer, double() a number, string() a string;"
    " a comparison gives a boolean.",
    "请转换：round() 或 int() 得到整数，double() 得到数值，string() 得到字符串；比较得到布尔值。",
)

MESSAGES: dict[str, Message] = {
    # The environment
    "rule-name": Message(
        "“{name}” cannot be a name in rules.",
        "“{name}”不能用作规则中的名称。",
        "Use letters a to z, digits and _, begin with a letter, and avoid words that the rule"
        " language has taken, such as in, for, type, int, string, list and map.",
        "请使用英文字母、数字和下划线，以字母开头，并避开规则语言的保留字，如 in、for、type、int、"
        "string、list、map。",
    ),
    "rule-function-twice": Message(
        "Two functions are called {name}.",
        "有两个函数都叫 {name}。",
        "Rename one of them.",
        "请为其中一个改名。",
    ),
    # The text of a rule
    "rule-empty": Message(
        "The rule is empty.",
        "规则为空。",
        "Write it, or leave the key out.",
        "请写出规则，或删去该键。",
    ),
    "rule-long": Message(
        "The rule has more than {limit} characters.",
        "规则超过 {limit} 个字符。",
        "Split it, or put its cases into a decision table.",
        "请拆分规则，或把各种情形写成决策表。",
    ),
    "rule-character": Message(
        "The rule holds a character that cannot be read: {character}.",
        "规则中含有无法读取的字符：{character}。",
        "Delete it.",
        "请删除该字符。",
    ),
    "rule-syntax": Message(
        "The rule cannot be read at “{near}”.",
        "规则在“{near}”处无法读懂。",
        "Check brackets, quotes and operators before it: and is &&, or is ||, not is !, equal is"
        " ==.",
        "请检查此处之前的括号、引号和运算符：且写作 &&，或写作 ||，非写作 !，等于写作 ==。",
    ),
    "rule-ends": Message(
        "The rule ends too early.",
        "规则没有写完。",
        "Complete it: a value, a bracket or a quote is missing.",
        "请补全：缺少值、括号或引号。",
    ),
    "rule-reserved": Message(
        "“{name}” is a reserved word.",
        "“{name}”是保留字。",
        "Use another name.",
        "请换一个名称。",
    ),
    "rule-cel": Message(
        "The rule cannot be read: {detail}.",
        "规则无法读懂：{detail}。",
        "Correct it at this place.",
        "请在此处更正。",
    ),
    "rule-deep": Message(
        "The rule goes more than 32 levels deep.",
        "规则超过 32 层。",
        "Use fewer brackets, and fewer operators in a row; or split the rule.",
        "请减少括号和连续的运算符，或拆分规则。",
    ),
    # Names and types
    "rule-unknown-name": Message("There is no “{name}” here.", "此处没有“{name}”。", *_NEAREST),
    "rule-call": Message(
        "{name} is not called like this.",
        "{name} 的调用方式不对。",
        "Call it as {form}.",
        "请写作 {form}。",
    ),
    "rule-call-cel": Message(
        "{name} does not work on ({got}).",
        "{name} 不能用于（{got}）。",
        "Check the number, the order and the types of what it is given.",
        "请检查参数的个数、顺序和类型。",
    ),
    "rule-operands": Message(
        "“{operator}” does not work on ({got}).", "“{operator}”不能用于（{got}）。", *_CONVERT
    ),
    "rule-choice": Message(
        "“? :” does not work on ({got}).",
        "“? :”不能用于（{got}）。",
        "Write a boolean before the question mark, and two results of one type after it.",
        "问号之前须为布尔值，之后的两个结果须为同一类型。",
    ),
    "rule-no-part": Message(
        "Of type {got}, it has no parts that a dot could name.",
        "类型 {got} 没有可用点号取出的部分。",
        "Check the name before the dot.",
        "请检查点号之前的名称。",
    ),
    "rule-no-list": Message(
        "Of type {got}, it cannot be gone through item by item.",
        "类型 {got} 不能逐项遍历。",
        "Use all, exists, exists_one, map and filter on a list.",
        "all、exists、exists_one、map、filter 只能用于列表。",
    ),
    "rule-mixed-list": Message(
        "The items of the list are of different types.",
        "列表中各项的类型不一致。",
        "Write all of them in one type: 2.0 rather than 2 beside 0.5.",
        "请统一类型：与 0.5 并列时写 2.0，而不是 2。",
    ),
    "rule-unusable": Message(
        "Values of type {type} are of no use in rules.",
        "规则中不能使用类型 {type} 的值。",
        "Use booleans, integers, numbers, strings, instants, durations and lists of one of them.",
        "请使用布尔、整数、数值、字符串、时刻、时长，或其中一种的列表。",
    ),
    "rule-type": Message(
        "The rule gives {found}, and {expected} is needed.",
        "规则的结果是 {found}，而此处需要 {expected}。",
        *_CONVERT,
    ),
    # Limits
    "rule-macros": Message(
        "The rule uses more than {limit} of all, exists, exists_one, map and filter.",
        "规则中 all、exists、exists_one、map、filter 超过 {limit} 个。",
        "Split the rule.",
        "请拆分规则。",
    ),
    "rule-growth": Message(
        "For large values the rule could take too much memory or time here.",
        "遇到较大的值时，规则在此处会占用过多内存或时间。",
        "Join fewer texts or lists, above all inside map, filter, all and exists.",
        "请减少文本或列表的拼接，尤其是在 map、filter、all、exists 之内。",
    ),
    "rule-text-long": Message(
        "The text has more than {limit} characters.",
        "该文本超过 {limit} 个字符。",
        "Shorten it.",
        "请缩短文本。",
    ),
    "rule-infinite": Message(
        "The number is too large.", "该数过大。", "Write a smaller one.", "请写较小的数。"
    ),
    "rule-pattern": Message(
        "A pattern must be a text written out here, of at most {limit} characters and with few"
        " repetitions.",
        "模式必须是直接写出的文本，不超过 {limit} 个字符，且重复次数不多。",
        "Write it as matches('...'), with repetitions like {{1,20}} rather than {{1,1000}}.",
        "请写作 matches('...')，重复次数写 {{1,20}} 之类，而不是 {{1,1000}}。",
    ),
    "rule-pattern-macro": Message(
        "matches cannot be used inside all, exists, exists_one, map and filter.",
        "matches 不能用在 all、exists、exists_one、map、filter 之内。",
        "Use ==, in, startsWith, endsWith or contains there.",
        "请在其中改用 ==、in、startsWith、endsWith 或 contains。",
    ),
    "rule-literal": Message(
        "“{text}” cannot be read as {expected}: {detail}.",
        "“{text}”不能读作 {expected}：{detail}。",
        "Write an instant as 2026-01-31T09:00:00+08:00, a duration as 36h or 90m, a zone as"
        " Asia/Shanghai or +08:00.",
        "时刻写作 2026-01-31T09:00:00+08:00，时长写作 36h 或 90m，时区写作 Asia/Shanghai"
        " 或 +08:00。",
    ),
    # Evaluation
    "rule-missing-value": Message(
        "{name} has no value, and the rule needs it.",
        "{name} 没有值，而规则需要它。",
        "Give it a value first.",
        "请先提供该值。",
    ),
    "rule-wrong-value": Message(
        "{name} must be {expected}, and is {got}.",
        "{name} 应为 {expected}，实际为 {got}。",
        "Give it a value of that kind.",
        "请提供该类型的值。",
    ),
    "rule-large-value": Message(
        "{name} is larger than {limit}, which a rule can take.",
        "{name} 超过了规则可接受的上限 {limit}。",
        "Give it a smaller value.",
        "请提供较小的值。",
    ),
    "rule-no-number": Message(
        "{name} is {got}, which is no finite number.",
        "{name} 是 {got}，不是有限的数。",
        "Give it a finite number.",
        "请提供有限的数。",
    ),
    "rule-broken-text": Message(
        "{name} holds a NUL or half of a character.",
        "{name} 含有空字符或残缺字符。",
        "Give it as proper Unicode text.",
        "请提供正确的 Unicode 文本。",
    ),
    "rule-no-zone": Message(
        "{name} is a time without a time zone.",
        "{name} 是没有时区的时间。",
        "Give it with its time zone.",
        "请带上时区。",
    ),
    "rule-zero-division": Message(
        "The rule divides by zero.",
        "规则除以了零。",
        "Ask first whether the divisor is zero: n > 0 ? total / n : 0.0.",
        "请先判断除数是否为零：n > 0 ? total / n : 0.0。",
    ),
    "rule-overflow": Message(
        "A value in the rule is too large to be worked with.",
        "规则中出现了过大而无法计算的值。",
        "Keep numbers and times within bounds, for instance with clip().",
        "请限制数值和时间的范围，例如使用 clip()。",
    ),
    "rule-budget": Message(
        "The rule takes more than 10,000 steps.",
        "规则的运算超过 10,000 步。",
        "Go through shorter lists, and not one inside another.",
        "请遍历较短的列表，避免嵌套遍历。",
    ),
    "rule-no-item": Message(
        "The rule asks for an item that is not there.",
        "规则取用了不存在的项。",
        "Ask first with size() or in whether it is there.",
        "请先用 size() 或 in 判断该项是否存在。",
    ),
    "rule-function": Message(
        "{function} failed: {detail}.",
        "{function} 出错：{detail}。",
        "Check what it is given.",
        "请检查传给它的值。",
    ),
    "rule-stopped": Message(
        "The rule could not be worked out: {detail}.",
        "规则无法得出结果：{detail}。",
        "Check the values that it reads.",
        "请检查它读取的值。",
    ),
    "rule-result": Message(
        "The rule gave {got}, and {expected} is needed.",
        "规则的结果是 {got}，而此处需要 {expected}。",
    ),
    "rule-result-large": Message(
        "The result of the rule is larger than {limit}.",
        "规则的结果超过上限 {limit}。",
        "Make it shorter.",
        "请缩短结果。",
    ),
    "rule-result-infinite": Message(
        "The result of the rule is no finite number.",
        "规则的结果不是有限的数。",
        "Keep the numbers within bounds, for instance with clip().",
        "请限制数值的范围，例如使用 clip()。",
    ),
}
