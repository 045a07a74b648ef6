"""When something was really done, as it is written in a form."""

from __future__ import annotations

from datetime import datetime

from xiangyue_admin.forms.reading import moment
from xiangyue_admin.speaking import _


def when_done(
    when: str, source: str, wrong: list[tuple[str | None, str]]
) -> tuple[int | None, str]:
    """Return when it was done, in microseconds, and how it was noted; none for just now.

    What cannot be read is added to ``wrong``.
    """
    if not when:
        return None, "digital"
    try:
        at = datetime.fromisoformat(moment(when))
    except ValueError as error:
        wrong.append(("when", f"{_('When it was done')}{_(': ')}{error}"))
        return None, "digital"
    return int(at.timestamp()) * 1_000_000, source or "paper"
