"""Full preflight of a file as a user asks for it: what the manifest or the options say it should be, and what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from renderer.contract.expectation import ExpectedPage
from renderer.contract.formats import FORMATS
from renderer.contract.manifest import FileRecord, ManifestEntry, record_of
from renderer.contract.order import Order
from renderer.contract.print_specs import (
    EYELET_SPACING,
    EYELET_ZONE,
    find_finishing,
    find_material,
    find_standard,
    place_eyelets,
)
from renderer.preflight import Finding, PrintRequirements, make_ready, measure_total_ink, preflight_pdf, profile_of
from renderer.resolve import viewing_distance
from renderer.review.coherence import derive
from renderer.review.foreign import ask_pdf, is_pdf, read_pdf
from renderer.review.ordered import Ordered
from renderer.review.verify import judge_record, verify_file
from renderer.studio import Studio
from renderer.values.errors import UsageError, unknown_name
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
    slogan: str | None = None


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


def preflight_file(
    studio: Studio, path: Path, given: ExpectedProperties, entries: list[ManifestEntry], ordered: Ordered | None = None
) -> Report:
    """Check one PDF in full. A file that a manifest knows is verified against it, too.

    ``ordered``: what the file must show and be, whoever made it; its bytes are then held against no record.
    """
    if given.slogan and ordered is not None:
        raise UsageError("two-texts", "names the text that must be there, and so does `slogan`", field="order")
    if not is_pdf(path):
        raise UsageError(
            "not-a-pdf",
            f"{path.name} is no PDF",
            where=str(path),
            hint="preflight checks PDFs; codong verify proves PNG and TIFF",
        )
    data = read_pdf(path)
    found = record_of(entries, path) if ordered is None else None
    if found is not None and FORMATS[found[1].kind].medium == "desk":
        return _report_ticket(path)
    known = _Known.of(*found) if found is not None and FORMATS[found[1].kind].carries_art else _UNKNOWN
    if ordered is not None:
        known = replace(_Known.of(*ordered), words=ordered.entry.texts["slogan"])
    requirements = _gather_requirements(studio, given, known)
    fonts = {key: studio.font_bytes(key) for key in studio.workspace.font_entries}
    if given.standard:
        find_standard(given.standard)
    standard = given.standard or (known.order.standard if known.order else None)
    make_ready(fonts)
    read = partial(preflight_pdf, data, requirements, fonts, standard, measure=False)
    result = measure_total_ink(data, ask_pdf(read, path, len(data)), requirements)
    findings = list(result.findings)
    if ordered is not None:
        findings += judge_record(studio, ordered.entry, derive(studio, ordered.entry))
    elif known.order is not None:
        findings += [f for f in verify_file(studio, path, entries).findings if f.code not in {g.code for g in findings}]
    # Words that are not to be seen are vouched for by nobody.
    unseen = {"not-visible", "covered-text"} & {finding.code for finding in findings}
    says = _find_known(studio, result.texts) if not unseen else {}
    findings += [_report_withdrawn(studio, name) for name in says if name not in studio.catalogue_today.issued_texts]
    return Report(
        path,
        tuple(findings),
        result.texts,
        says,
        result.standard,
        result.ink,
        found is not None and known.order is not None,
    )


def _report_ticket(path: Path) -> Report:
    notice = Finding(
        "not-for-press",
        "this is the ticket, a paper about the print",
        severity="warning",
        fix="codong verify proves it",
    )
    return Report(path, (notice,), (), {}, None, None, True)


@dataclass(frozen=True)
class _Known:
    """What a manifest says of a PDF: its order and its page; nothing of a file that it does not know.

    ``words`` are those that a file of the order must show, where no record of its bytes vouches for them.
    """

    order: Order | None = None
    page: ExpectedPage | None = None
    words: str = ""

    @staticmethod
    def of(entry: ManifestEntry, record: FileRecord) -> _Known:
        pages = entry.expectation.pages
        return _Known(entry.order, pages[(record.page or 1) - 1] if pages else None)

    @property
    def is_panel(self) -> bool:
        return self.page is not None and self.page.count > 1


_UNKNOWN = _Known()


def _gather_requirements(studio: Studio, given: ExpectedProperties, known: _Known) -> PrintRequirements:
    """Return what a page must keep: as a user says, else as its manifest says, else what every press asks for."""
    order = known.order
    finish = find_finishing(given.finishing or (order.finishing if order else "none"))
    stock = find_material(given.material or (order.material if order and order.material else "coated"))
    size = _size(given, known)
    return PrintRequirements(
        size=size,
        ratio=float(given.scale or (known.page.ratio if known.page else 1)),
        bleed=_bleed(given, known),
        max_ink=stock.max_ink,
        least_dpi=given.dpi or _least_dpi(studio, order, given),
        # A panel's edges are seams: what keeps clear of the sign's edges is known for the whole alone.
        keep_out=Edges.all(0.0) if known.is_panel else finish.keep_out,
        holes=() if known.is_panel or size is None or not finish.eyelets else place_eyelets(*size, _spacing(order)),
        hole_zone=EYELET_ZONE,
        panel=known.is_panel,
        spots=frozenset(swatch.spot for swatch in studio.workspace.palette if swatch.spot),
        press=profile_of(studio.workspace.profile),
        words=_find_words(studio, given.slogan) if given.slogan else known.words,
    )


def _find_words(studio: Studio, slogan: str) -> str:
    """Return the issued text of a slogan of the catalogue; raises UsageError for none."""
    texts = studio.catalogue_today.issued_texts
    if slogan not in texts:
        raise unknown_name("slogan", slogan, list(texts))
    return texts[slogan]


def _size(given: ExpectedProperties, known: _Known) -> tuple[float, float] | None:
    if given.size:
        size = parse_size(given.size)
        if size.unit != "mm":
            raise UsageError("bad-size", "a page has lengths, not pixels", field="size", hint="for example A1, 3x2m")
        return size.width, size.height
    return known.page.trim[2:] if known.page is not None else None


def _bleed(given: ExpectedProperties, known: _Known) -> float | None:
    if given.bleed is not None:
        return given.bleed
    if known.page is not None and not known.is_panel:
        return _least_bleed(known.page)
    if given.finishing and find_finishing(given.finishing).turned:
        return min(find_finishing(given.finishing).fold)
    return None


def _least_dpi(studio: Studio, order: Order | None, given: ExpectedProperties) -> float:
    """Return what the viewing distance of an order asks, else what the material asks that a user names."""
    if order is None:
        return find_material(given.material).least_dpi if given.material else 0.0
    return dpi_for_distance(viewing_distance(order, studio.layout(order.layout)))


def _spacing(order: Order | None) -> float:
    return order.eyelets if order and order.eyelets else EYELET_SPACING


def _least_bleed(page: ExpectedPage) -> float:
    bleed, trim = Rect(*page.bleed), Rect(*page.trim)
    return min(trim.x - bleed.x, trim.y - bleed.y, bleed.right - trim.right, bleed.bottom - trim.bottom)


def _report_withdrawn(studio: Studio, name: str) -> Finding:
    after = [*(s.replaced_by for s in studio.catalogue_today.slogans if s.id == name), ()][0]
    return Finding("text-withdrawn", f"says {name}, which was withdrawn", fix=f"use {after[0]}" if after else "")


def _find_known(studio: Studio, texts: Iterable[str]) -> dict[str, str]:
    """Return which issued texts the lines of a page make, by id: only a text read in full counts."""
    read = " ".join(" ".join(texts).split()).upper()
    return {key: text for key, text in studio.catalogue.issued_texts.items() if text.upper() in read}
