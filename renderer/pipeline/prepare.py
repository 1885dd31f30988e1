"""From an order to everything but its files: looked up, released, typeset, and what its files must show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from renderer.artwork import Artwork, PaintedText, bind
from renderer.contract.expectation import Expectation, ExpectedFrame, ExpectedPage, PlateSheet
from renderer.contract.formats import LEAST_EM_JPG
from renderer.contract.order import Order
from renderer.contract.print_specs import EYELET_SPACING, FINISHINGS, STANDARDS, place_eyelets
from renderer.export.tiff import is_big
from renderer.layout import NO_CONDITION, Master, check_pixels
from renderer.preflight import LEAST_MODULE, Illegible, find_illegible, find_unreadable, measure_module
from renderer.resolve import Clearance, PrintSign, Resolved, clear, resolve
from renderer.studio import Studio
from renderer.values.errors import RefusedError, UsageError
from renderer.values.lengths import MAX_PIXELS_A_SIDE
from renderer.workspace import Workspace

_BIG = "the CMYK picture is a BigTIFF, which old RIPs cannot read: ask for fewer dpi, or for a PDF"


@dataclass(frozen=True)
class Prepared:
    """An order looked up, cleared and typeset: everything but its files."""

    resolved: Resolved
    artwork: Artwork
    expected: Expectation
    clearance: Clearance

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person should know of the sign, from its texts to its files."""
        letters = (w for text in self.artwork.letters for w in (*text.block.warnings, *self._tell_proposed(text)))
        told = [_BIG] if any(is_big(sheet.size) for _, sheet in _sheets_of(self.expected)) else []
        return (*self.clearance.warnings, *self.artwork.master.warnings, *self.artwork.warnings, *letters, *told)

    def _tell_proposed(self, text: PaintedText) -> list[str]:
        """Tell of lines that no editor has seen: the program broke them by its own proposal."""
        wording = self.resolved.wordings.get(text.block.name)
        if wording is None or not wording.proposed or len(text.block.lines) == 1 or self.resolved.lines:
            return []
        if text.block.ends in wording.ways:
            return []
        return [f"frame {text.block.name}: its lines are broken by proposal; no editor has confirmed its break marks"]


def prepare(studio: Studio, order: Order) -> Prepared:
    """Look up, check and typeset an order; raises every error that its content can cause."""
    return prepare_resolved(studio, resolve(studio, order))


def prepare_resolved(studio: Studio, resolved: Resolved) -> Prepared:
    """Check and typeset an order that was looked up; raises every error that its content can cause."""
    clearance = clear(studio, resolved)
    _check_rasters(resolved)
    return bind_order(studio, resolved, clearance)


def bind_order(studio: Studio, resolved: Resolved, clearance: Clearance) -> Prepared:
    """Typeset a resolved order and say what its files must show; its content was cleared before."""
    master, art = studio.master(resolved.master_spec)
    _check_standard(resolved, master)
    artwork = bind(studio, resolved, master)
    expected = _expect(studio.workspace, resolved, artwork, art)
    for page, sheet in _sheets_of(expected):
        _check_plates(sheet.size)
        _check_code(measure_module(page, sheet, max(expected.trim)), expected.plates_dpi)
    _check_letters(expected, fonts_of(studio, expected))
    return Prepared(resolved, artwork, expected, clearance)


def fonts_of(studio: Studio, expected: Expectation) -> dict[str, bytes]:
    """Return the bytes of the faces that the letters are set in, by ``family/weight``."""
    return {frame.font: studio.font_bytes(frame.font) for frame in _all_frames(expected)}


def _all_frames(expected: Expectation) -> tuple[ExpectedFrame, ...]:
    return (*expected.frames, *(frame for page in expected.pages for frame in page.slug))


def as_print(resolved: Resolved) -> PrintSign:
    """Return a resolved order as one that is printed; raises UsageError for one in pixels."""
    if not isinstance(resolved, PrintSign):
        raise UsageError("no-physical-size", f"{resolved.order.size} has no physical size", field="size")
    return resolved


def place_holes(sign: PrintSign) -> list[tuple[float, float]]:
    """Return the centres of a sign's eyelets, in mm from the trim's top left; none where it has none."""
    if not FINISHINGS[sign.order.finishing].eyelets:
        return []
    return place_eyelets(sign.size.width, sign.size.height, sign.order.eyelets or EYELET_SPACING)


def _expect(workspace: Workspace, resolved: Resolved, artwork: Artwork, art: str) -> Expectation:
    """Return what every finished file of this asset must show."""
    screen = any(spec.raster == "pixels" for spec in resolved.specs)
    plated = as_print(resolved) if any(spec.raster == "plates" for spec in resolved.specs) else None
    return Expectation(
        binding=resolved.binding,
        unit=resolved.size.unit,
        trim=(resolved.size.width, resolved.size.height),
        bleed=resolved.bleed.largest,
        frames=artwork.expect_frames(),
        art=art if any(spec.carries_art for spec in resolved.specs) else "",
        pages=tuple(print_page.expected for print_page in artwork.pages),
        max_ink=resolved.master_spec.max_ink,
        pixels=resolved.pixels if screen else None,
        dpi=resolved.dpi if screen else None,
        plates_dpi=plated.plates_dpi if plated else None,
        phone=resolved.phone if any(spec.raster == "phone" for spec in resolved.specs) else None,
        pictures=tuple(p.picture.expect(p.frame, p.rect) for p in artwork.pictures),
        title=artwork.title,
        profile=workspace.profile_sha256,
        condition=workspace.config.condition or NO_CONDITION,
    )


def _sheets_of(expected: Expectation) -> list[tuple[ExpectedPage, PlateSheet]]:
    """Return the pages of a sign that become CMYK pictures, and how each lies in its picture."""
    dpi = expected.plates_dpi
    return [] if dpi is None else [(page, page.lay_plates(dpi)) for page in expected.pages]


def _check_letters(expected: Expectation, fonts: Mapping[str, bytes]) -> None:
    """Refuse what no finished file could be proven to show: an unknown character, letters of too few pixels."""
    if unreadable := find_unreadable(_all_frames(expected), fonts):
        frame, character = unreadable
        raise RefusedError(
            "unreadable-character",
            f"no finished file can be read back for {character!r} (U+{ord(character):04X}) of {frame.text!r}",
            where=frame.name,
            hint="write it with other characters; nothing is substituted",
        )
    shown = [(expected, expected.pixels)] if expected.pixels is not None else []
    for page, sheet in _sheets_of(expected):
        shown += [(expected.of_print(page), sheet.inner[2:]), (expected.of_slug(page, sheet), sheet.size)]
    for part, pixels in shown:
        if illegible := find_illegible(part, fonts, pixels):
            raise _too_small(illegible, expected)
    if expected.phone is not None and (illegible := find_illegible(expected, fonts, expected.phone, LEAST_EM_JPG)):
        told = f"in a JPG of {expected.phone[0]} x {expected.phone[1]} px {illegible.told}"
        raise RefusedError(
            "letters-too-small", told, where=illegible.frame, field="formats", hint="ask for a PNG, or a shorter text"
        )


def _too_small(illegible: Illegible, expected: Expectation) -> RefusedError:
    # Twentieths, upwards: a factor that people can use, and that is enough.
    share = math.ceil(20 * illegible.needed / illegible.em) / 20
    if expected.unit == "px":
        field, way = "size", f"a `size` {share:g} times as large, or"
    else:
        field, way = "dpi", f"`dpi` {share:g} times as high, a PDF alone, or"
    return RefusedError(
        "letters-too-small", illegible.told, where=illegible.frame, field=field, hint=f"ask for {way} a shorter text"
    )


def _check_rasters(resolved: Resolved) -> None:
    for spec in resolved.specs:
        if spec.raster == "pixels":
            check_pixels(resolved.pixels, resolved.size.unit)


def _check_plates(pixels: tuple[int, int]) -> None:
    """Refuse a CMYK picture whose rows are longer than can be drawn."""
    if pixels[0] > MAX_PIXELS_A_SIDE:
        raise RefusedError(
            "too-many-pixels",
            f"a CMYK picture of {pixels[0]} x {pixels[1]} px: a row may have at most {MAX_PIXELS_A_SIDE} px",
            field="dpi",
            hint="ask for fewer dpi, for a PDF, or for narrower panels",
        )


def _check_code(module: float | None, dpi: float | None) -> None:
    """Refuse a CMYK picture in whose slug no camera could read the code."""
    if module is not None and dpi is not None and module < LEAST_MODULE:
        raise RefusedError(
            "marks-too-small",
            f"the code beside the print has modules of {module:.1f} px in a CMYK picture of {dpi:g} dpi;"
            f" to be read they need {LEAST_MODULE:g}",
            field="dpi",
            hint=f"ask for {math.ceil(dpi * LEAST_MODULE / module)} dpi, for `marks` crop, or for a PDF alone",
        )


def _check_standard(resolved: Resolved, master: Master) -> None:
    """Refuse art that the standard of its PDF cannot carry."""
    standard = STANDARDS[resolved.order.standard]
    if master.transparent and not standard.transparency and any(spec.carries_art for spec in resolved.specs):
        raise RefusedError(
            "standard-forbids",
            f"{standard.label} has no transparency, which the art of {resolved.layout.id} uses",
            field="standard",
            hint="use `standard` x4, or draw the layout without opacity",
        )
