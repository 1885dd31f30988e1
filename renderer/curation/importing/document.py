"""DOCX: paragraphs and tables with the fonts of their runs and Word's automatic numbers, which are no text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from renderer.curation.importing.columns import slogan_column
from renderer.curation.importing.numbering import Numbering
from renderer.curation.importing.passages import Listing, Passage
from renderer.storage.files import read_whole
from renderer.text import Run
from renderer.values.errors import DataError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad", "ptab": "\t"}
"""Elements that stand for a character. A soft hyphen may be the ư of .VnTime: the gate judges."""
_HEADER_ROWS = 3
_CHANGES = ("ins", "del", "moveFrom", "moveTo")


def read_document(path: Path) -> Listing:
    """Return the passages of a DOCX file in the order of the page; raises DataError for another file."""
    document = _open_document(path)
    numbering = Numbering(document)
    passages: list[Passage] = []
    counts = {"p": 0, "tbl": 0}
    for block in _blocks(document.element.body):
        name = _name(block)
        counts[name] += 1
        if name == "p":
            where = f"paragraph {counts['p']}"
            passages.append(_paragraph(block, where, numbering, document))
            passages += _boxes(block, where, numbering, document)
        else:
            passages += _table(block, f"table {counts['tbl']}", numbering, document)
    return Listing(tuple(passages))


def _open_document(path: Path) -> Any:
    data = read_whole(path)
    if data.startswith(_OLE):
        raise DataError(
            "old-format",
            "is an old Word file (.doc) or is locked with a password",
            where=str(path),
            hint="open it in Word or LibreOffice and save it as .docx without a password",
        )
    from docx import Document

    try:
        return Document(io.BytesIO(data))
    except Exception as fault:  # a damaged archive makes python-docx raise nearly anything
        raise DataError(
            "not-a-document",
            f"is no readable DOCX file ({type(fault).__name__})",
            where=str(path),
            hint="open it in Word or LibreOffice and save it again as .docx",
        ) from None


def _name(element: Any) -> str:
    return element.tag.removeprefix(_W) if isinstance(element.tag, str) else ""


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order, also those inside content controls and tracked insertions."""
    for child in parent:
        if _name(child) in ("p", "tbl"):
            yield child
        elif _name(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _blocks(child)


# -- tables ---------------------------------------------------------------------------------------


def _table(table: Any, where: str, numbering: Numbering, document: Any) -> Iterator[Passage]:
    """Yield the cells of a table; those under a header that says so stand in the column of slogans."""
    rows = [list(_cells(row)) for row in _inside(table, "tr")]
    header, column = _header(rows, where, document)
    for number, row in enumerate(rows, 1):
        for at, span, cell in row:
            place = f"{where} row {number}, column {at + 1}"
            wanted = column is not None and number - 1 > header and at <= column < at + span
            passages = [p for p in _cell_passages(cell, place, numbering, document) if p.raw.strip() or not wanted]
            yield from (_in_column(passages, span, place) if wanted and passages else passages)


def _cells(row: Any) -> Iterator[tuple[int, int, Any]]:
    """Yield a row's cells with the column that each begins in and how many it spans."""
    at = 0
    for cell in _inside(row, "tc"):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        width = int(span.get(f"{_W}val")) if span is not None else 1
        yield at, width, cell
        at += width


def _inside(parent: Any, wanted: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, but not those of a table inside."""
    for child in parent:
        if _name(child) == wanted:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "customXml"):
            yield from _inside(child, wanted)


def _cell_passages(cell: Any, where: str, numbering: Numbering, document: Any) -> list[Passage]:
    passages: list[Passage] = []
    for block in _blocks(cell):
        if _name(block) == "p":
            passages += [_paragraph(block, where, numbering, document), *_boxes(block, where, numbering, document)]
        else:
            passages += _table(block, f"{where}, inner table", numbering, document)
    return passages


def _header(rows: list[list[tuple[int, int, Any]]], where: str, document: Any) -> tuple[int, int | None]:
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        texts = {at: ["".join(r.text for r in _runs(p, document)) for p in cell.iter(f"{_W}p")] for at, _, cell in row}
        column = slogan_column({at: " ".join(t) for at, t in texts.items()}, f"{where} row {number + 1}")
        if column is not None:
            return number, column
    return -1, None


def _in_column(passages: list[Passage], span: int, where: str) -> Iterator[Passage]:
    """Yield a cell of the column of slogans as one passage, as it stands: several paragraphs are several lines."""
    fault = next((p.fault for p in passages if p.fault), None)
    if span > 1:
        fault = DataError(
            "merged-columns", "is merged over several columns", hint="split the cell: a value belongs to one column"
        )
    runs = [run for passage in passages for run in (*passage.runs, Run("\n"))][:-1]
    yield Passage(where, tuple(runs), passages[0].mark, True, fault)


# -- paragraphs -----------------------------------------------------------------------------------


def _paragraph(element: Any, where: str, numbering: Numbering, document: Any) -> Passage:
    runs = tuple(_runs(element, document))
    mark = numbering.mark(element) if any(run.text.strip() for run in runs) else None
    return Passage(where, runs, mark, fault=_fault(element))


def _fault(element: Any) -> DataError | None:
    if any(True for name in _CHANGES for _ in element.iter(_W + name)):
        return DataError(
            "tracked-changes", "holds tracked changes: which text is meant?", hint="accept or reject them in Word"
        )
    if any(_on(sign) for sign in element.iterfind(f".//{_W}r/{_W}rPr/{_W}vanish")):
        return DataError("hidden-text", "holds hidden text", hint="show it in Word, and keep or delete it")
    return None


def _on(sign: Any) -> bool:
    return sign.get(f"{_W}val", "1") not in ("0", "false", "off")


def _runs(element: Any, document: Any) -> Iterator[Run]:
    """Yield the runs of a paragraph, without what was deleted and without its text boxes."""
    for child in element:
        name = _name(child)
        if name == "r":
            if text := "".join(_characters(child)):
                yield Run(text, _font(child, element, document))
        elif name in (
            "hyperlink",
            "ins",
            "moveTo",
            "sdt",
            "sdtContent",
            "smartTag",
            "fldSimple",
            "customXml",
            "dir",
            "bdo",
        ):
            yield from (Run(text, font) for text, font in _runs(child, document))


def _characters(run: Any) -> Iterator[str]:
    for child in run:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name == "sym":
            yield chr(int(child.get(f"{_W}char", "FFFD"), 16))
        else:
            yield _SIGNS.get(name, "")


def _boxes(element: Any, where: str, numbering: Numbering, document: Any) -> Iterator[Passage]:
    """Yield the paragraphs of text boxes; of a box that is written down twice, for old programs, the first."""
    seen = set()
    for number, box in enumerate(element.iter(f"{_W}txbxContent"), 1):
        passages = [_paragraph(p, f"{where}, text box {number}", numbering, document) for p in box.iter(f"{_W}p")]
        content = tuple(p.raw for p in passages)
        if content not in seen:
            yield from passages
        seen.add(content)


# -- fonts ----------------------------------------------------------------------------------------


def _font(run: Any, parent: Any, document: Any) -> str:
    """Return the font of a run's letters beyond ASCII: its own, its style's, its paragraph's, the document's."""
    paragraph = parent if _name(parent) == "p" else next(parent.iterancestors(f"{_W}p"), None)
    styles = document.styles.element
    for properties in _properties(run, paragraph, styles):
        fonts = properties.find(f"{_W}rFonts")
        if fonts is not None:
            name = fonts.get(f"{_W}hAnsi") or fonts.get(f"{_W}ascii")
            if name or any("Theme" in key for key in fonts.attrib):
                return name or ""
    return ""


def _properties(run: Any, paragraph: Any, styles: Any) -> Iterator[Any]:
    yield from run.findall(f"{_W}rPr")
    yield from _style_properties(run.find(f"{_W}rPr/{_W}rStyle"), "character", styles)
    named = paragraph.find(f"{_W}pPr/{_W}pStyle") if paragraph is not None else None
    yield from _style_properties(named, "paragraph", styles)
    yield from styles.findall(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")


def _style_properties(named: Any, kind: str, styles: Any) -> Iterator[Any]:
    """Yield the run properties of a style and of those that it is based on; of the default one if none is named."""
    name = named.get(f"{_W}val") if named is not None else None
    seen: set[str] = set()
    for style in styles.findall(f"{_W}style"):
        if name is None and style.get(f"{_W}type") == kind and style.get(f"{_W}default") in ("1", "true"):
            name = style.get(f"{_W}styleId")
    while name and name not in seen:
        seen.add(name)
        style = next((s for s in styles.findall(f"{_W}style") if s.get(f"{_W}styleId") == name), None)
        if style is None:
            return
        yield from style.findall(f"{_W}rPr")
        based = style.find(f"{_W}basedOn")
        name = based.get(f"{_W}val") if based is not None else None
