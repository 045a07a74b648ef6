"""The browser that tests drive: Debian's Chromium, another one that is here, or Playwright's own.

Run as a script, it installs one from Debian's packages where there is none and that can be done.
``XIANGYUE_TEST_BROWSER`` names one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
NONE = "no Chromium to drive: on Debian, apt-get install chromium fonts-noto-cjk"
_QUICK = ("-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20")
_LONGEST = 900  # seconds
_ALONE = (
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
)
"""No page that is tested may reach another host, and none can."""


@cache
def find() -> str | None:
    """Return the path of a browser; None where there is none."""
    given = os.environ.get("XIANGYUE_TEST_BROWSER")
    if given:
        return given if Path(given).exists() else None
    return next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return None
    try:
        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
    except Error:
        return None
    return own if Path(own).exists() else None


@contextmanager
def running(path: str) -> Iterator[Browser]:
    """Run a browser that reaches this machine alone, in its sandbox where that can be had."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:

        def launched(sandbox: bool) -> Browser:
            return playwright.chromium.launch(
                executable_path=path, args=_ALONE, chromium_sandbox=sandbox
            )

        try:
            browser = launched(sandbox=os.name == "nt" or os.geteuid() != 0)
        except Error as error:
            if "sandbox" not in str(error):
                raise
            browser = launched(sandbox=False)
        try:
            yield browser
        finally:
            browser.close()


def install() -> None:
    """Install a browser from Debian's packages where nobody has to be asked for a password."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    before = [] if root else ["sudo", "-n"]
    if not shutil.which("apt-get") or not (root or _quiet(*before, "true")):
        return
    print("Installing what tests of pages need (once): a browser ...", file=sys.stderr)
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *_QUICK]
    _quiet(*apt, "update")
    _quiet(*apt, "install", "-y", "--no-install-recommends", *PACKAGES)


def _quiet(*command: str) -> bool:
    try:
        run = subprocess.run(command, capture_output=True, check=False, timeout=_LONGEST)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def main() -> None:
    """Find a browser, else install one, else say that there is none; never fails."""
    if find() is None:
        install()
        find.cache_clear()
        if find() is None:
            print(f"Tests that drive a browser are skipped: {NONE}.", file=sys.stderr)


if __name__ == "__main__":
    main()
