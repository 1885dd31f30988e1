"""XLSX, CSV and TSV files as people make them, read into grids of cells: the one door of tables."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from renderer.storage.apart import read_apart
from renderer.storage.files import read_whole
from renderer.storage.office import name_kind
from renderer.tables.book import read_book
from renderer.tables.comma_file import read_comma_file
from renderer.tables.grid import Grid
from renderer.tables.headers import Naming
from renderer.values.errors import CodongError, DataError
from renderer.values.limits import TABLE

_BOOKS = (".xlsx", ".xlsm")
_TEXTS = (".csv", ".tsv", ".txt")
_SAVE = "open it in LibreOffice or Excel and save it again as .xlsx"


def read_grids(path: Path, naming: Naming, *, legacy: bool = False) -> list[Grid]:
    """Return the visible sheets of a file; with ``legacy`` a CSV file that is no UTF-8 is read for the gate to judge.

    ``naming`` knows the names of columns: they tell what parts the cells of a CSV file, and they alone may be merged
    over several columns. Raises DataError for a file that is no sheet.
    """
    suffix = path.suffix.lower()
    if suffix not in (*_BOOKS, *_TEXTS):
        raise DataError(
            "not-a-sheet",
            f"{suffix or 'no suffix'}: only .xlsx and .csv are read",
            where=str(path),
            hint="open it in LibreOffice or Excel and save it as .xlsx",
        )
    data = read_whole(path, TABLE.file_bytes)
    read = partial(_read_book, data, naming) if suffix in _BOOKS else partial(_read_text, data, naming, legacy=legacy)
    try:
        return read_apart(read, TABLE, str(path), _SAVE)
    except CodongError as fault:
        raise fault.at(str(path)) from None


def _read_book(data: bytes, naming: Naming) -> list[Grid]:
    kind = name_kind(data)
    if kind not in ("an Excel workbook (.xlsx)", "a ZIP archive that is damaged"):
        raise DataError("not-a-sheet", f"is no readable XLSX file, but {kind or 'a text'}", hint=_how_to_save(kind))
    try:
        return read_book(data, naming)
    except (CodongError, MemoryError):
        raise
    except Exception as fault:  # a damaged archive makes its readers raise nearly anything
        raise DataError("not-a-sheet", f"is no readable XLSX file ({type(fault).__name__})", hint=_SAVE) from None


def _how_to_save(kind: str) -> str:
    if kind == "locked with a password":
        return "open it in Excel or LibreOffice, take the password off, and save it as .xlsx"
    return _SAVE


def _read_text(data: bytes, naming: Naming, *, legacy: bool) -> list[Grid]:
    if kind := name_kind(data):
        raise DataError("not-a-sheet", f"is no text of a table, but {kind}", hint=_how_to_save(kind))
    return [read_comma_file(data, naming, legacy=legacy)]
