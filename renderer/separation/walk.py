"""Every colour of a drawn PDF page becomes ink.

Swatches are replaced exactly, build for sRGB value, or become the spot colour that they name; anything else goes
through the ICC profile and is reported. Solids, shadings and their functions, tiling patterns, form groups and the
groups of soft masks are all walked. A colour that cannot be separated is an error, never left in RGB.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator

from renderer.separation.inks import Inks
from renderer.values.colour import Swatch
from renderer.values.errors import DataError

Target = Literal["cmyk", "gray"]
_Operands = list[Any]
_SETS_COLOUR = {"rg": "fill", "g": "fill", "RG": "stroke", "G": "stroke"}


def luminosity_of(red: float, green: float, blue: float) -> float:
    """Return the gray of a soft mask's colour: ISO 32000-1, 11.5.3 (luminosity of DeviceRGB)."""
    return round(0.30 * red + 0.59 * green + 0.11 * blue, 4)


class Separator:
    """Walks one page of a PDF in place. ``where`` names the drawing in errors."""

    def __init__(self, pdf: pikepdf.Pdf, inks: Inks, where: str) -> None:
        self._pdf = pdf
        self._inks = inks
        self._where = where
        self._spots: dict[str, Object] = {}
        self._done: dict[tuple[tuple[int, int], Target], None] = {}

    def separate(self, page: pikepdf.Page) -> bytes:
        """Separate a page's resources in place and return its separated content."""
        resources = page.obj.get("/Resources", Dictionary())
        self._separate_resources(resources, "cmyk")
        return self._separate_content(page, "cmyk", resources)

    # -- content ----------------------------------------------------------------------------------

    def _separate_content(self, stream: Any, target: Target, resources: Object) -> bytes:
        out: list[tuple[_Operands, Operator]] = []
        for instruction in pikepdf.parse_content_stream(stream):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                raise self._refuse("an inline image")
            operands, name = list(instruction.operands), str(instruction.operator)
            out += self._separate_instruction(operands, name, target, resources)
        return pikepdf.unparse_content_stream(out)

    def _separate_instruction(
        self, operands: _Operands, name: str, target: Target, resources: Object
    ) -> list[tuple[_Operands, Operator]]:
        if name in _SETS_COLOUR:
            numbers = [float(v) for v in operands]
            return self._separate_colour(numbers, _SETS_COLOUR[name] == "stroke", target, resources)
        if name in ("cs", "CS") and operands[0] in (Name.DeviceRGB, Name.DeviceGray):
            return [([Name.DeviceGray if target == "gray" else Name.DeviceCMYK], Operator(name))]
        if name in ("sc", "scn", "SC", "SCN") and operands and not isinstance(operands[-1], Name):
            return self._separate_colour([float(v) for v in operands], name.isupper(), target, resources)
        if name in ("k", "K") and target == "gray":
            raise self._refuse("CMYK inside a soft mask")
        return [(operands, Operator(name))]

    def _separate_colour(
        self, numbers: list[float], stroke: bool, target: Target, resources: Object
    ) -> list[tuple[_Operands, Operator]]:
        spot = self._inks.spot(*_to_rgb(numbers)) if target == "cmyk" and len(numbers) in (1, 3) else None
        if spot is not None:
            select, paint = ("CS", "SCN") if stroke else ("cs", "scn")
            return [([self._spot_space_in(spot, resources)], Operator(select)), ([1], Operator(paint))]
        values = self._separate_values(numbers, target)
        name = {1: "g", 4: "k"}[len(values)]
        return [(list(values), Operator(name.upper() if stroke else name))]

    def _spot_space_in(self, swatch: Swatch, resources: Object) -> Name:
        """Return the name of a spot colour's space in ``resources``, put there if it is not yet."""
        if swatch.name not in self._spots:
            self._spots[swatch.name] = self._pdf.make_indirect(make_spot_space(swatch))
        if "/ColorSpace" not in resources:
            resources["/ColorSpace"] = Dictionary()
        name = Name(f"/Spot-{swatch.name}")
        resources["/ColorSpace"][str(name)] = self._spots[swatch.name]
        return name

    def _separate_values(self, numbers: list[float], target: Target) -> tuple[float, ...]:
        if len(numbers) not in (1, 3):
            raise self._refuse(f"a colour of {len(numbers)} components")
        rgb = _to_rgb(numbers)
        return (luminosity_of(*rgb),) if target == "gray" else self._inks.of(*rgb)

    # -- resources --------------------------------------------------------------------------------

    def _separate_resources(self, resources: Object, target: Target) -> None:
        for kind, act in self._acts_by_kind().items():
            for entry in _values_of(resources.get(kind)):
                if self._is_first_visit(entry, target):
                    act(entry, target)
        if "/Font" in resources and len(resources["/Font"]):
            raise self._refuse("live text")

    def _acts_by_kind(self) -> dict[str, Callable[[Object, Target], None]]:
        return {
            "/XObject": self._separate_xobject,
            "/Pattern": self._separate_pattern,
            "/Shading": self._separate_shading,
            "/ExtGState": self._separate_graphics_state,
        }

    def _is_first_visit(self, entry: Object, target: Target) -> bool:
        if not entry.is_indirect:
            return True
        key = (entry.objgen, target)
        other: Target = "gray" if target == "cmyk" else "cmyk"
        if (entry.objgen, other) in self._done:
            raise self._refuse("an object that serves both as picture and as mask")
        seen = key in self._done
        self._done[key] = None
        return not seen

    def _separate_xobject(self, entry: Object, target: Target) -> None:
        if entry.get("/Subtype") != Name.Form:
            # The SVG profile has no <image>: cairo would have rasterised something it could not draw.
            raise self._refuse("an image")
        self._separate_form(entry, target)

    def _separate_form(self, entry: Object, target: Target) -> None:
        group = entry.get("/Group")
        if group is not None and "/CS" in group:
            group["/CS"] = Name.DeviceGray if target == "gray" else Name.DeviceCMYK
        if "/Resources" not in entry:
            entry["/Resources"] = Dictionary()
        self._separate_resources(entry["/Resources"], target)
        entry.write(self._separate_content(entry, target, entry["/Resources"]))

    def _separate_pattern(self, entry: Object, target: Target) -> None:
        if entry.get("/PatternType") == 2:
            if self._is_first_visit(entry["/Shading"], target):
                self._separate_shading(entry["/Shading"], target)
        else:
            self._separate_form(entry, target)

    def _separate_shading(self, entry: Object, target: Target) -> None:
        space = entry.get("/ColorSpace")
        if space not in (Name.DeviceRGB, Name.DeviceGray):
            raise self._refuse(f"a shading in {space}")
        if int(entry["/ShadingType"]) not in (2, 3):
            raise self._refuse(f"a shading of type {entry['/ShadingType']}")
        entry["/ColorSpace"] = Name.DeviceGray if target == "gray" else Name.DeviceCMYK
        self._separate_function(entry["/Function"], target)

    def _separate_function(self, function: Object, target: Target) -> None:
        if isinstance(function, Array):
            raise self._refuse("a shading with one function a component")
        if not self._is_first_visit(function, target):
            return
        kind = int(function["/FunctionType"])
        if kind == 3:
            for part in function["/Functions"]:
                self._separate_function(part, target)
        elif kind == 2:
            for key in ("/C0", "/C1"):
                numbers = [float(v) for v in function[key]]
                if target == "cmyk" and (spot := self._inks.spot(*_to_rgb(numbers))):
                    raise self._refuse(f"a gradient through the spot colour {spot.name}")
                function[key] = Array(self._separate_values(numbers, target))
        else:
            raise self._refuse(f"a shading function of type {kind}")
        if "/Range" in function:
            del function["/Range"]

    def _separate_graphics_state(self, entry: Object, target: Target) -> None:
        mask = entry.get("/SMask")
        if float(entry.get("/ca", 1)) < 1 or float(entry.get("/CA", 1)) < 1:
            self._inks.report.transparency = True
        if isinstance(mask, Dictionary):
            self._inks.report.transparency = True
            # A soft mask holds coverage, not ink: it stays out of the separation and the report.
            if self._is_first_visit(mask["/G"], "gray"):
                self._separate_form(mask["/G"], "gray")

    def _refuse(self, what: str) -> DataError:
        return DataError("cannot-separate", f"the art holds {what}, which cannot be separated", where=self._where)


def _values_of(dictionary: Object | None) -> Iterable[Object]:
    return [] if dictionary is None else [dictionary[key] for key in dictionary.keys()]  # noqa: SIM118


def _to_rgb(numbers: list[float]) -> tuple[float, float, float]:
    red, green, blue = numbers * 3 if len(numbers) == 1 else numbers[:3]
    return red, green, blue


def make_spot_space(swatch: Swatch) -> Array:
    """Return the Separation space of a spot colour; its alternate is the swatch's CMYK build."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[0, 0, 0, 0], C1=list(swatch.cmyk.unit))
    return Array([Name.Separation, Name("/" + swatch.spot), Name.DeviceCMYK, tint])


def separate_page(data: bytes, inks: Inks, where: str) -> tuple[pikepdf.Pdf, bytes]:
    """Separate the one page of ``data`` (a PDF in sRGB).

    Returns the PDF whose resources are separated in place, and the page's separated content; what was met besides
    swatches stands in the report of ``inks``.
    """
    pdf = pikepdf.open(io.BytesIO(data))
    return pdf, Separator(pdf, inks, where).separate(pdf.pages[0])
