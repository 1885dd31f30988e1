"""Which passages of a list are slogans; of every other one it is told what it was taken for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from renderer.curation.importing.letterhead import is_date_line, is_letterhead
from renderer.curation.importing.list_marks import Typed, looks_typed, running, typed_mark
from renderer.curation.importing.passages import ListMark, Passage
from renderer.curation.importing.zones import (
    HEADING_WORDS,
    Zones,
    about,
    is_addressing,
    is_call,
    is_matter,
    is_name,
    is_running,
    is_signature,
    is_title,
    of_other_matter,
    of_slogans,
)

_BELOW = "recipients and signature"
_OUTSIDE = "outside the slogans"
_BEGINS_AS_ONE = "stands among the slogans and begins with a number, but with none of theirs: number it, or take it out"
_ITEM_OR_HEADING = "goes on from the slogan above it, and heads the lines below it: end it in ':' if it is a heading"


@dataclass(frozen=True)
class Chosen:
    """A passage with what it was taken for: a slogan where ``reason`` is empty.

    ``text`` is the passage as it reads, without ``written``, the mark typed before it; ``section`` is the heading
    above it. ``wrapped``: it seems to go on in the next line. ``doubt``: why it can be neither taken nor passed over.
    """

    passage: Passage
    text: str
    mark: ListMark | None
    reason: str
    section: str = ""
    wrapped: bool = False
    written: str = ""
    doubt: str = ""


def choose(passages: Sequence[Passage], texts: Sequence[str], *, bare: bool) -> list[Chosen]:
    """Return every passage that holds something; ``texts`` are they as they read, in Unicode.

    A column of slogans decides, else numbers and bullets; ``bare``: a list without any, whose lines are slogans.
    """
    read = _read([(p, t.strip()) for p, t in zip(passages, texts, strict=True) if t.strip() or p.fault])
    if any(r.passage.column for r in read):
        return _choose_in_column(read)
    zones = Zones()
    zoned = [zones.of(r.text, bulleted=_kind(r) == "bullet", counted=r.counted) for r in read]
    if any(r.mark and not zone for r, zone in zip(read, zoned, strict=True)):
        return _mark_doubts(_Marked(read, zoned).choose())
    return _mark_doubts(_choose_unmarked(read, zoned, bare=bare))


@dataclass(frozen=True)
class _Read:
    """A passage as it reads; ``doubt`` where what is typed before it may be text or a mark."""

    passage: Passage
    text: str
    mark: ListMark | None = None
    written: str = ""
    doubt: str = ""

    @property
    def counted(self) -> bool:
        """Tell whether a word processor or a column gives the number: then nothing typed is taken away."""
        return self.passage.column or self.passage.mark is not None

    def take(self, reason: str, section: str = "", *, wrapped: bool = False, doubt: str = "") -> Chosen:
        doubt = doubt or ("" if reason else self.doubt)
        return Chosen(self.passage, self.text, self.mark, reason, section, wrapped, self.written, doubt)


def _kind(read: _Read) -> str:
    return read.mark.kind if read.mark else ""


def _read(held: Sequence[tuple[Passage, str]]) -> list[_Read]:
    """Return passages with their marks; a typed one is taken off in a running count, else it is text."""
    counted = [p.column or p.mark is not None for p, _ in held]
    # Before a number, "-" and the like may be part of a letterhead's line.
    typed = [
        None if not own and is_letterhead(text) else typed_mark(text)
        for (_, text), own in zip(held, counted, strict=True)
    ]
    free = running([None if own else one for one, own in zip(typed, counted, strict=True)])
    inside = running([one if own else None for one, own in zip(typed, counted, strict=True)], alone=False)
    made = []
    for at, ((passage, text), one) in enumerate(zip(held, typed, strict=True)):
        as_counted = _as_counted(passage, text, one, runs=inside[at])
        made.append(as_counted if counted[at] else _as_typed(passage, text, one, runs=free[at]))
    return made


def _as_counted(passage: Passage, text: str, typed: Typed | None, *, runs: bool) -> _Read:
    if typed is None or not runs or typed.mark.kind == "roman":
        return _Read(passage, text, passage.mark)
    doubt = f"begins with {typed.written!r}, which others go on: is it text? If not, take it out of all of them"
    return _Read(passage, text, passage.mark, doubt=doubt)


def _as_typed(passage: Passage, text: str, typed: Typed | None, *, runs: bool) -> _Read:
    if typed is None:
        return _Read(passage, text)
    if runs or is_title(typed.rest):  # a heading is no slogan, and has its number alone
        return _Read(passage, typed.rest, typed.mark, typed.written)
    stray = f"begins with {typed.written!r}, which no other line goes on: number the lines 1, 2, 3, or take it out"
    return _Read(passage, text, doubt=stray if looks_typed(typed) else "")


# -- a column -------------------------------------------------------------------------------------


def _choose_in_column(read: list[_Read]) -> list[Chosen]:
    """Return the column of slogans as it stands; below its last number a table may be signed."""
    numbered = [at for at, r in enumerate(read) if r.passage.column and _kind(r) == "number"]
    chosen: list[Chosen] = []
    signed = False
    for at, one in enumerate(read):
        if not one.passage.column:
            chosen.append(one.take(_what(one)))
        elif numbered and at <= numbered[-1]:
            chosen.append(one.take(""))
        else:
            signed = signed or is_signature(one.text)
            chosen.append(_below_table(one, signed=signed, numbered=len(numbered) > 1))
    return chosen


def _below_table(read: _Read, *, signed: bool, numbered: bool) -> Chosen:
    if is_date_line(read.text):
        return read.take("letterhead")
    if is_signature(read.text) or (signed and is_name(read.text)):
        return read.take(_BELOW)
    if signed:
        return read.take("", doubt="stands below the signature of the table: move it up, or out of the column")
    lacks = "stands below the numbered rows and has no number: number it, or take it out of the column"
    return read.take("", doubt=lacks if numbered else "")


# -- a list without numbers -----------------------------------------------------------------------


def _choose_unmarked(read: list[_Read], zoned: list[str], *, bare: bool) -> list[Chosen]:
    """Return the lines of a list without numbers; of a letter only those below a heading of slogans."""
    head = max((at for at, r in enumerate(read) if about(r.text) and not zoned[at]), default=-1)
    outside = any(is_addressing(r.text) for r in read)
    chosen = []
    for at, one in enumerate(read):
        reason = zoned[at] or _judge_unnumbered(one, above=at < head, bare=bare)
        outside = outside and not (reason == "heading" and of_slogans(one.text))
        chosen.append(one.take(reason or (_OUTSIDE if outside else "")))
    return chosen


def _judge_unnumbered(read: _Read, *, above: bool, bare: bool) -> str:
    """Return what a line of a list without numbers is; ``above``: in the letterhead, where capitals are names."""
    if about(read.text) or is_title(read.text) or (above and read.text.isupper()):
        return _what(read)
    return "running text" if not bare and is_running(read.text) else ""


def _what(read: _Read) -> str:
    if not read.counted and about(read.text):
        return "letterhead"
    return "heading" if _is_heading(read) else "running text" if is_running(read.text) else "other text"


def _is_heading(read: _Read) -> bool:
    if _kind(read) == "roman":
        return True
    if read.text.endswith("!"):
        return False
    return is_title(read.text) or (read.mark is None and (read.text.isupper() or is_matter(read.text)))


# -- a list with numbers or bullets ---------------------------------------------------------------


class _Marked:
    """The choice among passages of which some are numbered or bulleted: zones of the page, and headings."""

    def __init__(self, read: list[_Read], zoned: list[str]) -> None:
        self._read, self._zoned = read, zoned
        self._is_letter = any(is_addressing(r.text) for r in read)
        self._names_slogans = any(_is_heading(r) and of_slogans(r.text) for r in read)
        self._section, self._heading = "", None if self._names_slogans else ListMark("bullet")
        self._last: ListMark | None = None
        self._parts = False

    def choose(self) -> list[Chosen]:
        return [self._one(at, read) for at, read in enumerate(self._read)]

    def _one(self, at: int, read: _Read) -> Chosen:
        if self._zoned[at]:
            return read.take(self._zoned[at])
        if read.mark is None:
            return self._choose_unmarked(read)
        if self._ends_section(read) or _is_heading(read):
            self._open(read)
            return read.take("heading")
        if self._is_parent(at):
            doubt = _ITEM_OR_HEADING if self._follows(read) else ""
            self._open(read)
            return read.take("heading", doubt=doubt)
        if self._heading is None or (self._is_letter and not self._names_slogans):
            return read.take(_OUTSIDE)
        goes_on = self._goes_on(at)
        if is_running(read.text) and not (goes_on and read.text.endswith(",")):
            return read.take("running text", self._section)
        self._last = read.mark
        return read.take("", self._section, wrapped=goes_on)

    def _choose_unmarked(self, read: _Read) -> Chosen:
        reason = _what(read)
        if reason == "heading":
            self._open(read)
        doubt = read.doubt or (_BEGINS_AS_ONE if read.text[:1].isdigit() else "")
        among = self._last and self._heading and reason in ("other text", "running text")
        return read.take(reason, self._section, doubt=doubt if among else "")

    def _open(self, read: _Read) -> None:
        """Begin a section; only under one of slogans are there any, where some heading says so."""
        if of_slogans(read.text):
            self._heading, self._parts, self._last = read.mark or ListMark("bullet"), False, None
        elif self._heading is not None and (of_other_matter(read.text) or self._outside(read)):
            self._heading = None
        self._parts = self._parts or (self._last is None and _kind(read) == "roman")
        self._section = read.text[:80]

    def _outside(self, read: _Read) -> bool:
        """Tell whether a heading stands beside the one of the slogans, or above it, and not below it.

        Under a heading without a number parts may be counted I, II; but not after slogans that are in none.
        """
        if read.mark is None or self._heading is None or not self._names_slogans:
            return False
        if self._heading.kind == "bullet":
            return read.mark.kind == "roman" and self._last is not None and not self._parts
        return read.mark.kind in ("roman", self._heading.kind) and read.mark.level <= self._heading.level

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
        if read.mark is None or after is None or read.text.endswith("!") or len(read.text.split()) > HEADING_WORDS:
            return False
        begins_anew = after.kind == "bullet" or (after.kind == "number" and after.number == 1)
        return after.level > read.mark.level or (read.mark.kind == "number" and begins_anew)

    def _follows(self, read: _Read) -> bool:
        """Tell whether a line goes on from the slogan before it, as no heading of others does."""
        mark, last = read.mark, self._last
        if mark is None or last is None or self._heading is None or read.text.endswith(":"):
            return False
        return mark.kind == last.kind == "number" and mark == last._replace(number=last.number + 1)

    def _goes_on(self, at: int) -> bool:
        """Tell whether the next line goes on as a wrapped line does: in small letters, or to the sentence's end."""
        after = self._read[at + 1] if at + 1 < len(self._read) else None
        if after is None or after.mark is not None or after.doubt or is_letterhead(after.text):
            return False
        unended = self._read[at].text[-1:].isalnum() or self._read[at].text.endswith((",", "-", "–"))
        return after.text[:1].islower() or after.text[:1].isdigit() or (unended and after.text.endswith("!"))


# -- what nobody may decide alone -----------------------------------------------------------------


def _mark_doubts(chosen: list[Chosen]) -> list[Chosen]:
    """Return passages with a doubt at those that may be slogans and were not taken, or the other way round."""
    slogans = [c for c in chosen if not c.reason]
    levels = [c.mark.level for c in slogans if c.mark and c.mark.kind == "number"]
    beside = {(c.section, str(c.mark.kind)) for c in slogans if c.mark}
    found = []
    for before, one in zip([None, *chosen], chosen, strict=False):
        wrapped = before is not None and before.wrapped
        doubt = one.doubt or ("" if wrapped or not slogans else _doubt(one, beside, max(levels, default=0)))
        found.append(replace(one, doubt=doubt))
    return found


def _doubt(one: Chosen, beside: set[tuple[str, str]], deepest: int) -> str:
    mark, called = one.mark, is_call(one.text)
    if not one.reason:
        return "" if called or mark is None else _doubt_of_item(mark, (one.section, "number") in beside, deepest)
    if one.reason == "running text" and mark and (one.section, mark.kind) in beside:
        said = f"stands among the slogans, but reads like running text (its end: {one.text[-12:]!r})"
        return f"{said}: write it as it is to hang, or take it out"
    if called and one.reason not in ("letterhead", "addressees"):
        return f"reads like a slogan, but was taken for: {one.reason}; number it among the others, or take it out"
    return ""


def _doubt_of_item(mark: ListMark, among_numbers: bool, deepest: int) -> str:
    if mark.kind == "number" and mark.level < deepest:
        return "is numbered as the headings of others are: take it out, or number it like the slogans"
    if mark.kind == "bullet" and among_numbers:
        return "stands below numbered slogans with a bullet: number it if it is one, or take it out"
    return ""
