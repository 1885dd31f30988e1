"""The words of a paragraph: which are read, which are struck out, and which nobody may read without a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from renderer.curation.importing.word_xml import Styles, font_of, is_on
from renderer.tables import leave_out
from renderer.text import Run
from renderer.values.errors import DataError
from renderer.values.limits import MOST_IN_CELL

_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad", "ptab": "\t"}
"""Elements that stand for a character. A soft hyphen may be the ư of .VnTime: the gate judges."""
_AROUND = tuple("hyperlink ins moveTo sdt sdtContent smartTag fldSimple customXml dir bdo".split())
"""Elements around runs that are read as if they were not there."""
_WORDS = ("t", "m:t", "a:t")
_CHANGES = ("ins", "del", "moveFrom", "moveTo")


@dataclass(frozen=True)
class Words:
    """The words of a paragraph: the runs that stand, what was struck out, why they cannot be taken."""

    runs: tuple[Run, ...]
    struck: str
    fault: DataError | None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written at all."""
        return not self.struck and not any(run.text.strip() for run in self.runs)


class WordReader:
    """Reads paragraphs, and keeps account of every word that it read."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._taken: set[int] = set()

    def read(self, paragraph: Element, table: Element | None) -> Words:
        """Return the words of a paragraph, without those of its text boxes."""
        read = list(self._runs(paragraph, paragraph, table))
        kept, struck = leave_out((text, is_on(shown, "strike") or is_on(shown, "dstrike")) for text, shown in read)
        pairs = [(text, shown) for text, (_, shown) in zip(kept, read, strict=True) if text]
        runs = tuple(Run(text, font_of(shown)) for text, shown in pairs)
        hidden = any(is_on(shown, "vanish") for text, shown in pairs if text.strip())
        raised = next((text for text, shown in pairs if text.strip() and _is_raised(shown)), "")
        return Words(runs, struck, self._fault(paragraph, runs, hidden=hidden, raised=raised))

    def unread(self, element: Element) -> str:
        """Return the words below an element that were not read, without those of its text boxes."""
        found = []
        for part in own_parts(element):
            said = part.text if part.tag in _WORDS else part.get("string") if part.tag == "v:textpath" else None
            if said and said.strip() and id(part) not in self._taken:
                found.append(said.strip())
            if part.tag in _WORDS:  # nothing stands inside a text; what follows it there is no part of what was read
                found += [tail for child in part if (tail := (child.tail or "").strip())]
        return " ".join(found)

    def _fault(self, paragraph: Element, runs: tuple[Run, ...], *, hidden: bool, raised: str) -> DataError | None:
        names = {part.tag for part in own_parts(paragraph)}
        if names & {*_CHANGES}:
            return tracked()
        if hidden:
            return DataError("hidden-text", "holds hidden text", hint="show it in Word, and keep or delete it")
        if raised:
            return DataError(
                "raised-letters",
                f"holds raised or lowered letters: {raised[:60]!r}",
                hint="write them as such (m²), or take the mark of a note out",
            )
        if "ddList" in names:
            return unread_words("the choice of a list in a form")
        if left := self.unread(paragraph):
            return unread_words(repr(left[:60]))
        length = sum(len(run.text) for run in runs)
        return DataError("too-long", f"holds {length:,} characters") if length > MOST_IN_CELL else None

    def _runs(self, element: Element, paragraph: Element, table: Element | None) -> Iterator[tuple[str, list[Element]]]:
        """Yield the runs of a paragraph with what says how each shows, without what was deleted."""
        for child in element:
            if child.tag == "r":
                if text := "".join(self._characters(child)):
                    yield text, list(self._styles.properties(child, paragraph, table))
            elif child.tag in _AROUND:
                yield from self._runs(child, paragraph, table)

    def _characters(self, run: Element) -> Iterator[str]:
        for child in run:
            if child.tag == "t":
                self._taken.add(id(child))
                yield child.text or ""
            elif child.tag == "sym":
                yield _symbol(child.get("char", ""))
            else:
                yield _SIGNS.get(child.tag, "")


def _is_raised(properties: list[Element]) -> bool:
    """Tell whether letters stand above or below the line, where they would be taken for others: m2 is not m²."""
    said = next((e for p in properties if (e := p.find("vertAlign")) is not None), None)
    return said is not None and said.get("val", "baseline") != "baseline"


def _symbol(code: str) -> str:
    """Return the character of a symbol; the one that stands for a lost one where it has none."""
    try:
        number = int(code, 16)
        return "\ufffd" if 0xD800 <= number < 0xE000 or number < 0x20 else chr(number)
    except (ValueError, OverflowError):
        return "\ufffd"


def tracked() -> DataError:
    """Return the fault of what somebody changed and nobody accepted."""
    return DataError(
        "tracked-changes", "holds tracked changes: which text is meant?", hint="accept or reject them in Word"
    )


def unread_words(what: str) -> DataError:
    """Return the fault of what holds words in a form that is not read."""
    return DataError(
        "unread-words",
        f"holds words in a form that is not read (a formula, a reading, an alternative, a drawing): {what}",
        hint="write them as plain text in Word, or delete them",
    )


def own_parts(element: Element) -> Iterator[Element]:
    """Yield everything below an element, in order, but for what is in text boxes."""
    waiting = list(element)[::-1]
    while waiting:
        part = waiting.pop()
        yield part
        if part.tag != "txbxContent":
            waiting += list(part)[::-1]
