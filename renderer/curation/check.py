"""The whole catalogue checked: every text through the proof-reader, and entries against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from renderer.catalogue import FOLDER, Catalogue, Event, Organisation, Slogan, Status
from renderer.curation.names import one_slip
from renderer.proofreading import ProofReader, proof_reader_factory
from renderer.studio import Studio
from renderer.text import MOST_CHARACTERS, Severity, TextFinding, comparison_key, gate

_CITED = re.compile(r"số\s+(?P<number>\S+?)\s+ngày\s+(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})")
_Entry = Slogan | Event | Organisation
_Read = Callable[[str], bytes]


@dataclass(frozen=True)
class EntryFinding:
    """What is wrong with an entry: its file, id and field; an error is in what may be printed, or in the records."""

    file: str
    entry: str
    field: str
    kind: str
    message: str
    severity: Severity

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.field}: {self.severity}: {self.kind}: {self.message}"

    def as_json(self) -> dict[str, str]:
        return {
            "file": self.file,
            "entry": self.entry,
            "field": self.field,
            "kind": self.kind,
            "message": self.message,
            "severity": self.severity,
        }


def check_catalogue(studio: Studio) -> list[EntryFinding]:
    """Return everything that is wrong with the catalogue, by its files; raises DataError for a faulty one."""
    catalogue = studio.catalogue
    found = [*_texts(studio), *_replacements(catalogue.slogans), *_replacements(catalogue.events)]
    found += [*_campaigns(catalogue), *_doubles(catalogue.slogans), *_dates(catalogue)]
    entries: list[_Entry] = [*catalogue.slogans, *catalogue.events, *catalogue.organisations]
    place = {(_file(entry), entry.id): number for number, entry in enumerate(entries)}
    return sorted(found, key=lambda f: place[f.file, f.entry])


def _file(entry: _Entry) -> str:
    return f"{FOLDER}/{type(entry).__name__.lower()}s.toml"


def _make_finding(entry: _Entry, field: str, kind: str, message: str, severity: Severity = "error") -> EntryFinding:
    return EntryFinding(_file(entry), entry.id, field, kind, message, severity)


# -- texts ----------------------------------------------------------------------------------------


def _texts(studio: Studio) -> Iterator[EntryFinding]:
    """Hold every text against all others: an entry that vouched for itself would read clean whatever it says."""
    catalogue, readers = studio.catalogue, proof_reader_factory(studio.workspace.read, studio.lexicon)
    # What was rejected is known to be wrong, and what a newer version replaced stands for ever as it was issued.
    for slogan in (s for s in catalogue.slogans if s.status is not Status.REJECTED and catalogue.newer(s) is None):
        others = replace(catalogue, slogans=tuple(s for s in catalogue.slogans if s is not slogan))
        yield from _of_entry(slogan, "text", slogan.text, readers.reader(others), _find_related(slogan, catalogue))
        yield from _phase_wording(slogan, catalogue)
    for event in catalogue.events:
        others = replace(catalogue, events=tuple(e for e in catalogue.events if e is not event))
        related = {e.id for e in catalogue.events} | {s.id for s in catalogue.slogans}
        yield from _of_entry(event, "title", event.title, readers.reader(others), related)
    for body in catalogue.organisations:
        others = replace(catalogue, organisations=tuple(o for o in catalogue.organisations if o is not body))
        yield from _of_entry(body, "name", body.name, readers.reader(others), set())


def _phase_wording(slogan: Slogan, catalogue: Catalogue) -> Iterator[EntryFinding]:
    """Warn of a text whose words name a time that its phases do not: then no sign of it is judged by its days."""
    window = catalogue.window(slogan)
    dated = any(catalogue.is_dated(name) for name in slogan.campaign)
    for words, edge, meant in _TIMES:
        if dated and slogan.status is Status.ISSUED and words.search(slogan.text) and getattr(window, edge) is None:
            yield _make_finding(
                slogan, "phase", "phase-wording", f"says {words.pattern!r}, but its phases have no {meant}", "warning"
            )


_TIMES = (
    (re.compile("chào mừng thành công", re.IGNORECASE), "first", "first day"),
    (re.compile("tiến tới", re.IGNORECASE), "last", "last day"),
)
"""Words that fit only after an event, or only before it, and the edge that their phases must have."""


def _of_entry(entry: _Entry, field: str, text: str, reader: ProofReader, related: set[str]) -> Iterator[EntryFinding]:
    unset = {(f.kind, f.column) for f in gate(text, use="sign").findings if f.severity == "error"}
    for finding in reader.read(text, use="sign").findings:
        if not _is_of(finding, related):
            yield _of_text(entry, field, finding, settable=(finding.kind, finding.column) not in unset)
    if len(text) > MOST_CHARACTERS:
        told = f"has {len(text)} characters, more than the {MOST_CHARACTERS} that a frame takes"
        yield _make_finding(entry, field, "too-long", told)


def _of_text(entry: _Entry, field: str, finding: TextFinding, *, settable: bool) -> EntryFinding:
    """Return a finding on a text; in one that may not be printed it is a warning, unless no sign can ever show it."""
    printed = isinstance(entry, Organisation) or entry.status is Status.ISSUED or not settable
    offered = f" -> {finding.suggestion!r}" if finding.suggestion is not None else ""
    return _make_finding(entry, field, finding.kind, finding.told + offered, finding.severity if printed else "warning")


def _is_of(finding: TextFinding, related: set[str]) -> bool:
    """Tell whether a finding is that a text is almost one that it is known to belong to."""
    return finding.kind == "near-issued" and any(f"is not {name}," in finding.message for name in related)


def _find_related(slogan: Slogan, catalogue: Catalogue) -> set[str]:
    """Return what a slogan is almost by right: other versions, what replaces it, what it replaces, other papers'."""
    replaced = {slogan.id, *(s.id for s in catalogue.slogans if slogan.id in s.replaced_by)}
    if slogan.status is not Status.ISSUED:
        return {*slogan.replaced_by, *replaced}
    others = {s.id for s in catalogue.slogans if (s.document or s.source) != (slogan.document or slogan.source)}
    return {*slogan.replaced_by, *replaced, *others, *(e.id for e in catalogue.events)}


# -- entries against each other -------------------------------------------------------------------


def _replacements(entries: Sequence[Slogan | Event]) -> Iterator[EntryFinding]:
    by_id = {e.id: e for e in entries}
    for entry in entries:
        if entry.replaced_by and entry.status is Status.ISSUED and entry.valid_to is None:
            message = f"is issued, though {', '.join(entry.replaced_by)} replaces it: superseded, or valid_to"
            yield _make_finding(entry, "status", "replaced-but-issued", message)
        for name in entry.replaced_by:
            after = by_id.get(name)
            if after is not None and after.status is not Status.ISSUED and not after.replaced_by:
                yield _make_finding(entry, "replaced_by", "replaced-by-unissued", f"{name} is {after.status.value}")


def _campaigns(catalogue: Catalogue) -> Iterator[EntryFinding]:
    """Warn of a campaign that one entry alone has and that is nearly another one's: a slip of the pen."""
    entries: list[Slogan | Event] = [*catalogue.slogans, *catalogue.events]
    counts = Counter(name for entry in entries for name in entry.campaign)
    for entry in entries:
        for name in entry.campaign:
            close = [other for other in counts if other != name and counts[other] > 1 and one_slip(name, other)]
            if counts[name] == 1 and close:
                message = f"only this entry has {name!r}; is {' or '.join(map(repr, close))} meant?"
                yield _make_finding(entry, "campaign", "lone-campaign", message, "warning")


def _doubles(slogans: Sequence[Slogan]) -> Iterator[EntryFinding]:
    first: dict[tuple[str, str], Slogan] = {}
    for slogan in slogans:
        key = (slogan.document.casefold(), comparison_key(slogan.text))
        before = first.setdefault(key, slogan)
        if before is not slogan and slogan.document and before.version == slogan.version:
            yield _make_finding(slogan, "text", "doubled-text", f"is the text of {before.id}, from the same document")


def _dates(catalogue: Catalogue) -> Iterator[EntryFinding]:
    for slogan in catalogue.slogans:
        issued, end = slogan.issued_on, slogan.valid_to
        if issued is not None and end is not None and end < issued:
            yield _make_finding(slogan, "valid_to", "dates", f"{end} is before the document's date, {issued}")
        cited = next((m for m in _CITED.finditer(slogan.source) if m["number"] == slogan.document), None)
        if cited is not None and issued is not None and _day(cited) != issued:
            yield _make_finding(slogan, "issued_on", "dates", f"is {issued}, but the source says {cited[0]!r}")
        elif cited is not None and issued is None:
            yield _make_finding(
                slogan, "issued_on", "dates", f"is missing, and the source says {cited[0]!r}", "warning"
            )


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
