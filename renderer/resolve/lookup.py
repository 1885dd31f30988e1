"""Everything that an order names, looked up and hashed; ``renderer.resolve.release`` judges whether it may be made."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from renderer.catalogue import Catalogue
from renderer.contract.alphabet import find_unreadable
from renderer.contract.formats import FORMATS, Format
from renderer.contract.order import Order
from renderer.contract.print_specs import LEAST_SIDE_OF_EYELETS, find_finishing, find_material, find_standard
from renderer.layout import Layout
from renderer.resolve.binding import binding_of, ground_of
from renderer.resolve.pages import Pages, choose_bleed, plan_pages
from renderer.resolve.resolved import PrintSign, Resolved, ScreenSign, viewing_distance
from renderer.resolve.wordings import slogan_lines, word_frames
from renderer.studio import Studio
from renderer.text import check_text
from renderer.values.dates import HangDates
from renderer.values.errors import RefusedError, UsageError, unknown_name
from renderer.values.geometry import Edges
from renderer.values.lengths import Size, dpi_for_distance, parse_size

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def resolve(studio: Studio, order: Order) -> Resolved:
    """Look up everything an order names and hash the result."""
    layout = studio.layout(order.layout)
    size = parse_size(order.size)
    layout.accept(size)
    event = studio.catalogue.event(order.event) if order.event else None
    organisation = find_organisation(studio.catalogue, order.organisation) if order.organisation else None
    hang = HangDates.parse(order.hang or studio.workspace.today().isoformat())
    slogan = studio.catalogue.slogan(order.slogan, order.slogan_version, hang.start)
    formats = choose_formats(order, size)
    find_material(order.material or layout.spec.material)
    find_standard(order.standard)
    _check_eyelets(order, size)
    physical = _look_up_physical(order, size, layout)
    found = {"hang": str(hang), "slogan_version": slogan.version, "formats": formats, **_write_sizes(order, size)}
    full = _complete_order(order, layout, physical, **found)
    wordings = word_frames(studio, layout, slogan, event, organisation, order.imprint)
    pictures = _choose_pictures(studio, layout, order.logo)
    _check_told(order.job or "", "job")
    _check_told(slogan.document, "document", f"slogan {slogan.id}")
    told = (slogan.text, slogan.document, slogan.issuer, organisation)
    ground = ground_of(studio, layout, wordings, pictures, told)
    texts = {name: wording.text for name, wording in wordings.items()}
    binding = binding_of(full, texts, ground)
    final = full.model_copy(update={"draft": False})
    shared: dict[str, Any] = {
        "order": full,
        "layout": layout,
        "size": size,
        "slogan": slogan,
        "event": event,
        "organisation": organisation,
        "hang": hang,
        "formats": formats,
        "wordings": wordings,
        "lines": slogan_lines(layout, order.lines),
        "pictures": pictures,
        "ground": ground,
        "binding": binding,
        "final_binding": binding_of(final, texts, ground) if order.draft else binding,
    }
    return PrintSign(**shared, **physical._asdict()) if physical else ScreenSign(**shared)


def _write_sizes(order: Order, size: Size) -> dict[str, str]:
    """Return the sizes of an order in one form: 4x2m and 4 x 2 m are one sign."""
    panels = {"panels": parse_size(order.panels).slug} if order.panels else {}
    return {"size": size.slug, **panels}


class _Physical(NamedTuple):
    """What only a sign with lengths has, named as ``PrintSign`` names it."""

    fold: Edges
    pages: Pages
    asked_dpi: float | None


def _look_up_physical(order: Order, size: Size, layout: Layout) -> _Physical | None:
    """Return what only a sign with lengths has; None for one in pixels."""
    if size.unit == "px":
        if order.dpi is not None:
            raise UsageError("dpi-of-pixels", "an order in pixels has no dpi", field="dpi", hint="leave it out")
        return None
    fold = choose_bleed(order, layout)
    pages = plan_pages(order, size, fold, order.marks or layout.spec.marks)
    return _Physical(fold, pages, order.dpi)


def _complete_order(order: Order, layout: Layout, physical: _Physical | None, **found: object) -> Order:
    """Return the order with everything written out that depends on the day or the layout: its echo is complete."""
    fold = physical.fold if physical else Edges.all(0.0)
    dpi = (order.dpi or dpi_for_distance(viewing_distance(order, layout))) if physical else None
    return order.model_copy(
        update={
            **found,
            "dpi": dpi,
            "material": order.material or layout.spec.material,
            "marks": order.marks or layout.spec.marks,
            "bleed": fold.top if fold.even else None,
        }
    )


def find_organisation(catalogue: Catalogue, given: str) -> str:
    """Return the name of an issuing body that is given by its id, or by its name in full; raises UsageError."""
    known = {o.id: o.name for o in catalogue.organisations}
    if given in known:
        return known[given]
    if _SLUG.fullmatch(given):
        raise unknown_name("unit", given, list(known))
    return given


def _check_told(text: str, field: str, where: str = "") -> None:
    """Refuse words of the slug that no print can be proven to show; they are read back as the sign's are."""
    if text:
        check_text(text, field, "record")
    if unreadable := find_unreadable(text):
        code = ", ".join(f"{c} (U+{ord(c):04X})" for c in unreadable)
        told = f"holds {code}, which no finished file could be proven to show"
        raise RefusedError("not-on-signs", told, where=where, field=field, hint="write plain words")


def choose_formats(order: Order, size: Size) -> tuple[Format, ...]:
    """Return the formats that are made of an order, each once; raises UsageError for one that its size cannot be."""
    formats = order.formats or (("png",) if size.unit == "px" else ("pdf",))
    if size.unit == "px" and (printed := [kind for kind in formats if FORMATS[kind].medium != "screen"]):
        raise UsageError(
            "no-physical-size",
            f"{order.size} has no physical size, which a {printed[0]} needs",
            field="formats",
            hint="order a length (for example 3x2m), or a PNG",
        )
    return tuple(dict.fromkeys(formats))


def _check_eyelets(order: Order, size: Size) -> None:
    finish = find_finishing(order.finishing)
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


def _choose_pictures(studio: Studio, layout: Layout, logo: str | None) -> dict[str, str]:
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
