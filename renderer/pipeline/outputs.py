"""What is made of a bound order: for every format its files, each with what writes it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image

from renderer import __version__
from renderer.artwork import Artwork, PrintPage, finishing_words, format_words
from renderer.contract.expectation import Expectation, ExpectedPage
from renderer.contract.manifest import JobNote
from renderer.contract.order import Format
from renderer.contract.print_specs import EYELET_SPACING, FINISHINGS, MATERIALS, STANDARDS
from renderer.documents.ticket import TicketFacts, make_ticket
from renderer.export.pdf import export_pdf
from renderer.export.png import export_png, paint
from renderer.export.softproof import soft_proof
from renderer.export.tiff import export_tiff, is_big
from renderer.layout import NO_CONDITION, press_condition
from renderer.resolve import Clearance, Resolved
from renderer.studio import Studio
from renderer.values.errors import RefusedError
from renderer.values.lengths import MAX_PIXELS_A_SIDE
from renderer.workspace import Workspace

PROGRAM = f"codong {__version__}"
_TICKET_PIXELS, _TICKET_QUALITY = 900, 80


@dataclass(frozen=True)
class Prepared:
    """An order looked up, cleared and typeset: everything but its files."""

    resolved: Resolved
    artwork: Artwork
    expected: Expectation
    clearance: Clearance

    @property
    def warnings(self) -> tuple[str, ...]:
        letters = (w for text in self.artwork.letters for w in text.block.warnings)
        big = self.expected.plates is not None and is_big(self.expected.plates)
        told = ("the CMYK picture is a BigTIFF, which old RIPs cannot read: fewer `dpi`, or a PDF",) if big else ()
        return (*self.clearance.warnings, *self.artwork.master.warnings, *self.artwork.warnings, *letters, *told)


@dataclass(frozen=True)
class OutputTask:
    """One file to be made: ``write`` puts it where it is told; ``number`` tells several of one format apart."""

    kind: Format
    name: str
    write: Callable[[Path], None]
    page: ExpectedPage | None = None
    number: int | None = None


def expect(workspace: Workspace, resolved: Resolved, artwork: Artwork, art: str) -> Expectation:
    """Return what every finished file of this asset must show."""
    png, tiff = "png" in resolved.formats, "tiff" in resolved.formats
    return Expectation(
        binding=resolved.binding,
        unit=resolved.size.unit,
        trim=(resolved.size.width, resolved.size.height),
        bleed=resolved.bleed.largest,
        frames=artwork.expected_frames(),
        art=art if "pdf" in resolved.formats else "",
        pages=tuple(print_page.expected for print_page in artwork.pages),
        max_ink=resolved.master_spec.max_ink,
        pixels=resolved.pixels if png else None,
        dpi=resolved.dpi if png else None,
        plates=resolved.plates if tiff else None,
        plates_dpi=resolved.plates_dpi if tiff else None,
        pictures=tuple(p.picture.expected(p.frame, p.rect) for p in artwork.pictures),
        title=artwork.title,
        profile=workspace.profile_sha256,
        condition=workspace.config.condition or NO_CONDITION,
    )


def check_plates(pixels: tuple[int, int]) -> None:
    """Refuse a CMYK picture whose rows are longer than can be drawn."""
    if pixels[0] > MAX_PIXELS_A_SIDE:
        raise RefusedError(
            "too-many-pixels",
            f"a CMYK picture of {pixels[0]} x {pixels[1]} px: a row may have at most {MAX_PIXELS_A_SIDE} px",
            field="dpi",
            hint="ask for fewer dpi, or for a PDF",
        )


def files_of(studio: Studio, prepared: Prepared, kind: Format, note: JobNote | None = None) -> Iterator[OutputTask]:
    """Yield the files of one format: one, or a PDF for every panel, or both pictures of a soft proof."""
    resolved, artwork = prepared.resolved, prepared.artwork
    if kind == "pdf":
        for print_page in artwork.pages:
            number = print_page.expected.number
            name = resolved.file(kind, number, print_page.expected.count)
            yield OutputTask(kind, name, partial(_write_pdf, artwork, print_page), print_page.expected, number)
    elif kind == "softproof":
        pictures = soft_proof(artwork, press_condition(studio.workspace, resolved.master_spec.max_ink))
        for number, data in enumerate(pictures, 1):
            yield OutputTask(kind, resolved.file(kind, number), partial(_write, data), number=number)
    else:
        yield OutputTask(kind, resolved.file(kind), partial(_WRITERS[kind], studio, prepared, note))


def _write(data: bytes, path: Path) -> None:
    path.write_bytes(data)


def _write_pdf(artwork: Artwork, print_page: PrintPage, path: Path) -> None:
    path.write_bytes(export_pdf(artwork, print_page, PROGRAM))


def _write_png(studio: Studio, prepared: Prepared, note: JobNote | None, path: Path) -> None:
    path.write_bytes(export_png(prepared.artwork, prepared.resolved.pixels, prepared.resolved.dpi))


def _write_tiff(studio: Studio, prepared: Prepared, note: JobNote | None, path: Path) -> None:
    resolved = prepared.resolved
    press = press_condition(studio.workspace, resolved.master_spec.max_ink)
    export_tiff(prepared.artwork, press, resolved.plates, resolved.plates_dpi, path, PROGRAM)


def _write_ticket(studio: Studio, prepared: Prepared, note: JobNote | None, path: Path) -> None:
    path.write_bytes(make_ticket(ticket_facts(prepared, note), _ticket_picture(prepared), studio.workspace.font_bytes))


_WRITERS: dict[Format, Callable[[Studio, Prepared, JobNote | None, Path], None]] = {
    "png": _write_png,
    "tiff": _write_tiff,
    "ticket": _write_ticket,
}


# -- the ticket -----------------------------------------------------------------------------------


def ticket_facts(prepared: Prepared, note: JobNote | None = None) -> TicketFacts:
    """Return what the ticket of a sign tells, in Vietnamese."""
    resolved, order, slogan = prepared.resolved, prepared.resolved.order, prepared.resolved.slogan
    print_pages = prepared.artwork.pages
    finish = FINISHINGS[order.finishing]
    width, height = resolved.size.width, resolved.size.height
    fold = resolved.bleed
    pages = resolved.pages
    assert pages is not None
    rows = [
        ("Đơn hàng", order.job or ""),
        ("Đơn vị", resolved.organisation or ""),
        ("Kích thước", f"{width:g} x {height:g} mm (ngang x cao)"),
        (
            "Khổ in",
            f"{width + fold.left + fold.right:g} x {height + fold.top + fold.bottom:g} mm, kể cả"
            f" {'mép gấp' if finish.turned else 'bù xén'}",
        ),
        ("Tỉ lệ tệp", f"1:{pages.ratio}" + (" (phóng 10 lần khi in)" if pages.ratio != 1 else "")),
        ("Vật liệu", MATERIALS[resolved.master_spec.material].name),
        ("Gia công", finishing_words(resolved)),
        ("Số tấm", f"{len(print_pages)} tấm, chồng mí {pages.overlap:g} mm" if pages.panel else ""),
        ("Chuẩn tệp", STANDARDS[order.standard].label),
        ("Số lượng", f"{note.quantity} bản" if note and note.quantity else ""),
        ("Nơi treo", note.place if note else ""),
        ("Thời gian treo", resolved.hang.vietnamese),
        ("Khẩu hiệu", f"{slogan.id}, bản {slogan.version}"),
        ("Văn bản", " - ".join(part for part in (slogan.document, slogan.issuer) if part)),
        ("Tệp in", "\n".join(resolved.file("pdf", p.expected.number, p.expected.count) for p in print_pages)),
    ]
    return TicketFacts(
        title=f"Phiếu in - {format_words(resolved.layout.format)} {resolved.layout.spec.title}",
        rows=[(label, value) for label, value in rows if value],
        texts=[*resolved.texts.values()],
        size=(width, height),
        fold=fold,
        spacing=(order.eyelets or EYELET_SPACING) if finish.eyelets else None,
        pages=[print_page.expected for print_page in print_pages],
        binding=resolved.binding,
        draft=order.draft,
    )


def _ticket_picture(prepared: Prepared) -> bytes:
    size = prepared.resolved.size
    scale = _TICKET_PIXELS / max(size.width, size.height)
    pixels = max(1, round(size.width * scale)), max(1, round(size.height * scale))
    out = io.BytesIO()
    Image.fromarray(paint(prepared.artwork, pixels)).save(out, "JPEG", quality=_TICKET_QUALITY)
    return out.getvalue()
