"""Word's automatic numbers: which paragraph has which number, counted as Word counts."""

from __future__ import annotations

from typing import Literal
from xml.etree.ElementTree import Element

from renderer.curation.importing.passages import ListMark
from renderer.curation.importing.word_xml import Styles, number_of, value_of

_KINDS: dict[str, Literal["number", "bullet", "roman", "letter"]] = {
    "decimal": "number",
    "decimalZero": "number",
    "ordinal": "number",
    "upperRoman": "roman",
    "lowerRoman": "letter",
    "lowerLetter": "letter",
    "upperLetter": "letter",
    "bullet": "bullet",
}


class Numbering:
    """The lists of a document and how far each has counted; paragraphs must be asked for in their order."""

    def __init__(self, styles: Styles, root: Element | None) -> None:
        self._styles = styles
        lists = root.findall("num") if root is not None else []
        forms = root.findall("abstractNum") if root is not None else []
        self._lists = {n.get("numId"): n for n in lists}
        self._forms = {a.get("abstractNumId"): a for a in forms}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def mark(self, paragraph: Element) -> ListMark | None:
        """Return a paragraph's automatic mark, and count it."""
        list_id, level = self._of(paragraph)
        if list_id is None or list_id not in self._lists:
            return None
        form_id = value_of(self._lists[list_id].find("abstractNumId")) or ""
        kind = _KINDS.get(value_of(self._setting(form_id, level, "numFmt")) or "")
        if kind is None:
            return None
        return ListMark(kind, self._next(list_id, form_id, level) if kind != "bullet" else 0, level)

    def _of(self, paragraph: Element) -> tuple[str | None, int]:
        """Return the list and the level of a paragraph: its own, or those of its style."""
        element: Element | None = paragraph
        seen: set[str | None] = set()
        while element is not None:
            number = element.find("pPr/numPr")
            if number is not None and number.find("numId") is not None:
                return value_of(number.find("numId")), number_of(number.find("ilvl"), 0)
            name = value_of(element.find("pPr/pStyle")) or value_of(element.find("basedOn"))
            element = self._styles.style(name) if name not in seen else None
            seen.add(name)
        return None, 0

    def _setting(self, form_id: str, level: int, name: str) -> Element | None:
        form = self._forms.get(form_id)
        for entry in form.findall("lvl") if form is not None else ():
            if entry.get("ilvl") == str(level):
                return entry.find(name)
        return None

    def _next(self, list_id: str, form_id: str, level: int) -> int:
        """Return the next number: lists of one form go on, unless one begins anew; inner levels begin anew."""
        counts = self._counts.setdefault(form_id, {})
        start = number_of(self._setting(form_id, level, "start"), 1)
        anew = self._lists[list_id].find("lvlOverride/startOverride")
        if list_id not in self._begun and anew is not None:
            counts.clear()
            start = number_of(anew, 1)
        self._begun.add(list_id)
        counts[level] = counts[level] + 1 if level in counts else start
        for inner in [key for key in counts if key > level]:
            del counts[inner]
        return counts[level]
