"""Open tasks that go on under another release: states renamed, deadlines moved, and back again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from governed import FIRST_DAY as NOW
from governed import PROFILE, open_engine
from measuring import Figures
from stores import Place

from xiangyue import Command, Engine
from xiangyue.work import migrating

STATES = {"errand": {"given": "handed"}}
_FEW = 1_000
_CHANGES = (("given", "handed"), ("after: 2d", "after: 3d"))


def migrating_figures(folder: Path, place: Place, where: str, tasks: int) -> Figures:
    """Measure tasks a second, forward and back; and each in a transaction of its own."""
    name = "migrating"
    (folder / name).mkdir()
    with open_engine(folder / name, place(name)) as engine:
        _open(engine, "few", _FEW)
        page, migrating.PAGE = migrating.PAGE, 1
        _install(engine, folder / name, "one", _CHANGES)
        singly = _rate(_migrate, engine, _FEW)
        migrating.PAGE = page
        _open(engine, "more", tasks, state="handed")
        back = ((new, old) for old, new in _CHANGES)
        _install(engine, folder / name, "two", tuple(back), PROFILE_THERE)
        turned = {"errand": {new: old for old, new in STATES["errand"].items()}}
        there = _rate(_migrate, engine, tasks + _FEW, turned)
        again = _rate(_back, engine, tasks + _FEW)
        if not engine.verify():
            raise AssertionError("broken")
    return {
        f"{where}: tasks migrated/s": there,
        f"{where}: put back/s": again,
        f"{where}: migrated in pages / one by one": there / singly,
    }


def _changed(text: str, changes: Any) -> str:
    for old, new in changes:
        text = text.replace(old, new)
    return text


PROFILE_THERE = _changed(PROFILE, _CHANGES)


def _install(engine: Engine, folder: Path, name: str, changes: Any, text: str = PROFILE) -> None:
    pack = folder / name / "bench"
    pack.mkdir(parents=True)
    (pack / "profile.yaml").write_text(_changed(text, changes), encoding="utf-8")
    engine.install(pack, community="c", now=NOW)


def _open(engine: Engine, name: str, count: int, state: str = "given") -> None:
    opening = (Command("c", "open", "wang", f"{name}{n}", flow="errand") for n in range(count))
    if not all(engine.act_many(opening, now=NOW)) or engine.task(f"c/{name}0").state != state:
        raise AssertionError("refused")


def _migrate(engine: Engine, states: Any = None) -> Any:
    return engine.migrate("c", by="wang", reason="bench", mapping=states or STATES, now=NOW)


def _back(engine: Engine) -> Any:
    return engine.migrate_back("c", by="wang", reason="bench", now=NOW)


def _rate(call: Any, engine: Engine, count: int, *more: Any) -> float:
    begin = time.perf_counter()
    done = call(engine, *more)
    spent = time.perf_counter() - begin
    if done.done < count or done.left:
        raise AssertionError(done)
    return float(done.done / spent)
