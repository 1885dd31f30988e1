"""Which passages of a list are slogans; of every other one it is told what it was taken for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from renderer.intake.letterhead import is_letterhead
from renderer.intake.marks import typed_mark
from renderer.intake.passages import Mark, Passage

_RECIPIENTS = re.compile(r"\W*Nơi nhận\b", re.IGNORECASE)
_ADDRESSEES = re.compile(r"\W*Kính gửi\b", re.IGNORECASE)
_SIGNED = re.compile(r"\W*(?:T/M|TM\.|K/T|KT\.|T/L|TL\.|TUQ\.|Q\.)\s")
_ANNEX = re.compile(r"\W*(?:PHỤ LỤC|DANH MỤC|DANH SÁCH|MỘT SỐ KHẨU HIỆU|CÁC KHẨU HIỆU|KHẨU HIỆU|NỘI DUNG KHẨU HIỆU)\b")
_OF_SLOGANS = re.compile(
    r"\W*(?:(?:một số|các|danh mục|danh sách|hệ thống|nội dung|gợi ý|đề xuất)\s+)*(?:câu\s+)?khẩu hiệu\b(?!\s+\d)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^\W\d][.…]\s+[^\W\d_a-zà-ỹđ]")
_RUNNING_END = (":", ";", ",", "./.")
_LONGEST = 400
"""Characters: the longest text of the catalogue has 309."""
_HEADING_WORDS = 14


@dataclass(frozen=True)
class Chosen:
    """A passage with what it was taken for: a slogan where ``reason`` is empty.

    ``text`` is the passage as it reads, without what stands before it; ``section`` the heading above it. ``wrapped``:
    it seems to go on in the next line.
    """

    passage: Passage
    text: str
    mark: Mark | None
    reason: str
    section: str = ""
    wrapped: bool = False


def choose(passages: Sequence[Passage], texts: Sequence[str], *, bare: bool) -> list[Chosen]:
    """Return every passage that holds something; ``texts`` are they as they read, in Unicode.

    A column of slogans decides, else numbers and bullets; ``bare``: a list without any, whose lines are slogans.
    """
    read = [_Read.of(p, t) for p, t in zip(passages, texts, strict=True) if t.strip() or p.fault]
    if any(r.passage.column for r in read):
        return [r.taken("" if r.passage.column else _what(r)) for r in read]
    if not any(r.mark for r in read):
        head = max((at for at, r in enumerate(read) if is_letterhead(r.text)), default=-1)
        return [r.taken(_unnumbered(r, above=at < head, bare=bare)) for at, r in enumerate(read)]
    return _Marked(read).chosen()


@dataclass(frozen=True)
class _Read:
    passage: Passage
    text: str
    mark: Mark | None

    @staticmethod
    def of(passage: Passage, text: str) -> _Read:
        # Before a number, "-" and the like may be part of a letterhead's line.
        if is_letterhead(text):
            return _Read(passage, text.strip(), None)
        typed, rest = typed_mark(text)
        return _Read(passage, rest if typed else text.strip(), passage.mark or typed)

    def taken(self, reason: str, section: str = "", *, wrapped: bool = False) -> Chosen:
        return Chosen(self.passage, self.text, self.mark, reason, section, wrapped)


def _unnumbered(read: _Read, *, above: bool, bare: bool) -> str:
    """Return what a line of a list without numbers is; ``above``: in the letterhead, where capitals are names."""
    titled = bool(_OF_SLOGANS.match(read.text) or _ANNEX.match(read.text)) and not read.text.endswith("!")
    if is_letterhead(read.text) or titled or (above and read.text.isupper()):
        return _what(read)
    return "running text" if not bare and _running(read.text) else ""


def _what(read: _Read) -> str:
    if is_letterhead(read.text):
        return "letterhead"
    return "heading" if _is_heading(read) else "running text" if _running(read.text) else "other text"


def _is_heading(read: _Read) -> bool:
    if read.mark is not None and read.mark.kind == "roman":
        return True
    if read.text.endswith("!"):
        return False
    return bool(_OF_SLOGANS.match(read.text) or _ANNEX.match(read.text)) or (read.mark is None and read.text.isupper())


def _running(text: str) -> bool:
    return len(text) > _LONGEST or text.endswith(_RUNNING_END) or bool(_SENTENCES.search(text))


class _Marked:
    """The choice among passages of which some are numbered or bulleted: zones of the page, and headings."""

    def __init__(self, read: list[_Read]) -> None:
        self._read = read
        self._is_letter = any(_RECIPIENTS.match(r.text) or _ADDRESSEES.match(r.text) for r in read)
        self._names_slogans = any(_is_heading(r) and _OF_SLOGANS.search(r.text) for r in read)
        self._zone, self._section, self._heading = "", "", None if self._names_slogans else Mark("bullet")
        self._last: Mark | None = None

    def chosen(self) -> list[Chosen]:
        return [self._one(at, read) for at, read in enumerate(self._read)]

    def _one(self, at: int, read: _Read) -> Chosen:
        self._enter(read)
        if self._zone:
            return read.taken(self._zone)
        if read.mark is None:
            return self._unmarked(read)
        if self._ends_section(read) or _is_heading(read) or self._is_parent(at):
            self._open(read)
            return read.taken("heading")
        if self._heading is None or (self._is_letter and not self._names_slogans):
            return read.taken("outside the slogans")
        goes_on = self._goes_on(at)
        if _running(read.text) and not (goes_on and read.text.endswith(",")):
            return read.taken("running text")
        self._last = read.mark
        return read.taken("", self._section, wrapped=goes_on)

    def _enter(self, read: _Read) -> None:
        if _RECIPIENTS.match(read.text):
            self._zone = "recipients and signature"
        elif _ADDRESSEES.match(read.text):
            self._zone = "addressees"
        elif _SIGNED.match(read.text):
            self._zone = "recipients and signature"
        elif _ANNEX.match(read.text) or (self._zone == "addressees" and not self._is_addressee(read)):
            self._zone = ""

    def _is_addressee(self, read: _Read) -> bool:
        """Tell whether a line below "Kính gửi" is one of its list: bulleted, and no heading."""
        return read.mark is not None and read.mark.kind == "bullet" and not _OF_SLOGANS.match(read.text)

    def _unmarked(self, read: _Read) -> Chosen:
        if _is_heading(read) and not is_letterhead(read.text):
            self._open(read)
        return read.taken(_what(read))

    def _open(self, read: _Read) -> None:
        """Begin a section; only under one of slogans are there any, where some heading says so."""
        self._section = read.text[:80]
        if _OF_SLOGANS.search(read.text):
            self._heading = read.mark or Mark("bullet")
        elif self._names_slogans and self._heading is not None and self._outside(read):
            self._heading = None

    def _outside(self, read: _Read) -> bool:
        """Tell whether a heading stands beside the one of the slogans, or above it, and not below it."""
        if read.mark is None or self._heading is None or self._heading.kind == "bullet":
            return False
        return read.mark.kind in ("roman", self._heading.kind)

    def _ends_section(self, read: _Read) -> bool:
        """Tell whether a number goes on where the heading of the slogans stopped: 4. Khẩu hiệu, 1. 2. 3., 5. ..."""
        heading, mark = self._heading, read.mark
        if heading is None or mark is None or heading.kind != "number" or mark.kind != "number":
            return False
        inner = self._last is not None and (self._last.kind, self._last.number) == ("number", heading.number)
        return mark.number == heading.number + 1 and not inner and self._names_slogans and mark.level <= heading.level

    def _is_parent(self, at: int) -> bool:
        """Tell whether a numbered line heads a list of its own."""
        read = self._read[at]
        after = next((r.mark for r in self._read[at + 1 : at + 2] if r.mark), None)
        if read.mark is None or after is None or read.text.endswith("!") or len(read.text.split()) > _HEADING_WORDS:
            return False
        deeper = after.level > read.mark.level
        return deeper or (
            read.mark.kind == "number" and (after.kind == "bullet" or (after.number == 1 != read.mark.number))
        )

    def _goes_on(self, at: int) -> bool:
        """Tell whether the next line goes on as a wrapped line does: in small letters, or to the sentence's end."""
        after = self._read[at + 1] if at + 1 < len(self._read) else None
        if after is None or after.mark is not None or is_letterhead(after.text):
            return False
        unended = self._read[at].text[-1:].isalnum() or self._read[at].text.endswith((",", "-", "–"))
        return after.text[:1].islower() or after.text[:1].isdigit() or (unended and after.text.endswith("!"))
