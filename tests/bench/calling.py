"""A call-out to thousands: how long until all are asked, and one of them has answered."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from measuring import Figures
from stores import Place

from xiangyue import Engine

START = datetime(2026, 6, 1, 2, tzinfo=UTC)
PROFILE = """
profile: called
title: {en: Called, zh: 动员}
languages: [en, zh]
extends: [mobilization]
limits: {contact_budget: {stance: enforce, config: {most: 4, within: 7d}}}
"""


def call_out_figures(folder: Path, place: Place, store: str, members: int) -> Figures:
    """Measure opening a call-out whose every message all limits of the profile review."""
    (folder / "called").mkdir(parents=True)
    (folder / "called" / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    with Engine(place("called")) as engine:
        engine.install(folder / "called", community="c", now=START)
        engine.register("duty", roles={"duty_person": "c"}, now=START)
        for n in range(members):
            engine.register(f"v{n}", roles={"volunteer": "c", "adult": "c"}, now=START)
        seconds = []
        for _ in range(3):  # as often as the budget of contacts allows
            engine.register("another", home="c", name=f"{time.time()}", now=START)
            begin = time.perf_counter()
            task = engine.open(
                "callout", community="c", by="duty", wanted=members, work="supplies", now=START
            )
            seconds.append(time.perf_counter() - begin)
            if not task or len(task.interventions[0].detail["to"]) != members:
                raise AssertionError(task.why() or task.said())
        answers = []
        for n in range(50):
            at = START + timedelta(seconds=n)
            begin = time.perf_counter()
            if not engine.act(task, "accept", by=f"v{n}", now=at):
                raise AssertionError(n)
            answers.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        if engine.call_out_yield(task).accepted != len(answers):
            raise AssertionError
        told = time.perf_counter() - begin
    return {
        f"{store}: members called out": members,
        f"{store}: call-out opened, s": statistics.median(seconds),
        f"{store}: one answers, ms": statistics.median(answers) * 1000,
        f"{store}: its yield told, ms": told * 1000,
    }
