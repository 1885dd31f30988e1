"""What remains of a text without its struck parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from renderer.tables import leave_out

PARTS = st.lists(st.tuples(st.text(" aà", max_size=4), st.booleans()), max_size=6)


@given(PARTS)
def test_no_letter_that_stands_is_lost_and_none_that_is_struck_is_kept(parts: list[tuple[str, bool]]) -> None:
    kept, struck = leave_out(parts)
    assert len(kept) == len(parts)
    for text, (before, out) in zip(kept, parts, strict=True):
        assert text.strip() == ("" if out else before.strip())
    assert struck == "".join(text for text, out in parts if out and text.strip())


@given(PARTS)
def test_without_a_struck_word_nothing_changes(parts: list[tuple[str, bool]]) -> None:
    standing = [(text, False) for text, _ in parts]
    assert leave_out(standing) == ([text for text, _ in parts], "")


def test_spaces_meet_as_one() -> None:
    assert "".join(leave_out([("a ", False), ("b ", True), (" c", False), (" ", False), ("d", True)])[0]) == "a c"
