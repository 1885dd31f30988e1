"""The rows under a header: for a job, where no column may be lost, and for a list, where people keep their own."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from renderer.tables import Columns, read_table
from renderer.text import encode
from renderer.values.errors import DataError
from tests.helpers.books import HEAD, LOOSE, STRICT, faults_in, make_book

LINE = ["pano/co-do", "4x2m", "cv9743-02", "UBND tỉnh Sơn La", 5, datetime.date(2026, 1, 20)]
BOTH = pytest.mark.parametrize("columns", [STRICT, LOOSE], ids=["strict", "loose"])


@BOTH
def test_a_title_blank_rows_and_merged_rows_are_handled(tmp_path: Path, columns: Columns) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("D3:D4")
        for row in range(5, 5005):
            sheet.cell(row, 1).fill = openpyxl.styles.PatternFill("solid", "FFFFFF")

    second = ["pano/co-do", "4x2m", "dn23-06", None, 1, None]
    path = make_book(tmp_path / "a.xlsx", ["DANH SÁCH IN ẤN", *[None] * 5], HEAD, LINE, second, change=change)
    table = read_table(path, columns)
    assert faults_in(table) == []
    assert [row.cells["organisation"] for row in table.rows] == ["UBND tỉnh Sơn La"] * 2
    assert table.rows[0].cells["hang_from"] == "2026-01-20" and table.rows[0].cells["quantity"] == "5"
    assert table.rows[1].where == "a.xlsx: Sheet row 4" and "hang_from" not in table.rows[1].cells
    assert table.header == 2 and table.remarks == ()


def test_formulas_errors_and_merged_columns_are_named_with_their_cell(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["E2"] = "=2+3"
        sheet["B3"] = "#N/A"
        sheet["G3"] = "lạc"
        sheet.merge_cells("C4:D4")

    path = make_book(tmp_path / "a.xlsx", HEAD, LINE, LINE, LINE, change=change)
    named = faults_in(read_table(path, STRICT))
    assert len(named) == 4
    assert "row 2, E2 (quantity): holds a formula" in named[0] and "save it once" in named[0]
    assert "B3 (size): holds the error #N/A" in named[1]
    assert "G3: stands under no column name" in named[2]
    assert "C4 (slogan): is merged over several columns (C4:D4)" in named[3]
    # Of a list, what stands under no name is nobody's.
    assert faults_in(read_table(path, LOOSE)) == [named[0], named[1], named[3]]


def test_a_faulty_cell_leaves_the_others_of_its_row(tmp_path: Path) -> None:
    path = make_book(tmp_path / "a.xlsx", HEAD, [*LINE[:4], "năm", "mai"], LINE)
    first, second = read_table(path, STRICT).rows
    assert first.cells == dict(zip(("layout", "size", "slogan", "organisation"), LINE[:4], strict=True))
    assert [fault.code for fault in first.faults] == ["bad-number", "bad-date"] and second.faults == ()


@pytest.mark.parametrize(
    ("head", "columns", "code", "where"),
    [
        ([*HEAD, "Giá tiền"], STRICT, "unknown-column", "a.xlsx: G1"),
        ([*HEAD, 7], STRICT, "unknown-column", "a.xlsx: G1"),
        ([*HEAD, "Khổ"], STRICT, "doubled-column", "a.xlsx: G1"),
        ([*HEAD, "Khổ"], LOOSE, "doubled-column", "a.xlsx: G1"),
        (["một", "hai", "ba"], STRICT, "no-header", "a.xlsx"),
        (["một", "hai", "ba"], LOOSE, "no-header", "a.xlsx"),
        (["Khổ", "hai", "ba"], STRICT, "no-header", "a.xlsx"),
        (["Ghi chú", "Ghi chú", "ba"], LOOSE, "no-header", "a.xlsx"),
    ],
)
def test_no_column_is_lost(tmp_path: Path, head: list[Any], columns: Columns, code: str, where: str) -> None:
    with pytest.raises(DataError) as fault:
        read_table(make_book(tmp_path / "a.xlsx", head, LINE), columns)
    assert fault.value.code == code and fault.value.where.endswith(where)
    if code == "no-header":
        assert fault.value.hint == columns.hint and f"({columns.examples} ...)" in fault.value.message


def test_columns_that_people_keep_are_passed_over(tmp_path: Path) -> None:
    path = make_book(
        tmp_path / "a.xlsx",
        ["STT", "Khổ", None, "Ghi chú", "Ghi chú", 7],
        [1, "4x2m", "lạc", "=1", "b", "#N/A", "c"],
        [2, None, "lạc", None, None, None],
    )
    table = read_table(path, LOOSE)
    assert [row.cells for row in table.rows] == [{"size": "4x2m"}, {}] and faults_in(table) == []
    # A name that is known to be people's own needs no word.
    assert table.remarks == ("a.xlsx: the column 'STT' is passed over", "a.xlsx: the column '7' is passed over")


def test_a_header_may_stand_in_a_legacy_encoding(tmp_path: Path) -> None:
    head = [encode(name, "tcvn3") for name in HEAD]
    assert head != HEAD
    table = read_table(make_book(tmp_path / "a.xlsx", head, LINE), STRICT)
    assert table.rows[0].cells["organisation"] == LINE[3] and table.converted == ()


@BOTH
def test_converted_cells_are_told(tmp_path: Path, columns: Columns) -> None:
    line = [*LINE[:3], encode(str(LINE[3]), "tcvn3"), *LINE[4:]]
    path = make_book(tmp_path / "a.xlsx", HEAD, line)
    refused = read_table(path, columns)
    assert [fault.code for fault in refused.rows[0].faults] == ["legacy-encoding"] and refused.converted == ()
    taken = read_table(path, columns, accept_converted=True)
    assert taken.rows[0].cells["organisation"] == LINE[3] and faults_in(taken) == []
    assert [(c.where, c.field) for c in taken.converted] == [("a.xlsx: Sheet row 2, D2", "organisation")]


def test_a_damaged_workbook_is_named(tmp_path: Path) -> None:
    """A byte turned anywhere: the archive is refused, or what is read is what was written."""
    path = make_book(tmp_path / "a.xlsx", HEAD, LINE)
    whole, rows = path.read_bytes(), read_table(path, STRICT).rows
    refused = 0
    for at in range(0, len(whole), 37):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            read = read_table(path, STRICT).rows
        except DataError as fault:
            refused += 1
            assert fault.code in ("not-a-sheet", "no-header"), fault
        else:
            assert [row.cells for row in read] == [row.cells for row in rows]
    assert refused > 20


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Phường 1", "Phường 2"):
        sheet = book.create_sheet(name)
        sheet.append(HEAD)
        sheet.append(LINE)
    path = tmp_path / "a.xlsx"
    book.save(path)
    with pytest.raises(DataError, match="'Phường 1', 'Phường 2' all hold rows") as fault:
        read_table(path, STRICT)
    assert fault.value.code == "several-sheets"
    assert read_table(path, STRICT, "Phường 2").rows[0].where == "a.xlsx: Phường 2 row 2"
    with pytest.raises(DataError, match="no sheet"):
        read_table(path, STRICT, "Phường 3")


def test_rows_of_a_csv_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Mẫu;Khổ\npano;4x2m\n;\npano;3x2m;lạc\n", encoding="utf-8")
    table = read_table(tmp_path / "a.csv", STRICT)
    assert [row.where for row in table.rows] == ["a.csv: row 2", "a.csv: row 4"]
    (torn,) = faults_in(table)
    assert torn.startswith("a.csv: row 4, C4: goes on in cells beyond the header ('lạc')") and '"..."' in torn
