"""The plan of a batch: every sign looked up, named and given its folder, before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from string import Formatter

from renderer.batch.job import Job, JobRow
from renderer.batch.journal import Key, key_of
from renderer.batch.names import Names
from renderer.contract.manifest import JobNote
from renderer.contract.order import Order
from renderer.layout import MasterSpec
from renderer.resolve import NO_ORGANISATION, Resolved, clear, file_names, resolve
from renderer.studio import Studio
from renderer.text import slugify
from renderer.values.errors import CodongError, DataError, UsageError, unknown_name

FOLDER_FIELDS = ("layout", "format", "family", "slogan", "unit", "event", "size", "binding")
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?<!\.)")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""
_CONTACT = "contact-sheet"
_MAX_PART, _MAX_PATH = 100, 200
"""Windows takes 260 characters for a whole path; what lies above the output folder needs some of them."""


@dataclass(frozen=True)
class Planned:
    """A sign that may be made. ``order`` is complete; ``folder`` lies below the output folder."""

    index: int
    where: str
    order: Order
    binding: str
    folder: str
    files: tuple[str, ...]
    spec: MasterSpec
    note: JobNote

    @property
    def key(self) -> Key:
        """What the manifest's line about it is found by."""
        return key_of(self.binding, self.folder, self.order.formats)


@dataclass(frozen=True)
class Fault:
    """A sign that cannot be made, and why."""

    index: int
    where: str
    error: CodongError

    @property
    def said(self) -> str:
        """What is wrong, with its place in the row, for people."""
        place = self.error.place.removeprefix(self.where).lstrip(", ")
        return f"{place}: {self.error.message}" if place else self.error.message

    def name_fields(self, names: Mapping[str, str]) -> Fault:
        """Return the fault with every field in its words by its name; where it is wrong is a column, and stays."""
        error = self.error.name_fields(names)
        error.field = self.error.field
        return replace(self, error=error)

    def as_json(self) -> dict[str, object]:
        return {"row": self.where, **self.error.as_json()}


@dataclass(frozen=True)
class Plan:
    """All signs of a job, in its order: those that may be made and those that cannot."""

    rows: tuple[Planned, ...]
    faults: tuple[Fault, ...]
    undated: int = 0
    """Signs without a hang date of their own: they get the day of the run, and other names on another day."""

    def __len__(self) -> int:
        return len(self.rows) + len(self.faults)


def names_of(studio: Studio) -> Names:
    """Return what a sheet may call the slogans and units of a workspace."""
    catalogue = studio.catalogue
    texts = {s.id: s.text for s in catalogue.current}
    former = {s.text: s.id for s in catalogue.slogans if s.text not in set(texts.values())}
    return Names(texts, {o.id: o.name for o in catalogue.organisations}, former)


def plan(studio: Studio, job: Job, folders: str = "") -> Plan:
    """Look up every sign of a job; ``folders`` is the template for signs that name no folder of their own."""
    rows: list[Planned] = []
    faults: list[Fault] = []
    # The clock is read once: a batch that runs past midnight is one batch.
    today = studio.workspace.today().isoformat()
    for index, row in enumerate(job.rows):
        try:
            rows.append(_plan_row(studio, index, row, folders, today))
        except CodongError as error:
            faults.append(Fault(index, row.where, error))
    rows, clashes = _part_clashes(rows)
    undated = sum(row.order is not None and not row.order.hang for row in job.rows)
    return Plan(tuple(rows), tuple(sorted([*faults, *clashes], key=lambda fault: fault.index)), undated)


def _plan_row(studio: Studio, index: int, row: JobRow, folders: str, today: str) -> Planned:
    if row.fault is not None:
        raise row.fault
    if row.order is None:
        raise DataError("missing-cell", "names no order", where=row.where)
    order = row.order if row.order.hang else row.order.model_copy(update={"hang": today})
    resolved = resolve(studio, order)
    clear(studio, resolved)
    folder = folder_of(row.out or folders, resolved)
    files = tuple(f"{folder}/{name}" if folder else name for name in file_names(resolved))
    return Planned(index, row.where, resolved.order, resolved.binding, folder, files, resolved.master_spec, row.note)


def folder_of(template: str, resolved: Resolved) -> str:
    """Return the folder that a template such as ``{format}/{unit}`` names for a sign; raises UsageError."""
    parts = [part for part in _fill_template(template, resolved).split("/") if part]
    for part in parts:
        if part.casefold() == _CONTACT and part is parts[0]:
            raise UsageError("bad-folder", f"{part!r} is where the contact sheet goes", field="out")
        if not _PART.fullmatch(part) or _RESERVED.fullmatch(part) or len(part) > _MAX_PART:
            raise UsageError(
                "bad-folder",
                f"{part!r} is not a folder name that every system takes",
                field="out",
                hint="use A-Z a-z 0-9 . _ - and the fields " + " ".join(f"{{{f}}}" for f in FOLDER_FIELDS),
            )
    return "/".join(parts)


def _fill_template(template: str, resolved: Resolved) -> str:
    try:
        for _, name, form, conversion in Formatter().parse(template):
            if name is not None and name not in FOLDER_FIELDS:
                raise unknown_name("folder field", name, list(FOLDER_FIELDS))
            if form or conversion:
                raise ValueError("a field is only its name in braces")
        return template.format(**_folder_values(resolved))
    except ValueError as fault:
        raise UsageError("bad-folder", f"{template!r} is no folder template: {fault}", field="out") from None


def _folder_values(resolved: Resolved) -> dict[str, str]:
    order = resolved.order
    return {
        "layout": resolved.layout.id.replace("/", "-"),
        "format": resolved.layout.format,
        "family": resolved.layout.family,
        "slogan": resolved.slogan.id,
        "unit": slugify(order.organisation or "")[:_MAX_PART] or NO_ORGANISATION,
        "event": order.event or "khong-su-kien",
        "size": resolved.size.slug.replace(".", "p"),
        "binding": resolved.binding[:8],
    }


def _part_clashes(rows: Iterable[Planned]) -> tuple[list[Planned], list[Fault]]:
    """Part the signs whose files would take a name that an earlier sign has; letters' case makes no difference."""
    taken: dict[str, Planned] = {}
    kept: list[Planned] = []
    faults: list[Fault] = []
    for row in rows:
        first = next((taken[f.casefold()] for f in row.files if f.casefold() in taken), None)
        error = _clash(row, first) if first else _too_long(row)
        if error is not None:
            faults.append(Fault(row.index, row.where, error))
            continue
        kept.append(row)
        taken |= {f.casefold(): row for f in row.files}
    return kept, faults


def _clash(row: Planned, first: Planned) -> CodongError:
    if row.binding == first.binding:
        return DataError(
            "duplicate-row",
            f"is the same sign as {first.where}",
            where=row.where,
            hint="add the quantities up in one row, or give each its folder (column 'out')",
        )
    return DataError(
        "name-clash",
        f"its file would have the name of the one of {first.where}",
        where=row.where,
        hint="give it another folder (column 'out')",
    )


def _too_long(row: Planned) -> CodongError | None:
    longest = max(row.files, key=len)
    if len(longest) <= _MAX_PATH:
        return None
    return DataError(
        "path-too-long",
        f"its file name has {len(longest)} characters with its folder",
        where=row.where,
        hint=f"at most {_MAX_PATH}: choose shorter folders",
    )
