"""Preflight of a page: what a press, a cutter or a hanger would trip over. Each rule has a code and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from renderer.preflight.bounds import MOST_COMPARED, check_count
from renderer.preflight.finding import Finding
from renderer.preflight.fine import find_hairlines, find_small_text
from renderer.preflight.fixes import FIXES
from renderer.preflight.inks import (
    find_default_spaces,
    find_foreign_colours,
    find_heavy_ink,
    find_other_profiles,
    find_spot_inks,
)
from renderer.preflight.judged import JudgedPage, PrintRequirements
from renderer.preflight.letters import FoundLetter
from renderer.preflight.painted import PLAIN
from renderer.preflight.scan import Item, Scan
from renderer.preflight.summary import shorten
from renderer.values.geometry import Point, Rect

SIZE_TOLERANCE = 0.1
"""mm at final size by which a page may differ from the order."""
_COVER_SLACK = 0.01
"""Points by which a text may look out from under what hides it."""


def preflight_page(
    number: int,
    trim: Rect,
    bleed: Rect,
    scan: Scan,
    letters: Sequence[FoundLetter],
    asked: PrintRequirements,
    turn: int = 0,
    media: Rect | None = None,
) -> list[Finding]:
    """Return what is wrong with a page; its boxes in points, ``turn`` its /Rotate in degrees."""
    page = JudgedPage(number, trim, bleed, scan, letters, asked, turn, media)
    found = shorten([Finding(code, message) for code, message in scan.facts])
    for rule in _RULES:
        found += shorten(list(rule(page)))
    return [replace(f, page=number, fix=f.fix or FIXES.get(f.code, "")) for f in dict.fromkeys(found)]


# -- boxes ----------------------------------------------------------------------------------------


def _find_wrong_size(page: JudgedPage) -> Iterator[Finding]:
    if page.asked.size is None:
        return
    found = (page.trim.width * page.mm, page.trim.height * page.mm)
    if page.turn % 180:
        found = found[::-1]
    if max(abs(a - b) for a, b in zip(found, page.asked.size, strict=True)) > SIZE_TOLERANCE:
        wanted = f"{page.asked.size[0]:g} x {page.asked.size[1]:g} mm"
        yield Finding(
            "trim-differs",
            "the trim is not the ordered size",
            expected=wanted,
            found=f"{found[0]:.1f} x {found[1]:.1f} mm",
        )


def _find_turn(page: JudgedPage) -> Iterator[Finding]:
    if page.turn:
        message = f"the page is turned by {page.turn} degrees when it is shown (/Rotate): programs differ in heeding it"
        # Words that a sign must show are read upright.
        yield Finding("turned", message, severity="error" if page.asked.words else "warning")


def _find_small_bleed(page: JudgedPage) -> Iterator[Finding]:
    if page.asked.bleed is None:
        return
    t, b = page.trim, page.bleed
    least = min(t.x - b.x, t.y - b.y, b.right - t.right, b.bottom - t.bottom) * page.mm
    if least < page.asked.bleed - SIZE_TOLERANCE:
        yield Finding(
            "bleed-small",
            f"the bleed is {max(0.0, least):.1f} mm at its narrowest",
            expected=f"{page.asked.bleed:g} mm",
            found=f"{max(0.0, least):.1f} mm",
        )


# -- effects --------------------------------------------------------------------------------------


def _find_rgb_groups(page: JudgedPage) -> Iterator[Finding]:
    """Groups that blend in RGB: without anything clear in them, and without a standard, few RIPs ask what they say."""
    if not page.scan.rgb_groups:
        return
    told = "a transparency group blends in RGB"
    if page.asked.standard or any(_is_clear(item) for item in page.scan.items):
        yield Finding("group-space", told)
    else:
        yield Finding("group-space", f"{told}, and nothing on the page is transparent", severity="warning")


def _is_clear(item: Item) -> bool:
    effects = item.effects
    return effects.fill_alpha < 1 or effects.stroke_alpha < 1 or effects.masked or effects.blend != PLAIN.blend


def _find_effects(page: JudgedPage) -> Iterator[Finding]:
    for item in page.scan.items:
        effects = item.effects
        if effects == PLAIN or item.mask:
            continue
        if _is_clear(item):
            yield Finding(
                "transparency",
                "painted with opacity, a blend mode or a soft mask",
                severity="warning" if page.asked.transparency else "error",
            )
        over = effects.overprint_fill or effects.overprint_stroke
        white = any(s.kind in ("cmyk", "spot") and v and not any(v) for s, v in item.colours)
        white = white or any(s.kind == "gray" and v == (1.0,) for s, v in item.colours)
        if over and white:
            yield Finding(
                "white-overprint", "white is set to overprint: it will not be there", place=page.place_of(item)
            )
        elif over:
            yield Finding("overprint", "something is set to overprint", severity="warning", place=page.place_of(item))


# -- pictures, lines, fonts -----------------------------------------------------------------------


def _find_coarse_images(page: JudgedPage) -> Iterator[Finding]:
    for item in page.scan.items:
        if item.kind == "image" and not item.mask:
            dpi = item.resolution / page.asked.ratio
            if dpi < page.asked.least_dpi - 0.5:
                yield Finding(
                    "image-resolution",
                    f"an image has {dpi:.0f} dpi at final size",
                    expected=f"{page.asked.least_dpi:.0f} dpi",
                    found=f"{dpi:.0f} dpi",
                    place=page.place_of(item),
                )


def _find_missing_fonts(page: JudgedPage) -> Iterator[Finding]:
    for font in page.scan.shown_fonts.values():  # those that a program lists and never uses harm nobody
        if not font.embedded:
            yield Finding("font-not-embedded", f"the font {font.name} is not in the file")


def _find_missing_glyphs(page: JudgedPage) -> Iterator[Finding]:
    for item in page.scan.items:
        if item.path is not None and item.path.glyph is not None and item.path.glyph[1] == 0 and not item.mask:
            message = "a letter is shown as the box of a missing glyph: the font has not the letter"
            yield Finding("missing-glyph", message, place=page.place_of(item))


def _find_hidden_text(page: JudgedPage) -> Iterator[Finding]:
    for item in page.scan.items:
        if item.text is not None and item.text.render == 3:
            yield Finding("hidden-text", "the page holds text that is not painted", place=page.place_of(item))


# -- text and where it stands ---------------------------------------------------------------------


def _find_misplaced_text(page: JudgedPage) -> Iterator[Finding]:
    """Text that is cut, or stands where the hem, an eyelet or a seam will be."""
    keep, width, height = page.asked.keep_out, page.trim.width * page.mm, page.trim.height * page.mm
    safe = Rect(keep.left, keep.top, width - keep.left - keep.right, height - keep.top - keep.bottom)
    whole = Rect(0.0, 0.0, width, height)
    beyond = page.in_mm(page.bleed)
    for extent, _, what in page.texts():
        ink = page.in_mm(extent)
        place = f"{ink.centre.x:.1f}, {ink.centre.y:.1f} mm"
        if not beyond.overlaps(ink):  # a slug and marks lie outside the bleed
            if page.media is not None and not page.media.overlaps(extent):
                yield Finding("text-off-page", f"{what} stands beside the page", severity="warning", place=place)
            continue
        if page.asked.panel:
            if whole.overlaps(ink) and not whole.contains(ink, tolerance=0.05):
                yield Finding("text-on-seam", f"{what} stands on a seam", severity="warning", place=place)
        elif not whole.contains(ink, tolerance=0.05):
            yield Finding("text-cut", f"{what} is cut off by the trim", place=place)
        elif not safe.contains(ink, tolerance=0.05):
            yield Finding("text-near-trim", f"{what} stands too near to the trim", place=place)
        for x, y in page.asked.holes:
            if _measure_distance(ink, Point(x, y)) < page.asked.hole_zone - 0.05:
                yield Finding("text-in-eyelet", f"{what} stands where an eyelet goes", place=place)


def _measure_distance(rect: Rect, point: Point) -> float:
    dx = max(rect.x - point.x, 0.0, point.x - rect.right)
    dy = max(rect.y - point.y, 0.0, point.y - rect.bottom)
    return float((dx * dx + dy * dy) ** 0.5)


def _find_covered_text(page: JudgedPage) -> Iterator[Finding]:
    """Text under a later box, image or shading that hides it wholly."""
    covers = [item for item in page.scan.items if not item.mask and item.effects == PLAIN and _hides(item)]
    texts = list(page.texts()) if covers else []
    check_count(len(covers) * len(texts), MOST_COMPARED, "pairs of texts and things over them")
    if not texts:
        return
    shown = np.array([item.extent if item.clip is None else item.extent.common(item.clip) for item in covers])
    low, high = shown[:, :2] - _COVER_SLACK, shown[:, :2] + shown[:, 2:] + _COVER_SLACK
    orders = np.array([item.order for item in covers])
    for extent, order, what in texts:
        left, bottom, right, top = extent.x, extent.y, extent.right, extent.bottom
        over = (orders > order) & (low <= (left, bottom)).all(axis=1) & (high >= (right, top)).all(axis=1)
        if over.any():
            yield Finding("covered-text", f"{what} is painted over", place=page.place(extent))


def _hides(item: Item) -> bool:
    if item.kind in ("image", "shading"):
        return True
    path = item.path
    boxes = ("mlllh", "mllll", "mllllh")
    return item.kind == "path" and path is not None and path.ops in boxes and path.operator not in ("S", "s")


_RULES: tuple[Callable[[JudgedPage], Iterator[Finding]], ...] = (
    _find_wrong_size,
    _find_turn,
    _find_small_bleed,
    find_foreign_colours,
    find_default_spaces,
    find_heavy_ink,
    find_spot_inks,
    find_other_profiles,
    _find_rgb_groups,
    _find_effects,
    _find_coarse_images,
    find_hairlines,
    _find_missing_fonts,
    _find_missing_glyphs,
    _find_hidden_text,
    _find_misplaced_text,
    _find_covered_text,
    find_small_text,
)
