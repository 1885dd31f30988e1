"""Verification of contours to be cut: an SVG is read letter by letter, a DXF contour by contour against the font."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import ParseError

import numpy as np
import shapely
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from renderer.contract.expectation import Expectation, ExpectedFrame
from renderer.contract.formats import EYELETS_LAYER, TRIM_LAYER
from renderer.contract.print_specs import EYELET_RADIUS
from renderer.preflight.alphabet import Alphabet, Points, alphabet_of
from renderer.preflight.finding import Finding
from renderer.preflight.readback import Letter, read_letter, turn_upright
from renderer.preflight.verify_pdf import verify_text

Holes = Sequence[tuple[float, float]]
PLACE_TOLERANCE = 0.001
"""mm: contours carry four decimals."""
EDGE_TOLERANCE = 0.06
"""mm: what a chord of the file and one of ours may leave the same curve by, with four decimals of each."""
_OPERATORS = {"M": ("m", 2), "L": ("l", 2), "C": ("c", 6), "Z": ("h", 0)}
_STEP = re.compile(r"([MLCZ])([-\d. ]*)")
_SVG = "{http://www.w3.org/2000/svg}"
_SEEN = {"id": None, "fill": "none", "stroke": "#000", "stroke-width": "0.1"}
_CHORD_TOLERANCE = 0.02


def verify_svg(data: bytes, expected: Expectation, fonts: Mapping[str, bytes], holes: Holes) -> list[Finding]:
    """Return every way in which an SVG of contours differs from what it must cut. Never raises for a faulty file."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
        groups = {str(group.get("id")): group for group in root if group.tag == f"{_SVG}g"}
        frames = _letters_of(expected)
        findings = _verify_svg_structure(root, groups, expected, holes)
        for frame in frames if not findings else ():
            findings += _verify_group(groups[frame.name], frame, alphabet_of(fonts[frame.font]))
    except (ParseError, DefusedXmlException, ValueError, KeyError, TypeError) as fault:
        return [Finding("unreadable", f"the contours cannot be read: {type(fault).__name__}")]
    return findings


def _letters_of(expected: Expectation) -> list[ExpectedFrame]:
    """Return the layers that are letters: what lies under them is not cut."""
    return [frame for frame in expected.frames if "~" not in frame.name]


def _verify_svg_structure(root: Any, groups: Mapping[str, Any], expected: Expectation, holes: Holes) -> list[Finding]:
    width, height = expected.trim
    told = dict(root.attrib)
    box = [float(v) for v in told.pop("viewBox").split()]
    sides = [float(told.pop(key).removesuffix("mm")) for key in ("width", "height")]
    near = np.abs(np.array([*box, *sides]) - (0.0, 0.0, width, height, width, height)).max() <= PLACE_TOLERANCE
    if root.tag != f"{_SVG}svg" or told or not near:
        return [Finding("box", "the drawing is not the sign's size in mm")]
    wanted = [*(frame.name for frame in _letters_of(expected)), TRIM_LAYER, *([EYELETS_LAYER] if holes else [])]
    others = [
        child
        for child in root
        if child.tag not in (f"{_SVG}g", f"{_SVG}title") or (len(child) and child.tag != f"{_SVG}g")
    ]
    if list(groups) != wanted or others or len(groups) != sum(child.tag == f"{_SVG}g" for child in root):
        return [Finding("foreign-entry", "the drawing holds other groups than its letters, trim and eyelets")]
    for name, group in groups.items():
        if any(key not in _SEEN or (value != _SEEN[key] and key != "id") for key, value in group.attrib.items()):
            return [Finding("foreign-entry", "a group changes how its contours are seen", frame=name)]
    frame = groups[TRIM_LAYER]
    rects = [[float(child.get(key, "nan")) for key in ("x", "y", "width", "height")] for child in frame]
    plain = all(child.tag == f"{_SVG}rect" and len(child.attrib) == 4 for child in frame)
    if not plain or len(rects) != 1 or np.abs(np.array(rects[0]) - (0, 0, width, height)).max() > PLACE_TOLERANCE:
        return [Finding("box", "the trim is drawn elsewhere")]
    circles = groups[EYELETS_LAYER] if holes else []
    found = [[float(child.get(key, "nan")) for key in ("cx", "cy", "r")] for child in circles]
    plain = all(child.tag == f"{_SVG}circle" and len(child.attrib) == 3 for child in circles)
    return [] if plain and _are_holes(found, holes) else [Finding("eyelets", "the eyelets are drawn elsewhere")]


def _are_holes(found: Sequence[Sequence[float]], holes: Holes) -> bool:
    wanted = np.array([(x, y, EYELET_RADIUS) for x, y in holes]).reshape(-1, 3)
    circles = np.array(found).reshape(-1, 3)
    return circles.shape == wanted.shape and bool((np.abs(circles - wanted) <= PLACE_TOLERANCE).all())


def _verify_group(group: Any, frame: ExpectedFrame, alphabet: Alphabet) -> list[Finding]:
    letters: list[Letter] = []
    for order, child in enumerate(group):
        if child.tag != f"{_SVG}path" or set(child.attrib) != {"d"} or len(child):
            return [Finding("foreign-entry", "a group holds something that is no contour", frame=frame.name)]
        ops, points = _read_path(child.get("d"))
        letter = read_letter(ops, turn_upright(points, frame), frame, alphabet, order)
        if letter is None:
            return [Finding("not-a-letter", f"a path is no letter of {frame.font} at its size", frame=frame.name)]
        letters.append(letter)
    return verify_text(frame, letters, alphabet)


def _read_path(data: str) -> tuple[str, Points]:
    """Return an SVG path of absolute operators; raises ValueError for any other."""
    if "".join(found[0] for found in _STEP.finditer(data)) != data:
        raise ValueError("other operators than M, L, C, Z")
    ops, numbers = "", list[float]()
    for found in _STEP.finditer(data):
        op, count = _OPERATORS[found[1]]
        values = [float(v) for v in found[2].split()]
        if len(values) != count:
            raise ValueError("an operator with other operands")
        ops += op
        numbers += values
    return ops, np.array(numbers, dtype=np.float64).reshape(-1, 2)


# -- DXF ------------------------------------------------------------------------------------------


def verify_dxf(data: bytes, expected: Expectation, fonts: Mapping[str, bytes], holes: Holes) -> list[Finding]:
    """Return every way in which a DXF of contours differs from what it must cut. Never raises for a faulty file."""
    from ezdxf.filemanagement import read
    from ezdxf.lldxf.const import DXFError

    try:
        drawing = read(io.StringIO(data.decode()))
        return _verify_drawing(drawing, expected, fonts, holes)
    except (DXFError, ValueError, TypeError, IndexError, KeyError, AttributeError) as fault:
        return [Finding("unreadable", f"the contours cannot be read: {type(fault).__name__}")]


def _verify_drawing(drawing: Any, expected: Expectation, fonts: Mapping[str, bytes], holes: Holes) -> list[Finding]:
    height = expected.trim[1]
    if drawing.header.get("$INSUNITS") != 4:
        return [Finding("box", "the drawing does not say that it is in mm")]
    wanted = [*(frame.name for frame in _letters_of(expected)), TRIM_LAYER, *([EYELETS_LAYER] if holes else [])]
    rings: dict[str, list[Points]] = {name: [] for name in wanted}
    circles: list[tuple[float, float, float]] = []
    for entity in drawing.modelspace():
        layer, kind = entity.dxf.layer, entity.dxftype()
        if kind == "LWPOLYLINE" and layer in rings and layer != EYELETS_LAYER and _is_plain(entity):
            points = np.array([(x, height - y) for x, y in entity.get_points("xy")], dtype=np.float64)
            rings[layer].append(points)
        elif kind == "CIRCLE" and layer == EYELETS_LAYER:
            circles.append((entity.dxf.center.x, height - entity.dxf.center.y, entity.dxf.radius))
        else:
            return [Finding("foreign-entry", f"the drawing holds a {kind} that is none of its contours", frame=layer)]
    if not _are_holes(circles, holes):
        return [Finding("eyelets", "the eyelets are drawn elsewhere")]
    corners = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]) * expected.trim
    if _find_foreign(rings[TRIM_LAYER], [corners], PLACE_TOLERANCE) is not None:
        return [Finding("box", "the trim is drawn elsewhere")]
    findings = []
    for frame in _letters_of(expected):
        contours = list(_expect_contours(frame, alphabet_of(fonts[frame.font])))
        at = _find_foreign(rings[frame.name], [ring for _, ring in contours], EDGE_TOLERANCE)
        if at is not None:
            told = (
                f"a contour is none of the letter {contours[at][0]!r}" if at < len(contours) else "one contour too many"
            )
            findings.append(Finding("text-differs", told, frame=frame.name, expected=frame.text))
    return findings


def _is_plain(polyline: Any) -> bool:
    """Tell whether a polyline is closed, without bulges, in the plane of the drawing."""
    straight = all(bulge == 0 for (bulge,) in polyline.get_points("b"))
    return bool(polyline.closed) and straight and tuple(polyline.dxf.extrusion) == (0.0, 0.0, 1.0)


def _find_foreign(found: Sequence[Points], wanted: Sequence[Points], slack: float) -> int | None:
    """Return the number of the first contour that is not where it should be, or None."""
    for number, (ring, other) in enumerate(zip(found, wanted, strict=False)):
        one, two = shapely.LinearRing(ring), shapely.LinearRing(other)
        if shapely.hausdorff_distance(one, two) > slack or shapely.hausdorff_distance(two, one) > slack:
            return number
    return None if len(found) == len(wanted) else min(len(found), len(wanted))


def _expect_contours(frame: ExpectedFrame, alphabet: Alphabet) -> Iterator[tuple[str, Points]]:
    """Yield the contours of a frame's letters in mm of the sign, in the order in which they are set."""
    for line in frame.lines:
        scale = line.size / alphabet.units_per_em
        for placed in alphabet.shape(line.text, line.tracking):
            shape = alphabet.shape_of(placed.character)
            for ring in _flatten(*shape, scale) if shape is not None else ():
                points = (ring + (placed.x, 0.0)) * (scale, -scale) + (line.x, line.y)
                yield placed.character, _turn_back(points, frame)


def _turn_back(points: Points, frame: ExpectedFrame) -> Points:
    """Turn points of an upright frame as the frame is turned."""
    return turn_upright(points, frame.model_copy(update={"rotation": -frame.rotation}))


def _flatten(ops: str, points: Points, scale: float) -> Iterator[Points]:
    """Yield the contours of a shape as polygons, every curve in so many chords that they stay on it at this scale."""
    rings: list[Points] = []
    at = 0
    for op in ops:
        if op == "m":
            rings = [points[at : at + 1]]
        elif op == "l":
            rings.append(points[at : at + 1])
        elif op == "c":
            rings.append(_bend(np.array([rings[-1][-1], *points[at : at + 3]]), scale))
        else:
            yield np.concatenate(rings)
        at += {"m": 1, "l": 1, "c": 3, "h": 0}[op]


def _bend(curve: Points, scale: float) -> Points:
    # A chord leaves its curve by an eighth of the second derivative over the square of their number.
    bent = np.abs(np.diff(curve, 2, axis=0)).max() * scale
    t = np.linspace(0.0, 1.0, max(2, math.ceil(math.sqrt(bent / _CHORD_TOLERANCE))) + 1)[1:, None]
    weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
    return np.asarray(sum(w * p for w, p in zip(weights, curve, strict=True)))
