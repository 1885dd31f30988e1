"""The sheets of an XLSX workbook read into grids: what stands, and a word on what is struck out, hidden or merged.

A sheet is read as a stream, and only cells that hold something are kept: colours down to the last row cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from renderer.storage.office import Package
from renderer.tables.book_parts import Book, SheetPart, Style, Text, check_length, child, local, read_text_of, unescape
from renderer.tables.grid import Cell, Grid, heading_of, is_blank
from renderer.tables.headers import Naming
from renderer.tables.places import BLANK, column_letters, lay_out, read_place
from renderer.tables.sheet_stream import SheetStream
from renderer.values.errors import DataError
from renderer.values.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_BESIDE = {"comments": "notes", "drawing": "drawings"}
"""Parts that lie over the cells of a sheet."""
_Parts = dict[str, Element]
"""What a cell is made of: its value ``v``, its formula ``f``, its text ``is``."""
_NOTHING = 1
"""Points of height, or characters of width, in which nobody reads a letter."""
_SHOWN = 5
"""Struck texts of a row that are told."""
_UNSAVED = DataError(
    "no-value",
    "holds a formula whose value was not saved",
    hint="open the file in LibreOffice or Excel and save it once",
)


def read_book(data: bytes, naming: Naming) -> list[Grid]:
    """Return the visible sheets of a workbook; raises DataError, and whatever a damaged file makes a parser raise."""
    book = Book(Package(data, "not-a-sheet"))
    if book.from_1904:
        raise DataError(
            "old-dates",
            "counts its dates from 1904, as old Excel for Mac did",
            hint="copy the cells into a new workbook",
        )
    passed = [f"the hidden sheet {s.name!r} is passed over" for s in book.sheets if not s.shown]
    passed += [f"the sheet {s.name!r} holds no cells and is passed over" for s in book.sheets if s.shown and not s.part]
    shown = [sheet for sheet in book.sheets if sheet.shown and sheet.part]
    return [_read_sheet(book, sheet, naming, tuple(passed)) for sheet in shown]


class _NoPlaceError(Exception):
    """A cell does not say its place in a sheet of which others were left out."""


@dataclass
class _Sheet:
    """What is gathered of a sheet while it streams past; columns and rows count from 1."""

    book: Book
    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    shows_rows: bool = True
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    struck: dict[int, list[str]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    row: int = 0
    stream: SheetStream | None = None


def _read_sheet(book: Book, part: SheetPart, naming: Naming, remarks: tuple[str, ...]) -> Grid:
    try:
        sheet = _gather(book, part, whole=False)
    except _NoPlaceError:
        sheet = _gather(book, part, whole=True)
    rows = lay_out(sheet.cells)
    for area in sheet.areas:
        _fill_area(rows, area, naming)
    return Grid(
        part.name, rows, (*remarks, *_tell(sheet), *_tell_tables(book, part), *_tell_beside(book.package, part))
    )


def _gather(book: Book, part: SheetPart, *, whole: bool) -> _Sheet:
    sheet, taken = _Sheet(book, part.name), _readers()
    with book.package.open(part.part) as file:
        sheet.stream = SheetStream(file, whole=whole)
        for _, element in iterparse(sheet.stream):
            name = element.tag.rpartition("}")[2]
            if name in taken:
                taken[name](sheet, element)
                element.clear()
    return sheet


def _readers() -> dict[str, Callable[[_Sheet, Element], None]]:
    return {
        "row": _take_row,
        "col": _take_column,
        "sheetFormatPr": _take_defaults,
        "mergeCell": lambda sheet, element: sheet.areas.append(element.get("ref", "")),
        "cfRule": _take_rule,
    }


# -- rows and cells -------------------------------------------------------------------------------


def _take_row(sheet: _Sheet, element: Element) -> None:
    number = element.get("r")
    sheet.row = _after(sheet, sheet.row) if number is None else int(number)
    unsaid = element.get("ht") is None and element.get("hidden") is None
    if _is_hidden(element, "ht") or (unsaid and not sheet.shows_rows):
        sheet.hidden_rows.add(sheet.row)
    column = 0
    for cell in element:
        place = cell.get("r")
        if place is None:
            row, column = sheet.row, _after(sheet, column)
            place = f"{column_letters(column)}{row}"
        else:
            row, column = read_place(place)
        if len(cell):  # a cell without anything in it has a colour at most
            _take_cell(sheet, cell, place, (row, column))


def _after(sheet: _Sheet, number: int) -> int:
    """Return the number of a row or cell that does not say its own: the next one, if none was left out before it."""
    if sheet.stream is not None and sheet.stream.stripped:
        raise _NoPlaceError
    return number + 1


def _take_cell(sheet: _Sheet, element: Element, place: str, at: tuple[int, int]) -> None:
    parts = {part.tag.rpartition("}")[2]: part for part in element}
    cell, struck = _read_cell(sheet.book, element, parts, place)
    if cell.value is None and cell.fault is None and not struck and "f" not in parts:
        return
    if at in sheet.cells:
        raise DataError("not-a-sheet", f"has the cell {place} of {sheet.name!r} twice")
    if at[0] > MOST_ROWS or at[1] > MOST_COLUMNS or len(sheet.cells) >= MOST_CELLS:
        raise _too_large(f"{sheet.name}, {place}")
    if struck:
        sheet.struck.setdefault(at[0], []).append(f"{place} {struck!r}")
    sheet.cells[at] = cell


def _too_large(place: str) -> DataError:
    return DataError(
        "too-large",
        f"goes on at {place}: a table has at most {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells"
        " that hold something",
        hint="clear what stands far from the table, or split the table",
    )


def _is_hidden(element: Element, size: str) -> bool:
    """Tell whether a row or column is hidden, or has next to no height or width."""
    measure = element.get(size)
    nothing = measure is not None and float(measure) < _NOTHING
    return nothing or element.get("hidden", "0") not in ("0", "false")


def _read_cell(book: Book, element: Element, parts: _Parts, place: str) -> tuple[Cell, str]:
    """Return a cell, and what is struck out in it."""
    style = book.styles.at(element.get("s"))
    kind = element.get("t", "n")
    said = parts["v"].text if "v" in parts else None
    if said is None and "f" in parts and "is" not in parts and kind != "str":
        return (Cell(None, place), "a formula") if style.struck else (Cell("=", place, fault=_UNSAVED), "")
    if kind in ("s", "str", "inlineStr"):
        return _read_text(_find_text(book, kind, said, parts.get("is"), style), style, place)
    value, fault = _read_value(kind, said, style)
    if style.struck and value is not None:
        return Cell(None, place), str(value)
    return Cell(value, place, fault=fault), ""


def _find_text(book: Book, kind: str, said: str | None, inline: Element | None, style: Style) -> Text:
    if kind == "s" and said is not None:
        return book.texts.at(int(said), style)
    if kind == "inlineStr" and inline is not None:
        return read_text_of(inline, style)
    return Text(unescape(said or ""))


def _read_text(text: Text, style: Style, place: str) -> tuple[Cell, str]:
    if text.plain and style.struck and text.text.strip():
        return Cell(None, place), text.text
    font = style.font if text.plain else text.font
    return Cell(text.text or None, place, font if text.text else "", _fault_of_text(text)), text.struck


def _fault_of_text(text: Text) -> DataError | None:
    if text.mixed:
        return DataError(
            "mixed-fonts", "holds letters of several encodings, by their fonts", hint="write all of it in one font"
        )
    return check_length(text.text)


def _read_value(kind: str, said: str | None, style: Style) -> tuple[Any, DataError | None]:
    """Return a value that is no text: a number, a date, yes or no, an error."""
    if said is None or not said.strip():
        return None, None
    if kind == "e":
        return said, DataError("error-value", f"holds the error {said}", hint="mend the formula")
    if kind == "b":
        return said.strip() == "1", None
    if kind == "d":
        return _read_iso(said), None
    number = float(said)
    if number == int(number) and not {".", "e", "E"} & set(said):
        number = int(said)
    return _as_shown(number, style.form)


def _read_iso(said: str) -> date | datetime | time | timedelta | None:
    from openpyxl.utils.datetime import from_ISO8601

    return from_ISO8601(said)  # type: ignore[no-any-return]


def _as_shown(number: float, form: str) -> tuple[Any, DataError | None]:
    """Return a number, or the date that its cell shows."""
    if form == "General":
        return number, None
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format
    from openpyxl.utils.datetime import from_excel

    if not is_date_format(form):
        return number, None
    try:
        return from_excel(number, timedelta=is_timedelta_format(form)), None
    except (OverflowError, ValueError):
        return number, DataError("bad-date", f"holds no date: {number:g}", hint="write the date anew")


# -- columns, hidden things, areas ----------------------------------------------------------------


def _take_column(sheet: _Sheet, element: Element) -> None:
    if _is_hidden(element, "width"):
        sheet.hidden_columns.append((int(element.get("min", "1")), int(element.get("max", "1"))))


def _take_defaults(sheet: _Sheet, element: Element) -> None:
    """Note whether rows that say nothing of themselves are hidden."""
    sheet.shows_rows = element.get("zeroHeight", "0") in ("0", "false")


def _take_rule(sheet: _Sheet, element: Element) -> None:
    """Tell of a format that strikes out by a condition: whether it holds, only a program that counts can say."""
    if sheet.book.styles.strikes_by(element):
        told = f"{sheet.name}: a conditional format strikes text out, which is not looked at: read what was taken"
        if told not in sheet.remarks:
            sheet.remarks.append(told)


def _tell(sheet: _Sheet) -> Iterator[str]:
    """Yield what was left out and what is taken though it does not show."""
    for told in sheet.struck.values():
        more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        yield f"{sheet.name}: struck-out text is left out: {', '.join(told[:_SHOWN])}{more}"
    if hidden := sheet.hidden_rows & {row for row, _ in sheet.cells}:
        yield f"{sheet.name}: {len(hidden)} hidden rows are taken too"
    columns = {column for _, column in sheet.cells}
    for first, last in sheet.hidden_columns:
        for column in sorted(c for c in columns if first <= c <= last):
            yield f"{sheet.name}: the hidden column {column_letters(column)} is taken too"
    yield from sheet.remarks


def _tell_tables(book: Book, part: SheetPart) -> Iterator[str]:
    """Yield the tables whose style strikes words out: which, its stripes decide."""
    for _, kind, target in book.package.relations(part.part):
        named = child(book.package.read(target), "tableStyleInfo") if kind == "table" else None
        if named is not None and named.get("name") in book.styles.striking_tables:
            yield f"{part.name}: a style of tables strikes text out, which is not looked at: read what was taken"


def _tell_beside(package: Package, part: SheetPart) -> Iterator[str]:
    """Yield what words lie over the cells: they are told, and not read."""
    for _, kind, target in package.relations(part.part):
        if kind in _BESIDE and (said := _words_of(package, target)):
            yield f"{part.name}: what stands in its {_BESIDE[kind]} is not read: {said[:80]!r}"


def _words_of(package: Package, part: str) -> str:
    try:
        root = package.read(part)
    except Exception:  # what lies over the cells must not keep them from being read, however it is damaged
        return "?"
    return " ".join("".join(e.text or "" for e in root.iter() if local(e) == "t").split())


def _fill_area(rows: list[list[Cell]], area: str, naming: Naming) -> None:
    """Give a merged area's value to every row it spans; across columns nobody can tell what is meant.

    A title above the table may span columns, and so may the name of one.
    """
    match = _AREA.fullmatch(area)
    if match is None:
        raise DataError("not-a-sheet", f"has a merged area that is none: {area!r}")
    (top, left), (foot, right) = (
        read_place(match[1] + match[2]),
        read_place((match[3] or match[1]) + (match[4] or match[2])),
    )
    first = rows[top - 1][left - 1] if top <= len(rows) and left <= len(rows[top - 1]) else BLANK
    if is_blank(first):
        return
    if foot > MOST_ROWS:
        raise _too_large(area)
    if right > left and top > 1 and naming(heading_of(first)) is None:
        first = first._replace(fault=_merged(f"is merged over several columns ({area})"))
    if _spreads(rows, first, (foot, left, right), naming):
        fault = _merged(f"stands under a name that is merged over several columns ({area})")
        place = f"{column_letters(left)}{foot + 1}"
        rows[foot] = [
            *rows[foot][: left - 1],
            rows[foot][left - 1]._replace(place=place, fault=fault),
            *rows[foot][left:],
        ]
    while len(rows) < foot:
        rows.append([BLANK] * len(rows[0]))
    for number in range(top, foot + 1):
        rows[number - 1] = list(rows[number - 1])  # rows of nothing are one and the same list
        place = f"{column_letters(left)}{number}"
        rows[number - 1][left - 1] = first._replace(place=place, repeated=number > top)


def _merged(fault: str) -> DataError:
    return DataError("merged-columns", fault, hint="split the cell: a value belongs to one column")


def _spreads(rows: list[list[Cell]], name: Cell, at: tuple[int, int, int], naming: Naming) -> bool:
    """Tell whether the name of a column spans more that hold something too, and no row under it names them.

    ``at`` is the row below the name, counted from 0, and the first and last column, counted from 1.
    """
    foot, left, right = at
    if right == left or foot >= len(rows) or naming(heading_of(name)) is None:
        return False
    if any(naming(heading_of(cell)) is not None for cell in rows[foot][left - 1 : right] if not is_blank(cell)):
        return False
    return any(not is_blank(cell) for row in rows[foot:] for cell in row[left:right])
