"""Sheets damaged in the ways of real life, and every door through which a sheet comes: what each takes and tells."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from renderer.batch.job import read_job
from renderer.batch.names import Names
from renderer.curation.importing.read import faults_of, proof_read, read_list, read_listing
from renderer.curation.organisations import _COLUMNS
from renderer.proofreading import ProofReader, proof_reader
from renderer.studio import Studio
from renderer.tables import read_table
from renderer.values.errors import CodongError
from renderer.workspace import Workspace
from tests.helpers.lists import legacy_bytes
from tests.helpers.office import SHEET, STRICT_SHEET, change_parts
from tests.helpers.workspaces import ROOT

GOOD, BAD = "Ủy ban nhân dân phường Vân Hồ", "Hội Nông dân xã Tân Lập"
"""Two texts that may be a slogan and the name of a body: one that stands, and one that is damaged."""
LEFT = "Hội Nông dân"
"""What is left of the second where a part of it is struck out."""


@dataclass(frozen=True)
class Outcome:
    """The texts that a door took without a word against them, and everything that it told."""

    taken: tuple[str, ...]
    told: str


@cache
def the_reader() -> ProofReader:
    studio = Studio(Workspace(ROOT))
    return proof_reader(studio.workspace.read, studio.catalogue_today, studio.lexicon)


# -- doors ----------------------------------------------------------------------------------------


def slogans(path: Path) -> Outcome:
    reading = read_list(path)
    faults = {c.passage.where for c in reading.slogans if c.passage.fault or c.doubt or reading.findings(c)}
    taken = tuple(c.text for c in reading.slogans if c.passage.where not in faults)
    told = [
        *reading.remarks,
        *(str(c.passage.fault or c.doubt or reading.findings(c)) for c in reading.slogans if c.passage.where in faults),
    ]
    beside = [f"{c.reason}: {c.text}" for c in reading.chosen if c.reason]
    return Outcome(taken, "\n".join([*told, *beside]))


def units(path: Path) -> Outcome:
    table = read_table(path, _COLUMNS)
    taken = tuple(row.cells["name"] for row in table.rows if not row.faults and "name" in row.cells)
    return Outcome(taken, "\n".join([*table.remarks, *(str(f) for row in table.rows for f in row.faults)]))


def job(path: Path) -> Outcome:
    found = read_job(path, Names({}, {}))
    taken = tuple(row.order.slogan for row in found.rows if row.order)
    return Outcome(taken, "\n".join([*found.remarks, *(str(row.fault) for row in found.rows if row.fault)]))


def check(path: Path) -> Outcome:
    listing = read_listing(path, whole=True)
    faults = faults_of(listing.passages)
    at = {where for where, _ in faults}
    taken = tuple(p.raw for p in listing.passages if p.where not in at and p.raw in (GOOD, BAD, LEFT))
    findings = [f"{p.where}: {f}" for p, gated in proof_read(listing.passages, the_reader()) for f in gated.findings]
    return Outcome(taken, "\n".join([*listing.remarks, *(f"{where}: {fault}" for where, fault in faults), *findings]))


DOORS: dict[str, tuple[Callable[[Path], Outcome], list[str], list[str]]] = {
    "slogans": (slogans, ["STT", "Khẩu hiệu"], ["1"]),
    "units": (units, ["Mã", "Tên đơn vị"], ["a"]),
    "job": (job, ["Mẫu", "Kích thước", "Khẩu hiệu"], ["pano/co-do", "4x2m"]),
    "check": (check, ["STT", "Khẩu hiệu"], ["1"]),
}
"""Every door with its header and what stands in a row before the text."""


def through(door: str, path: Path) -> Outcome:
    """Return what a door made of a file; an error is something told."""
    try:
        return DOORS[door][0](path)
    except CodongError as fault:
        return Outcome((), str(fault))


# -- damage ---------------------------------------------------------------------------------------


def make_table(path: Path, door: str, change: Callable[[Any, Any], None] | None = None) -> Path:
    """Write the two texts as a door wants them; ``change`` gets the sheet and the cell of the second."""
    _, header, before = DOORS[door]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, [*before, GOOD], [*(f"{cell}2" if door == "units" else cell for cell in before), BAD]):
        sheet.append(row)
    if change:
        change(sheet, sheet.cell(3, len(header)))
    book.save(path)
    return path


def strike(sheet: Any, cell: Any) -> None:
    for one in sheet[cell.row]:
        one.font = Font(strike=True)


def strike_word(sheet: Any, cell: Any) -> None:
    cell.value = CellRichText(LEFT, TextBlock(InlineFont(strike=True), " xã Tân Lập"))


def hide_column(sheet: Any, cell: Any) -> None:
    sheet.column_dimensions[cell.column_letter].hidden = True


def hide_row(sheet: Any, cell: Any) -> None:
    sheet.row_dimensions[cell.row].hidden = True


def put(value: str) -> Callable[[Any, Any], None]:
    def change(sheet: Any, cell: Any) -> None:
        cell.value = value

    return change


def head_twice(sheet: Any, cell: Any) -> None:
    """Put a heading above the last two names of columns."""
    sheet.insert_rows(1)
    last = cell.column
    for column in range(1, last - 1):
        sheet.cell(1, column).value = sheet.cell(2, column).value
        sheet.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)
    sheet.cell(1, last - 1).value = "Nội dung"
    sheet.merge_cells(start_row=1, end_row=1, start_column=last - 1, end_column=last)


def number_columns(sheet: Any, cell: Any) -> None:
    row = cell.row - 1
    sheet.insert_rows(row)
    for column in range(1, cell.column + 1):
        sheet.cell(row, column).value = f"({column})"


def strict(path: Path) -> None:
    change_parts(path, lambda name, data: data.replace(SHEET.encode(), STRICT_SHEET.encode()))


def pivot(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/pivotTables/pivotTable1.xml", "<broken")


def locked(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))


def as_text(encoding: str, separator: str = ",", *, quoted: bool = True) -> Callable[[Path], None]:
    """Return what writes a workbook's table as CSV in an encoding, under the name that it has."""

    def change(path: Path) -> None:
        rows = openpyxl.load_workbook(path).worksheets[0].values
        text = "\n".join(separator.join(str(value) for value in row) for row in rows)
        if not quoted:
            text = text.replace("xã Tân Lập", f"xã Tân Lập{separator} tỉnh Sơn La")
        data = legacy_bytes(text, encoding) if encoding == "cp1258" else text.encode(encoding)
        path.with_suffix(".csv").write_bytes(data)

    return change


CHANGES: dict[str, tuple[Callable[[Any, Any], None] | None, Callable[[Path], None] | None, set[str], str]] = {
    "struck row": (strike, None, {GOOD}, "struck-out"),
    "struck words": (strike_word, None, {GOOD, LEFT}, "struck-out"),
    "hidden column": (hide_column, None, {GOOD, BAD}, "hidden column"),
    "hidden row": (hide_row, None, {GOOD, BAD}, "hidden rows"),
    "error": (put("#SPILL!"), None, {GOOD}, "#SPILL!"),
    "formula without a value": (put('="a"&"b"'), None, {GOOD}, "was not saved"),
    "two header rows": (head_twice, None, {GOOD, BAD}, ""),
    "numbered columns": (number_columns, None, {GOOD, BAD}, ""),
    "strict": (None, strict, {GOOD, BAD}, ""),
    "pivot table": (None, pivot, {GOOD, BAD}, ""),
    "locked": (None, locked, set(), "password"),
    "UTF-16 without its mark": (None, as_text("utf-16-le"), set(), ""),
    "cp1258": (None, as_text("cp1258"), set(), ""),
    "torn row": (None, as_text("utf-8", quoted=False), {GOOD}, "quotes"),
}
"""Every damage: what it does to a sheet, to a file; the texts that may be taken; what must be told."""


def make_damaged(folder: Path, door: str, damage: str) -> Path:
    """Write a file with one damage for a door."""
    in_sheet, in_file, _, _ = CHANGES[damage]
    path = make_table(folder / "a.xlsx", door, in_sheet)
    if in_file:
        in_file(path)
    return next(p for p in (path.with_suffix(".csv"), path) if p.exists())
