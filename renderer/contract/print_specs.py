"""What presses and print shops need, as tables: standards, materials, finishings, marks.

The command line, the checks and docs/print.md are fed from here. Lengths are mm at final size.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from renderer.values.errors import unknown_name
from renderer.values.geometry import Edges

TextKey = Literal["curves", "live"]
MarksKey = Literal["none", "crop", "full"]

TEXT_FACE, BOLD_FACE = "Be Vietnam Pro/600", "Be Vietnam Pro/800"
"""The faces of what no layout sets: slug, papers, watermark."""


class Standard(NamedTuple):
    """A PDF/X standard: its label, PDF version, and what it lets a page use.

    ``flat``: it is asked for by programs that import a form as one object, so the art is part of the page itself.
    """

    label: str
    pdf_version: str
    transparency: bool
    user_unit: bool
    layers: bool
    flat: bool


STANDARDS: dict[str, Standard] = {
    "x4": Standard("PDF/X-4", "1.6", True, True, True, False),  # ISO 15930-7:2010
    "x1a": Standard("PDF/X-1a:2003", "1.4", False, False, False, True),  # ISO 15930-4:2003
}


class Material(NamedTuple):
    """What is printed on: its name on papers, most ink in per cent, and the least resolution of a raster in dpi."""

    name: str
    max_ink: float
    least_dpi: float


# Ink: coated paper as FOGRA39 (ISO 12647-2) takes it, hiflex as solvent prints dry on PVC. Resolution: docs/facts.md,
# "Resolution by distance" (1-3 m: 150, over 8 m: 50).
MATERIALS: dict[str, Material] = {
    "coated": Material("giấy couché", 300.0, 150.0),
    "hiflex": Material("bạt hiflex", 250.0, 50.0),
}


FORMAT_WORDS = {"pano": "Pano", "bang-ron": "Băng rôn", "ap-phich": "Áp phích", "led": "Màn hình LED", "phuon": "Phướn"}


class Finishing(NamedTuple):
    """What is done to a printed sign. ``fold`` is printed beyond the trim and folded back; ``keep_out`` stays free of
    letters inside the trim; eyelets stand ``eyelet_inset`` inside the trim, free of letters within ``eyelet_zone``."""

    name: str
    fold: Edges
    keep_out: Edges
    eyelets: bool = False
    turned: bool = True
    """False: the edges are cut, nothing is folded, and the bleed is the layout's."""


# Keep-out: 50 mm, the international figure for hems and pole pockets (docs/facts.md). No Vietnamese figures for hem
# and pocket widths were found: 30 and 80 mm are ours, and an order's ``bleed`` gives others.
FINISHINGS: dict[str, Finishing] = {
    "none": Finishing("cắt thành phẩm", Edges.all(0.0), Edges.all(0.0), turned=False),
    "hem": Finishing("bo viền", Edges.all(30.0), Edges.all(50.0)),
    "eyelets": Finishing("bo viền, đóng khoen", Edges.all(30.0), Edges.all(55.0), eyelets=True),
    "poles-ends": Finishing("bo viền, luồn cây hai đầu", Edges(30.0, 80.0, 30.0, 80.0), Edges.all(50.0)),
    "poles-top-foot": Finishing("bo viền, luồn cây trên dưới", Edges(80.0, 30.0, 80.0, 30.0), Edges.all(50.0)),
}
EYELET_SPACING = 500.0
"""Largest distance of two eyelets; no Vietnamese figure was found, shops abroad give 450 to 600 mm."""
LEAST_SIDE_OF_EYELETS = 200.0
"""mm: on anything smaller their zones leave no room for words."""
EYELET_INSET, EYELET_RADIUS, EYELET_ZONE = 25.0, 10.0, 30.0
"""From the trim to an eyelet's centre; its outer radius; how far letters stay from its centre."""

MARKS: dict[str, str] = {
    "none": "no marks",
    "crop": "crop marks",
    "full": "crop, fold, centre and registration marks, colour bar, slug and QR",
}
PANEL_OVERLAP = 30.0
"""How far two neighbouring panels print the same strip, for the weld. No Vietnamese figure was found."""


MARK_ROOM: dict[str, Edges] = {"none": Edges.all(0.0), "crop": Edges.all(10.0), "full": Edges(12.0, 12.0, 32.0, 12.0)}
"""Room around the bleed for marks; the foot has the slug and the QR code. Larger signs have larger marks."""
QR_GAP, QR_SIDE = 10.0, 20.0
"""mm on a poster: from the bleed to the QR code, and its side with its quiet zone."""
_MARKS_GROW_FROM = 1200.0


def mark_size(longest: float) -> float:
    """Return how much larger than on a poster the marks of a sign are, whose longest side is given."""
    return max(1.0, round(longest / _MARKS_GROW_FROM, 2))


def mark_room(marks: str, longest: float) -> Edges:
    """Return the room that marks take around the bleed."""
    grown = mark_size(longest)
    return Edges(*(round(side * grown, 3) for side in MARK_ROOM[marks]))


def find_standard(key: str) -> Standard:
    if key not in STANDARDS:
        raise unknown_name("standard", key, list(STANDARDS))
    return STANDARDS[key]


def find_material(key: str) -> Material:
    if key not in MATERIALS:
        raise unknown_name("material", key, list(MATERIALS))
    return MATERIALS[key]


def find_finishing(key: str) -> Finishing:
    if key not in FINISHINGS:
        raise unknown_name("finishing", key, list(FINISHINGS))
    return FINISHINGS[key]


def place_eyelets(width: float, height: float, spacing: float) -> list[tuple[float, float]]:
    """Return the centres of the eyelets of a sign, from its trim's top left: one in every corner, and along every
    side as few as keep ``spacing``, at even distances."""
    inset = EYELET_INSET
    columns, rows = (_divide_evenly(side - 2 * inset, spacing) for side in (width, height))
    across = [inset + x for x in columns]
    down = [inset + y for y in rows]
    ring = [(x, y) for y in (down[0], down[-1]) for x in across]
    ring += [(x, y) for x in (across[0], across[-1]) for y in down[1:-1]]
    return sorted(ring, key=lambda p: (p[1], p[0]))


def _divide_evenly(length: float, spacing: float) -> list[float]:
    parts = max(1, math.ceil(length / spacing - 1e-9))
    return [length * i / parts for i in range(parts + 1)]
