"""Every finding of the linter, each on a small broken profile: its code and its exact place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest

from xiangyue.lint import lint
from xiangyue.messages import lint as of_names
from xiangyue.messages import lint_deadlines as of_deadlines
from xiangyue.messages import lint_values as of_values
from xiangyue.plugs import Breach, Limit, Words
from xiangyue.profile import Finding, load

VILLAGE = """\
profile: village
title: {en: Village, zh: 村}
languages: [en, zh]
params:
  most:
    title: {en: Most points, zh: 最高分}
    schema: {type: integer, minimum: 5, maximum: 30}
    default: 30
    basis: project default
roles:
  secretary: {title: {en: Secretary, zh: 村支书}, at: village}
  cadre: {title: {en: Cadre, zh: 村干部}, at: village}
  officer: {title: {en: Officer, zh: 干事}, at: township}
fields:
  category:
    title: {en: Category, zh: 事项类别}
    schema: {type: string, format: category}
    purpose: {en: Says what it is about, zh: 说明事项}
    keep: 1y
  class:
    title: {en: Class, zh: 类别}
    schema: {enum: [routine, urgent]}
    purpose: {en: Sets the value, zh: 用于折算}
    keep: 1y
  helper:
    title: {en: Helper, zh: 帮办人}
    schema: {type: string, format: member}
    purpose: {en: Says who helps, zh: 明确由谁帮办}
    keep: 1y
  visit:
    title: {en: Day of the visit, zh: 走访日期}
    schema: {type: string, format: date}
    purpose: {en: Sets the deadline, zh: 用于确定期限}
    keep: 1y
  value:
    title: {en: Value, zh: 分值}
    schema: {type: number, minimum: 1, maximum: 30}
    purpose: {en: Says what it is worth, zh: 说明分值}
    keep: 1y
  result:
    title: {en: Result, zh: 结果}
    schema: {type: string, maxLength: 200}
    purpose: {en: Says what was done, zh: 说明成效}
    keep: 1y
    sensitivity: personal
tables:
  worth:
    title: {en: Worth, zh: 分值表}
    inputs: {class: fields.class}
    outputs: {points: number}
    rows:
      - [routine, 2]
      - [urgent, 5]
flows:
  task:
    title: {en: Task, zh: 任务}
    start: received
    due: {after: 10d, basis: project default}
    open:
      by: [officer, anyone]
      does: [{message: {to: receiver, say: {en: Come, zh: 请来}, accessory: true}}]
      asks: [visit]
      when: mode == "normal" || params.most > 5
    states:
      received: {title: {en: Received, zh: 已接收}, due: 2d}
      valued: {title: {en: Valued, zh: 已折算}}
      assigned: {title: {en: Assigned, zh: 已派}, due: {field: visit, basis: project default}}
      waiting: {title: {en: Waiting, zh: 等待}, due: {after: 3d, then: lapse, basis: "[D] short"}}
      done: {title: {en: Done, zh: 已完成}, final: true}
    actions:
      convert:
        title: {en: Convert, zh: 折算}
        from: received
        to: valued
        by: secretary
        needs: class
        proposes: {value: worth.points(class) * 1.5}
      assign:
        title: {en: Assign, zh: 派给}
        from: [valued, waiting]
        to: assigned
        by: [secretary]
        needs: helper
        asks: [visit]
        when:
          rule: helper.has_role("cadre") && class != "urgent"
          otherwise: {en: Not a cadre., zh: 不是村干部。}
        does:
          - assign: {to: helper}
          - message: {to: helper, say: {en: "New: {title}", zh: "新：{title}"}, by: [app]}
      finish:
        title: {en: Finish, zh: 完成}
        from: assigned
        to:
          - {to: done, when: value > 2.0}
          - {to: waiting}
        by: assignee
        asks: result
      lapse:
        title: {en: Lapse, zh: 作废}
        from: waiting
        to: done
        by: [system]
      pay:
        title: {en: Pay, zh: 支付}
        from: any
        by: secretary
        sets: {value: "2.0"}
  adoption:
    title: {en: Adoption, zh: 通过办法}
    start: put
    open: {by: secretary}
    states: {put: {title: {en: Put, zh: 待议}}, held: {final: true, title: {en: Held, zh: 通过}}}
    actions: {adopt: {title: {en: Adopt, zh: 通过}, from: put, to: held, by: secretary}}
accounts:
  points:
    title: {en: Points, zh: 积分}
    adoption: {flow: adoption, state: held}
    basis: project default
scoring:
  award:
    title: {en: Award, zh: 得分}
    on: task.finish
    to: opener
    points: value * 2.0
    basis: project default
channels:
  app: {title: {en: App, zh: 应用}, kind: app}
ladders:
  call:
    title: {en: Call, zh: 呼叫}
    steps:
      - {ask: [cadre], at: village, by: [app], within: 5min, basis: project default}
modes:
  emergency:
    title: {en: Emergency, zh: 应急}
    levels: [I, II]
    lasts: {I: 3d, II: 7d}
    set:
      flows.task.paused: true
      limits.quiet.stance: lifted
limits:
  quiet: {stance: warn, lifted_in: ["emergency:I"], config: {from: "22:00"}}
intake:
  categories:
    repair: {title: {en: Repair, zh: 维修}, flow: task, to: cadre}
"""

MARK = "¦"
"""Stands in a patch where the finding must point."""


class Example(NamedTuple):
    """What the linter must find once old texts are replaced by new ones."""

    code: str
    patches: tuple[tuple[str, str], ...]
    also: frozenset[str]


def case(code: str, *texts: str, also: tuple[str, ...] = ()) -> Example:
    """Pair old texts with new ones; ``also`` are codes of what one mistake brings with it."""
    return Example(code, tuple(zip(texts[::2], texts[1::2], strict=True)), frozenset(also))


CLASS, LAPSE = "  class:\n", "      lapse:\n"
DONE = "done: {title: {en: Done, zh: 已完成}, final: true}"
FIELD = "    title: {en: New, zh: 新}\n    purpose: {en: Why, zh: 为何}\n    keep: 1y\n"
PARAM = "    title: {en: New, zh: 新}\n    schema: {type: integer}\n    default: 1\n"
PARAM += "    basis: project default\n"
ACTION = "        title: {en: New, zh: 新}\n        from: received\n        to: valued\n"
TABLE = "    title: {en: New, zh: 新}\n    inputs: {class: fields.class}\n    rows: [[-, 1]]\n"

NAMES = (
    case("unknown-action", "on: task.finish", "on: ¦task.finsh"),
    case("unknown-action", "then: lapse", "then: ¦laps", also=("by-unfired",)),
    case("unknown-channel", "by: [app], within", "by: [¦ap], within"),
    case("unknown-channel", "by: [app]}", "by: [¦sms]}"),
    case("unknown-field", "needs: class", "needs: ¦clas", also=("never-known",)),
    case("unknown-field", "asks: result", "asks: [visit, ¦resul]", also=("unused-field",)),
    case("unknown-field", "sets: {value", "sets: {¦valu"),
    case("unknown-field", "{field: visit", "{field: ¦visits"),
    case("unknown-field", "inputs: {class: fields.class}", "inputs: {class: ¦fields.clas}"),
    case("unknown-flow", "flow: task", "flow: ¦tasks"),
    case("unknown-flow", "on: task.finish", "on: ¦tusk.finish"),
    case("unknown-mode", '["emergency:I"]', '[¦"emergncy:I"]'),
    case("unknown-mode", 'mode == "normal"', 'mode == ¦"norml"'),
    case("unknown-mode", "does:\n", "does:\n          - switch_mode: {mode: ¦emergncy}\n"),
    case("unknown-param", "inputs: {class: fields.class}", "inputs: {class: ¦params.mst}"),
    case("unknown-role", "by: [secretary]", "by: [¦secretery]"),
    case("unknown-role", "by: [officer,", "by: [¦oficer,", also=("unused-role",)),
    case("unknown-role", 'has_role("cadre")', 'has_role(¦"cader")'),
    case("unknown-role", "flow: task, to: cadre", "flow: task, to: ¦cader"),
    case("unknown-role", "ask: [cadre]", "ask: [¦cader]"),
    case("unknown-state", "start: received", "start: ¦recieved"),
    case("unknown-state", "{to: waiting}", "{to: ¦wating}", also=("state-unreachable",)),
    case("unknown-state", "from: [valued, waiting]", "from: [valued, ¦wating]"),
    case("unknown-who", "message: {to: helper", "message: {to: ¦helpr"),
    case("unknown-value", '!= "urgent"', '!= ¦"urgnt"'),
    case("unknown-value", 'class != "urgent"', '!(class in ["routine", ¦"urgnt"])'),
    case("unknown-value", "value > 2.0", "'¦\"urgnt\" == class'"),
    case(
        "unknown-value",
        "{type: integer, minimum: 5, maximum: 30}",
        "{enum: [5, 30]}",
        "params.most > 5",
        "params.most != ¦7",
    ),
    case("unknown-value", "points(class) *", 'points(¦"daily") *'),
    case("unknown-placeholder", '"New: {title}"', '"New: ¦{titel}"'),
    case("unknown-response-level", "{I: 3d, II: 7d}", "{I: 3d, ¦III: 7d}"),
    case("unknown-response-level", '"emergency:I"]', '¦"emergency:IV"]'),
    case("unknown-address", "flows.task.paused: true", "¦flows.tusk.paused: true"),
    case("unknown-address", "flows.task.paused: true", "¦flows.task.due.aftr: 3d"),
    case("unknown-address", "flows.task.paused: true", "¦flows.task.pause: true"),
    case("unknown-address", "flows.task.paused: true", "¦flows.task.start.x: true"),
    case("unknown-address", "flows.task.paused: true", "¦quite: true"),
    case("unknown-limit", "quiet: {stance", "quiet: {limit: ¦quite, stance"),
    case("from-any", "from: [valued, waiting]", "from: [valued, ¦any]"),
    case(
        "name-taken",
        CLASS,
        f"  ¦mode:\n    schema: {{type: integer}}\n{FIELD}{CLASS}",
        also=("unused-field",),
    ),
    case(
        "name-taken",
        CLASS,
        f"  ¦title:\n    schema: {{type: integer}}\n{FIELD}{CLASS}",
        also=("unused-field",),
    ),
    case("name-taken", "  officer:", "  ¦system: {title: {en: S, zh: 系}}\n  officer:"),
    case(
        "name-taken",
        "tables:\n",
        f"tables:\n  ¦task:\n    outputs: {{x: integer}}\n{TABLE}",
        also=("unused-table",),
    ),
    case(
        "name-reserved",
        CLASS,
        f"  ¦if:\n    schema: {{type: integer}}\n{FIELD}{CLASS}",
        also=("unused-field",),
    ),
    case("name-reserved", "params:\n", f"params:\n  ¦in:\n{PARAM}", also=("unused-param",)),
    case(
        "name-reserved",
        "tables:\n",
        f"tables:\n  ¦for:\n    outputs: {{x: integer}}\n{TABLE}",
        also=("unused-table",),
    ),
    case(
        "name-reserved",
        "tables:\n",
        f"tables:\n  t:\n    outputs: {{¦in: integer}}\n{TABLE}",
        also=("unused-table",),
    ),
    case(
        "name-any",
        "      waiting: {title",
        "      ¦any: {title",
        "{to: waiting}",
        "{to: any}",
        "from: waiting",
        "from: any",
        "[valued, waiting]",
        "[valued]",
        "sets:",
        "asks: result\n        sets:",
        also=(),
    ),
    case(
        "name-open", LAPSE, f"      ¦open:\n        by: cadre\n        note: true\n{ACTION}{LAPSE}"
    ),
)

PEOPLE = (
    case("by-opening", "by: [officer, anyone]", "by: [officer, ¦opener]"),
    case(
        "by-public",
        "by: [secretary]\n        needs: helper",
        "by: [secretary, ¦public]\n        needs: helper",
    ),
    case(
        "by-level",
        "by: secretary\n        needs: class",
        "by: ¦secretary\n        at: township\n        needs: class",
    ),
    case("by-level", "by: [officer, anyone]", "at: village\n      by: [¦officer, anyone]"),
    case(
        "by-unassigned",
        "by: secretary\n        needs: class",
        "by: ¦assignee\n        needs: class",
    ),
    case("by-unfired", ", then: lapse", "", "by: [system]", "by: [¦system]"),
    case(
        "by-unopened",
        "by: [officer, anyone]",
        "by: [system]",
        "by: assignee",
        "by: ¦opener",
        also=("intake-nobody", "unused-role", "points-unverified"),
    ),
    case("ladder-nobody", "at: village, by: [app]", "at: ¦county, by: [app]"),
    case("ladder-then", "by: [app], within", "by: [app], then: ¦door_knock, within"),
    case(
        "who-ambiguous",
        "  officer:",
        "  helper: {title: {en: H, zh: 帮}}\n  officer:",
        "message: {to: helper",
        "message: {to: ¦helper",
        "assign: {to: helper}",
        "assign: {to: actor}",
    ),
    case("who-not-member", "message: {to: helper", "message: {to: ¦result"),
    case("who-role", "assign: {to: helper}", "assign: {to: ¦cadre}"),
    case(
        "assess-level",
        "sets: {value",
        "does: [{assess: {who: helper, literacy: ¦value}}]\n        sets: {value",
    ),
    case("who-role", "to: opener", "to: ¦cadre"),
    case("who-nobody", "message: {to: helper", "message: {to: ¦assignee"),
    case(
        "who-nobody",
        "sets: {value",
        "does: [{collect: {from: ¦assignee, fields: value}}]\n        sets: {value",
    ),
    case(
        "who-nobody",
        "on: task.finish\n    to: opener",
        "on: task.open\n    to: ¦assignee",
        "value * 2.0",
        "params.most * 1.0",
    ),
    case("assign-assignee", "assign: {to: helper}", "assign: {to: ¦assignee}"),
)

GRAPHS = (
    case("graph-starts", "start: received", "¦start: [received, valued]"),
    case("graph-no-final", ", final: true", "", "    states:\n", "    ¦states:\n"),
    case(
        "state-unreachable",
        "{to: waiting}",
        "{to: assigned}",
        "      waiting: {t",
        "      ¦waiting: {t",
    ),
    case(
        "state-trap",
        "      done: {t",
        "      ¦pit: {title: {en: Pit, zh: 坑}}\n      done: {t",
        "{to: waiting}",
        "{to: pit}\n          - {to: waiting}",
        also=("branch-dead",),
    ),
    case("final-exit", "from: [valued, waiting]", "from: [valued, ¦done]", also=()),
    case("final-clock", "final: true}", "final: true, ¦due: 1d}"),
    case(
        "action-twin",
        LAPSE,
        f"      ¦again:\n        by: secretary\n{ACTION}        needs: class\n        proposes:"
        f" {{value: worth.points(class) * 1.5}}\n{LAPSE}",
    ),
    case("branch-dead", "- {to: waiting}", "- {to: waiting}\n          - ¦{to: assigned}"),
    case(
        "branch-shadowed",
        "- {to: waiting}",
        "- {to: assigned, when: ¦value > 2.0}\n          - {to: waiting}",
    ),
    case("sets-asked", "asks: result", "asks: [result, value]\n        sets: {¦value: '1.0'}"),
    case("sets-proposed", "needs: class\n", "needs: class\n        sets: {¦value: '1.0'}\n"),
    case("alone-by", "then: lapse", "then: ¦lapse", "by: [system]", "by: [cadre]"),
    case("alone-by", "does:\n", "does:\n          - automate: {action: ¦finish, after: 1d}\n"),
    case(
        "alone-state",
        "valued: {title: {en: Valued, zh: 已折算}}",
        "valued: {title: {en: V, zh: 折}, due: {after: 1d, then: ¦lapse, basis: project default}}",
    ),
    case("alone-state", "due: {after: 10d,", "due: {after: 10d, then: ¦lapse,"),
    case("alone-state", "does:\n", "does:\n          - automate: {action: ¦lapse, after: 1d}\n"),
    case(
        "alone-note",
        "then: lapse",
        "then: ¦lapse",
        "by: [system]",
        "by: [system]\n        note: true",
    ),
    case(
        "alone-needs",
        "then: lapse",
        "then: ¦lapse",
        "asks: result",
        "asks: visit",
        "by: [system]",
        "by: [system]\n        needs: result",
    ),
)

RULES = (
    case("rule-unknown-name", "params.most > 5", "¦params.mots > 5", also=("unused-param",)),
    case("rule-operands", "value * 2.0", 'value ¦* "2"'),
    case("rule-zero-division", "value * 2.0", "value / ¦0"),
    case("rule-never-true", "{to: done, when: value > 2.0}", "{to: done, when: ¦value > 30.0}"),
    case("rule-never-true", "value > 2.0", '¦task.state == "valued"'),
    case("never-known", "needs: class\n", "needs: class\n        when: ¦result != ''\n"),
    case("never-assigned", "needs: class\n", "needs: class\n        when: ¦assignee != opener\n"),
    case(
        "never-due",
        "    due: {after: 10d, basis: project default}\n",
        "",
        "value > 2.0",
        "now > ¦task.due",
    ),
    case("opening-no-task", 'mode == "normal"', "¦task.late"),
)

DEADLINES = (
    case("deadline-time", "due: {field: visit,", "¦due: {"),
    case("deadline-no-date", "due: {field: visit,", "due: {field: ¦class,"),
    case(
        "never-given",
        "due: {field: visit,",
        "due: {field: ¦visit,",
        "      asks: [visit]\n      when",
        "      when",
        "asks: [visit]",
        "asks: [result]",
    ),
    case("deadline-state", "due: 2d}", "due: ¦11d}"),
    case("remind-long", "{after: 10d, ", "{after: 10d, remind: [10d, ¦11d], "),
    case("unknown-ladder", "{after: 10d, ", "{after: 10d, escalate: ¦cal, "),
    case("unknown-state", "{after: 10d, ", "{after: 10d, from: ¦valid, "),
    case(
        "deadline-field-from",
        "due: {after: 10d,",
        "due: {from: ¦valued, field: visit,",
        also=("final-clock",),
    ),
    case("deadline-state-from", "{after: 3d, ", "{after: 3d, from: ¦valued, "),
    case(
        "deadline-way",
        "    due: {after: 10d",
        "    ¦due: {after: 3d",
        "valued: {title: {en: Valued, zh: 已折算}}",
        "valued: {title: {en: Valued, zh: 已折算}, due: 2d}",
    ),
    case("deadline-long-way", "    due: {after: 10d", "    ¦due: {after: 4d"),
)

PAY = "        from: any\n        by: secretary\n        sets"
BACK = "        from: valued\n        to: received\n        by: secretary\n"


def moving(code: str, extend: str, *texts: str, note: bool = True) -> Example:
    """Let an action extend a deadline, and say what is wrong with it."""
    more = "        note: true\n" if note else ""
    return case(code, PAY, f"{more}        {extend}\n{PAY}", *texts)


EXTENSIONS = (
    moving("extend-time", "¦extend: {of: flow, by: 2d, until: visit}"),
    moving("extend-note", "¦extend: {of: flow, by: 2d}", note=False),
    moving("extend-nothing", "extend: {of: ¦state, by: 2d}", "from: any", "from: valued"),
    moving("extend-date", "extend: {of: ¦state, by: 2d}", "from: any", "from: assigned"),
    moving(
        "extend-leaves",
        "extend: {of: ¦state, by: 2d}\n        to: valued",
        "from: any",
        "from: received",
    ),
    moving("deadline-no-date", "extend: {of: flow, until: ¦class}"),
    moving("unknown-field", "extend: {of: flow, until: ¦visits}"),
    case(
        "pause-note",
        "zh: 等待}, due",
        "zh: 等待}, pause: true, due",
        "        to:\n          - {to: done",
        "        ¦to:\n          - {to: done",
    ),
    case("return-note", PAY, f"{BACK.replace('to:', '¦to:')}        sets"),
)

TEXTS = (
    case("text-missing", "    title: {en: Task, zh: 任务}", "    ¦title: {en: Task}"),
    case(
        "text-missing",
        "{en: Not a cadre., zh: 不是村干部。}",
        "{en: Not a cadre.}",
        "otherwise",
        "¦otherwise",
    ),
    case(
        "text-missing",
        "default: 30\n    basis: project default",
        'default: 30\n    ¦basis: {en: "[D] of the tests"}',
    ),
    case("text-braces", '"New: {title}"', '¦"New: {title"'),
)

VALUES = (
    case(
        "values-mixed",
        "{type: string, maxLength: 200}",
        "{¦enum: [some, 2]}",
    ),
    case("values-keyword", "{type: string, maxLength: 200}", "{type: string, ¦minimum: 2}"),
    case("values-none", "{type: string, maxLength: 200}", "{minLength: 5, maxLength: ¦3}"),
    case("values-enum", "{type: string, maxLength: 200}", "{minLength: 3, enum: [abc, ¦ab]}"),
    case("param-default", "default: 30", "default: ¦31"),
    case(
        "choice-unknown",
        "schema: {enum: [routine, urgent]}",
        "schema: {enum: [routine, urgent]}\n"
        "    choices: {routine: &w {en: W, zh: 词}, urgent: *w, ¦late: *w}",
    ),
    case(
        "choice-missing",
        "schema: {enum: [routine, urgent]}",
        "schema: {enum: [routine, urgent]}\n    ¦choices: {routine: {en: Routine, zh: 日常}}",
    ),
    case("field-free-text", "sensitivity: personal", "sensitivity: ¦none"),
)

MODES = (
    case("mode-fixed", "flows.task.paused: true", "¦languages: [en]"),
    case("schema-type", "flows.task.paused: true", "flows.task.paused: ¦3"),
    case(
        "mode-takes-state",
        "flows.task.paused: true",
        "flows.task.states: ¦{received: {title: {en: R, zh: 收}, final: true}}",
        also=("unknown-state", "by-unfired", "final-exit"),
    ),
    case(
        "mode-takes-flow",
        "flows.task.paused: true",
        "flows: ¦{other: {title: {en: O, zh: 另}, start: a, open: {by: officer},"
        " states: {a: {title: {en: A, zh: 甲}, final: true}}, actions: {}}}",
        also=("unknown-flow",),
    ),
    case("unknown-state", "flows.task.paused: true", "flows.task.start: ¦recieved"),
    case(
        "state-unreachable",
        "    set:\n",
        "    ¦set:\n",
        "flows.task.paused: true",
        "flows.task.start: valued",
        also=("never-known",),
    ),
    case("limit-config", '{from: "22:00"}', "{from: ¦22}"),
    case(
        "limit-broken",
        CLASS,
        f"  ¦checkin:\n    schema: {{type: integer}}\n{FIELD}{CLASS}",
        also=("unused-field",),
    ),
    case(
        "limit-failed",
        CLASS,
        f"  crash:\n    schema: {{type: integer}}\n{FIELD}{CLASS}",
        "  quiet: {s",
        "  ¦quiet: {s",
        also=("unused-field",),
    ),
)

TABLES = (
    case("table-gap", "    rows:\n      - [routine, 2]\n", "    ¦rows:\n"),
    case("table-overlap", "      - [urgent, 5]\n", "      - [urgent, 5]\n      - ¦[urgent, 6]\n"),
    case(
        "table-unreachable",
        "    rows:",
        "    hit: first\n    rows:",
        "      - [urgent, 5]\n",
        "      - [urgent, 5]\n      - ¦[urgent, 6]\n",
    ),
)

UNUSED = (
    case("unused-field", CLASS, f"  ¦spare:\n    schema: {{type: integer}}\n{FIELD}{CLASS}"),
    case("unused-param", "params.most > 5", 'mode == "emergency"', "  most:", "  ¦most:"),
    case("unused-role", "by: [officer, anyone]", "by: [anyone]", "  officer:", "  ¦officer:"),
    case("unused-table", "tables:\n", f"tables:\n  ¦spare:\n    outputs: {{x: integer}}\n{TABLE}"),
)

EXAMPLES = (
    *NAMES, *PEOPLE, *GRAPHS, *RULES, *DEADLINES, *EXTENSIONS, *TEXTS, *VALUES,
    *MODES, *TABLES, *UNUSED,
)  # fmt: skip


WARNINGS = frozenset(
    {"action-twin", "branch-shadowed", "choice-missing", "deadline-way", "field-free-text"}
    | {"deadline-long-way", "final-clock"}
    | {"never-given", "never-known", "unused-field", "unused-param", "unused-role", "unused-table"}
)
EITHER = frozenset({"alone-state", "by-level", "limit-broken", "who-nobody"})
"""Errors where nothing is left, warnings where the rest goes on."""


class Quiet(Limit):
    """A limit that wants no check-in, and breaks down where it meets a crash."""

    name = "quiet"
    title: ClassVar[Words] = {"en": "Quiet", "zh": "安静"}
    basis = "project default"
    config_schema: ClassVar[Mapping[str, Any]] = {"properties": {"from": {"type": "string"}}}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every field that is a check-in."""
        for name in document["fields"]:
            if name == "crash":
                raise RuntimeError("crash")
            if name == "checkin":
                yield (
                    f"fields.{name}",
                    {"en": "A check-in.", "zh": "签到。"},
                    {"en": "Drop it.", "zh": "请去掉。"},
                )


def found(folder: Path, text: str) -> tuple[Finding, ...]:
    """Lint a profile that is written into a folder."""
    file = folder / "village" / "profile.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return lint(load(file.parent), {"quiet": Quiet()})


def broken(example: Example) -> tuple[str, int, int]:
    """Return the patched profile, and line and column of the mark in it."""
    text = VILLAGE
    for old, new in example.patches:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    before, mark, after = text.partition(MARK)
    assert mark and MARK not in after
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_village_is_without_findings(tmp_path: Path) -> None:
    """What the examples break is whole before."""
    assert not found(tmp_path, VILLAGE)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.code)
def test_a_mistake_is_found_at_its_place(example: Example, tmp_path: Path) -> None:
    """One mistake has its finding, where it is, and no others that would lead astray."""
    text, line, column = broken(example)
    findings = found(tmp_path, text)
    places = {(f.place.line, f.place.column) for f in findings if f.code == example.code}
    assert (line, column) in places, [str(f) for f in findings]
    assert {f.code for f in findings} <= {example.code, *example.also}, [str(f) for f in findings]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.code)
def test_a_finding_speaks_both_languages(example: Example, tmp_path: Path) -> None:
    """What is wrong and what mends it are whole sentences, in English and in Chinese."""
    for finding in found(tmp_path, broken(example)[0]):
        for lang, ends in (("en", (".", "?")), ("zh", ("。", "？"))):
            assert finding.text(lang).endswith(ends), finding
            assert finding.mend(lang).endswith(ends), finding


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.code)
def test_what_cannot_run_is_an_error(example: Example, tmp_path: Path) -> None:
    """A warning is what runs all the same, and is hardly meant."""
    for finding in found(tmp_path, broken(example)[0]):
        if finding.code not in EITHER:
            assert (finding.severity == "warning") == (finding.code in WARNINGS), finding


PAUSED = VILLAGE.replace("zh: 等待}, due", "zh: 等待}, pause: true, due").replace(
    "asks: result", "needs: result"
)

SAID = {  # what an action says more of itself: whether somebody has to say why
    "note: true": True,
    "needs: result": True,
    "needs: class": True,
    "asks: result": False,
    "needs: visit": False,
    "needs: helper": False,
    "needs: value": False,
}

MOVES = {
    "extend-note": "        extend: {of: flow, by: 2d}\n        from: any\n        by: secretary\n",
    "pause-note": "        from: assigned\n        to: waiting\n        by: secretary\n",
    "return-note": BACK,
}


def unreasoned(folder: Path, text: str) -> set[str]:
    """Return what the linter says of reasons that nobody has to give."""
    codes = {finding.code for finding in found(folder, text)}
    return codes & {"extend-note", "pause-note", "return-note"}


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("code", MOVES)
def test_who_extends_suspends_or_returns_says_why(code: str, said: str, tmp_path: Path) -> None:
    """A note does, and so does a choice or a text; a day, a number or a name is no reason."""
    text = PAUSED.replace(PAY, f"{MOVES[code]}        {said}\n        sets")
    assert unreasoned(tmp_path, text) == (set() if SAID[said] else {code})


NO_RETURN = {
    "the engine takes it": BACK.replace("secretary", "system"),
    "it leads on as well": BACK.replace("valued", "[received, assigned]").replace(
        "to: received", "to: valued"
    ),
    "it leaves a pause": BACK.replace("valued", "waiting"),
    "it stays": BACK.replace("valued", "received"),
}


@pytest.mark.parametrize("moves", NO_RETURN.values(), ids=NO_RETURN)
def test_what_is_no_return_needs_no_reason(moves: str, tmp_path: Path) -> None:
    """Whoever sends a task on, or takes it up again, has nothing to justify."""
    assert not unreasoned(tmp_path, PAUSED.replace(PAY, f"{moves}        sets"))


def test_a_task_returns_only_to_where_it_must_have_been(tmp_path: Path) -> None:
    """A state that some ways leave out is a way on, too."""
    back = PAUSED.replace(PAY, f"{BACK.replace('valued', 'assigned')}        sets")
    assert unreasoned(tmp_path / "all", back.replace("to: received", "to: valued"))
    past = back.replace("from: [valued, waiting]", "from: [received, valued, waiting]")
    assert not unreasoned(tmp_path / "some", past.replace("to: received", "to: valued"))


def test_where_no_deadline_runs_nothing_is_returned(tmp_path: Path) -> None:
    """What is lent and given back goes round and round."""
    due = "    due: {after: 10d, basis: project default}\n"
    assert not unreasoned(tmp_path, VILLAGE.replace(PAY, f"{BACK}        sets").replace(due, ""))


def test_every_code_has_an_example() -> None:
    """Whatever the linter can say is shown once, so that it is known to be said."""
    shown = {example.code for example in EXAMPLES}
    elsewhere = {"defined-twice", "graph-large", "limit-altered", "modes-many", "rules-many"}
    assert {*of_names.MESSAGES, *of_values.MESSAGES, *of_deadlines.MESSAGES} - elsewhere <= shown
