"""The way an asset travels: order -> resolved -> master -> texts bound -> files -> proven -> named -> recorded."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from renderer import __version__
from renderer.artwork import Artwork
from renderer.compose import bind
from renderer.errors import VerifyError, WriteError
from renderer.expectation import Expectation
from renderer.export.pdf import export_pdf
from renderer.export.png import export_png
from renderer.files import named_fault, part_of
from renderer.layout.master import Master, check_pixels
from renderer.layout.picture import with_pictures
from renderer.lock import shared
from renderer.manifest import MANIFEST_NAME, FileRecord, JobNote, ManifestEntry, append_entry
from renderer.order import Format, Order
from renderer.preflight import Finding, verify_pdf, verify_png
from renderer.resolve import Resolved, check_content, resolve
from renderer.studio import Studio
from renderer.typeset.block import TextBlock

PROGRAM = f"codong {__version__}"
CHECKS: dict[Format, tuple[str, ...]] = {
    "pdf": ("structure", "boxes", "colour", "art", "text", "paint-order"),
    "png": ("structure", "pixels", "art", "text"),
}
"""What each proof has shown, as the manifest names it."""


@dataclass(frozen=True)
class Asset:
    """A finished asset: its manifest entry, where its files are, and its blocks of text."""

    entry: ManifestEntry
    folder: Path
    blocks: tuple[TextBlock, ...]


@dataclass(frozen=True)
class Prepared:
    """An order looked up, checked and typeset: everything but its files."""

    resolved: Resolved
    artwork: Artwork
    expected: Expectation

    @property
    def warnings(self) -> tuple[str, ...]:
        return (*self.artwork.master.warnings, *(w for text in self.artwork.letters for w in text.block.warnings))


def render(studio: Studio, order: Order, folder: Path, *, overwrite: bool = False) -> Asset:
    """Render one order into ``folder``; files appear under their names only when complete and proven."""
    prepared = prepare(studio, order)
    with _named_fault(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with shared(folder):
        entry = produce(studio, prepared, folder, overwrite=overwrite)
        append_entry(folder / MANIFEST_NAME, entry)
    return Asset(entry, folder, tuple(text.block for text in prepared.artwork.letters))


def prepare(studio: Studio, order: Order) -> Prepared:
    """Look up, check and typeset an order; raises every error that its content can cause."""
    resolved = resolve(studio, order)
    check_content(resolved)
    if "png" in resolved.formats:
        check_pixels(resolved.pixels, resolved.size.unit)
    master, art = studio.master(resolved.master_spec)
    artwork = bind(studio, resolved, master)
    return Prepared(resolved, artwork, expect(resolved, artwork, art))


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
    """  # fmt: skip
    resolved = prepared.resolved
    with _staged(root / below) as stage:
        files = tuple(_make(studio, stage, prepared, kind, below) for kind in resolved.formats)
        stage.publish(overwrite)
    checks = tuple(dict.fromkeys(f"{file.kind}:{check}" for file in files for check in CHECKS[file.kind]))
    return ManifestEntry(
        binding=resolved.binding, kind="proof" if resolved.order.proof else "final", order=resolved.order,
        texts={frame.name: frame.text for frame in prepared.expected.frames}, source=resolved.slogan.source,
        files=files, expectation=prepared.expected, checks=checks, warnings=prepared.warnings, job=note,
    )  # fmt: skip


def expect(resolved: Resolved, artwork: Artwork, art: str) -> Expectation:
    """Return what every finished file of this asset must show."""
    return Expectation(
        binding=resolved.binding, unit=resolved.size.unit, trim=(resolved.size.width, resolved.size.height),
        bleed=resolved.bleed, frames=artwork.expected_frames(), art=art if "pdf" in resolved.formats else "",
        pixels=resolved.pixels if "png" in resolved.formats else None,
        dpi=resolved.dpi if "png" in resolved.formats else None,
        pictures=tuple(p.picture.expected(p.frame, p.rect) for p in artwork.pictures),
    )  # fmt: skip


def prove(studio: Studio, data: bytes, kind: Format, expected: Expectation, master: Master | None) -> list[Finding]:
    """Read a finished file back and compare it with what was approved.

    ``master`` gives the picture behind the letters; only a PNG needs it.
    """
    fonts = {frame.font: studio.workspace.font_bytes(frame.font) for frame in expected.frames}
    if kind == "pdf":
        return verify_pdf(data, expected, fonts)
    assert master is not None and expected.pixels is not None
    placed = [(studio.picture(shown.image), shown.rect) for shown in expected.pictures]
    ground = with_pictures(master.pixels(*expected.pixels), placed, master.spec.size)
    images = {shown.image: studio.workspace.image_bytes(shown.image) for shown in expected.pictures}
    return verify_png(data, expected, fonts, ground, images)


def _make(studio: Studio, stage: _Stage, prepared: Prepared, kind: Format, below: str) -> FileRecord:
    resolved, artwork = prepared.resolved, prepared.artwork
    name = f"{resolved.stem}.{kind}"
    data = export_pdf(artwork, PROGRAM) if kind == "pdf" else export_png(artwork, resolved.pixels, resolved.dpi)
    stored = stage.write(name, data)
    findings = prove(studio, stored, kind, prepared.expected, artwork.master)
    if faults := [f for f in findings if f.severity == "error"]:
        raise VerifyError(
            "proof-failed", "the finished file is not what was approved: " + "; ".join(str(f) for f in faults),
            where=name, hint="no file was kept; please report this with the order",
        )  # fmt: skip
    return _record(resolved, f"{below}/{name}" if below else name, kind, stored)


def _record(resolved: Resolved, path: str, kind: Format, data: bytes) -> FileRecord:
    physical = resolved.size.unit == "mm"
    return FileRecord(
        path=path, kind=kind, trim_mm=(resolved.size.width, resolved.size.height) if physical else None,
        bleed_mm=(resolved.bleed if kind == "pdf" else 0.0) if physical else None, scale="1:1",
        pixels=resolved.pixels if kind == "png" else None, dpi=resolved.dpi if kind == "png" else None,
        sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip


# -- files ----------------------------------------------------------------------------------------


class _Stage:
    """Temporary files of one asset beside their final place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, Path] = {}

    def write(self, name: str, data: bytes) -> bytes:
        """Write ``data`` durably under a temporary name and return the bytes as read back from disk."""
        path = part_of(self._folder / name)
        self._waiting[name] = path
        with _named_fault(self._folder / name):
            with open(path, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            return path.read_bytes()

    def publish(self, overwrite: bool) -> None:
        """Give every file its name; a name that other bytes hold is an error unless ``overwrite``."""
        for name, path in self._waiting.items():
            final = self._folder / name
            with _named_fault(final):
                if final.exists() and not overwrite and final.read_bytes() != path.read_bytes():
                    raise WriteError(
                        "exists", "a file of this name holds other bytes", where=str(final),
                        hint="move it away, or allow it with --overwrite",
                    )  # fmt: skip
        for name, path in self._waiting.items():
            with _named_fault(self._folder / name):
                path.replace(self._folder / name)
        self._waiting.clear()
        _sync_folder(self._folder)

    def discard(self) -> None:
        for path in self._waiting.values():
            path.unlink(missing_ok=True)


@contextmanager
def _staged(folder: Path) -> Iterator[_Stage]:
    with _named_fault(folder):
        folder.mkdir(parents=True, exist_ok=True)
    stage = _Stage(folder)
    try:
        yield stage
    finally:
        stage.discard()


def _named_fault(path: Path) -> AbstractContextManager[None]:
    return named_fault(path, "choose another folder with --out, or make room")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
