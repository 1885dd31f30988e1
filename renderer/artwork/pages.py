"""The pages of a print: the whole sign or its panels, their boxes, and the slug that stands outside the bleed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from renderer.artwork.artwork import PaintedText, PrintPage, expect_frame
from renderer.artwork.panels import Obstacle, cut, printed_of
from renderer.contract.expectation import Box, ExpectedPage
from renderer.contract.print_specs import (
    EYELET_SPACING,
    FINISHINGS,
    FORMAT_WORDS,
    MATERIALS,
    QR_GAP,
    TEXT_FACE,
    mark_room,
    mark_size,
)
from renderer.layout import Master
from renderer.resolve import Pages, PrintSign
from renderer.studio import Studio
from renderer.text import plain_wording
from renderer.typeset import Face, Setting, set_text
from renderer.values.colour import CMYK, RGB, Swatch
from renderer.values.geometry import Point, Rect
from renderer.values.lengths import Size

SLUG_FACE = TEXT_FACE
KEY = Swatch("key", RGB(26, 26, 26), CMYK(0, 0, 0, 100))
"""What slug and marks are printed in, whatever the palette holds."""
_SLUG_LEFT, _SLUG_HEIGHT = 24.0, 18.0
_SLUG_LEAST, _SLUG_MOST, _SLUG_LINES = 1.2, 2.2, 8
"""Cap height in mm on a poster, and lines."""


def lay_pages(
    studio: Studio, resolved: PrintSign, master: Master, texts: Sequence[PaintedText], faces: Mapping[str, Face]
) -> tuple[tuple[PrintPage, ...], tuple[str, ...]]:
    """Return the pages of a sign's print, and warnings of seams that cross letters or emblems."""
    pages = resolved.pages
    trim = Rect(0.0, 0.0, resolved.size.width, resolved.size.height)
    area = trim.outset(resolved.bleed)
    if pages.panel is None:
        return (_page(studio, resolved, pages, area, trim, 1, 1),), ()
    parts = cut(area, pages.panel, pages.overlap, obstacles(master, texts, faces))
    crossed = [f"a seam of the panels crosses {name}" for name in parts.crossed]
    cells = parts.cells
    print_pages = tuple(
        _page(studio, resolved, pages, printed_of(cell, area, pages.overlap), _common(cell, trim), number, len(cells))
        for number, cell in enumerate(cells, 1)
    )
    return print_pages, tuple(crossed)


def obstacles(master: Master, texts: Sequence[PaintedText], faces: Mapping[str, Face]) -> list[Obstacle]:
    """Return every letter and every emblem: what no seam should cross."""
    found = [Obstacle(rect, f"the emblem {name!r}", False) for name, rect in master.art.keeps.items()]
    found += [Obstacle(rect, f"the picture {name!r}", False) for name, rect in master.pictures.items()]
    for text in texts:
        face = faces[text.block.face]
        for line in text.block.lines:
            scale = line.size / face.units_per_em
            for glyph in line.shaped.glyphs:
                bounds = face.outline(glyph.gid).bounds
                if bounds is not None:
                    left, bottom, right, top = bounds
                    matrix = text.placement(line.x + glyph.x * scale, line.baseline - glyph.y * scale, scale)
                    corners = [matrix.apply(Point(x, y)) for x in (left, right) for y in (bottom, top)]
                    xs, ys = zip(*corners, strict=True)
                    rect = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
                    reach = text.stroke * line.size / 2
                    found.append(Obstacle(rect.inset(-reach), f"a letter of {line.text!r}", True))
    return found


def _common(cell: Rect, trim: Rect) -> Rect:
    """Return the part of a cell that is seen on the sign, or the cell where it is all fold."""
    seen = cell.common(trim)
    return seen if seen.width and seen.height else cell


def _page(
    studio: Studio, resolved: PrintSign, pages: Pages, bleed: Rect, trim: Rect, number: int, count: int
) -> PrintPage:
    longest = max(resolved.size.width, resolved.size.height)
    media = bleed.outset(mark_room(pages.marks, longest))
    told = SLUG_JOINT.join(slug_parts(resolved, bleed, number, count))
    slug = (set_slug(studio, longest, bleed, told),) if pages.marks == "full" else ()
    page = ExpectedPage(
        number=number,
        count=count,
        media=_box(media),
        bleed=_box(bleed),
        trim=_box(trim),
        ratio=pages.ratio,
        user_unit=pages.user_unit,
        standard=resolved.order.standard,
        text=resolved.order.text,
        marks=pages.marks,
        slug=tuple(expect_frame(text) for text in slug),
        qr=resolved.binding if slug else "",
    )
    return PrintPage(page, slug)


def _box(rect: Rect) -> Box:
    x, y, width, height = (round(v, 4) for v in rect)
    return x, y, width, height


def set_slug(studio: Studio, longest: float, bleed: Rect, text: str) -> PaintedText:
    """Return a slug set under a page's bleed; ``longest`` is the sign's longer side: marks grow with it."""
    grown = mark_size(longest)
    frame = Rect(
        bleed.x + _SLUG_LEFT * grown,
        bleed.bottom + QR_GAP * grown,
        bleed.width - (_SLUG_LEFT + 4) * grown,
        _SLUG_HEIGHT * grown,
    )
    setting = Setting(
        align="left",
        valign="top",
        min_cap_height=_SLUG_LEAST * grown,
        max_lines=_SLUG_LINES,
        least_leading=1.5,
        comfort=0.3,
    )
    # As large as reads well, no larger: a slug is not a second sign.
    frame = frame._replace(height=min(frame.height, 3 * _SLUG_MOST * grown * 1.9))
    block = set_text("slug", plain_wording(text), frame, studio.face(SLUG_FACE), setting)
    return PaintedText(block, (KEY,))


SLUG_JOINT = " · "
"""What stands between the parts of a slug."""


def slug_parts(resolved: PrintSign, bleed: Rect, number: int, count: int) -> list[str]:
    """Return what a printer must know of a page that prints ``bleed``, in Vietnamese: of a panel its own size first."""
    order, pages = resolved.order, resolved.pages
    sheet = f"tờ {number}/{count}"
    size = size_words(resolved.size, bleed, number, count)
    parts = [
        order.job or "",
        f"{format_words(resolved.layout.format)} {resolved.layout.spec.title}",
        size,
        scale_words(pages),
        MATERIALS[resolved.material].name,
        finishing_words(resolved),
        resolved.organisation or "",
        f"{resolved.slogan.id} bản {resolved.slogan.version}",
        resolved.slogan.document or "",
        sheet if count == 1 else "",
        resolved.binding[:8],
    ]
    return [part for part in parts if part]


def size_words(size: Size, bleed: Rect, number: int, count: int) -> str:
    """Return the size of a page's print in words: of the sign, or of the panel that prints ``bleed``."""
    whole = f"{size.width:g} x {size.height:g} mm"
    if count == 1:
        return f"{whole} (ngang x cao)"
    printed = f"{round(bleed.width, 1):g} x {round(bleed.height, 1):g} mm"
    return f"tờ {number}/{count}: in {printed} (ngang x cao), cả biển {whole}"


def scale_words(pages: Pages | ExpectedPage) -> str:
    """Return the scale of a print's files in words: ``tỉ lệ 1:1``, ``tệp PDF tỉ lệ 1:10``.

    A PDF's alone where it is smaller: the slug stands on CMYK pictures too, and those are of the print's size.
    """
    if pages.user_unit:
        return f"tệp PDF tỉ lệ 1:1 (UserUnit {pages.ratio})"
    return "tỉ lệ 1:1" if pages.ratio == 1 else f"tệp PDF tỉ lệ 1:{pages.ratio}"


def format_words(name: str) -> str:
    """Return the format's name as people write it."""
    return FORMAT_WORDS.get(name, name)


def finishing_words(resolved: PrintSign) -> str:
    """Return the finishing in words: ``bo viền 30 mm, đóng khoen mỗi 500 mm``."""
    finish, fold = FINISHINGS[resolved.order.finishing], resolved.bleed
    words = finish.name
    if finish.turned:
        sizes = (
            f"{fold.top:g}"
            if fold.even
            else f"trên {fold.top:g}, phải {fold.right:g}, dưới {fold.bottom:g}, trái {fold.left:g}"
        )
        words += f", gấp {sizes} mm"
    if finish.eyelets:
        words += f", khoen cách nhau không quá {resolved.order.eyelets or EYELET_SPACING:g} mm"
    return words
