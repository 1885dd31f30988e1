"""A list as a higher office sends it, read: its passages as they say it, its letterhead, its slogans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from renderer.curation.importing.choice import Chosen, choose
from renderer.curation.importing.document import read_document
from renderer.curation.importing.letterhead import Letterhead, Line, read_letterhead
from renderer.curation.importing.passages import Listing, Passage
from renderer.curation.importing.spreadsheet import NO_TEXT, read_spreadsheet
from renderer.proofreading import Issuer, ProofReader
from renderer.storage.files import read_whole
from renderer.storage.office import name_kind
from renderer.tables import UNKNOWN_ENCODING, is_foreign
from renderer.text import (
    ENCODINGS,
    Gated,
    Run,
    TextFinding,
    code_of,
    gate,
    gate_runs,
    is_unicode,
    may_be_in,
    text_of,
    unicode_of,
)
from renderer.values.errors import DataError
from renderer.values.limits import MOST_IN_CELL, MOST_PARAGRAPHS, TABLE, TEXT

SUFFIXES = (".docx", ".xlsx", ".xlsm", ".csv", ".tsv", ".txt")
_UNKNOWN = TextFinding("unknown-encoding", UNKNOWN_ENCODING, 1, 1, "error")
_SAVE = "open it in LibreOffice, Excel or Word, and save it as .xlsx or .docx"
_TITLES = (NO_TEXT, "merged-columns")
"""Faults of cells that matter in a column of slogans alone: numbers, titles over several columns."""
OF_FONTS = ("legacy-encoding", "font-contradicts")
"""Findings on how a passage is written; all others are on the text that comes out."""


@dataclass(frozen=True)
class Reading:
    """What was understood of a list: every passage, what it was taken for, and what was found on its writing."""

    chosen: tuple[Chosen, ...]
    letterhead: Letterhead
    writing: dict[int, tuple[TextFinding, ...]]
    remarks: tuple[str, ...]

    @property
    def slogans(self) -> list[Chosen]:
        return [chosen for chosen in self.chosen if not chosen.reason]

    def findings(self, chosen: Chosen) -> tuple[TextFinding, ...]:
        """Return what was found on how a passage is written."""
        return self.writing[id(chosen.passage)]


def read_listing(path: Path, sheet: str = "", *, whole: bool = False) -> Listing:
    """Return the passages of a DOCX, XLSX, CSV or TXT file; raises DataError for one that cannot be read.

    ``whole``: every cell of every sheet, and not only the column of slogans.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        told = f"{suffix or 'no suffix'}: a list is .docx, .xlsx, .csv or .txt"
        raise DataError("unknown-file", told, where=str(path), hint="save it as .docx or .xlsx")
    if sheet and suffix not in (".xlsx", ".xlsm"):
        raise DataError("unknown-sheet", f"has no sheet {sheet!r}", where=str(path), hint="only .xlsx has sheets")
    if not read_whole(path, TABLE.file_bytes):
        raise DataError("empty-file", "is empty", where=str(path), hint="was it copied whole?")
    if suffix == ".docx":
        return read_document(path)
    return _lines(path) if suffix == ".txt" else read_spreadsheet(path, sheet, whole=whole)


def read_plain(path: Path) -> str:
    """Return the text of a file that is plain text; raises DataError for any other, and says what it is."""
    return _read_text(path)[0]


def _read_text(path: Path) -> tuple[str, bool]:
    """Return a text, and whether its file is no Unicode."""
    data = read_whole(path, TEXT.file_bytes)
    if kind := name_kind(data):
        raise DataError("not-a-text", f"is no plain text, but {kind}", where=str(path), hint=_SAVE)
    text, raw = text_of(data), False
    try:
        unicode_of(data)
    except UnicodeDecodeError:
        raw = True
    if "\0" in text:
        raise DataError(
            "not-a-text", "holds zero bytes: it is no text", where=str(path), hint="save it as .txt in UTF-8"
        )
    return text.replace("\r\n", "\n"), raw


def _lines(path: Path) -> Listing:
    text, raw = _read_text(path)
    lines = text.split("\n")
    if len(lines) > MOST_PARAGRAPHS:
        told = f"holds {len(lines):,} lines; at most {MOST_PARAGRAPHS:,} are read"
        raise DataError("too-large", told, where=str(path), hint="split the list")
    return Listing(tuple(_line(line, number, raw=raw) for number, line in enumerate(lines, 1)), bare=True)


def _line(line: str, number: int, *, raw: bool) -> Passage:
    too_long = DataError("too-long", f"holds {len(line):,} characters") if len(line) > MOST_IN_CELL else None
    return Passage(f"line {number}", (Run(line),), fault=too_long, foreign=raw and is_foreign(line))


def read_list(path: Path, sheet: str = "", names: Iterable[str] = (), *, accept_converted: bool = False) -> Reading:
    """Read a list of slogans; ``names`` are bodies as they write themselves. Raises DataError for a bad file."""
    listing = read_listing(path, sheet)
    gated, doubtful = _gate_all(listing.passages, accept_converted=accept_converted)
    chosen = choose(listing.passages, [g.text for g in gated], bare=listing.bare)
    beside = [Line(c.passage.where, c.text) for c in chosen if c.reason]
    pairs = zip(listing.passages, gated, strict=True)
    writing = {id(p): tuple(_of_writing(g, doubtful, foreign=p.foreign)) for p, g in pairs}
    return Reading(tuple(chosen), read_letterhead(beside, names), writing, listing.remarks)


def _gate_all(passages: Sequence[Passage], *, accept_converted: bool) -> tuple[list[Gated], set[str]]:
    """Return the passages through the gate, and the encodings in which others of them may be without showing it.

    A file without one letter of Unicode's own is in one encoding: where a line leaves it open, the others decide.
    """
    gated = [gate_runs(p.runs, gate, accept_converted=accept_converted) for p in passages]
    # Where fonts tell which passages are legacy, the others are not.
    by_text = [g for p, g in zip(passages, gated, strict=True) if not any(code_of(run.font) for run in p.runs)]
    found = {g.encoding for g in by_text if g.encoding}
    if len(found) != 1 or not found < {"tcvn3", "vni"} or any(is_unicode(p.raw) for p in passages):
        return gated, found
    [one] = found
    again = [
        g if g.encoding else gate_runs(p.runs, gate, accept_converted=accept_converted, otherwise=one)
        for p, g in zip(passages, gated, strict=True)
    ]
    return again, set()


def _of_writing(gated: Gated, doubtful: set[str], *, foreign: bool) -> Iterator[TextFinding]:
    """Yield what was found on how a passage is written; what may be in the encoding of other lines is an error."""
    yield from (finding for finding in gated.findings if finding.kind in OF_FONTS)
    readings = [may_be_in(gated.raw, key) for key in sorted(doubtful)] if gated.encoding is None else []
    for reading in readings:
        if reading is not None:
            message = f"may be in {ENCODINGS[reading.encoding][0]}, as other lines are: {reading.text!r}"
            yield TextFinding("ambiguous-encoding", message, 1, 1, "error", reading.text)
    if foreign and gated.encoding is None and not any(readings):
        yield _UNKNOWN


def faults_of(passages: Sequence[Passage]) -> list[tuple[str, DataError]]:
    """Return what cannot be taken as it stands: errors of formulas, merged cells, tracked changes."""
    return [(p.where, p.fault) for p in passages if p.fault is not None and p.fault.code not in _TITLES]


def proof_read(
    passages: Sequence[Passage], reader: ProofReader, *, accept_converted: bool = False, issuer: Issuer | None = None
) -> list[tuple[Passage, Gated]]:
    """Return every passage that holds something through the gate and the proof-reader, in the encoding of its fonts."""
    held = [passage for passage in passages if passage.raw.strip()]
    read = partial(reader.read, issuer=issuer)
    gated = [(p, gate_runs(p.runs, read, accept_converted=accept_converted)) for p in held]
    return [(p, replace(g, findings=(*g.findings, _UNKNOWN)) if p.foreign and not g.encoding else g) for p, g in gated]
