"""Words: one letter away from known phrases, a word left out of a formula, what is no syllable; and what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.proofreading import ProofReader
from renderer.proofreading.known.phrases import KnownPhrases
from renderer.proofreading.words import fold_words, is_one_letter_apart, spell
from renderer.studio import Studio
from renderer.text import TextFinding
from renderer.workspace import Workspace
from tests.helpers.command import Codong
from tests.helpers.workspaces import ROOT


def only(reader: ProofReader, text: str) -> TextFinding:
    [finding] = reader.read(text).findings
    return finding


ONE_LETTER = {
    "a letter added": ("lồng ghép truyên truyền", "tuyên truyền"),
    "a letter changed": ("xã hội chủ nghĩa Việt Vam", "Việt Nam"),
    "a letter missing": ("phát huy sức mạnh đại đoàn kế dân tộc", "đoàn kết"),
    "two letters swapped": ("bảo vệ môi trưòng, tăng cưòng tuyên tryuền", "tuyên truyền"),
    "in capitals": ("CHUYỂN ĐỔI SÓ QUỐC GIA", "CHUYỂN ĐỔI SỐ"),
    "at the end": ("tư tưởng Hồ Chí Mih", "tư tưởng Hồ Chí Minh"),
}


@pytest.mark.parametrize(("text", "right"), ONE_LETTER.values(), ids=ONE_LETTER.keys())
def test_a_known_phrase_one_letter_away(reader: ProofReader, text: str, right: str) -> None:
    found = [f for f in reader.read(text).findings if f.kind == "near-phrase"]
    assert any(f.suggestion is not None and right in f.suggestion for f in found), found


LACKING = {
    "Đảng Cộng sản Nam quang vinh": "Đảng Cộng sản Việt Nam",
    "Nhiệt liệt chào Đại hội đảng bộ": "Nhiệt liệt chào mừng Đại hội",
    "học tập theo tư tưởng Chí Minh": "tư tưởng Hồ Chí Minh",
    "Cộng hòa xã chủ nghĩa Việt Nam": "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Chào mừng thành Đại hội Đảng bộ tỉnh": "Chào mừng thành công Đại hội",
    "ĐẢNG CỘNG SẢN NAM": "ĐẢNG CỘNG SẢN VIỆT NAM",
}
WITHOUT_AND = {
    "Toàn dân xây dựng bảo vệ Tổ quốc": "xây dựng và bảo vệ",
    "Học tập làm theo tư tưởng, đạo đức": "Học tập và làm theo tư tưởng",
    "PHÁT HUY Ý CHÍ SỨC MẠNH": "Ý CHÍ VÀ SỨC MẠNH",
}


@pytest.mark.parametrize(("text", "whole"), LACKING.items(), ids=LACKING.keys())
def test_a_formula_that_lacks_a_word(reader: ProofReader, text: str, whole: str) -> None:
    found = [f for f in reader.read(text).findings if f.kind == "near-phrase"]
    assert [f.suggestion for f in found] == [whole] and "lacks a word" in found[0].message
    assert found[0].severity == "error"


@pytest.mark.parametrize(("text", "whole"), WITHOUT_AND.items(), ids=WITHOUT_AND.keys())
def test_a_missing_and_is_a_warning_for_a_comma_may_stand_for_it(reader: ProofReader, text: str, whole: str) -> None:
    [found] = [f for f in reader.read(text).findings if f.kind == "near-phrase"]
    assert (found.suggestion, found.severity) == (whole, "warning") and "lacks a word" in found.message
    for joined in (whole, ", ".join(whole.split(" và "))):
        assert [f for f in reader.read(joined).findings if f.kind == "near-phrase"] == []


@pytest.mark.parametrize(
    "text",
    [
        "bài học kinh nghiệm",
        "khơi dậy mạnh mẽ",
        "thời kỳ quá độ lên chủ nghĩa xã hội",
        "phương pháp luận",
        "Nông Đức Mạnh",
        "Nguyễn Văn Linh",
        "cộng đồng làng xã",
        "Hội đồng Dân tộc",
        "lí tưởng",
        "Quốc hội là cơ quan quyền lực",
        "trung tâm",
        "hành vi vi phạm",
        "hướng dẫn cụ thể thể thức trình bày",
        "bộ mã các ký tự chữ Việt",
        "trở thành thành viên",
        "quy định chung chung",
        "đại hội đảng các cấp",
        "nhân dân nước ta",
        "động viên",
        "thực hiện thắng lợi mục tiêu",
        "tuyên truyền pháp luật thông qua hội thi",
    ],
)
def test_what_only_resembles_a_phrase_is_right(reader: ProofReader, text: str) -> None:
    assert reader.read(text).findings == ()


NO_SYLLABLES = {
    "giữ gìn đứcc hạnh": ("đứcc", "error"),
    "nhieetj liệt": ("nhieetj", "error"),
    "CHÀO MỪNG NGÀY HỌIIB": ("HỌIIB", "warning"),
    "phường Côlômbia": ("Côlômbia", "warning"),
}


@pytest.mark.parametrize(("text", "word"), NO_SYLLABLES.items(), ids=NO_SYLLABLES.keys())
def test_what_is_no_syllable(reader: ProofReader, text: str, word: tuple[str, str]) -> None:
    [finding] = [f for f in reader.read(text).findings if f.kind == "no-syllable"]
    assert word[0] in finding.message and finding.severity == word[1]
    assert finding.column == text.index(word[0]) + 1


def test_the_keys_of_telex_are_read(reader: ProofReader) -> None:
    assert only(reader, "Ngày hooij").suggestion == "hội"


def test_a_word_one_letter_from_one_known_word_is_offered(reader: ProofReader) -> None:
    finding = only(reader, "cùng nhau vưon lên")
    assert (finding.kind, finding.suggestion) == ("no-syllable", "vươn")


@pytest.mark.parametrize(
    "text",
    [
        "UBND, HĐND và MTTQ tỉnh Đắk Lắk",
        "màn hình Led, pano, internet",
        "chủ nghĩa Mác - Lênin",
        "Krông Pắc và Pleiku",
        "KOLs",
        "ĐẢNG ỦY UBND TỈNH",
        "433-CV/BTGDVTU",
        "P10 và 3x2m",
        "liên hệ vanphong@laichau.gov.vn hoặc www.sonla.gov.vn/tin-tuc",
        "phiên họp thứ iii, tr. 12",
        "William Jefferson",
        "1536x768px",
        "Quyết định số 99/QĐ-TTg",
    ],
)
def test_names_loans_abbreviations_and_addresses_are_no_slips(reader: ProofReader, text: str) -> None:
    assert reader.read(text).findings == ()


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("tuyên", "truyên", True),
        ("nam", "vam", True),
        ("trường", "trưòng", True),
        ("mừng", "mưng", True),
        ("mạnh", "mạnh", False),
        ("tuyên", "truyen", False),
        ("hội", "hộii", True),
        ("bô", "bôố", True),
        ("hoạt", "hạot", True),
    ],
)
def test_one_letter_apart(one: str, other: str, apart: bool) -> None:
    assert is_one_letter_apart(*fold_words(f"{one} {other}")) is apart


@given(st.text(alphabet="ăâđêôơưaeghimntuyộềắừổHÒÀ", min_size=1, max_size=8))
def test_a_folded_word_can_be_spelled_again(word: str) -> None:
    for key in fold_words(word):
        assert fold_words(spell(key)) == [key] or not key.isalpha()


def test_a_faulty_table_names_its_field(codong: Codong, own_workspace: Path) -> None:
    path = own_workspace / "assets/proofreading.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("loans = [", "lones = ["), encoding="utf-8")
    ran = codong("check", "Đại hội", workspace=own_workspace)
    assert ran.code == 3 and "assets/proofreading.toml" in ran.err and "allowed" in ran.err


def test_everything_listed_as_right_reads_clean(studio: Studio, reader: ProofReader) -> None:
    """The tables do not contradict each other: no known phrase is an alarm for another one."""
    from renderer.proofreading import PhraseFile
    from renderer.workspace import parse_toml

    where = "assets/proofreading.toml"
    file = parse_toml(Workspace(ROOT).read(where), where, PhraseFile)
    alarms = {
        text: [str(f) for f in reader.read(text).findings if f.kind != "near-issued"]
        for text in (*file.phrases, *file.formulas, *file.pairs, *file.also_right, *file.everyday)
    }
    assert {text: found for text, found in alarms.items() if found} == {}


def test_a_missing_word_is_offered_in_small_letters_where_a_known_text_has_them() -> None:
    """Whichever text comes first: a set has another order in every process."""
    shouted = "nhiệt liệt CHÀO MỪNG ĐẠI HỘI"
    texts = [f"{shouted} {n}" for n in "MỘT HAI BA BỐN NĂM".split()] + ["nhiệt liệt chào mừng đại hội lớn"]
    known = KnownPhrases.of(["đại hội"]).with_texts(texts)
    assert known.formulas[tuple(fold_words("nhiệt liệt mừng đại"))] == ("nhiệt", "liệt", "chào", "mừng", "đại")
