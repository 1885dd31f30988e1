"""Long texts are read in blocks of whole lines; what is no text is said to be none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.proofreading import ProofReader
from renderer.proofreading.blocks import MOST_TEXT, find_unbroken, split_blocks
from renderer.values.errors import RefusedError


@given(st.lists(st.integers(0, 30_000), max_size=12))
def test_blocks_are_the_text(sizes: list[int]) -> None:
    text = "\n".join("a" * size for size in sizes)
    blocks = list(split_blocks(text))
    assert "\n".join(block.text for block in blocks) == text
    lines = text.split("\n")
    assert all(block.text.split("\n")[0] == lines[block.line - 1] for block in blocks)
    assert all(len(block.text) <= 40_000 or "\n" not in block.text for block in blocks)


def test_a_slip_far_down_is_told_at_its_line(reader: ProofReader) -> None:
    lines = ["Đảng bộ tỉnh lãnh đạo nhân dân."] * 1_500
    lines[1_400] = "Đẩy mạnh phong trào thi đưa yêu nước."
    [found] = [f for f in reader.read("\n".join(lines)).findings if f.kind == "near-phrase"]
    assert found.line == 1_401


@pytest.mark.parametrize(
    "text",
    ["1" * 40_000, "a" * 40_000, "Đ" * 40_000, " " * 40_000, "1-" * 20_000, "_" * 40_000, "Đảng bộ " * 2_000],
    ids=["figures", "letters", "capitals", "blanks", "figures and dashes", "underscores", "one line"],
)
def test_what_is_no_text_is_told_once_and_no_rule_is_lost_in_it(reader: ProofReader, text: str) -> None:
    found = find_unbroken(text)
    assert found is not None and found.kind == "unreadable"
    assert "unreadable" in {f.kind for f in reader.read(text).findings}


def test_a_text_that_nobody_reads_is_refused(reader: ProofReader) -> None:
    with pytest.raises(RefusedError, match="more than the") as caught:
        reader.read("nhân dân\n" * (MOST_TEXT // 9 + 1))
    assert caught.value.code == "too-long"
