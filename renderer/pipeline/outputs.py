"""What an asset may become, as one table: how the files of every format are written and how they are verified.

A new format is a row here and in ``contract/formats.py``, what writes it and what verifies it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer import __version__
from renderer.artwork import Artwork, PlacedPicture, PrintPage
from renderer.contract.expectation import Expectation, ExpectedPage
from renderer.contract.formats import FORMATS, Format, FormatSpec
from renderer.contract.manifest import JobNote
from renderer.export.contours import Holes, export_dxf, export_svg
from renderer.export.jpg import export_jpg
from renderer.export.pdf import export_pdf
from renderer.export.png import export_png, paint
from renderer.export.softproof import soft_proof
from renderer.export.tiff import PlateGround, export_tiff
from renderer.layout import Picture, lay_pictures, press_condition
from renderer.pipeline.prepare import Prepared, as_print, fonts_of, place_holes
from renderer.pipeline.ticket import verify_ticket, write_ticket
from renderer.preflight import (
    Finding,
    verify_dxf,
    verify_jpg,
    verify_pdf,
    verify_picture,
    verify_png,
    verify_svg,
    verify_tiff,
)
from renderer.redraw import decode_jpg
from renderer.resolve import file_name
from renderer.storage.files import hash_file, read_whole
from renderer.studio import Studio
from renderer.values.geometry import Rect
from renderer.values.limits import PRINT_FILE

PROGRAM = f"codong {__version__}"


@dataclass(frozen=True)
class Making:
    """What is made: a prepared order in its studio, and what a job says of it."""

    studio: Studio
    prepared: Prepared
    note: JobNote | None = None


@dataclass(frozen=True)
class OutputTask:
    """One file to be made: ``write`` puts it where it is told; ``number`` tells several of one format apart."""

    kind: Format
    name: str
    write: Callable[[Path], None]
    page: ExpectedPage | None = None
    number: int | None = None


@dataclass(frozen=True)
class FinishedFile:
    """A file to be verified, and what it must show. ``rebind`` gives its order bound anew, for those formats whose
    art is drawn again; it raises VerifyError where the workspace no longer draws it.

    ``data`` are its bytes, read once: what is proven and what is hashed is the same reading.
    """

    studio: Studio
    path: Path
    kind: Format
    expected: Expectation
    rebind: Callable[[], Prepared]
    number: int = 1
    note: JobNote | None = None

    @cached_property
    def data(self) -> bytes:
        return read_whole(self.path, PRINT_FILE.file_bytes)


class Proof(NamedTuple):
    """What a verification found, and the sha256 of the very bytes that it looked at."""

    findings: list[Finding]
    sha256: str


class Output(NamedTuple):
    """A row of the table. ``checks`` are what its verification has shown, as the manifest names it.

    ``streamed``: a file may be larger than memory, and is read from its path piece by piece.
    """

    spec: FormatSpec
    tasks: Callable[[Making], Iterator[OutputTask]]
    verify: Callable[[FinishedFile], list[Finding]]
    checks: tuple[str, ...]
    streamed: bool = False


def verify_output(file: FinishedFile) -> Proof:
    """Read a finished file back as it lies on disk and compare it with what was approved; raises DataError."""
    output = OUTPUTS[file.kind]
    if not output.streamed:
        return Proof(output.verify(file), hashlib.sha256(file.data).hexdigest())
    before = _stamp(file.path)
    digest, findings = hash_file(file.path), output.verify(file)
    if _stamp(file.path) != before:
        findings.append(Finding("changed-meanwhile", "the file was changed while it was verified"))
    return Proof(findings, digest)


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what changes whenever a file is written: nobody can set its change time back."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _pictures(studio: Studio, expected: Expectation) -> list[tuple[Picture, Rect]]:
    return [(studio.picture(shown.image, expected.max_ink), Rect(*shown.rect)) for shown in expected.pictures]


# -- PDF ------------------------------------------------------------------------------------------


def _with_letters(kind: Format, page: ExpectedPage) -> ExpectedPage:
    """Return a page as a PDF of this kind shows it: its letters as ordered, or live whatever was ordered."""
    return page.model_copy(update={"text": "live"}) if kind == "pdf-live" else page


def _pdf_tasks(kind: Format, making: Making) -> Iterator[OutputTask]:
    """Yield a PDF for every page of the print."""
    artwork = making.prepared.artwork
    for print_page in artwork.pages:
        page = _with_letters(kind, print_page.expected)
        name = file_name(making.prepared.resolved, kind, page.number, page.count)
        write = partial(_write, partial(export_pdf, artwork, replace(print_page, expected=page), PROGRAM))
        yield OutputTask(kind, name, write, page, page.number)


def _verify_pdf(kind: Format, file: FinishedFile) -> list[Finding]:
    pages = tuple(_with_letters(kind, page) for page in file.expected.pages)
    expected = file.expected.model_copy(update={"pages": pages})
    return verify_pdf(file.data, expected, fonts_of(file.studio, expected), file.number)


# -- PNG ------------------------------------------------------------------------------------------


def _png_tasks(making: Making) -> Iterator[OutputTask]:
    resolved = making.prepared.resolved
    write = partial(_write, partial(export_png, making.prepared.artwork, resolved.pixels, resolved.dpi))
    yield OutputTask("png", file_name(resolved, "png"), write)


def _verify_png(file: FinishedFile) -> list[Finding]:
    return verify_png_bytes(file.studio, file.data, file.expected, file.rebind())


def verify_png_bytes(studio: Studio, data: bytes, expected: Expectation, prepared: Prepared) -> list[Finding]:
    """Compare a PNG's bytes, wherever they are, with what was approved."""
    if expected.pixels is None:
        return [Finding("pixels", "no picture for a screen was expected of this order")]
    ground, images = _screen_art(studio, expected, expected.pixels, prepared)
    return verify_png(data, expected, fonts_of(studio, expected), ground, images)


def _screen_art(
    studio: Studio, expected: Expectation, pixels: tuple[int, int], prepared: Prepared
) -> tuple[NDArray[np.uint8], dict[str, bytes]]:
    """Return the art with its pictures at these pixels, and the files of the pictures by id."""
    master = prepared.artwork.master
    ground = lay_pictures(master.pixels(*pixels), _pictures(studio, expected), master.spec.size)
    return ground, {shown.image: studio.workspace.image_bytes(shown.image) for shown in expected.pictures}


# -- JPEG -----------------------------------------------------------------------------------------


def _jpg_tasks(making: Making) -> Iterator[OutputTask]:
    resolved = making.prepared.resolved
    write = partial(_write, partial(export_jpg, making.prepared.artwork, resolved.phone))
    yield OutputTask("jpg", file_name(resolved, "jpg"), write)


def _verify_jpg(file: FinishedFile) -> list[Finding]:
    """Prove the picture as a PNG is proven, and the file by the picture."""
    phone, prepared = file.expected.phone, file.rebind()
    if phone is None:
        return [Finding("pixels", "no picture for telephones was expected of this order")]
    picture = paint(prepared.artwork, phone)
    ground, images = _screen_art(file.studio, file.expected, phone, prepared)
    findings = verify_picture(picture, file.expected, fonts_of(file.studio, file.expected), ground, images)
    return findings or verify_jpg(file.data, phone, picture, decode_jpg)


# -- TIFF -----------------------------------------------------------------------------------------


def _tiff_tasks(making: Making) -> Iterator[OutputTask]:
    """Yield a CMYK picture for every page of the print."""
    sign, artwork = as_print(making.prepared.resolved), making.prepared.artwork
    press = press_condition(making.studio.workspace, sign.master_spec.max_ink)
    for print_page in artwork.pages:
        page = print_page.expected

        def write(path: Path, print_page: PrintPage = print_page) -> None:
            # In strips, so that memory does not grow with the picture: it never is one value.
            export_tiff(artwork, print_page, press, sign.plates_dpi, path, PROGRAM)

        yield OutputTask("tiff", file_name(sign, "tiff", page.number, page.count), write, page, page.number)


def _verify_tiff(file: FinishedFile) -> list[Finding]:
    dpi = file.expected.plates_dpi
    if dpi is None:
        return [Finding("pixels", "no picture in inks was expected of this order")]
    press, page = press_condition(file.studio.workspace, file.expected.max_ink), file.expected.pages[file.number - 1]
    # The pictures as the record pins them, on the art that the order draws again.
    placed = tuple(PlacedPicture("", picture, rect) for picture, rect in _pictures(file.studio, file.expected))
    ground = PlateGround(replace(file.rebind().artwork, pictures=placed), page, press, dpi)
    fonts = fonts_of(file.studio, file.expected)
    return verify_tiff(file.path, file.expected, page, fonts, press.profile, ground.rows)


# -- soft proof -----------------------------------------------------------------------------------


def _softproof_tasks(making: Making) -> Iterator[OutputTask]:
    """Yield both pictures: what the press will show, and where it cannot show what was drawn."""
    resolved = making.prepared.resolved
    press = press_condition(making.studio.workspace, resolved.master_spec.max_ink)

    @cache
    def draw() -> Sequence[bytes]:
        # Both at once, and only if one is written.
        return soft_proof(making.prepared.artwork, press)

    for number in range(1, len(FORMATS["softproof"].endings) + 1):

        def make(number: int = number) -> bytes:
            return draw()[number - 1]

        yield OutputTask("softproof", file_name(resolved, "softproof", number), partial(_write, make), number=number)


def _verify_softproof(file: FinishedFile) -> list[Finding]:
    """A picture to look at: it is the one that would be drawn again."""
    press = press_condition(file.studio.workspace, file.expected.max_ink)
    again = soft_proof(file.rebind().artwork, press)[file.number - 1]
    try:
        opened, wanted = Image.open(io.BytesIO(file.data)), Image.open(io.BytesIO(again))
        same = opened.size == wanted.size and bool((_pixels(opened) == _pixels(wanted)).all())
    except (OSError, ValueError, SyntaxError) as fault:
        return [Finding("unreadable", f"the picture cannot be decoded: {fault}")]
    return [] if same else [Finding("art-differs", "the picture is not the soft proof of this order")]


def _pixels(picture: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(picture.convert("RGB"))


# -- ticket ---------------------------------------------------------------------------------------


def _ticket_tasks(making: Making) -> Iterator[OutputTask]:
    write = partial(_write, partial(write_ticket, making.studio, making.prepared, making.note))
    yield OutputTask("ticket", file_name(making.prepared.resolved, "ticket"), write)


def _verify_ticket(file: FinishedFile) -> list[Finding]:
    return verify_ticket(file.studio, file.data, file.rebind(), file.note)


# -- contours to be cut ---------------------------------------------------------------------------

_CUT: dict[Format, tuple[Callable[[Artwork, Holes], bytes], Callable[..., list[Finding]]]] = {
    "svg": (export_svg, verify_svg),
    "dxf": (export_dxf, verify_dxf),
}


def _contour_tasks(kind: Format, making: Making) -> Iterator[OutputTask]:
    prepared = making.prepared
    write = partial(_write, partial(_CUT[kind][0], prepared.artwork, place_holes(as_print(prepared.resolved))))
    yield OutputTask(kind, file_name(prepared.resolved, kind), write)


def _verify_contours(kind: Format, file: FinishedFile) -> list[Finding]:
    holes = place_holes(as_print(file.rebind().resolved))
    return _CUT[kind][1](file.data, file.expected, fonts_of(file.studio, file.expected), holes)


def _write(make: Callable[[], bytes], path: Path) -> None:
    path.write_bytes(make())


_PDFS: tuple[Format, ...] = ("pdf", "pdf-live")
OUTPUTS: dict[Format, Output] = {
    **{
        kind: Output(
            FORMATS[kind],
            partial(_pdf_tasks, kind),
            partial(_verify_pdf, kind),
            ("structure", "boxes", "standard", "colour", "art", "art-compared", "text", "paint-order"),
        )
        for kind in _PDFS
    },
    # The art behind the letters is drawn again by the engine that drew it, and compared with another engine's drawing.
    "png": Output(FORMATS["png"], _png_tasks, _verify_png, ("structure", "pixels", "art-compared", "text")),
    "jpg": Output(FORMATS["jpg"], _jpg_tasks, _verify_jpg, ("structure", "pixels", "art-compared", "text")),
    "tiff": Output(
        FORMATS["tiff"],
        _tiff_tasks,
        _verify_tiff,
        ("structure", "profile", "pixels", "marks", "art-compared", "text"),
        streamed=True,
    ),
    "softproof": Output(FORMATS["softproof"], _softproof_tasks, _verify_softproof, ("art-compared", "reproduced")),
    "ticket": Output(FORMATS["ticket"], _ticket_tasks, _verify_ticket, ("words", "reproduced")),
    "svg": Output(
        FORMATS["svg"], partial(_contour_tasks, "svg"), partial(_verify_contours, "svg"), ("contours", "text")
    ),
    "dxf": Output(
        FORMATS["dxf"], partial(_contour_tasks, "dxf"), partial(_verify_contours, "dxf"), ("contours", "text")
    ),
}
