"""An empty job sheet for designers, with drop-downs of a workspace's names."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from renderer.catalogue import event_line
from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.layout import layout_ids
from renderer.storage.files import check_new, write_new
from renderer.studio import Studio
from renderer.values.errors import UsageError, WriteError

_NAMES_SHEET = "Danh mục"
_ROWS = 2000
"""Rows under the header that have drop-downs."""
_COLUMNS = (
    ("Mẫu", 18),
    ("Kích thước", 14),
    ("Khẩu hiệu", 26),
    ("Sự kiện", 24),
    ("Đơn vị", 44),
    ("Biểu trưng", 14),
    ("Định dạng", 12),
    ("Từ ngày", 14),
    ("Đến ngày", 14),
    ("Số lượng", 10),
    ("Vật liệu", 18),
    ("Gia công", 14),
    ("Địa điểm", 30),
    ("Ngắt dòng", 30),
    ("Ghi chú", 24),
)
HEAD_COLOUR = "8C0F0A"
_NAME_WIDTH, _TEXT_WIDTH = 30, 70
_HELP = (
    "Mỗi dòng là một biển. Chọn mẫu, kích thước, khẩu hiệu, sự kiện, đơn vị trong danh sách thả xuống.",
    "Nhiều giá trị trong một ô: mỗi giá trị một hàng hoặc ngăn bằng dấu chấm phẩy (;), chương trình lập mọi tổ hợp.",
    "Kích thước viết ngang x cao: 4x2m, 4,8x0,6m, A1, 1920x1080px. Ngày viết 20/01/2026.",
    "Ngắt dòng: giữ nguyên chữ của khẩu hiệu, chỗ xuống dòng ghi dấu |.",
)


def write_form(studio: Studio, path: Path) -> None:
    """Write the sheet; raises UsageError for another suffix than .xlsx, WriteError where it cannot be written."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError("bad-suffix", f"{path.name} must end in .xlsx", field="file")
    check_new(path)
    write_new(path, form(studio))


def form(studio: Studio) -> bytes:
    """Return the sheet's bytes: the columns with drop-downs, the lists with their texts, and a page of help."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet, names, help_sheet = book.active, book.create_sheet(_NAMES_SHEET), book.create_sheet("Hướng dẫn")
    sheet.title = "Biển"
    _head(sheet)
    for number, line in enumerate(_HELP, 1):
        help_sheet.cell(number, 1, line)
    help_sheet.column_dimensions["A"].width = 110
    titles = [title for title, _ in _COLUMNS]
    for index, (title, rows) in enumerate((title, rows) for title, rows in _lists(studio).items() if rows):
        first = 3 * index + 1
        names.cell(1, first, f"Danh sách {title.lower()}").font = Font(bold=True)
        names.column_dimensions[get_column_letter(first)].width = _NAME_WIDTH
        names.column_dimensions[get_column_letter(first + 1)].width = _TEXT_WIDTH
        for number, (name, text) in enumerate(rows, 2):
            names.cell(number, first, name)
            names.cell(number, first + 1, text)
        _drop_down(sheet, titles.index(title) + 1, names, first, len(rows))
    for title in ("Từ ngày", "Đến ngày"):
        for row in range(2, 52):
            sheet.cell(row, titles.index(title) + 1).number_format = "dd/mm/yyyy"
    return stable(book)


def _lists(studio: Studio) -> dict[str, list[tuple[str, str]]]:
    layouts = [studio.layout(name) for name in layout_ids(studio.workspace)]
    catalogue = studio.catalogue_today
    sizes = dict.fromkeys(size for layout in layouts for size in layout.spec.sizes)
    return {
        "Mẫu": [(layout.id, layout.spec.title) for layout in layouts],
        "Kích thước": [(s, ", ".join(a.format for a in layouts if s in a.spec.sizes)) for s in sizes],
        "Khẩu hiệu": [(s.id, s.text) for s in catalogue.current if s.status.value == "issued"],
        "Sự kiện": [(e.id, event_line(e)) for e in catalogue.events if e.status.value == "issued"],
        "Đơn vị": [(o.name, o.id) for o in catalogue.organisations],
        "Biểu trưng": [(i.id, i.title) for i in studio.workspace.image_entries.values()],
        "Định dạng": [
            ("pdf", "để in"),
            ("png", "để xem, màn hình LED"),
            ("pdf,png", "cả hai"),
            ("pdf,ticket", "in, kèm phiếu in"),
            ("tiff", "ảnh CMYK cho nhà in cần ảnh"),
            ("softproof", "ảnh in thử trên màn hình"),
        ],
        "Vật liệu": [(m.name, key) for key, m in MATERIALS.items()],
        "Gia công": [(f.name, f"chữ cách mép {f.keep_out.largest:g} mm") for f in FINISHINGS.values()],
    }


def _head(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column, (title, width) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(1, column, title)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", HEAD_COLOUR)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _drop_down(sheet: Any, column: int, names: Any, first: int, count: int) -> None:
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    source, letter = get_column_letter(first), get_column_letter(column)
    # The list helps, it does not forbid: several values in one cell, and sizes of one's own, are allowed.
    rule = DataValidation(
        type="list",
        formula1=f"{quote_sheetname(names.title)}!${source}$2:${source}${count + 1}",
        allow_blank=True,
        showErrorMessage=False,
    )
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_ROWS}")


def stable(book: Any) -> bytes:
    """Return a workbook so that the same content is the same bytes: a ZIP carries the time of day otherwise."""
    raw = io.BytesIO()
    try:
        book.save(raw)
    except Exception as fault:  # on a full disk of temporary files openpyxl and lxml raise nearly anything
        raise WriteError(
            "cannot-write",
            f"the workbook cannot be put together ({type(fault).__name__})",
            hint="is the disk of temporary files full?",
        ) from None
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _with_fixed_dates(data)
            target.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _with_fixed_dates(core: bytes) -> bytes:
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", core)
