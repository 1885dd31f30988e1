"""Spreadsheets as lists of slogans: the column that is called so, or every cell where none is."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.curation.importing.spreadsheet import NO_TEXT, read_spreadsheet
from renderer.values.errors import DataError
from tests.helpers.books import make_book


def test_the_column_of_slogans_is_read_and_what_stands_in_none(tmp_path: Path) -> None:
    path = make_book(
        tmp_path / "a.xlsx",
        ["Kèm theo Công văn số 1"],
        ["STT", "Khẩu hiệu", "Mã", "Ghi chú"],
        [1, "Một câu!", "kh-01", "riêng"],
        ["2.", "Hai câu!", None, None, "lạc"],
        [3, 80, "KH 03"],
    )
    listing = read_spreadsheet(path)
    assert [(p.where, p.raw, p.column) for p in listing.passages] == [
        ("Sheet row 1, A1", "Kèm theo Công văn số 1", False),
        ("Sheet row 3, B3", "Một câu!", True),
        ("Sheet row 4, E4", "lạc", False),
        ("Sheet row 4, B4", "Hai câu!", True),
        ("Sheet row 5, B5", "80", True),
    ]
    slogans = [p for p in listing.passages if p.column]
    assert [p.mark.number for p in slogans if p.mark] == [1, 2, 3] and slogans[0].entry_id == "kh-01"
    assert [p.fault.code if p.fault else "" for p in slogans] == ["", "", NO_TEXT]
    assert listing.remarks == ("the column 'Ghi chú' is passed over",)
    every = read_spreadsheet(path, whole=True)
    assert len(every.passages) == 15 and not any(p.column for p in every.passages) and every.remarks == ()


def test_where_no_column_is_called_so_every_cell_is_read(tmp_path: Path) -> None:
    path = make_book(tmp_path / "a.xlsx", ["Diễn giải"], ["Một câu!"])
    listing = read_spreadsheet(path)
    assert [p.raw for p in listing.passages] == ["Diễn giải", "Một câu!"]
    assert listing.remarks == ("no column is called 'Khẩu hiệu' or 'Nội dung': every cell is read",)


def test_two_columns_of_slogans_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="'Câu khẩu hiệu' names the column of slogans a second time") as fault:
        read_spreadsheet(make_book(tmp_path / "a.xlsx", ["Khẩu hiệu", "Câu khẩu hiệu"]))
    assert fault.value.where == "a.xlsx: Sheet row 1"


@pytest.mark.parametrize("head", ["Số;Khẩu hiệu", "Mã;Tên khẩu hiệu", "STT;Nội dung câu", "Câu khẩu hiệu;Nguồn"])
def test_a_comma_in_a_text_does_not_part_a_list_with_semicolons(tmp_path: Path, head: str) -> None:
    """The names that a list of slogans has tell its separator, and not those of a job alone."""
    text = "Đoàn kết, kỷ cương, dân chủ, trí tuệ, phát triển!"
    row = f"{text};b" if head.endswith("Nguồn") else f"1;{text}"
    (tmp_path / "a.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    assert [p.raw for p in read_spreadsheet(tmp_path / "a.csv").passages] == [text]


def test_a_text_that_holds_the_separator_is_torn(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("STT;Khẩu hiệu\n1;Một; hai!\n", encoding="utf-8")
    (slogan,) = (p for p in read_spreadsheet(tmp_path / "a.csv").passages if p.column)
    assert slogan.fault is not None and slogan.fault.code == "torn-row"
