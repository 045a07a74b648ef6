"""L08: so many forms and fields a month, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from circumstances import circumstances

from xiangyue.plugs import Verdict
from xiangyue_limits.form_burden import FormBurden


def form(
    fields: int, *, asked: int = 0, forms: int = 0, confirm: int = 0, **config: int
) -> Verdict | None:
    """Judge a form after so many fields and forms of this month."""
    detail = {"fields": [f"f{n}" for n in range(fields)], "confirm": ["c"] * confirm}
    case = circumstances("collect", "wang", detail)
    return FormBurden().review(case, config, {"fields": asked, "forms": forms})


@pytest.mark.parametrize(("asked", "fields"), [(0, 30), (22, 8), (29, 1)])
def test_thirty_fields_a_month_may_be_asked(asked: int, fields: int) -> None:
    """Up to the cap and including it, a form passes."""
    assert form(fields, asked=asked) is None


@pytest.mark.parametrize(("asked", "fields"), [(0, 31), (23, 8), (30, 1)])
def test_the_field_that_passes_thirty_is_refused_with_the_figure(asked: int, fields: int) -> None:
    """Fields count, however they are spread over forms, and the sentence says how many."""
    verdict = form(fields, asked=asked)
    assert verdict is not None and verdict.kind == "deny"
    assert all(str(n) in said for n in (asked, fields, 30) for said in verdict.say.values())


def test_the_ninth_form_is_refused_however_short_it_is() -> None:
    """Eight forms a month are the most."""
    assert form(1, forms=7) is None
    verdict = form(1, forms=8)
    assert verdict is not None and verdict.kind == "deny" and "8 forms" in verdict.say["en"]


def test_what_is_only_confirmed_is_no_new_field() -> None:
    """Where all fields of the month are used up, data that are held may still be confirmed."""
    assert form(0, asked=30, confirm=12) is None


def test_the_config_says_other_numbers() -> None:
    """A profile sets its own caps."""
    assert form(4, asked=8, forms=3, max_fields_new=12, max_forms_per_month=4) is None
    assert form(5, asked=8, max_fields_new=12) is not None
    assert form(1, forms=4, max_forms_per_month=4) is not None


def test_one_field_may_be_written_without_a_list() -> None:
    """A profile may name a single field, and it is one field."""
    case = circumstances("collect", "wang", {"fields": "phone_number_of_the_household"})
    facts = {"fields": 29, "forms": 0}
    assert FormBurden().review(case, {}, facts) is None


@pytest.mark.parametrize("where", ["needs", "asks", "both", "collect"])
def test_a_step_that_asks_more_than_a_month_allows_does_not_pass_the_linter(where: str) -> None:
    """One action, one opening or one form of it may not ask for more than a month's fields."""
    many = [f"f{n}" for n in range(31)]
    written: dict[str, dict[str, Any]] = {
        "needs": {"needs": many},
        "asks": {"asks": many},
        "both": {"needs": many[:16], "asks": many[15:]},
        "collect": {"does": [{"collect": {"from": "assignee", "fields": many}}]},
    }
    step = written[where]
    flows = {"visit": {"open": step, "actions": {"note": step, "end": {"needs": many[:30]}}}}
    found = [address for address, _, _ in FormBurden().check_profile({"flows": flows}, {})]
    tail = ".does.0" if where == "collect" else ""
    assert found == [f"flows.visit.open{tail}", f"flows.visit.actions.note{tail}"]
