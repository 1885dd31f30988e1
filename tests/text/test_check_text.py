"""The words of a sign as they were typed, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.contract.alphabet import READABLE, find_unreadable
from renderer.text import MOST_CHARACTERS, check_text
from renderer.values.errors import RefusedError


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * (MOST_CHARACTERS + 1), "too-long"),
        ("Đảng\u200bbộ", "bad-character"),
        ("Đảng\udcffbộ", "bad-character"),
        ("Đảng\0bộ", "bad-character"),
        ("Đảng  bộ", "irregular-space"),
        ("Đa\u0309ng", "not-nfc"),
        ("★ Đảng", "not-on-signs"),
        ("Đ?ng", "lost-letter"),
        ("**Đảng**", "escape"),
        ("Đảng\\bộ", "escape"),
        ("{tên}", "unfilled"),
        ("Đảng ∂", "not-on-signs"),
    ],
)
def test_what_reaches_no_sign(text: str, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        check_text(text, "imprint")
    assert caught.value.code == code and caught.value.field == "imprint"


def test_a_record_takes_what_no_sign_shows_but_nothing_unseen() -> None:
    assert check_text("ảnh_1 = {tên} ★", "note", "record")
    with pytest.raises(RefusedError, match="prints nothing"):
        check_text("a\x1b[2Jb", "note", "record")


@given(st.text(max_size=60))
def test_what_is_taken_can_be_proven(text: str) -> None:
    try:
        check_text(text, "imprint")
    except RefusedError as fault:
        assert fault.message and fault.hint
    else:
        assert find_unreadable(text) == find_unreadable(text.upper()) == []


def test_capitals_of_what_is_readable_are_readable() -> None:
    assert [c for c in READABLE if find_unreadable(c.upper())] == []
