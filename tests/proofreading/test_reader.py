"""The proof-reader: slips that leave correct syllables, years that do not add up, texts that are almost issued."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.catalogue import Status
from renderer.proofreading import ProofReader, strip_marks
from renderer.proofreading.rules.tones import tone_style_of
from renderer.studio import Studio
from renderer.text import WORD
from tests.helpers.command import Codong
from tests.helpers.proofreading import Find
from tests.helpers.workspaces import ROOT

LETTERS = sorted((ROOT / "tests/text/letters").glob("*.txt"))


def kinds(reader: ProofReader, text: str) -> list[str]:
    return [f.kind for f in reader.read(text).findings]


# -- real life ------------------------------------------------------------------------------------


def test_real_life_137_years_that_are_136(reader: ProofReader) -> None:
    findings = reader.read("137 năm Ngày Quốc tế Lao động (01/5/1886 - 01/5/2022)").findings
    assert [f.kind for f in findings] == ["anniversary"]
    assert "2022 - 1886 = 136" in findings[0].message and findings[0].suggestion == "136 năm"


# -- phrases --------------------------------------------------------------------------------------

SLIPS = {
    "thi đưa yêu nước": "thi đua yêu nước",
    "tự chính đôn": "tự chỉnh đốn",
    "Đại hội đại biếu toàn quốc": "Đại hội đại biểu toàn quốc",
    "Đảng Cộng san Việt Nam": "Đảng Cộng sản Việt Nam",
    "HỘI ĐÔNG NHÂN DÂN": "HỘI ĐỒNG NHÂN DÂN",
}


@pytest.mark.parametrize(("wrong", "right"), SLIPS.items())
def test_a_known_phrase_under_other_marks(reader: ProofReader, wrong: str, right: str) -> None:
    findings = [f for f in reader.read(f"Nhân dân {wrong} ta").findings if f.kind == "near-phrase"]
    assert findings and findings[0].suggestion is not None
    assert findings[0].suggestion.lower() in right.lower() or right.lower() in findings[0].suggestion.lower()


@pytest.mark.parametrize(
    "text",
    [
        "đời đời nhớ ơn",
        "người người thi đua",
        "ngày ngày",
        "truyền thông",
        "truyền thống cách mạng",
        "Đảng ủy Ủy ban nhân dân",
        "hòa bình",
        "hoà bình",
        "Toàn dân, toàn quân",
        "Quý I năm 2026",
    ],
)
def test_what_is_right_raises_nothing(reader: ProofReader, text: str) -> None:
    assert kinds(reader, text) == []


def test_a_word_written_twice(reader: ProofReader) -> None:
    [finding] = reader.read("chào mừng mừng Đại hội").findings
    assert (finding.kind, finding.severity, finding.column) == ("doubled-word", "warning", 11)


def test_two_ways_of_placing_tones(reader: ProofReader) -> None:
    assert kinds(reader, "văn hóa và hoà bình") == ["mixed-tones"]
    assert [tone_style_of(w) for w in ("hòa", "hoà", "thủy", "thuỷ", "quý", "qúy", "hoàn", "toán", "khỏe", "Tỏa")] == [
        "old",
        "new",
        "old",
        "new",
        "",
        "",
        "",
        "",
        "old",
        "old",
    ]
    assert strip_marks("Đảng Ủy") == "dang uy"


# -- dates ----------------------------------------------------------------------------------------

DATES = {
    "31/02/2026": ("impossible-date", None),
    "02/13/2026": ("impossible-date", "13/02/2026"),
    "30/2": ("impossible-date", None),
    "96 năm Ngày thành lập Đảng (03/02/1930 - 03/02/2025)": ("anniversary", "95 năm"),
    "96 năm Ngày thành lập Đảng (03/02/1930 - 04/02/2026)": ("anniversary", None),
    "Quốc hội khóa XVI, nhiệm kỳ 2025 - 2030": ("term", "2026 - 2031"),
    "Hội đồng nhân dân các cấp nhiệm kỳ 2025 - 2030": ("term", None),
    "đại hội đảng bộ các cấp nhiệm kỳ 2026 - 2031": ("term", None),
    "nhiệm kỳ 2026 - 2030": ("term", None),
    "Thứ Hai, ngày 15/03/2026": ("weekday", "chủ nhật"),
    "Quốc hội khoá XV nhiệm kỳ 2026 - 2031": ("term", "2021 - 2026"),
    "nhiệm kì 2025 - 2031": ("term", None),
    "nhiệm kỳ (2025 - 2031)": ("term", None),
    "Nhiệm kỳ: 2025 - 2031": ("term", None),
    "Thứ Hai ngày 15 tháng 3 năm 2026": ("weekday", "chủ nhật"),
    "thứ 3, ngày 15/3/2026": ("weekday", "chủ nhật"),
    "Kỷ niệm lần thứ 95 Ngày thành lập Đảng (03/02/1930 - 03/02/2026)": ("anniversary", "lần thứ 96"),
    "03/02/1930 - 03/02/2026: 95 năm Ngày thành lập Đảng": ("anniversary", "96 năm"),
    "Tháng 13/2026": ("impossible-date", None),
    "ngày 31 tháng 4 năm 2026": ("impossible-date", None),
}


@pytest.mark.parametrize(("text", "wanted"), DATES.items(), ids=DATES.keys())
def test_years_and_days_that_do_not_fit(find: Find, text: str, wanted: tuple[str, str | None]) -> None:
    [finding] = find("dates counts weekdays", text)
    assert (finding.kind, finding.suggestion) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "96 năm Ngày thành lập Đảng (03/02/1930 - 03/02/2026)",
        "Quốc hội khóa XVI và Hội đồng nhân dân nhiệm kỳ 2026 - 2031",
        "Quốc hội khóa XV nhiệm kỳ 2021-2026",
        "đại hội đảng bộ các cấp nhiệm kỳ 2025 - 2030",
        "Chủ nhật, ngày 15/03/2026",
        "số 805/KH-SVHTTDL",
        "20 - 23/01/2026",
        "05/3/2026",
        "29/02/2024",
        "18-NQ/TW ngày 25/10/2017",
        "Chủ nhật ngày 15 tháng 3 năm 2026",
        "phiên họp thứ 3, ngày 15/3/2026",
        "kỳ họp thứ ba, ngày 15/3/2026",
        "03/02/1930 - 03/02/2026: 96 năm Ngày thành lập Đảng",
        "Đại hội lần thứ 13 (25/01/2021 - 01/02/2021)",
        "Kỷ niệm 134 năm (19/5/1890 - 19/5/2024), 55 năm thực hiện Di chúc (02/9/1969 - 02/9/2024)",
    ],
)
def test_good_dates_raise_nothing(find: Find, text: str) -> None:
    assert find("dates counts weekdays", text) == []


@given(st.text(alphabet="0123456789/-. năm()thứhaingày", max_size=60))
def test_no_text_breaks_the_dates(find: Find, text: str) -> None:
    find("dates counts weekdays", text)


# -- measured -------------------------------------------------------------------------------------


def test_every_issued_text_of_the_catalogue_reads_clean(reader: ProofReader, studio: Studio) -> None:
    alarms = {s.id: kinds(reader, s.text) for s in studio.catalogue.slogans if s.status is Status.ISSUED}
    assert {key: found for key, found in alarms.items() if found} == {}


def test_the_four_letters(reader: ProofReader) -> None:
    """Known slips are found, others too, and there are fewer than three findings in a thousand words."""
    words, found = 0, []
    for path in LETTERS:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        words += len(WORD.findall(text))
        found += [(f.kind, f.suggestion) for f in reader.read(text).findings]
    suggestions = " ".join(str(s) for k, s in found if k == "near-phrase")
    assert "thi đua" in suggestions and "tự chỉnh đốn" in suggestions
    assert [k for k, _ in found].count("doubled-word") == 2  # "trên trên", "các các"
    assert [s for k, s in found if k == "near-phrase"] == [
        "tự chỉnh đốn",
        "phong trào thi đua",
        "chào mừng thành công Đại hội",
        "tuyên truyền",
        "tập thể",
    ]
    assert [k for k, _ in found].count("event-name") == 1  # "lần thứ XIV của đảng"
    assert [k for k, _ in found].count("spaced-sign") == 1  # "… ." in a list
    assert [k for k, _ in found].count("mixed-capitals") == 4 and len(found) == 17
    assert {k for k, _ in found}.isdisjoint({"near-issued", "no-syllable"})
    assert 1000 * len(found) / words < 3


def test_the_command_reads_proof(codong: Codong, tmp_path: Path) -> None:
    path = tmp_path / "ban-thao.txt"
    path.write_text("Đẩy mạnh phong trào thi đưa yêu nước\nNhiệm kỳ 2025 - 2029\n", encoding="utf-8")
    ran = codong("check", path, "--json")
    said = json.loads(ran.out)
    assert ran.code == 4
    assert [(f["kind"], f["line"]) for f in said["findings"]] == [("near-phrase", 1), ("term", 2)]
    assert codong("check", "Đảng Cộng sản Việt Nam quang vinh muôn năm!").code == 0


def test_a_faulty_phrase_file_is_named(codong: Codong, own_workspace: Path) -> None:
    (own_workspace / "assets/proofreading.toml").write_text("phrases = 5\n", encoding="utf-8")
    ran = codong("check", "Đại hội", workspace=own_workspace)
    assert ran.code == 3 and "assets/proofreading.toml" in ran.err
