"""Copyfit keeps its promises: ink inside the frame, clearance in every direction, words and hard phrases whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.text import Tier, Wording, find_words, plain_wording, read_way
from renderer.typeset import CLEARANCE, Setting, TextBlock, set_text
from renderer.typeset.setting import EASE, LOOSEST
from renderer.values.errors import RefusedError
from renderer.values.geometry import Rect
from renderer.vietnamese import wording_of
from tests.helpers.outlines import least_clearance, line_shapes
from tests.helpers.setting import BOLD, FREE, NARROW, SERIF, STUDIO, fit

CONGRESS = "NHIỆT LIỆT CHÀO MỪNG ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIV CỦA ĐẢNG CỘNG SẢN VIỆT NAM!"
WORDS = [
    "NHIỆT",
    "LIỆT",
    "Chào",
    "MỪNG",
    "ĐẠI",
    "HỘI",
    "BIỂU",
    "toàn",
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
    "-",
    "–",
    "“TỰ",
    "CHỦ”,",
    "và",
    "của",
    "một",
    "96",
    "năm",
    "2026",
    "Mác",
    "Lênin,",
    "!",
    "gỵ",
    "Ỡ",
    "ẬP;",
]


@settings(deadline=None, max_examples=120)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=22),
    st.floats(10, 5000),
    st.floats(10, 5000),
    st.sampled_from([BOLD, NARROW, SERIF]),
    st.sampled_from(["left", "center", "right", "justify"]),
    st.sampled_from([1.0, 1.1]),
    st.floats(0, 60),
)
def test_any_words_fit_with_every_promise_or_are_refused(
    words: list[str], width: float, height: float, key: str, align: Any, spread: float, least: float
) -> None:
    frame, text = Rect(7.0, 11.0, width, height), " ".join(words)
    setting = Setting(align=align, max_lines=6, spread=spread, min_cap_height=least)
    try:
        block = fit(text, frame, setting, key)
    except RefusedError as fault:
        assert fault.code == "does-not-fit"
        return
    assert block.text == text
    assert block.cap_height >= least - 1e-3
    assert frame.contains(block.ink, tolerance=2e-4 * max(1.0, block.size / 100))
    ink = [shape.bounds for shape in line_shapes(block)]
    slack = 1e-3 * max(width, height)
    assert min(b[0] for b in ink) >= frame.x - slack and max(b[2] for b in ink) <= frame.right + slack
    assert min(b[1] for b in ink) >= frame.y - slack and max(b[3] for b in ink) <= frame.bottom + slack
    assert least_clearance(block) >= CLEARANCE - 1e-3
    gaps = wording_of(text, STUDIO.lexicon).gaps
    for at in ends(block):
        assert gaps[at - 1].tier is not Tier.NEVER


def ends(block: TextBlock) -> list[int]:
    """Return the word indices at which lines begin, the first excepted."""
    counts = [len(line.text.split(" ")) for line in block.lines]
    return [sum(counts[:i]) for i in range(1, len(counts))]


def test_leading_is_as_close_as_the_clearance_allows() -> None:
    for text in (CONGRESS, "ĐỘC LẬP TỰ DO HẠNH PHÚC MUÔN NĂM", "VIỆT NAM VIỆT NAM VIỆT NAM"):
        block = fit(text, Rect(0, 0, 400, 400))
        assert len(block.lines) > 1
        # Rounding is towards more white, by thousandths of an em.
        assert CLEARANCE <= least_clearance(block) <= CLEARANCE + 0.006


def test_distances_are_equal_unless_a_spread_is_allowed() -> None:
    # A width-bound block: its lines do not depend on the leading.
    frame = Rect(0, 0, 700, 4000)
    equal = fit(CONGRESS, frame)
    assert max(equal.reasons.leading) == pytest.approx(min(equal.reasons.leading))
    spread = fit(CONGRESS, frame, replace(FREE, spread=1.1))
    assert 1.0 < max(spread.reasons.leading) / min(spread.reasons.leading) <= 1.1 + 1e-9
    assert least_clearance(spread) >= CLEARANCE


def test_lines_open_where_height_is_left_and_never_cost_size() -> None:
    wide, tall = Rect(0, 0, 700, 4000), Rect(0, 0, 4000, 700)
    for frame in (wide, tall):
        tight, open_ = fit(CONGRESS, frame), fit(CONGRESS, frame, replace(FREE, comfort=0.3))
        assert open_.size == tight.size and frame.contains(open_.ink, tolerance=1e-3)
        assert [line.text for line in open_.lines] == [line.text for line in tight.lines]
    assert opened_by("VIET NAM QUANG VINH MUON NAM CACH MANG", 0.3) == pytest.approx(0.22, abs=1e-6)


def opened_by(text: str, comfort: float) -> float:
    """Return by how many cap heights a narrow block's lines are opened; all are, by as much."""
    wide = Rect(0, 0, 700, 4000)
    tight, open_ = fit(text, wide), fit(text, wide, replace(FREE, comfort=comfort))
    more = [(b - a) / open_.cap_height for a, b in zip(tight.reasons.leading, open_.reasons.leading, strict=True)]
    assert more == pytest.approx([more[0]] * len(more), abs=1e-6) and len(more) > 1
    return more[0]


def test_no_line_is_opened_until_the_block_falls_apart() -> None:
    text = "VIET NAM QUANG VINH MUON NAM CACH MANG"
    loose = fit(text, Rect(0, 0, 700, 4000), replace(FREE, comfort=1.0))
    assert max(loose.reasons.leading) / loose.cap_height == pytest.approx(LOOSEST, abs=1e-6)
    # Lines that their marks hold apart already are only eased.
    assert opened_by(CONGRESS, 1.0) == pytest.approx(EASE, abs=1e-6)


def test_fixed_leading_is_kept_or_refused_with_what_it_needs() -> None:
    frame = Rect(0, 0, 500, 500)
    block = fit(CONGRESS, frame, replace(FREE, leading=2.3))
    assert block.reasons.leading == pytest.approx([2.3 * block.cap_height] * (len(block.lines) - 1))
    with pytest.raises(RefusedError, match=r"fixed leading of 1\.1") as caught:
        fit(CONGRESS, frame, replace(FREE, leading=1.1))
    assert caught.value.code == "leading-too-tight" and "needs" in caught.value.hint


@pytest.mark.parametrize("align", ["left", "right", "center"])
def test_alignment_is_optical_and_by_ink(align: Any) -> None:
    block = fit(
        "VIỆT NAM|QUANG VINH MUÔN NĂM".replace("|", " "), Rect(0, 0, 1000, 300), Setting(align=align, max_lines=2)
    )
    widest = max(block.lines, key=lambda line: line.ink.width)
    for line in block.lines:
        off = {
            "left": line.ink.x - widest.ink.x,
            "right": line.ink.right - widest.ink.right,
            "center": line.ink.centre.x - widest.ink.centre.x,
        }[align]
        assert off == pytest.approx(0.0, abs=1e-3)


def test_marks_at_the_ends_hang_by_half() -> None:
    lines = ("“VIỆT NAM VIỆT NAM VIỆT NAM", "VIỆT NAM!")
    frame = Rect(0, 0, 2000, 600)
    block = fit(" ".join(lines), frame, Setting(lines=lines))
    long, short = block.lines
    bang = STUDIO.face(BOLD).outline(short.shaped.glyphs[-1].gid).bounds
    before = STUDIO.face(BOLD).outline(short.shaped.glyphs[-2].gid).bounds
    assert bang and before
    hang = (bang[2] + short.shaped.glyphs[-1].x - before[2] - short.shaped.glyphs[-2].x) * block.size / 1000 / 2
    # The short line is centred as if half of its "!" were not there; the long one uses the width and cannot hang.
    assert short.ink.centre.x - long.ink.centre.x == pytest.approx(hang / 2, rel=0.02)
    left = fit(" ".join(lines), frame, Setting(align="right", lines=lines))
    assert left.lines[1].ink.right == pytest.approx(left.lines[0].ink.right, abs=1e-3)


@pytest.mark.parametrize(("valign", "share"), [("top", 0.0), ("bottom", 1.0)])
def test_top_and_bottom_are_by_ink(valign: Any, share: float) -> None:
    frame = Rect(0, 0, 300, 1000)
    block = fit("VIỆT NAM", frame, Setting(valign=valign, max_lines=1))
    assert block.ink.y - frame.y == pytest.approx(share * (frame.height - block.ink.height), abs=1e-3)


def test_the_middle_is_that_of_the_capitals_as_far_as_ink_allows() -> None:
    frame = Rect(0, 0, 300, 1000)
    block = fit("ẨM VỊ", frame, Setting(max_lines=1))
    line = block.lines[0]
    assert line.baseline - block.cap_height / 2 == pytest.approx(frame.centre.y, abs=1e-3)
    tight = fit("ẨM VỊ", Rect(0, 0, 3000, 100), Setting(max_lines=1))
    assert tight.reasons.bound_by == "height"
    assert Rect(0, 0, 3000, 100).contains(tight.ink, tolerance=1e-3)


def test_lines_grow_to_the_blocks_width_all_or_none() -> None:
    frame, lines = Rect(0, 0, 1000, 900), ("QUANG VINH MUÔN NĂM", "CÁCH MẠNG VIỆT NAM")
    block = fit(" ".join(lines), frame, Setting(align="justify", lines=lines))
    widest, other = block.lines
    assert other.ink.width == pytest.approx(widest.ink.width, rel=1e-3) and other.size > widest.size
    assert least_clearance(block) >= CLEARANCE
    # A line that would have to grow beyond what looks intended leaves all at one size, centred.
    lines = (*lines, "VIỆT NAM")
    block = fit(" ".join(lines), frame, Setting(align="justify", lines=lines))
    assert len({line.size for line in block.lines}) == 1
    assert block.lines[2].ink.centre.x == pytest.approx(block.lines[0].ink.centre.x, abs=0.1)
    # Nor does any grow where the height is used up.
    low = fit(" ".join(lines[:2]), Rect(0, 0, 2000, 300), Setting(align="justify", lines=lines[:2]))
    assert low.reasons.bound_by == "height" and len({line.size for line in low.lines}) == 1


def congress(*ways: str, core: bool = True) -> Wording:
    wording = wording_of(CONGRESS, STUDIO.lexicon)
    found = find_words("ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIV", CONGRESS)
    ends = tuple(read_way(way, CONGRESS) for way in ways)
    return replace(wording, lead=4, lead_ratio=0.7, core=found if core else None, tail_ratio=0.8, ways=ends)


FIVE = "NHIỆT LIỆT CHÀO MỪNG | ĐẠI HỘI ĐẠI BIỂU | TOÀN QUỐC | LẦN THỨ XIV | CỦA ĐẢNG CỘNG SẢN VIỆT NAM!"
FOUR = "NHIỆT LIỆT CHÀO MỪNG | ĐẠI HỘI ĐẠI BIỂU | TOÀN QUỐC LẦN THỨ XIV | CỦA ĐẢNG CỘNG SẢN VIỆT NAM!"
TWO = "NHIỆT LIỆT CHÀO MỪNG ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC | LẦN THỨ XIV CỦA ĐẢNG CỘNG SẢN VIỆT NAM!"
SIZED = replace(FREE, lead=True)


def set_congress(wording: Wording, frame: Rect, setting: Setting) -> TextBlock:
    return set_text("slogan", wording, frame, STUDIO.face(BOLD), setting)


def test_the_core_is_the_largest_and_alone_grows() -> None:
    frame = Rect(0, 0, 1000, 700)
    block = set_congress(congress(FOUR), frame, replace(SIZED, align="justify", comfort=0.3))
    lead, first, second, tail = block.lines
    assert first.size == second.size == block.size
    assert lead.size == pytest.approx(0.7 * block.size, abs=1e-3)
    assert tail.size == pytest.approx(0.8 * block.size, abs=1e-3)
    assert least_clearance(block) >= CLEARANCE
    # Where the core's lines are of nearly one width, they grow to that of the block, and the tail does not.
    close = "NHIỆT LIỆT CHÀO MỪNG | ĐẠI HỘI ĐẠI BIỂU TOÀN QUỐC LẦN THỨ XIV | CỦA ĐẢNG CỘNG SẢN VIỆT NAM!"
    tail_words = find_words("CỦA ĐẢNG CỘNG SẢN VIỆT NAM!", CONGRESS)
    grown = set_congress(replace(congress(close), core=tail_words), frame, replace(SIZED, align="justify", comfort=0.3))
    assert grown.lines[2].size > grown.size > grown.lines[1].size
    assert grown.lines[2].ink.width == pytest.approx(grown.lines[1].ink.width, rel=2e-3)


def test_an_editors_way_is_taken_where_it_reaches_the_aim() -> None:
    tall, wide = Rect(0, 0, 700, 700), Rect(0, 0, 8000, 1000)
    assert lines_of(set_congress(congress(TWO, FIVE), tall, SIZED)) == FIVE
    assert lines_of(set_congress(congress(FIVE, TWO), wide, SIZED)) == TWO
    # Of two ways with as many lines the first that reaches the aim.
    other = FIVE.replace(" TOÀN QUỐC | LẦN THỨ", " TOÀN QUỐC LẦN | THỨ")
    assert lines_of(set_congress(congress(other, FIVE), tall, SIZED)) == other
    # Where none reaches the aim, all ways are searched.
    small = replace(SIZED, min_cap_height=40.0)
    found = set_congress(congress(TWO), tall, small)
    assert lines_of(found) != TWO and found.cap_height >= 40.0


def lines_of(block: TextBlock) -> str:
    return " | ".join(line.text for line in block.lines)


def test_sizes_come_nearer_where_the_smallest_line_would_be_too_small() -> None:
    frame = Rect(0, 0, 700, 700)
    as_said = set_congress(congress(FIVE), frame, SIZED)
    least = as_said.lines[0].size / as_said.size * as_said.cap_height
    block = set_congress(congress(FIVE), frame, replace(SIZED, min_cap_height=1.1 * least))
    shares = [line.size / block.size for line in block.lines]
    assert 0.7 < shares[0] < 1.0 and 0.8 < shares[-1] <= 1.0 and lines_of(block) == FIVE
    assert min(shares) * block.cap_height >= 1.1 * least - 1e-3


def test_a_lead_stands_smaller_on_lines_of_its_own() -> None:
    wording = replace(wording_of(CONGRESS, STUDIO.lexicon), lead=4, lead_ratio=0.7)
    frame = Rect(0, 0, 1500, 800)
    block = set_text("slogan", wording, frame, STUDIO.face(BOLD), replace(FREE, lead=True))
    first, *rest = block.lines
    assert first.text == "NHIỆT LIỆT CHÀO MỪNG" and first.size == pytest.approx(0.7 * block.size, abs=1e-3)
    assert {line.size for line in rest} == {block.size}
    assert least_clearance(block) >= CLEARANCE and block.text == CONGRESS
    plain = set_text("slogan", wording, frame, STUDIO.face(BOLD), FREE)
    assert {line.size for line in plain.lines} == {plain.size}
    # The smallest cap height counts for the lead, too: where it would be smaller, it comes nearer to the rest.
    for share in (0.98, 1.0):
        least = share * plain.cap_height
        found = set_text("slogan", wording, frame, STUDIO.face(BOLD), replace(FREE, lead=True, min_cap_height=least))
        assert min(line.size for line in found.lines) / found.size * found.cap_height >= least - 1e-3


def test_tracking_gains_size_where_width_binds_and_opens_lines_where_height_does() -> None:
    wide, tall = Rect(0, 0, 3000, 400), Rect(0, 0, 3000, 90)
    loose = replace(FREE, max_lines=1, tracking=(-0.01, 0.03))
    assert fit("VIỆT NAM QUANG VINH", wide, loose).size > fit("VIỆT NAM QUANG VINH", wide, FREE).size
    block = fit("VIỆT NAM QUANG VINH", tall, loose)
    assert block.lines[0].tracking == 0.03
    assert block.size == fit("VIỆT NAM QUANG VINH", tall, replace(FREE, max_lines=1)).size
    assert tall.contains(block.ink, tolerance=1e-3)


def test_a_condensed_face_is_taken_only_in_need_and_said() -> None:
    frame, face, narrow = Rect(0, 0, 1000, 100), STUDIO.face(BOLD), STUDIO.face(NARROW)
    setting = Setting(max_lines=1, min_cap_height=35.0)
    roomy = set_text("slogan", plain_wording("VIỆT NAM MUÔN NĂM"), frame, face, setting, narrow)
    assert roomy.face == BOLD and roomy.warnings == ()
    tight = set_text("slogan", plain_wording("VIỆT NAM MUÔN NĂM QUANG VINH TỰ DO HẠNH"), frame, face, setting, narrow)
    assert tight.face == NARROW and "Oswald/700" in tight.warnings[0]
    with pytest.raises(RefusedError, match="at best"):
        set_text("slogan", plain_wording(CONGRESS), frame, face, setting, narrow)


def test_an_exact_cap_height_sets_a_series_alike() -> None:
    frame = Rect(0, 0, 2000, 1000)
    texts = [CONGRESS, "ĐẢNG CỘNG SẢN VIỆT NAM QUANG VINH MUÔN NĂM!"]
    smallest = min(fit(t, frame).cap_height for t in texts)
    blocks = [fit(t, frame, replace(FREE, cap_height=smallest)) for t in texts]
    assert [b.cap_height for b in blocks] == pytest.approx([smallest] * 2, abs=1e-3)
    with pytest.raises(RefusedError, match="at best"):
        fit(CONGRESS, frame, replace(FREE, cap_height=smallest * 1.5))


def test_given_lines_are_kept_and_bound_to_the_words() -> None:
    frame, text = Rect(0, 0, 1000, 500), "VIỆT NAM QUANG VINH MUÔN NĂM"
    block = fit(text, frame, Setting(lines=("VIỆT NAM QUANG", "VINH MUÔN NĂM")))
    assert [line.text for line in block.lines] == ["VIỆT NAM QUANG", "VINH MUÔN NĂM"]
    for lines, words in ((("VIỆT NAM", "VINH"), "not the next words"), (("VIỆT NAM", "QUANG"), "leave out")):
        with pytest.raises(RefusedError, match=words) as caught:
            fit(text, frame, Setting(lines=lines))
        assert caught.value.code == "lines-differ"
    split = fit(text, frame, Setting(lines=("VIỆT", "NAM QUANG VINH MUÔN NĂM")))
    assert "ends where no line should end" in split.warnings[0]


def test_what_cannot_reach_the_smallest_cap_height_is_refused_with_what_it_needs() -> None:
    with pytest.raises(RefusedError) as caught:
        fit(" ".join([CONGRESS] * 3), Rect(0, 0, 300, 50), Setting(min_cap_height=30.0, max_lines=2))
    assert caught.value.code == "does-not-fit"
    assert "frame slogan" in caught.value.where
    assert "cap height of 30" in caught.value.message and "times as large" in caught.value.hint


def test_the_line_limit_is_kept() -> None:
    assert len(fit(CONGRESS, Rect(0, 0, 100, 900), Setting(max_lines=3)).lines) <= 3


def test_a_missing_glyph_names_the_frame() -> None:
    with pytest.raises(RefusedError, match="U\\+2603") as caught:
        fit("VIỆT ☃", Rect(0, 0, 100, 100))
    assert caught.value.where == "frame slogan"


def test_no_block_is_smaller_than_with_fixed_safe_leading() -> None:
    """The leading by ink may only gain: the same breaks at the face's full ink box are never larger."""
    for slogan in STUDIO.catalogue.slogans[:24]:
        wording: Wording = wording_of(slogan.text, STUDIO.lexicon, slogan.breaks).upper()
        for width, height in ((2000, 1000), (750, 1000)):
            frame = Rect(0, 0, width, height)
            block = set_text("slogan", wording, frame, STUDIO.face(BOLD), Setting(max_lines=9))
            lines = tuple(line.text for line in block.lines)
            safe = set_text("slogan", wording, frame, STUDIO.face(BOLD), Setting(leading=2.0855, lines=lines))
            assert block.size >= safe.size
