"""The parts of a DOCX file as trees with short names, and the styles that say how a run of letters shows.

Word's own elements have their plain names (``p``, ``t``), in the strict form of the format as in the common one; those
of other vocabularies have theirs before them (``m:t`` of a formula).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from renderer.storage.office import Package
from renderer.values.errors import DataError

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_OTHERS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://purl.oclc.org/ooxml/drawingml/main": "a:",
    "urn:schemas-microsoft-com:vml": "v:",
}
_OFF = ("0", "false", "off")


def read_part(package: Package, name: str) -> Element:
    """Return a part of a document with short names."""
    root = package.read(name)
    known: dict[str, str] = {}
    for element in root.iter():
        element.tag = known.setdefault(element.tag, _shorten(element.tag))
        for key in [key for key in element.attrib if key.startswith("{")]:
            element.attrib[known.setdefault(key, _shorten(key))] = element.attrib.pop(key)
    return root


def _shorten(name: str) -> str:
    for space in _WORD:
        if name.startswith(space):
            return name.removeprefix(space)
    space, _, rest = name.rpartition("}")
    return _OTHERS.get(space[1:], "?:") + rest if space else rest


def value_of(element: Element | None) -> str | None:
    """Return what an element says in its ``val``."""
    return element.get("val") if element is not None else None


def number_of(element: Element | None, otherwise: int) -> int:
    """Return the number that an element says; raises DataError for what is none."""
    said = value_of(element)
    if said is None:
        return otherwise
    if not said.removeprefix("-").isdecimal() or len(said) > 9:
        raise DataError("not-a-document", f"is no readable DOCX file: it counts {said[:20]!r}")
    return int(said)


class Styles:
    """The styles of a document: which run properties hold for a run, the nearest first."""

    def __init__(self, root: Element | None) -> None:
        styles = root.findall("style") if root is not None else []
        self._by_id = {style.get("styleId", ""): style for style in styles}
        self._default = {s.get("type", ""): s.get("styleId", "") for s in styles if s.get("default") in ("1", "true")}
        self._chains: dict[str, list[Element]] = {}
        self._base = root.findall("docDefaults/rPrDefault/rPr") if root is not None else []

    def style(self, name: str | None) -> Element | None:
        """Return a style by its id."""
        return self._by_id.get(name) if name is not None else None

    def properties(self, run: Element, paragraph: Element, table: Element | None) -> Iterator[Element]:
        """Yield what says how a run shows: itself, its styles, those of its paragraph and table, the document."""
        yield from run.findall("rPr")
        yield from self._chain(value_of(run.find("rPr/rStyle")), "character")
        yield from self._chain(value_of(paragraph.find("pPr/pStyle")), "paragraph")
        if table is not None:
            yield from self._chain(value_of(table.find("tblPr/tblStyle")), "table")
        yield from self._base

    def _chain(self, name: str | None, kind: str) -> list[Element]:
        """Return the run properties of a style and of those below it; of the default one if none is named."""
        name = name if name is not None else self._default.get(kind, "")
        if name not in self._chains:
            self._chains[name] = list(self._follow(name))
        return self._chains[name]

    def _follow(self, name: str | None) -> Iterator[Element]:
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            style = self.style(name)
            yield from style.findall("rPr") if style is not None else ()
            name = value_of(style.find("basedOn")) if style is not None else None


def is_on(properties: list[Element], name: str) -> bool:
    """Tell whether a switch is on, as the nearest of the properties has it that says so."""
    for element in properties:
        switch = element.find(name)
        if switch is not None:
            return switch.get("val", "1") not in _OFF
    return False


def font_of(properties: list[Element]) -> str:
    """Return the font of letters beyond ASCII; empty for that of the document's theme."""
    for element in properties:
        fonts = element.find("rFonts")
        if fonts is not None:
            name = fonts.get("hAnsi") or fonts.get("ascii")
            if name or any("Theme" in key for key in fonts.attrib):
                return name or ""
    return ""
