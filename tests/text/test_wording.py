"""Wordings: words with what lies between them."""

from __future__ import annotations

import pytest

from renderer.text import Gap, Tier, Wording


def test_a_wording_has_one_gap_fewer_than_words() -> None:
    with pytest.raises(ValueError, match="2 words have 1 gaps"):
        Wording(("a", "b"), (Gap(Tier.PLAIN, ""), Gap(Tier.PLAIN, "")))


def test_capitals_keep_gaps_and_lead() -> None:
    wording = Wording(("lần", "thứ", "xiv"), (Gap(Tier.NEVER, ""), Gap(Tier.GOOD, "")), lead=1, lead_ratio=0.7)
    assert wording.upper().text == "LẦN THỨ XIV" and wording.upper().gaps == wording.gaps and wording.upper().lead == 1
