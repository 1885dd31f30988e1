"""Numbers, lengths, angles and transforms as attributes and style sheets write them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import NamedTuple

from renderer.values.geometry import Affine, Point

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
MOST = 1e9
"""Numbers beyond this are no drawing's; sums and products of what is below stay finite."""
_ONE = re.compile(NUMBER)
_LENGTH = re.compile(rf"({NUMBER})\s*([a-zA-Z]+|%)?")
_COMMAS = re.compile(r",\s*,|^\s*,|,\s*$")
_PX = {"": 1.0, "px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96 / 72, "pc": 16.0}
_FONT_UNITS = {"em": 1.0}
_FUNCTION = re.compile(r"\s*,?\s*([a-zA-Z]+)\s*\(([^()]*)\)")


class BadValueError(ValueError):
    """A value that cannot be read; whoever knows the element says where."""


class Length(NamedTuple):
    """A length in px (user units), or a percentage of a side that is not known yet."""

    value: float
    percent: bool = False

    def resolve(self, whole: float) -> float:
        """Return the length in user units, where 100 % are ``whole``."""
        return self.value * whole / 100 if self.percent else self.value


def read_number(text: str) -> float:
    """Return a finite number of ordinary size."""
    if not _ONE.fullmatch(text.strip()):
        raise BadValueError(f"{text[:40]!r} is no number")
    return checked(float(text))


def checked(value: float) -> float:
    """Return ``value``; raises BadValueError for what no drawing needs."""
    if not math.isfinite(value) or abs(value) > MOST:
        raise BadValueError(f"{value:g} is too large")
    return value


def read_numbers(text: str) -> list[float]:
    """Return numbers parted by blanks, commas or their signs."""
    if _ONE.sub(" ", text).strip(" \t\r\n\f,") or _COMMAS.search(text):
        raise BadValueError(f"{text[:40]!r} is no list of numbers")
    return [checked(float(value)) for value in _ONE.findall(text)]


def read_length(text: str, font_size: float | None = None) -> Length:
    """Return a length in px or a percentage; ``em`` needs a font size that the drawing states."""
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        raise BadValueError(f"{text[:40]!r} is no length")
    value, unit = checked(float(found[1])), (found[2] or "").lower()
    if unit == "%":
        return Length(value, percent=True)
    if unit in _PX:
        return Length(checked(value * _PX[unit]))
    if unit in _FONT_UNITS and font_size is not None:
        return Length(checked(value * font_size))
    raise BadValueError(f"the unit of {text[:40]!r} is not taken (px, mm, cm, in, pt, pc and % are)")


def read_share(text: str) -> float:
    """Return a number or percentage, kept between 0 and 1: an opacity or an offset."""
    length = text.strip()
    share = read_number(length[:-1]) / 100 if length.endswith("%") else read_number(length)
    return min(1.0, max(0.0, share))


def read_transform(text: str) -> Affine:
    """Return the matrix of a list of transforms; ``none`` and nothing are the identity."""
    matrix, position = Affine(), 0
    text = text.strip()
    if text == "none":
        return matrix
    while position < len(text):
        found = _FUNCTION.match(text, position)
        if not found or found[1] not in _FUNCTIONS:
            raise BadValueError(f"cannot read the transform {text[:60]!r}")
        matrix = _read_function(found[1], found[2]).then(matrix)
        position = found.end()
    for value in matrix:
        checked(value)
    return matrix


def _read_function(name: str, inside: str) -> Affine:
    try:
        values = read_numbers(inside)
    except BadValueError:
        raise BadValueError(f"cannot read the transform {name}({inside[:40]})") from None
    counts, make = _FUNCTIONS[name]
    if len(values) not in counts:
        raise BadValueError(f"the transform {name}() takes {' or '.join(map(str, counts))} numbers")
    return make(values)


def _tangent(degrees: float) -> float:
    return math.tan(math.radians(degrees))


_FUNCTIONS: dict[str, tuple[tuple[int, ...], Callable[[list[float]], Affine]]] = {
    "matrix": ((6,), lambda n: Affine(*n)),
    "translate": ((1, 2), lambda n: Affine.translation(n[0], n[1] if len(n) > 1 else 0.0)),
    "scale": ((1, 2), lambda n: Affine.scaling(n[0], n[1] if len(n) > 1 else n[0])),
    "rotate": ((1, 3), lambda n: Affine.rotation(n[0], Point(n[1], n[2]) if len(n) > 2 else None)),
    "skewX": ((1,), lambda n: Affine(c=_tangent(n[0]))),
    "skewY": ((1,), lambda n: Affine(b=_tangent(n[0]))),
}


def determinant(matrix: Affine) -> float:
    """Return how much a matrix enlarges areas; 0 where nothing is left to see."""
    return matrix.a * matrix.d - matrix.b * matrix.c


def inverse(matrix: Affine) -> Affine:
    """Return the matrix that undoes this one, which must not flatten."""
    a, b, c, d, e, f = matrix
    det = determinant(matrix)
    return Affine(d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)
