"""L07: the same datum is reported once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import (
    Breach,
    Circumstances,
    Fact,
    Held,
    Limit,
    Verdict,
    Words,
    deny,
    held,
    pending,
    reshape,
)
from xiangyue_limits.documents import many, unknown
from xiangyue_limits.forms import ID, LAW
from xiangyue_limits.moments import instant, shown
from xiangyue_limits.reading import titles

OVERLAP = 80

_CONFIRM = {
    "en": "They only need to be confirmed or corrected.",
    "zh": "只需核对确认，有变化时更正。",
}
_MEND = {
    "en": "Wait for the answer to the other form, or ask only for what it does not ask.",
    "zh": "请等待另一份表格的答复，或只收集其中没有的内容。",
}


class ReportOnce(Limit):
    """Asks nobody for what they have given already, or are being asked for elsewhere.

    Data that are held are taken out of a form and only confirmed. Where of what is left
    ``overlap_percent`` or more is asked of the same person elsewhere, and still unanswered, the
    form is refused. Only fields that are data of a person or unit (``about``) can be known again;
    ``required_by_law`` names those that a law wants reported anew, each with its article.

    A profile breaks it where one datum goes by two names: two fields with the same title, or with
    the same purpose and schema.
    """

    name = "report_once"
    title: ClassVar[Words] = {"en": "Report once", "zh": "同一数据只报一次"}
    basis = "[S:89] report once; [D] the share of 80 %"
    rules = ("L07",)
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "overlap_percent": {"type": "integer", "minimum": 1, "maximum": 100},
            "required_by_law": {
                "type": "object",
                "propertyNames": ID,
                "additionalProperties": LAW,
            },
        },
        "additionalProperties": False,
    }
    kinds = ("collect",)

    def facts(self, config: Mapping[str, Any]) -> Mapping[str, Fact]:
        """Ask what is held already, and what has been asked and not answered."""
        del config
        return {"held": held(), "pending": pending()}

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield every field that asks for the same as an earlier one."""
        yield from unknown("fields", config.get("required_by_law", ()), document)
        first: dict[Any, str] = {}
        for name, field in document.get("fields", {}).items():
            twin = next((first[mark] for mark in _marks(field) if mark in first), None)
            if twin is not None:
                yield f"fields.{name}", _same(twin), _ONE
            for mark in _marks(field):
                first.setdefault(mark, name)

    def review(
        self, case: Circumstances, config: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Verdict | None:
        """Refuse a form that is asked already; take out of others what is held."""
        fields = many(case.intervention.detail.get("fields"))
        law = config.get("required_by_law", ())
        known = {name: facts["held"][name] for name in fields if name in facts["held"]}
        known = {name: one for name, one in known.items() if name not in law}
        rest = [name for name in fields if name not in known]
        twice = [name for name in rest if name in facts["pending"] and name not in law]
        if twice and 100 * len(twice) >= config.get("overlap_percent", OVERLAP) * len(rest):
            return deny(_twice(case, twice, rest), _MEND)
        if known:
            return reshape({"fields": rest, "confirm": [*known]}, _known(case, known), _CONFIRM)
        return None


def _marks(field: Mapping[str, Any]) -> list[Any]:
    """Return everything of which two fields must not have the same."""
    schema = _written(field.get("schema", {}))
    marks: list[Any] = [("title", lang, _plain(t)) for lang, t in field.get("title", {}).items()]
    if "measure" not in field:  # nobody is asked for what the engine fills in
        purpose = field.get("purpose", {})
        marks += [("purpose", lang, _plain(words), schema) for lang, words in purpose.items()]
    return marks


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _written(schema: Any) -> Any:
    """Return a schema as a value that can be looked up."""
    if isinstance(schema, Mapping):
        return frozenset((key, _written(value)) for key, value in schema.items())
    if isinstance(schema, list | tuple):
        return tuple(map(_written, schema))
    return schema


def _known(case: Circumstances, known: Mapping[str, Held]) -> Words:
    newest = shown(instant(max(one.at for one in known.values())), case.calendar)[:10]
    return {
        "en": f"Held already, the newest of {newest}: {titles(case.profile, known, 'en')}.",
        "zh": f"已有数据（最近一次 {newest}）：{titles(case.profile, known, 'zh')}。",
    }


def _twice(case: Circumstances, twice: list[str], rest: list[str]) -> Words:
    share = 100 * len(twice) // len(rest)
    return {
        "en": f"{share} % of this form is asked of the same person elsewhere and not answered yet: "
        f"{titles(case.profile, twice, 'en')}.",
        "zh": f"本表 {share}% 的内容已另行要求此人填报，尚未答复："
        f"{titles(case.profile, twice, 'zh')}。",
    }


def _same(twin: str) -> Words:
    return {
        "en": f"This asks for the same as the field “{twin}”: one datum under two names.",
        "zh": f"此字段与“{twin}”内容相同：同一数据有两个名称。",
    }


_ONE = {
    "en": "Use one field for both, or give each its own title and purpose.",
    "zh": "请合并为一个字段，或分别写明各自的名称和用途。",
}
