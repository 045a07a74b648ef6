"""L27: nobody is refused a service for refusing consent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from xiangyue.plugs import Breach, Limit, Words
from xiangyue_limits.documents import many, unknown
from xiangyue_limits.forms import BASIS, IDS
from xiangyue_limits.reading import steps

_SERVED = frozenset({"anyone", "opener"})


class ConsentNotForced(Limit):
    """Refuses services that hang on consent to sensitive data and have no offline alternative.

    Sensitive fields may be asked for, and never needed, where those who are served act: anyone,
    the opener, or one of the ``served`` roles. Nor may an action fail because a form with such
    fields cannot be sent: that collect is ``accessory``. ``necessary`` names fields without which
    the service itself is impossible, each with its basis.
    """

    name = "consent_not_forced"
    title: ClassVar[Words] = {"en": "Consent is not forced", "zh": "不以同意为服务前提"}
    basis = "[L:PIPL 16] no refusal of service for refusing consent"
    rules = ("L27",)
    liftable = False
    config_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "served": IDS,
            "necessary": {"type": "object", "additionalProperties": BASIS},
        },
        "additionalProperties": False,
    }

    def check_profile(
        self, document: Mapping[str, Any], config: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield where a service without an offline way needs consent to sensitive data."""
        necessary, served = config.get("necessary", {}), _SERVED | {*config.get("served", ())}
        yield from unknown("roles", config.get("served", ()), document)
        yield from unknown("fields", necessary, document)
        forced = {
            name
            for name, field in document.get("fields", {}).items()
            if field.get("sensitivity") == "sensitive" and name not in necessary
        }
        for step in steps(document):
            if document["flows"][step.flow].get("offline"):
                continue
            if served & {*many(step.action["by"])}:
                for name in sorted(forced & {*many(step.action.get("needs"))}):
                    yield f"{step.address}.needs", _needed(name), _ASK
            for address, kind, detail in step.does:
                if kind == "collect" and not detail.get("accessory"):
                    for name in sorted(forced & {*many(detail["fields"])}):
                        yield address, _needed(name), _ACCESSORY


def _needed(name: str) -> Words:
    return {
        "en": f"Whoever does not consent to the sensitive “{name}” is not served at all.",
        "zh": f"不同意提供敏感信息“{name}”的人将得不到服务。",
    }


_ASK: Words = {
    "en": "Move the field from needs to asks, or describe an offline way under offline.",
    "zh": "请把该字段从 needs 移到 asks，或在 offline 中写明线下办理方式。",
}
_ACCESSORY: Words = {
    "en": "Write accessory: true, or describe an offline way under offline.",
    "zh": "请写 accessory: true，或在 offline 中写明线下办理方式。",
}
