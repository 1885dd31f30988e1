"""From an order to its resolved content: what will be drawn, in full, and the hash that stands for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from renderer.catalogue import Catalogue, Event, Slogan
from renderer.contract.order import IN_PIXELS, Format, Order
from renderer.contract.print_specs import LEAST_SIDE_OF_EYELETS, MATERIALS, finishing, material
from renderer.layout import Layout, MasterSpec
from renderer.resolve.binding import binding_of
from renderer.resolve.pages import Pages, _bleed, _pages
from renderer.resolve.wordings import _wordings
from renderer.studio import Studio
from renderer.text import Wording, slugify
from renderer.values.dates import HangDates
from renderer.values.errors import RefusedError, UsageError, unknown_name
from renderer.values.geometry import Edges
from renderer.values.lengths import Size, dpi_for_distance, parse_size, pixels_at

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_UNIT_SLUG_CHARACTERS = 40
DRAFT_SUFFIX = "_BAN-NHAP"
_SUFFIXES = {"png": ".png", "tiff": ".tif", "softproof": "_in-thu.png", "ticket": "_phieu.pdf"}
_GAMUT = "_gam-mau.png"
PRESS_FORMATS = frozenset(("pdf", "tiff", "softproof"))
"""Formats made of the separated art."""


@dataclass(frozen=True)
class Resolved:
    """An order with every name looked up. ``wordings`` are the words of each frame as they will be painted,
    ``pictures`` the ids of the images by frame; ``final_binding`` is the binding of the file that a proof shows."""

    order: Order
    layout: Layout
    size: Size
    slogan: Slogan
    event: Event | None
    organisation: str | None
    hang: HangDates
    formats: tuple[Format, ...]
    dpi: float | None
    bleed: Edges
    pages: Pages | None
    wordings: dict[str, Wording]
    pictures: dict[str, str]
    binding: str
    final_binding: str
    asked_dpi: float | None = None

    @property
    def texts(self) -> dict[str, str]:
        """The text of each frame as it will be painted."""
        return {name: wording.text for name, wording in self.wordings.items()}

    @property
    def master_spec(self) -> MasterSpec:
        spec = self.layout.spec
        filled: frozenset[str] = frozenset(spec.frames[name].content for name in self.wordings)
        filled |= {spec.pictures[name].content for name in self.pictures}
        order = self.order
        printed = self.pages is not None and PRESS_FORMATS & {*self.formats} != set()
        return MasterSpec(
            self.layout,
            self.size,
            self.bleed.largest,
            order.finishing,
            filled,
            printed,
            order.material or self.layout.spec.material,
            self.pages.ratio if self.pages and printed else 1,
        )

    @property
    def pixels(self) -> tuple[int, int]:
        """The exact size of the PNG."""
        if self.dpi is None:
            return int(self.size.width), int(self.size.height)
        return pixels_at(self.size.width, self.dpi), pixels_at(self.size.height, self.dpi)

    @property
    def plates_dpi(self) -> float:
        """The resolution of a CMYK picture: as ordered, else what the material and the viewing distance ask for."""
        order = self.order
        least = MATERIALS[self.master_spec.material].least_dpi
        return self.asked_dpi or max(least, dpi_for_distance(order.viewing or self.layout.spec.viewing_m))

    @property
    def plates(self) -> tuple[int, int]:
        """The size of a CMYK picture in pixels."""
        return pixels_at(self.size.width, self.plates_dpi), pixels_at(self.size.height, self.plates_dpi)

    @property
    def stem(self) -> str:
        """The file name without extension: ASCII, safe on Windows."""
        unit = slugify(self.order.organisation or "")[:_UNIT_SLUG_CHARACTERS].strip("-") or "khong-don-vi"
        mark = DRAFT_SUFFIX if self.order.draft else ""
        parts = (self.layout.format, self.layout.family, self.slogan.id, unit, self.size.slug.replace(".", "p"))
        return "_".join((*parts, self.binding[:8])) + mark

    def file(self, kind: Format, number: int = 1, count: int = 1) -> str:
        """Return the name of one file; of ``count`` panels, of the one with this number."""
        if kind != "pdf":
            return self.stem + (_GAMUT if kind == "softproof" and number == 2 else _SUFFIXES[kind])
        assert self.pages is not None
        scale = f"_TL1-{self.pages.ratio}" if self.pages.ratio != 1 else ""
        panel = f"_tam-{number}-{count}" if self.pages.panel else ""
        return f"{self.stem}{scale}{panel}.pdf"

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files; of panels, whose number is not known yet, one name that no other sign has."""
        names = [self.file(kind) for kind in self.formats]
        return (*names, *([self.file("softproof", 2)] if "softproof" in self.formats else []))


def resolve(studio: Studio, order: Order) -> Resolved:
    """Look up everything an order names and hash the result; ``renderer.clearance`` judges whether it may be made."""
    layout = studio.layout(order.layout)
    size = parse_size(order.size)
    layout.accept(size)
    event = studio.catalogue.event(order.event) if order.event else None
    unit = _unit(studio.catalogue, order.organisation) if order.organisation else None
    hang = HangDates.parse(order.hang or studio.workspace.today().isoformat())
    slogan = studio.catalogue.slogan(order.slogan, order.slogan_version, hang.start)
    formats = _formats(order, size)
    finish, stock = finishing(order.finishing), order.material or layout.spec.material
    material(stock)
    bleed = _bleed(order, size, layout)
    dpi = _dpi(order, size, layout)
    marks = order.marks or layout.spec.marks
    pages = _pages(order, size, bleed, marks) if size.unit == "mm" else None
    if order.eyelets is not None and not finish.eyelets:
        raise UsageError(
            "no-eyelets",
            f"finishing {order.finishing} has no eyelets",
            field="eyelets",
            hint="use it with `finishing` eyelets",
        )
    if finish.eyelets and size.unit == "mm" and size.short_side < LEAST_SIDE_OF_EYELETS:
        raise RefusedError(
            "too-small",
            f"{size} is too small for eyelets",
            field="finishing",
            hint=f"eyelets need at least {LEAST_SIDE_OF_EYELETS:g} mm",
        )
    asked_dpi = order.dpi
    # The echo of an order is complete: defaults that depend on the day or the layout are written out.
    order = order.model_copy(
        update={
            "hang": str(hang),
            "slogan_version": slogan.version,
            "formats": formats,
            "dpi": dpi,
            "material": stock,
            "marks": marks,
            "bleed": bleed.top if bleed.even else None,
        }
    )
    wordings = _wordings(studio, layout, slogan, event, unit, order.imprint)
    pictures = _pictures(studio, layout, order.logo)
    binding = binding_of(studio, order, layout, wordings, pictures)
    final = order.model_copy(update={"draft": False})
    shown = binding_of(studio, final, layout, wordings, pictures) if order.draft else binding
    return Resolved(
        order,
        layout,
        size,
        slogan,
        event,
        unit,
        hang,
        formats,
        dpi,
        bleed,
        pages,
        wordings,
        pictures,
        binding,
        shown,
        asked_dpi,
    )


def _unit(catalogue: Catalogue, given: str) -> str:
    known = {o.id: o.name for o in catalogue.organisations}
    if given in known:
        return known[given]
    if _SLUG.fullmatch(given):
        raise unknown_name("unit", given, list(known))
    return given


def _formats(order: Order, size: Size) -> tuple[Format, ...]:
    formats = order.formats or (("png",) if size.unit == "px" else ("pdf",))
    if size.unit == "px" and (printed := [kind for kind in formats if kind not in IN_PIXELS]):
        raise UsageError(
            "no-physical-size",
            f"{order.size} has no physical size, which a {printed[0]} needs",
            field="formats",
            hint="order a length (for example 3x2m), or a PNG",
        )
    return tuple(dict.fromkeys(formats))


def _dpi(order: Order, size: Size, layout: Layout) -> float | None:
    if size.unit == "px":
        if order.dpi is not None:
            raise UsageError("dpi-of-pixels", "an order in pixels has no dpi", field="dpi", hint="leave it out")
        return None
    return order.dpi if order.dpi is not None else dpi_for_distance(order.viewing or layout.spec.viewing_m)


def _pictures(studio: Studio, layout: Layout, logo: str | None) -> dict[str, str]:
    if logo is not None:
        studio.workspace.image_bytes(logo)  # raises for an unknown id and for a changed file
    frames = layout.spec.pictures
    if logo is None:
        if needed := [name for name, style in frames.items() if not style.optional]:
            raise RefusedError(
                "missing-logo",
                f"layout {layout.id} needs a picture for this frame",
                where=f"frame {needed[0]}",
                hint="give `logo`",
            )
        return {}
    if not frames:
        raise RefusedError(
            "no-logo-frame",
            f"layout {layout.id} has no frame for it",
            field="logo",
            hint="leave `logo` out, or choose another layout",
        )
    return dict.fromkeys(frames, logo)
