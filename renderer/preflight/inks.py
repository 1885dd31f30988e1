"""Rules of ink: foreign colour spaces, too much of it, inks beside the four, and CMYK of another press."""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.preflight.finding import Finding
from renderer.preflight.judged import JudgedPage
from renderer.preflight.profiles import Profile, profile_of_stream
from renderer.preflight.scan import Item
from renderer.preflight.spaces import Space

_PROCESS = {"Cyan", "Magenta", "Yellow", "Black", "None"}
_EVERY_INK = "All"

# By the names that RIPs of cutters and presses ask for (Roland VersaWorks: CutContour, PerfCutContour, RDG_WHITE,
# RDG_GLOSS; Summa, Zünd: Thru-cut, Kiss-cut, Crease) and those of Vietnamese, English and German print shops.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    ("crease-line", "a line to be creased or folded", r"crease|fold|score|rill|duonggap|canh?gap"),
    ("cut-line", "a line to be cut", r"cut|kiss|dieline|^die|stanz|perf|^be$|duongbe|khuonbe|^cat$|duongcat"),
    ("varnish", "varnish, no colour", r"varnish|gloss|lacquer|coating|^uv|spotuv|^lack|matt?e?lack|phubong|phuuv"),
    ("white-ink", "white ink", r"white|weiss|muctrang|^trang$|^lotrang"),
    ("foil", "foil, no ink", r"foil|hotstamp|emboss|deboss|epkim|ephu|dapnoi"),
)


def find_foreign_colours(page: JudgedPage) -> Iterator[Finding]:
    """Colours of no press."""
    for item in page.scan.items:
        for space, _ in item.colours:
            if item.mask or space.kind in ("cmyk", "gray", "spot", "pattern"):
                continue
            if space.kind == "rgb" and space.colorants and all(_meaning_of(ink) for ink in space.colorants):
                continue  # what a cutter reads needs no build in ink
            if space.kind == "rgb":
                code = {"image": "rgb-image", "shading": "rgb-shading", "paint": "rgb-shading"}.get(item.kind, "rgb")
                yield Finding(code, f"painted in {space.name or 'DeviceRGB'}", place=page.place_of(item))
            else:
                message = f"painted in {space.name or 'an unknown space'}"
                yield Finding("colour-space", message, place=page.place_of(item))


def find_default_spaces(page: JudgedPage) -> Iterator[Finding]:
    """Spaces that take a device's place without being named, where something is painted in that device's colours."""
    devices = {"DefaultCMYK": "cmyk", "DefaultRGB": "rgb", "DefaultGray": "gray"}
    for name in sorted(page.scan.defaults):
        for item in page.scan.items:
            if any(space.kind == devices.get(name) and space.icc is None for space, _ in item.colours):
                told = f"{name} changes every colour of its kind without being named"
                yield Finding("default-space", told, place=page.place_of(item))
                break


def find_heavy_ink(page: JudgedPage) -> Iterator[Finding]:
    """Colours of more ink than the material takes."""
    for item in page.scan.items:
        for space, values in item.colours:
            total = 100 * sum(inks_of(space, values))
            if total > page.asked.max_ink + 0.5 and not item.mask:
                message = f"a colour carries {total:.0f} % ink, more than {page.asked.max_ink:.0f} %"
                yield Finding("ink", message, place=page.place_of(item))


def inks_of(space: Space, values: tuple[float, ...]) -> tuple[float, ...]:
    """Return the inks (0 to 1) that a colour comes to, as far as they are known."""
    if space.kind == "cmyk" and space.components == 4:
        return values
    if space.kind == "spot" and space.colorants and not set(space.colorants) - _PROCESS:
        return values
    if space.kind == "spot" and space.build is not None and len(values) == 1 and space.name != _EVERY_INK:
        return tuple(values[0] * v for v in space.build)
    return ()


def find_spot_inks(page: JudgedPage) -> Iterator[Finding]:
    """Inks beside the four that nobody ordered, each told once and as what its name means in the trade."""
    first: dict[str, Item] = {}
    knocking: set[str] = set()
    for item in page.scan.items:
        inks = {ink for space, _ in item.colours for ink in space.colorants} if not item.mask else set()
        for ink in inks - _PROCESS - page.asked.spots:
            if ink == _EVERY_INK and not page.trim.inset(1.0).overlaps(item.extent):
                continue  # registration marks
            first.setdefault(ink, item)
            if not (item.effects.overprint_fill or item.effects.overprint_stroke):
                knocking.add(ink)
    for ink, item in first.items():
        yield _tell_ink(ink, page.place_of(item), knocks_out=ink in knocking)


def _tell_ink(ink: str, place: str, *, knocks_out: bool) -> Finding:
    if ink == _EVERY_INK:
        message = "the sign itself is painted in the registration colour: every ink in full"
        return Finding("registration-ink", message, place=place)
    meant = _meaning_of(ink)
    if meant is None:
        message = f"an ink beside the four that was not expected: {ink!r}"
        return Finding("spot-ink", message, severity="warning", place=place)
    code, told = meant
    message = f"{ink!r} is by its name {told}: a printer that does not know it prints it as a colour"
    message += ", and it is not set to overprint: under it nothing is printed" if knocks_out else ""
    return Finding(code, message, severity="warning", place=place)


def _meaning_of(ink: str) -> tuple[str, str] | None:
    plain = re.sub(r"[^a-z]", "", ink[:100].lower())
    return next(((code, told) for code, told, names in _MEANINGS if re.search(names, plain)), None)


def find_other_profiles(page: JudgedPage) -> Iterator[Finding]:
    """CMYK of another profile than the press's: a RIP converts it once more."""
    press = page.asked.press
    if press is None:
        return
    known: dict[tuple[int, int], Profile | None] = {}
    for item in page.scan.items:
        for space, _ in item.colours:
            if space.kind != "cmyk" or space.icc is None or space.icc.objgen in known:
                continue
            found = known[space.icc.objgen] = profile_of_stream(space.icc)
            if found is not None and found.is_other(press):
                names = f"{found.name or 'no name'!r}, not {press.name or 'no name'!r}"
                message = f"painted in CMYK of another profile: {names}; a RIP converts it, and black becomes four inks"
                yield Finding("icc-cmyk", message, severity="warning", place=page.place_of(item))
