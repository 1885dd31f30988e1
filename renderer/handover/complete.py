"""A finished sign made ready for the shop: proven once more, and what a hand-over needs besides made and proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from renderer.contract.formats import FORMATS, Format
from renderer.contract.manifest import ManifestEntry
from renderer.contract.order import Order
from renderer.documents.ticket import TicketFacts
from renderer.handover.choose import Chosen
from renderer.pipeline import Making, gather_facts, make_entry, prepare_resolved, write_files
from renderer.resolve import Resolved, choose_formats
from renderer.review.coherence import Derivation, derive
from renderer.review.verify import verify_record
from renderer.studio import Studio
from renderer.values.errors import CodongError, RefusedError, VerifyError
from renderer.values.lengths import parse_size

NEEDED: tuple[Format, ...] = ("jpg", "ticket")
"""What every hand-over holds beside what goes to the press."""


def with_needed(order: Order) -> Order:
    """Return an order with what a hand-over needs among its formats; one that only a screen shows stays as it is."""
    try:
        formats = choose_formats(order, parse_size(order.size))
    except CodongError:
        return order  # whoever looks it up tells what is wrong
    if all(FORMATS[kind].medium != "press" for kind in formats):
        return order
    return order.model_copy(update={"formats": tuple(dict.fromkeys((*formats, *NEEDED)))})


@dataclass(frozen=True)
class Ready:
    """A sign to be packed. ``entry`` tells of its files by their paths in the package, ``sources`` where they lie."""

    entry: ManifestEntry
    sources: tuple[Path, ...]
    facts: TicketFacts


def complete(studio: Studio, chosen: Chosen, inside: str, extra: Sequence[Format], scratch: Path) -> Ready:
    """Prove a sign's files again, make what is missing in ``scratch``, and return all of it.

    ``inside`` is the sign's folder in the package, empty for the package itself. Raises VerifyError for a file that
    is not what was approved, RefusedError for a sign that may not go to the press, or is drawn otherwise now.
    """
    entry = chosen.entry
    if entry.kind == "draft":
        told = "is a draft, which no print shop gets"
        raise RefusedError("draft", told, where=entry.files[0].path, hint="make it without `draft`")
    derived = derive(studio, entry)
    _prove(studio, chosen, derived)
    if not derived.draws(entry):
        told = "the workspace draws this sign otherwise now than when it was made"
        raise RefusedError(
            "stale", told, where=entry.files[0].path, hint="make it again; a list of stale signs is a job that does"
        )
    kinds = _order_kinds({*entry.order.formats, *NEEDED, *extra})
    prepared = prepare_resolved(studio, _with_formats(derived.resolved, kinds))
    there = {kind: [(f, chosen.folder) for f in entry.files if f.kind == kind] for kind in entry.order.formats}
    if any(FORMATS[kind].medium == "press" and kind not in there for kind in kinds):
        there.pop("ticket", None)  # it names the files that are printed
    missing = [kind for kind in kinds if kind not in there]
    for made in write_files(Making(studio, prepared, entry.job), missing, scratch):
        there.setdefault(made.kind, []).append((made, scratch))
    files = [pair for kind in kinds for pair in there[kind]]
    packed = tuple(record.model_copy(update={"path": f"{inside}{record.name}"}) for record, _ in files)
    sources = tuple(folder / record.path for record, folder in files)
    return Ready(make_entry(prepared, packed, entry.job), sources, gather_facts(prepared, entry.job))


def _prove(studio: Studio, chosen: Chosen, derived: Derivation) -> None:
    for record in chosen.entry.files:
        verdict = verify_record(studio, chosen.folder / record.path, chosen.entry, record, derived)
        if not verdict.passed:
            told = "; ".join(str(finding) for finding in verdict.findings if finding.severity == "error")
            hint = "nothing was packed; make the sign again"
            raise VerifyError("not-proven", f"is not what was approved: {told}", where=record.path, hint=hint)


def _order_kinds(kinds: set[Format]) -> tuple[Format, ...]:
    """Return formats in the order of their table: the same package however they were asked for."""
    return tuple(kind for kind in FORMATS if kind in kinds)


def _with_formats(resolved: Resolved, kinds: tuple[Format, ...]) -> Resolved:
    """Return the same sign with these formats: its binding does not depend on them."""
    return replace(resolved, formats=kinds, order=resolved.order.model_copy(update={"formats": kinds}))
