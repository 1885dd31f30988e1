"""DOCX: paragraphs and tables with the fonts of their runs and Word's automatic numbers, which are no text.

Every word of the file is read, or told with its place: what stands in a form that is not read is a fault there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element

from renderer.curation.importing.columns import slogan_column
from renderer.curation.importing.numbering import Numbering
from renderer.curation.importing.passages import Listing, Passage
from renderer.curation.importing.word_text import WordReader, own_parts, tracked, unread_words
from renderer.curation.importing.word_xml import Styles, number_of, read_part
from renderer.storage.apart import read_apart
from renderer.storage.files import read_whole
from renderer.storage.office import Package, name_kind
from renderer.tables import numbers_columns
from renderer.text import Run
from renderer.values.errors import CodongError, DataError
from renderer.values.limits import DOCUMENT, MOST_PARAGRAPHS

_SAVE = "open it in Word or LibreOffice and save it again as .docx"
_HEADER_ROWS = 3
_WRAPPERS = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
"""Elements around paragraphs that are read as if they were not there."""
_BESIDE = {
    "header": "the head of its pages",
    "footer": "the foot of its pages",
    "footnotes": "its footnotes",
    "endnotes": "its endnotes",
    "comments": "its comments",
}
"""Parts that stand beside the text."""
_Row = list[tuple[int, int, Element]]
"""The cells of a row, each with the column that it begins in and how many it spans."""


def read_document(path: Path) -> Listing:
    """Return the passages of a DOCX file in the order of the page; raises DataError for another file."""
    data = read_whole(path, DOCUMENT.file_bytes)
    try:
        return read_apart(partial(_read, data), DOCUMENT, str(path), _SAVE)
    except CodongError as fault:
        raise fault.at(str(path)) from None


def _read(data: bytes) -> Listing:
    kind = name_kind(data)
    if kind == "locked with a password" or "old Word file" in kind:
        hint = "open it in Word or LibreOffice and save it as .docx without a password"
        raise DataError("old-format", f"is {kind}", hint=hint)
    if kind not in ("a Word document (.docx)", "a ZIP archive that is damaged"):
        raise DataError("not-a-document", f"is no readable DOCX file, but {kind or 'a text'}", hint=_SAVE)
    try:
        return _Document(Package(data, "not-a-document")).read()
    except (CodongError, MemoryError):
        raise
    except Exception as fault:  # a damaged archive makes its readers raise nearly anything
        raise DataError("not-a-document", f"is no readable DOCX file ({type(fault).__name__})", hint=_SAVE) from None


class _Document:
    """A document being read, from top to bottom."""

    def __init__(self, package: Package) -> None:
        self._package = package
        parts = {kind: part for _, kind, part in package.relations(package.main)}
        root = read_part(package, package.main)
        body = root.find("body") if root.tag == "document" else None
        if body is None:
            raise DataError("not-a-document", "is no readable DOCX file: it holds no text", hint=_SAVE)
        self._body = body
        styles = Styles(read_part(package, parts["styles"]) if "styles" in parts else None)
        numbers = read_part(package, parts["numbering"]) if "numbering" in parts else None
        self._numbering = Numbering(styles, numbers)
        self._words = WordReader(styles)
        self._told: list[str] = []
        self._pictures = 0

    def read(self) -> Listing:
        """Return the passages, and remarks on what is left out or stands beside them."""
        passages = []
        for passage in self._read_blocks(self._body, None, ""):
            passages.append(passage)
            if len(passages) > MOST_PARAGRAPHS:
                raise DataError("too-large", f"holds more than {MOST_PARAGRAPHS:,} paragraphs", hint="split it")
        return Listing(tuple(passages), (*self._told, *self._beside(), *self._told_pictures()))

    def _read_blocks(self, parent: Element, table: Element | None, within: str) -> Iterator[Passage]:
        """Yield the passages of a page, a cell or a text box; ``within`` is its place, empty for the page."""
        counts = {"p": 0, "tbl": 0}
        for block in _blocks(parent):
            if block.tag in counts:
                counts[block.tag] += 1
            if block.tag == "p":
                yield from self._paragraph(block, table, within or f"paragraph {counts['p']}")
            elif block.tag == "tbl":
                yield from self._table(block, f"{within}, inner table" if within else f"table {counts['tbl']}")
            else:
                yield from self._unknown(block, within or f"after paragraph {counts['p']}")

    def _unknown(self, block: Element, where: str) -> Iterator[Passage]:
        """Yield what stands in a form that is not read: its words, with the fault that they are not taken."""
        words = self._words.unread(block)
        if words or block.tag in ("altChunk", "subDoc"):
            yield Passage(where, (Run(words),), fault=unread_words(repr(words[:60]) if words else "another file"))
        for number, box in enumerate(_boxes(block), 1):
            yield from self._read_blocks(box, None, f"{where}, text box {number}")

    # -- tables -------------------------------------------------------------------------------------

    def _table(self, table: Element, where: str) -> Iterator[Passage]:
        """Yield the cells of a table; those under a header that says so stand in the column of slogans."""
        rows = [(row, list(_cells(row))) for row in _inside(table, "tr")]
        header, column = self._header([cells for _, cells in rows], table, where)
        for number, (row, cells) in enumerate(rows, 1):
            fault = _fault_of_row(row)
            for at, span, cell in cells:
                place = f"{where} row {number}, column {at + 1}"
                wanted = column is not None and number - 1 > header and at <= column < at + span
                passages = [p for p in self._read_blocks(cell, table, place) if p.raw.strip() or p.fault or not wanted]
                passages = [_with_fault(p, fault) for p in passages]
                yield from (_in_column(passages, span, place) if wanted and passages else passages)

    def _header(self, rows: list[_Row], table: Element, where: str) -> tuple[int, int | None]:
        """Return the row that names the column of slogans, and that column; a heading may stand above its name."""
        found: tuple[int, int | None] = (-1, None)
        for number, row in enumerate(rows[:_HEADER_ROWS]):
            titles = {at: self._title(cell, table) for at, _, cell in row}
            column = slogan_column(titles, f"{where} row {number + 1}")
            if column is not None:
                found = number, column
            elif found[1] is not None:
                break
        return self._skip_numbers(rows, table, found, where)

    def _skip_numbers(
        self, rows: list[_Row], table: Element, found: tuple[int, int | None], where: str
    ) -> tuple[int, int | None]:
        """Return the header with the row under it that numbers the columns, if there is one."""
        at = found[0] + 1
        if found[1] is None or at >= len(rows):
            return found
        if not numbers_columns([self._title(cell, table) for _, _, cell in rows[at]]):
            return found
        self._told.append(f"{where} row {at + 1} numbers the columns and is passed over")
        return at, found[1]

    def _title(self, cell: Element, table: Element) -> str:
        words = (self._words.read(paragraph, table) for paragraph in cell.iter("p"))
        return " ".join("".join(run.text for run in read.runs) for read in words)

    # -- paragraphs ---------------------------------------------------------------------------------

    def _paragraph(self, element: Element, table: Element | None, where: str) -> Iterator[Passage]:
        words = self._words.read(element, table)
        mark = None if words.is_empty else self._numbering.mark(element)
        if words.struck:
            self._told.append(f"{where}: struck-out text is left out: {words.struck.strip()!r}")
        yield Passage(where, words.runs, mark, fault=words.fault)
        boxes = _boxes(element)
        pictures = [part for part in own_parts(element) if part.tag in ("drawing", "pict", "object")]
        self._pictures += len(pictures) if not boxes else 0
        seen = set()
        for number, box in enumerate(boxes, 1):
            passages = list(self._read_blocks(box, None, f"{where}, text box {number}"))
            # A box may be written down twice, for old programs.
            content = tuple(p.raw for p in passages)
            yield from passages if content not in seen else ()
            seen.add(content)

    # -- what stands beside ---------------------------------------------------------------------------

    def _beside(self) -> Iterator[str]:
        """Yield what the parts beside the text say: it is told, and not read."""
        for _, kind, part in self._package.relations(self._package.main):
            if kind in _BESIDE:
                root = read_part(self._package, part)
                said = " ".join("".join(t.text or "" for t in root.iter("t")).split())
                if any(map(str.isalpha, said)):
                    yield f"what stands in {_BESIDE[kind]} is not read: {said[:80]!r}"

    def _told_pictures(self) -> Iterator[str]:
        if self._pictures:
            yield f"{self._pictures} pictures and objects: words in them are not read"


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield paragraphs and tables in order, also those inside content controls, and what else may hold words."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _blocks(child)
        elif child.tag not in ("sectPr", "tcPr", "sdtPr", "sdtEndPr"):
            yield child


def _boxes(element: Element) -> list[Element]:
    return [part for part in own_parts(element) if part.tag == "txbxContent"]


def _inside(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, but not those of a table inside."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, wanted)


def _cells(row: Element) -> Iterator[tuple[int, int, Element]]:
    """Yield a row's cells with the column that each begins in and how many it spans."""
    at = number_of(row.find("trPr/gridBefore"), 0)
    for cell in _inside(row, "tc"):
        width = number_of(cell.find("tcPr/gridSpan"), 1)
        yield at, width, cell
        at += width


def _fault_of_row(row: Element) -> DataError | None:
    """Return why nothing of a row can be taken: it is hidden, or somebody put it in or took it out."""
    if any(row.find(f"trPr/{change}") is not None for change in ("ins", "del")):
        return tracked()
    if row.find("trPr/hidden") is not None:
        return DataError("hidden-text", "stands in a hidden row", hint="show it in Word, and keep or delete it")
    return None


def _with_fault(passage: Passage, fault: DataError | None) -> Passage:
    held = passage.fault or fault
    return Passage(passage.where, passage.runs, passage.mark, passage.column, held) if held else passage


def _in_column(passages: list[Passage], span: int, where: str) -> Iterator[Passage]:
    """Yield a cell of the column of slogans as one passage, as it stands: several paragraphs are several lines."""
    fault = next((p.fault for p in passages if p.fault), None)
    if span > 1:
        fault = DataError(
            "merged-columns", "is merged over several columns", hint="split the cell: a value belongs to one column"
        )
    runs = [run for passage in passages for run in (*passage.runs, Run("\n"))][:-1]
    yield Passage(where, tuple(runs), passages[0].mark, True, fault)
