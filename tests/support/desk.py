"""A village with a desk at which matters come in by category, in peace and in an emergency."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xiangyue import Engine
from xiangyue.time.clock import parse_instant

DESK = """
profile: desk
title: {en: Desk, zh: 受理点}
languages: [en, zh]
calendar: {timezone: Asia/Shanghai, country: CN}
roles:
  clerk: {title: {en: Clerk, zh: 窗口人员}, at: village}
  guard: {title: {en: Duty person, zh: 值班员}, at: village}
fields:
  category:
    title: {en: Category, zh: 事项类别}
    schema: {type: string, format: category}
    purpose: {en: Says what it is about, zh: 说明事项}
    keep: 2y
  matter:
    title: {en: What is the matter, zh: 反映内容}
    schema: {type: string, maxLength: 300}
    purpose: {en: Says what is asked for, zh: 说明诉求}
    keep: 2y
  asked:
    title: {en: How many ask, zh: 反映人数}
    schema: {type: integer, minimum: 1}
    purpose: {en: Shows how many it is about, zh: 说明涉及人数}
    keep: 2y
tables:
  weight:
    title: {en: Weight, zh: 权重}
    inputs: {category: fields.category}
    outputs: {urgent: boolean}
    rows:
      - [lamp, false]
      - [gas, true]
      - [idea, false]
intake:
  sources: [digital, paper, phone, counter, helper, sheet]
  categories:
    lamp: {title: {en: Lamp, zh: 路灯}, flow: request, to: clerk, urgency: 2wd}
    gas: {title: {en: Gas, zh: 燃气}, flow: request, to: guard, urgency: 2h}
    idea: {title: {en: Idea, zh: 建议}, flow: idea}
flows:
  request:
    title: {en: Request, zh: 诉求}
    start: raised
    open:
      by: anyone
      asks: [matter, asked]
      does:
        - message:
            to: receiver
            say: {en: "New: {title} ({category})", zh: "新诉求：{title}（{category}）"}
            accessory: true
    states:
      raised: {title: {en: Raised, zh: 已提出}, due: 1d}
      contacted: {title: {en: In contact, zh: 已联系}}
      closed: {title: {en: Closed, zh: 已办结}, final: true}
    actions:
      contact:
        title: {en: Contact, zh: 联系}
        from: raised
        to: contacted
        by: [clerk, guard]
        does: [{assign: {to: actor}}]
      reopen:
        {title: {en: Again, zh: 再提}, from: contacted, to: raised, by: opener, note: true}
      close:
        title: {en: Close, zh: 办结}
        from: contacted
        to: closed
        by: assignee
        when: weight.urgent(category) || now > task.opened_at
  idea:
    title: {en: Idea, zh: 建议}
    start: heard
    open: {by: anyone, asks: matter}
    states:
      heard: {title: {en: Heard, zh: 已听取}}
      done: {title: {en: Done, zh: 已处理}, final: true}
    actions: {end: {title: {en: End, zh: 结束}, from: heard, to: done, by: clerk}}
  rescue:
    title: {en: Rescue, zh: 抢险}
    start: called
    open:
      by: anyone
      asks: matter
      does: [{message: {to: receiver, say: {en: Come, zh: 请来}, accessory: true}}]
    states:
      called: {title: {en: Called, zh: 已呼叫}, due: 1h}
      safe: {title: {en: Safe, zh: 已脱险}, final: true}
    actions: {end: {title: {en: End, zh: 结束}, from: called, to: safe, by: guard}}
  alarm:
    title: {en: Alarm, zh: 警报}
    start: rung
    open: {by: guard, does: [{switch_mode: {mode: emergency}}]}
    states:
      rung: {title: {en: Rung, zh: 已拉响}}
      over: {title: {en: Over, zh: 解除}, final: true}
    actions: {end: {title: {en: End, zh: 解除}, from: rung, to: over, by: guard}}
modes:
  emergency:
    title: {en: Emergency, zh: 应急}
    set: {intake.categories.gas.flow: rescue, intake.categories.gas.urgency: 10min}
"""


def june(day: int, time: str = "10:00") -> datetime:
    """Return a moment of June 2026; the first is a Monday."""
    return parse_instant(f"2026-06-{day:02}T{time}", "Asia/Shanghai")


def write(folder: Path, text: str = DESK) -> Path:
    """Write the profile into a folder of its own and return that."""
    home = folder / "desk"
    home.mkdir(parents=True, exist_ok=True)
    (home / "profile.yaml").write_text(text, encoding="utf-8")
    return home


def settle(engine: Engine, profile: Path, community: str = "xinqi") -> None:
    """Let wang and ma live in a village where lin is the clerk and gao on duty."""
    early = june(1, "00:00")
    engine.add_unit(community, "village", now=early)
    engine.install(profile, community=community, now=early)
    for name, role in (("lin", "clerk"), ("gao", "guard")):
        engine.register(name, roles={role: community}, since=early, now=early)
    for name in ("wang", "ma"):
        engine.register(name, home=community, now=early)
