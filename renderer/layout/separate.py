"""Separation: every colour of a drawn PDF page becomes CMYK ink.

Swatches are replaced exactly, build for sRGB value; anything else goes through the ICC profile and is
reported. Solids, shadings and their functions, tiling patterns, form groups and the groups of soft
masks are all walked. A colour that cannot be separated is an error, never left in RGB.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator
from PIL import Image, ImageCms

from renderer.colour import CMYK, RGB, Palette
from renderer.errors import DataError

Target = Literal["cmyk", "gray"]
_Operands = list[Any]
_FILL = {"rg", "g", "k"}
_SETS_COLOUR = {"rg": "fill", "g": "fill", "RG": "stroke", "G": "stroke"}


@dataclass
class Report:
    """What separation met besides swatches: colours converted by the profile, and uses of transparency."""

    converted: dict[RGB, CMYK] = field(default_factory=dict)
    transparency: bool = False

    def warnings(self) -> list[str]:
        """Return one line per colour that was no swatch, and one for transparency."""
        lines = [
            f"{rgb.hex} is no swatch: separated by the profile to " + " ".join(f"{v:.0f}" for v in cmyk)
            for rgb, cmyk in sorted(self.converted.items())
        ]
        if self.transparency:
            lines.append("the art uses opacity, which blends differently on screen and on the press")
        return lines


class Inks:
    """Turns sRGB into inks: by swatch, else through the profile (relative colorimetric, black point kept)."""

    def __init__(self, palette: Palette, profile: bytes, report: Report) -> None:
        self._swatches = palette.by_rgb()
        self._profile = profile
        self._report = report

    def of(self, red: float, green: float, blue: float) -> tuple[float, float, float, float]:
        """Return CMYK 0..1 for sRGB 0..1."""
        rgb = RGB(*(min(255, max(0, round(v * 255))) for v in (red, green, blue)))
        swatch = self._swatches.get(rgb)
        if swatch is not None:
            return swatch.cmyk.unit
        converted = ImageCms.applyTransform(Image.new("RGB", (1, 1), tuple(rgb)), ink_transform(self._profile))
        assert converted is not None  # only an in-place transform returns nothing
        cmyk = CMYK(*(round(v / 2.55, 1) for v in converted.tobytes()))
        self._report.converted[rgb] = cmyk
        return cmyk.unit


@lru_cache(maxsize=4)
def ink_transform(profile: bytes) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def luminosity(red: float, green: float, blue: float) -> float:
    """Return the gray of a soft mask's colour: ISO 32000-1, 11.5.3 (luminosity of DeviceRGB)."""
    return round(0.30 * red + 0.59 * green + 0.11 * blue, 4)


class Separator:
    """Walks one page of a PDF in place. ``where`` names the drawing in errors."""

    def __init__(self, pdf: pikepdf.Pdf, inks: Inks, report: Report, where: str) -> None:
        self._pdf = pdf
        self._inks = inks
        self._report = report
        self._where = where
        self._done: dict[tuple[tuple[int, int], Target], None] = {}

    def page(self, page: pikepdf.Page) -> bytes:
        """Separate a page's resources in place and return its separated content."""
        self._resources(page.obj.get("/Resources", Dictionary()), "cmyk")
        return self._content(page, "cmyk")

    # -- content ----------------------------------------------------------------------------------

    def _content(self, stream: Any, target: Target) -> bytes:
        out: list[tuple[_Operands, Operator]] = []
        for instruction in pikepdf.parse_content_stream(stream):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                raise self._refuse("an inline image")
            operands, name = list(instruction.operands), str(instruction.operator)
            out.append(self._instruction(operands, name, target))
        return pikepdf.unparse_content_stream(out)

    def _instruction(self, operands: _Operands, name: str, target: Target) -> tuple[_Operands, Operator]:
        if name in _SETS_COLOUR:
            numbers = [float(v) for v in operands]
            stroke = _SETS_COLOUR[name] == "stroke"
            return self._colour(numbers, stroke, target)
        if name in ("cs", "CS") and operands[0] in (Name.DeviceRGB, Name.DeviceGray):
            return [Name.DeviceGray if target == "gray" else Name.DeviceCMYK], Operator(name)
        if name in ("sc", "scn", "SC", "SCN") and operands and not isinstance(operands[-1], Name):
            return self._colour([float(v) for v in operands], name.isupper(), target)
        if name in ("k", "K") and target == "gray":
            raise self._refuse("CMYK inside a soft mask")
        return operands, Operator(name)

    def _colour(self, numbers: list[float], stroke: bool, target: Target) -> tuple[_Operands, Operator]:
        values = self._values(numbers, target)
        name = {1: "g", 4: "k"}[len(values)]
        return list(values), Operator(name.upper() if stroke else name)

    def _values(self, numbers: list[float], target: Target) -> tuple[float, ...]:
        if len(numbers) == 1:
            numbers = numbers * 3
        if len(numbers) != 3:
            raise self._refuse(f"a colour of {len(numbers)} components")
        if target == "gray":
            return (luminosity(*numbers),)
        return self._inks.of(*numbers)

    # -- resources --------------------------------------------------------------------------------

    def _resources(self, resources: Object, target: Target) -> None:
        for kind, act in self._by_kind().items():
            for entry in _values_of(resources.get(kind)):
                if self._first_visit(entry, target):
                    act(entry, target)
        if "/Font" in resources and len(resources["/Font"]):
            raise self._refuse("live text")

    def _by_kind(self) -> dict[str, Callable[[Object, Target], None]]:
        return {
            "/XObject": self._xobject,
            "/Pattern": self._pattern,
            "/Shading": self._shading,
            "/ExtGState": self._graphics_state,
        }

    def _first_visit(self, entry: Object, target: Target) -> bool:
        if not entry.is_indirect:
            return True
        key = (entry.objgen, target)
        other: Target = "gray" if target == "cmyk" else "cmyk"
        if (entry.objgen, other) in self._done:
            raise self._refuse("an object that serves both as picture and as mask")
        seen = key in self._done
        self._done[key] = None
        return not seen

    def _xobject(self, entry: Object, target: Target) -> None:
        if entry.get("/Subtype") != Name.Form:
            # The SVG profile has no <image>: cairo would have rasterised something it could not draw.
            raise self._refuse("an image")
        self._form(entry, target)

    def _form(self, entry: Object, target: Target) -> None:
        group = entry.get("/Group")
        if group is not None and "/CS" in group:
            group["/CS"] = Name.DeviceGray if target == "gray" else Name.DeviceCMYK
        self._resources(entry.get("/Resources", Dictionary()), target)
        entry.write(self._content(entry, target))

    def _pattern(self, entry: Object, target: Target) -> None:
        if entry.get("/PatternType") == 2:
            if self._first_visit(entry["/Shading"], target):
                self._shading(entry["/Shading"], target)
        else:
            self._form(entry, target)

    def _shading(self, entry: Object, target: Target) -> None:
        space = entry.get("/ColorSpace")
        if space not in (Name.DeviceRGB, Name.DeviceGray):
            raise self._refuse(f"a shading in {space}")
        if int(entry["/ShadingType"]) not in (2, 3):
            raise self._refuse(f"a shading of type {entry['/ShadingType']}")
        entry["/ColorSpace"] = Name.DeviceGray if target == "gray" else Name.DeviceCMYK
        self._function(entry["/Function"], target)

    def _function(self, function: Object, target: Target) -> None:
        if isinstance(function, Array):
            raise self._refuse("a shading with one function a component")
        if not self._first_visit(function, target):
            return
        kind = int(function["/FunctionType"])
        if kind == 3:
            for part in function["/Functions"]:
                self._function(part, target)
        elif kind == 2:
            for key in ("/C0", "/C1"):
                function[key] = Array(self._values([float(v) for v in function[key]], target))
        else:
            raise self._refuse(f"a shading function of type {kind}")
        if "/Range" in function:
            del function["/Range"]

    def _graphics_state(self, entry: Object, target: Target) -> None:
        mask = entry.get("/SMask")
        if float(entry.get("/ca", 1)) < 1 or float(entry.get("/CA", 1)) < 1:
            self._report.transparency = True
        if isinstance(mask, Dictionary):
            self._report.transparency = True
            # A soft mask holds coverage, not ink: it stays out of the separation and the report.
            if self._first_visit(mask["/G"], "gray"):
                self._form(mask["/G"], "gray")

    def _refuse(self, what: str) -> DataError:
        return DataError("cannot-separate", f"the art holds {what}, which cannot be separated", where=self._where)


def _values_of(dictionary: Object | None) -> Iterable[Object]:
    return [] if dictionary is None else [dictionary[key] for key in dictionary.keys()]  # noqa: SIM118


def separate_page(data: bytes, palette: Palette, profile: bytes, where: str) -> tuple[pikepdf.Pdf, bytes, Report]:
    """Separate the one page of ``data`` (a PDF in sRGB).

    Returns the PDF whose resources are separated in place, the page's separated content, and the report.
    """
    report = Report()
    pdf = pikepdf.open(io.BytesIO(data))
    content = Separator(pdf, Inks(palette, profile, report), report, where).page(pdf.pages[0])
    return pdf, content, report
