"""Colour spaces of anybody's PDF, and the colours that its functions run through, as far as a press is concerned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from pikepdf import Array, Dictionary, Name

from renderer.preflight.bounds import MOST_INKS, MOST_NESTED, MOST_SAMPLES, BeyondBoundsError, check_count, inflate
from renderer.preflight.names import read_name


@dataclass(frozen=True)
class Space:
    """A colour space, as far as a press is concerned: ``kind`` is cmyk, gray, rgb, spot, pattern or other.

    ``components`` of a colour; ``build`` are the process inks (0..1) of a full spot colour, None where it is not known;
    ``colorants`` are the inks that the space names; ``icc`` is the profile of its CMYK.
    """

    kind: str
    components: int
    name: str = ""
    build: tuple[float, ...] | None = None
    colorants: tuple[str, ...] = ()
    icc: Any = field(default=None, compare=False)


_NAMED = {
    "/DeviceCMYK": ("cmyk", 4),
    "/DeviceGray": ("gray", 1),
    "/DeviceRGB": ("rgb", 3),
    "/CalRGB": ("rgb", 3),
    "/CalGray": ("gray", 1),
    "/Lab": ("rgb", 3),
    "/Pattern": ("pattern", 0),
    "/CMYK": ("cmyk", 4),
    "/RGB": ("rgb", 3),
    "/G": ("gray", 1),
}


def space_of(space: Any, resources: Any, depth: int = 0) -> Space:
    """Return what a colour space means for a press; a name is looked up in ``resources`` where it is no device's."""
    if depth > MOST_NESTED:
        raise BeyondBoundsError("colour spaces that are nested too deep, or in each other")
    if isinstance(space, Name):
        if str(space) in _NAMED:
            return Space(*_NAMED[str(space)], str(space)[1:])
        held = resources.get("/ColorSpace", Dictionary()).get(str(space))
        return Space("other", 0, str(space)[1:]) if held is None else space_of(held, Dictionary(), depth + 1)
    if not isinstance(space, Array) or not len(space):
        return Space("other", 0)
    family = str(space[0])
    if family == "/ICCBased":
        inks = int(space[1].get("/N", 3))
        kind = {1: "gray", 3: "rgb", 4: "cmyk"}.get(inks, "other")
        return Space(kind, inks, f"ICCBased {inks}", icc=space[1] if kind == "cmyk" else None)
    if family in ("/Indexed", "/I"):
        base = space_of(space[1], resources, depth + 1)
        return replace(base, components=1, name=f"Indexed {base.name}", build=None)
    if family in ("/Separation", "/DeviceN"):
        alternate = space_of(space[2], resources, depth + 1)
        named = [space[1]] if family == "/Separation" else list(space[1])
        colorants, inks = tuple(map(read_name, named)), len(named)
        if alternate.kind == "rgb":
            return Space("rgb", inks, f"{family[1:]} over RGB", colorants=colorants)
        stops = list(stops_of(space[3])) if family == "/Separation" and alternate.kind == "cmyk" else []
        return Space("spot", inks, colorants[0] if inks == 1 else "DeviceN", stops[-1] if stops else None, colorants)
    return Space(*_NAMED.get(family, ("other", 0)), family[1:])


def stops_of(function: Any) -> Iterator[tuple[float, ...]]:
    """Yield the colours that a function, or one for every ink, runs through, as far as they are written down.

    Raises BeyondBoundsError for more than are read of one.
    """
    seen = count()
    if isinstance(function, Array):
        check_count(len(function), MOST_INKS, "inks in a function")
        parts = [_walk_stops(part, seen) for part in function]
        yield from (tuple(v for value in values for v in value) for values in zip(*parts, strict=False))
    elif function is not None:
        yield from _walk_stops(function, seen)


def _walk_stops(function: Any, seen: count[int], depth: int = 0) -> Iterator[tuple[float, ...]]:
    if depth > MOST_NESTED:
        raise BeyondBoundsError("functions that are nested too deep, or in each other")
    check_count(next(seen), MOST_SAMPLES, "parts in a function")
    for part in function.get("/Functions", []):
        yield from _walk_stops(part, seen, depth + 1)
    for key in ("/C0", "/C1"):
        if key in function:
            yield tuple(float(v) for v in function[key])
    if int(function.get("/FunctionType", 2)) == 0 and "/Range" in function:
        yield from _samples_of(function)


def _samples_of(function: Any) -> Iterator[tuple[float, ...]]:
    """Yield the samples of a table, where they are bytes."""
    inks = len(function["/Range"]) // 2
    check_count(inks, MOST_INKS, "inks in a function")
    if int(function.get("/BitsPerSample", 0)) != 8:
        yield (0.0,) * inks
        return
    data = inflate(function)
    check_count(len(data) // max(inks, 1), MOST_SAMPLES, "samples in a function")
    for i in range(0, len(data) - inks + 1, inks):
        yield tuple(v / 255 for v in data[i : i + inks])
