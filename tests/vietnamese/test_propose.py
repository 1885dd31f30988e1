"""Break marks proposed for texts that carry none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.studio import Studio
from renderer.text import Tier, parse_marks
from renderer.vietnamese import load_lexicon, propose_marks, propose_wording, wording_of
from renderer.vietnamese.tagged import Tagged, lay_over, tag_syllables
from tests.helpers.workspaces import ROOT

LEXICON = load_lexicon(lambda path: (ROOT / path).read_bytes())
NEVER, FIRM, PLAIN, GOOD, BEST = Tier.NEVER, Tier.FIRM, Tier.PLAIN, Tier.GOOD, Tier.BEST

CASES = [
    # words that no lexicon of slogans knows
    ("Hưởng ứng Ngày Môi trường thế giới", "Hưởng", "ứng", NEVER),
    ("HƯỞNG ỨNG NGÀY MÔI TRƯỜNG THẾ GIỚI", "HƯỞNG", "ỨNG", NEVER),
    ("Toàn dân chấp hành nghiêm Hiến pháp và pháp luật", "Hiến", "pháp", NEVER),
    ("GIỮ GÌN VỆ SINH ĐƯỜNG LÀNG, NGÕ XÓM", "VỆ", "SINH", NEVER),
    ("Phụ nữ thi đua lao động sáng tạo", "sáng", "tạo", NEVER),
    # what keeps to the next word
    ("Đã uống rượu bia thì không lái xe", "không", "lái", NEVER),
    ("Vì hạnh phúc của mọi gia đình", "mọi", "gia", NEVER),
    ("Mỗi công dân là một chiến sĩ", "là", "một", NEVER),
    # names, ranks, years, numbers
    ("Kỷ niệm ngày sinh Chủ tịch Hồ Chí Minh", "tịch", "Hồ", NEVER),
    ("Kỷ niệm ngày sinh Chủ tịch Hồ Chí Minh", "sinh", "Chủ", GOOD),
    ("Nhiệt liệt chào mừng 75 năm Quốc khánh", "mừng", "75", GOOD),
    ("Nhiệt liệt chào mừng 75 năm Quốc khánh", "năm", "Quốc", FIRM),
    ("Ngày Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam", "khánh", "nước", GOOD),
    ("Kỷ niệm 80 năm Cách mạng tháng Tám", "tháng", "Tám", NEVER),
    ("Ngày Thương binh - Liệt sĩ", "-", "Liệt", NEVER),
    ("Toàn dân phòng cháy, chữa cháy", "cháy,", "chữa", NEVER),
    # what belongs to a verb or a thing
    ("Toàn dân lập nhiều thành tích chào mừng Đảng", "mừng", "Đảng", FIRM),
    ("Cử tri cả nước tích cực tham gia bầu cử", "nước", "tích", GOOD),
    ("Sáng suốt lựa chọn những đại biểu tiêu biểu", "suốt", "lựa", FIRM),
    ("Sáng suốt lựa chọn những đại biểu tiêu biểu", "chọn", "những", GOOD),
    # joined alike, and a clause of its own
    ("Chung sức xây dựng và bảo vệ Tổ quốc", "dựng", "và", FIRM),
    ("Mừng Đại hội lần thứ XIV và 96 năm Ngày thành lập Đảng", "XIV", "và", GOOD),
    # lists
    ("Toàn Đảng, toàn dân, toàn quân ra sức thi đua", "Đảng,", "toàn", PLAIN),
    ("Toàn Đảng, toàn dân, toàn quân ra sức thi đua", "quân", "ra", BEST),
    ("Nâng cao bản lĩnh, trí tuệ, đạo đức", "cao", "bản", BEST),
    ("Đẩy mạnh phong trào thi đua yêu nước, lập thành tích xuất sắc", "nước,", "lập", BEST),
    # of several, the second of two that are several words each is a line of its own
    ("Nền tảng của gia đình hạnh phúc và xã hội phát triển", "phúc", "và", GOOD),
    ("Thi đua dạy tốt, học tốt, xây dựng trường học hạnh phúc", "tốt,", "học", PLAIN),
    ("Thi đua dạy tốt, học giỏi, xây dựng trường học hạnh phúc", "giỏi,", "xây", BEST),
    ("Lựa chọn người có đức, có tài vào Quốc hội", "đức,", "có", FIRM),
    ("Gia đình là tổ ấm, xã hội là mái nhà chung", "ấm,", "xã", BEST),
    ("Các anh hùng liệt sĩ, thương binh, gia đình có công", "hùng", "liệt", FIRM),
    # words that end like what no line may end with, and words that the dictionary knows
    ("Nghĩa vụ quân sự là trách nhiệm của mỗi công dân", "sự", "là", BEST),
    ("Sống và làm việc theo Hiến pháp", "việc", "theo", GOOD),
    ("Bảo hiểm y tế toàn dân vì sức khỏe cộng đồng", "sức", "khỏe", NEVER),
    ("Nâng cao sức chiến đấu của tổ chức đảng", "sức", "chiến", NEVER),
    # names, the words after them, and names that are not worth a line
    ("Xây dựng phường Vạn Xuân an toàn, văn minh, thân thiện", "Xuân", "an", BEST),
    ("Nhân dân phường Vạn Xuân quyết tâm hoàn thành nhiệm vụ", "Xuân", "quyết", GOOD),
    ("Thanh niên lên đường bảo vệ Tổ quốc", "vệ", "Tổ", FIRM),
    ("Ngày Thầy thuốc Việt Nam", "thuốc", "Việt", FIRM),
    ("Nhiệt liệt hưởng ứng Tháng hành động vì trẻ em", "Tháng", "hành", NEVER),
    ("Chào mừng Đại hội Đoàn phường lần thứ I", "hội", "Đoàn", FIRM),
    # what says which and how, numbers, particles, short verbs
    ("Xây dựng đời sống tinh thần ở khu dân cư", "sống", "tinh", FIRM),
    ("Thực hiện tốt quy chế dân chủ", "hiện", "tốt", NEVER),
    ("Tự hào 96 mùa xuân dâng Đảng", "96", "mùa", NEVER),
    ("Không ai bị bỏ lại phía sau", "bỏ", "lại", NEVER),
    ("Tết trồng cây đời đời nhớ ơn Bác Hồ", "trồng", "cây", NEVER),
    ("Lấy người dân làm trung tâm phục vụ", "tâm", "phục", FIRM),
    ("Thi đua là yêu nước, yêu nước thì phải thi đua", "nước,", "yêu", BEST),
    ("Đây là cách tốt nhất bảo vệ sức khỏe", "tốt", "nhất", NEVER),
    ("Bảo vệ môi trường sống là nghĩa vụ của mọi người", "sống", "là", BEST),
    # dashes, and what would stand alone
    ("Vì môi trường xanh - sạch - đẹp", "-", "sạch", NEVER),
    ("Lợi ích quốc gia - dân tộc là tối thượng", "-", "dân", NEVER),
    ("Hiến máu tình nguyện - một nghĩa cử cao đẹp", "-", "một", BEST),
    ("Tình làng - nghĩa xóm ở phường", "-", "nghĩa", FIRM),
    ("Mừng Xuân mới, thắng lợi mới", "lợi", "mới", FIRM),
    # brackets
    ("Ngày thành lập Đảng (03/02/1930 - 03/02/2026)", "Đảng", "(03/02/1930", BEST),
    ("Ngày thành lập Đảng (03/02/1930 - 03/02/2026)", "-", "03/02/2026)", NEVER),
    ("Ngày Quốc tế lao động (1/5) bất diệt", "động", "(1/5)", FIRM),
    ("Phát triển đất nước trên tinh thần “tự chủ”", "thần", "“tự", BEST),
    ('Hưởng ứng cuộc vận động "Ngày vì người nghèo"', "động", '"Ngày', BEST),
    ('Hưởng ứng cuộc vận động "Ngày vì người nghèo"', '"Ngày', "vì", NEVER),
    ('Phong trào "Toàn dân đoàn kết xây dựng đời sống văn hóa"', "kết", "xây", PLAIN),
    ('Phong trào "Ba sẵn sàng" của thanh niên', 'sàng"', "của", BEST),
]


@pytest.mark.parametrize(("text", "before", "after", "tier"), CASES)
def test_the_proposed_tier_of_a_gap(text: str, before: str, after: str, tier: Tier) -> None:
    wording = propose_wording(text, LEXICON)
    pairs = list(zip(wording.words, wording.words[1:], strict=False))
    assert wording.gaps[pairs.index((before, after))].tier is tier, propose_marks(text, LEXICON)
    assert wording.proposed


def test_a_proposal_read_again_is_the_wording_that_was_proposed(studio: Studio) -> None:
    texts = [slogan.text for slogan in studio.catalogue.slogans] + [case[0] for case in CASES]
    for text in texts:
        marks = propose_marks(text, studio.lexicon)
        again = wording_of(text, studio.lexicon, marks)
        assert [g.tier for g in again.gaps] == [g.tier for g in propose_wording(text, studio.lexicon).gaps], marks


@pytest.mark.parametrize("text", ["Xanh / sạch", "Mừng_Đảng mừng Xuân", "a  b", "an ninh ~ trật tự"])
def test_marks_that_cannot_be_told_from_the_text_are_not_proposed(text: str) -> None:
    assert propose_marks(text, LEXICON) == ""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.sampled_from("abĐ1I-–(“”),.!?/ểộ"), min_size=1, max_size=6), min_size=1, max_size=12))
def test_any_text_has_its_gaps(words: list[str]) -> None:
    wording = propose_wording(" ".join(words), LEXICON)
    marks = propose_marks(wording.text, LEXICON)
    assert wording.text == " ".join(words) and (not marks or parse_marks(marks)[0] == wording.words)


# -- the tagger -------------------------------------------------------------------------------------


def test_words_are_laid_over_the_syllables_letter_by_letter() -> None:
    pieces = ("Hội", "đồng", "-", "nhân", "dân,")
    tokens = [("hội đồng", "N"), ("-", "CH"), ("nhân dân", "N"), (",", "CH")]
    laid = lay_over(pieces, tokens)
    assert laid == (Tagged(0, "N"), Tagged(0, "N"), Tagged(None, "CH"), Tagged(2, "N"), Tagged(2, "N"))


def test_a_tagger_that_loses_letters_is_not_believed() -> None:
    assert lay_over(("nông", "thôn", "mới"), [("nông thôn", "N")]) is None


@pytest.mark.parametrize("text", ["Hoà bình, hoá giải", "UỶ BAN NHÂN DÂN", "Tuổi trẻ 4.0", "…", "Đảng"])
def test_every_piece_of_a_text_is_tagged(text: str) -> None:
    tags = tag_syllables(text)
    assert tags is None or len(tags) == len(text.split(" "))
    assert text == "…" or tags is not None
