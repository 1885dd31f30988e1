"""An order with every name looked up: of a sign on a screen, or of one that is printed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from renderer.catalogue import Event, Slogan
from renderer.contract.formats import FORMATS, PHONE_LONG, PHONE_SHORT, Format, FormatSpec
from renderer.contract.order import Order
from renderer.contract.print_specs import MATERIALS
from renderer.layout import Layout, MasterSpec
from renderer.resolve.pages import Pages
from renderer.text import Wording
from renderer.values.dates import HangDates
from renderer.values.geometry import Edges, Rect
from renderer.values.lengths import Size, dpi_for_distance, pixels_at


def viewing_distance(order: Order, layout: Layout) -> float:
    """Return the distance in metres from which a sign is read: as ordered, else the layout's."""
    return order.viewing or layout.spec.viewing_m


@dataclass(frozen=True, kw_only=True)
class Resolved(ABC):
    """What both kinds of signs have. ``order`` is complete: what it left open is written out.

    ``wordings`` are the words of each frame as they will be painted, ``pictures`` the ids of the images by frame.
    ``lines`` are those of the slogan that the order sets itself. ``ground`` is the hash of what draws it,
    ``final_binding`` the binding of the final file that a draft shows.
    """

    order: Order
    layout: Layout
    size: Size
    slogan: Slogan
    event: Event | None
    organisation: str | None
    hang: HangDates
    formats: tuple[Format, ...]
    wordings: dict[str, Wording]
    lines: tuple[str, ...]
    pictures: dict[str, str]
    ground: str
    binding: str
    final_binding: str

    @property
    def texts(self) -> dict[str, str]:
        """The text of each frame as it will be painted."""
        return {name: wording.text for name, wording in self.wordings.items()}

    @property
    def specs(self) -> tuple[FormatSpec, ...]:
        """What the ordered formats are."""
        return tuple(FORMATS[name] for name in self.formats)

    @property
    def viewing_m(self) -> float:
        """The viewing distance in metres."""
        return viewing_distance(self.order, self.layout)

    @property
    def material(self) -> str:
        """The key of what it is printed on, which decides how much ink a colour may carry."""
        return self.order.material or self.layout.spec.material

    @property
    def filled(self) -> frozenset[str]:
        """The contents that frames of this sign show."""
        spec = self.layout.spec
        texts = {spec.frames[name].content for name in self.wordings}
        return frozenset(texts | {spec.pictures[name].content for name in self.pictures})

    @property
    def master_spec(self) -> MasterSpec:
        """What the sign's master is compiled for."""
        printed = any(spec.separated for spec in self.specs)
        return MasterSpec(
            self.layout,
            self.size,
            self.bleed.largest,
            self.order.finishing,
            self.filled,
            printed,
            self.material,
            self.page_ratio if printed else 1,
        )

    @property
    def page_ratio(self) -> int:
        """How many times smaller a page of the print is than the sign."""
        return 1

    @property
    @abstractmethod
    def bleed(self) -> Edges:
        """How far the art reaches beyond the trim, in units."""

    @property
    @abstractmethod
    def pixels(self) -> tuple[int, int]:
        """The exact size of a picture for screens."""

    @property
    def phone(self) -> tuple[int, int]:
        """The size of a picture for telephones; never more pixels than a screen has that was ordered in pixels."""
        width, height = self.size.width, self.size.height
        scale = max(PHONE_LONG / max(width, height), PHONE_SHORT / min(width, height))
        scale = scale if self.size.unit == "mm" else min(1.0, scale)
        return round(width * scale), round(height * scale)

    @property
    @abstractmethod
    def dpi(self) -> float | None:
        """The resolution of a picture for screens, None where a sign has no lengths."""


@dataclass(frozen=True, kw_only=True)
class ScreenSign(Resolved):
    """A sign ordered in pixels: it has no millimetres, no press and no pages."""

    @property
    def bleed(self) -> Edges:
        return Edges.all(0.0)

    @property
    def pixels(self) -> tuple[int, int]:
        return int(self.size.width), int(self.size.height)

    @property
    def dpi(self) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class PrintSign(Resolved):
    """A sign ordered in lengths. ``fold`` is its bleed, or what is folded back; ``asked_dpi`` what the order said."""

    fold: Edges
    pages: Pages
    asked_dpi: float | None

    @property
    def page_ratio(self) -> int:
        return self.pages.ratio

    @property
    def bleed(self) -> Edges:
        return self.fold

    @property
    def pixels(self) -> tuple[int, int]:
        return pixels_at(self.size.width, self.dpi), pixels_at(self.size.height, self.dpi)

    @property
    def dpi(self) -> float:
        return self.asked_dpi or dpi_for_distance(self.viewing_m)

    @property
    def plates_dpi(self) -> float:
        """The resolution of a CMYK picture: as ordered, else what material and viewing distance ask for."""
        return self.asked_dpi or max(MATERIALS[self.material].least_dpi, dpi_for_distance(self.viewing_m))

    @property
    def printed(self) -> Rect:
        """What is printed: the trim and its bleed or fold, in mm from the trim's top left."""
        return Rect(0.0, 0.0, self.size.width, self.size.height).outset(self.fold)
