"""What all tests share: how hard hypothesis tries, and where the real data is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that asks for real data as ``realdata``."""
    for item in items:
        if "data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.realdata)


@pytest.fixture(scope="session")
def data(pytestconfig: pytest.Config) -> Path:
    """Return the folder of real data, ``$XIANGYUE_DATA`` or ``../shared/data``, or skip."""
    beside = pytestconfig.rootpath.parent / "shared" / "data"
    folder = Path(os.environ.get("XIANGYUE_DATA") or beside)
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}: say where it is with XIANGYUE_DATA")
    return folder
