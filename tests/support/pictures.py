"""Screenshots that tests leave behind, named by story, step and look.

They lie in ``tests/artefacts``; ``XIANGYUE_ARTEFACTS`` names another folder.
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(os.environ.get("XIANGYUE_ARTEFACTS") or Path(__file__).parents[1] / "artefacts")


def picture(page: Page, *names: object) -> Path:
    """Keep a picture of a whole page under these names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / ("-".join(map(str, names)).replace("/", "-") + ".jpg")
    page.screenshot(path=file, full_page=True, animations="disabled", type="jpeg", quality=80)
    return file
