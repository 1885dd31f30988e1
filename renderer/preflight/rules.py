"""Preflight of a page: what a press, a cutter or a hanger would trip over. Each rule has a code and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from renderer.preflight.bounds import MOST_COMPARED, check_count
from renderer.preflight.finding import Finding
from renderer.preflight.letters import FoundLetter
from renderer.preflight.painted import PLAIN
from renderer.preflight.scan import Item, Scan
from renderer.values.geometry import Edges, Point, Rect
from renderer.values.lengths import POINTS_PER_MM

SIZE_TOLERANCE = 0.1
"""mm at final size by which a page may differ from the order."""
HAIRLINE = 0.1
"""mm at final size: thinner lines vanish or break on large presses."""
_COVER_SLACK = 0.01
"""Points by which a text may look out from under what hides it."""
_REPEATED = 5
"""Findings of one code that are told one by one; the rest are counted."""

FIXES: dict[str, str] = {
    "rgb": "convert it to CMYK with the press's profile",
    "rgb-image": "convert the image to CMYK",
    "group-space": "blend the group in DeviceCMYK",
    "mask-space": "make the soft mask in grey",
    "shading-function": "write the gradient anew: it paints nothing in most programs",
    "ink": "lower the build, or choose a profile with less total ink",
    "image-resolution": "give a larger picture",
    "missing-glyph": "set the text in a font that has every Vietnamese letter",
    "font-not-embedded": "embed the font, or convert the text to curves",
    "hidden-text": "remove the invisible text",
    "transparency": "flatten it, or hand the file in as PDF/X-4",
    "white-overprint": "switch overprint off: white vanishes",
    "overprint": "switch overprint off unless it is meant",
    "hairline": "make the line at least 0.1 mm thick",
    "text-cut": "move the text inside the trim",
    "text-near-trim": "move the text further inside",
    "text-in-eyelet": "move the text away from the eyelet",
    "text-on-seam": "move the seam, or the text",
    "not-visible": "show the text: look for a hidden layer, a colour like its ground, or something over it",
    "covered-text": "remove what lies over the text, or the text",
    "trim-differs": "make the page the ordered size",
    "turned": "turn the content itself, and write the page upright",
    "bleed-empty": "let the ground run to the edge of the bleed",
    "words-differ": "order the file anew from the catalogue",
    "bleed-small": "let the ground run further over the trim",
    "no-trim": "state the trim box",
    "intent": "embed the press's profile as the output intent",
    "no-standard": "export the file as PDF/X",
    "layers": "merge the layers",
    "annotation": "remove the note",
    "small-rich-text": "set small text in black alone",
}


@dataclass(frozen=True)
class PrintRequirements:
    """What a file is held against; what is None is not known. Lengths in mm at final size.

    ``ratio`` is how many times smaller the page is; ``keep_out`` and ``holes`` are where no text may stand. ``panel``:
    the trim is a seam's, beside which text goes on.
    """

    size: tuple[float, float] | None = None
    ratio: float = 1.0
    bleed: float | None = None
    max_ink: float = 300.0
    least_dpi: float = 0.0
    keep_out: Edges = field(default_factory=lambda: Edges.all(0.0))
    holes: Sequence[tuple[float, float]] = ()
    hole_zone: float = 0.0
    panel: bool = False
    transparency: bool = True
    small_text: float = 3.0
    """Cap height in mm below which text of several inks will not register."""
    words: str = ""
    """The one text that the file must show, as it was issued."""


@dataclass(frozen=True)
class _Page:
    """A page under judgement: its number, boxes in points, items, and the letters found among them."""

    number: int
    trim: Rect
    bleed: Rect
    scan: Scan
    letters: Sequence[FoundLetter]
    asked: PrintRequirements
    turn: int = 0

    @property
    def mm(self) -> float:
        """mm of the sign a point of the page."""
        return self.asked.ratio / POINTS_PER_MM

    def place(self, extent: Rect) -> str:
        """Return where something lies, in mm from the trim's top left."""
        x, y = extent.centre
        return f"{(x - self.trim.x) * self.mm:.1f}, {(self.trim.bottom - y) * self.mm:.1f} mm"

    def in_mm(self, extent: Rect) -> Rect:
        """Return an extent of the page in mm from the trim's top left, y down."""
        k = self.mm
        return Rect(
            (extent.x - self.trim.x) * k, (self.trim.bottom - extent.bottom) * k, extent.width * k, extent.height * k
        )

    def texts(self) -> Iterator[tuple[Rect, int, str]]:
        """Yield every letter or run of text: its extent in points, its place in paint order, and what it is."""
        for item in self.scan.items:
            if item.kind == "text" and not item.mask and not item.tile:
                yield item.extent, item.order, "text"
        for letter in self.letters:
            yield letter.ink, letter.order, f"the letter {letter.character!r}"


def preflight_page(
    number: int,
    trim: Rect,
    bleed: Rect,
    scan: Scan,
    letters: Sequence[FoundLetter],
    asked: PrintRequirements,
    turn: int = 0,
) -> list[Finding]:
    """Return what is wrong with a page; ``trim`` and ``bleed`` in points, ``turn`` its /Rotate in degrees."""
    page = _Page(number, trim, bleed, scan, letters, asked, turn)
    found = shorten([Finding(code, message) for code, message in scan.facts])
    for rule in _RULES:
        found += shorten(list(rule(page)))
    return [replace(f, page=number, fix=f.fix or FIXES.get(f.code, "")) for f in dict.fromkeys(found)]


def shorten(found: list[Finding]) -> list[Finding]:
    """Tell the first few findings of a code one by one, and count the others."""
    by_code: dict[tuple[str, str], list[Finding]] = {}
    for finding in dict.fromkeys(found):
        by_code.setdefault((finding.code, finding.severity), []).append(finding)
    out = []
    for (code, _), several in by_code.items():
        out += several[:_REPEATED]
        if (more := len(several) - _REPEATED) > 0:
            out.append(Finding(code, f"and {more} more of the same", severity=several[0].severity))
    return out


# -- boxes ----------------------------------------------------------------------------------------


def _find_wrong_size(page: _Page) -> Iterator[Finding]:
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


def _find_turn(page: _Page) -> Iterator[Finding]:
    if page.turn:
        message = f"the page is turned by {page.turn} degrees when it is shown (/Rotate): programs differ in heeding it"
        yield Finding("turned", message, severity="warning")


def _find_small_bleed(page: _Page) -> Iterator[Finding]:
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


# -- colour ---------------------------------------------------------------------------------------


def _find_foreign_colours(page: _Page) -> Iterator[Finding]:
    for item in page.scan.items:
        for space, _ in item.colours:
            if item.mask or space.kind in ("cmyk", "gray", "spot", "pattern"):
                continue
            if space.kind == "rgb":
                code = {"image": "rgb-image", "shading": "rgb-shading", "paint": "rgb-shading"}.get(item.kind, "rgb")
                yield Finding(code, f"painted in {space.name or 'DeviceRGB'}", place=_place_of(page, item))
            else:
                yield Finding(
                    "colour-space", f"painted in {space.name or 'an unknown space'}", place=_place_of(page, item)
                )


def _place_of(page: _Page, item: Item) -> str:
    return page.place(item.extent) if item.extent.width or item.extent.height else ""


def _find_heavy_ink(page: _Page) -> Iterator[Finding]:
    for item in page.scan.items:
        for space, values in item.colours:
            inks = values if space.kind == "cmyk" else ()
            if space.kind == "spot" and space.build is not None and len(values) == 1 and space.name != "All":
                inks = tuple(values[0] * v for v in space.build)
            total = 100 * sum(inks)
            if total > page.asked.max_ink + 0.5 and not item.mask:
                yield Finding(
                    "ink",
                    f"a colour carries {total:.0f} % ink, more than {page.asked.max_ink:.0f} %",
                    place=_place_of(page, item),
                )


def _find_effects(page: _Page) -> Iterator[Finding]:
    for item in page.scan.items:
        effects = item.effects
        if effects == PLAIN or item.mask:
            continue
        clear = effects.fill_alpha < 1 or effects.stroke_alpha < 1 or effects.masked or effects.blend != "/Normal"
        if clear:
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
                "white-overprint", "white is set to overprint: it will not be there", place=_place_of(page, item)
            )
        elif over:
            yield Finding("overprint", "something is set to overprint", severity="warning", place=_place_of(page, item))


# -- pictures, lines, fonts -----------------------------------------------------------------------


def _find_coarse_images(page: _Page) -> Iterator[Finding]:
    for item in page.scan.items:
        if item.kind == "image" and not item.mask:
            dpi = item.resolution / page.asked.ratio
            if dpi < page.asked.least_dpi - 0.5:
                yield Finding(
                    "image-resolution",
                    f"an image has {dpi:.0f} dpi at final size",
                    expected=f"{page.asked.least_dpi:.0f} dpi",
                    found=f"{dpi:.0f} dpi",
                    place=_place_of(page, item),
                )


def _find_hairlines(page: _Page) -> Iterator[Finding]:
    for item in page.scan.items:
        if item.width is not None and not item.mask and item.width * page.mm < HAIRLINE - 1e-6:
            yield Finding("hairline", f"a line is {item.width * page.mm:.3f} mm thick", place=_place_of(page, item))


def _find_missing_fonts(page: _Page) -> Iterator[Finding]:
    for font in page.scan.shown_fonts.values():  # those that a program lists and never uses harm nobody
        if not font.embedded:
            yield Finding("font-not-embedded", f"the font {font.name} is not in the file")


def _find_missing_glyphs(page: _Page) -> Iterator[Finding]:
    for item in page.scan.items:
        if item.path is not None and item.path.glyph is not None and item.path.glyph[1] == 0 and not item.mask:
            message = "a letter is shown as the box of a missing glyph: the font has not the letter"
            yield Finding("missing-glyph", message, place=_place_of(page, item))


def _find_hidden_text(page: _Page) -> Iterator[Finding]:
    for item in page.scan.items:
        if item.text is not None and item.text.render == 3:
            yield Finding("hidden-text", "the page holds text that is not painted", place=_place_of(page, item))


# -- text and where it stands ---------------------------------------------------------------------


def _find_misplaced_text(page: _Page) -> Iterator[Finding]:
    """Text that is cut, or stands where the hem, an eyelet or a seam will be."""
    keep, width, height = page.asked.keep_out, page.trim.width * page.mm, page.trim.height * page.mm
    safe = Rect(keep.left, keep.top, width - keep.left - keep.right, height - keep.top - keep.bottom)
    whole = Rect(0.0, 0.0, width, height)
    beyond = page.in_mm(page.bleed)
    for extent, _, what in page.texts():
        ink = page.in_mm(extent)
        if not beyond.overlaps(ink):
            continue  # slug and marks lie outside the bleed
        place = f"{ink.centre.x:.1f}, {ink.centre.y:.1f} mm"
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


def _find_covered_text(page: _Page) -> Iterator[Finding]:
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


def _find_small_text(page: _Page) -> Iterator[Finding]:
    """Small dark letters of three or more inks never register: they belong in black alone."""
    by_order = {item.order: item for item in page.scan.items}
    for letter in page.letters:
        height = letter.ink.height * page.mm
        for space, values in by_order[letter.order].colours:
            dark = space.kind == "cmyk" and len(values) == 4 and values[3] > 0.6
            if dark and height < page.asked.small_text and sum(v > 0.05 for v in values) >= 3:
                message = f"the letter {letter.character!r}, {height:.1f} mm high, is painted in several inks"
                yield Finding("small-rich-text", message, place=page.place(letter.ink))


_RULES: tuple[Callable[[_Page], Iterator[Finding]], ...] = (
    _find_wrong_size,
    _find_turn,
    _find_small_bleed,
    _find_foreign_colours,
    _find_heavy_ink,
    _find_effects,
    _find_coarse_images,
    _find_hairlines,
    _find_missing_fonts,
    _find_missing_glyphs,
    _find_hidden_text,
    _find_misplaced_text,
    _find_covered_text,
    _find_small_text,
)
