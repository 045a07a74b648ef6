"""The journal as XES (IEEE 1849-2016): a trace for each task, an event for each decision."""

from __future__ import annotations

from collections.abc import Iterator

from xiangyue.exchange.journals.saying import Saying, moment
from xiangyue.exchange.journals.stories import Step, Stories, Story
from xiangyue.exchange.logs.eventlog import Value
from xiangyue.exchange.logs.xesout import attribute, legible

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" \
uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace"><string key="concept:name" value=""/><string key="flow" value=""/></global>
<global scope="event"><string key="concept:name" value=""/>\
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>\
<string key="lifecycle:transition" value="complete"/></global>
<classifier name="Action" keys="concept:name"/>
<classifier name="Action and lifecycle" keys="concept:name lifecycle:transition"/>
<classifier name="Title" keys="title"/>
<classifier name="State afterwards" keys="after"/>
"""
_ABORTED = {"refused": "ate_abort", "deferred": "suspend"}


def xes_pieces(stories: Stories, saying: Saying) -> Iterator[str]:
    """Yield the log piece by piece."""
    yield _HEAD
    yield _said("concept:name", stories.community)
    yield _said("lifecycle:model", "standard")
    for story in stories:
        yield from _trace(story, saying)
    yield "</log>\n"


def _trace(story: Story, saying: Saying) -> Iterator[str]:
    yield f"<trace>\n{_said('concept:name', story.task.id)}"
    for key, value in saying.of_task(story.task):
        yield _said(key, value)
    yield "\n"
    for step in story.steps:
        yield f"<event>{''.join(_event(step, saying))}</event>\n"
    yield "</trace>\n"


def _event(step: Step, saying: Saying) -> Iterator[str]:
    body = step.body
    yield _said("concept:name", step.action)
    yield _said("time:timestamp", moment(step.at))
    yield _said("lifecycle:transition", _ABORTED.get(body["outcome"], "complete"))
    yield _said("org:resource", saying.hide(body["actor"]))
    role = (body.get("standing") or [None])[0]
    if role is not None:
        yield _said("org:role", role)
    for key, value in saying.of_step(step):
        yield _said(key, value)


def _said(key: str, value: Value) -> str:
    return attribute(key, legible(value))
