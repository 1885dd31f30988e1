"""Fonts that decide how a text reads: in .VnTime the letter ¹ is ạ, whatever a program believes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, Protocol

from renderer.text.encodings import Decoding, detect, read_as
from renderer.text.gate import Gated, Severity, TextFinding, finding_at, severity_of_conversion, tell_conversion


class Run(NamedTuple):
    """A stretch of text as a file holds it, and the name of its font; empty where the file names none."""

    text: str
    font: str = ""


class FontCode(NamedTuple):
    """The encoding that a font's letters are in; ``capitals``: it shows capitals for small letters."""

    encoding: str
    capitals: bool = False


_PREFIXES = {".vn": "tcvn3", "vni-": "vni", "vni ": "vni"}
"""How the names of legacy fonts begin: .VnTime, .VnArial (TCVN3), VNI-Times, VNI-Helve (VNI)."""


def code_of(font: str) -> FontCode | None:
    """Return what a font's name says of its letters, None for a Unicode font: ``.VnTimeH`` is TCVN3 in capitals."""
    for prefix, encoding in _PREFIXES.items():
        if font.lower().startswith(prefix):
            return FontCode(encoding, encoding == "tcvn3" and font.endswith("H"))
    return None


class Reader(Protocol):
    """The gate, or a proof-reader that begins with it."""

    def __call__(self, raw: str, *, accept_converted: bool = ...) -> Gated: ...


def gate_runs(
    runs: Iterable[Run], read: Reader, *, accept_converted: bool = False, otherwise: str | None = None
) -> Gated:
    """Let runs of text pass through ``read``, each in the encoding of its font.

    A font's conversion is told like any other, with the font that decided. ``otherwise`` is the encoding of runs whose
    font says nothing, where it is known from the lines around them.
    """
    pieces = list(_merge_runs(runs, FontCode(otherwise) if otherwise else None))
    text, encodings = "", []
    findings: list[tuple[str, str, int, str | None]] = []
    for piece, code in pieces:
        try:
            reading, by = _read_piece(piece, code, alone=len(pieces) == 1)
        except ValueError as fault:
            findings.append(("font-contradicts", f"stands in the font {piece.font}, but {fault}", len(text), None))
            reading = None
        if reading is not None:
            findings.append(("legacy-encoding", tell_conversion(piece.text, reading, by), len(text), reading.text))
            encodings.append(reading.encoding)
        text += piece.text if reading is None else reading.text
    gated = read(text, accept_converted=accept_converted)
    told = [
        finding_at(text, at, kind, message, offered, _severity_of(kind, accept_converted))
        for kind, message, at, offered in findings
    ]
    every: list[TextFinding] = sorted((*told, *gated.findings), key=lambda f: (f.line, f.column))
    raw = "".join(piece.text for piece, _ in pieces)
    return Gated(raw, gated.text, tuple(every), next(iter(encodings), gated.encoding))


def _severity_of(kind: str, accept_converted: bool) -> Severity:
    return severity_of_conversion(accept_converted and kind == "legacy-encoding")


def _merge_runs(runs: Iterable[Run], otherwise: FontCode | None) -> Iterator[tuple[Run, FontCode | None]]:
    """Yield runs that read alike as one: a word processor parts them in the middle of a letter."""
    for code, group in groupby((run for run in runs if run.text), key=lambda run: code_of(run.font) or otherwise):
        same = list(group)
        yield Run("".join(run.text for run in same), same[0].font), code


def _read_piece(piece: Run, code: FontCode | None, *, alone: bool) -> tuple[Decoding | None, str]:
    if code is not None:
        by = f"decided by the font {piece.font}" if code_of(piece.font) else "decided by the other lines"
        by += ", which shows capitals" if code.capitals else ""
        return read_as(piece.text, code.encoding, capitals=code.capitals), by
    # Beside converted letters the gate would take the whole line for Unicode.
    readings = () if alone else detect(piece.text)
    sure = len(readings) == 1 and not readings[0].doubtful
    return (readings[0] if sure else None), ""
