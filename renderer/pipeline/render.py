"""The way an asset travels: order -> resolved -> master -> texts bound -> files -> verified -> named -> recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from renderer.contract.formats import Format
from renderer.contract.manifest import MANIFEST_NAME, FileRecord, JobNote, ManifestEntry, is_made_here
from renderer.contract.manifest_file import append_entry
from renderer.contract.order import Order
from renderer.pipeline.outputs import OUTPUTS, FinishedFile, Making, OutputTask, verify_output
from renderer.pipeline.prepare import Prepared, as_print, prepare
from renderer.resolve import PrintSign, Resolved
from renderer.storage.files import check_target, remove_unfinished
from renderer.storage.lock import share_folder
from renderer.storage.stage import Stage, make_folder, open_stage
from renderer.studio import Studio
from renderer.typeset import TextBlock
from renderer.values.errors import VerifyError, require


@dataclass(frozen=True)
class Asset:
    """A finished asset: its manifest entry, where its files are, and its blocks of text."""

    entry: ManifestEntry
    folder: Path
    blocks: tuple[TextBlock, ...]


def render(
    studio: Studio, order: Order, folder: Path, *, note: JobNote | None = None, overwrite: bool = False
) -> Asset:
    """Render one order into ``folder``; files appear under their names only when complete and verified.

    ``note`` is what printer and hanger must know besides: it goes into ticket and manifest.
    """
    prepared = prepare(studio, order)
    make_folder(folder)
    # Before anything has its name: a file that cannot be recorded would stand there unproven.
    check_target(folder / MANIFEST_NAME)
    # What killed renders left in it is taken away: nothing of it was recorded.
    with share_folder(folder, partial(remove_unfinished, folder, is_made_here, below=False)):
        entry = produce(studio, prepared, folder, note=note, overwrite=overwrite)
        append_entry(folder / MANIFEST_NAME, entry)
    return Asset(entry, folder, tuple(text.block for text in prepared.artwork.letters))


def produce(
    studio: Studio,
    prepared: Prepared,
    root: Path,
    *,
    below: str = "",
    note: JobNote | None = None,
    overwrite: bool = False,
) -> ManifestEntry:
    """Write and verify the files of an order in ``root``, or in the folder ``below`` it; return what to record.

    The files have their names when this returns, or none of them.
    """
    making, kinds = Making(studio, prepared, note), prepared.resolved.formats
    return make_entry(prepared, write_files(making, kinds, root, below=below, overwrite=overwrite), note)


def write_files(
    making: Making, kinds: Iterable[Format], root: Path, *, below: str = "", overwrite: bool = False
) -> tuple[FileRecord, ...]:
    """Write and verify the files of these formats; they have their names when this returns, or none of them."""
    with open_stage(root / below) as stage:
        files = tuple(_make(stage, making, task, below) for kind in kinds for task in OUTPUTS[kind].tasks(making))
        stage.publish(overwrite)
    return files


def make_entry(prepared: Prepared, files: tuple[FileRecord, ...], note: JobNote | None = None) -> ManifestEntry:
    """Return what a manifest says of an asset with these files."""
    resolved = prepared.resolved
    checks = (f"{file.kind}:{check}" for file in files for check in OUTPUTS[file.kind].checks)
    return ManifestEntry(
        binding=resolved.binding,
        kind="draft" if resolved.order.draft else "final",
        order=resolved.order,
        texts={frame.name: frame.text for frame in prepared.expected.frames},
        source=resolved.slogan.source,
        files=files,
        expectation=prepared.expected,
        checks=tuple(dict.fromkeys(checks)),
        warnings=prepared.warnings,
        job=note,
        approvals=prepared.clearance.approvals,
        final_binding=resolved.final_binding,
        ground=resolved.ground,
    )


def _make(stage: Stage, making: Making, task: OutputTask, below: str) -> FileRecord:
    """Write one file and verify it as it lies on disk."""
    path = stage.write(task.name, task.write)
    prepared = making.prepared
    file = FinishedFile(
        making.studio, path, task.kind, prepared.expected, lambda: prepared, task.number or 1, making.note
    )
    proof = verify_output(file)
    if faults := [f for f in proof.findings if f.severity == "error"]:
        raise VerifyError(
            "proof-failed",
            "the finished file is not what was approved: " + "; ".join(str(f) for f in faults),
            where=task.name,
            hint="no file was kept; please report this with the order",
        )
    return _record(prepared.resolved, f"{below}/{task.name}" if below else task.name, task, proof.sha256)


def list_records(studio: Studio, prepared: Prepared, kinds: Iterable[Format]) -> tuple[FileRecord, ...]:
    """Return what a manifest says of the files that an order makes of these formats, all but their sha256."""
    making = Making(studio, prepared)
    tasks = (task for kind in kinds for task in OUTPUTS[kind].tasks(making))
    return tuple(_record(prepared.resolved, task.name, task, "0" * 64) for task in tasks)


def _record(resolved: Resolved, path: str, task: OutputTask, sha256: str) -> FileRecord:
    physical, page = isinstance(resolved, PrintSign), task.page
    pixels, dpi = _raster(resolved, task)
    spec = OUTPUTS[task.kind].spec
    return FileRecord(
        path=path,
        kind=task.kind,
        trim_mm=(resolved.size.width, resolved.size.height) if physical else None,
        bleed_mm=(resolved.bleed.largest if spec.paged else 0.0) if physical else None,
        scale=page.scale if page and spec.carries_art else "1:1",
        page=task.number,
        pixels=pixels,
        dpi=dpi,
        sha256=sha256,
    )


def _raster(resolved: Resolved, task: OutputTask) -> tuple[tuple[int, int] | None, float | None]:
    """Return size and resolution of a file that is one of an order's pictures."""
    raster = OUTPUTS[task.kind].spec.raster
    if raster == "pixels":
        return resolved.pixels, resolved.dpi
    if raster == "phone":
        return resolved.phone, None
    if raster == "plates":
        dpi = as_print(resolved).plates_dpi
        return require(task.page, "the page of a CMYK picture").lay_plates(dpi).size, dpi
    return None, None
