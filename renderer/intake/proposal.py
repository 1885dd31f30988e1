"""What a list would add to the catalogue: entries with their source, what is known, and what stands against it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from renderer.catalogue import Slogan
from renderer.catalogue.append import append_entries, refuse_packed
from renderer.errors import DataError, RefusedError, UsageError
from renderer.intake.choice import Chosen
from renderer.intake.letterhead import KINDS, Known, kind_of
from renderer.intake.read import Reading, read_list
from renderer.proofreading import ProofReader, proof_reader
from renderer.resolve import slugify
from renderer.studio import Studio
from renderer.text import TextFinding, comparison_key, gate
from renderer.workspace import describe_faults


@dataclass(frozen=True)
class Given:
    """What the options say: it overrules what was read.

    ``corrects`` is the slogan of which the list's only one is a new version; ``although`` says why texts
    that the proof-reader doubts are right.
    """

    document: str = ""
    issuer: str = ""
    issued_on: date | None = None
    source: str = ""
    status: Literal["draft", "issued"] = "draft"
    campaign: str = ""
    prefix: str = ""
    sheet: str = ""
    accept_converted: bool = False
    phase: str = ""
    corrects: str = ""
    although: str = ""


@dataclass(frozen=True)
class Item:
    """A slogan of the list: its place, its text, what was found on it, and the entry that it would become.

    ``known`` is the entry that it is already, ``elsewhere`` those that have its text from another document.
    """

    chosen: Chosen
    text: str
    findings: tuple[TextFinding, ...]
    entry: dict[str, Any] | None = None
    known: str = ""
    elsewhere: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The place as people look for it: the passage, its number, the heading above it."""
        mark, section = self.chosen.mark, self.chosen.section
        number = f", no. {mark.number}" if mark and mark.kind == "number" else ""
        return self.chosen.passage.where + number + (f" under {section!r}" if section else "")


@dataclass(frozen=True)
class Proposal:
    """All that was understood; ``faults`` are why nothing can be taken up, each with its place."""

    path: Path
    given: Given
    reading: Reading
    facts: dict[str, Known]
    items: tuple[Item, ...]
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    errors: tuple[tuple[Item, TextFinding], ...] = field(default=())

    @property
    def added(self) -> list[dict[str, Any]]:
        return [item.entry for item in self.items if item.entry is not None]


def _check_slugs(given: Given) -> None:
    for flag, text in (("--campaign", given.campaign), ("--phase", given.phase), ("--prefix", given.prefix)):
        if text and slugify(text) != text:
            raise UsageError("bad-option", f"{text!r} is no id: a-z, 0-9, single hyphens", where=flag,
                             hint=f"for example {slugify(text) or 'cv9743'}")  # fmt: skip


def propose(studio: Studio, path: Path, given: Given) -> Proposal:
    """Read a list and hold it against the catalogue; raises DataError for a file without any slogan."""
    _check_slugs(given)
    catalogue = studio.catalogue
    if given.corrects:
        catalogue.slogan(given.corrects)  # raises for an unknown one
    names = [*(o.name for o in catalogue.organisations), *(s.issuer for s in catalogue.slogans if s.issuer)]
    reading = read_list(path, given.sheet, names, accept_converted=given.accept_converted)
    if not reading.slogans:
        raise DataError("no-slogan", _nothing(reading), where=str(path),
                        hint="number the slogans, or put them into a column called 'Khẩu hiệu'")  # fmt: skip
    facts, remarks = _facts(reading, given)
    reader = proof_reader(studio.workspace.read, catalogue, studio.lexicon)
    maker = _Maker(studio, path, given, facts, reader, reading)
    items = tuple(maker.items())
    if given.corrects and sum(item.entry is not None for item in items) != 1:
        raise DataError("not-one-slogan", f"holds {len(items)} slogans, not one that corrects {given.corrects}",
                        where=str(path), hint="take up the others without --corrects")  # fmt: skip
    errors = tuple((item, f) for item in items for f in item.findings if not item.known and _stands(f, given))
    told = (*reading.remarks, *reading.letterhead.doubts, *remarks, *maker.remarks)
    return Proposal(path, given, reading, facts, items, tuple(maker.faults), told, errors)


def _stands(finding: TextFinding, given: Given) -> bool:
    """Tell whether a finding stands against issuing: not with a reason, nor that a text is almost what it corrects."""
    corrects = given.corrects and finding.kind == "near-issued" and f"is not {given.corrects}," in finding.message
    return finding.severity == "error" and not given.although and not corrects


def take_up(studio: Studio, proposal: Proposal, *, dry_run: bool = False) -> None:
    """Write the new entries, all or none; raises DataError for faults, RefusedError for what cannot be issued."""
    refuse_packed(studio.workspace)
    if proposal.faults:
        raise DataError("faulty-list", "\n".join([f"{len(proposal.faults)} fault(s), nothing was taken up:",
                        *proposal.faults]), where=str(proposal.path))  # fmt: skip
    if proposal.given.status == "issued":
        _refuse_unissued(proposal)
    if proposal.added and not dry_run:
        append_entries(studio.workspace, "slogan", proposal.added)


def _refuse_unissued(proposal: Proposal) -> None:
    path = str(proposal.path)
    missing = [_OPTIONS[name] for name in _OPTIONS if name not in proposal.facts]
    if missing:
        raise RefusedError("not-citable", f"an issued text names its document: not known: {', '.join(missing)}",
                           where=path, hint="give them as options, or take the list up as drafts")  # fmt: skip
    if proposal.errors:
        told = [f"{item.where}: {f.kind}: {f.message}" for item, f in proposal.errors]
        told = [f"{len(told)} finding(s) stand against issuing, nothing was taken up:", *told]
        raise RefusedError("findings", "\n".join(told), where=path, hint="ask the issuer, or take them up as drafts")


_OPTIONS = {"document": "--document", "issuer": "--issuer", "issued_on": "--issued-on"}


def _nothing(reading: Reading) -> str:
    first = sorted(reading.chosen, key=lambda c: c.mark is None or c.reason == "recipients and signature")
    said = "; ".join(f"{c.passage.where} ({c.reason}): {c.text[:40]!r}" for c in first[:5])
    remarks = "".join(f" ({remark})" for remark in reading.remarks)
    return "no slogan was found" + (f": {said}" if said else ": it holds no text") + remarks


def _facts(reading: Reading, given: Given) -> tuple[dict[str, Known], list[str]]:
    """Return number, issuer and date, as given or else as read, and a remark where an option overrules."""
    facts, remarks = {}, []
    for name, option in _OPTIONS.items():
        read: Known | None = getattr(reading.letterhead, name)
        wanted = getattr(given, name)
        said = wanted.isoformat() if isinstance(wanted, date) else wanted
        if said and read is not None and read.value != said:
            remarks.append(f"{option} {said} overrules {read.value}, which is read in {read.origin}")
        if said:
            facts[name] = Known(said, f"given as {option}")
        elif read is not None:
            facts[name] = read
    return facts, remarks


class _Maker:
    """Makes the items of a list one by one, in their order."""

    def __init__(
        self, studio: Studio, path: Path, given: Given, facts: dict[str, Known], reader: ProofReader, reading: Reading
    ) -> None:
        self._given, self._facts, self._reader, self._reading = given, facts, reader, reading
        self._slogans = studio.catalogue.slogans
        self._ids = {s.id: s.text for s in self._slogans}
        self._seen: dict[str, Item] = {}
        self._file = _file_name(path)
        self._prefix = given.prefix or default_prefix(self._value("document")) or slugify(path.stem) or "list"
        self.faults: list[str] = []
        self.remarks: list[str] = []

    def items(self) -> Iterator[Item]:
        self.faults += [f"{c.passage.where}: {c.text[:60]!r} {c.doubt}" for c in self._reading.chosen
                        if c.reason and c.doubt]  # fmt: skip
        for chosen in self._reading.slogans:
            item = self._checked(chosen)
            first = self._seen.setdefault(comparison_key(item.text) + "\n" + chosen.passage.entry_id, item)
            if first is not item:
                self._twice(first, item)
                continue
            yield self._held(item, len(self._seen))

    def _value(self, name: str) -> str:
        return self._facts[name].value if name in self._facts else ""

    def _checked(self, chosen: Chosen) -> Item:
        """Return a slogan with everything that was found on it; what cannot be taken becomes a fault."""
        gated = self._reader.read(chosen.text, accept_converted=self._given.accept_converted)
        item = Item(chosen, gated.text, (*self._reading.findings(chosen), *gated.findings))
        if fault := chosen.passage.fault:
            self._fault(item, fault.message, fault.hint)
        elif "\n" in chosen.text:
            self._fault(
                item, "holds a line break", "write the slogan in one line, or each slogan in a place of its own"
            )
        elif chosen.doubt:
            self._fault(item, chosen.doubt)
        elif chosen.wrapped:
            self._fault(item, "seems to go on in the next line", "write the slogan in one line")
        for finding in self._stopping(item, gate(chosen.text).findings):
            offered = f"write {finding.suggestion!r}" if finding.suggestion else ""
            if finding.kind == "legacy-encoding":
                offered = "take it over with --accept-converted after reading it"
            elif finding.kind == "ambiguous-encoding":
                offered = "save the whole file in one encoding, Unicode at best"
            self._fault(item, f"{finding.kind}: {finding.told}", offered)
        return item

    def _stopping(self, item: Item, gate_findings: tuple[TextFinding, ...]) -> Iterator[TextFinding]:
        """Yield the errors of the gate: with one of them nothing can be stored. A proof-reader's are only told."""
        of_gate = {(f.kind, f.column) for f in gate_findings}
        for finding in item.findings:
            of_fonts = finding in self._reading.findings(item.chosen)
            if finding.severity == "error" and (of_fonts or (finding.kind, finding.column) in of_gate):
                yield finding

    def _fault(self, item: Item, message: str, hint: str = "") -> None:
        self.faults.append(f"{item.where}: {message}" + (f" ({hint})" if hint else ""))

    def _twice(self, first: Item, item: Item) -> None:
        if first.chosen.section == item.chosen.section:
            self._fault(item, f"is the slogan of {first.where} once more", "keep one of them")
        else:
            self.remarks.append(f"{item.where} is the slogan of {first.where} once more, and is taken up once")

    def _held(self, item: Item, number: int) -> Item:
        """Return an item with what the catalogue knows of it, or with the entry that it would become."""
        key = comparison_key(item.text)
        alike = [s for s in self._slogans if comparison_key(s.text) == key]
        document = self._value("document").casefold()
        by_id = next((s for s in alike if s.id == item.chosen.passage.entry_id), None)
        same = by_id or next((s for s in alike if s.document.casefold() == document), None)
        elsewhere = tuple(s.id for s in alike if s is not same)
        if same is not None:
            if same.text != item.text:
                self.remarks.append(f"{item.where} stands as {same.id} in another form: {same.text!r}")
            return Item(item.chosen, item.text, item.findings, None, same.id, elsewhere)
        return Item(item.chosen, item.text, item.findings, self._entry(item, number), "", elsewhere)

    def _entry(self, item: Item, number: int) -> dict[str, Any] | None:
        entry_id = self._given.corrects or item.chosen.passage.entry_id or f"{self._prefix}-{number:02d}"
        if entry_id in self._ids and not self._given.corrects:
            self._fault(item, f"the id {entry_id} is that of {self._ids[entry_id]!r}", "choose others with --prefix")
            return None
        entry: dict[str, Any] = {"id": entry_id, "version": 1, "text": item.text, "kind": "slogan"}
        if self._given.corrects:
            entry |= self._of_former(self._given.corrects)
        if self._given.campaign:
            entry["campaign"] = [self._given.campaign]
        if self._given.phase:
            entry["phase"] = [self._given.phase]
        entry["source"] = self._given.source or citation(self._facts) or f"tệp {self._file}"
        entry |= {name: self._value(name) for name in ("issuer", "document") if self._value(name)}
        if issued_on := self._value("issued_on"):
            entry["issued_on"] = date.fromisoformat(issued_on)
        entry["status"] = self._given.status
        entry["notes"] = f"from {self._file}, {' '.join(item.where.split())}" + self._conversion(item)
        entry["notes"] += f"; tuy nhiên: {self._given.although}" if self._given.although else ""
        self._validate(item, entry)
        return entry

    def _of_former(self, slogan_id: str) -> dict[str, Any]:
        """Return what a corrected slogan keeps of its former version."""
        former = max((s for s in self._slogans if s.id == slogan_id), key=lambda s: s.version)
        kept: dict[str, Any] = {"version": former.version + 1, "kind": former.kind}
        return kept | {name: list(value) for name in ("campaign", "phase") if (value := getattr(former, name))}

    def _conversion(self, item: Item) -> str:
        names = {f.message.split(":")[0].removeprefix("is in ") for f in item.findings if f.kind == "legacy-encoding"}
        return "; converted from " + ", ".join(sorted(names)) if names else ""

    def _validate(self, item: Item, entry: dict[str, Any]) -> None:
        try:
            Slogan.model_validate(entry)
        except ValidationError as fault:
            told = describe_faults(fault).replace("Value error, ", "")
            if not any(line.startswith(f"{item.where}: ") for line in self.faults):
                self._fault(item, told)


def _file_name(path: Path) -> str:
    name = " ".join(unicodedata.normalize("NFC", path.name).split())
    return name if gate(name).passed and name.isprintable() else f"{slugify(path.stem)}{path.suffix.lower()}"


def default_prefix(document: str) -> str:
    """Return how the ids of a document begin: ``9743-CV/BTGTW`` -> ``cv9743``; empty without a number."""
    digits = "".join(c for c in document.split("/")[0].split("-")[0] if c.isdigit())
    return slugify(kind_of(document) + digits) if digits else ""


def citation(facts: dict[str, Known]) -> str:
    """Return how a paper is cited: ``Công văn số 9743-CV/BTGTW ngày 16/10/2024 của Ban Tuyên giáo Trung ương``."""
    if "document" not in facts:
        return ""
    number = facts["document"].value
    parts = [f"{KINDS.get(kind_of(number), 'Văn bản')} số {number}"]
    if "issued_on" in facts:
        parts.append(f"ngày {date.fromisoformat(facts['issued_on'].value):%d/%m/%Y}")
    if "issuer" in facts:
        parts.append(f"của {facts['issuer'].value}")
    return " ".join(parts)
