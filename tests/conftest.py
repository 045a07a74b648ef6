"""What all tests share: how hard hypothesis tries, where the real data is, what faults did."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browsers
import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A timing never fails a test. A change lands on the same examples twice; the soak tries new ones.
settings.register_profile(
    "quick",
    deadline=None,
    derandomize=True,
    max_examples=60,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "soak", settings.get_profile("quick"), derandomize=False, max_examples=3000
)
settings.load_profile("quick")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what asks for real data as ``realdata``; run what is about SQLite on SQLite alone."""
    for item in items:
        if "data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.realdata)
    for item in _further_cases(items):
        item.add_marker(pytest.mark.soak)
    elsewhere = [item for item in items if _is_elsewhere(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in set(elsewhere)]


def _further_cases(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield what PostgreSQL is shown in the soak alone: all but the first case of each test.

    SQLite is shown every case each time; what is about PostgreSQL alone is shown all of them, too.
    """
    stores: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        stores[item.nodeid.partition("[")[0], str(params.get("database"))].append(item)
    for (test, database), cases in stores.items():
        if database == "postgresql" and (test, "sqlite") in stores:
            yield from cases[1:]


def _is_elsewhere(item: pytest.Item) -> bool:
    params = getattr(getattr(item, "callspec", None), "params", {})
    return params.get("database") == "postgresql" and item.get_closest_marker("sqlite") is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the fault tests have counted: their property ``faults``."""
    told = [
        str(text)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call"
        for name, text in report.user_properties
        if name == "faults"
    ]
    if told:
        terminalreporter.section("faults")
        for line in sorted(told):
            terminalreporter.line(f"faults: {line}")


@pytest.fixture(scope="session")
def data(pytestconfig: pytest.Config) -> Path:
    """Return the folder of real data, ``$XIANGYUE_DATA`` or ``../shared/data``, or skip."""
    beside = pytestconfig.rootpath.parent / "shared" / "data"
    folder = Path(os.environ.get("XIANGYUE_DATA") or beside)
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: say where it is with XIANGYUE_DATA")
    return folder


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this test run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


# Of a module, for while Playwright runs, nothing else in the thread may run an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a browser that reaches this machine alone, or skip."""
    found = browsers.find()
    if found is None:
        pytest.skip(browsers.NONE)
    with browsers.running(found) as browser:
        yield browser
