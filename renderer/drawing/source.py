"""The drawing as its designer wrote it: elements that know their line, read under limits, hostile XML refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser

from renderer.values.errors import DataError
from renderer.values.limits import DRAWING

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
MAX_DEPTH = 200
"""How deep elements may be nested; every step that recurses rests on this bound."""
MAX_ELEMENTS = 100_000
"""How many elements a drawing may have as it is written."""
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)")
_ADDRESS = re.compile(r"url\(\s*['\"]?\s*([^)'\"]*)", re.IGNORECASE)
_LINKS_TELL_NOTHING = ("a", "image")  # where a click leads; what is refused for itself
_SHOWN = 60


class Node(Element):
    """An element of the drawing, its line in the text, and the properties that style sheets and attributes gave it."""

    line: int = 0
    own: dict[str, str]

    @property
    def name(self) -> str:
        """The element's name without the SVG namespace; what is foreign keeps its own."""
        return self.tag.removeprefix(SVG)

    @property
    def is_foreign(self) -> bool:
        """Tell whether the element is an editor's own data, which paints nothing."""
        return not self.tag.startswith(SVG)

    @property
    def label(self) -> str:
        """The element as a designer finds it: ``<rect #sun> in line 12``."""
        ident = f" #{shorten(self.get('id', ''))}" if self.get("id") else ""
        return f"<{shorten(self.name)}{ident}> in line {self.line}"

    @property
    def link(self) -> str | None:
        """The id that the element links to, without its ``#``; None where it links to nothing."""
        value = self.get("href", self.get(XLINK_HREF))
        return None if value is None else value.strip().removeprefix("#")

    def parts(self) -> Iterator[Node]:
        """Yield the children that are SVG."""
        for child in self:
            if isinstance(child, Node) and not child.is_foreign:
                yield child

    def require_parts(self, *kinds: str) -> None:
        """Refuse children that are neither words about the element nor of these kinds."""
        for part in self.parts():
            if part.name not in (*kinds, "title", "desc", "metadata"):
                raise part.refuse(f"nothing is drawn of it within <{self.name}>", hint="remove it")

    def refuse(self, what: str, hint: str = "", code: str = "svg-profile") -> DataError:
        """Return the error that names this element and its line."""
        return DataError(code, f"{self.label}: {what}", hint=hint)


def shorten(text: str) -> str:
    """Return a designer's text as it may stand in a message."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


class _Builder(TreeBuilder):
    """Builds nodes, and stops at what is nested too deep or is too much."""

    def __init__(self) -> None:
        super().__init__(element_factory=Node)
        self.parser: Any = None
        self._depth = self._count = 0

    def start(self, tag: Any, attrs: Any) -> Any:
        self._depth += 1
        self._count += 1
        line = self.parser.CurrentLineNumber
        if self._depth > MAX_DEPTH:
            raise DataError("svg-too-deep", f"elements are nested more than {MAX_DEPTH} deep, in line {line}")
        if self._count > MAX_ELEMENTS:
            raise DataError("svg-too-large", f"holds more than {MAX_ELEMENTS} elements, in line {line}")
        node: Any = super().start(tag, attrs)
        node.line = line
        return node

    def pi(self, target: str, text: str | None = None) -> Any:
        """Refuse a style sheet outside the drawing, which programs load and engines leave out; pass over the others."""
        if target == "xml-stylesheet":
            line = self.parser.CurrentLineNumber
            raise DataError(
                "hostile-svg",
                f"<?xml-stylesheet?> in line {line}: reaches outside the file",
                hint="write the style sheet into a <style> of the drawing",
            )
        return super().pi(target, text)

    def end(self, tag: Any) -> Any:
        self._depth -= 1
        return super().end(tag)


class _Parser(DefusedXMLParser):
    """Takes a DOCTYPE that only names SVG, as drawing programs write it; what declares anything is refused."""

    def defused_start_doctype_decl(self, name: str, sysid: str, pubid: str, has_internal_subset: int) -> None:
        if has_internal_subset or name != "svg":
            raise DTDForbidden(name, sysid, pubid)


def parse(svg: str) -> Node:
    """Return the root of a drawing; raises DataError for what is hostile, broken or too large."""
    if len(svg) > DRAWING.file_bytes:
        raise DataError("svg-too-large", f"draws {len(svg)} bytes; at most {DRAWING.file_bytes} are taken")
    builder = _Builder()
    parser = _Parser(target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    builder.parser = parser.parser
    # The default handler would leave out entities that an outer DTD declares, without a word.
    parser.parser.StartDoctypeDeclHandler = parser.defused_start_doctype_decl
    try:
        parser.feed(svg)
        root = parser.close()
    except DefusedXmlException as fault:
        raise DataError(
            "hostile-svg", f"declares a DTD or entities ({type(fault).__name__})", hint="remove the DOCTYPE"
        ) from None
    except (ParseError, ValueError, LookupError) as fault:
        raise DataError("broken-svg", f"is not well-formed XML: {fault}") from None
    if "<!DOCTYPE" in svg and (entity := _ENTITY.search(svg)):
        line = svg.count("\n", 0, entity.start()) + 1
        raise DataError("hostile-svg", f"uses an entity in line {line}", hint="write the character itself")
    if not isinstance(root, Node) or root.tag != f"{SVG}svg":
        raise DataError(
            "broken-svg",
            "the root element is not <svg> in the SVG namespace",
            hint='begin with <svg xmlns="http://www.w3.org/2000/svg" ...>',
        )
    return root


def refuse_hostile(root: Node) -> Node:
    """Refuse scripts, event handlers and addresses outside the drawing, wherever they stand; return ``root``."""
    for node in root.iter():
        if not isinstance(node, Node) or node.is_foreign:
            continue
        if node.name == "script":
            raise node.refuse("a script is never run", hint="remove it")
        for key, value in node.attrib.items():
            if key[:2].lower() == "on":
                raise node.refuse(f"has an event handler {key!r}", code="hostile-svg")
            _check_addresses(node, key, value)
    return root


def _check_addresses(node: Node, key: str, value: str) -> None:
    links = [value] if key in ("href", XLINK_HREF) and node.name not in _LINKS_TELL_NOTHING else _ADDRESS.findall(value)
    for address in links:
        if not address.strip().startswith("#"):
            raise node.refuse(
                f"{key.split('}')[-1]} reaches outside the file: {shorten(address)!r}",
                hint="only references to #ids of the same drawing are drawn",
                code="hostile-svg",
            )
