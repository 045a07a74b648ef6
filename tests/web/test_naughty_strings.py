"""Whatever is written into whatever field: no error of ours, no markup of theirs, nothing cut."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from demo_house import ROLES
from naughty import BYTES, mouthfuls
from scribbler import Scribbler
from visitors import Visitor

EVERYBODY = (None, *ROLES)


@pytest.mark.parametrize("login", EVERYBODY)
def test_every_form_takes_every_text(
    demo: Path, tmp_path: Path, login: str | None, record_property: object
) -> None:
    """It is stored as it was written, or shown again as it was written with what to mend."""
    scribbler = Scribbler(demo, tmp_path, login)
    for form in scribbler.forms():
        for text in mouthfuls().values():
            scribbler.write(form, text)
        scribbler.write(form, mouthfuls()["html"], everywhere=True)
        scribbler.write(form, mouthfuls()["nul"], everywhere=True)
    scribbler.close()
    assert scribbler.met
    assert not scribbler.wrong, "\n".join(f"{n} × {w}" for w, n in told(scribbler.wrong))
