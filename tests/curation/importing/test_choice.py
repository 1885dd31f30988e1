"""What is a slogan and what is not: nothing is cut off, passed over or taken in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from renderer.curation.importing.choice import Chosen
from renderer.curation.importing.read import read_list
from renderer.studio import Studio

FIVE = [f"Câu thứ {n} của danh mục này!" for n in ("nhất", "hai", "ba", "tư", "năm")]
BEGINNINGS = [
    "30.4 non sông liền một dải!",
    "P. Vạn Xuân quyết tâm thi đua!",
    "Q. Ba Đình chào mừng ngày hội!",
    "5. không – 3 sạch, cả nhà cùng vui!",
    "19.5 - Ngày sinh của Bác!",
    "V. I. Lênin sống mãi trong lòng chúng ta!",
    "2.9 - Ngày Tết Độc lập!",
]


def txt(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def column(path: Path, rows: list[list[Any]], *, numbered: bool = True) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["STT", "Khẩu hiệu"] if numbered else ["Khẩu hiệu"])
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def paragraphs(path: Path, lines: list[tuple[str, str]]) -> Path:
    document = docx.Document()
    for style, text in lines:
        document.add_paragraph(text, style=style or None)
    document.save(str(path))
    return path


def taken(path: Path) -> list[str]:
    return [c.text for c in read_list(path).slogans]


def doubts(path: Path) -> list[Chosen]:
    return [c for c in read_list(path).chosen if c.doubt]


# -- nothing is cut off ---------------------------------------------------------------------------


def test_a_column_is_taken_as_it_stands(tmp_path: Path) -> None:
    path = column(tmp_path / "a.xlsx", [[n, text] for n, text in enumerate(BEGINNINGS, 1)])
    assert taken(path) == BEGINNINGS and not doubts(path)


def test_words_own_numbers_leave_the_text_as_it_stands(tmp_path: Path) -> None:
    path = paragraphs(tmp_path / "a.docx", [("List Number", text) for text in BEGINNINGS])
    assert taken(path) == BEGINNINGS and not doubts(path)


def test_a_typed_number_is_taken_off_once(tmp_path: Path) -> None:
    path = txt(tmp_path / "a.txt", *(f"{n}. {text}" for n, text in enumerate(BEGINNINGS, 1)))
    assert taken(path) == BEGINNINGS and not doubts(path)
    assert [c.written for c in read_list(path).slogans] == [f"{n}." for n in range(1, 8)]


def test_lines_without_numbers_keep_their_beginnings(tmp_path: Path) -> None:
    plain = [text for text in BEGINNINGS if not text.startswith("5.")]
    path = txt(tmp_path / "a.txt", *FIVE[:2], *plain)
    assert taken(path) == [*FIVE[:2], *plain] and not doubts(path)


@pytest.mark.parametrize("stray", ["5. không – 3 sạch!", "- Toàn dân thi đua!", "b) Toàn dân thi đua!"])
def test_a_mark_that_no_line_goes_on_is_a_fault(tmp_path: Path, stray: str) -> None:
    path = txt(tmp_path / "a.txt", *FIVE, stray)
    assert taken(path) == [*FIVE, stray]
    assert [(c.passage.where, "which no other line goes on" in c.doubt) for c in doubts(path)] == [("line 6", True)]


def test_letters_count_from_a(tmp_path: Path) -> None:
    assert taken(txt(tmp_path / "a.txt", *(f"{c}) {t}" for c, t in zip("abcdđ", FIVE, strict=True)))) == FIVE
    assert taken(txt(tmp_path / "b.txt", *BEGINNINGS[1:3])) == BEGINNINGS[1:3]


def test_numbers_typed_into_a_column_are_a_fault(tmp_path: Path) -> None:
    path = column(tmp_path / "a.xlsx", [[f"{n}. {text}"] for n, text in enumerate(FIVE, 1)], numbered=False)
    assert len(doubts(path)) == 5 and "is it text?" in doubts(path)[0].doubt


# -- headings and what is none --------------------------------------------------------------------


def test_headings_of_a_list_in_parts(tmp_path: Path) -> None:
    path = txt(
        tmp_path / "a.txt",
        "DANH MỤC KHẨU HIỆU",
        "1. Chào mừng Ngày hội Đại đoàn kết",
        f"1.1. {FIVE[0]}",
        f"1.2. {FIVE[1]}",
        "2. Chào mừng Quốc khánh",
        f"2.1. {FIVE[2]}",
    )
    assert taken(path) == FIVE[:3] and not doubts(path)
    plain = txt(tmp_path / "b.txt", "1. Chào mừng Ngày hội Đại đoàn kết", f"1. {FIVE[0]}", f"2. {FIVE[1]}")
    assert taken(plain) == FIVE[:2]


def test_a_number_among_headings_is_a_fault(tmp_path: Path) -> None:
    path = txt(
        tmp_path / "a.txt", "KHẨU HIỆU", "1. Chào mừng Ngày hội", f"1.1. {FIVE[0]}", f"1.2. {FIVE[1]}", "2. Quốc khánh"
    )
    assert [c.text for c in doubts(path)] == ["Quốc khánh"]


@pytest.mark.parametrize(
    "title", ["III. Các đơn vị thực hiện", "II. Việc khác của phường", "TỔ CHỨC THỰC HIỆN", "Phân công trách nhiệm:"]
)
def test_a_section_after_the_slogans_holds_none(tmp_path: Path, title: str) -> None:
    orders = ["1. Trạm Y tế phường", "2. Trường THCS", "- Phòng Văn hóa chủ trì", "- Công an phường phối hợp"]
    path = txt(
        tmp_path / "a.txt", "KHẨU HIỆU TUYÊN TRUYỀN", *(f"{n}. {t}" for n, t in enumerate(FIVE, 1)), title, *orders
    )
    assert taken(path) == FIVE and not doubts(path)


def test_a_call_in_another_section_is_a_fault(tmp_path: Path) -> None:
    path = txt(tmp_path / "a.txt", "KHẨU HIỆU", f"1. {FIVE[0]}", "II. Việc khác", f"1. {FIVE[1]}")
    assert taken(path) == FIVE[:1] and [c.text for c in doubts(path)] == [FIVE[1]]


def test_the_frame_of_a_bare_list_is_no_slogan(tmp_path: Path) -> None:
    path = txt(tmp_path / "a.txt", "V/v treo khẩu hiệu", *FIVE, "CHỦ TỊCH", "Nguyễn Văn A")
    assert taken(path) == FIVE
    signed = txt(
        tmp_path / "b.txt", "KHẨU HIỆU", *FIVE, "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "Q. CHỦ TỊCH", "Nguyễn Văn A"
    )
    assert taken(signed) == FIVE


def test_who_signs_a_table_is_no_slogan(tmp_path: Path) -> None:
    rows = [[n, text] for n, text in enumerate(FIVE, 1)]
    path = column(tmp_path / "a.xlsx", [*rows, [None, "Người lập biểu"], [None, "Nguyễn Văn A"]])
    assert taken(path) == FIVE and not doubts(path)
    lacking = column(tmp_path / "b.xlsx", [*rows, [None, "Toàn dân thi đua!"]])
    assert "has no number" in doubts(lacking)[0].doubt
    below = column(tmp_path / "c.xlsx", [[FIVE[0]], ["Người lập biểu"], ["Nguyễn Văn A"], [FIVE[1]]], numbered=False)
    assert [c.text for c in doubts(below)] == [FIVE[1]]


# -- nothing is lost ------------------------------------------------------------------------------


def test_an_item_that_reads_like_running_text_is_a_fault(tmp_path: Path) -> None:
    path = txt(tmp_path / "a.txt", "1. Một lòng theo Đảng;", "2. Hai giỏi việc nước;", "3. Ba sẵn sàng.")
    assert taken(path) == ["Ba sẵn sàng."] and [c.mark.number for c in doubts(path) if c.mark] == [1, 2]
    spread = txt(tmp_path / "b.txt", f"1. {FIVE[0]}", "2. Đã nói. Thì làm, đã bàn. Thì thông", f"3. {FIVE[1]}")
    assert [c.mark.number for c in doubts(spread) if c.mark] == [2]


def test_a_number_after_a_gap_is_a_fault(tmp_path: Path) -> None:
    path = txt(tmp_path / "a.txt", f"1. {FIVE[0]}", f"2. {FIVE[1]}", "5. Toàn dân thi đua")
    assert [c.passage.where for c in doubts(path)] == ["line 3"]


def test_a_call_without_a_number_among_numbered_ones_is_a_fault(tmp_path: Path) -> None:
    path = txt(tmp_path / "a.txt", f"- {FIVE[0]}", f"- {FIVE[1]}", FIVE[2])
    assert taken(path) == FIVE[:2] and [c.text for c in doubts(path)] == [FIVE[2]]


def test_short_sentences_make_a_slogan(tmp_path: Path) -> None:
    lines = ["Tự do. Độc lập. Hạnh phúc!", FIVE[0]]
    assert taken(txt(tmp_path / "a.txt", *(f"{n}. {t}" for n, t in enumerate(lines, 1)))) == lines


def test_a_day_in_a_slogan_is_no_date_of_the_paper(tmp_path: Path) -> None:
    lines = ["Cử tri cả nước hãy đi bỏ phiếu, ngày 15/3/2026!", "Cử tri cả nước hãy đi bỏ phiếu, ngày 15/3/2026"]
    for made in (
        paragraphs(tmp_path / "a.docx", [("List Number", text) for text in lines]),
        txt(tmp_path / "a.txt", *lines),
    ):
        read = read_list(made)
        assert [c.text for c in read.slogans] == lines and read.letterhead.issued_on is None


@pytest.mark.parametrize(
    "title", [["Phụ lục", "Một số khẩu hiệu tuyên truyền"], ["Phụ lục", "Đề nghị treo các khẩu hiệu sau:"]]
)
def test_an_annex_below_the_letter(tmp_path: Path, title: list[str]) -> None:
    letter = [
        "Kính gửi: Các phường, xã",
        "Đề nghị các đơn vị tuyên truyền.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu VT.",
        "CHỦ TỊCH",
    ]
    path = txt(tmp_path / "a.txt", *letter, *title, *(f"{n}. {t}" for n, t in enumerate(FIVE, 1)))
    assert taken(path) == FIVE and not doubts(path)


def test_the_last_of_a_list_before_another_is_no_heading_in_silence(tmp_path: Path) -> None:
    path = txt(tmp_path / "a.txt", "1. Một lòng", "2. Hai giỏi", "3. Ba sẵn sàng", "1. Bốn tốt", "2. Năm xung phong")
    assert [c.text for c in doubts(path)] == ["Ba sẵn sàng"]


def test_remarks_below_a_slogan_are_a_fault(tmp_path: Path) -> None:
    path = txt(tmp_path / "a.txt", f"1. {FIVE[0]}", f"2. {FIVE[1]}", "- Treo tại trụ sở", "- Treo trên đường")
    assert [c.text for c in doubts(path)] == ["Treo tại trụ sở", "Treo trên đường"]


def test_calls_below_a_signature_or_counted_in_roman_are_faults(tmp_path: Path) -> None:
    bare = txt(tmp_path / "a.txt", *FIVE[:2], "CHỦ TỊCH", FIVE[2])
    assert [c.text for c in doubts(bare)] == [FIVE[2]]
    roman = txt(tmp_path / "b.txt", f"1. {FIVE[0]}", f"2. {FIVE[1]}", f"II. {FIVE[2]}")
    assert [c.text for c in doubts(roman)] == [FIVE[2]]


def test_words_of_signatures_in_slogans_and_thanks_in_letters(tmp_path: Path) -> None:
    lines = ["Ký tên ủng hộ phòng, chống ma túy!", "Đại diện cho ý chí của nhân dân", "Độc lập - Tự do - Hạnh phúc"]
    assert taken(txt(tmp_path / "a.txt", *lines[:2])) == lines[:2]
    assert taken(column(tmp_path / "a.xlsx", [[text] for text in lines], numbered=False)) == lines
    letter = [
        "Kính gửi: Các phường",
        "Đề nghị treo các khẩu hiệu sau:",
        f"1. {FIVE[0]}",
        f"2. {FIVE[1]}",
        "Trân trọng cảm ơn!",
    ]
    path = txt(tmp_path / "b.txt", *letter)
    assert taken(path) == FIVE[:2] and not doubts(path)


@pytest.mark.parametrize("form", ["{n}. {t}", "{n}) {t}", "{n}/ {t}", "- {t}", "• {t}", "Khẩu hiệu {n}: {t}", "{t}"])
def test_measured_no_text_of_the_catalogue_is_doubted(tmp_path: Path, studio: Studio, form: str) -> None:
    texts = [s.text for s in studio.catalogue.slogans]
    path = txt(tmp_path / "a.txt", *(form.format(n=n, t=t) for n, t in enumerate(texts, 1)))
    assert taken(path) == texts and not doubts(path)


def test_measured_in_a_column_and_with_words_numbers(tmp_path: Path, studio: Studio) -> None:
    texts = [s.text for s in studio.catalogue.slogans]
    for path in (
        column(tmp_path / "a.xlsx", [[n, t] for n, t in enumerate(texts, 1)]),
        column(tmp_path / "b.xlsx", [[t] for t in texts], numbered=False),
        paragraphs(tmp_path / "a.docx", [("List Number", t) for t in texts]),
        paragraphs(tmp_path / "b.docx", [("List Bullet", t) for t in texts]),
    ):
        assert taken(path) == texts and not doubts(path)


def test_a_line_that_begins_with_a_number_is_not_passed_over(tmp_path: Path) -> None:
    path = txt(tmp_path / "a.txt", f"1. {FIVE[0]}", f"2. {FIVE[1]}", "3- 96 năm Ngày thành lập Đảng", f"4. {FIVE[3]}")
    assert [c.passage.where for c in doubts(path)] == ["line 3", "line 4"]
