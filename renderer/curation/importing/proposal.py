"""What a list would add to the catalogue: entries with their source, what is known, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from renderer.catalogue import Change, append_entries, refuse_packed
from renderer.curation.importing.item import Given, Item
from renderer.curation.importing.item_builder import ItemBuilder
from renderer.curation.importing.letterhead import Known
from renderer.curation.importing.options import check_names
from renderer.curation.importing.read import Reading, read_list
from renderer.proofreading import proof_reader
from renderer.studio import Studio
from renderer.text import TextFinding
from renderer.values.errors import DataError, RefusedError


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

    @property
    def issued_now(self) -> list[Change]:
        """Drafts that become issued entries."""
        return [item.issues for item in self.items if item.issues is not None]


def propose(studio: Studio, path: Path, given: Given) -> Proposal:
    """Read a list and hold it against the catalogue; raises DataError for a file without any slogan."""
    catalogue = studio.catalogue
    named = check_names(given, catalogue)
    names = [*(o.name for o in catalogue.organisations), *(s.issuer for s in catalogue.slogans if s.issuer)]
    reading = read_list(path, given.sheet, names, accept_converted=given.accept_converted)
    if not reading.slogans:
        raise DataError(
            "no-slogan",
            _nothing(reading),
            where=str(path),
            hint="number the slogans, or put them into a column called 'Khẩu hiệu'",
        )
    facts, remarks = _facts(reading, given)
    reader = proof_reader(studio.workspace.read, studio.catalogue_today, studio.lexicon)
    maker = ItemBuilder(catalogue, path, given, facts, reader, reading, studio.lexicon)
    items = tuple(maker.items())
    if given.corrects:
        _refuse_no_correction(path, given, items)
    errors = tuple((item, f) for item in items for f in item.findings if _is_new(item) and _stands(f, given))
    told = (*reading.remarks, *reading.letterhead.doubts, *named, *remarks, *maker.remarks)
    return Proposal(path, given, reading, facts, items, tuple(maker.faults), told, errors)


def _is_new(item: Item) -> bool:
    return item.entry is not None or item.issues is not None


def _refuse_no_correction(path: Path, given: Given, items: tuple[Item, ...]) -> None:
    """Raise DataError unless one slogan of the list, and no more, is another text than all that stand."""
    new = sum(item.entry is not None for item in items)
    if new == 1:
        return
    told = f"holds {len(items)} slogans, {new} of them new: not one that corrects {given.corrects}"
    if len(items) == 1:
        told = f"holds the text of {items[0].known}, which stands already: it does not correct {given.corrects}"
    raise DataError("not-one-slogan", told, where=str(path), hint="take up the others without `corrects`")


def _stands(finding: TextFinding, given: Given) -> bool:
    """Tell whether a finding stands against issuing: not with a reason, nor that a text is almost what it corrects."""
    corrects = given.corrects and finding.kind == "near-issued" and f"is not {given.corrects}," in finding.message
    return finding.severity == "error" and not given.although and not corrects


def take_up(studio: Studio, proposal: Proposal, *, dry_run: bool = False) -> None:
    """Write the new entries, all or none; raises DataError for faults, RefusedError for what cannot be issued."""
    refuse_packed(studio.workspace)
    if proposal.faults:
        raise DataError(
            "faulty-list",
            "\n".join([f"{len(proposal.faults)} fault(s), nothing was taken up:", *proposal.faults]),
            where=str(proposal.path),
        )
    if proposal.given.status == "issued":
        _refuse_unissued(proposal)
    if (proposal.added or proposal.issued_now) and not dry_run:
        append_entries(studio.workspace, "slogan", proposal.added, proposal.issued_now)


def _refuse_unissued(proposal: Proposal) -> None:
    path = str(proposal.path)
    missing = [f"`{name}`" for name in _FACTS if name not in proposal.facts]
    if missing:
        raise RefusedError(
            "not-citable",
            f"an issued text names its document: not known: {', '.join(missing)}",
            where=path,
            hint="give them as options, or take the list up as drafts",
        )
    if proposal.errors:
        told = [f"{item.where}: {f.kind}: {f.message}" for item, f in proposal.errors]
        told = [f"{len(told)} finding(s) stand against issuing, nothing was taken up:", *told]
        raise RefusedError("findings", "\n".join(told), where=path, hint="ask the issuer, or take them up as drafts")


_FACTS = ("document", "issuer", "issued_on")


def _nothing(reading: Reading) -> str:
    first = sorted(reading.chosen, key=lambda c: c.mark is None or c.reason == "recipients and signature")
    said = "; ".join(f"{c.passage.where} ({c.reason}): {c.text[:40]!r}" for c in first[:5])
    remarks = "".join(f" ({remark})" for remark in reading.remarks)
    return "no slogan was found" + (f": {said}" if said else ": it holds no text") + remarks


def _facts(reading: Reading, given: Given) -> tuple[dict[str, Known], list[str]]:
    """Return number, issuer and date, as given or else as read, and a remark where an option overrules."""
    facts, remarks = {}, []
    for name in _FACTS:
        read: Known | None = getattr(reading.letterhead, name)
        wanted = getattr(given, name)
        said = wanted.isoformat() if isinstance(wanted, date) else wanted
        if said and read is not None and read.value != said:
            remarks.append(f"`{name}` {said} overrules {read.value}, which is read in {read.origin}")
        if said:
            facts[name] = Known(said, f"given as `{name}`")
        elif read is not None:
            facts[name] = read
    return facts, remarks
