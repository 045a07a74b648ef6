"""A village that tells its people things, by every kind of channel."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xiangyue import Decision, Engine

NOW = datetime(2026, 9, 28, 1, tzinfo=UTC)

PROFILE = """
profile: telling
title: {en: Telling, zh: 告知}
languages: [zh, en]
roles:
  clerk: {title: {en: Clerk, zh: 文书}, at: village}
  worker: {title: {en: Worker, zh: 网格员}, at: grid}
fields:
  story:
    title: {en: Story, zh: 经过}
    schema: {type: string, maxLength: 80}
    purpose: {en: to work it out, zh: 用于办理}
    keep: 1y
    sensitivity: personal
  who:
    title: {en: Who, zh: 谁}
    schema: {type: string, format: member}
    purpose: {en: to work it out, zh: 用于办理}
    keep: 1y
  wet:
    title: {en: Wet, zh: 有水}
    schema: {type: boolean}
    purpose: {en: to know, zh: 用于了解}
    keep: 1y
  day:
    title: {en: Day, zh: 日期}
    schema: {type: string, format: date}
    purpose: {en: to know, zh: 用于了解}
    keep: 1y
calendar: {timezone: Asia/Shanghai}
channels:
  text: {title: {en: Text, zh: 短信}, kind: sms}
  app: {title: {en: App, zh: 应用}, kind: app, literacy: 3}
  letter: {title: {en: Mail, zh: 邮件}, kind: mail}
  knock: {title: {en: Knock, zh: 上门}, kind: door}
  horn: {title: {en: Horn, zh: 喇叭}, kind: loudspeaker}
  wall: {title: {en: Wall, zh: 公示栏}, kind: board}
flows:
  matter:
    title: {en: Matter, zh: 事项}
    start: new
    open: {by: anyone, asks: [who, story, wet, day]}
    states:
      new: {title: {en: New, zh: 新建}}
      done: {title: {en: Done, zh: 完成}, final: true}
    actions:
      tell:
        title: {en: Tell, zh: 告知}
        from: new
        by: anyone
        needs: who
        does:
          - message:
              to: who
              say: {en: "{title} / {story} / {wet} / {who} / {day}", zh: "事项{title}：{story}"}
          - message: {to: worker, by: [horn, text], say: {en: "Come: {title}", zh: "集合：{title}"}}
          - collect: {from: who, fields: [story, wet]}
          - publish: {fields: [wet, who], for: 7d}
      finish: {title: {en: Finish, zh: 完成}, from: new, to: done, by: anyone}
"""


def write(folder: Path) -> Path:
    """Write the profile into a folder; returns its own."""
    own = folder / "telling"
    own.mkdir()
    (own / "profile.yaml").write_text(PROFILE, "utf-8")
    return own


def settle(engine: Engine, folder: Path) -> None:
    """Set up a village with two grids."""
    engine.add_unit("xinqi", "village", title={"zh": "新祺村"}, now=NOW)
    engine.install(folder, "xinqi", now=NOW)
    engine.register("sun", home="xinqi", name="孙", now=NOW)
    for grid, worker in (("g1", "wang"), ("g2", "zhao")):
        engine.add_unit(grid, "grid", parent="xinqi", now=NOW)
        engine.register(worker, roles={"worker": grid}, deputy="sun", now=NOW)
    engine.register("mei", home="xinqi", name="梅{story}", now=NOW)


def tell(engine: Engine, at: datetime = NOW, **said: Any) -> Decision:
    """Open a matter about Mei and tell it."""
    title = said.pop("title", "水渠")
    unit = said.pop("unit", None)
    task = engine.open(
        "matter", community="xinqi", by="mei", title=title, unit=unit, data=said, now=NOW
    )
    decision = engine.act(task, "tell", by="mei", who="mei", now=at)
    assert decision, decision.why()
    return decision
