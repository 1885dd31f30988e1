"""Pictures that an order brings (a unit's logo): pinned, checked for colour, and ready for screen and press."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageFile, UnidentifiedImageError

from renderer.contract.expectation import ExpectedPicture
from renderer.separation import PressCondition, make_screen_transform, separate_pixels, transform_picture
from renderer.storage.apart import read_apart
from renderer.values.errors import DataError, RefusedError
from renderer.values.geometry import Rect
from renderer.values.lengths import MM_PER_INCH, Size
from renderer.values.limits import PICTURE
from renderer.values.printable import make_printable
from renderer.workspace import ImageEntry

FORMATS = ("PNG", "JPEG", "TIFF")
MAX_PIXELS = 25_000_000
"""Five thousand px a side, 1.4 m at 90 dpi: with its inks it takes half a gigabyte."""
_DECIMALS = 4
_ORIENTATION = 0x0112
"""Exif 2.32, 4.6.5.1.1: how viewers turn a picture; presses do not."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A decoded picture: sRGB for screens (h, w, 3) and inks for the press (h, w, 4; 255 is full ink)."""

    entry: ImageEntry
    rgb: NDArray[np.uint8] = field(repr=False)
    cmyk: NDArray[np.uint8] = field(repr=False)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.rgb.shape[1], self.rgb.shape[0]

    def expect(self, frame: str, rect: Rect) -> ExpectedPicture:
        """Return what a finished file must show of it in ``rect``."""
        return ExpectedPicture(
            name=frame,
            image=self.entry.id,
            sha256=self.entry.sha256,
            size=self.size,
            rect=(rect.x, rect.y, rect.width, rect.height),
            cmyk_sha256=hashlib.sha256(self.cmyk.tobytes()).hexdigest(),
        )


def decode(data: bytes, entry: ImageEntry, press: PressCondition) -> Picture:
    """Decode a pinned image; raises DataError naming what the press or the screen could not show as it is.

    It is read in a process of its own: whatever Pillow does with a broken file ends there, and no setting of another
    library of this process decides what is taken.
    """
    where = f"assets/images/{entry.file}"
    mode, size, raw = read_apart(lambda: _read(data, press.profile, where), PICTURE, where, "save it anew")
    pixels = np.frombuffer(raw, dtype=np.uint8).reshape(size[1], size[0], len(mode))
    if mode == "CMYK":
        screen = transform_picture(Image.frombytes("CMYK", size, raw), make_screen_transform(press.profile))
        _check_ink(pixels, press.max_ink, where)
        return Picture(entry, np.asarray(screen, dtype=np.uint8), pixels)
    return Picture(entry, pixels, separate_pixels(pixels, press))


def _read(data: bytes, profile: bytes, where: str) -> tuple[str, tuple[int, int], bytes]:
    """Return mode (RGB or CMYK), size and pixels of an image; runs apart, and may raise anything."""
    # Of this process alone: papers are made with the first of these turned on, to show what is left of a picture.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # the limit is here
    try:
        image: Image.Image = Image.open(io.BytesIO(data))
        _check_head(image, where)
        image.load()
    except (UnidentifiedImageError, OSError, ValueError) as fault:
        raise DataError("broken-picture", f"cannot be read: {make_printable(str(fault))}", where=where) from None
    _check_profile(image, profile, where)
    if image.mode != "CMYK":
        image = _require_opaque(image, where)
    return image.mode, image.size, image.tobytes()


def _check_head(image: Image.Image, where: str) -> None:
    """Refuse by what a file says of itself, before it is decoded."""
    if image.format not in FORMATS:
        raise DataError("picture-format", f"is {image.format}", where=where, hint="use " + ", ".join(FORMATS))
    if image.width * image.height > MAX_PIXELS:
        raise DataError(
            "picture-too-large",
            f"has {image.width} x {image.height} px",
            where=where,
            hint=f"at most {MAX_PIXELS:,} px are taken",
        )
    if image.getexif().get(_ORIENTATION, 1) != 1:
        raise DataError(
            "picture-turned", "is stored turned, with a note how to turn it back", where=where, hint="save it upright"
        )
    if getattr(image, "n_frames", 1) != 1:
        raise DataError("picture-format", "holds several pictures", where=where, hint="save only the one that is meant")


def _check_ink(inks: NDArray[np.uint8], most: float, where: str) -> None:
    """Refuse inks that somebody separated for another material: to cut them down would change a picture unasked."""
    found = float(inks.sum(axis=2, dtype=np.uint16).max()) / 2.55
    if found > most + 0.5:
        raise DataError(
            "picture-ink",
            f"carries up to {found:.0f} % ink, where the material takes {most:g} %",
            where=where,
            hint="separate it with less ink, or give it as sRGB",
        )


def _require_opaque(image: Image.Image, where: str) -> Image.Image:
    if image.mode not in ("1", "L", "RGB", "P", "RGBA", "LA", "PA"):
        raise DataError(
            "picture-colour",
            f"has the colour mode {image.mode}",
            where=where,
            hint="save it as 8-bit sRGB, grey or CMYK",
        )
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        alpha = image.convert("RGBA").getchannel("A").getextrema()[0]
        if alpha != 255:
            raise DataError(
                "picture-transparent",
                "is transparent in places, which old presses flatten as they like",
                where=where,
                hint="flatten it onto the colour that it will stand on",
            )
        image = image.convert("RGBA")
    return image.convert("RGB")


def _check_profile(image: Image.Image, profile: bytes, where: str) -> None:
    own = image.info.get("icc_profile")
    if not own:
        return
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(own))).strip()
    except (ImageCms.PyCMSError, OSError):
        raise DataError("picture-colour", "carries a colour profile that cannot be read", where=where) from None
    press = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()
    if name != press if image.mode == "CMYK" else "srgb" not in name.lower() and image.mode not in ("L", "1"):
        raise DataError(
            "picture-colour",
            f"is made for {make_printable(name)!r}",
            where=where,
            hint=f"convert it to {press if image.mode == 'CMYK' else 'sRGB'}",
        )


def fit_picture(picture: Picture, frame: Rect) -> Rect:
    """Return where a picture stands in its frame: as large as fits, centred, in its own shape."""
    width, height = picture.size
    scale = min(frame.width / width, frame.height / height)
    w, h = round(width * scale, _DECIMALS), round(height * scale, _DECIMALS)
    return Rect(round(frame.centre.x - w / 2, _DECIMALS), round(frame.centre.y - h / 2, _DECIMALS), w, h)


def check_resolution(picture: Picture, rect: Rect, size: Size, dpi: float, frame: str) -> None:
    """Refuse a picture that would be seen as steps: under ``dpi`` at its true size, or enlarged on a screen."""
    width = picture.size[0]
    if size.unit == "px":
        if width < rect.width:
            raise RefusedError(
                "picture-too-coarse",
                f"{width} px wide for {rect.width:.0f} px",
                where=f"frame {frame}",
                hint=f"give a picture at least {int(rect.width) + 1} px wide",
            )
        return
    found = width / (rect.width / MM_PER_INCH)
    if found < dpi:
        needed = int(dpi * rect.width / MM_PER_INCH) + 1
        raise RefusedError(
            "picture-too-coarse",
            f"{found:.0f} dpi at {rect.width:.0f} mm, where {dpi:.0f} are needed at this viewing distance",
            where=f"frame {frame}",
            hint=f"give a picture at least {needed} px wide",
        )


def lay_pictures(
    ground: NDArray[np.uint8], placed: Sequence[tuple[Picture, Sequence[float]]], size: Size
) -> NDArray[np.uint8]:
    """Return the pixels of the trim, shape (height, width, 3), with each picture in its rect, on whole pixels."""
    if not placed:
        return ground
    canvas = ground.copy()
    sx, sy = canvas.shape[1] / size.width, canvas.shape[0] / size.height
    for picture, (x, y, w, h) in placed:
        left, top, right, bottom = round(x * sx), round(y * sy), round((x + w) * sx), round((y + h) * sy)
        target = (max(1, right - left), max(1, bottom - top))
        small = Image.fromarray(picture.rgb).resize(target, Image.Resampling.LANCZOS)
        canvas[top : top + target[1], left : left + target[0]] = np.asarray(small)
    return canvas
