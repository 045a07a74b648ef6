"""Whatever is written into whatever field: no error of ours, no markup of theirs, nothing cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from naughty import BYTES, mouthfuls
from scribbler import Scribbler

WHERE: dict[str | None, set[str]] = {
    None: {"entry", "residents"},
    "wang": {"work", "tasks", "me"},
    "committee": {"communities", "profiles", "journal", "refused", "exports"},
    "chen": {"desk"},
    "root": {"system", "start"},
}
"""Who writes in which rooms: each room's forms once, by somebody who is shown them."""


@pytest.mark.parametrize("login", WHERE)
def test_every_form_takes_every_text(
    demo: Path, tmp_path: Path, login: str | None, record_property: Callable[[str, object], None]
) -> None:
    """It is stored as it was written, or shown again as it was written with what to mend."""
    scribbler = Scribbler(demo, tmp_path, login)
    forms = scribbler.forms(WHERE[login])
    for form in forms:
        for text in mouthfuls().values():
            scribbler.write(form, text)
        for name in ("html", "nul"):
            scribbler.write(form, mouthfuls()[name], everywhere=True)
    scribbler.close()
    record_property("seen", f"{login}: {len(forms)} forms, answers {dict(scribbler.met)}")
    assert scribbler.met
    wrong = Counter(scribbler.wrong)
    assert not wrong, "\n".join(f"{count} × {what}" for what, count in wrong.items())


@pytest.mark.parametrize("login", WHERE)
def test_bytes_that_are_no_text_are_no_error_of_ours(
    demo: Path, tmp_path: Path, login: str | None
) -> None:
    """In addresses, in what is asked and in what is sent."""
    scribbler = Scribbler(demo, tmp_path, login)
    for form in scribbler.forms(WHERE[login]):
        for raw in BYTES.values():
            scribbler.send_raw(form, raw)
    scribbler.close()
    assert scribbler.met
    assert not scribbler.wrong, "\n".join(scribbler.wrong)
