"""A page under judgement, and what it is held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from renderer.preflight.letters import FoundLetter
from renderer.preflight.profiles import Profile
from renderer.preflight.scan import Item, Scan
from renderer.values.geometry import Edges, Rect
from renderer.values.lengths import POINTS_PER_MM


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
    spots: frozenset[str] = frozenset()
    """Inks beside the four that the press knows."""
    press: Profile | None = None
    """The profile that the file's CMYK is meant for, where the file has no output intent."""
    standard: bool = False
    """The file claims PDF/X, or must be it: what a standard forbids is then wrong, whatever a RIP makes of it."""
    words: str = ""
    """The one text that the file must show, as it was issued."""


@dataclass(frozen=True)
class JudgedPage:
    """A page under judgement: its number, boxes in points, items, and the letters found among them."""

    number: int
    trim: Rect
    bleed: Rect
    scan: Scan
    letters: Sequence[FoundLetter]
    asked: PrintRequirements
    turn: int = 0
    media: Rect | None = None

    @property
    def mm(self) -> float:
        """mm of the sign a point of the page."""
        return self.asked.ratio / POINTS_PER_MM

    def place(self, extent: Rect) -> str:
        """Return where something lies, in mm from the trim's top left."""
        x, y = extent.centre
        return f"{(x - self.trim.x) * self.mm:.1f}, {(self.trim.bottom - y) * self.mm:.1f} mm"

    def place_of(self, item: Item) -> str:
        """Return where something painted lies; nothing for what has no extent of its own."""
        return self.place(item.extent) if item.extent.width or item.extent.height else ""

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
