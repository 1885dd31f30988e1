"""sRGB to inks: a swatch by its build, anything else through the profile, never more ink than the material takes."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from renderer.values.colour import CMYK, RGB, Palette, Swatch
from renderer.values.errors import require

INTENTS = {
    "relative": ImageCms.Intent.RELATIVE_COLORIMETRIC,
    "perceptual": ImageCms.Intent.PERCEPTUAL,
    "saturation": ImageCms.Intent.SATURATION,
    "absolute": ImageCms.Intent.ABSOLUTE_COLORIMETRIC,
}
"""Rendering intents by the name that ``codong.toml`` gives: ICC.1:2010, 6.2."""


@dataclass
class Report:
    """What separation met besides swatches: colours converted by the profile, and uses of transparency.

    ``limited`` are the converted colours whose ink had to be cut down, with the total that the profile asked for.
    """

    converted: dict[RGB, CMYK] = field(default_factory=dict)
    limited: dict[RGB, float] = field(default_factory=dict)
    transparency: bool = False


@dataclass(frozen=True)
class PressCondition:
    """How colours are separated: the palette, the profile and its intent, and the most ink in per cent."""

    palette: Palette
    profile: bytes = field(repr=False)
    intent: str
    max_ink: float


class Inks:
    """Turns sRGB into inks: by swatch, else through the press's profile, never more than its material takes."""

    def __init__(self, press: PressCondition) -> None:
        self._swatches = press.palette.by_rgb()
        self._press = press
        self.report = Report()

    def spot(self, red: float, green: float, blue: float) -> Swatch | None:
        """Return the swatch of sRGB 0..1 if it is a spot colour."""
        swatch = self._swatches.get(_to_rgb(red, green, blue))
        return swatch if swatch is not None and swatch.spot else None

    def of(self, red: float, green: float, blue: float) -> tuple[float, float, float, float]:
        """Return CMYK 0..1 for sRGB 0..1."""
        rgb = _to_rgb(red, green, blue)
        swatch = self._swatches.get(rgb)
        if swatch is not None:
            return swatch.cmyk.unit
        asked = self._convert(rgb)
        cmyk = limit_ink(asked, self._press.max_ink)
        self.report.converted[rgb] = cmyk
        if cmyk != asked:
            self.report.limited[rgb] = asked.total
        return cmyk.unit

    def _convert(self, rgb: RGB) -> CMYK:
        way = make_ink_transform(self._press.profile, self._press.intent)
        pixel = transform_picture(Image.new("RGB", (1, 1), tuple(rgb)), way)
        return CMYK(*(round(v / 2.55, 1) for v in pixel.tobytes()))


def _to_rgb(red: float, green: float, blue: float) -> RGB:
    return RGB(*(min(255, max(0, round(v * 255))) for v in (red, green, blue)))


def limit_ink(cmyk: CMYK, most: float) -> CMYK:
    """Return a build with at most ``most`` per cent of ink: black keeps its share, for it carries the drawing."""
    if cmyk.total <= most:
        return cmyk
    share = (most - cmyk.black) / (cmyk.total - cmyk.black)
    # Cut, not rounded: the sum of three rounded shares may pass the limit.
    c, m, y = (int(v * share * 10) / 10 for v in cmyk[:3])
    return CMYK(c, m, y, cmyk.black)


@lru_cache(maxsize=4)
def make_ink_transform(profile: bytes, intent: str) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        "RGB",
        "CMYK",
        INTENTS[intent],
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def transform_picture(picture: Image.Image, way: ImageCms.ImageCmsTransform) -> Image.Image:
    """Return a picture in other colours; the one given stays as it is."""
    # Only a transform in place returns nothing.
    return require(ImageCms.applyTransform(picture, way), "the transformed picture")


@lru_cache(maxsize=4)
def make_screen_transform(profile: bytes) -> ImageCms.ImageCmsTransform:
    """Return the way from the press's inks to sRGB, as a soft proof shows them."""
    return ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        "CMYK",
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def separate_pixels(rgb: NDArray[np.uint8], press: PressCondition) -> NDArray[np.uint8]:
    """Separate a picture, shape (h, w, 3), to inks, shape (h, w, 4), 255 full.

    A palette's own colours become what the art has: no seam shows where both meet.
    """
    converted = transform_picture(Image.fromarray(rgb), make_ink_transform(press.profile, press.intent))
    inks = _limit_pixels(np.array(converted, dtype=np.uint8), press.max_ink)
    for swatch in press.palette:
        inks[(rgb == swatch.rgb).all(axis=2)] = [round(255 * share) for share in swatch.cmyk.unit]
    return inks


def _limit_pixels(inks: NDArray[np.uint8], most: float) -> NDArray[np.uint8]:
    total = inks.sum(axis=2, dtype=np.float64)
    black = inks[..., 3].astype(np.float64)
    over = total > most * 2.55
    if over.any():
        share = (most * 2.55 - black[over]) / (total[over] - black[over])
        inks[over, :3] = np.floor(inks[over, :3] * share[:, None])
    return inks
