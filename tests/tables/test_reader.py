"""Files of tables read into grids: XLSX and CSV as they come, and what is written read back the same."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.tables import Grid, fault_of, read_grids
from renderer.values.errors import DataError
from tests.helpers.books import HEAD, make_book, naming

LINE = ["pano/co-do", "4x2m", "cv9743-02", "UBND tỉnh Sơn La", 5, datetime.date(2026, 1, 20)]


def values(grid: Grid) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in grid.rows]


def the_grid(path: Path, *, legacy: bool = False) -> Grid:
    (grid,) = read_grids(path, naming, legacy=legacy)
    return grid


# -- XLSX -----------------------------------------------------------------------------------------


def test_cells_have_their_values_places_and_legacy_fonts(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for place, font in (("A1", ".VnTime"), ("B1", "VNI-Times"), ("C1", "Arial"), ("E2", ".VnTime")):
            sheet[place].font = openpyxl.styles.Font(name=font)

    grid = the_grid(make_book(tmp_path / "a.xlsx", HEAD, LINE, change=change))
    assert grid.name == "Sheet" and grid.remarks == ()
    assert values(grid) == [HEAD, [*LINE[:5], datetime.datetime(2026, 1, 20)]]  # noqa: DTZ001
    assert [cell.place for cell in grid.rows[1]] == ["A2", "B2", "C2", "D2", "E2", "F2"]
    assert [cell.font for cell in grid.rows[0]][:3] == [".VnTime", "VNI-Times", ""]
    assert grid.rows[1][4].font == ""  # a number has no letters


@pytest.mark.parametrize(
    ("second", "fault"), [(["Cũ", "Mới"], True), (["Ghi chú", "Số lượng"], False), (["Một", None], False)]
)
def test_a_name_over_columns_that_hold_several_things_is_a_fault(
    tmp_path: Path, second: list[str | None], fault: bool
) -> None:
    path = make_book(tmp_path / "a.xlsx", ["Khẩu hiệu"], second, change=lambda sheet: sheet.merge_cells("A1:B1"))
    [grid] = read_grids(path, naming)
    assert [cell.place for row in grid.rows for cell in row if fault_of(cell)] == ["A2"] * fault


def test_a_merged_cell_is_repeated_in_every_row_it_spans(tmp_path: Path) -> None:
    path = make_book(tmp_path / "a.xlsx", HEAD, LINE, LINE, change=lambda sheet: sheet.merge_cells("D2:D3"))
    cells = [row[3] for row in the_grid(path).rows[1:]]
    assert [(c.value, c.place, c.repeated) for c in cells] == [(LINE[3], "D2", False), (LINE[3], "D3", True)]


@pytest.mark.parametrize(
    ("area", "text", "faulty"),
    [
        ("A1:B1", "DANH SÁCH", False),  # a title in the first row
        ("A2:B2", "DANH SÁCH", True),
        ("A2:B2", "Khẩu hiệu", False),  # the name of a column
        ("A2:B2", "Ghi chú", False),  # and one that people keep for themselves
        ("A2:B3", "dn23-06", True),
        ("A2:A3", "dn23-06", False),
    ],
)
def test_a_value_over_several_columns_belongs_to_none(tmp_path: Path, area: str, text: str, faulty: bool) -> None:
    def change(sheet: Any) -> None:
        sheet[area.partition(":")[0]] = text
        sheet.merge_cells(area)

    grid = the_grid(make_book(tmp_path / "a.xlsx", *[[None] * 3] * 3, change=change))
    faults = [fault for row in grid.rows for cell in row if (fault := fault_of(cell))]
    assert bool(faults) is faulty
    assert all(fault.code == "merged-columns" and f"({area})" in fault.message for fault in faults)


def test_hidden_sheets_are_passed_over_and_hidden_rows_are_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Ẩn", "Khuất", "Biển"):
        book.create_sheet(name).append(HEAD)
    book.remove(book["Sheet"])
    book["Ẩn"].sheet_state, book["Khuất"].sheet_state = "hidden", "veryHidden"
    book["Biển"].append(LINE)
    book["Biển"].row_dimensions[2].hidden = book["Biển"].row_dimensions[9].hidden = True
    book.active = 2
    book.save(tmp_path / "a.xlsx")
    grid = the_grid(tmp_path / "a.xlsx")
    assert grid.name == "Biển" and len(grid.rows) == 2
    assert grid.remarks == (
        "the hidden sheet 'Ẩn' is passed over",
        "the hidden sheet 'Khuất' is passed over",
        "Biển: 1 hidden rows are taken too",
    )


def with_value(path: Path, cell: bytes, value: bytes) -> None:
    """Give a formula its value, as LibreOffice and Excel save it; openpyxl saves none."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                kind, said = (b' t="str"', b"") if value == b"" else (b"", value)
                before = data
                data = data.replace(b'<c r="' + cell + b'"><f>', b'<c r="' + cell + b'"' + kind + b"><f>")
                at = data.index(b"</f>", data.index(b'<c r="' + cell)) + 4
                end = data.index(b"</c>", at)
                data = data[:at] + b"<v>" + said + b"</v>" + data[end:]
                assert data != before
            new.writestr(name, data)
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize(("saved", "value", "code"), [(b"5", 5, ""), (b"", None, ""), (None, "=", "no-value")])
def test_a_formula_counts_by_its_saved_value(tmp_path: Path, saved: bytes | None, value: Any, code: str) -> None:
    path = make_book(tmp_path / "a.xlsx", HEAD, ["=2+3"])
    if saved is not None:
        with_value(path, b"A2", saved)
    cell = the_grid(path).rows[1][0]
    fault = fault_of(cell)
    assert (cell.value, fault.code if fault else "") == (value, code)


def test_a_workbook_that_counts_from_1904_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append(HEAD)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(DataError, match="1904"):
        read_grids(tmp_path / "a.xlsx", naming)


# -- CSV ------------------------------------------------------------------------------------------

TEXT = "Mẫu;Kích thước;Khẩu hiệu;Đơn vị\npano/co-do;4,8x2m;dn23-06;UBND tỉnh Sơn La\n"
ROWS = [["Mẫu", "Kích thước", "Khẩu hiệu", "Đơn vị"], ["pano/co-do", "4,8x2m", "dn23-06", "UBND tỉnh Sơn La"]]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace(";", "\t").encode(),
        TEXT.replace("4,8x2m", '"4,8x2m"').replace(";", ",").encode(),
        ("DANH SÁCH, năm 2026, quý I, tháng 1\n" + TEXT).encode(),
    ],
)
def test_csv_in_the_encodings_and_separators_of_real_life(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert values(the_grid(path))[-2:] == ROWS


def test_a_separator_may_be_said_in_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=|\n" + TEXT.replace(";", "|"), encoding="utf-8")
    grid = the_grid(tmp_path / "a.csv")
    assert values(grid) == [[], *ROWS] and grid.rows[1][1].place == "B2" and grid.name == ""


def test_columns_have_their_letters(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(",".join("x" * 703) + "\n", encoding="utf-8")
    (row,) = the_grid(tmp_path / "a.csv").rows
    places = [row[at].place for at in (0, 25, 26, 51, 52, 701, 702)]
    assert places == ["A1", "Z1", "AA1", "AZ1", "BA1", "ZZ1", "AAA1"]
    assert [cell.place for cell in row] == [f"{openpyxl.utils.get_column_letter(n)}1" for n in range(1, 704)]


def test_bytes_that_are_no_unicode_are_read_for_the_gate_only_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"Mau;Kho\nS\xacn La;4x2m\n")
    with pytest.raises(DataError, match="line 2 is not UTF-8") as fault:
        the_grid(path)
    assert fault.value.code == "not-utf8" and "`accept_converted`" in fault.value.hint
    assert values(the_grid(path, legacy=True)) == [["Mau", "Kho"], ["S¬n La", "4x2m"]]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", TEXT.encode("utf-8")[:-20] + b"\xff\xfe\xff", "not-utf8"),
        ("a.csv", b"a;b\n\0;c\n", "not-utf8"),
        ("a.csv", 'Mẫu;Khổ\n"x'.encode(), "broken-csv"),
        ("a.xlsx", b"PK\x03\x04 nothing", "not-a-sheet"),
        ("a.xlsx", b"", "not-a-sheet"),
        ("a.ods", b"", "not-a-sheet"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "not-a-sheet"),
        ("a", b"", "not-a-sheet"),
    ],
)
def test_files_that_are_no_sheets_are_named(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError) as fault:
        read_grids(tmp_path / name, naming)
    assert fault.value.code == code and name in fault.value.where


@pytest.mark.parametrize("name", ["missing.csv", "missing.xlsx", "missing.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_grids(tmp_path / name, naming)


# -- what is written is read back -----------------------------------------------------------------

PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
TEXTS = st.one_of(
    PRINTABLE, st.sampled_from(["=1+1", "#N/A", " a ", "a\nb", "a\tb", '"', ";", "a;b", "sep=,", "'", "007"])
)
DAYS = st.dates(datetime.date(1900, 3, 1), datetime.date(9999, 12, 31))
WHOLE = st.integers(-(10**14), 10**14)
TYPED = st.one_of(TEXTS, WHOLE, WHOLE.map(lambda n: n / 1000), st.booleans(), DAYS, st.none())
"""A file keeps 16 digits of a number."""
EVERY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WIDTH = 3


def grids_of(cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[list[Any]]]:
    return st.lists(st.lists(cells, min_size=WIDTH, max_size=WIDTH), max_size=5)


@EVERY
@given(grids_of(TYPED))
def test_what_openpyxl_writes_is_read_back(tmp_path: Path, rows: list[list[Any]]) -> None:
    def fill(sheet: Any) -> None:
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                if value is not None and value != "":
                    cell.value = value
                if isinstance(value, str) and value:
                    cell.data_type = "s"

    grid = the_grid(make_book(tmp_path / "a.xlsx", HEAD[:WIDTH], change=fill))
    read = [[v.date() if isinstance(v, datetime.datetime) else v for v in row] for row in values(grid)]
    kept = [[None if value == "" else value for value in row] for row in rows]
    while kept and kept[-1] == [None] * WIDTH:  # a row of nothing at the end is not in the file
        kept.pop()
    assert read[1 : len(kept) + 1] == kept and all(v is None for row in read[len(kept) + 1 :] for v in row)
    assert [list(map(kind_of, row)) for row in read[1 : len(kept) + 1]] == [list(map(kind_of, row)) for row in kept]


def kind_of(value: Any) -> type:
    """Return a value's type: ``True`` is not 1, while a file does not tell 1.0 from 1."""
    return float if type(value) is int else type(value)


@EVERY
@given(
    grids_of(TEXTS),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_csv_writes_is_read_back(
    tmp_path: Path, rows: list[list[str]], separator: str, end: str, encoding: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows([HEAD[:WIDTH], *rows])
    (tmp_path / "a.csv").write_bytes(text.getvalue().encode(encoding))
    grid = the_grid(tmp_path / "a.csv")
    assert values(grid) == [HEAD[:WIDTH], *rows]
    assert [cell.place for cell in grid.rows[-1]] == [f"{letter}{len(grid.rows)}" for letter in "ABC"]


@EVERY
@given(st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))), st.booleans())
def test_any_bytes_are_read_or_named(tmp_path: Path, data: bytes, legacy: bool) -> None:
    for name in ("a.csv", "a.xlsx"):
        for content in (data, b"sep=" + data):
            (tmp_path / name).write_bytes(content)
            try:
                read_grids(tmp_path / name, naming, legacy=legacy)
            except DataError as fault:
                assert fault.where and fault.code in ("not-utf8", "broken-csv", "not-a-sheet")
