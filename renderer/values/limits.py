"""What each door takes at most: bytes read, memory and seconds that a foreign file's reader may use.

The figures are far above what people bring and far below what stops a machine; docs/limits.md tells them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

_MB = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The limits of one door.

    ``file_bytes``: largest file that is read. ``memory_bytes`` and ``seconds``: what a reader in a process of its own
    may take beyond what the program holds already.
    """

    file_bytes: int
    memory_bytes: int = 800 * _MB
    seconds: float = 15.0

    def grown(self, file_bytes: int) -> Limits:
        """Return the limits for a file of this size: a second more for every 5 MB of it."""
        return replace(self, seconds=self.seconds + file_bytes // (5 * _MB))


TEXT = Limits(file_bytes=20 * _MB)
"""Catalogues, jobs, settings (TOML) and plain lists."""
TABLE = Limits(file_bytes=100 * _MB)
"""Workbooks and CSV files."""
DOCUMENT = Limits(file_bytes=100 * _MB)
"""DOCX."""
DRAWING = Limits(file_bytes=8 * _MB, memory_bytes=500 * _MB, seconds=10.0)
"""SVG and the templates that write it."""
PICTURE = Limits(file_bytes=200 * _MB)
"""Logos of units."""
FONT = Limits(file_bytes=50 * _MB)
"""Font files of a workspace."""
PRINT_FILE = Limits(file_bytes=4_000 * _MB)
"""PNG and TIFF that are verified."""
PDF = Limits(file_bytes=500 * _MB, memory_bytes=700 * _MB, seconds=12.0)
"""PDF of anybody that are verified or preflighted; what is read of one is counted besides
(renderer/preflight/bounds.py)."""
MANIFEST = Limits(file_bytes=4_000 * _MB)
"""Manifests of batches."""
MOST_UNPACKED = 400 * _MB
"""Bytes that the parts of an XLSX or DOCX file that are read may unpack to, all together."""
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 1_000, 500_000
"""Of a table: the last row and the last column that hold something, and how many cells do."""
MOST_IN_CELL = 32_767
"""Characters of a cell: as many as Excel takes; of a paragraph of a document, too."""
MOST_PARAGRAPHS = 50_000
"""Of a document, with the cells of its tables."""
