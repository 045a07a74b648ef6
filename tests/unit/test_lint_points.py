"""What points may never be made from, whom they may never shut out, and who answers for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest

from xiangyue.lint import lint
from xiangyue.messages.lint_points import MESSAGES
from xiangyue.plugs import Breach, Fact, Limit, Words
from xiangyue.profile import Finding, load

VILLAGE = """\
profile: village
title: {en: Village, zh: 村}
languages: [en, zh]
params:
  cap:
    title: {en: Most in a month, zh: 每月上限}
    schema: {type: integer, minimum: 20, maximum: 200}
    default: 100
    basis: project default
roles:
  secretary: {title: {en: Secretary, zh: 村支书}, at: village}
  cadre: {title: {en: Cadre, zh: 村干部}, at: village}
  panel: {title: {en: Panel, zh: 评议组}, at: village}
fields:
  months:
    title: {en: Months of funding, zh: 经费月数}
    schema: {type: integer, minimum: 0, maximum: 60}
    purpose: &use {en: To decide, zh: 用于办理}
    keep: 1y
  family:
    title: {en: Household, zh: 家庭}
    schema: {type: string, format: member}
    purpose: *use
    keep: 1y
  helper:
    title: {en: Helper, zh: 帮办人}
    schema: {type: string, format: member}
    purpose: *use
    keep: 1y
  done:
    title: {en: Share that is done, zh: 完成比例}
    schema: {type: number, minimum: 0, maximum: 1}
    purpose: *use
    keep: 1y
  value:
    title: {en: Value, zh: 分值}
    schema: {type: number, minimum: 0, maximum: 30}
    purpose: *use
    keep: 1y
  groups:
    title: {en: Groups that helped, zh: 参与小组}
    schema: {type: array, items: {type: string, enum: [east, west]}}
    purpose: *use
    keep: 1y
  proof:
    title: {en: Photo, zh: 照片}
    schema: {type: string, maxLength: 200}
    purpose: *use
    keep: 1y
    sensitivity: personal
    evidence: photo
  entry:
    title: {en: Entry, zh: 积分记录}
    schema: {type: string, format: entry}
    purpose: *use
    keep: 1y
  danger:
    title: {en: Life is in danger, zh: 危及生命}
    schema: {type: boolean}
    purpose: *use
    keep: 1y
  verdict:
    title: {en: Was it so, zh: 是否属实}
    schema: {type: boolean}
    purpose: *use
    keep: 1y
  response:
    title: {en: Level, zh: 级别}
    schema: {enum: [I, II]}
    purpose: *use
    keep: 1y
  until:
    title: {en: Until when, zh: 截止时间}
    schema: {type: string, format: date-time}
    purpose: *use
    keep: 1y
tables:
  worth:
    title: {en: Worth, zh: 分值表}
    inputs: {share: fields.done}
    outputs: {factor: number}
    rows: [["< 0.5", 0.5], [">= 0.5", 1]]
flows:
  scheme:
    title: {en: Points scheme, zh: 积分办法}
    start: proposed
    open: {by: secretary, needs: months}
    states:
      proposed: {title: {en: Proposed, zh: 待议}}
      adopted: {title: {en: Adopted, zh: 已通过}, final: true}
    actions:
      adopt: {title: {en: Adopt, zh: 通过}, from: proposed, to: adopted, by: secretary}
  deed:
    title: {en: Deed, zh: 好事}
    start: told
    open: {by: cadre, needs: family, asks: [danger, groups, proof], when: now > now - days(1)}
    states:
      told:
        title: {en: Told, zh: 已上报}
        due: {after: 9d, then: lapse, basis: project default}
      given: {title: {en: Given, zh: 已派}}
      over: {title: {en: Over, zh: 已办}}
      ended: {title: {en: Ended, zh: 已结束}, final: true}
    actions:
      give:
        title: {en: Give, zh: 派给}
        from: told
        to: given
        by: secretary
        needs: helper
        does:
          - assign: {to: helper}
      finish:
        title: {en: Finish, zh: 完成}
        from: given
        to: over
        by: assignee
        needs: done
        sets: {value: done * worth.factor(done) * 30.0}
      confirm:
        title: {en: Confirm, zh: 确认}
        from: over
        to: ended
        by: panel
        needs: verdict
        does:
          - publish: {fields: done, for: 7d, account: points}
      blame:
        title: {en: Blame, zh: 处理}
        from: over
        to: ended
        by: panel
        note: true
        asks: verdict
      appeal:
        title: {en: Correct, zh: 更正}
        from: over
        by: panel
        needs: entry
        when: "entry.holder() != actor"
      lapse: {title: {en: Lapse, zh: 作废}, from: told, to: ended, by: [secretary, system]}
      swap:
        title: {en: Swap, zh: 兑换}
        from: over
        to: ended
        by: cadre
        when: family.balance("points") > 3.0
      alarm:
        title: {en: Alarm, zh: 启动应急}
        from: told
        to: ended
        by: secretary
        needs: [response, until]
        does:
          - switch_mode: {mode: emergency, level: response, until: until}
accounts:
  points:
    title: {en: Points, zh: 积分}
    of: [person, household]
    month_cap: params.cap
    frail: [award]
    adoption: {flow: scheme, state: adopted, funding: months}
    basis: project default
scoring:
  award:
    title: {en: Award, zh: 加分}
    on: deed.confirm
    to: family
    points: value
    class: "done < 0.5 ? 'small' : 'large'"
    basis: project default
  fine:
    title: {en: Fine, zh: 扣分}
    on: deed.blame
    to: helper
    entry: deduction
    points: "-2.0"
    basis: project default
  put_right:
    title: {en: Put right, zh: 更正}
    on: deed.appeal
    to: family
    entry: correction
    corrects: entry
    points: -entry.points()
    basis: project default
  spent:
    title: {en: Spent, zh: 兑换}
    on: deed.swap
    to: family
    entry: exchange
    points: "-3.0"
    basis: project default
modes:
  emergency: {title: {en: Emergency, zh: 应急}, levels: [I, II], set: {params.cap.default: 120}}
limits:
  quiet:
    stance: warn
    lifted_in: ["emergency:I"]
    claim: {field: danger, roles: cadre, review: verdict}
"""

MARK = "¦"
"""Stands in a patch where the finding must point."""

FIELD = "    purpose: *use\n    keep: 1y\n"
GIVES = "    on: deed.confirm\n    to: family\n"
POINTS = "    points: value\n"
CLASS = "    class: \"done < 0.5 ? 'small' : 'large'\"\n"
SWAP = 'when: family.balance("points") > 3.0'
LAPSE = "to: ended, by: [secretary, system]"
VERDICT = "by: panel\n        needs: verdict"
CLAIM = "{field: danger, roles: cadre, review: verdict}"
FIRM = "limits:\n  firm: {stance: warn, "
HELD = "danger:\n    title: {en: Life is in danger, zh: 危及生命}\n"
SPARE = """\
  ¦spare:
    title: {en: Spare, zh: 备用}
    adoption: {flow: scheme, state: adopted}
    basis: project default
"""


class Example(NamedTuple):
    """What the linter must find once old texts are replaced by new ones."""

    code: str
    patches: tuple[tuple[str, str], ...]
    also: frozenset[str]


def case(code: str, *texts: str, also: tuple[str, ...] = ()) -> Example:
    """Pair old texts with new ones; ``also`` are codes of what one mistake brings with it."""
    return Example(code, tuple(zip(texts[::2], texts[1::2], strict=True)), frozenset(also))


def reads(code: str, name: str, en: str, zh: str, kind: str = "{type: integer}") -> Example:
    """Let the award read a field of this name and title."""
    part = f"  {name}:\n    title: {{en: {en}, zh: {zh}}}\n    schema: {kind}\n{FIELD}  family:\n"
    rule = f"    points: '¦{name} == {name} ? 2.0 : 1.0'\n"
    return case(
        code, "  family:\n", part, POINTS, rule, VERDICT, f"{VERDICT[:-7]}[verdict, {name}]"
    )


WHAT = "  what:\n    title: {en: What, zh: 内容}\n    schema: {type: string}\n    measure: scheme\n"

ACCOUNTS = (
    case("unknown-account", POINTS, f"{POINTS}    account: ¦pionts\n", also=("unknown-award",)),
    case("unknown-account", "account: points", "account: ¦ponits"),
    case("unknown-account", 'balance("points") > 3.0', 'balance(¦"pionts") > 3.0'),
    case("unknown-flow", "{flow: scheme,", "{flow: ¦shceme,"),
    case("unknown-state", "state: adopted, f", "state: ¦adoptd, f"),
    case("unknown-field", "funding: months", "funding: ¦mnths"),
    case("unknown-award", "frail: [award]", "frail: [¦awrad]"),
    case("unknown-award", "frail: [award]", "frail: [award, ¦fine]"),
    case("unknown-param", "cap: params.cap", "cap: ¦params.cpa"),
    case("account-unscored", "scoring:\n", f"{SPARE}scoring:\n"),
    case("account-no-frail", "    frail: [award]\n", "", "  points:\n", "  ¦points:\n"),
    case("funding-no-number", "funding: months", "funding: ¦entry"),
    case("funding-unasked", "funding: months", "funding: ¦done"),
    case("unknown-field", "funding: months", "funding: months, scheme: ¦wat"),
    case(
        "scheme-unmeasured",
        "funding: months",
        "funding: months, scheme: ¦entry",
        also=("scheme-unasked",),
    ),
    case(
        "scheme-unasked",
        "funding: months",
        "funding: months, scheme: ¦what",
        "  family:\n",
        f"{WHAT}    sensitivity: none\n{FIELD}  family:\n",
    ),
    case(
        "field-kept-apart",
        "funding: months",
        "funding: ¦months",
        "zh: 经费月数}",
        "zh: 经费月数}\n    sensitivity: personal",
    ),
    case(
        "amount-no-number",
        "{type: integer, minimum: 20, maximum: 200}",
        "{enum: [few, many]}",
        "default: 100",
        "default: few",
        "default: 120",
        "default: many",
        "cap: params.cap\n",
        "cap: ¦params.cap\n",
    ),
    case("amount-bounds", "minimum: 20, ", "", "cap: params.cap\n", "cap: ¦params.cap\n"),
    case("amount-bounds", "month_cap: params", "class_share: ¦params"),
)

USAGE = (
    reads("scoring-usage", "logins", "Regularity", "频率"),
    reads("scoring-usage", "daysLogged", "Days logged in", "本月情况"),
    reads("scoring-usage", "app_use", "Use", "在线时长"),
    reads("scoring-usage", "praise", "Praise", "点赞"),
    reads("scoring-usage", "study", "Study time", "学习"),
    reads("scoring-usage", "spread", "Installation rate", "推广情况"),
    reads("scoring-usage", "check_in", "At work", "在岗", "{type: boolean}"),
    case(
        "scoring-usage", "{en: Award, zh: 加分}", "{en: A, zh: 转发加分}", "  award:", "  ¦award:"
    ),
    case("scoring-usage", "Confirm, zh: 确认", "Confirm, zh: 打卡", "  award:", "  ¦award:"),
    case(
        "scoring-usage", POINTS, f"{POINTS}    when: ¦known.proof\n", "{en: Photo,", "{en: Views,"
    ),
    case("scoring-usage", "{en: Worth,", "{en: Worth of votes,", ": value\n", ": ¦value\n"),
    case("scoring-usage", "{share:", "{clicks:", ": value\n", ": ¦value\n"),
    case("scoring-usage", "zh: 每月上限", "zh: 下载量", ": value\n", ": value + ¦params.cap\n"),
    case("scoring-usage", "entry.points()", "¦entry.points()", "zh: 积分记录", "zh: 浏览记录"),
)

COUNTS = (
    reads("scoring-counts", "reports", "Told", "上报"),
    reads("scoring-counts", "work", "Number of events", "工作"),
    reads("scoring-counts", "work", "Work", "上传照片数"),
    reads("scoring-counts", "work", "Work", "走访次数", "{enum: [1, 2, 3]}"),
    reads("scoring-counts", "eventCount", "Work", "工作", "{type: number}"),
    case("scoring-counts", POINTS, "    points: size(¦groups)\n"),
    case("scoring-counts", POINTS, "    points: size(¦groups)\n    entry: bonus\n"),
    case("scoring-counts", "value: done *", "value: size(groups) *", ": value\n", ": ¦value\n"),
)

STATUTORY = (
    reads("scoring-statutory", "aid", "Aid", "低保", "{type: boolean}"),
    reads("scoring-statutory", "aid", "Social insurance", "参保", "{type: boolean}"),
    reads("scoring-statutory", "subsistence", "Aid", "补助", "{type: boolean}"),
    case(
        "scoring-statutory",
        "{en: Spent, zh: 兑换}",
        "{en: Place, zh: 入学名额}",
        "  spent:",
        "  ¦spent:",
    ),
    case(
        "scoring-statutory",
        "zh: 好事}",
        "zh: 临时救助}",
        "  award:",
        "  ¦award:",
        also=("statutory-by-points",),
    ),
    case(
        "statutory-by-points",
        "zh: 积分办法}",
        "zh: 养老金}",
        "secretary, needs: months}",
        "secretary, needs: months, when: actor.¦balance('points') > 1.0}",
    ),
    case(
        "statutory-by-points",
        "zh: 经费月数",
        "zh: 医保补贴月数",
        "to: adopted, by: secretary}",
        "to: adopted, by: secretary, sets: {months: int(actor.¦balance('points'))}}",
    ),
)

EXCLUSION = (
    case("points-exclusion", "when: now >", "when: actor.¦balance('points') > 9.0 && now >"),
    case(
        "points-exclusion",
        "        to: over\n",
        "        to: [{to: over, when: 'helper.¦balance(\"points\") > 1.0'}]\n",
    ),
    case("points-exclusion", POINTS, f"{POINTS}    when: family.¦balance('points') > 99.0\n"),
    case("points-exclusion", POINTS, "    points: 'family.¦balance(\"points\") > 9.0 ? 2 : 0'\n"),
    case(
        "points-exclusion",
        "value: done *",
        "value: opener.balance('points') *",
        POINTS,
        '    points: "2"\n    when: ¦value > 1.0\n',
    ),
)

VERIFIED = (
    case("points-unverified", "confirm\n    to: family", "confirm\n    to: ¦actor"),
    case("points-unverified", "appeal\n    to: family", "appeal\n    to: ¦actor"),
    case("points-unverified", "confirm\n    to: family", "finish\n    to: ¦assignee"),
    case("points-unverified", "confirm\n    to: family", "finish\n    to: ¦helper"),
    case(
        "points-unverified",
        GIVES,
        "    on: deed.open\n    to: ¦opener\n",
        POINTS,
        "    points: '2'\n",
        CLASS,
        "",
    ),
    case(
        "points-unverified",
        "by: panel\n        needs: entry",
        "by: opener\n        needs: entry",
        "appeal\n    to: family",
        "appeal\n    to: ¦opener",
    ),
    case(
        "points-by-system",
        LAPSE,
        "to: ended, by: system",
        GIVES,
        "    on: ¦deed.lapse\n    to: opener\n",
        POINTS,
        "    points: '2'\n",
        CLASS,
        "",
    ),
    case(
        "deduction-automatic",
        "on: deed.blame\n    to: helper",
        "on: ¦deed.lapse\n    to: opener",
        also=("deduction-note",),
    ),
    case("deduction-note", "on: deed.blame", "on: ¦deed.confirm"),
    case(
        "deduction-note",
        "on: deed.blame",
        "on: ¦deed.confirm",
        "entry: deduction",
        "entry: red_line",
    ),
)

ENTRIES = (
    case("award-negative", POINTS, '    points: ¦"-1.5"\n'),
    case("award-negative", POINTS, '    points: ¦"-1.5"\n    entry: bonus\n'),
    case("award-negative", POINTS, "    points: ¦3 - params.cap\n"),
    case("deduction-positive", '"-2.0"', '¦"2.0"'),
    case("deduction-positive", '"-3.0"', '¦"3.0"'),
    case("correction-of-nothing", "    corrects: entry\n", "", "  put_right", "  ¦put_right"),
    case("corrects-alone", "entry: deduction", "entry: deduction\n    ¦corrects: entry"),
    case("correction-account", "corrects: entry", "corrects: entry\n    ¦account: points"),
    case("corrects-no-entry", "corrects: entry", "corrects: ¦done"),
    case("unknown-field", "corrects: entry", "corrects: ¦enrty"),
    case("rule-unknown-name", 'class: "done', 'class: "¦dnoe'),
    case("rule-type", CLASS, "    class: ¦done\n"),
)

OTHERS = (
    case(
        "evidence-no-text",
        "evidence: photo",
        "evidence: ¦photo",
        "{type: string, maxLength: 200}",
        "{type: integer}",
    ),
    case("switch-no-level", "emergency, level: response", "¦emergency", also=("unused-field",)),
    case("switch-level", "enum: [I, II]", "enum: [I, III]", "l: response", "l: ¦response"),
    case(
        "switch-level",
        "levels: [I, II], ",
        "",
        '"emergency:I"',
        "emergency",
        "l: response",
        "l: ¦response",
    ),
    case("unknown-field", "l: response", "l: ¦respnse"),
    case("unknown-field", ", until: until}", ", until: ¦untill}"),
    case("switch-until", ", until: until}", ", until: ¦entry}"),
    case("claim-no-boolean", "field: danger", "field: ¦done"),
    case("unknown-field", "field: danger", "field: ¦dagner"),
    case("unknown-field", "review: verdict", "review: ¦verdit"),
    case("unknown-role", "roles: cadre", "roles: [cadre, ¦cadr]"),
    case("claim-unasked", "asks: [danger, ", "asks: [", "field: danger", "field: ¦danger"),
    case(
        "claim-computed",
        "asks: [danger, ",
        "sets: {danger: 'true'}, asks: [",
        "field: danger",
        "field: ¦danger",
    ),
    case("claim-unreviewed", "cadre, review: verdict", "[cadre, panel], review: ¦verdict"),
    case(
        "claim-unreviewed",
        VERDICT,
        VERDICT.replace("panel", "opener"),
        "review: verdict",
        "review: ¦verdict",
    ),
    case(
        "field-kept-apart",
        "field: danger",
        "field: ¦danger",
        HELD,
        f"{HELD}    sensitivity: sensitive\n",
    ),
)

LIMITS = (
    case("limit-param", "warn\n", "warn\n    config: {most: ¦params.cap}\n"),
    case("unknown-param", "warn\n", "warn\n    config: {most: ¦params.cpa}\n"),
    case("limit-not-liftable", "limits:\n", f"{FIRM}¦lifted_in: [emergency]}}\n"),
    case("limit-not-liftable", "limits:\n", f"{FIRM}¦claim: {CLAIM}}}\n"),
)

EXAMPLES = (
    *ACCOUNTS, *USAGE, *COUNTS, *STATUTORY, *EXCLUSION, *VERIFIED, *ENTRIES, *OTHERS, *LIMITS,
)  # fmt: skip
WARNINGS = {
    "account-unscored",
    "correction-account",
    "funding-unasked",
    "claim-unasked",
    "by-unfired",
    "unused-field",
}

ALLOWED = (
    case("", "Share that is done, zh: 完成比例", "Share of residents reached, zh: 居民占比"),
    case("", "Share that is done, zh: 完成比例", "Days late, zh: 逾期天数"),
    case("", "Share that is done, zh: 完成比例", "Number of hours, zh: 服务小时数"),
    case("", "Share that is done, zh: 完成比例", "Number of verified reports, zh: 核实件数"),
    case("", "Share that is done, zh: 完成比例", "Marks in the record, zh: 记录分数"),
    case("", "Deed, zh: 好事", "Elder care by volunteers, zh: 养老服务"),
    case("", "Deed, zh: 好事", "Boats of the rescue team, zh: 救助队出动"),
    case("", "Deed, zh: 好事", "A storm that comes ashore, zh: 台风登陆处置"),
    case("", "fine:", "red:", "entry: deduction", "entry: red_line"),
    case("", 'points: "-3.0"', "points: 0.0 - family.balance('points')"),
)
"""What only looks like something that is refused."""


class Quiet(Limit):
    """A limit that wants nothing loud, and breaks down where it is to say what it needs."""

    name = "quiet"
    title: ClassVar[Words] = {"en": "Quiet", "zh": "安静"}
    basis = "project default"
    config_schema: ClassVar[Mapping[str, Any]] = {
        "properties": {"deaf": {"type": "boolean"}, "most": {"type": "integer", "maximum": 150}}
    }

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Fail when told to."""
        if config.get("deaf"):
            raise RuntimeError("deaf")
        return {}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every field that is loud."""
        del config
        for name, field in document["fields"].items():
            if "Loud" in field["title"]["en"]:
                say = {"en": "This is loud.", "zh": "此处太吵。"}
                yield f"fields.{name}", say, {"en": "Be quiet.", "zh": "请安静。"}


class Firm(Quiet):
    """The same, and nothing lifts it."""

    name = "firm"
    liftable = False


def found(folder: Path, text: str) -> tuple[Finding, ...]:
    """Lint a profile that is written into a folder."""
    file = folder / "village" / "profile.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return lint(load(file.parent), {"quiet": Quiet(), "firm": Firm()})


def patched(example: Example) -> str:
    """Return the village with other texts."""
    text = VILLAGE
    for old, new in example.patches:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def broken(example: Example) -> tuple[str, int, int]:
    """Return the patched profile, and line and column of the mark in it."""
    before, mark, after = patched(example).partition(MARK)
    assert mark and MARK not in after
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_village_is_without_findings(tmp_path: Path) -> None:
    """What the examples break is whole before."""
    assert [str(finding) for finding in found(tmp_path, VILLAGE)] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.code)
def test_a_mistake_is_found_at_its_place(example: Example, tmp_path: Path) -> None:
    """One mistake has its finding, where it is, in both languages, and no others."""
    text, line, column = broken(example)
    findings = found(tmp_path, text)
    places = {(f.place.line, f.place.column) for f in findings if f.code == example.code}
    assert (line, column) in places, [str(f) for f in findings]
    assert {f.code for f in findings} <= {example.code, *example.also}, [str(f) for f in findings]
    for finding in findings:
        assert (finding.severity == "warning") == (finding.code in WARNINGS), finding
        for lang, end in (("en", "."), ("zh", "。")):
            assert finding.text(lang).endswith(end), finding
            assert finding.mend(lang).endswith(end), finding


@pytest.mark.parametrize("example", ALLOWED, ids=lambda e: e.patches[0][1])
def test_what_only_looks_alike_is_allowed(example: Example, tmp_path: Path) -> None:
    """A check that is always on must not refuse what people rightly want to score."""
    assert [str(finding) for finding in found(tmp_path, patched(example))] == []


def test_every_code_has_an_example() -> None:
    """Whatever the linter can say of points is shown once, so that it is known to be said."""
    assert {*MESSAGES} <= {example.code for example in EXAMPLES}


def test_a_finding_names_what_is_read_and_the_rule_it_breaks(tmp_path: Path) -> None:
    """Also where the value that the scoring rule reads was only worked out from it."""
    example = case("", "value: done *", "value: size(groups) *")
    (finding,) = found(tmp_path, patched(example))
    assert finding.address == "scoring.award.points"
    assert "(fields.groups)" in finding.text()
    assert "[S:26,30]" in finding.text()


LOUD = case("limit-broken", "{en: Photo,", "{en: Loud photo,")
MODE = "set: {params.cap.default: 120"


def of_limits(folder: Path, *texts: str) -> list[str]:
    """Return what a limit finds in a village with a loud photo and other texts."""
    more = case("", *texts)
    findings = found(folder, patched(Example("", (*LOUD.patches, *more.patches), frozenset())))
    return [f"{finding.severity} {finding.code} {finding.address}" for finding in findings]


@pytest.mark.parametrize(
    ("stance", "severity"), [("enforce", "error"), ("warn", "warning"), ("audit", "warning")]
)
def test_a_breach_is_an_error_where_the_limit_refuses(
    stance: str, severity: str, tmp_path: Path
) -> None:
    """Otherwise it is a warning."""
    said = of_limits(tmp_path, "stance: warn", f"stance: {stance}")
    assert said == [f"{severity} limit-broken fields.proof"]


def test_a_breach_may_come_with_a_mode(tmp_path: Path) -> None:
    """A limit that refuses only in a mode is broken only then."""
    said = of_limits(
        tmp_path, "stance: warn", "stance: lifted", MODE, f"{MODE}, limits.quiet.stance: enforce"
    )
    assert said == ["error limit-broken modes.emergency.set"]


def test_a_mode_may_be_stricter(tmp_path: Path) -> None:
    """What is a warning without it, and an error within, is said twice."""
    said = of_limits(tmp_path, MODE, f"{MODE}, limits.quiet.stance: enforce")
    assert said == [
        "warning limit-broken fields.proof",
        "error limit-broken modes.emergency.set",
    ]


def test_a_limit_breaks_nothing_where_it_is_lifted(tmp_path: Path) -> None:
    """A limit that is lifted in a mode need not be kept by what the mode sets."""
    title = f"{MODE}, fields.done.title: {{en: Loud, zh: 吵}}"
    kept = ("{en: Loud photo,", "{en: Photo,")
    lifted = ('["emergency:I"]', "[emergency]")
    (tmp_path / "kept").mkdir()
    assert of_limits(tmp_path / "kept", *kept, MODE, title) == [
        "warning limit-broken modes.emergency.set"
    ]
    assert of_limits(tmp_path, *kept, MODE, title, *lifted) == []


def in_emergency(folder: Path, stance: str, setting: str) -> list[str]:
    """Return what is found where an emergency sets something of a limit that nothing lifts."""
    example = case(
        "", "limits:\n", f"limits:\n  firm: {{stance: {stance}}}\n", MODE, f"{MODE}, {setting}"
    )
    return [f"{finding.code} {finding.address}" for finding in found(folder, patched(example))]


@pytest.mark.parametrize(
    ("stance", "setting", "address"),
    [
        ("enforce", "limits.firm.stance: warn", "limits.firm.stance"),
        ("warn", "limits.firm.stance: audit", "limits.firm.stance"),
        ("audit", "limits.firm.stance: lifted", "limits.firm.stance"),
        ("warn", "limits.firm: {stance: lifted}", "limits.firm.stance"),
        ("warn", "limits.firm.limit: quiet", ""),
        ("warn", "limits: {quiet: {stance: warn}}", "limits.firm.stance"),
        ("warn", "limits.firm.lifted_in: [emergency]", "limits.firm.lifted_in"),
        ("warn", f"limits.firm.claim: {CLAIM}", "limits.firm.claim"),
    ],
)
def test_no_mode_sets_aside_what_nothing_lifts(
    stance: str, setting: str, address: str, tmp_path: Path
) -> None:
    """Neither by a weaker stance, nor by another limit in its place, nor by none."""
    at = f"modes.emergency.set{address and '.'}{address}"
    assert in_emergency(tmp_path, stance, setting) == [f"limit-not-liftable {at}"]


@pytest.mark.parametrize(
    ("stance", "setting"),
    [
        ("lifted", "limits.firm.stance: enforce"),
        ("audit", "limits.firm.stance: warn"),
        ("warn", "limits.quiet.stance: lifted"),
        ("lifted", "limits.firm.lifted_in: []"),
    ],
)
def test_what_nothing_lifts_may_come_step_by_step(
    stance: str, setting: str, tmp_path: Path
) -> None:
    """The profile's own stance is free, a mode may be stricter, and other limits may be lifted."""
    assert in_emergency(tmp_path, stance, setting) == []


def test_a_limit_that_cannot_say_what_it_needs_has_failed(tmp_path: Path) -> None:
    """Its every review would count as broken."""
    said = of_limits(tmp_path, "stance: warn", "stance: warn\n    config: {deaf: true}")
    assert said == ["error limit-failed limits.quiet"]


def test_a_mode_may_not_put_points_out_of_joint(tmp_path: Path) -> None:
    """Accounts and claims hold in every mode."""
    example = case("", MODE, f"{MODE}, accounts.points.adoption.state: gone")
    (finding,) = found(tmp_path, patched(example))
    assert finding.code == "unknown-state"
    assert finding.address == "modes.emergency.set.accounts.points.adoption.state"
