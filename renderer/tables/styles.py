"""Workbooks as we write them: a header in colour, a page to print, and the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from renderer.values.errors import WriteError

HEAD_COLOUR = "8C0F0A"
_WRAPPED_HEIGHT = 30
"""Points: two lines of a header."""
_FORMULA = "=+-@"
"""What a formula may begin with, as people type it."""
_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
"""The format's own escape, which a text may happen to hold."""
_STAMP = (2026, 1, 1, 0, 0, 0)


def make_book(titles: Sequence[str]) -> Any:
    """Return a workbook of empty sheets with these names, in this order."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title in titles:
        book.create_sheet(title)
    return book


def write_header(sheet: Any, columns: Iterable[tuple[str, float]], *, wrapped: bool = False) -> None:
    """Write titles into the first row and set the widths of their columns (in characters); the row stays in sight.

    ``wrapped``: titles may take two lines.
    """
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, (title, width) in enumerate(columns, 1):
        cell = sheet.cell(1, column, title)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", HEAD_COLOUR)
        if wrapped:
            cell.alignment = Alignment(wrap_text=True, vertical="center")
        set_width(sheet, column, width)
    if wrapped:
        sheet.row_dimensions[1].height = _WRAPPED_HEIGHT
    sheet.freeze_panes = "A2"


def set_width(sheet: Any, column: int, width: float) -> None:
    """Set the width of a column, in characters."""
    from openpyxl.utils import get_column_letter

    sheet.column_dimensions[get_column_letter(column)].width = width


def set_page(sheet: Any) -> None:
    """Have a sheet printed in landscape, as wide as the page and as many pages long as it takes."""
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def add_filter(sheet: Any, columns: int, rows: int) -> None:
    """Let people filter and sort ``rows`` rows under the header of so many columns."""
    from openpyxl.utils import get_column_letter

    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{rows + 1}"


def add_drop_down(sheet: Any, column: int, source: Any, source_column: int, count: int, rows: int) -> None:
    """Offer the ``count`` values under the first row of a column of ``source`` in the cells of ``rows`` rows.

    The list helps, it does not forbid: any other value may be typed.
    """
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    offered, letter = get_column_letter(source_column), get_column_letter(column)
    rule = DataValidation(
        type="list",
        formula1=f"{quote_sheetname(source.title)}!${offered}$2:${offered}${count + 1}",
        allow_blank=True,
        showErrorMessage=False,
    )
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{rows + 1}")


def write_cell(cell: Any, value: Any) -> None:
    """Write a text, a whole number or a date; nothing for an empty text."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = _ESCAPE.sub("_x005F_x", value)
        cell.data_type = "s"  # a text that begins with "=" is no formula,
        cell.quotePrefix = value[0] in _FORMULA  # nor does it become one when somebody edits it
        return
    cell.value = value
    if not isinstance(value, int):
        format_days(cell)


def format_days(cell: Any) -> None:
    """Have a cell show dates as Vietnamese write them."""
    cell.number_format = "dd/mm/yyyy"


def set_bold(cell: Any) -> None:
    """Have a cell show its text in bold."""
    from openpyxl.styles import Font

    cell.font = Font(bold=True)


def wrap_text(cell: Any) -> None:
    """Have a cell show all of its text, in as many lines as it takes."""
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")


def stable_bytes(book: Any) -> bytes:
    """Return a workbook so that the same content is the same bytes: a ZIP carries the time of day otherwise.

    Raises WriteError where it cannot be put together.
    """
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
                data = _fix_dates(data)
            target.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fix_dates(core: bytes) -> bytes:
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", core)
