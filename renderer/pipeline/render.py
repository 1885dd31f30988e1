"""The way an asset travels: order -> resolved -> master -> texts bound -> files -> proven -> named -> recorded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from renderer.artwork import bind
from renderer.contract.manifest import MANIFEST_NAME, FileRecord, JobNote, ManifestEntry, append_entry
from renderer.contract.order import Order
from renderer.contract.print_specs import STANDARDS
from renderer.layout import Master, check_pixels
from renderer.pipeline.outputs import OutputTask, Prepared, check_plates, expect, files_of
from renderer.pipeline.proving import CHECKS, prove
from renderer.resolve import Clearance, Resolved, clear, resolve
from renderer.storage.files import sha256_of
from renderer.storage.lock import shared
from renderer.storage.stage import Stage, make_folder, staged
from renderer.studio import Studio
from renderer.typeset import TextBlock
from renderer.values.errors import RefusedError, VerifyError


@dataclass(frozen=True)
class Asset:
    """A finished asset: its manifest entry, where its files are, and its blocks of text."""

    entry: ManifestEntry
    folder: Path
    blocks: tuple[TextBlock, ...]


def render(studio: Studio, order: Order, folder: Path, *, overwrite: bool = False) -> Asset:
    """Render one order into ``folder``; files appear under their names only when complete and proven."""
    prepared = prepare(studio, order)
    make_folder(folder)
    with shared(folder):
        entry = produce(studio, prepared, folder, overwrite=overwrite)
        append_entry(folder / MANIFEST_NAME, entry)
    return Asset(entry, folder, tuple(text.block for text in prepared.artwork.letters))


def prepare(studio: Studio, order: Order) -> Prepared:
    """Look up, check and typeset an order; raises every error that its content can cause."""
    resolved = resolve(studio, order)
    clearance = clear(studio, resolved)
    if "png" in resolved.formats:
        check_pixels(resolved.pixels, resolved.size.unit)
    if "tiff" in resolved.formats:
        check_plates(resolved.plates)
    return bound(studio, resolved, clearance)


def bound(studio: Studio, resolved: Resolved, clearance: Clearance) -> Prepared:
    """Typeset a resolved order and say what its files must show; its content was cleared before."""
    master, art = studio.master(resolved.master_spec)
    _check_standard(resolved, master)
    artwork = bind(studio, resolved, master)
    return Prepared(resolved, artwork, expect(studio.workspace, resolved, artwork, art), clearance)


def _check_standard(resolved: Resolved, master: Master) -> None:
    """Refuse art that the standard of its PDF cannot carry."""
    standard = STANDARDS[resolved.order.standard]
    if master.transparent and not standard.transparency and "pdf" in resolved.formats:
        raise RefusedError(
            "standard-forbids",
            f"{standard.label} has no transparency, which the art of {resolved.layout.id} uses",
            field="standard",
            hint="use `standard` x4, or draw the layout without opacity",
        )


def produce(
    studio: Studio,
    prepared: Prepared,
    root: Path,
    *,
    below: str = "",
    note: JobNote | None = None,
    overwrite: bool = False,
) -> ManifestEntry:
    """Write and prove the files of an order in ``root``, or in the folder ``below`` it; return what to record.

    The files have their names when this returns, or none of them.
    """
    resolved = prepared.resolved
    with staged(root / below) as stage:
        files = tuple(
            _make(studio, stage, prepared, made, below, note)
            for kind in resolved.formats
            for made in files_of(studio, prepared, kind, note)
        )
        stage.publish(overwrite)
    checks = tuple(dict.fromkeys(f"{file.kind}:{check}" for file in files for check in CHECKS[file.kind]))
    return ManifestEntry(
        binding=resolved.binding,
        kind="draft" if resolved.order.draft else "final",
        order=resolved.order,
        texts={frame.name: frame.text for frame in prepared.expected.frames},
        source=resolved.slogan.source,
        files=files,
        expectation=prepared.expected,
        checks=checks,
        warnings=prepared.warnings,
        job=note,
        approvals=prepared.clearance.approvals,
        final_binding=resolved.final_binding,
    )


def _record(resolved: Resolved, path: str, made: OutputTask, sha256: str) -> FileRecord:
    physical, page, kind = resolved.size.unit == "mm", made.page, made.kind
    pixels = resolved.pixels if kind == "png" else resolved.plates if kind == "tiff" else None
    dpi = resolved.dpi if kind == "png" else resolved.plates_dpi if kind == "tiff" else None
    return FileRecord(
        path=path,
        kind=kind,
        trim_mm=(resolved.size.width, resolved.size.height) if physical else None,
        bleed_mm=(resolved.bleed.largest if page else 0.0) if physical else None,
        scale=page.scale if page else "1:1",
        page=made.number,
        pixels=pixels,
        dpi=dpi,
        sha256=sha256,
    )


def _make(
    studio: Studio, stage: Stage, prepared: Prepared, made: OutputTask, below: str, note: JobNote | None
) -> FileRecord:
    """Write one file and prove it as it lies on disk."""
    path = stage.write(made.name, made.write)
    findings = prove(studio, path, made.kind, prepared.expected, prepared, made.number or 1, note)
    if faults := [f for f in findings if f.severity == "error"]:
        raise VerifyError(
            "proof-failed",
            "the finished file is not what was approved: " + "; ".join(str(f) for f in faults),
            where=made.name,
            hint="no file was kept; please report this with the order",
        )
    digest = sha256_of(path)
    assert digest is not None  # it was read a moment ago
    return _record(prepared.resolved, f"{below}/{made.name}" if below else made.name, made, digest)
