"""The plain profile as rules: the last act of the normaliser holds its own work against them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import numpy as np

from renderer.drawing.numbers import NUMBER
from renderer.drawing.source import SVG
from renderer.values.errors import CodongError, DataError
from renderer.values.geometry import Rect

REACH = 100.0
"""How far art may reach beyond the drawing, in lengths of its longer side: engines count in fixed point."""
_N = re.compile(NUMBER)
_NS = re.compile(rf"{NUMBER}(?: {NUMBER})*")
_ANY = re.compile(r".*", re.DOTALL)
_SHARE = re.compile(r"0|1|0?\.\d+|\d(?:\.\d+)?e-\d+")
_PAINT = re.compile(r"none|#[0-9A-F]{6}|url\(#paint\d+\)")
_COLOUR = re.compile(r"#[0-9A-F]{6}")
_MATRIX = re.compile(rf"matrix\({NUMBER}(?: {NUMBER}){{5}}\)")
_PATH = re.compile(r"M[-0-9. MLCZe+]*")
_OF = {"data-of": _ANY, "data-line": re.compile(r"\d*")}
_STROKE = {
    "stroke": _PAINT,
    "stroke-opacity": _SHARE,
    "stroke-width": _N,
    "stroke-linecap": re.compile("round|square"),
    "stroke-linejoin": re.compile("round|bevel"),
    "stroke-miterlimit": _N,
}
_GRADIENT = {
    "id": re.compile(r"paint\d+"),
    "gradientUnits": re.compile("userSpaceOnUse"),
    "gradientTransform": _MATRIX,
    "spreadMethod": re.compile("reflect|repeat"),
    **_OF,
}
_RULES: dict[str, dict[str, re.Pattern[str]]] = {
    "svg": {"viewBox": _NS},
    "defs": {},
    "g": {"opacity": _SHARE, "clip-path": re.compile(r"url\(#clip\d+\)")},
    "path": {
        "d": _PATH,
        "fill": _PAINT,
        "fill-opacity": _SHARE,
        "fill-rule": re.compile("evenodd"),
        "transform": _MATRIX,
        **_STROKE,
        **_OF,
    },
    "linearGradient": {**dict.fromkeys(("x1", "y1", "x2", "y2"), _N), **_GRADIENT},
    "radialGradient": {**dict.fromkeys(("cx", "cy", "r", "fx", "fy"), _N), **_GRADIENT},
    "stop": {"offset": _N, "stop-color": _COLOUR, "stop-opacity": _SHARE},
    "clipPath": {"id": re.compile(r"clip\d+")},
}
_LETTERS = str.maketrans("MLCZ", "    ")


def check_contract(root: Element, box: Rect) -> Element:
    """Return ``root`` if it keeps the plain profile; raises DataError for art out of reach, CodongError for a fault."""
    for element in root.iter():
        if "data-frame" in element.attrib or "data-keep" in element.attrib:
            continue
        name = element.tag.removeprefix(SVG)
        for key, value in element.attrib.items():
            if not _RULES.get(name, {}).get(key, re.compile("(?!)")).fullmatch(value):
                raise CodongError("internal", f"internal fault: <{name} {key}={value[:60]!r}> is not plain")
        if name not in _RULES:
            raise CodongError("internal", f"internal fault: <{name}> is not plain")
        if name == "path":
            _check_reach(element, box)
    return root


def _check_reach(path: Element, box: Rect) -> None:
    numbers = np.array(path.get("d", "").translate(_LETTERS).split(), dtype=np.float64).reshape(-1, 2)
    if "transform" in path.attrib:
        a, b, c, d, e, f = (float(v) for v in path.get("transform", "")[7:-1].split())
        numbers = numbers @ np.array([[a, b], [c, d]]) + np.array([e, f])
    far = REACH * max(box.width, box.height)
    if float(np.abs(numbers - np.array([*box.centre])).max()) > far:
        of, line = path.get("data-of", "path"), path.get("data-line", "?")
        raise DataError(
            "svg-out-of-reach",
            f"<{of}> in line {line}: reaches more than {REACH:.0f} times the drawing's size beyond it",
            hint="cut off what does not show",
        )
