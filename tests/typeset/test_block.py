"""Copyfit: the ink lies inside the frame and no larger size would."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.errors import RefusedError
from renderer.geometry import Rect
from renderer.studio import Studio
from renderer.typeset.block import CLEARANCE, Setting, TextBlock, set_text
from renderer.workspace import Workspace
from tests.conftest import ROOT

WORDS = [
    "NHIỆT",
    "LIỆT",
    "CHÀO",
    "MỪNG",
    "ĐẠI",
    "HỘI",
    "ĐẠI",
    "BIỂU",
    "TOÀN",
    "QUỐC",
    "LẦN",
    "THỨ",
    "XIV",
    "CỦA",
    "ĐẢNG",
    "ẲM",
    "ỴN",
    "(03/02/2026)",
    "MUÔN",
    "NĂM!",
]
FREE = Setting("center", "middle", 0.0, 5)
BOLD = "Be Vietnam Pro/800"
STUDIO = Studio(Workspace(ROOT))


def block_of(text: str, frame: Rect, setting: Setting = FREE, key: str = BOLD) -> TextBlock:
    return set_text("slogan", text, frame, STUDIO.face(key), setting)


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=25),
    st.floats(10, 5000),
    st.floats(10, 5000),
    st.sampled_from(["Be Vietnam Pro/800", "Oswald/700", "Lora/700"]),
)
def test_ink_fills_the_frame_and_never_leaves_it(words: list[str], width: float, height: float, key: str) -> None:
    frame = Rect(7.0, 11.0, width, height)
    block = block_of(" ".join(words), frame, key=key)
    assert frame.contains(block.ink, tolerance=2e-4)
    assert block.text == " ".join(words)
    # Binding by width or by height: one of the two is used up.
    slack = min(width - block.ink.width, height - block.ink.height)
    assert slack <= 1e-3 * max(width, height)


def test_lines_keep_their_clearance() -> None:
    block = block_of("ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIV CỦA ĐẢNG", Rect(0, 0, 400, 400))
    assert len(block.lines) > 1
    for upper, lower in zip(block.lines, block.lines[1:], strict=False):
        assert lower.ink.y - upper.ink.bottom >= CLEARANCE * block.cap_height - 1e-3


@pytest.mark.parametrize(("align", "left", "right"), [("left", 0, None), ("right", None, 0), ("center", 0.5, 0.5)])
def test_alignment_is_by_ink(align: str, left: float | None, right: float | None) -> None:
    frame = Rect(0, 0, 1000, 300)
    block = block_of("VIỆT NAM QUANG VINH", frame, Setting(align, "middle", 0.0, 2))  # type: ignore[arg-type]
    for line in block.lines:
        spare = frame.width - line.ink.width
        if left is not None:
            assert line.ink.x - frame.x == pytest.approx(left * spare, abs=1e-3)
        if right is not None:
            assert frame.right - line.ink.right == pytest.approx(right * spare, abs=1e-3)


@pytest.mark.parametrize(("valign", "share"), [("top", 0.0), ("middle", 0.5), ("bottom", 1.0)])
def test_vertical_alignment_is_by_ink(valign: str, share: float) -> None:
    frame = Rect(0, 0, 300, 1000)
    block = block_of("VIỆT NAM", frame, Setting("center", valign, 0.0, 1))  # type: ignore[arg-type]
    assert block.ink.y - frame.y == pytest.approx(share * (frame.height - block.ink.height), abs=1e-3)


def test_what_cannot_reach_the_smallest_cap_height_is_refused_with_what_it_needs() -> None:
    with pytest.raises(RefusedError) as caught:
        block_of(" ".join(WORDS * 3), Rect(0, 0, 300, 50), Setting("center", "middle", 30.0, 2))
    assert caught.value.code == "does-not-fit"
    assert "frame slogan" in caught.value.where
    assert "cap height of 30" in caught.value.message and "times as large" in caught.value.hint


def test_the_line_limit_is_kept() -> None:
    block = block_of(" ".join(WORDS), Rect(0, 0, 100, 900), Setting("center", "middle", 0.0, 3))
    assert len(block.lines) <= 3


def test_a_missing_glyph_names_the_frame() -> None:
    with pytest.raises(RefusedError, match="U\\+2603") as caught:
        block_of("VIỆT ☃", Rect(0, 0, 100, 100))
    assert caught.value.where == "frame slogan"
