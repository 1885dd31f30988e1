"""How the print of an order is laid on pages."""

from __future__ import annotations

from dataclasses import dataclass

from renderer.contract.order import Order
from renderer.contract.print_specs import FINISHINGS, PANEL_OVERLAP, find_standard, mark_room
from renderer.layout import Layout
from renderer.values.errors import RefusedError, UsageError
from renderer.values.geometry import Edges
from renderer.values.lengths import MAX_PAGE_POINTS, Size, mm_to_points, parse_size


@dataclass(frozen=True)
class Pages:
    """How the print of an order is laid on pages; lengths in mm at final size.

    ``panel`` is the largest panel, ``ratio`` how many times smaller a page is than the sign; ``user_unit``: it says so.
    """

    marks: str
    panel: tuple[float, float] | None
    overlap: float
    ratio: int
    user_unit: bool


def choose_bleed(order: Order, layout: Layout) -> Edges:
    """Return how far the print reaches beyond the trim: as ordered, else what is folded, else the layout's bleed."""
    if order.bleed is not None:
        return Edges.all(order.bleed)
    finish = FINISHINGS[order.finishing]
    return finish.fold if finish.turned else Edges.all(layout.spec.bleed_mm)


def plan_pages(order: Order, size: Size, bleed: Edges, marks: str) -> Pages:
    """Decide the scale of a print's pages: one tenth where a page would pass what PDF allows."""
    panel = parse_size(order.panels) if order.panels else None
    if panel is not None and panel.unit != "mm":
        raise UsageError("bad-panels", "panels are lengths", field="panels", hint="for example 3,1x50m")
    if order.overlap is not None and panel is None:
        raise UsageError("no-panels", "an overlap is for panels", field="overlap", hint="use it with `panels`")
    longest = max(size.width + bleed.left + bleed.right, size.height + bleed.top + bleed.bottom)
    if panel is not None:
        longest = min(longest, max(panel.width, panel.height))
    room = mark_room(marks, max(size.width, size.height))
    longest += room.left + max(room.right, room.bottom)
    too_large = mm_to_points(longest) > MAX_PAGE_POINTS
    ratio = 10 if order.scale == "10" or too_large else 1
    if mm_to_points(longest / ratio) > MAX_PAGE_POINTS:
        raise RefusedError(
            "page-too-large",
            f"{longest / 1000:g} m are too long even at 1:10: a PDF page ends at 50.8 m",
            field="size",
            hint="cut it into `panels`",
        )
    user_unit, told = order.scale == "1" and ratio == 10, find_standard(order.standard)
    if user_unit and not told.user_unit:
        raise RefusedError(
            "standard-forbids",
            f"{told.label} has no UserUnit, which a page of {longest / 1000:.2f} m at 1:1 needs",
            field="scale",
            hint="leave `scale` out for 1:10, or use `standard` x4",
        )
    overlap = PANEL_OVERLAP if order.overlap is None else order.overlap
    return Pages(marks, (panel.width, panel.height) if panel else None, overlap, ratio, user_unit)
