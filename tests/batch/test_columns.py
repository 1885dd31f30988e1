"""The columns of a job: each is found by all its names, and its cells are read as people type them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from renderer.batch.columns import FIELDS, HEADERS, IGNORED_NAMES, field_of, read_cell
from renderer.contract.order import Order
from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.text import slugify
from renderer.values.errors import DataError


def test_every_field_is_found_by_each_of_its_names() -> None:
    for field in FIELDS:
        for name in (field, *HEADERS.get(field, ())):
            assert field_of(name.upper()) == field
            assert field_of(f" {slugify(name)}: ") == field
    assert all(field_of(name) == "" for name in IGNORED_NAMES) and field_of("Giá tiền") is None
    # Without its marks "màu" (colour) would be "mẫu" (layout).
    assert field_of("Màu") is None and field_of("MẪU") == field_of("mau") == "layout"
    names = [slugify(name) for field in FIELDS for name in {field, *HEADERS.get(field, ())}]
    assert len(names) == len(set(names))


def test_every_field_of_an_order_is_a_column() -> None:
    assert set(Order.model_fields) <= set(FIELDS) and set(HEADERS) <= set(FIELDS)
    # Names that fields had before stay names of their columns.
    assert (field_of("unit"), field_of("proof")) == ("organisation", "draft")


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("quantity", 5.0, "5"),
        ("slogan_version", "2", "2"),
        ("dpi", "72,5", "72.5"),
        ("bleed", 3, "3"),
        ("hang_from", datetime.date(2026, 1, 20), "2026-01-20"),
        ("hang_to", 46042, "2026-01-20"),
        ("hang", "20/01/2026 - 03/02/2026", "2026-01-20..2026-02-03"),
        ("formats", "PDF; png", "pdf,png"),
        ("formats", "pdf+png tiff", "pdf,png,tiff"),
        ("formats", "", ""),
        ("draft", "Có", "true"),
        ("draft", "không", ""),
        ("finishing", "May biên", "hem"),
        ("finishing", "hem", "hem"),
        ("finishing", "keo", "keo"),
        ("material", "Bạt", "hiflex"),
        ("scale", "1:10", "10"),
        ("scale", "1/10", "10"),
        ("scale", 1, "1"),
        ("scale", "10", "10"),
        ("scale", "1:20", "1:20"),
        ("organisation", "UBND tỉnh Sơn La ", "UBND tỉnh Sơn La"),
        ("size", 3.0, "3"),
    ],
)
def test_cells_are_taken_as_people_type_them(field: str, value: Any, text: str) -> None:
    assert read_cell(field, value) == text


def test_words_of_presses_are_found_by_key_and_by_name() -> None:
    for key, finishing in FINISHINGS.items():
        assert read_cell("finishing", key) == read_cell("finishing", finishing.name.upper()) == key
    for key, material in MATERIALS.items():
        assert read_cell("material", key) == read_cell("material", material.name.upper()) == key


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("quantity", "1.000", "bad-number"),
        ("quantity", 0, "bad-number"),
        ("dpi", "1.200", "bad-number"),
        ("hang_from", "31/02/2026", "bad-date"),
        ("hang", "20/01 - 03/02/2026", "bad-date"),
        ("formats", "cdr", "unknown-format"),
        ("formats", "pdf,cdr", "unknown-format"),
        ("draft", "?", "bad-yes"),
        ("scale", datetime.time(1, 10), "unexpected-date"),
        ("organisation", datetime.date(2026, 1, 20), "unexpected-date"),
    ],
)
def test_what_cannot_be_meant_is_named(field: str, value: Any, code: str) -> None:
    with pytest.raises(DataError) as fault:
        read_cell(field, value)
    assert fault.value.code == code
