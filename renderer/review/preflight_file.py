"""Full preflight of a file as a user asks for it: what the manifest or the options say it should be, and what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from renderer.contract.formats import FORMATS
from renderer.contract.manifest import FileRecord, ManifestEntry, record_of
from renderer.contract.print_specs import (
    EYELET_SPACING,
    EYELET_ZONE,
    FINISHINGS,
    eyelets,
    finishing,
    material,
    standard,
)
from renderer.preflight import Finding, PrintRequirements, preflight_pdf
from renderer.review.verify import verify_file
from renderer.storage.files import read_whole
from renderer.studio import Studio
from renderer.values.errors import UsageError
from renderer.values.geometry import Edges, Rect
from renderer.values.lengths import dpi_for_distance, parse_size


@dataclass(frozen=True)
class ExpectedProperties:
    """What a user says that a file should be; what is None is taken from the manifest, or is not known."""

    size: str | None = None
    bleed: float | None = None
    standard: str | None = None
    material: str | None = None
    finishing: str | None = None
    dpi: float | None = None
    scale: str | None = None


@dataclass(frozen=True)
class Report:
    """What preflight found of one file: findings, the texts read, and which of them the catalogue knows."""

    path: Path
    findings: tuple[Finding, ...]
    texts: tuple[str, ...]
    known: dict[str, str]
    standard: str | None
    ink: float | None
    recorded: bool

    @property
    def passed(self) -> bool:
        return not any(f.severity == "error" for f in self.findings)


def preflight_file(studio: Studio, path: Path, held: ExpectedProperties, entries: list[ManifestEntry]) -> Report:
    """Check one PDF in full. A file that a manifest knows is proven against it, too."""
    data = read_whole(path)
    if not data.startswith(b"%PDF-"):
        raise UsageError(
            "not-a-pdf",
            f"{path.name} is no PDF",
            where=str(path),
            hint="preflight checks PDFs; codong verify proves PNG and TIFF",
        )
    found = record_of(entries, path)
    if found is not None and FORMATS[found[1].kind].medium == "desk":
        notice = Finding(
            "not-for-press",
            "this is the ticket, a paper about the print",
            severity="warning",
            fix="codong verify proves it",
        )
        return Report(path, (notice,), (), {}, None, None, True)
    pair = found if found is not None and FORMATS[found[1].kind].carries_art else None
    asked = _asked(studio, held, pair)
    fonts = {key: studio.workspace.font_bytes(key) for key in studio.workspace.font_entries}
    if held.standard:
        standard(held.standard)
    result = preflight_pdf(data, asked, fonts, held.standard or (pair[0].order.standard if pair else None))
    findings = list(result.findings)
    if pair is not None:
        findings += [f for f in verify_file(studio, path, entries).findings if f.code not in {g.code for g in findings}]
    known = _known(studio, result.texts)
    findings += [_withdrawn(studio, name) for name in known if name not in studio.catalogue_today.issued_texts]
    return Report(path, tuple(findings), result.texts, known, result.standard, result.ink, pair is not None)


def _asked(
    studio: Studio, held: ExpectedProperties, pair: tuple[ManifestEntry, FileRecord] | None
) -> PrintRequirements:
    entry = pair[0] if pair else None
    order = entry.order if entry else None
    page = entry.expectation.pages[(pair[1].page or 1) - 1] if pair and entry and entry.expectation.pages else None
    panel = page is not None and page.count > 1
    name = held.finishing or (order.finishing if order else "none")
    finish = finishing(name)
    stock = material(held.material or (order.material if order and order.material else "coated"))
    size = None
    if held.size:
        given = parse_size(held.size)
        if given.unit != "mm":
            raise UsageError("bad-size", "a page has lengths, not pixels", field="size", hint="for example A1, 3x2m")
        size = (given.width, given.height)
    elif page is not None:
        size = (page.trim[2], page.trim[3])
    ratio = float(held.scale) if held.scale else float(page.ratio) if page else 1.0
    whole = size if not panel else None
    spacing = order.eyelets if order and order.eyelets else EYELET_SPACING
    viewing = order.viewing if order else None
    layout = studio.layout(order.layout) if order else None
    dpi = held.dpi or (dpi_for_distance(viewing or layout.spec.viewing_m) if layout else 0.0)
    bleed = held.bleed
    if bleed is None and page is not None and not panel:
        bleed = _least(page.bleed, page.trim)
    elif bleed is None and held.finishing and FINISHINGS[held.finishing].turned:
        bleed = min(finish.fold)
    return PrintRequirements(
        size=size,
        ratio=ratio,
        bleed=bleed,
        max_ink=stock.max_ink,
        least_dpi=dpi,
        keep_out=finish.keep_out if not panel else Edges.all(0.0),
        holes=eyelets(*whole, spacing) if whole and finish.eyelets else (),
        hole_zone=EYELET_ZONE,
        panel=panel,
    )


def _least(bleed: Iterable[float], trim: Iterable[float]) -> float:
    b, t = Rect(*bleed), Rect(*trim)
    return min(t.x - b.x, t.y - b.y, b.right - t.right, b.bottom - t.bottom)


def _withdrawn(studio: Studio, name: str) -> Finding:
    after = [*(s.replaced_by for s in studio.catalogue_today.slogans if s.id == name), ()][0]
    return Finding("text-withdrawn", f"says {name}, which was withdrawn", fix=f"use {after[0]}" if after else "")


def _known(studio: Studio, texts: Iterable[str]) -> dict[str, str]:
    """Return which issued texts the lines of a page make, by id: only a text read in full counts."""
    read = " ".join(" ".join(texts).split()).upper()
    return {key: text for key, text in studio.catalogue.issued_texts.items() if text.upper() in read}
