"""Rules of a job: which signs a condition meets, and what is made of them."""

from __future__ import annotations

from typing import Any

import pytest

from renderer.batch.names import Names
from renderer.batch.rules import Rules, lay_over, meets, parse_only, read_conditions
from renderer.values.errors import CodongError

NAMES = Names({"cv-1": "Một", "dn-1": "Hai"}, {"ubnd-tinh": "UBND tỉnh", "dang-uy": "Đảng ủy"})
SIGN = {"slogan": "cv-1", "organisation": "UBND tỉnh", "size": "4x2m", "hang": "2026-01-20"}


@pytest.mark.parametrize(
    ("expression", "met"),
    [
        ("slogan=cv-*", True),
        ("khẩu hiệu=Một", True),
        ("slogan=dn-*", False),
        ("unit=ubnd-*", True),
        ("organisation=UBND*", True),
        ("unit=ubnd*,slogan=dn-*", False),
        ("size=4x?m", True),
        ("quantity=", True),
        ("size=4x2M", False),
    ],
)
def test_a_sign_is_met_by_what_it_says_and_by_what_stands_for_it(expression: str, met: bool) -> None:
    assert meets(SIGN, parse_only(expression), NAMES) is met


@pytest.mark.parametrize("expression", ["slogan", "colour=red", "", "ghi chú=x", "slogan=a,"])
def test_an_expression_names_columns(expression: str) -> None:
    with pytest.raises(CodongError, match="not COLUMN=PATTERN") as fault:
        parse_only(expression)
    assert fault.value.field == "only"


@pytest.mark.parametrize(
    ("given", "conditions"),
    [
        ({"khẩu hiệu": "cv*"}, {"slogan": ("cv*",)}),
        ({"size": ["4*", "3*"], "proof": True}, {"size": ("4*", "3*"), "draft": ("true",)}),
        ({"quantity": 3.0}, {"quantity": ("3",)}),
    ],
)
def test_conditions_of_a_file(given: dict[str, Any], conditions: dict[str, tuple[str, ...]]) -> None:
    assert read_conditions(given, "a.toml: exclude 1") == conditions


@pytest.mark.parametrize(
    ("given", "code", "where"),
    [
        ({}, "no-condition", "a.toml: exclude 1"),
        ({"colour": "red"}, "unknown-column", "column"),
        ({"quantity": 2.5}, "bad-number", "a.toml: exclude 1, quantity"),
    ],
)
def test_faulty_conditions(given: dict[str, Any], code: str, where: str) -> None:
    with pytest.raises(CodongError) as fault:
        read_conditions(given, "a.toml: exclude 1")
    assert (fault.value.code, fault.value.where) == (code, where)


@pytest.mark.parametrize(
    ("below", "above", "cells"),
    [
        ({"size": "a", "dpi": "1"}, {"size": "b"}, {"size": "b", "dpi": "1"}),
        ({"hang": "x"}, {"hang_from": "y"}, {"hang_from": "y"}),
        ({"hang_from": "x", "hang_to": "z"}, {"hang": "y"}, {"hang": "y"}),
        ({"hang": "x"}, {"hang_from": ""}, {"hang": "x", "hang_from": ""}),
        ({"size": "a"}, {"size": ""}, {"size": ""}),
    ],
)
def test_cells_lie_over_others(below: dict[str, str], above: dict[str, str], cells: dict[str, str]) -> None:
    assert lay_over(below, above) == cells


def test_exclusions_come_before_exceptions_and_both_tell_what_they_met() -> None:
    rules = Rules(
        NAMES,
        [{"slogan": ("dn*",)}, {"slogan": ("d*",)}],
        [({"size": ("4*",)}, {"size": "3x2m"}), ({"size": ("3*",)}, {"dpi": "12"}), ({"size": ("9*",)}, {})],
    )
    assert rules.apply({"slogan": "dn-1", "size": "4x2m"}) is None
    # An exception sees what those before it have made.
    assert rules.apply({"slogan": "cv-1", "size": "4x2m"}) == {"slogan": "cv-1", "size": "3x2m", "dpi": "12"}
    assert list(rules.tell()) == ["exclude 1 leaves out 1 signs", "exclude 2 meets no sign", "override 3 meets no sign"]
