"""Workbooks as people leave them: struck out, hidden, coloured to the last row, strict, damaged or hostile."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.table import Table, TableStyleInfo

from renderer.tables import Grid, fault_of, read_grids, read_table
from renderer.tables.reader import _read_book
from renderer.values.errors import CodongError, DataError
from tests.helpers.books import HEAD, STRICT, faults_in, make_book, naming
from tests.helpers.office import STRICT_SHEET, change_parts, spoil_part, text_cell, write_parts, xlsx_of

LINE = ["pano/co-do", "4x2m", "cv9743-02", "UBND tỉnh Sơn La", 5, None]


def the_grid(path: Path) -> Grid:
    (grid,) = read_grids(path, naming)
    return grid


def values(grid: Grid) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in grid.rows]


def rich(*parts: str | tuple[str, bool]) -> CellRichText:
    blocks = (p if isinstance(p, str) else TextBlock(InlineFont(strike=p[1]), p[0]) for p in parts)
    return CellRichText(*blocks)


# -- struck out -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "font", "left", "struck"),
    [
        ("Toàn dân đoàn kết", True, None, "Toàn dân đoàn kết"),
        (5, True, None, "5"),
        (rich("Mừng ", ("Đảng ", True), "Xuân"), False, "Mừng Xuân", "Đảng "),
        (rich("Mừng ", ("Đảng", True), " Xuân"), False, "Mừng Xuân", "Đảng"),
        (rich("Mừng Xuân", (" Bính Ngọ", True)), False, "Mừng Xuân", " Bính Ngọ"),
        (rich(("Mừng Xuân", True), ("!", True)), False, None, "Mừng Xuân!"),
        (rich(("Mừng", False), (" ", True), ("Xuân", False)), False, "Mừng Xuân", ""),  # a space alone is no word
        (rich("Mừng ", ("Xuân", False)), True, "Xuân", "Mừng "),  # a part without a font of its own has the cell's
        (rich(("Mừng", False)), True, "Mừng", ""),
    ],
)
def test_what_is_struck_out_is_left_out_and_told(
    tmp_path: Path, cell: Any, font: bool, left: str | None, struck: str
) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"] = cell
        sheet["A2"].font = Font(strike=font)
        sheet["B2"] = "bên cạnh"

    grid = the_grid(make_book(tmp_path / "a.xlsx", ["Khẩu hiệu"], change=change))
    assert values(grid)[1] == [left, "bên cạnh"]
    assert list(grid.remarks) == ([f"Sheet: struck-out text is left out: A2 {struck!r}"] if struck else [])


def test_a_struck_row_is_no_row(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for cell in sheet[3]:
            cell.font = Font(strike=True)

    table = read_table(make_book(tmp_path / "a.xlsx", HEAD, LINE, LINE, LINE, change=change), STRICT)
    assert [row.where for row in table.rows] == ["a.xlsx: Sheet row 2", "a.xlsx: Sheet row 4"]
    (told,) = table.remarks
    assert told.startswith("Sheet: struck-out text is left out: A3 'pano/co-do', B3 '4x2m'")


def test_a_format_that_strikes_out_by_a_condition_is_told(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for struck in (False, True):
            style = DifferentialStyle(font=Font(strike=struck or None, bold=True))
            sheet.conditional_formatting.add("A2:C9", Rule("expression", dxf=style, formula=["$A2=1"]))

    assert [
        "conditional format" in r for r in the_grid(make_book(tmp_path / "a.xlsx", HEAD, change=change)).remarks
    ] == [True]


def test_a_style_of_tables_that_strikes_out_is_told(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        table = Table(displayName="T", ref="A1:F2", tableStyleInfo=TableStyleInfo(name="S", showRowStripes=True))
        sheet.add_table(table)

    style = '<tableStyles><tableStyle name="S"><tableStyleElement type="secondRowStripe" dxfId="0"/></tableStyle>'
    struck = f"<dxfs><dxf><font><strike/></font></dxf></dxfs>{style}</tableStyles>"

    def restyle(name: str, part: bytes) -> bytes:
        bare = re.sub(r"<dxfs.*?/>|<tableStyles.*?/>", "", part.decode())
        return bare.replace("</styleSheet>", f"{struck}</styleSheet>").encode() if name.endswith("styles.xml") else part

    path = make_book(tmp_path / "a.xlsx", HEAD, LINE, change=change)
    assert the_grid(path).remarks == ()
    change_parts(path, restyle)
    assert ["a style of tables" in r for r in the_grid(path).remarks] == [True]


# -- hidden ---------------------------------------------------------------------------------------


def test_hidden_columns_are_told_if_they_hold_something(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for letter in "BY":
            sheet.column_dimensions[letter].hidden = True
        sheet.column_dimensions.group("D", "E", hidden=True)

    remarks = the_grid(make_book(tmp_path / "a.xlsx", HEAD, LINE, change=change)).remarks
    assert remarks == tuple(f"Sheet: the hidden column {letter} is taken too" for letter in "BDE")


def test_what_has_no_height_or_width_is_hidden(tmp_path: Path) -> None:
    row = f'<row r="1" ht="0" customHeight="1">{text_cell("A1", "<t>x</t>")}</row>'
    path = xlsx_of(tmp_path / "a.xlsx", row, before='<cols><col min="1" max="1" width="0" customWidth="1"/></cols>')
    remarks = ("Biển: 1 hidden rows are taken too", "Biển: the hidden column A is taken too")
    assert the_grid(path).remarks == remarks


@pytest.mark.parametrize("row", ['<row r="1" ht="0.1">', '<row r="1">'])
def test_what_shows_next_to_nothing_is_hidden(tmp_path: Path, row: str) -> None:
    before = f'<sheetFormatPr zeroHeight="{int("ht" not in row)}"/><cols><col min="1" max="1" width="0.1"/></cols>'
    path = xlsx_of(tmp_path / "a.xlsx", f"{row}{text_cell('A1', '<t>x</t>')}</row>", before=before)
    remarks = ("Biển: 1 hidden rows are taken too", "Biển: the hidden column A is taken too")
    assert the_grid(path).remarks == remarks


# -- texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "value"),
    [
        ('<t>Tân</t><rPh sb="0" eb="1"><t>タン</t></rPh><phoneticPr fontId="1"/>', "Tân"),
        ('<r><t>Tân</t></r><rPh sb="0" eb="1"><t>タン</t></rPh>', "Tân"),
        ("<t>Mừng_x000D_\nXuân_x000d_</t>", "Mừng\nXuân\n"),
        ("<t>_x005F_x000D_</t>", "_x000D_"),
        ("<t>Mừng <!-- Đảng -->Xuân</t>", "Mừng Xuân"),
        ('<t><![CDATA[<c r="A1"/>]]></t>', '<c r="A1"/>'),
        ("<t/>", None),
    ],
)
def test_a_text_is_what_excel_shows(tmp_path: Path, inside: str, value: str | None) -> None:
    path = xlsx_of(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", inside)}{text_cell("B1", "<t>x</t>")}</row>')
    assert values(the_grid(path)) == [[value, "x"]]


def test_letters_of_two_encodings_in_one_cell_are_a_fault(tmp_path: Path) -> None:
    text = CellRichText(TextBlock(InlineFont(rFont=".VnTime"), "S¬n"), TextBlock(InlineFont(rFont="Arial"), " Sơn"))
    grid = the_grid(make_book(tmp_path / "a.xlsx", HEAD, change=lambda sheet: sheet.__setitem__("A2", text)))
    fault = fault_of(grid.rows[1][0])
    assert fault is not None and fault.code == "mixed-fonts"


@pytest.mark.parametrize("said", ["#REF!", "#SPILL!", "#CALC!", "Err:502", "#N/A", "########", "Lỗi:502"])
def test_an_error_is_no_text(tmp_path: Path, said: str) -> None:
    path = make_book(tmp_path / "a.xlsx", HEAD, ["pano/co-do", said, "cv9743-02"])
    (fault,) = faults_in(read_table(path, STRICT))
    assert f"Sheet row 2, B2 (size): holds the error {said}" in fault


def test_an_error_of_a_kind_that_nobody_knows_is_one(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path / "a.xlsx", '<row r="1"><c r="A1" t="e"><v>#NEW!</v></c></row>')
    fault = fault_of(the_grid(path).rows[0][0])
    assert fault is not None and fault.code == "error-value"


# -- the strict form, and what stands beside the cells ---------------------------------------------


def test_the_strict_form_is_read(tmp_path: Path) -> None:
    day = '<c r="B1" t="d"><v>2026-01-20</v></c>'
    path = xlsx_of(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "<t>Mừng</t>")}{day}</row>', space=STRICT_SHEET)
    assert [str(value) for value in values(the_grid(path))[0]] == ["Mừng", "2026-01-20"]


def test_what_stands_beside_the_cells_breaks_nothing(tmp_path: Path) -> None:
    """Pivot tables, charts and the like made other readers give up: they are not looked at."""
    path = make_book(tmp_path / "a.xlsx", HEAD, LINE)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/pivotTables/pivotTable1.xml", "<broken")
        archive.writestr("xl/pivotCache/pivotCacheDefinition1.xml", "")
    change_parts(path, lambda name, data: b"<broken" if "theme" in name or "docProps" in name else data)
    assert values(the_grid(path)) == [HEAD, LINE]


def test_words_that_lie_over_the_cells_are_told(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"].comment = openpyxl.comments.Comment("bỏ câu này", "x")

    path = make_book(tmp_path / "a.xlsx", HEAD, LINE, change=change)
    assert the_grid(path).remarks == ("Sheet: what stands in its notes is not read: 'bỏ câu này'",)
    change_parts(path, lambda name, data: b"<broken" if "comment" in name else data)
    assert values(the_grid(path)) == [HEAD, LINE] and len(the_grid(path).remarks) == 1


def test_a_sheet_that_holds_no_cells_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("Biểu đồ")
    assert book.active is not None
    book.active.append(HEAD)
    book.save(tmp_path / "a.xlsx")
    assert the_grid(tmp_path / "a.xlsx").remarks == ("the sheet 'Biểu đồ' holds no cells and is passed over",)


# -- bounds ---------------------------------------------------------------------------------------


def test_colours_cost_nothing_down_to_the_last_row(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["H1048576"].fill = PatternFill("solid", fgColor="FFFF00")

    path = make_book(tmp_path / "a.xlsx", HEAD, LINE, change=change)
    blank = "".join(f'<row r="{n}" ht="15"><c r="A{n}" s="1"/><c r="B{n}" s="1"></c></row>' for n in range(3, 30000))
    change_parts(
        path,
        lambda name, data: (
            data.replace(b'<row r="1048576"', blank.encode() + b'<row r="1048576"') if "sheet1" in name else data
        ),
    )
    assert values(the_grid(path)) == [HEAD, LINE]


def test_cells_that_do_not_say_their_place_keep_it(tmp_path: Path) -> None:
    cell = "<c><v>7</v></c>"
    rows = f'<row><c s="1"/>{cell}</row><row r="5"><c r="A5" s="1"/><c s="1"/>{cell}</row><row>{cell}</row>'
    found = values(the_grid(xlsx_of(tmp_path / "a.xlsx", rows)))
    assert found == [[None, 7, None], *[[None] * 3] * 3, [None, None, 7], [7, None, None]]


@pytest.mark.parametrize("place", ["A200001", "ALM1"])
def test_a_table_has_bounds_that_are_told(tmp_path: Path, place: str) -> None:
    path = make_book(tmp_path / "a.xlsx", HEAD, change=lambda sheet: sheet.__setitem__(place, "x"))
    with pytest.raises(DataError, match=rf"goes on at Sheet, {place}: a table has at most 200,000 rows, 1,000 columns"):
        read_grids(path, naming)


def test_a_cell_has_a_bound(tmp_path: Path) -> None:
    long = text_cell("A1", "<t>" + "a" * 32768 + "</t>")
    path = xlsx_of(tmp_path / "a.xlsx", f'<row r="1">{long}</row>')
    fault = fault_of(the_grid(path).rows[0][0])
    assert fault is not None and fault.message == "holds 32,768 characters; a cell has at most 32,767"


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(tmp_path: Path) -> None:
    path = xlsx_of(tmp_path / "a.xlsx", "")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            with archive.open(name, "w") as part:
                part.write(data)
                for _ in range(401 if "sheet1" in name else 0):
                    part.write(b" " * 1_000_000)
    with pytest.raises(DataError, match="unpacks to more than 400 MB"):
        read_grids(tmp_path / "b.xlsx", naming)


# -- damage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7\n", "but a PDF"),
        (b"\x89PNG\r\n\x1a\n", "but a PNG picture"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "an old Excel workbook"),
        (b"<html><table>", "but a web page"),
        (b"STT;x", "but a text"),
        (b"", "but a text"),
    ],
)
def test_a_file_is_named_as_what_it_is(tmp_path: Path, data: bytes, told: str) -> None:
    for name in ("a.xlsx", "a.csv") if "text" not in told else ("a.xlsx",):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(DataError, match=told) as fault:
            read_grids(tmp_path / name, naming)
        assert fault.value.code == "not-a-sheet" and "save it" in fault.value.hint


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}, r"sheet \(.ods\)"),
        ({"xl/workbook.bin": ""}, "binary Excel"),
        ({"word/document.xml": ""}, "Word document"),
        ({"a.txt": ""}, "but a ZIP archive"),
        ({"xl/a.xml": "", "XL/A.xml": ""}, "holds 'XL/A.xml' twice"),
        ({"xl/a.xml": ""}, "lacks its part"),
    ],
)
def test_archives_are_named_as_what_they_are(tmp_path: Path, parts: dict[str, str | bytes], told: str) -> None:
    with pytest.raises(DataError, match=told) as fault:
        read_grids(write_parts(tmp_path / "a.xlsx", parts), naming)
    assert fault.value.code == "not-a-sheet"


_ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>4.5</v></c><c r="C1" t="b"><v>1</v></c></row>'
    f'<row r="2" hidden="1">{text_cell("A2", "<r><rPr><strike/></rPr><t>a</t></r>")}<c r="B2"><f>1+1</f><v>2</v></c></row>'
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_part_is_read_or_named(tmp_path: Path, data: st.DataObject) -> None:
    """Bytes changed inside the parts, so that no checksum tells: a result or an error with its code, never another."""
    merged = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    path = xlsx_of(tmp_path / "a.xlsx", _ROWS, before='<cols><col min="1" max="2" hidden="1"/></cols>', after=merged)
    part = data.draw(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]))
    spoil_part(path, part, data)
    try:
        read_grids_here(path.read_bytes())
    except CodongError as fault:
        assert fault.code in ("not-a-sheet", "too-large")


def read_grids_here(data: bytes) -> list[Grid]:
    """Read as the copy of this process does: a process for each of many cases would take long."""
    return _read_book(data, naming)
