"""Reading back the gradient of a letter: an axial shading pattern down the page between the approved inks."""

from __future__ import annotations

import pikepdf

from renderer.contract.expectation import Ink

_PLACE = 0.02
"""Points by which a gradient's ends may stand off."""
_INK = 0.001
_EXPONENTIAL = {"/FunctionType", "/Domain", "/N", "/C0", "/C1"}
_STITCHED = {"/FunctionType", "/Domain", "/Functions", "/Bounds", "/Encode"}


def is_gradient(pattern: pikepdf.Object | None, top: float, foot: float, inks: tuple[Ink, ...]) -> bool:
    """Tell whether ``pattern`` runs from ``top`` to ``foot`` (page points) through exactly ``inks``, evenly spaced."""
    try:
        return pattern is not None and _matches(pattern, top, foot, inks)
    except (KeyError, ValueError, TypeError, AttributeError):
        return False


def _matches(pattern: pikepdf.Object, top: float, foot: float, inks: tuple[Ink, ...]) -> bool:
    shading = pattern["/Shading"]
    plain = set(pattern.keys()) <= {"/Type", "/PatternType", "/Shading"} and int(pattern["/PatternType"]) == 2
    known = set(shading.keys()) == {"/ShadingType", "/ColorSpace", "/Coords", "/Function", "/Extend"}
    if not (plain and known and int(shading["/ShadingType"]) == 2 and str(shading["/ColorSpace"]) == "/DeviceCMYK"):
        return False
    coords = [float(v) for v in shading["/Coords"]]
    ends = all(abs(a - b) <= _PLACE for a, b in zip(coords, (0.0, top, 0.0, foot), strict=True))
    return ends and [bool(v) for v in shading["/Extend"]] == [True, True] and _has_stops(shading["/Function"], inks)


def _has_stops(function: pikepdf.Object, inks: tuple[Ink, ...]) -> bool:
    pieces = [function]
    if int(function["/FunctionType"]) == 3:
        if set(function.keys()) - _STITCHED or [float(v) for v in function["/Domain"]] != [0, 1]:
            return False
        pieces = list(function["/Functions"])
        bounds = [float(v) for v in function["/Bounds"]]
        even = [i / len(pieces) for i in range(1, len(pieces))]
        straight = [float(v) for v in function["/Encode"]] == [0, 1] * len(pieces)
        if not straight or any(abs(a - b) > 1e-4 for a, b in zip(bounds, even, strict=True)):
            return False
    if len(pieces) != len(inks) - 1:
        return False
    return all(
        is_straight(piece) and _is_near(piece["/C0"], inks[i]) and _is_near(piece["/C1"], inks[i + 1])
        for i, piece in enumerate(pieces)
    )


def is_straight(function: pikepdf.Object) -> bool:
    """Tell whether a function runs evenly from its C0 to its C1 and does nothing else."""
    plain = set(function.keys()) <= _EXPONENTIAL and int(function["/FunctionType"]) == 2 and float(function["/N"]) == 1
    return plain and [float(v) for v in function["/Domain"]] == [0, 1]


def _is_near(values: pikepdf.Object, ink: Ink) -> bool:
    return all(abs(float(v) - w / 100) <= _INK for v, w in zip(values, ink.cmyk, strict=True))
