"""The numbered rules L01-L37 in a sentence each, and what keeps those that no limit carries."""

from __future__ import annotations

from typing import Literal, NamedTuple

from xiangyue.plugs import Words

Kind = Literal["linter", "signal", "later"]


class Keeper(NamedTuple):
    """What keeps a rule besides limits.

    ``linter`` is a finding of the linter and ``signal`` one of the study of past work, both by
    their code; ``later`` is a test that comes with a part that is not built yet. ``what`` says
    what it is, ``fails`` what it refuses.
    """

    kind: Kind
    code: str
    what: Words
    fails: Words


class Row(NamedTuple):
    """One rule: what it asks for, what lifts it, what it stands on, and what else keeps it.

    ``basis`` is given where no limit carries the rule.
    """

    number: str
    asks: Words
    lifted: Words
    keepers: tuple[Keeper, ...] = ()
    basis: str = ""


def _words(en: str, zh: str) -> Words:
    return {"en": en, "zh": zh}


_NEVER = _words("never", "无例外")
_EMERGENCY = _words("emergency or security scenes", "应急或安全场景")
_ACTIVATED = _words("an activated emergency, while it lasts", "已启动的应急响应期间")
_LAW = _words("where a law requires it", "法律另有要求")
_CONSENT = _words("consent of its own", "单独同意")

_SCORING = _words("no scoring rule reads it", "计分规则不得读取")
_LOGINS = Keeper("linter", "scoring-usage", _SCORING, _words("points for logins", "以登录次数计分"))
_VOTES = Keeper("linter", "scoring-usage", _SCORING, _words("points for votes", "以得票计分"))
_COUNTS = Keeper(
    "linter",
    "scoring-counts",
    _words("no scoring rule rewards raw counts", "计分规则不得奖励数量"),
    _words("points for each photo", "按照片数量计分"),
)
_UNUSED = (
    Keeper(
        "linter",
        "unused-field",
        _words("what nothing in a profile uses", "方案中未被使用的内容"),
        _words("a field that is never asked for", "从不询问的字段"),
    ),
    Keeper(
        "signal",
        "signal-unused",
        _words("flows in which nothing has happened for 60 days", "六十天无人使用的流程"),
        _words("a flow that nobody has opened", "无人发起的流程"),
    ),
)
_PURPOSE = Keeper(
    "linter",
    "schema-missing-key",
    _words("every field says what for and how long", "每个字段注明用途和保存期"),
    _words("a telephone number without a purpose", "未注明用途的电话号码"),
)
_ONE_DOOR = Keeper(
    "later",
    "",
    _words(
        "a deployment check, with the HTTP API and the importers", "部署检查，随接口和导入功能提供"
    ),
    _words("a report that has to be typed into a second system", "需在第二个系统中重复填报的报表"),
)
_NOTICE = Keeper(
    "later",
    "",
    _words("a user-interface test, with the console", "界面测试，随管理界面提供"),
    _words("a form that does not say who asks and why", "未说明由谁收集、作何用途的表单"),
)
_ELDERLY = Keeper(
    "later",
    "",
    _words("a user-interface test, with the console", "界面测试，随管理界面提供"),
    _words("main text below 18 points", "正文小于 18 磅"),
)

ROWS = (
    Row("L01", _words("no check-in or attendance function", "不设打卡签到功能"), _EMERGENCY),
    Row("L02", _words("no ranking by points or use", "不按积分或使用情况排名"), _NEVER),
    Row(
        "L03",
        _words(
            "no measuring of logins, installs or time online",
            "不统计登录、安装或在线时长",
        ),
        _NEVER,
        (_LOGINS,),
    ),
    Row(
        "L04",
        _words(
            "likes, votes, forwards, views and study time never score",
            "点赞、投票、转发、浏览、学习时长不计分",
        ),
        _NEVER,
        (_VOTES,),
    ),
    Row(
        "L05",
        _words("photos, video and tracks only where needed", "非必要不要求照片、视频、轨迹"),
        _ACTIVATED,
    ),
    Row(
        "L06",
        _words("traces never stand in for a result", "不以留痕代替实绩"),
        _NEVER,
        (_COUNTS,),
    ),
    Row("L07", _words("the same thing is reported once", "同一材料只报一次"), _LAW),
    Row("L08", _words("few forms, and few fields in them", "控制表格和填报项目数量"), _NEVER),
    Row("L09", _words("what is asked comes with enough time", "布置任务预留时间"), _EMERGENCY),
    Row("L10", _words("off-list tasks are returned", "清单外事项可退回"), _ACTIVATED),
    Row("L11", _words("assisting never becomes the main duty", "协助事项不作主责"), _NEVER),
    Row("L12", _words("a delegated task names its funds", "委托事项有经费来源"), _NEVER),
    Row("L13", _words("short instructions, few inspections", "短文件、少检查"), _NEVER),
    Row("L14", _words("few inspections of the community", "控制督查考核频次"), _NEVER),
    Row("L15", _words("groups are dissolved when done", "工作群事毕解散"), _NEVER),
    Row(
        "L16",
        _words("no work messages at night and on rest days", "夜间和休息日不发工作消息"),
        _words("levels I-III; life in danger", "一至三级响应；危及生命"),
    ),
    Row("L17", _words("no instant replies, no chain posts", "不要求即时回复、接龙"), _EMERGENCY),
    Row("L18", _words("no app built below the county", "县以下不自建应用"), _NEVER),
    Row("L19", _words("a way to complain, and an answer", "有投诉建议入口并答复"), _NEVER),
    Row(
        "L20",
        _words("unused functions are retired", "闲置功能及时下线"),
        _NEVER,
        _UNUSED,
        "[S:94] two months, a county notice",
    ),
    Row(
        "L21",
        _words("one app a department; reports through interfaces", "一部门一应用，接口统一报送"),
        _NEVER,
        (_ONE_DOOR,),
        "[S:89] reporting unified at the provincial platform",
    ),
    Row(
        "L22",
        _words("every field has a purpose and an end", "每个字段有用途、有期限"),
        _NEVER,
        (_PURPOSE,),
        "[L:PIPL 6,13] the smallest scope for a purpose",
    ),
    Row(
        "L23",
        _words("people are told before they are asked", "收集前告知"),
        _words("afterwards, where it is urgent", "紧急时事后告知"),
        (_NOTICE,),
        "[L:PIPL 17,18] who, what for, what kind, how long, which rights",
    ),
    Row("L24", _words("data is kept as briefly as can be", "信息保存期限最短"), _LAW),
    Row(
        "L25",
        _words("sensitive data only by separate consent", "敏感信息须单独同意"),
        _words("a duty by law", "法定职责"),
    ),
    Row("L26", _words("impact assessments are kept three years", "影响评估记录保存三年"), _NEVER),
    Row(
        "L27",
        _words("no consent, and served all the same", "不同意也提供服务"),
        _words("where the service is impossible without", "确为服务所必需"),
    ),
    Row("L28", _words("nobody is named in public", "公示不点名"), _CONSENT),
    Row("L29", _words("a person has the last word", "自动决定须经人工复核"), _NEVER),
    Row("L30", _words("access, correction, deletion", "可查阅、更正、删除"), _NEVER),
    Row(
        "L31",
        _words("a version that the elderly can use", "适老化版本"),
        _NEVER,
        (_ELDERLY,),
        "[S:95,96] sizes, contrast, time, no advertising",
    ),
    Row("L32", _words("an offline way for every service", "各项服务均有线下渠道"), _NEVER),
    Row("L33", _words("helpers may enter; nobody is worse off", "可代办，线下不吃亏"), _NEVER),
    Row("L34", _words("an emergency ends by itself", "应急状态到期自动结束"), _NEVER),
    Row(
        "L35",
        _words("no more tasks than one can carry", "任务量不超过个人承受能力"),
        _words("an emergency, with time off afterwards", "应急期间，事后补休"),
    ),
    Row(
        "L36",
        _words("training before digital duty", "先培训后上岗"),
        _words("the offline alternative", "线下方式"),
    ),
    Row("L37", _words("rules are justified anew each year", "规则每年复审"), _NEVER),
)
