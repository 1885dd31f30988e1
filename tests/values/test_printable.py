"""What is printed can neither move the cursor nor forge a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.values.printable import make_printable


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("ok\x1b[2Jgone", "ok\\x1b[2Jgone"),
        ("one\ntwo\rthree", "one\\ntwo\\rthree"),
        ("name-\udcff.pdf", "name-\\udcff.pdf"),
        ("a\u202eb\u2028c", "a\\u202eb\\u2028c"),
        ("a\x9bb", "a\\x9bb"),
    ],
)
def test_what_acts_on_a_terminal_is_escaped(text: str, printed: str) -> None:
    assert make_printable(text) == printed


def test_a_text_of_several_lines_keeps_them() -> None:
    assert make_printable("one\n\ttwo\x07", keep="\n\t") == "one\n\ttwo\\x07"


@given(st.text(st.characters(), max_size=40))
def test_every_text_can_be_written_and_is_one_line(text: str) -> None:
    printed = make_printable(text)
    printed.encode("utf-8")
    assert len(printed.splitlines()) <= 1
