"""That separation changed colours and nothing else: two pages walked side by side, operator by operator.

The page in sRGB was compared with the drawing. What was separated from it must paint the same paths in the same
order, through the same clips and groups, every colour being the inks of the one that stood there.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Literal, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from renderer.values.colour import Swatch
from renderer.values.errors import DataError

Target = Literal["cmyk", "gray"]
_Token = tuple[Any, ...]
_FILL = {"g", "rg", "k", "sc", "scn"}
_STROKE = {"G", "RG", "K", "SC", "SCN"}
_CLOSE = 2e-4
"""How far two numbers may lie apart that were written with four decimals or more."""
_KINDS = ("/XObject", "/Pattern", "/Shading", "/ExtGState")
# What separation may change in a dictionary, each compared on its own.
_COLOUR_KEYS = {"/ColorSpace", "/C0", "/C1", "/Range", "/CS", "/Length", "/Filter", "/DecodeParms", "/Resources"}


class InksOf(Protocol):
    """What turns an sRGB colour into inks."""

    def of(self, red: float, green: float, blue: float) -> tuple[float, ...]:
        """Return cyan, magenta, yellow and black, 0..1."""

    def spot(self, red: float, green: float, blue: float) -> Swatch | None:
        """Return the swatch that is printed as a spot colour, if it is one."""


def check_separated(drawn: bytes, separated: bytes, inks: InksOf, where: str) -> None:
    """Compare a page in sRGB with the form ``/Art`` that was separated from it; raises DataError at a change."""
    try:
        with pikepdf.open(io.BytesIO(drawn)) as one, pikepdf.open(io.BytesIO(separated)) as other:
            form = other.pages[0].obj["/Resources"]["/XObject"]["/Art"]
            _Walk(inks, where).compare_painting(one.pages[0].obj, form, one.pages[0], "cmyk")
    except (pikepdf.PdfError, KeyError, ValueError, TypeError, IndexError) as fault:
        raise _changed(f"{type(fault).__name__}: {fault}", where) from None


def _changed(what: str, where: str) -> DataError:
    return DataError("separation-differs", f"separation changed more than colours: {what}", where=where)


class _Walk:
    """A comparison of two pages under way: every pair of objects is compared once."""

    def __init__(self, inks: InksOf, where: str) -> None:
        self._inks, self._where = inks, where
        self._seen: set[tuple[object, ...]] = set()

    def compare_painting(self, one: Object, other: Object, stream: Any, target: Target) -> None:
        """Compare content and resources of a page or form (``stream`` is what holds its content)."""
        resources = other.get("/Resources", Dictionary())
        wanted, found = list(self._wanted(stream, target)), list(_found(other, resources))
        if len(wanted) != len(found):
            raise _changed(f"{len(wanted)} operators became {len(found)}", self._where)
        for number, (before, after) in enumerate(zip(wanted, found, strict=True), 1):
            if not _alike(before, after):
                raise _changed(f"operator {number} is {after[:6]}, not {before[:6]}", self._where)
        self._compare_resources(one.get("/Resources", Dictionary()), resources, target)

    def _wanted(self, stream: Any, target: Target) -> Iterator[_Token]:
        """Yield what the separated content must hold, colours as the inks that they become."""
        for operands, name in _instructions(stream):
            if name in _FILL | _STROKE and operands and not isinstance(operands[-1], Name):
                yield ("stroke" if name in _STROKE else "fill", *self._ink([float(v) for v in operands], target))
            elif name in ("cs", "CS") and operands[0] != Name.Pattern:
                continue  # a colour names its space in what is separated
            else:
                yield (name, *operands)

    def _ink(self, numbers: list[float], target: Target) -> _Token:
        red, green, blue = numbers * 3 if len(numbers) == 1 else numbers
        if target == "gray":
            return ("gray", 0.30 * red + 0.59 * green + 0.11 * blue)
        spot = self._inks.spot(red, green, blue)
        return ("ink", *self._inks.of(red, green, blue)) if spot is None else ("spot", spot.spot)

    def _compare_resources(self, one: Object, other: Object, target: Target) -> None:
        for kind in _KINDS:
            before, after = one.get(kind, Dictionary()), other.get(kind, Dictionary())
            if {*before.keys()} != {*after.keys()}:
                raise _changed(f"other names in {kind}", self._where)
            for name in before.keys():  # noqa: SIM118 - a pikepdf dictionary yields no keys by itself
                self._compare(before[name], after[name], target)

    def _compare(self, one: Any, other: Any, target: Target) -> None:
        """Compare two objects in all but colours; what paints is compared as painting."""
        if isinstance(one, Dictionary | Stream):
            self._compare_dictionaries(one, other, target)
        elif isinstance(one, Array):
            if not isinstance(other, Array) or len(one) != len(other):
                raise _changed(f"{one!r} became {other!r}"[:200], self._where)
            for before, after in zip(one, other, strict=True):
                self._compare(before, after, target)
        elif not _alike((one,), (other,)):
            raise _changed(f"{one!r} became {other!r}"[:200], self._where)

    def _compare_dictionaries(self, one: Any, other: Any, target: Target) -> None:
        if one.is_indirect:
            key = (one.objgen, other.objgen, target)
            if key in self._seen:
                return
            self._seen.add(key)
        if ({*one.keys()} ^ {*other.keys()}) - _COLOUR_KEYS:
            raise _changed(f"keys {sorted(one.keys())} became {sorted(other.keys())}", self._where)
        inner: Target = "gray" if one.get("/S") == Name.Luminosity else target
        for key in {*one.keys()} - _COLOUR_KEYS:
            self._compare(one[key], other[key], inner)
        if "/C0" in one:
            self._compare_ends(one, other, target)
        if ("/Subtype" in one and one["/Subtype"] == Name.Form) or one.get("/PatternType") == 1:
            self.compare_painting(one, other, one, target)

    def _compare_ends(self, one: Any, other: Any, target: Target) -> None:
        """Compare the colours between which a gradient runs; a spot colour cannot be one of them."""
        for key in ("/C0", "/C1"):
            wanted, found = self._ink([float(v) for v in one[key]], target), [float(v) for v in other[key]]
            if not _alike(wanted[1:], tuple(found)):
                raise _changed(f"a gradient's colour became {found}, not {wanted}", self._where)


def _instructions(stream: Any) -> Iterator[tuple[list[Any], str]]:
    """Yield operands and operator of content; an inline image, which no separated art holds, by its name alone."""
    for instruction in pikepdf.parse_content_stream(stream):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            yield [], "BI"
        else:
            yield list(instruction.operands), str(instruction.operator)


def _found(stream: Any, resources: Object) -> Iterator[_Token]:
    """Yield what separated content holds, in the words of ``_wanted``."""
    spaces: dict[str, Any] = {}
    for operands, name in _instructions(stream):
        way = "stroke" if name in _STROKE or name == "CS" else "fill"
        if name in ("cs", "CS"):
            spaces[way] = operands[0]
            if operands[0] == Name.Pattern:
                yield (name, *operands)
        elif name in ("k", "K"):
            yield (way, "ink", *operands)
        elif name in ("g", "G"):
            yield (way, "gray", *operands)
        elif name in ("scn", "SCN") and not isinstance(operands[-1], Name):
            yield (way, "spot", _spot_name(resources, spaces.get(way), operands))
        else:
            yield (name, *operands)


def _spot_name(resources: Object, space: Any, operands: Any) -> str:
    """Return the spot colour that is painted in full, or what is wrong about it."""
    found = resources.get("/ColorSpace", Dictionary()).get(space) if isinstance(space, Name) else None
    full = len(operands) == 1 and float(operands[0]) == 1.0
    return str(found[1])[1:] if full and found is not None and found[0] == Name.Separation else f"{space} {operands}"


def _alike(one: _Token, other: _Token) -> bool:
    if len(one) != len(other):
        return False
    for before, after in zip(one, other, strict=True):
        if before == after:
            continue
        try:
            if abs(float(before) - float(after)) > _CLOSE * max(1.0, abs(float(before))):
                return False
        except (TypeError, ValueError):
            if str(before) != str(after):
                return False
    return True
