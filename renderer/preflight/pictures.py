"""Pictures read back: the inks in a PDF by their digest, the pixels of a PNG against the picture's own file."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping

import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Name
from PIL import Image

from renderer.contract.expectation import Expectation, ExpectedPage, ExpectedPicture
from renderer.preflight.finding import Finding
from renderer.preflight.painted import Invoked
from renderer.preflight.readback import to_page
from renderer.values.geometry import Affine
from renderer.values.lengths import mm_to_points

_KEYS = {
    "/Type",
    "/Subtype",
    "/Width",
    "/Height",
    "/ColorSpace",
    "/BitsPerComponent",
    "/Filter",
    "/DecodeParms",
    "/Length",
}
_PLACE = 0.01
"""Points by which a picture may stand off its place."""
_GRID, _SHADE = 8, 14.0
"""Cells across and down in which the colours are compared, and by how much they may differ on average (of 255):
another picture differs by far more, resampling and rounding to whole pixels by less."""


def resource_name_of(picture: ExpectedPicture) -> str:
    return f"/Picture-{picture.name}"


def verify_pictures_in_pdf(
    invoked: list[Invoked], objects: pikepdf.Object, expected: Expectation, page: ExpectedPage
) -> list[Finding]:
    """Return how the pictures that a page paints differ from those it must paint, in their order."""
    if [item.name for item in invoked] != [resource_name_of(p) for p in expected.pictures]:
        return [Finding("pictures-differ", "the page paints other pictures than it must")]
    findings = []
    for item, picture in zip(invoked, expected.pictures, strict=True):
        if not _is_placed(item.matrix, picture, page):
            findings.append(Finding("picture-moved", "a picture stands elsewhere or is turned", frame=picture.name))
        findings += _verify_inks(objects[item.name], picture)
    return findings


def _is_placed(matrix: Affine, picture: ExpectedPicture, page: ExpectedPage) -> bool:
    x, y, w, h = picture.rect
    foot = to_page(page, x, y + h)
    wanted = (mm_to_points(w) / page.ratio, 0.0, 0.0, mm_to_points(h) / page.ratio, foot.x, foot.y)
    return all(abs(a - b) <= _PLACE for a, b in zip(matrix, wanted, strict=True))


def _verify_inks(found: pikepdf.Object, picture: ExpectedPicture) -> list[Finding]:
    plain = (
        found.get("/Subtype") == Name.Image
        and found.get("/ColorSpace") == Name.DeviceCMYK
        and int(found.get("/BitsPerComponent", 0)) == 8
        and (int(found.get("/Width", 0)), int(found.get("/Height", 0))) == picture.size
        and not set(found.keys()) - _KEYS
    )
    if plain and hashlib.sha256(found.read_bytes()).hexdigest() == picture.cmyk_sha256:
        return []
    return [Finding("picture-differs", "a picture is not the pinned one in the press's inks", frame=picture.name)]


def verify_pictures_in_png(
    pixels: NDArray[np.uint8], expected: Expectation, images: Mapping[str, bytes]
) -> list[Finding]:
    """Compare the pixels of every picture with its own file, decoded and made small by this side."""
    findings = []
    sx, sy = pixels.shape[1] / expected.trim[0], pixels.shape[0] / expected.trim[1]
    for picture in expected.pictures:
        data = images[picture.image]
        if hashlib.sha256(data).hexdigest() != picture.sha256:
            findings.append(Finding("picture-differs", "the pinned picture changed", frame=picture.name))
            continue
        source = Image.open(io.BytesIO(data))
        if source.mode == "CMYK":
            continue  # its screen colours come from the profile; the background was compared pixel by pixel
        x, y, w, h = picture.rect
        box = (round(x * sx), round(y * sy), max(round((x + w) * sx), 1), max(round((y + h) * sy), 1))
        shown, own = (
            np.asarray(image.resize((_GRID, _GRID), Image.Resampling.BOX), dtype=float)
            for image in (Image.fromarray(pixels).crop(box), source.convert("RGB"))
        )
        off = float(np.abs(shown - own).mean())
        if off > _SHADE:
            findings.append(
                Finding("picture-differs", f"a picture differs by {off:.0f} of 255 on average", frame=picture.name)
            )
    return findings
