"""What the linter says of a service that cannot be counted, or that its handler counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xiangyue.lint import lint
from xiangyue.messages import service
from xiangyue.plugs import packs
from xiangyue.profile import Finding, load

HEAD = "profile: child\ntitle: {en: Child, zh: 子方案}\nlanguages: [en, zh]\n"
HEAD += "extends: [resident-services]\n"
FLAG = """
fields:
  odd:
    title: {en: Odd, zh: 不合理}
    schema: {type: boolean}
    purpose: {en: Leaves it out, zh: 剔除}
    keep: 1y
"""


def matter(text: str) -> str:
    """Return what a child changes of the flow."""
    return f"flows: {{resident_matter: {{{text}}}}}"


def serving(text: str) -> str:
    """Return what a child changes of its service."""
    return matter(f"service: {{{text}}}")


def acting(name: str, text: str) -> str:
    """Return what a child changes of one of its actions."""
    return matter(f"actions: {{{name}: {{{text}}}}}")


EXAMPLES = [
    ("service-contact", serving("contact: [contact, contct]"), "error"),
    ("unknown-action", serving("visit: vist"), "error"),
    ("unknown-field", serving("satisfied: satisfid"), "error"),
    ("unknown-field", serving("excluded: [excluded, exclded]"), "error"),
    ("unknown-param", serving("within: params.frst_contact"), "error"),
    ("service-no-boolean", serving("solved: matter"), "error"),
    ("field-kept-apart", "fields: {solved: {sensitivity: personal}}", "error"),
    ("service-within", "params: {first_contact: {schema: {enum: [24h, 3wd]}}}", "error"),
    ("service-due-twice", matter("states: {raised: {due: 4h}}"), "error"),
    ("service-no-contact", serving("contact: reply"), "warning"),
    ("service-visit", serving("visit: reply"), "error"),
    ("service-alone", acting("exclude", "when: actor != opener"), "error"),
    ("service-alone", acting("exclude", "when: actor != assignee || mode != 'x'"), "error"),
    ("service-alone", acting("accept_objection", "when: actor != opener"), "error"),
    (
        "service-alone",
        matter("service: {excluded: odd}, actions: {reply: {asks: odd}}") + FLAG,
        "error",
    ),
]
SOUND = [
    acting("exclude", "when: actor != opener && assignee != actor"),
    acting("exclude", "when: actor != assignee && now > task.opened_at"),
    matter("service: {excluded: odd}, actions: {exclude: {asks: odd}}") + FLAG,
    serving("within: 2h"),
    matter("states: {raised: {due: {remind: [1h], basis: project default}}}"),
]


def found(folder: Path, text: str) -> tuple[Finding, ...]:
    """Lint a child of the shipped profile."""
    home = folder / "child"
    home.mkdir(exist_ok=True)
    (home / "profile.yaml").write_text(f"{HEAD}{text}\n", encoding="utf-8")
    return lint(load(home, packs()))


@pytest.mark.parametrize(("code", "text", "severity"), EXAMPLES)
def test_what_cannot_be_counted_is_found(
    code: str, text: str, severity: str, tmp_path: Path
) -> None:
    """Each mistake has its finding, in both languages."""
    findings = [one for one in found(tmp_path, text) if one.code == code]
    assert findings and findings[0].severity == severity
    for lang, ends in (("en", (".", "?")), ("zh", ("。", "？"))):
        assert findings[0].text(lang).endswith(ends) and findings[0].mend(lang).endswith(ends)


@pytest.mark.parametrize("text", SOUND)
def test_what_keeps_the_handler_apart_is_sound(text: str, tmp_path: Path) -> None:
    """It is proven from the guard, however that is written."""
    assert not [str(one) for one in found(tmp_path, text)]


def test_a_category_takes_five_lines(tmp_path: Path) -> None:
    """The examples of the README are whole on top of the shipped profile."""
    readme = Path(__file__).parents[2] / "profiles" / "README.md"
    examples = re.findall(r"```yaml\n(intake:\n.*?)```", readme.read_text("utf-8"), re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        assert len(example.splitlines()) <= 5
        assert not [str(one) for one in found(tmp_path, example)]


def test_every_finding_has_an_example() -> None:
    """Whatever the linter can say of a service is shown once."""
    said = {code for code in service.MESSAGES if service.MESSAGES[code].mend_en}
    assert said <= {code for code, _, _ in EXAMPLES}
