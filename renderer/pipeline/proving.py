"""The proof of one file, whatever its format: read back as it lies on disk, compared with what was approved."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from renderer.contract.expectation import Expectation
from renderer.contract.manifest import JobNote
from renderer.contract.order import Format
from renderer.documents.ticket import missing_words
from renderer.export.softproof import soft_proof
from renderer.layout import InkArt, press_condition, with_pictures
from renderer.pipeline.outputs import Prepared, ticket_facts
from renderer.preflight import Finding, verify_pdf, verify_png, verify_tiff
from renderer.studio import Studio

CHECKS: dict[Format, tuple[str, ...]] = {
    "pdf": ("structure", "boxes", "standard", "colour", "art", "text", "paint-order"),
    "png": ("structure", "pixels", "art", "text"),
    "tiff": ("structure", "profile", "pixels", "art", "text"),
    "softproof": ("pixels",),
    "ticket": ("words",),
}
"""What each proof has shown, as the manifest names it."""
NEEDS_ART: frozenset[Format] = frozenset(("png", "tiff", "softproof", "ticket"))
"""Formats whose proof draws the art anew; a PDF's knows it by its digest."""


def prove(
    studio: Studio,
    path: Path,
    kind: Format,
    expected: Expectation,
    prepared: Prepared | None,
    number: int = 1,
    note: JobNote | None = None,
) -> list[Finding]:
    """Read a finished file back and compare it with what was approved.

    ``prepared`` is the order bound anew, for the formats in ``NEEDS_ART``. ``number`` tells files of one format apart.
    """
    if kind == "pdf":
        return verify_pdf(path.read_bytes(), expected, _fonts(studio, expected), number)
    assert prepared is not None
    return _PROOFS[kind](studio, path, expected, prepared, number, note)


def _fonts(studio: Studio, expected: Expectation) -> dict[str, bytes]:
    frames = (*expected.frames, *(frame for page in expected.pages for frame in page.slug))
    return {frame.font: studio.workspace.font_bytes(frame.font) for frame in frames}


def _png(
    studio: Studio, path: Path, expected: Expectation, prepared: Prepared, number: int, note: JobNote | None
) -> list[Finding]:
    return prove_png(studio, path.read_bytes(), expected, prepared)


def prove_png(studio: Studio, data: bytes, expected: Expectation, prepared: Prepared) -> list[Finding]:
    """Compare a PNG's bytes with what was approved."""
    master = prepared.artwork.master
    assert expected.pixels is not None
    placed = [(studio.picture(shown.image, expected.max_ink), shown.rect) for shown in expected.pictures]
    ground = with_pictures(master.pixels(*expected.pixels), placed, master.spec.size)
    images = {shown.image: studio.workspace.image_bytes(shown.image) for shown in expected.pictures}
    return verify_png(data, expected, _fonts(studio, expected), ground, images)


def _tiff(
    studio: Studio, path: Path, expected: Expectation, prepared: Prepared, number: int, note: JobNote | None
) -> list[Finding]:
    assert expected.plates is not None and expected.plates_dpi is not None
    press = press_condition(studio.workspace, expected.max_ink)
    art = InkArt(prepared.artwork.master, press, expected.plates)
    placed = [(studio.picture(shown.image, expected.max_ink), shown.rect) for shown in expected.pictures]
    return verify_tiff(
        path,
        expected,
        _fonts(studio, expected),
        press.profile,
        expected.plates,
        expected.plates_dpi,
        lambda top, bottom: art.rows(top, bottom, placed),
    )


def _softproof(
    studio: Studio, path: Path, expected: Expectation, prepared: Prepared, number: int, note: JobNote | None
) -> list[Finding]:
    """A picture to look at: it is the one that would be drawn again."""
    again = soft_proof(prepared.artwork, press_condition(studio.workspace, expected.max_ink))[number - 1]
    try:
        found, wanted = (np.asarray(Image.open(io.BytesIO(d)).convert("RGB")) for d in (path.read_bytes(), again))
    except (OSError, ValueError, SyntaxError) as fault:
        return [Finding("unreadable", f"the picture cannot be decoded: {fault}")]
    if found.shape == wanted.shape and (found == wanted).all():
        return []
    return [Finding("art-differs", "the picture is not the soft proof of this order")]


def _ticket(
    studio: Studio, path: Path, expected: Expectation, prepared: Prepared, number: int, note: JobNote | None
) -> list[Finding]:
    facts = ticket_facts(prepared, note)
    return [
        Finding("ticket-words", f"the ticket does not say {words!r}")
        for words in missing_words(path.read_bytes(), facts)
    ]


_PROOFS = {"png": _png, "tiff": _tiff, "softproof": _softproof, "ticket": _ticket}
