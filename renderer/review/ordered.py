"""Which order of a manifest a file is held against that is none of the manifest's own: a designer's, a shop's."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from renderer.contract.formats import FORMATS
from renderer.contract.manifest import FileRecord, ManifestEntry
from renderer.contract.manifest_file import iterate_newest
from renderer.storage.files import is_file
from renderer.values.errors import DataError, UsageError

_MOST_LISTED = 20
"""Orders that an error lists by the names of their files."""


class Ordered(NamedTuple):
    """An order of a manifest, and the page of its print."""

    entry: ManifestEntry
    record: FileRecord


def list_orders(manifest: Path) -> list[Ordered]:
    """Return the orders of a manifest that became a print, drafts left out; raises DataError.

    A print that is cut into panels is one order for each of them.
    """
    if not is_file(manifest):
        raise DataError("missing-file", "there is no such manifest", where=str(manifest))
    final = (entry for entry in iterate_newest(manifest) if entry.kind == "final")
    found = [Ordered(entry, record) for entry in final for record in entry.files if _is_print(record)]
    if not found:
        raise DataError("no-order", "the manifest knows no finished PDF", where=str(manifest))
    return found


def _is_print(record: FileRecord) -> bool:
    return FORMATS[record.kind].carries_art and FORMATS[record.kind].endings[0].endswith(".pdf")


def choose_order(orders: list[Ordered], path: Path) -> Ordered:
    """Return the order of a file: the one whose file has its name, else the only one; raises UsageError."""
    named = [one for one in orders if one.record.name == path.name]
    if not named and len(orders) > 1:
        names = [one.record.name for one in orders[:_MOST_LISTED]]
        more = f" and {len(orders) - len(names)} more" if len(orders) > len(names) else ""
        raise UsageError(
            "which-order",
            f"the manifest has {len(orders)} orders, and none of their files is called {path.name}",
            field="order",
            hint=f"give the file the name of the one that it is: {', '.join(names)}{more}",
        )
    chosen = named[-1] if named else orders[0]
    if len(chosen.entry.expectation.pages) > 1:
        raise UsageError(
            "order-of-panels",
            f"{chosen.record.name} is a panel: no panel holds all of the words",
            field="order",
            hint="preflight panels beside their own manifest, without `order`",
        )
    return chosen
