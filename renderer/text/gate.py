"""The text gate: everything that enters passes here, in this order: detect the encoding, convert, refuse, compare.

Refusing or normalising first would destroy the evidence: TCVN3's ư is a soft hyphen, mojibake carries control
characters and no-break spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from renderer.text.characters import find_odd_characters, find_unusual
from renderer.text.damage import find_damage
from renderer.text.encodings import ENCODINGS, Decoding, detect, is_spelt, is_unicode
from renderer.text.lost import MOST_FINDINGS
from renderer.text.odd import Odd, Use

Severity = Literal["error", "warning"]
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t ]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_QUOTES = re.compile(r"[“”„‟«»\"]")
_APOSTROPHES = re.compile(r"[‘’‚‛`´]")
# From the first blank of a run on, or a long run would be tried from each of its blanks.
_BEFORE_SIGN = re.compile(r"(?<!\s)\s+([!?;:,.)”])")
_SPACED_SIGN = re.compile(r"\w\s+[!?;:]")
_TIGHT_SIGN = re.compile(r"\w[!?;:]")


@dataclass(frozen=True)
class TextFinding:
    """What is wrong with a text: its kind, where (line and column from 1), and what should stand there (or None)."""

    kind: str
    message: str
    line: int
    column: int
    severity: Severity = "error"
    suggestion: str | None = None

    @property
    def told(self) -> str:
        """The finding for whoever sees a single line of text."""
        return f"character {self.column}: {self.message}"

    def as_json(self) -> dict[str, str | int | None]:
        return {
            "kind": self.kind,
            "severity": self.severity,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "suggestion": self.suggestion,
        }

    def __str__(self) -> str:
        offered = f" -> {self.suggestion!r}" if self.suggestion is not None else ""
        return f"{self.line}:{self.column} {self.severity}: {self.kind}: {self.message}{offered}"


@dataclass(frozen=True)
class Gated:
    """A text that passed the gate, or the findings for which it did not.

    ``raw`` stands as it came, for ever; ``text`` is what may go on; ``encoding`` what it was converted from, if it was.
    """

    raw: str
    text: str
    findings: tuple[TextFinding, ...]
    encoding: str | None = None

    @property
    def fault(self) -> TextFinding | None:
        """The first finding for which the text may not pass."""
        return next((f for f in self.findings if f.severity == "error"), None)

    @property
    def passed(self) -> bool:
        return self.fault is None

    @property
    def key(self) -> str:
        return comparison_key(self.text)


def gate(raw: str, phrases: Collection[str] = (), *, accept_converted: bool = False, use: Use = "text") -> Gated:
    """Let a text pass: every line in one encoding, composed, with no character that lies and none that was lost.

    A conversion is never silent: it is an error that shows both texts, or with ``accept_converted`` a warning. What
    else a text may not hold depends on its ``use``.
    """
    lines, findings, encodings = [], [], []
    for number, line in enumerate(raw.split("\n"), 1):
        read, found, encoding = _gate_line(line, number, phrases, accept_converted=accept_converted, use=use)
        lines.append(read)
        findings += found
        encodings.append(encoding)
    text = "\n".join(lines)
    findings += _find_mixed_forms(text)
    named = next((encoding for encoding in encodings if encoding), None)
    return Gated(raw, text, tuple(sorted(findings, key=lambda f: (f.line, f.column))), named)


def _gate_line(
    line: str, number: int, phrases: Collection[str], *, accept_converted: bool, use: Use
) -> tuple[str, list[TextFinding], str | None]:
    readings = detect(line, phrases)
    read, encoding = line, None
    if len(readings) > 1 or any(r.doubtful for r in readings):
        told = "; ".join(f"{ENCODINGS[r.encoding][0]}: {r.text!r}" for r in readings)
        message = f"may be read otherwise: {told}"
        offered = readings[0].text if len(readings) == 1 else None
        findings = [TextFinding("ambiguous-encoding", message, number, 1, "warning", offered)]
    elif readings:
        [reading] = readings
        severity, message = severity_of_conversion(accept_converted), tell_conversion(line, reading)
        findings = [TextFinding("legacy-encoding", message, number, 1, severity, reading.text)]
        read, encoding = reading.text, reading.encoding
    else:
        findings = list(_find_strays(line, number))
    composed, more = _check_characters(read, number, phrases, use=use)
    return composed, [*findings, *more], encoding


def _find_strays(line: str, number: int) -> Iterator[TextFinding]:
    """Yield words in a legacy encoding inside a line of Unicode, which would pass for letters and signs.

    A reading is offered only where it makes the whole line readable, and the rest of the line is Unicode beyond doubt:
    a line in an encoding that is not known here has words that read like others, too.
    """
    tokens = [m for m in re.finditer(r"\S+", line) if find_unusual(m[0])] if find_unusual(line) else []
    strays = [(m, r[0]) for m in tokens[:MOST_FINDINGS] if (r := detect(m[0])) and not _is_vague(r)]
    named = {reading.encoding for _, reading in strays}
    sure = len(named) == 1 and is_unicode(line) and is_spelt(_mend(line, named.pop()))
    for match, reading in strays:
        if sure:
            told = f"mixes encodings: {match[0]!r} may be {reading.text!r} in {ENCODINGS[reading.encoding][0]}"
        else:
            told = f"{match[0]!r} is no spelling: the text mixes encodings, or is in one that is not known here"
        offered = reading.text if sure else None
        yield TextFinding("mixed-encoding", told, number, match.start() + 1, "error", offered)


def _is_vague(readings: Sequence[Decoding]) -> bool:
    """Tell whether one word alone is too little to tell its encoding."""
    return readings[0].doubtful or readings[0].encoding in ("viscii", "vps")


def _mend(line: str, encoding: str) -> str:
    """Return a line with the words that are none of Unicode's as they read in an encoding."""
    read = ENCODINGS[encoding][1]
    return " ".join(word if is_unicode(word) or is_spelt(word) else read(word) for word in line.split())


def tell_conversion(before: str, reading: Decoding, by: str = "") -> str:
    """Say what a text is in, how it stands and how it reads; ``by`` is what decided, where it was not the text."""
    notes = "; ".join(note for note in (by, reading.note) if note)
    return f"is in {ENCODINGS[reading.encoding][0]}: {before!r} reads {reading.text!r}" + (f" ({notes})" * bool(notes))


def severity_of_conversion(accepted: bool) -> Severity:
    """Return how grave a conversion is: one that somebody accepted beforehand may pass."""
    return "warning" if accepted else "error"


def _check_characters(line: str, number: int, phrases: Collection[str], *, use: Use) -> tuple[str, list[TextFinding]]:
    """Return a line composed, and what is wrong with its characters; what damage explains is told once."""
    bare = line.removesuffix("\r")
    composed = unicodedata.normalize("NFC", bare)
    findings = []
    if composed != bare:
        message = "marks stand apart from their letters (NFD)"
        findings.append(TextFinding("not-composed", message, number, 1, "warning", composed))
    damage = list(find_damage(composed, phrases, use))
    explained = {i for odd in damage for i in range(odd.at, odd.at + len(odd.found))}
    odd_ones = [odd for odd in find_odd_characters(composed, use) if odd.at not in explained]
    return composed, [*findings, *(_finding_of(odd, number) for odd in (*damage, *odd_ones))]


def _finding_of(odd: Odd, number: int) -> TextFinding:
    kind = odd.kind or ("look-alike" if odd.suggestion else "bad-character")
    return TextFinding(kind, odd.message, number, odd.at + 1, "error", odd.suggestion)


def comparison_key(text: str) -> str:
    """Return the one form in which texts are compared: spaces, dashes, quotes and the space before "!" made alike."""
    text = unicodedata.normalize("NFC", text)
    text = _QUOTES.sub('"', _DASHES.sub("-", _SPACES.sub(" ", text)))
    text = _APOSTROPHES.sub("'", text)
    return "\n".join(_BEFORE_SIGN.sub(r"\1", line).strip() for line in text.split("\n"))


def _find_mixed_forms(text: str) -> list[TextFinding]:
    """Warn of one text that writes the same sign in two ways."""
    findings = []
    dashes = {m[0] for m in re.finditer(r"(?<=[\s\d])[-\u2010-\u2015\u2212](?=[\s\d])", text)}
    if len(dashes) > 1:
        shown = ", ".join(f"{d} (U+{ord(d):04X})" for d in sorted(dashes))
        first = min(text.index(d) for d in dashes)
        findings.append(_warn(text, first, "mixed-dashes", f"writes dashes in two ways: {shown}"))
    spaced = _SPACED_SIGN.search(text)
    if spaced is not None and _TIGHT_SIGN.search(text):
        message = "writes signs with and without a space before them"
        findings.append(_warn(text, spaced.start() + 1, "mixed-spacing", message))
    quotes = {'"': '"' in text, "“”": "“" in text or "”" in text, "«»": "«" in text}
    if sum(quotes.values()) > 1:
        first = max(0, text.find('"'))
        findings.append(_warn(text, first, "mixed-quotes", "writes quotation marks in two ways"))
    return findings


def _warn(text: str, index: int, kind: str, message: str) -> TextFinding:
    return finding_at(text, index, kind, message, None, "warning")


def finding_at(
    text: str, index: int, kind: str, message: str, suggestion: str | None = None, severity: Severity = "error"
) -> TextFinding:
    """Return a finding at a place of a text, given as an index."""
    before = text[:index]
    line, column = before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1
    return TextFinding(kind, message, line, column, severity, suggestion)
