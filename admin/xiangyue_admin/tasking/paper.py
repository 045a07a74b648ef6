"""Forms on paper, as pages to be printed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from flask import Response

from xiangyue.office import PaperForm, paper_page
from xiangyue_admin.visiting import here

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def printed(forms: Sequence[PaperForm]) -> Response:
    """Return forms as one page in the visitor's language; the one style it has is allowed by name.

    The page is the office's own, with its style inside, so that it prints alike from a file.
    """
    page = _META.sub("", paper_page(forms, here().language))
    found = _STYLE.search(page)
    mark = base64.b64encode(hashlib.sha256((found[1] if found else "").encode()).digest()).decode()
    answer = Response(page, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    return answer
