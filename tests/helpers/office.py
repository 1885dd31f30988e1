"""Office files written by hand: what no library writes, and files of others changed part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_SHEET = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACES = (
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps"'
)


def relations(*kinds: tuple[str, str]) -> str:
    """Return the relations of a part: each kind and its target."""
    each = (f'<Relationship Id="r{n}" Type="{_OFFICE}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(kinds, 1))
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(each)}</Relationships>'


def write_parts(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def docx_of(
    path: Path, body: str, *, styles: str = "", root: str = "document", head: str = "", space: str = WORD
) -> Path:
    """Write a DOCX with this body; ``styles`` is what its part of styles holds, ``head`` stands before the root."""
    text = f'{head}<w:{root} xmlns:w="{space}"{_SPACES}><w:body>{body}</w:body></w:{root}>'
    return write_parts(
        path,
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": text,
            "word/_rels/document.xml.rels": relations(("styles", "styles.xml")),
            "word/styles.xml": f'<w:styles xmlns:w="{space}">{styles}</w:styles>',
        },
    )


def xlsx_of(path: Path, rows: str, *, after: str = "", before: str = "", space: str = SHEET, styles: str = "") -> Path:
    """Write an XLSX of one sheet with these rows; ``before`` and ``after`` stand around them."""
    sheet = f'<worksheet xmlns="{space}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    book = f'<workbook xmlns="{space}" xmlns:r="{_OFFICE}"><sheets><sheet name="Biển" sheetId="1" r:id="r1"/></sheets></workbook>'
    return write_parts(
        path,
        {
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
            "xl/worksheets/sheet1.xml": sheet,
            "xl/styles.xml": styles or f'<styleSheet xmlns="{space}"/>',
        },
    )


def change_parts(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write every part of an Office file anew as ``change`` returns it."""
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, str | bytes] = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return write_parts(path, parts)


def spoil_part(path: Path, part: str, data: st.DataObject) -> None:
    """Change a few bytes inside one part of an Office file, so that no checksum tells."""

    def spoil(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        at = data.draw(st.integers(0, len(content) - 1))
        return content[:at] + data.draw(st.binary(max_size=3)) + content[at + data.draw(st.integers(0, 4)) :]

    change_parts(path, spoil)


def text_cell(place: str, inside: str) -> str:
    """Return a cell whose text is written in it."""
    return f'<c r="{place}" t="inlineStr"><is>{inside}</is></c>'
