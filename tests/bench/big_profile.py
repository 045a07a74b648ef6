"""A profile of any size that lints clean: what a county with many kinds of task might write."""

from __future__ import annotations

from collections.abc import Iterator

_HEAD = """\
profile: big
title: {en: A county with many flows, zh: 流程众多的县}
languages: [en, zh]
params:
  value_max:
    title: {en: Highest value, zh: 最高分}
    schema: {type: integer, minimum: 5, maximum: 30}
    unit: points
    default: 30
    basis: project default
roles:
  secretary: {title: {en: Secretary, zh: 书记}, at: village, literacy: 4}
  cadre: {title: {en: Cadre, zh: 干部}, at: village, literacy: 3}
  officer: {title: {en: Officer, zh: 干事}, at: township}
  committee: {title: {en: Committee, zh: 监督委员会}, kinds: [organization, person]}
"""
_FIELDS = """\
  {name}_class:
    title: {{en: Class, zh: 类别}}
    schema: {{enum: [routine, periodic, key, emergency]}}
    purpose: {{en: Sets the value, zh: 用于折算分值}}
    keep: 1y
  {name}_days:
    title: {{en: Days late, zh: 逾期天数}}
    schema: {{type: integer, minimum: 0, maximum: 3650}}
    purpose: {{en: Sets the award, zh: 用于核定得分}}
    keep: 1y
  {name}_value:
    title: {{en: Value, zh: 分值}}
    schema: {{type: number, minimum: 1, maximum: 30}}
    purpose: {{en: Says what it is worth, zh: 说明分值}}
    keep: 2y
"""
_TABLES = """\
  {name}_worth:
    title: {{en: Worth by class, zh: 各类分值}}
    inputs: {{class: fields.{name}_class, days: fields.{name}_days}}
    outputs: {{points: number}}
    rows:
      - [routine, "-", 2]
      - [periodic, "[0..3]", 5]
      - [periodic, "> 3", 4]
      - [[key, emergency], "[0..3]", 10]
      - [[key, emergency], "> 3", 8]
"""
_FLOWS = """\
  {name}:
    title: {{en: Task {number}, zh: 任务{number}}}
    offline: {{en: Fill in the sheet at the office., zh: 在办公室填写任务单。}}
    start: received
    due: {{after: 10wd, basis: project default}}
    open:
      by: [officer, secretary, cadre]
      asks: {name}_class
      when: mode == "normal" || params.value_max >= 10
    states:
      received: {{title: {{en: Received, zh: 已接收}}, due: 2wd}}
      valued: {{title: {{en: Valued, zh: 已折算}}, due: 2wd}}
      assigned: {{title: {{en: Assigned, zh: 已派}}}}
      done: {{title: {{en: Done, zh: 已完成}}, due: 3wd}}
      scored: {{title: {{en: Scored, zh: 已评分}}, final: true}}
      returned: {{title: {{en: Returned, zh: 已退回}}, final: true}}
    actions:
      convert:
        title: {{en: Convert to points, zh: 折算分值}}
        help: {{en: The formula proposes a value; the village decides., zh: 系统建议，由村里决定。}}
        from: received
        to: valued
        by: secretary
        needs: {name}_class
        proposes:
          {name}_value: clip({name}_worth.points({name}_class, 0) * 1.5, 1, params.value_max)
      send_back:
        title: {{en: Return without penalty, zh: 退回}}
        from: [received, valued]
        to: returned
        by: secretary
        note: true
      assign:
        title: {{en: Assign, zh: 派给}}
        from: valued
        to: assigned
        by: secretary
        needs: assignee
        when:
          rule: assignee.has_role("cadre") && {name}_value <= 30.0
          otherwise: {{en: The person is not a cadre., zh: 此人不是干部。}}
        does:
          - assign: {{to: assignee}}
          - message: {{to: assignee, say: {{en: "New: {{title}}", zh: "新：{{title}}"}}}}
      finish:
        title: {{en: Report as done, zh: 报告完成}}
        from: assigned
        to: done
        by: assignee
        sets: {{{name}_days: task.days_late}}
      score:
        title: {{en: Score, zh: 评分}}
        from: done
        to:
          - {{to: scored, when: {name}_value > 1.0 || {name}_days == 0}}
          - {{to: returned}}
        by: committee
"""
_SCORING = """\
  {name}_award:
    title: {{en: Award, zh: 得分}}
    on: {name}.score
    to: assignee
    points: {name}_value * {name}_worth.points({name}_class, {name}_days) / 10
    basis: project default
"""
_SCHEME = """\
  scheme:
    title: {en: Scheme of points, zh: 积分制}
    offline: {en: Vote on paper., zh: 可用纸质表决。}
    start: proposed
    open: {by: secretary}
    states:
      proposed: {title: {en: Proposed, zh: 待议}}
      adopted: {title: {en: Adopted, zh: 已通过}, final: true}
    actions:
      adopt: {title: {en: Adopt, zh: 通过}, from: proposed, to: adopted, by: committee}
accounts:
  points:
    title: {en: Points, zh: 积分}
    month_cap: 100
    adoption: {flow: scheme, state: adopted}
    basis: project default
"""
_ASSIGNEE = """\
  assignee:
    title: {en: Person responsible, zh: 责任人}
    schema: {type: string, format: member}
    purpose: {en: Says who carries it out, zh: 明确由谁办理}
    keep: 1y
"""


def big_profile(flows: int = 10) -> str:
    """Return the YAML of a profile with so many flows, some 87 lines each."""
    return "".join(_parts([f"task_{number}" for number in range(1, flows + 1)]))


def _parts(names: list[str]) -> Iterator[str]:
    yield _HEAD
    for room, template, more in (
        ("fields", _FIELDS, _ASSIGNEE),
        ("tables", _TABLES, ""),
        ("flows", _FLOWS, ""),
        ("scoring", _SCORING, ""),
    ):
        yield f"{room}:\n{more}"
        for number, name in enumerate(names, 1):
            yield template.format(name=name, number=number)
        yield _SCHEME if room == "flows" else ""
