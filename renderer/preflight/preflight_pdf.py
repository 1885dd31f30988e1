"""Preflight of a finished PDF, ours or anybody's: standard, every page, measured ink, and the text read back."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import pikepdf
from pikepdf import Dictionary

from renderer.contract.print_specs import STANDARDS
from renderer.preflight.alphabet import alphabet_of
from renderer.preflight.art import NOT_READ_FURTHER, UNREADABLE, find_encryption, open_strictly, tell_unreadable
from renderer.preflight.bleed import find_bleed_faults
from renderer.preflight.bounds import LARGEST_NUMBER, BeyondBoundsError, Budget, bound_qpdf, check_content
from renderer.preflight.drawn import draw_pages
from renderer.preflight.finding import Finding
from renderer.preflight.fixes import FIXES
from renderer.preflight.judged import PrintRequirements
from renderer.preflight.letters import LetterFinder, texts_of
from renderer.preflight.page_letters import find_letters
from renderer.preflight.painted import PLAIN
from renderer.preflight.pdfx import (
    find_box_breaches,
    find_claim_breaches,
    find_claimed_label,
    find_claimed_standard,
    find_standard_breaches,
    forbids_transparency,
)
from renderer.preflight.profiles import profile_of_intent
from renderer.preflight.rules import preflight_page
from renderer.preflight.scan import Scan, scan_page
from renderer.preflight.separations import Drawn, draw_plates, measure_ink
from renderer.preflight.summary import shorten
from renderer.preflight.visible import LEAST_HARD, Drawing, Shape, find_unseen, list_shapes
from renderer.preflight.wanted import WantedWords
from renderer.values.geometry import Rect
from renderer.values.lengths import POINTS_PER_MM

Result = TypeVar("Result")
_MEASURE_SLACK = 3.0
"""Per cent: plates of 8 bits, four of them."""


_LEAST_INK = 1.0
"""Per cent: a page that nowhere carries as much is bare paper."""
_PAPER = 250.0
"""Of 255: what is lighter everywhere is bare paper to PDFium."""
_MOST_DRAWN = 8
"""Pages that are drawn: a sign has one, a set of panels a file each."""
_HARMLESS = re.compile(
    r"a common error handled correctly by qpdf and most other|reported number of objects|extraneous whitespace seen"
    r"|Resources is missing or invalid"
)
"""What qpdf mends in the tables and dictionaries of a file, and PDFium, MuPDF and Ghostscript read without a word."""
_MOST_TOLD = 300
"""Characters of a message: names in a foreign file may be books."""


@dataclass(frozen=True)
class PreflightResult:
    """What preflight found: findings, and the lines of text read from curves, page by page.

    ``drawn``: what of the file is to be measured, where that can be told.
    """

    findings: tuple[Finding, ...]
    texts: tuple[str, ...] = ()
    standard: str | None = None
    ink: float | None = None
    drawn: tuple[DrawnPage, ...] = ()


@dataclass(frozen=True)
class DrawnPage:
    """A page that is drawn to be judged: where it is, its trim (pt), mm of the sign a point, and its letters.

    ``inked``: PDFium draws something on it.
    """

    drawn: Drawn
    trim: Rect
    mm: float
    shapes: tuple[Shape, ...] = ()
    inked: bool = False


def make_ready(fonts: Mapping[str, bytes]) -> None:
    """Learn the letters of faces once, in this process: copies of it that read one file each know them, too."""
    for data in fonts.values():
        alphabet_of(data)


def read_bounded(read: Callable[[], Result]) -> Result:
    """Read a foreign file in a process that ends with it: what qpdf takes of one is bounded from here on."""
    bound_qpdf()
    logging.disable()  # what libraries think of the file's fonts and filters is no word of ours
    warnings.simplefilter("ignore")
    return read()


def preflight_pdf(
    data: bytes,
    asked: PrintRequirements,
    fonts: Mapping[str, bytes],
    standard: str | None = None,
    *,
    measure: bool = True,
    by_shape: bool = True,
    look: bool = True,
) -> PreflightResult:
    """Preflight a PDF. ``standard``: the one it must meet; None for the one it claims. Never raises for the file.

    ``fonts`` are the faces whose letters are read from curves; ``by_shape``: rewritten outlines, too; ``look``: hold
    the letters against PDFium's drawing, ``measure``: and against Ghostscript's plates, whose ink is measured.
    """
    try:
        with open_strictly(data) as pdf:
            result = _preflight(pdf, asked, fonts, standard, by_shape=by_shape)
            result = _look(data, result) if look else result
    except UNREADABLE as fault:
        return PreflightResult((_tidy(tell_unreadable(fault)),))
    return measure_total_ink(data, result, asked) if measure else result


def measure_total_ink(data: bytes, result: PreflightResult, asked: PrintRequirements) -> PreflightResult:
    """Return the result with the ink of every page drawn by Ghostscript, what it carries and which letters it shows.

    What is not read further is not drawn either: it would take as long, and the file is refused already.
    """
    if not result.drawn or _is_endless(result):
        return result
    ink, found = _measure(data, result.drawn, asked)
    return replace(result, findings=(*result.findings, *map(_tidy, found)), ink=ink)


def preflight_art(data: bytes, max_ink: float = 300.0, ratio: int = 1) -> list[Finding]:
    """Preflight a master's separated art: a master gets this once, when it is compiled.

    Besides what every page is asked: no grey outside soft masks, no font, no image, no overprint. Solid inks and stops
    carry at most ``max_ink`` per cent; what blends or shades between them in normal mode carries no more, so that ink
    is proven at every pixel. Transparency is a warning.
    """
    try:
        with open_strictly(data) as pdf:
            page = pdf.pages[0]
            trim, bleed = _boxes_of(page)
            scan = scan_page(page)
            asked = PrintRequirements(max_ink=max_ink, ratio=float(ratio), standard=True)
            return preflight_page(1, trim, bleed, scan, (), asked) + list(_find_foreign_to_masters(scan))
    except UNREADABLE as fault:
        return [tell_unreadable(fault)]


def _find_foreign_to_masters(scan: Scan) -> Iterator[Finding]:
    if scan.fonts:
        yield Finding("font", "the art holds live text")
    for item in scan.items:
        if item.kind == "image":
            yield Finding("image", "the art holds an image")
        if not item.mask and any(space.kind == "gray" for space, _ in item.colours):
            yield Finding("gray", "the art paints in grey instead of ink")
        if item.effects.overprint_fill or item.effects.overprint_stroke:
            yield Finding("overprint", "the art sets overprint")
        if item.effects.blend != PLAIN.blend:
            yield Finding("blend-mode", "the art blends otherwise than normal: its ink cannot be foretold")


def _preflight(
    pdf: pikepdf.Pdf, asked: PrintRequirements, fonts: Mapping[str, bytes], standard: str | None, *, by_shape: bool
) -> PreflightResult:
    for page in pdf.pages:
        check_content(page)  # before qpdf reads it whole
    key = standard or find_claimed_standard(pdf)
    claims = bool(find_claimed_label(pdf))
    asked = replace(asked, press=profile_of_intent(pdf) or asked.press, standard=claims or bool(key))
    findings = _tell_repairs(pdf.get_warnings() + pdf.check_pdf_syntax(), asked)
    if key:
        findings += find_standard_breaches(pdf, key)
        asked = replace(asked, transparency=STANDARDS[key].transparency)
    else:
        findings += find_claim_breaches(pdf)
        asked = replace(asked, transparency=not forbids_transparency(find_claimed_label(pdf)))
        findings += _preflight_without_standard(pdf, claims=claims)
    findings = shorten(findings)
    finder, texts, budget = LetterFinder(fonts), list[str](), Budget()
    wanted = WantedWords(asked.words)
    drawn: list[DrawnPage] = []
    for number, page in enumerate(pdf.pages, 1):
        try:
            told, read, seen = _preflight_one(page, number, asked, finder, budget, wanted, by_shape=by_shape)
        except BeyondBoundsError as fault:
            findings.append(replace(tell_unreadable(fault), page=number))
            break
        findings += told
        texts += read
        if number <= _MOST_DRAWN:
            drawn.append(seen)
    if asked.words:
        findings += wanted.judge()
    # What qpdf mends while forms are read is told after it was told of the pages.
    findings += shorten(_tell_repairs(pdf.get_warnings(), asked))
    if len(pdf.pages) > _MOST_DRAWN:
        message = f"the file has {len(pdf.pages)} pages, of which the first {_MOST_DRAWN} were drawn"
        findings.append(Finding("not-drawn", message, severity="warning"))
    return PreflightResult(tuple(dict.fromkeys(map(_tidy, findings))), tuple(texts), key, drawn=tuple(drawn))


def _tell_repairs(told: Iterable[object], asked: PrintRequirements) -> list[Finding]:
    """Return what qpdf mends; what every program reads alike is wrong for a standard alone."""
    return [
        Finding("needs-repair", text, severity="error" if asked.standard or not _HARMLESS.search(text) else "warning")
        for text in map(str, told)
    ]


def _preflight_one(
    page: pikepdf.Page,
    number: int,
    asked: PrintRequirements,
    finder: LetterFinder,
    budget: Budget,
    wanted: WantedWords,
    *,
    by_shape: bool,
) -> tuple[list[Finding], list[str], DrawnPage]:
    """Return what is wrong with one page, the texts read on it, and what is to be seen of it."""
    trim, bleed = _boxes_of(page)
    here = replace(asked, ratio=asked.ratio if asked.ratio != 1 else float(page.obj.get("/UserUnit", 1)))
    scan = scan_page(page, budget)
    letters = find_letters(scan, finder, by_shape=by_shape, budget=budget)
    if asked.words:
        # What stands beside the sign is cut off: it shows nothing.
        wanted.look(number, scan, [letter for letter in letters if trim.overlaps(letter.ink)], finder)
    turn = int(page.obj.get("/Rotate", 0)) % 360
    seen = DrawnPage(_drawn_of(page), trim, here.ratio / POINTS_PER_MM, list_shapes(scan, letters))
    return (
        preflight_page(number, trim, bleed, scan, letters, here, turn, _read_box(page.mediabox)),
        texts_of(letters, finder),
        seen,
    )


def _tidy(finding: Finding) -> Finding:
    message, expected, found = (
        text if len(text) <= _MOST_TOLD else text[:_MOST_TOLD] + "…"
        for text in (finding.message, finding.expected, finding.found)
    )
    fix = finding.fix or FIXES.get(finding.code, "")
    return replace(finding, message=message, expected=expected, found=found, fix=fix)


def _preflight_without_standard(pdf: pikepdf.Pdf, *, claims: bool) -> list[Finding]:
    """A file without a label still needs what every press needs; ``claims``: it has one that is not checked here."""
    findings = []
    if not pdf.Root.get("/OutputIntents"):
        # Without a label nothing promises one, and the file prints: whose CMYK it is is for the printer to know.
        told = "the file has no output intent" + ("" if claims else ": its CMYK is taken as the press's")
        findings.append(Finding("intent", told, severity="error" if claims else "warning"))
    findings += find_encryption(pdf)
    if "/OCProperties" in pdf.Root:
        findings.append(Finding("layers", "the file has layers", severity="warning"))
    opening = pdf.Root.get("/OpenAction")
    scripted = isinstance(opening, Dictionary) and str(opening.get("/S")) == "/JavaScript"
    if scripted or "/JavaScript" in pdf.Root.get("/Names", Dictionary()):
        findings.append(Finding("action", "the file runs a script when it is opened"))
    if "/AcroForm" in pdf.Root and len(pdf.Root.AcroForm.get("/Fields", [])):
        findings.append(Finding("form", "the file has a form to be filled in", severity="warning"))
    if "/EmbeddedFiles" in pdf.Root.get("/Names", Dictionary()):
        findings.append(Finding("attachment", "other files are attached to this one", severity="warning"))
    sizes = {tuple(round(v) for v in _boxes_of(page)[0][2:]) for page in pdf.pages}
    if len(sizes) > 1:
        findings.append(Finding("page-sizes", f"the pages are of {len(sizes)} sizes", severity="warning"))
    for number, page in enumerate(pdf.pages, 1):
        notes = {str(note.get("/Subtype"))[1:] for note in page.obj.get("/Annots", []) if _prints(note)}
        if notes:
            told = f"the page carries notes that print ({', '.join(sorted(notes))})"
            findings.append(Finding("annotation", told, severity="warning", page=number))
        findings += [replace(f, page=number) for f in find_box_breaches(page, "", labelled=claims)]
    return findings


def _prints(note: pikepdf.Object) -> bool:
    """Tell whether a note is printed with its page: by its flags Hidden and Print (ISO 32000-1, 12.5.3)."""
    flags = int(note.get("/F", 0))
    return str(note.get("/Subtype")) not in ("/Link", "/Popup") and bool(flags & 4) and not flags & 2


def _boxes_of(page: pikepdf.Page) -> tuple[Rect, Rect]:
    """Return trim and bleed in points; where they are not stated, what takes their place (ISO 32000-1, 14.11.2)."""
    media = page.mediabox
    crop = page.obj.get("/CropBox", media)
    trim = page.obj.get("/TrimBox", page.obj.get("/ArtBox", crop))
    return _read_box(trim), _read_box(page.obj.get("/BleedBox", crop))


def _read_box(box: Iterable[object]) -> Rect:
    x0, y0, x1, y1 = (float(v) for v in box)  # type: ignore[arg-type]
    if not all(abs(v) < LARGEST_NUMBER for v in (x0, y0, x1, y1)):
        raise BeyondBoundsError("a box whose sides are no lengths of a page")
    return Rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))


def _drawn_of(page: pikepdf.Page) -> Drawn:
    turn = int(page.obj.get("/Rotate", 0)) % 360
    return Drawn(_read_box(page.mediabox), _boxes_of(page)[1], float(page.obj.get("/UserUnit", 1)), turn)


def _is_endless(result: PreflightResult) -> bool:
    """Tell whether a file was not read to its end: a form that paints itself twice is drawn for ever."""
    return any(f.code in (NOT_READ_FURTHER, "too-deep") for f in result.findings)


def _look(data: bytes, result: PreflightResult) -> PreflightResult:
    """Hold the letters of every page against PDFium's drawing of it."""
    if _is_endless(result):
        return result
    found, pages = list[Finding](), list(result.drawn)
    try:
        for number, drawing in enumerate(draw_pages(data, [page.drawn.media for page in pages]), 1):
            found += _find_unseen(pages[number - 1], drawing, number)
            pages[number - 1] = replace(pages[number - 1], inked=float(drawing.pixels.min()) < _PAPER)
    except ValueError as fault:
        found.append(Finding("not-drawn", str(fault)))
    return replace(result, findings=(*result.findings, *map(_tidy, found)), drawn=tuple(pages))


def _tell_blank(page: DrawnPage, number: int, pages: int) -> Finding:
    if page.inked:
        # A picture that one of two programs cannot unpack, or a font that it has not: another RIP may print it.
        message = "Ghostscript draws nothing of the page, and PDFium does: programs differ in what they print of it"
        return Finding("not-drawn", message, page=number, severity="warning")
    message = "nothing is printed on the page"
    return Finding("blank-page", message, page=number, severity="error" if pages == 1 else "warning")


def _tell_ink(ink: float, own: float, asked: PrintRequirements, number: int) -> Finding:
    """Tell of more ink than is allowed; ``own`` is what the press's inks carry, without those that nobody ordered."""
    message = f"a place on the page carries {ink:.0f} % ink, more than {asked.max_ink:.0f} %"
    if own > asked.max_ink + _MEASURE_SLACK:
        return Finding("ink", message, page=number)
    return Finding("ink", f"{message}, with inks that were not expected", severity="warning", page=number)


def _find_unseen(page: DrawnPage, drawing: Drawing, number: int) -> list[Finding]:
    found = find_unseen(page.shapes, drawing, page.drawn.inside, page.trim, page.mm)
    return [replace(finding, page=number) for finding in found]


def _measure(data: bytes, pages: tuple[DrawnPage, ...], asked: PrintRequirements) -> tuple[float | None, list[Finding]]:
    """Return the most ink that any page carries, and what its plates show or do not show."""
    most, found = 0.0, list[Finding]()
    for number, page in enumerate(pages, 1):
        try:
            plates = draw_plates(data, page.drawn, number)
        except (ValueError, OSError) as fault:
            return None, [*found, Finding("not-drawn", f"Ghostscript cannot draw the file: {fault}", page=number)]
        if plates is None:
            message = "total ink was not measured: Ghostscript is not installed"
            return None, [Finding("ink-not-measured", message, severity="warning", fix="apt-get install ghostscript")]
        ink, media = measure_ink(plates, page.drawn), page.drawn.media
        most = max(most, ink)
        if ink < _LEAST_INK:
            found.append(_tell_blank(page, number, len(pages)))
        if ink > asked.max_ink + _MEASURE_SLACK:
            found.append(_tell_ink(ink, measure_ink(plates, page.drawn, asked.spots), asked, number))
        drawing = Drawing("Ghostscript", plates.inks, plates.scale, media.x, media.bottom, LEAST_HARD)
        found += _find_unseen(page, drawing, number)
        found += [replace(f, page=number) for f in find_bleed_faults(drawing, page.drawn.inside, page.trim)]
    return most, found
