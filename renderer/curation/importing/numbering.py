"""Word's automatic numbers: which paragraph has which number, counted as Word counts."""

from __future__ import annotations

from typing import Any, Literal

from renderer.curation.importing.passages import ListMark

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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

    def __init__(self, document: Any) -> None:
        self._styles = {s.get(f"{_W}styleId"): s for s in document.styles.element.findall(f"{_W}style")}
        part = next(
            (
                r.target_part
                for r in document.part.rels.values()
                if not r.is_external and r.reltype.endswith("/numbering")
            ),
            None,
        )
        root = part.element if part is not None else None
        self._lists = {n.get(f"{_W}numId"): n for n in root.findall(f"{_W}num")} if root is not None else {}
        self._forms = (
            {a.get(f"{_W}abstractNumId"): a for a in root.findall(f"{_W}abstractNum")} if root is not None else {}
        )
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def mark(self, paragraph: Any) -> ListMark | None:
        """Return a paragraph's automatic mark, and count it."""
        list_id, level = self._of(paragraph)
        if list_id is None or list_id not in self._lists:
            return None
        form_id = _value(self._lists[list_id].find(f"{_W}abstractNumId")) or ""
        kind = _KINDS.get(self._setting(form_id, level, "numFmt") or "")
        if kind is None:
            return None
        return ListMark(kind, self._next(list_id, form_id, level) if kind != "bullet" else 0, level)

    def _of(self, paragraph: Any) -> tuple[str | None, int]:
        """Return the list and the level of a paragraph: its own, or those of its style."""
        element, seen = paragraph, set()
        while element is not None:
            number = element.find(f"{_W}pPr/{_W}numPr")
            if number is not None and number.find(f"{_W}numId") is not None:
                return _value(number.find(f"{_W}numId")), int(_value(number.find(f"{_W}ilvl")) or 0)
            name = _value(element.find(f"{_W}pPr/{_W}pStyle")) or _value(element.find(f"{_W}basedOn"))
            element = self._styles.get(name) if name not in seen else None
            seen.add(name)
        return None, 0

    def _setting(self, form_id: str, level: int, name: str) -> str | None:
        form = self._forms.get(form_id)
        for entry in form.findall(f"{_W}lvl") if form is not None else ():
            if entry.get(f"{_W}ilvl") == str(level):
                return _value(entry.find(f"{_W}{name}"))
        return None

    def _next(self, list_id: str, form_id: str, level: int) -> int:
        """Return the next number: lists of one form go on, unless one begins anew; inner levels begin anew."""
        counts = self._counts.setdefault(form_id, {})
        start = int(self._setting(form_id, level, "start") or 1)
        anew = self._lists[list_id].find(f"{_W}lvlOverride/{_W}startOverride")
        if list_id not in self._begun and anew is not None:
            counts.clear()
            start = int(_value(anew) or 1)
        self._begun.add(list_id)
        counts[level] = counts[level] + 1 if level in counts else start
        for inner in [key for key in counts if key > level]:
            del counts[inner]
        return counts[level]


def _value(element: Any) -> str | None:
    return element.get(f"{_W}val") if element is not None else None
