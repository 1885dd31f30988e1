"""Breaks by lexicon and rules, for texts that carry no marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.studio import Studio
from renderer.text import Tier
from renderer.values.errors import DataError
from renderer.vietnamese import load_lexicon, wording_of
from renderer.workspace import Workspace
from tests.helpers.workspaces import ROOT

LEXICON = load_lexicon(lambda path: (ROOT / path).read_bytes())


def tier_between(text: str, before: str, after: str) -> Tier:
    wording = wording_of(text, LEXICON)
    for index, pair in enumerate(zip(wording.words, wording.words[1:], strict=False)):
        if pair == (before, after):
            return wording.gaps[index].tier
    raise AssertionError(f"{before} {after} not in {text}")


CASES = [
    # hard
    ("Đại hội toàn quốc lần thứ XIV", "thứ", "XIV", Tier.NEVER),
    ("Quốc hội khóa XVI", "khóa", "XVI", Tier.NEVER),
    ("96 năm Ngày thành lập Đảng", "96", "năm", Tier.NEVER),
    ("chủ nghĩa Mác - Lênin", "Mác", "-", Tier.NEVER),
    ("chủ nghĩa Mác - Lênin", "-", "Lênin", Tier.NEVER),
    ("phát triển kinh tế - xã hội", "-", "xã", Tier.NEVER),
    ("nhiệm kỳ 2026 - 2031", "2026", "-", Tier.NEVER),
    ("nhiệm kỳ 2026 - 2031", "-", "2031", Tier.NEVER),
    ("Đại hội (20 - 23/01/2026)", "-", "23/01/2026)", Tier.NEVER),
    ("Đảng ủy phường Vạn Xuân", "Vạn", "Xuân", Tier.NEVER),
    ("Tỉnh ủy Sơn La", "Sơn", "La", Tier.NEVER),
    ("học tập và làm theo Bác", "và", "làm", Tier.NEVER),
    ("gắn liền với dân", "liền", "với", Tier.NEVER),
    ("VIỆT NAM QUANG VINH", "VIỆT", "NAM", Tier.NEVER),
    ("muôn năm !", "năm", "!", Tier.NEVER),
    # firm
    ("Đảng Cộng sản Việt Nam", "sản", "Việt", Tier.FIRM),
    ("Đại hội đại biểu toàn quốc", "hội", "đại", Tier.FIRM),
    ("nhiệm kỳ 2026 - 2031", "kỳ", "2026", Tier.NEVER),
    ("Đảng (03/02/1930 - 03/02/2026)", "-", "03/02/2026)", Tier.FIRM),
    # best and good
    ("Mừng Đảng, mừng Xuân", "Đảng,", "mừng", Tier.BEST),
    ("Đảng Cộng sản Việt Nam - Người lãnh đạo", "-", "Người", Tier.BEST),
    ("tinh thần “tự chủ” muôn năm", "chủ”", "muôn", Tier.BEST),
    ("thắng lợi của cách mạng", "lợi", "của", Tier.GOOD),
    ("Đảng bộ tỉnh lần thứ I", "tỉnh", "lần", Tier.GOOD),
    ("đất nước trên tinh thần", "nước", "trên", Tier.GOOD),
    ("năm (30/4)", "năm", "(30/4)", Tier.NEVER),
    # bad and plain
    ("thắng lợi của cách mạng", "của", "cách", Tier.BAD),
    ("mọi người vui", "mọi", "người", Tier.BAD),
    ("quê mình xanh sạch", "mình", "xanh", Tier.PLAIN),
]


@pytest.mark.parametrize(("text", "before", "after", "tier"), CASES)
def test_the_tier_of_a_gap(text: str, before: str, after: str, tier: Tier) -> None:
    assert tier_between(text, before, after) is tier


def test_marks_win_over_rules_but_a_bad_end_stays_bad() -> None:
    wording = wording_of("Đảng Cộng sản Việt Nam của dân", LEXICON, "Đảng / Cộng_sản Việt_Nam của dân")
    assert [g.tier for g in wording.gaps] == [Tier.GOOD, Tier.NEVER, Tier.PLAIN, Tier.NEVER, Tier.PLAIN, Tier.BAD]


def test_reasons_are_said_in_words() -> None:
    reasons = [gap.reason for gap in wording_of("Mừng Đảng, mừng Xuân của dân", LEXICON).gaps]
    assert reasons[1] == "after ','" and reasons[3] == "before 'của'" and "must not end in 'của'" in reasons[4]


def test_every_organisation_keeps_its_place_names_whole(studio: Studio) -> None:
    for organisation in studio.catalogue.organisations:
        wording = wording_of(organisation.name, studio.lexicon)
        for name in ("Sơn La", "Vạn Xuân", "Thái Nguyên", "Lai Châu", "Việt Nam"):
            if name in organisation.name:
                first, second = name.split(" ")
                assert tier_between(organisation.name, first, second) is Tier.NEVER, organisation.name
        assert len(wording.gaps) == len(wording.words) - 1


@settings(max_examples=200)
@given(st.lists(st.text(st.sampled_from("abĐ1I-–(“”),.!?/ểộ"), min_size=1, max_size=6), min_size=1, max_size=12))
def test_any_text_has_its_gaps(words: list[str]) -> None:
    wording = wording_of(" ".join(words), LEXICON)
    assert wording.text == " ".join(words)


# -- faults -----------------------------------------------------------------------------------------


def test_a_faulty_phrase_is_named(own_workspace: Path) -> None:
    path = own_workspace / "assets/phrases.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"Hồ_Chí_Minh"', '"Hồ__Chí_Minh"'), encoding="utf-8")
    with pytest.raises(DataError, match="Hồ__Chí_Minh"):
        load_lexicon(Workspace(own_workspace).read)
    path.write_text("names = 3", encoding="utf-8")
    with pytest.raises(DataError, match="names"):
        load_lexicon(Workspace(own_workspace).read)
