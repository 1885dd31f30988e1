"""Wordings: words with what lies between them."""

from __future__ import annotations

import pytest

from renderer.text import Gap, Tier, Wording


def test_a_wording_has_one_gap_fewer_than_words() -> None:
    with pytest.raises(ValueError, match="2 words have 1 gaps"):
        Wording(("a", "b"), (Gap(Tier.PLAIN, ""), Gap(Tier.PLAIN, "")))


def test_lines_have_the_size_of_their_largest_words() -> None:
    gaps = (Gap(Tier.PLAIN, ""),) * 5
    wording = Wording(tuple("abcdef"), gaps, lead=1, lead_ratio=0.7, core=(2, 4), tail_ratio=0.8)
    assert [wording.ratio_of(*span) for span in ((0, 1), (1, 2), (1, 3), (2, 4), (3, 6), (4, 6))] == [
        0.7,
        0.8,
        1.0,
        1.0,
        1.0,
        0.8,
    ]
    assert wording.least_ratio == 0.7 and wording.without_lead().least_ratio == 0.8
    nearer = wording.nearer_one_size(0.5)
    assert (nearer.lead_ratio, nearer.tail_ratio) == pytest.approx((0.85, 0.9))
    assert wording.at_one_size().ratio_of(0, 1) == wording.at_one_size().least_ratio == 1.0


def test_capitals_keep_gaps_and_lead() -> None:
    wording = Wording(("lần", "thứ", "xiv"), (Gap(Tier.NEVER, ""), Gap(Tier.GOOD, "")), lead=1, lead_ratio=0.7)
    assert wording.upper().text == "LẦN THỨ XIV" and wording.upper().gaps == wording.gaps and wording.upper().lead == 1
