"""What the console says, it says in Chinese too."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask, g

import xiangyue_admin
from xiangyue_admin.speaking import CATALOGS, n_

HOME = Path(xiangyue_admin.__file__).parent
_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
_KEYWORDS = {"_": None, "lazy": None, "n_": (1, 2)}


def said() -> dict[str, str]:
    """Return every text of modules and templates, and where it stands."""
    found = extract_from_dir(str(HOME), _METHODS, keywords=_KEYWORDS)
    texts = ((text, f"{file}:{line}") for file, line, text, _, _ in found)
    return {text if isinstance(text, str) else text[0]: where for text, where in texts}


def known() -> dict[str, list[str]]:
    """Return which texts are translated, and in which catalogs."""
    names: dict[str, list[str]] = {}
    for file in sorted((CATALOGS / "zh").glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="zh"):
                text = message.id if isinstance(message.id, str) else message.id[0]
                said = (
                    message.string
                    if isinstance(message.string, (list, tuple))
                    else [message.string]
                )
                if text and all(said):
                    names.setdefault(text, []).append(file.name)
    return names


def test_every_text_is_said_in_chinese() -> None:
    """No page shows English words to who reads Chinese."""
    texts, names = said(), known()
    assert len(texts) > 20
    assert {text: where for text, where in texts.items() if text not in names} == {}


def test_no_catalog_says_what_nobody_asks() -> None:
    """What was taken from the pages is taken from the catalogs, and each text stands in one."""
    texts, names = said(), known()
    assert sorted(set(names) - set(texts)) == []
    assert {text: files for text, files in names.items() if len(files) > 1} == {}


@pytest.mark.parametrize("count", [1, 2, 41])
def test_what_counts_is_said_in_chinese_too(app: Flask, count: int) -> None:
    """However many there are: Chinese has one form for all numbers."""
    with app.test_request_context():
        g.xiangyue_language = "zh"
        said = n_("One thing has to be mended", "%(count)s things have to be mended", count)
    assert said == f"有 {count} 处需要改正"


@pytest.mark.parametrize(
    "header, language", [("zh-TW,zh;q=0.9", "zh-CN"), ("en-GB", "en"), ("de", "zh-CN")]
)
def test_the_browsers_language_is_heeded(header: str, language: str, client: object) -> None:
    """Every Chinese is Chinese, every English English, and who reads neither gets Chinese."""
    answer = client.get("/sign-in", headers={"Accept-Language": header})  # type: ignore[attr-defined]
    assert f'<html lang="{language}"' in answer.text
