"""The ticket of a sign: what the print shop must know, and how the print is finished, on one page of A4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from renderer.contract.expectation import ExpectedPage
from renderer.contract.print_specs import EYELET_RADIUS, place_eyelets
from renderer.documents.paper import FACES, html_of, paper, text_layer
from renderer.export.printer_marks import qr_boxes
from renderer.values.geometry import Edges, Point, Rect

_WIDE, _HIGH, _LEAST_HIGH = 180.0, 112.0, 56.0
"""mm on the paper: the drawing, its height, and what it has at least where there is much to tell."""
_ROOM, _ROW, _LINE, _FILE_LINE = 230.0, 6.0, 4.5, 3.4
"""mm on the paper: what drawing and table share, a row of the table, and one more line in it."""
_LINE_CHARACTERS = 75
_QR_MM = 22.0
_TAG_AWAY = 10.5, 4.6
"""mm from the print to a tag beside it, and under it."""


@dataclass(frozen=True)
class TicketFacts:
    """Everything a ticket tells. ``rows`` are label and value, in Vietnamese; lengths in mm at final size.

    ``turned``: the fold is turned back, else cut off; ``spacing`` is that of the eyelets, None for a sign without.
    """

    title: str
    rows: Sequence[tuple[str, str]]
    texts: Sequence[str]
    size: tuple[float, float]
    fold: Edges
    turned: bool
    spacing: float | None
    pages: Sequence[ExpectedPage]
    binding: str
    draft: bool


def make_ticket(facts: TicketFacts, picture: bytes, font: Callable[[str], bytes]) -> bytes:
    """Return the ticket's PDF.

    ``picture`` is a JPEG of the whole print; ``font`` gives a face's bytes by ``family/weight``.
    """
    fonts = {f"{use}.ttf": key for use, key in FACES.items()}
    area = Rect(0.0, 0.0, _WIDE, round(min(_HIGH, max(_LEAST_HIGH, _ROOM - _measure_table(facts))), 1))
    html = html_of(
        "ticket.html.j2",
        facts=facts,
        drawing=_drawing(facts, area),
        area=area,
        qr_side=_QR_MM,
        qr=[tuple(rect) for rect in qr_boxes(facts.binding, Point(0.0, 0.0), _QR_MM)],
        fonts={use: f"{use}.ttf" for use in FACES},
    )

    def read(name: str) -> bytes:
        if name == "sign.jpg":
            return picture
        if name in fonts:
            return font(fonts[name])
        raise ValueError(f"{name} does not lie beside the ticket")

    return paper(html, read)


def _measure_table(facts: TicketFacts) -> float:
    """Return about how high the table is, in mm on the paper."""
    high = 0.0
    for label, value in (*(("Nội dung", text) for text in facts.texts), *facts.rows):
        more = sum(1 + len(line) // _LINE_CHARACTERS for line in value.split("\n")) - 1
        high += _ROW + more * (_FILE_LINE if label == "Tệp in" else _LINE)
    return high


def _drawing(facts: TicketFacts, room: Rect) -> dict[str, Any]:
    """Return the shapes of the drawing, in mm on the paper."""
    trim = Rect(0.0, 0.0, *facts.size)
    area = trim.outset(facts.fold)
    margin = 9.0 if len(facts.pages) <= 1 else 20.0
    scale = min((room.width - 2 * margin) / area.width, (room.height - 2 * 9.0) / area.height)
    left = (room.width - area.width * scale) / 2 - area.x * scale
    top = (room.height - area.height * scale) / 2 - area.y * scale

    def place(rect: Rect) -> list[float]:
        values = (left + rect.x * scale, top + rect.y * scale, rect.width * scale, rect.height * scale)
        return [round(v, 3) for v in values]

    holes = place_eyelets(*facts.size, facts.spacing) if facts.spacing else []
    panels = [
        {
            "number": page.number,
            "rect": place(Rect(*page.bleed)),
            "size": f"{page.bleed[2]:.0f} x {page.bleed[3]:.0f}",
            "tag": _tag_beside(place(Rect(*page.bleed)), place(area)),
        }
        for page in (facts.pages if len(facts.pages) > 1 else ())
    ]
    return {
        "trim": place(trim),
        "print": place(area),
        "folded": area != trim,
        "panels": panels,
        "holes": [(round(left + x * scale, 3), round(top + y * scale, 3)) for x, y in holes],
        "radius": round(max(0.6, EYELET_RADIUS * scale), 3),
        "count": len(holes),
        "width": f"{facts.size[0]:g}",
        "height": f"{facts.size[1]:g}",
    }


def _tag_beside(panel: list[float], printed: list[float]) -> tuple[float, float]:
    """Return where a panel's tag stands, in mm on the paper: beside the print, so that it hides no letter."""
    x, y, width, height = panel
    centre = x + width / 2, y + height / 2
    left, top, right, foot = printed[0], printed[1], printed[0] + printed[2], printed[1] + printed[3]
    if foot - (y + height) < 0.5:
        return centre[0], foot + _TAG_AWAY[1]
    if right - (x + width) < 0.5:
        return right + _TAG_AWAY[0], centre[1]
    if x - left < 0.5:
        return left - _TAG_AWAY[0], centre[1]
    return centre[0], top + 2.0


def missing_words(data: bytes, facts: TicketFacts) -> list[str]:
    """Return what a ticket must say and does not, read back by PDFium."""
    said = text_layer(data)
    wanted = [facts.title, *facts.texts, *(value for _, value in facts.rows), facts.binding]
    return [words for words in wanted if "".join(words.split()) not in said]
