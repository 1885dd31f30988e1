"""Signs that stand alone, pairs that are parts of longer words, and how a check ends."""

from __future__ import annotations

import pytest

from tests.helpers.command import Codong
from tests.helpers.proofreading import Find

LONELY = {
    "xây dựng “nếp sống văn minh": "“",
    "xây dựng nếp sống” văn minh": "”",
    "“Tự chủ, “tự cường”": "“",
    "Ngày Quốc khánh (02/9": "(",
    'phong trào "Toàn dân đoàn kết': '"',
    "đón nhận «danh hiệu": "«",
}


@pytest.mark.parametrize(("text", "sign"), LONELY.items())
def test_a_sign_without_its_other_half_is_told(find: Find, text: str, sign: str) -> None:
    [finding] = find("signs", text)
    assert (finding.kind, finding.severity) == ("lonely-sign", "warning")
    assert text[finding.column - 1] == sign


@pytest.mark.parametrize("text", ["muôn năm !", "Dân chủ , kỷ cương", "vì sao ?"])
def test_a_space_before_a_closing_sign_is_told(find: Find, text: str) -> None:
    assert [finding.kind for finding in find("signs", text)] == ["spaced-sign"]


@pytest.mark.parametrize(
    "text",
    [
        "phong trào “Toàn dân đoàn kết” (2025)",
        "a) mở đầu\n1) hai",
        "Dân chủ - kỷ cương!",
        "số 5 .vn",
        '"tự chủ", "tự tin"',
    ],
)
def test_whole_signs_raise_nothing(find: Find, text: str) -> None:
    assert find("signs", text) == []


def test_a_pair_that_parts_two_longer_words_is_no_slip(find: Find) -> None:
    """tổng đài | điện thoại is no đại diện; of one longer word it is doubted, and stands against nothing."""
    assert find("slips", "Tổng đài điện thoại của phường") == []
    [doubted] = find("slips", "cử hai luật sư đứng ra bảo vệ quyền lợi")
    assert (doubted.kind, doubted.severity) == ("near-phrase", "warning")
    [slip] = find("slips", "phong trào thi đưa yêu nước")
    assert slip.severity == "error"


def test_what_is_doubled_on_purpose_is_no_slip(find: Find) -> None:
    assert find("doubled-words", "Người người thi đua, ngành ngành thi đua") == []


def test_warnings_alone_end_a_check_well(codong: Codong) -> None:
    ran = codong("check", "Đảng Cộng sản Việt Nam quang vinh muôn năm !")
    assert ran.code == 0 and "spaced-sign" in ran.out
    assert codong("check", "Đảng Cộng sản Việt Nam quang vinh muôn năm !", "--strict").code == 4
    assert codong("check", "phong trào thi đưa yêu nước").code == 4


def test_a_long_text_is_no_name_of_a_file(codong: Codong) -> None:
    assert codong("check", "Đảng Cộng sản Việt Nam quang vinh muôn năm! " * 9).code in (0, 4)
