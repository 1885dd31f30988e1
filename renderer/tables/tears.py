"""Rows of a CSV file that were torn: a separator stands in a text that is in no quotes, and cuts it in two."""

from __future__ import annotations

from collections.abc import Sequence

from renderer.tables.grid import Cell, is_blank
from renderer.tables.headers import HeadedGrid
from renderer.values.errors import DataError

_HINT = 'put a text that holds the separator into quotes: "..."'
_SPACED = (",", ";")
"""Separators after which people put a space in a text."""


class Tears:
    """Finds the torn rows of a table; of a workbook there are none, for there every cell is one by itself."""

    def __init__(self, headed: HeadedGrid) -> None:
        header = headed.header
        self._is_text = bool(headed.grid.separator)
        self._named = max((at for at, cell in enumerate(header, 1) if not is_blank(cell)), default=0)
        widths = [len(row) for _, row in headed.below if not all(map(is_blank, row))]
        # Where every row ends in separators, that is how its program writes.
        self._most = max(len(header), min(widths, default=0))
        spaced = any(_begins_with_space(cell) for cell in header[1:])
        self._is_close = headed.grid.separator in _SPACED and not spaced

    def find(self, row: Sequence[Cell]) -> tuple[str, DataError] | None:
        """Return the place and the fault of a torn row."""
        if not self._is_text:
            return None
        beyond = next((cell for cell in row[self._named :] if not is_blank(cell)), None)
        if beyond is not None:
            said = f"goes on in cells beyond the header ({str(beyond.value)[:40]!r})"
            return beyond.place, DataError("torn-row", said, hint=_HINT)
        if len(row) > self._most:
            said = f"has {len(row)} cells, and the header {self._most}"
            return "", DataError("torn-row", said, hint=_HINT)
        rest = next((c for c in row[1:] if _begins_with_space(c)), None) if self._is_close else None
        if rest is None:
            return None
        said = f"begins with a space, as what was cut off a text at a separator does ({str(rest.value)[:40]!r})"
        return rest.place, DataError("torn-row", said, hint=f"{_HINT}, or take the space away")


def _begins_with_space(cell: Cell) -> bool:
    return isinstance(cell.value, str) and cell.value[:1] == " " and not is_blank(cell)
