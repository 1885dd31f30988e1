"""What the cells of an XLSX workbook refer to: its sheets, its texts with what is struck out in them, its styles.

Names of elements are taken without their namespace: the strict form of the format differs in that alone here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from renderer.storage.office import Package
from renderer.tables.struck import leave_out
from renderer.text import code_of
from renderer.values.errors import DataError
from renderer.values.limits import MOST_IN_CELL

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How the format writes a character that XML does not take, or that reads like such an escape."""
_OFF = ("0", "false", "off", "none")


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of this name."""
    return next((e for e in element if local(e) == name), None) if element is not None else None


def children(element: Element | None, name: str) -> list[Element]:
    """Return the children of this name."""
    return [e for e in element if local(e) == name] if element is not None else []


def is_on(element: Element | None, name: str = "val") -> bool:
    """Tell whether a switch is there and on."""
    if element is None:
        return False
    return next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == name), "1") not in _OFF


def _is_struck(font: Element | None) -> bool:
    """Tell whether a font strikes out, by one line or, as text pasted from a document may, by two."""
    return is_on(child(font, "strike")) or is_on(child(font, "dstrike"))


def unescape(text: str) -> str:
    """Return a text of the format with its escapes as the characters that they stand for: ``_x000D_`` ends a line."""
    if "_x" not in text:
        return text
    decoded = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return decoded.replace("\r\n", "\n").replace("\r", "\n")


class Style(NamedTuple):
    """How a cell shows what it holds: a legacy font, whether it is struck out, how a number is written."""

    font: str = ""
    struck: bool = False
    form: str = "General"


class Text(NamedTuple):
    """A text of a cell: what stands, what is struck out in it, and the legacy font of its letters.

    ``mixed``: its letters are in several encodings. ``plain``: it has the cell's own font and strike.
    """

    text: str
    struck: str = ""
    font: str = ""
    mixed: bool = False
    plain: bool = True


def read_text_of(element: Element, style: Style | None = None) -> Text:
    """Return a text of the workbook, without the readings that East Asian programs put beside words.

    ``style`` is that of the cell, which decides where a part says nothing of itself.
    """
    plain = [t.text or "" for t in children(element, "t")]
    runs = children(element, "r")
    if not runs:
        return Text(unescape("".join(plain)))
    base = style or Style()
    parts = [(unescape("".join(plain)), base.font, base.struck), *(_read_run(run, base) for run in runs)]
    kept, struck = leave_out((text, out) for text, _, out in parts)
    fonts = {font for text, (_, font, _) in zip(kept, parts, strict=True) if text.strip()}
    return Text("".join(kept), struck, next(iter(sorted(fonts)), ""), len(fonts) > 1, plain=False)


def _read_run(run: Element, base: Style) -> tuple[str, str, bool]:
    """Return a part of a text with its legacy font, and whether it is struck out."""
    text = unescape("".join(t.text or "" for t in children(run, "t")))
    properties = child(run, "rPr")
    if properties is None:
        return text, base.font, base.struck
    named = child(properties, "rFont")
    font = named.get("val", "") if named is not None else ""
    return text, font if code_of(font) else "", _is_struck(properties)


class Texts:
    """The shared texts of a workbook, by number; most are the same whatever cell holds them."""

    def __init__(self, root: Element | None) -> None:
        self._elements = children(root, "si")
        self._read: dict[int, Text] = {}

    def at(self, number: int, style: Style) -> Text:
        """Return a text as a cell of this style shows it."""
        if not 0 <= number < len(self._elements):
            raise DataError("not-a-sheet", f"refers to the text {number}, which is not there")
        if number in self._read:
            return self._read[number]
        text = read_text_of(self._elements[number], style)
        if text.plain:
            self._read[number] = text
        return text


class Styles:
    """The styles of a workbook, by number."""

    def __init__(self, root: Element | None) -> None:
        fonts = children(child(root, "fonts"), "font")
        forms = {f.get("numFmtId", ""): f.get("formatCode", "") for f in children(child(root, "numFmts"), "numFmt")}
        self._styles = [_read_style(xf, fonts, forms) for xf in children(child(root, "cellXfs"), "xf")]
        self.strikes = [_is_struck(child(dxf, "font")) for dxf in children(child(root, "dxfs"), "dxf")]
        """Of every conditional format: whether it strikes out."""
        tables = children(child(root, "tableStyles"), "tableStyle")
        self.striking_tables = {t.get("name") for t in tables if any(map(self.strikes_by, t))}
        """The names of the styles of tables that strike out."""

    def strikes_by(self, element: Element) -> bool:
        """Tell whether an element refers to a format that strikes out."""
        number = element.get("dxfId", "")
        return number.isdigit() and int(number) < len(self.strikes) and self.strikes[int(number)]

    def at(self, number: str | None) -> Style:
        """Return a style; a number that is none is that of a plain cell."""
        if number is None or not number.isascii() or not number.isdigit():
            return self._styles[0] if self._styles else Style()
        return self._styles[int(number)] if int(number) < len(self._styles) else Style()


def _read_style(xf: Element, fonts: list[Element], forms: dict[str, str]) -> Style:
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    number, form = xf.get("fontId", "0"), xf.get("numFmtId", "0")
    font = fonts[int(number)] if number.isdigit() and int(number) < len(fonts) else None
    named = child(font, "name")
    builtin = BUILTIN_FORMATS.get(int(form), "General") if form.isdigit() else "General"
    name = named.get("val", "") if named is not None else ""
    return Style(name if code_of(name) else "", _is_struck(font), forms.get(form, builtin))


class SheetPart(NamedTuple):
    """A sheet of a workbook: its name, whether it is shown, the part that holds its cells."""

    name: str
    shown: bool
    part: str


class Book:
    """A workbook opened: its sheets in order, its texts and its styles. Raises DataError for what it cannot read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        root = package.read(package.main)
        if local(root) != "workbook":
            raise DataError("not-a-sheet", "holds no workbook")
        targets = {name: (kind, part) for name, kind, part in package.relations(package.main)}
        parts = dict(targets.values())
        self.from_1904 = any(p.get("date1904") in ("1", "true") for p in children(root, "workbookPr"))
        self.sheets = list(_read_sheets(root, targets))
        self.texts = Texts(package.read(parts["sharedStrings"]) if "sharedStrings" in parts else None)
        self.styles = Styles(package.read(parts["styles"]) if "styles" in parts else None)


def _read_sheets(root: Element, targets: dict[str, tuple[str, str]]) -> Iterator[SheetPart]:
    """Yield the sheets; one that is a chart or a program has no part of cells."""
    for sheet in children(child(root, "sheets"), "sheet"):
        relation = next((v for key, v in sheet.attrib.items() if key.endswith("}id")), "")
        kind, part = targets.get(relation, ("", ""))
        shown = sheet.get("state", "visible") == "visible"
        yield SheetPart(sheet.get("name", ""), shown, part if kind == "worksheet" else "")


def check_length(text: str) -> DataError | None:
    """Return the fault of a text that is longer than a cell may be."""
    if len(text) <= MOST_IN_CELL:
        return None
    return DataError("too-long", f"holds {len(text):,} characters; a cell has at most {MOST_IN_CELL:,}")
