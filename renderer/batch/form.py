"""An empty job sheet for designers, with drop-downs of a workspace's names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from renderer.catalogue import event_line
from renderer.contract.formats import FORMATS
from renderer.contract.print_specs import FINISHINGS, MATERIALS
from renderer.layout import layout_ids
from renderer.storage.files import check_new, write_new
from renderer.studio import Studio
from renderer.tables import (
    add_drop_down,
    format_days,
    make_book,
    set_bold,
    set_page,
    set_width,
    stable_bytes,
    write_cell,
    write_header,
)
from renderer.values.errors import UsageError

_ROWS = 1999
"""Rows under the header that have drop-downs."""
_DATED_ROWS = 50
"""Rows under the header that show dates as dates."""
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
_NAME_WIDTH, _TEXT_WIDTH, _HELP_WIDTH = 30, 70, 110
_COMBINATIONS = (("pdf,png", "cả hai"), ("pdf,ticket", "in, kèm phiếu in"))
"""Formats that are often ordered together."""
_HELP = (
    "Mỗi dòng là một biển. Chọn mẫu, kích thước, khẩu hiệu, sự kiện, đơn vị trong danh sách thả xuống.",
    "Nhiều giá trị trong một ô: mỗi giá trị một hàng hoặc ngăn bằng dấu chấm phẩy (;), chương trình lập mọi tổ hợp.",
    "Kích thước viết ngang x cao: 4x2m, 4,8x0,6m, A1, 1920x1080px. Ngày viết 20/01/2026.",
    "Ngắt dòng: giữ nguyên chữ của khẩu hiệu, chỗ xuống dòng ghi dấu |.",
)


def write_form(studio: Studio, path: Path) -> None:
    """Write the workbook; raises UsageError for another suffix than .xlsx, WriteError where it cannot be written."""
    if path.suffix.lower() != ".xlsx":
        raise UsageError("bad-suffix", f"{path.name} must end in .xlsx", field="file")
    check_new(path)
    write_new(path, make_form(studio))


def make_form(studio: Studio) -> bytes:
    """Return the workbook's bytes: the columns with drop-downs, the lists with their texts, and a page of help."""
    book = make_book(("Biển", "Danh mục", "Hướng dẫn"))
    sheet, names, help_sheet = book.worksheets
    write_header(sheet, _COLUMNS, wrapped=True)
    set_page(sheet)
    for number, line in enumerate(_HELP, 1):
        help_sheet.cell(number, 1, line)
    set_width(help_sheet, 1, _HELP_WIDTH)
    titles = [title for title, _ in _COLUMNS]
    for index, (title, rows) in enumerate((title, rows) for title, rows in _list_names(studio).items() if rows):
        first = 3 * index + 1
        _write_list(names, first, title, rows)
        # Several values in one cell, and sizes of one's own, are allowed.
        add_drop_down(sheet, titles.index(title) + 1, names, first, len(rows), _ROWS)
    for title in ("Từ ngày", "Đến ngày"):
        for row in range(2, _DATED_ROWS + 2):
            format_days(sheet.cell(row, titles.index(title) + 1))
    return stable_bytes(book)


def _write_list(sheet: Any, column: int, title: str, rows: list[tuple[str, str]]) -> None:
    """Write a list of names with what each means beside it."""
    set_bold(sheet.cell(1, column, f"Danh sách {title.lower()}"))
    set_width(sheet, column, _NAME_WIDTH)
    set_width(sheet, column + 1, _TEXT_WIDTH)
    for number, (name, text) in enumerate(rows, 2):
        write_cell(sheet.cell(number, column), name)
        write_cell(sheet.cell(number, column + 1), text)


def _list_names(studio: Studio) -> dict[str, list[tuple[str, str]]]:
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
        "Định dạng": [*((name, spec.label) for name, spec in FORMATS.items()), *_COMBINATIONS],
        "Vật liệu": [(m.name, key) for key, m in MATERIALS.items()],
        "Gia công": [(f.name, f"chữ cách mép {f.keep_out.largest:g} mm") for f in FINISHINGS.values()],
    }
