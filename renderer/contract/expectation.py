"""What a finished file must show: the only thing that verification is told about an asset.

An expectation is built from the resolved order and the typeset blocks, goes into the manifest, and
is what a later verification reads back from there. It never comes from the file under test.

Coordinates: *units* of the order (mm or px), origin at the top left corner of the trim, y down.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from renderer.values.lengths import MM_PER_INCH, pixels_at
from renderer.values.record import Value

Paint = Literal["fill", "stroke"]
Box = tuple[float, float, float, float]


class ExpectedLine(Value):
    """One line of a frame: its text, where its first glyph's origin stands on the baseline, and its em in units.

    ``tracking`` is the white added after every glyph, as a share of the em.
    """

    text: str
    x: float
    y: float
    size: float
    tracking: float = 0.0


class Ink(Value):
    """One colour as both forms show it: ``cmyk`` in per cent, ``srgb`` as ``#RRGGBB``; ``spot`` is the name of an ink
    of its own that takes the build's place on the press."""

    cmyk: tuple[float, float, float, float]
    srgb: str
    spot: str = ""


class ExpectedFrame(Value):
    """One layer of letters of one frame: the letters themselves, or the outline or shadow painted under them.

    ``name`` is the frame's, followed by ``~`` and the layer's name for what lies under the letters. ``text`` is
    what must be read: the resolved text under the frame's case mapping, lines joined by one space. ``font`` is
    ``family/weight``; ``size`` the main em in units; ``rect`` is x, y, width, height; ``rotation`` turns the block
    clockwise, in degrees, about the rect's centre. ``inks``: one, or the stops of a gradient at even distances from
    each line's cap line down to its baseline. A ``stroke`` layer is painted as outlines ``stroke`` ems wide.
    """

    name: str
    text: str
    lines: tuple[ExpectedLine, ...]
    font: str
    size: float
    rect: tuple[float, float, float, float]
    rotation: float = 0.0
    paint: Paint = "fill"
    stroke: float = 0.0
    inks: tuple[Ink, ...]


class ExpectedPicture(Value):
    """One picture of one frame, painted right after the art.

    ``image`` is its id and ``sha256`` its pinned file's; ``size`` its px; ``rect`` where it stands (x, y, width, height
    in units); ``cmyk_sha256`` stands for its inks, 8 bits each, row by row.
    """

    name: str
    image: str
    sha256: str
    size: tuple[int, int]
    rect: tuple[float, float, float, float]
    cmyk_sha256: str


class ExpectedPage(Value):
    """One PDF page of a sign: the whole of it, or one panel.

    ``media``, ``bleed`` and ``trim`` are the page's boxes as x, y, width, height in mm at final size, from the top left
    corner of the sign's trim, y down. A page is ``ratio`` times smaller than the sign; ``user_unit``: it says so by its
    UserUnit. ``slug`` are the letters outside the bleed; ``qr`` is what the code beside them holds.
    """

    number: int = 1
    count: int = 1
    media: Box
    bleed: Box
    trim: Box
    ratio: int = 1
    user_unit: bool = False
    standard: str = "x4"
    text: Literal["curves", "live"] = "curves"
    marks: str = "none"
    slug: tuple[ExpectedFrame, ...] = ()
    qr: str = ""

    @property
    def scale(self) -> str:
        """The scale as a reader sees it that knows UserUnit: such a page is of the sign's own size."""
        return "1:1" if self.user_unit else f"1:{self.ratio}"

    def lay_plates(self, dpi: float) -> PlateSheet:
        """Return how this page lies in its CMYK picture, which is of the print's size whatever the page's scale."""
        x, y, width, height = self.bleed
        left, top, full_width, full_height = self.media
        margins = (x - left, y - top, left + full_width - x - width, top + full_height - y - height)
        before, above, after, below = (round(side / MM_PER_INCH * dpi) for side in margins)
        inner = pixels_at(width, dpi), pixels_at(height, dpi)
        return PlateSheet((before + inner[0] + after, above + inner[1] + below), (before, above, *inner))


class PlateSheet(NamedTuple):
    """A page as a CMYK picture, in whole pixels: its ``size``, and where in it the print lies (x, y, width, height),
    bleed or fold included; around it are the marks."""

    size: tuple[int, int]
    inner: tuple[int, int, int, int]

    def scale_of(self, page: ExpectedPage) -> tuple[float, float]:
        """Return pixels a mm, across and down."""
        return self.inner[2] / page.bleed[2], self.inner[3] / page.bleed[3]


class Expectation(Value):
    """Everything a finished file of one asset must show.

    ``bleed`` is how far the art reaches beyond the trim. ``pages`` are those of its PDFs and CMYK pictures, one a file;
    ``max_ink`` is the most ink its material takes, in per cent. ``art`` is the digest of the separated art
    (``preflight.digest_of_art``), empty where the asset has no PDF; ``pixels`` the size of its PNG, ``dpi`` its
    physical resolution (None for an order in pixels); ``plates_dpi`` that of its CMYK pictures. ``phone`` is the size
    of its JPEG. ``title`` is that of its files; ``profile`` the sha256 of the press's profile and ``condition`` its
    name; empty where they are not known.
    Frames stand in paint order, the first painted first.
    """

    binding: str
    unit: Literal["mm", "px"]
    trim: tuple[float, float]
    bleed: float
    frames: tuple[ExpectedFrame, ...]
    art: str = ""
    pixels: tuple[int, int] | None = None
    dpi: float | None = None
    pictures: tuple[ExpectedPicture, ...] = ()
    pages: tuple[ExpectedPage, ...] = ()
    max_ink: float = 300.0
    plates_dpi: float | None = None
    phone: tuple[int, int] | None = None
    title: str = ""
    profile: str = ""
    condition: str = ""

    def of_print(self, page: ExpectedPage) -> Expectation:
        """Return what the print of one page must show, as if the corner of its bleed were the trim's."""
        x, y, width, height = page.bleed
        pictures = tuple(p.model_copy(update={"rect": _moved_box(p.rect, -x, -y)}) for p in self.pictures)
        frames = tuple(_moved(frame, -x, -y) for frame in self.frames)
        return self.model_copy(update={"trim": (width, height), "frames": frames, "pictures": pictures})

    def of_slug(self, page: ExpectedPage, sheet: PlateSheet) -> Expectation:
        """Return what a whole CMYK picture must show beside the print, as if its corner were the trim's."""
        across, down = sheet.scale_of(page)
        dx, dy = sheet.inner[0] / across - page.bleed[0], sheet.inner[1] / down - page.bleed[1]
        frames = tuple(_moved(frame, dx, dy) for frame in page.slug)
        trim = sheet.size[0] / across, sheet.size[1] / down
        return self.model_copy(update={"trim": trim, "frames": frames, "pictures": ()})


def _moved_box(box: Box, dx: float, dy: float) -> Box:
    return box[0] + dx, box[1] + dy, box[2], box[3]


def _moved(frame: ExpectedFrame, dx: float, dy: float) -> ExpectedFrame:
    lines = tuple(line.model_copy(update={"x": line.x + dx, "y": line.y + dy}) for line in frame.lines)
    return frame.model_copy(update={"rect": _moved_box(frame.rect, dx, dy), "lines": lines})
