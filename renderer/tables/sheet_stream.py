"""The XML of a sheet as a stream, without the cells that hold nothing: people colour columns down to the last row."""

from __future__ import annotations

import re
from typing import IO

_EMPTY = re.compile(rb"<(?:\w+:)?c\s(?=[^<>]*\br=)[^<>]*(?:/>|></(?:\w+:)?c>)")
"""A cell with a place and without anything in it."""
_EMPTY_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^<>]*\br=)[^<>]*(?:/>|>\s*</(?:\w+:)?row>)")
_CHUNK = 1 << 20


class SheetStream:
    """A file of which a parser reads the same sheet with fewer cells, some ten times as fast as it skips them."""

    def __init__(self, file: IO[bytes], *, whole: bool) -> None:
        """``whole``: nothing is left out."""
        self._file = file
        self._held = b""
        self._plain = not whole
        self.stripped = False
        """Whether anything was left out: then every other cell must say its place."""

    def read(self, _size: int = -1) -> bytes:
        """Return some of the sheet, and nothing only at its end."""
        while chunk := self._file.read(_CHUNK):
            data = self._held + chunk
            # What may stand in a comment or a literal text is no cell.
            self._plain = self._plain and b"<!" not in data
            end = data.rfind(b"<") if self._plain else len(data)
            whole, self._held = data[:end], data[end:]
            if self._plain:
                whole, cells = _EMPTY.subn(b"", whole)
                whole, rows = _EMPTY_ROW.subn(b"", whole)
                self.stripped = self.stripped or cells + rows > 0
            if whole:
                return whole
        rest, self._held = self._held, b""
        return rest
