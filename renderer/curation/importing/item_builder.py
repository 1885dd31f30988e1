"""Makes the items of a list: each slogan with what was found on it, and the entry that it is or would become."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from renderer.catalogue import Catalogue, Change, Slogan, Status
from renderer.curation.importing.choice import Chosen
from renderer.curation.importing.ending import of_form
from renderer.curation.importing.former import of_former
from renderer.curation.importing.item import Given, Item
from renderer.curation.importing.letterhead import KINDS, Known, kind_of
from renderer.curation.importing.read import Reading
from renderer.curation.proposed import with_proposed_marks
from renderer.proofreading import ProofReader
from renderer.text import TextFinding, check_text, comparison_key, gate, slugify
from renderer.values.errors import RefusedError
from renderer.vietnamese import Lexicon
from renderer.workspace import describe_faults

_OF_FILE = "tệp "
"""How the source begins of what a list gave that names no document."""


class ItemBuilder:
    """Makes the items of a list one by one, in their order."""

    def __init__(
        self,
        catalogue: Catalogue,
        path: Path,
        given: Given,
        facts: dict[str, Known],
        reader: ProofReader,
        reading: Reading,
        lexicon: Lexicon,
    ) -> None:
        self._lexicon = lexicon
        self._given, self._facts, self._reader, self._reading = given, facts, reader, reading
        self._catalogue, self._slogans = catalogue, catalogue.slogans
        self._ids = {s.id: s.text for s in self._slogans}
        self._seen: dict[str, Item] = {}
        self._file = _file_name(path)
        self._prefix = given.prefix or default_prefix(self._value("document")) or slugify(path.stem) or "list"
        self.faults: list[str] = []
        self.remarks: list[str] = []

    def items(self) -> Iterator[Item]:
        self.faults += [
            f"{c.passage.where}: {c.text[:60]!r} {c.doubt}" for c in self._reading.chosen if c.reason and c.doubt
        ]
        for chosen in self._reading.slogans:
            item = self._check(chosen)
            first = self._seen.setdefault(comparison_key(item.text) + "\n" + chosen.passage.entry_id, item)
            if first is not item:
                self._twice(first, item)
                continue
            yield self._compare(item, len(self._seen))

    def _value(self, name: str) -> str:
        return self._facts[name].value if name in self._facts else ""

    def _check(self, chosen: Chosen) -> Item:
        """Return a slogan with everything that was found on it; what cannot be taken becomes a fault."""
        before = len(self.faults)
        gated = self._reader.read(chosen.text, accept_converted=self._given.accept_converted)
        item = Item(chosen, gated.text, (*self._reading.findings(chosen), *gated.findings, *of_form(gated.text)))
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
        # A cell that holds an error is told of once.
        stopping = () if chosen.passage.fault else self._stopping(item, gate(chosen.text).findings)
        for finding in stopping:
            offered = f"write {finding.suggestion!r}" if finding.suggestion else ""
            if finding.kind == "legacy-encoding":
                offered = "take it over with `accept_converted` after reading it"
            elif finding.kind == "ambiguous-encoding":
                offered = "save the whole file in one encoding, Unicode at best"
            self._fault(item, f"{finding.kind}: {finding.told}", offered)
        if len(self.faults) == before:
            self._check_for_sign(item)
        return item

    def _check_for_sign(self, item: Item) -> None:
        """Refuse what the gate lets pass in a letter and no sign can show."""
        try:
            check_text(item.text, "text")
        except RefusedError as fault:
            self._fault(item, f"{fault.code}: {fault.message}", fault.hint)

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

    def _compare(self, item: Item, number: int) -> Item:
        """Return an item with what the catalogue knows of it, or with the entry that it would become."""
        alike = [s for s in self._slogans if comparison_key(s.text) == comparison_key(item.text)]
        same = self._find_corrected(item, alike) if self._given.corrects else self._same(item, alike)
        elsewhere = tuple(dict.fromkeys(s.id for s in alike if same is None or s.id != same.id))
        if same is None:
            return replace(item, entry=self._entry(item, number), elsewhere=elsewhere)
        standing = "superseded" if self._catalogue.newer(same) else same.status.value
        known = replace(item, known=same.id, elsewhere=elsewhere, standing=standing)
        if standing == "draft" and self._given.status == "issued":
            return replace(known, issues=self._issuing(item, same))
        self._tell_known(item, same, standing)
        return known

    def _same(self, item: Item, alike: list[Slogan]) -> Slogan | None:
        """Return the entry that a slogan is: by its id, or of its document.

        A draft that a list without any number made may become issued; one from the press is another source's.
        """
        document = self._value("document").casefold()
        ranked = sorted(alike, key=lambda s: (s.status is Status.ISSUED, s.version), reverse=True)
        by_id = next((s for s in ranked if s.id == item.chosen.passage.entry_id), None)
        of_paper = next((s for s in ranked if s.document.casefold() == document), None)
        issuing = self._given.status == "issued"
        drafts = (s for s in ranked if issuing and s.status is Status.DRAFT)
        loose = next((s for s in drafts if not s.document and s.source.startswith(_OF_FILE)), None)
        return by_id or of_paper or loose

    def _find_corrected(self, item: Item, alike: list[Slogan]) -> Slogan | None:
        """Return the entry that a slogan is already, where it is to correct another one."""
        former = self._former()
        others = [s for s in alike if s.id != former.id]
        return former if former.text == item.text else max(others, key=lambda s: s.version, default=None)

    def _former(self) -> Slogan:
        return max((s for s in self._slogans if s.id == self._given.corrects), key=lambda s: s.version)

    def _tell_known(self, item: Item, same: Slogan, standing: str) -> None:
        if same.text != item.text:
            self.remarks.append(f"{item.where} stands as {same.id} in another form: {same.text!r}")
        if standing != "issued":
            self.remarks.append(f"{item.where} stands as {same.id}, which is {standing}: it may not be printed")

    def _issuing(self, item: Item, draft: Slogan) -> Change | None:
        """Return what makes an issued entry of a draft: its paper and its status, never its words."""
        if draft.text != item.text:
            self._fault(
                item,
                f"stands as the draft {draft.id} in another form: {draft.text!r}",
                "write the draft as the document does",
            )
            return None
        after = {**self._paper(), "status": "issued"}
        if self._given.although:
            after["notes"] = f"{draft.notes}; " * bool(draft.notes) + self._although()
        kept = [
            f"`{n}` {v}"
            for n, v in (("campaign", self._given.campaign), ("phase", self._given.phase))
            if v and v not in getattr(draft, n)
        ]
        if kept:
            self.remarks.append(f"{draft.id} keeps its campaign and phase: {' '.join(kept)} changes nothing")
        return Change(draft.id, draft.version, {"text": draft.text, "status": "draft"}, after)

    def _paper(self) -> dict[str, Any]:
        """Return source, issuer, document and its date as an entry has them."""
        paper: dict[str, Any] = {"source": self._given.source or citation(self._facts) or _OF_FILE + self._file}
        paper |= {name: self._value(name) for name in ("issuer", "document") if self._value(name)}
        if issued_on := self._value("issued_on"):
            paper["issued_on"] = date.fromisoformat(issued_on)
        return paper

    def _although(self) -> str:
        return f"tuy nhiên: {self._given.although}"

    def _entry(self, item: Item, number: int) -> dict[str, Any] | None:
        entry_id = self._given.corrects or item.chosen.passage.entry_id or f"{self._prefix}-{number:02d}"
        if entry_id in self._ids and not self._given.corrects:
            self._fault(item, f"the id {entry_id} is that of {self._ids[entry_id]!r}", "choose others with `prefix`")
            return None
        entry: dict[str, Any] = {"id": entry_id, "version": 1, "text": item.text, "kind": "slogan"}
        if self._given.corrects:
            entry |= self._keep_former(item)
        if self._given.campaign:
            entry["campaign"] = [self._given.campaign]
        if self._given.phase:
            entry["phase"] = [self._given.phase]
        entry |= self._paper()
        entry["status"] = self._given.status
        entry["notes"] = f"from {self._file}, {' '.join(item.where.split())}" + self._conversion(item)
        entry["notes"] += f"; {self._although()}" if self._given.although else ""
        entry = with_proposed_marks(entry, self._lexicon)
        self._validate(item, entry)
        return entry

    def _keep_former(self, item: Item) -> dict[str, Any]:
        """Return what a corrected slogan keeps of its former version, and tell what it does not."""
        kept, dropped = of_former(self._former(), item.text)
        if dropped:
            told = f"does not keep {', '.join(dropped)} of version {kept['version'] - 1}: look whether it still holds"
            self.remarks.append(f"{self._given.corrects} version {kept['version']} {told}")
        return kept

    def _conversion(self, item: Item) -> str:
        names = {f.message.split(":")[0].removeprefix("is in ") for f in item.findings if f.kind == "legacy-encoding"}
        return "; converted from " + ", ".join(sorted(names)) if names else ""

    def _validate(self, item: Item, entry: dict[str, Any]) -> None:
        try:
            Slogan.model_validate(entry)
        except ValidationError as fault:
            told = describe_faults(fault)
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
