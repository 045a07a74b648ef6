"""What points must never be made from: use of software, raw counts, and what the law grants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xiangyue.flow import kind_of
from xiangyue.lint.reads import POINTS_OF, Part, is_computed, words
from xiangyue.lint.subject import Subject
from xiangyue.lint.written import Written
from xiangyue.profile import Finding, ScoringRule
from xiangyue.rules import Kind
from xiangyue.spelling import shown
from xiangyue.values import OPEN

MERITS = ("award", "bonus")
"""The ledger entries by which points are earned."""

_USAGE = re.compile(
    r"\blog ?ins?\b|\blogons?\b|\blogged (?:in|on)\b|\bsign ?ins?\b"
    r"|\bcheck[ -]?(?:in|out)s?\b|\bclock(?:ing)?[ -](?:in|out)s?\b"
    r"|\battendance\b|\broll[ -]?call|\blikes\b|\blike (?:count|number)|\bthumbs?[ -]?up"
    r"|\bvotes?\b|\bvoting\b|\b(?:page )?views\b|\b(?:view|read|click|like|share|forward)"
    r"(?:ing)? (?:count|number|rate|time)s?\b|\bclicks?\b|\bforwards\b|\bforwarding\b|\breposts?\b"
    r"|\bshares\b|\b(?:time|hours|minutes|days) online\b|\bonline (?:time|hours|minutes|days)\b"
    r"|\bscreen time\b|\b(?:study|learning|reading|watching) (?:time|hours|minutes|days)\b"
    r"|\binstall(?:s|ed|ation|ations)? (?:rate|count|number)s?\b|^installs\b|\bdownloads\b"
    r"|\bdownload (?:rate|count)|\bactive (?:users?|days)\b|\bapp usage\b|\bfollowers\b"
    r"|登录|登陆(?:次|率|频|天|奖)|登入|打卡|签到|考勤|点名|点赞|集赞|投票|得票|拉票|转发|分享"
    r"|浏览|阅读(?:量|数|次|时|率)|点击(?:量|数|次|率)|播放(?:量|数|次)|在线(?:时|天|率|分)"
    r"|学习(?:时|天|分钟)|学时|安装(?:率|量|数)|下载(?:率|量|数|次)|激活率|活跃(?:度|率|天|用户)|日活|粉丝",
    re.IGNORECASE,
)
"""Words for the use of software, and for presence instead of results."""

_COUNT = re.compile(
    r"\b(?:number|count|quantity|frequency) of\b(?! (?:days|hours|minutes|weeks|months|years))"
    r"|\bhow (?:many|often)\b(?! (?:days|hours|minutes|weeks|months|years))"
    r"|\bcounts?\b|\btimes\b|\bquantity\b|\bnum\b"
    r"|\b(?:reports|events|incidents|photos?|pictures|videos|uploads|meetings|messages|posts"
    r"|submissions|records)\b"
    r"|次数|数量|件数|条数|个数|篇数|份数|张数|场数|场次|起数|人次|频次|几[次件条个张]|多少[次件条个张]"
    r"|(?:上报|上传|报送|照片|图片|视频|会议|事件|信息|线索|记录|材料|台账)[\u4e00-\u9fff]{0,3}(?<![分指])数",
    re.IGNORECASE,
)
"""Words for how many there were of something; days and hours are measured, not counted."""

_PROVEN = re.compile(
    r"\b(?:verified|confirmed|closed|resolved|upheld)\b|核实|属实|查实|办结|结案|验收|销号", re.I
)
"""Words for matters that were looked at by people, and are over."""

_STATUTORY = re.compile(
    r"\bsubsistence\b|\bsocial (?:aid|assistance|relief|security|insurance|benefits?)\b"
    r"|\binsurance\b|\bpensions?\b|\bschooling\b|\bschool (?:admission|enrol|place)"
    r"|\bwelfare benefits?\b"
    r"|\b(?:housing|disability|unemployment|maternity) (?:benefit|allowance|subsid)|\bmedicare\b"
    r"|\bdibao\b|\bminimum living\b|\bstatutory\b|\bpublic housing\b|\bhousehold registration\b"
    r"|低保|最低生活保障|特困供养|五保|救助(?!站|队|行动|演练)|医保|医疗保险|新农合|社保|社会保险|保险待遇"
    r"|养老(?!服务|院|机构|志愿|驿站|中心|照料)|退休金|失业金|失业保险|工伤|抚恤|残疾人?补贴"
    r"|入学|学籍|学位|义务教育|户籍|落户|公租房|廉租房",
    re.IGNORECASE,
)
"""Words for what the law grants, whatever somebody's points are."""


def check_sources(subject: Subject) -> Iterator[Finding]:
    """Find scoring rules that make points from use, from raw counts or from statutory rights."""
    scoring = subject.profile.scoring
    for rule in scoring.values():
        yield from _check_named(subject, rule)
    for written in subject.rules:
        if written.path[0] == "scoring":
            yield from _check_read(subject, scoring[str(written.path[1])], written)


def check_rights_apart(subject: Subject) -> Iterator[Finding]:
    """Find statutory rights that depend on somebody's points."""
    for written in subject.rules:
        if written.path[0] != "flows" or written.flow is None or written.action is None:
            continue
        read = subject.reads.of(written)
        if POINTS_OF not in read:
            continue
        about = _about(subject, written.flow.id, written.action.id)
        if is_computed(written):
            about = f"{about} | {subject.reads.words(('fields', str(written.path[-1])))}"
        if found := _STATUTORY.search(about):
            values = {"word": found.group()}
            at = read[POINTS_OF]
            yield subject.inside("statutory-by-points", "error", written.path, at, values)


def is_statutory(subject: Subject, flow: str, action: str) -> bool:
    """Tell whether an action is about something that the law grants."""
    return _STATUTORY.search(_about(subject, flow, action)) is not None


def _check_named(subject: Subject, rule: ScoringRule) -> Iterator[Finding]:
    """Check what a rule is called, and the step that it is about."""
    own = words(rule.id, subject.document["scoring"][rule.id])
    path = ("scoring", rule.id)
    step = words(rule.action, _action(subject, rule.flow, rule.action))
    if found := _USAGE.search(own) or _USAGE.search(step):
        yield subject.about_key("scoring-usage", "error", path, **_values(rule, found, path))
    if found := _STATUTORY.search(own) or _STATUTORY.search(
        _about(subject, rule.flow, rule.action)
    ):
        yield subject.about_key("scoring-statutory", "error", path, **_values(rule, found, path))


def _check_read(subject: Subject, rule: ScoringRule, written: Written) -> Iterator[Finding]:
    for part, offset in subject.reads.of(written).items():
        called = subject.reads.words(part)
        for code, found in (
            ("scoring-usage", _USAGE.search(called)),
            ("scoring-statutory", _STATUTORY.search(called)),
            ("scoring-counts", rule.sort in MERITS and _counted(subject, part, called)),
        ):
            if found:
                values = _values(rule, found, part)
                yield subject.inside(code, "error", written.path, offset, values)


def _counted(subject: Subject, part: Part, called: str) -> re.Match[str] | None:
    """Return the word that makes a part a raw count."""
    room, name = part
    field = subject.profile.fields.get(name)
    if field is None or room not in ("fields", "sizes") or _PROVEN.search(called):
        return None
    if room == "sizes":
        return re.match(r"[^|]*[^| ]", called)
    return _COUNT.search(called) if kind_of(field.schema) in _NUMBERS else None


_NUMBERS = (Kind.INTEGER, Kind.NUMBER)


def _about(subject: Subject, flow: str, action: str) -> str:
    of_flow = words(flow, subject.document.get("flows", {}).get(flow, {}))
    return f"{of_flow} | {words(action, _action(subject, flow, action))}"


def _action(subject: Subject, flow: str, action: str) -> Mapping[str, Any]:
    data: Mapping[str, Any] = subject.document.get("flows", {}).get(flow, {})
    found: Mapping[str, Any] = data.get("open" if action == OPEN else "actions", {})
    return found if action == OPEN else found.get(action, {})


def _values(rule: ScoringRule, found: re.Match[str], part: Part) -> dict[str, Any]:
    room, name = part
    at = f"{'fields' if room == 'sizes' else room}.{name}"
    return {"rule": rule.title, "word": shown(found.group()), "at": at}
