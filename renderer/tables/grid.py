"""What a sheet is read into: a grid of cells, each as the file holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from renderer.text import Run, gate, gate_runs
from renderer.values.errors import DataError

_ERROR = re.compile(
    r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|PYTHON!"
    r"|EXTERNAL!|GETTING_DATA|ERROR!)|#{3,}|(Err|Lỗi):\d{3}"
)
"""What Excel, LibreOffice and Google Sheets show where a formula has no value, or a column no room for it."""


class Cell(NamedTuple):
    """``value`` as the file holds it, ``place`` as people find it: ``B5``; the font of a text.

    ``fault`` is why the value cannot be taken; ``repeated`` tells that a merged cell above holds it; ``raw`` that its
    letters are the bytes of a file that is no Unicode, as windows-1252 shows them.
    """

    value: Any
    place: str
    font: str = ""
    fault: DataError | None = None
    repeated: bool = False
    raw: bool = False


@dataclass(frozen=True)
class Grid:
    """All cells of a sheet, top row first; ``name`` is empty for a CSV file, of which ``separator`` parts the cells."""

    name: str
    rows: list[list[Cell]] = field(repr=False)
    remarks: tuple[str, ...] = ()
    separator: str = ""

    def row_place(self, number: int) -> str:
        """Return what people call a row, counted from 1: ``Biển row 4``."""
        return f"{self.name} row {number}" if self.name else f"row {number}"


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing, or spaces alone."""
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def heading_of(cell: Cell) -> str:
    """Return the name of a column, whatever encoding it stands in: a name is no data."""
    return gate_runs([Run(str(cell.value), cell.font)], gate, accept_converted=True).text


def value_of(cell: Cell) -> Any:
    """Return a cell's value; raises DataError for one that cannot be taken."""
    if fault := fault_of(cell):
        raise fault
    return cell.value


def fault_of(cell: Cell) -> DataError | None:
    """Return why a cell's value cannot be taken."""
    if cell.fault is None and isinstance(cell.value, str) and _ERROR.fullmatch(cell.value.strip()):
        return DataError("error-value", f"holds the error {cell.value.strip()}", hint="mend the formula")
    return cell.fault
