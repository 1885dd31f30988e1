"""What a job may say instead of an id: a slogan's exact text, an organisation's exact name."""

from __future__ import annotations

import pytest

from renderer.batch.names import Names
from renderer.values.errors import UsageError

NAMES = Names(
    {"a-1": "Một", "a-2": "Hai", "b-1": "Một"},
    {"ubnd-tinh-son-la": "UBND tỉnh Sơn La", "tinh-doan": "Tỉnh đoàn"},
    {"Hai cũ": "a-2"},
)


@pytest.mark.parametrize(("given", "found"), [("a-1", "a-1"), ("Hai", "a-2"), ("a-2", "a-2"), ("Ba", "Ba")])
def test_a_slogan_is_found_by_id_and_by_text_and_left_to_others_otherwise(given: str, found: str) -> None:
    assert NAMES.slogan(given) == found


@pytest.mark.parametrize(
    ("given", "code", "hint"),
    [("Một", "ambiguous-slogan", "a-1, b-1"), ("Hai cũ", "former-text", "write the new text, or the id")],
)
def test_a_text_that_may_be_two_or_is_no_more_is_an_error(given: str, code: str, hint: str) -> None:
    with pytest.raises(UsageError) as fault:
        NAMES.slogan(given)
    assert (fault.value.code, fault.value.field) == (code, "slogan") and hint in fault.value.hint


@pytest.mark.parametrize("given", ["ubnd-tinh-son-la", "UBND tỉnh Sơn La"])
def test_an_organisation_is_found_by_id_and_by_name(given: str) -> None:
    assert NAMES.organisation(given) == "ubnd-tinh-son-la"


@pytest.mark.parametrize(
    ("given", "close"), [("UBND tỉnh Sơn la", "did you mean UBND tỉnh Sơn La? "), ("Báo Nhân Dân", "")]
)
def test_an_organisation_that_the_catalogue_does_not_know_is_an_error(given: str, close: str) -> None:
    with pytest.raises(UsageError, match=f"no unit is called '{given}'") as fault:
        NAMES.organisation(given)
    assert (fault.value.code, fault.value.field) == ("unknown-unit", "organisation")
    assert fault.value.hint == f"{close}codong units import FILE takes up a list of units"


@pytest.mark.parametrize(
    ("field", "given", "forms"),
    [
        ("slogan", "Một", ("Một", "a-1", "b-1")),
        ("slogan", "a-2", ("a-2", "Hai")),
        ("organisation", "Tỉnh đoàn", ("Tỉnh đoàn", "tinh-doan")),
        ("size", "Một", ("Một",)),
    ],
)
def test_what_stands_for_the_same(field: str, given: str, forms: tuple[str, ...]) -> None:
    assert NAMES.forms(field, given) == forms


def test_only_an_exact_text_is_one() -> None:
    assert NAMES.is_text("Hai") and not NAMES.is_text("hai") and not NAMES.is_text("a-2")
