"""The structure of a finished PDF: what it may hold, its boxes, and what it says of itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from renderer.contract.expectation import Expectation, ExpectedPage, Ink
from renderer.preflight.art import UNREADABLE, find_encryption, open_strictly
from renderer.preflight.bounds import check_content, inflate
from renderer.preflight.finding import Finding
from renderer.preflight.flat import gather_art
from renderer.preflight.gradient import is_straight
from renderer.preflight.pictures import resource_name_of
from renderer.preflight.readback import to_page
from renderer.values.lengths import POINTS_PER_MM

BOX_TOLERANCE = 0.01
"""Points: boxes carry four decimals, so that even 0.1 mm (0.28 pt) would be a gross fault."""
INK_TOLERANCE = 0.001
_MOST_WARNINGS = 20
_CATALOG = {"/Type", "/Pages", "/OutputIntents", "/Metadata"}
_PAGE = {"/Type", "/Parent", "/MediaBox", "/BleedBox", "/TrimBox", "/Resources", "/Contents", "/Group", "/UserUnit"}


@dataclass(frozen=True)
class StatedPage:
    """What a file of ours states of its page: nothing of it is proven.

    ``area`` is the size of its art in mm at final size, ``page`` its boxes from the art's top left corner, ``binding``
    what its metadata names.
    """

    area: tuple[float, float]
    page: ExpectedPage
    binding: str

    @property
    def bleeds(self) -> list[float]:
        """How far the art may reach beyond the sign's trim: a page that shows an edge of the sign tells how far."""
        left, top, wide, high = self.page.trim
        edges = {left, top, self.area[0] - left - wide, self.area[1] - top - high}
        return sorted({max(0.0, round(edge, 2)) for edge in edges if -0.01 < edge < _WIDEST_BLEED})


_WIDEST_BLEED = 130.0
"""mm; no fold and no bleed that can be ordered is wider."""
_PLACED = re.compile(rb"(?:1 0 0 1 (-?[\d.]+) (-?[\d.]+) cm )?/Art Do")
_BINDING = re.compile(rb"<codong:Binding>([0-9a-f]{64})</codong:Binding>")


def read_stated_page(data: bytes) -> StatedPage | None:
    """Return what a page of ours, a whole sign or a panel, says of itself; None for no single-page PDF of ours."""
    try:
        with open_strictly(data) as pdf:
            gather_art(pdf)
            page = pdf.pages[0].obj
            media, bleed, trim = ([float(v) for v in page[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
            objects = page["/Resources"]["/XObject"]
            content = inflate(pdf.pages[0].Contents)
            placed = _PLACED.search(content)
            if len(pdf.pages) != 1 or "/Art" not in objects or placed is None:
                return None
            box = [float(v) for v in objects["/Art"]["/BBox"]]
            xmp = inflate(pdf.Root["/Metadata"]) if "/Metadata" in pdf.Root else b""
            live, unit = "/Font" in page["/Resources"], int(page.get("/UserUnit", 1))
            slug = len(content.rsplit(b"/Marks Do", 1)[-1].split()) > 3
            marks = "none" if "/Marks" not in objects else "full" if slug else "crop"
    except UNREADABLE:
        return None
    ratio = 10 if unit == 10 or b"Scale>1:10<" in xmp else 1
    # Boxes carry four decimals of a point: a thousandth of a millimetre is read back exactly.
    k = ratio / POINTS_PER_MM
    area = round((box[2] - box[0]) * k, 3), round((box[3] - box[1]) * k, 3)
    corner = float(placed[1] or 0), float(placed[2] or 0) + box[3] - box[1]
    boxes = [_measure(box, corner, k) for box in (media, bleed, trim)]
    if min(*area, *boxes[2][2:]) <= 0:
        return None
    named = _BINDING.search(xmp)
    told = ExpectedPage(
        media=boxes[0],
        bleed=boxes[1],
        trim=boxes[2],
        ratio=ratio,
        user_unit=unit == 10,
        standard="x1a" if b"PDF/X-1a" in xmp else "x4",
        text="live" if live else "curves",
        marks=marks,
    )
    return StatedPage(area, told, named[1].decode() if named else "")


def _measure(box: list[float], corner: tuple[float, float], k: float) -> tuple[float, float, float, float]:
    """Return a box in mm from a corner, y down."""
    x, y = round((box[0] - corner[0]) * k, 3), round((corner[1] - box[3]) * k, 3)
    return x, y, round((box[2] - box[0]) * k, 3), round((box[3] - box[1]) * k, 3)


# -- structure ------------------------------------------------------------------------------------


def verify_structure(pdf: pikepdf.Pdf, expected: Expectation, wanted: ExpectedPage) -> list[Finding]:
    """Return what does not belong into a file of ours: pages, entries and resources that nobody asked for."""
    findings = find_encryption(pdf)
    if len(pdf.pages) != 1:
        return [*findings, Finding("page-count", f"the file has {len(pdf.pages)} pages, not one")]
    check_content(pdf.pages[0])  # before qpdf reads it whole
    for warning in (pdf.get_warnings() + pdf.check_pdf_syntax())[:_MOST_WARNINGS]:
        findings.append(Finding("needs-repair", str(warning)))
    page = pdf.pages[0].obj
    for where, found, allowed in (("catalogue", pdf.Root, _CATALOG), ("page", page, _PAGE)):
        for key in sorted(set(found.keys()) - allowed):
            findings.append(Finding("foreign-entry", f"the {where} has an entry {key}"))
    unit = page.get("/UserUnit", 1)
    if float(unit) != (wanted.ratio if wanted.user_unit else 1):
        findings.append(Finding("user-unit", f"the page's unit is {unit} points", place="page"))
    group = page.get("/Group")
    if group is not None and (group.get("/S"), group.get("/CS")) != (Name.Transparency, Name.DeviceCMYK):
        findings.append(Finding("group-space", "the page does not blend in DeviceCMYK"))
    return findings + _verify_resources(page.get("/Resources", Dictionary()), expected, wanted)


def _verify_resources(resources: pikepdf.Object, expected: Expectation, wanted: ExpectedPage) -> list[Finding]:
    # Patterns are for letters with a gradient, spaces for spot colours; each that is used is compared with the inks.
    inks = [ink for frame in (*expected.frames, *wanted.slug) for ink in frame.inks if ink.spot]
    kinds = {"/XObject", "/Pattern"} | ({"/Font"} if wanted.text == "live" else set())
    kinds |= {"/ColorSpace"} if inks else set()
    allowed = {"/Art", *map(resource_name_of, expected.pictures)} | ({"/Marks"} if wanted.marks != "none" else set())
    if set(resources.keys()) - kinds or set(resources.get("/XObject", Dictionary()).keys()) != allowed:
        return [Finding("foreign-resource", "the page can paint more than its art and its letters")]
    for name, space in resources.get("/ColorSpace", Dictionary()).items():
        # A space called DefaultCMYK would change every ink of the page without being named by any operator.
        if name.startswith("/Default") or not any(is_spot(space, ink) for ink in inks):
            return [Finding("foreign-resource", f"the page holds a colour space {name} that no ink of it is")]
    return []


def verify_boxes(pdf: pikepdf.Pdf, page: ExpectedPage) -> list[Finding]:
    """Return the boxes that are not the ordered ones."""
    findings = []
    for name, box in (("/MediaBox", page.media), ("/BleedBox", page.bleed), ("/TrimBox", page.trim)):
        wanted = place_on_page(box, page)
        found = [float(v) for v in pdf.pages[0].obj.get(name, [])]
        if len(found) != 4 or any(abs(a - b) > BOX_TOLERANCE for a, b in zip(found, wanted, strict=True)):
            message = f"{name[1:]} is not the ordered size"
            findings.append(Finding("box", message, expected=format_figures(wanted), found=format_figures(found)))
    return findings


def place_on_page(box: tuple[float, float, float, float], page: ExpectedPage) -> tuple[float, float, float, float]:
    """Return a box of the sign as left, bottom, right, top on the page, in points."""
    x, y, width, height = box
    one, two = to_page(page, x, y + height), to_page(page, x + width, y)
    return one.x, one.y, two.x, two.y


def format_figures(values: tuple[float, ...] | list[float]) -> str:
    """Return numbers as findings tell them."""
    return " ".join(f"{v:.4f}" for v in values)


def verify_promises(pdf: pikepdf.Pdf, expected: Expectation) -> list[Finding]:
    """Compare what the file says of itself with the order: its title, and the printing condition it is made for."""
    findings = []
    if expected.title and str(pdf.docinfo.get("/Title", "")) != expected.title:
        findings.append(
            Finding(
                "title-differs",
                "the title is not the slogan",
                expected=expected.title,
                found=str(pdf.docinfo.get("/Title", "")),
            )
        )
    for intent in pdf.Root.get("/OutputIntents", []) if expected.profile else []:
        profile = intent.get("/DestOutputProfile")
        digest = hashlib.sha256(inflate(profile)).hexdigest() if profile is not None else ""
        named = str(intent.get("/OutputConditionIdentifier", ""))
        if digest != expected.profile or named != expected.condition:
            findings.append(
                Finding(
                    "intent-differs",
                    "the output intent is not the workspace's",
                    expected=expected.condition,
                    found=named,
                )
            )
    return findings


def is_spot(space: pikepdf.Object | None, ink: Ink) -> bool:
    """Tell whether a colour space is the spot ink, with the swatch's build as its alternate."""
    if not isinstance(space, Array) or len(space) != 4 or (space[0], space[2]) != (Name.Separation, Name.DeviceCMYK):
        return False
    tint, build = space[3], [v / 100 for v in ink.cmyk]
    straight = is_straight(tint)
    ends = [float(v) for v in (*tint["/C0"], *tint["/C1"])]
    near = all(abs(a - b) <= INK_TOLERANCE for a, b in zip(ends, [0.0] * 4 + build, strict=True))
    return str(space[1]) == "/" + ink.spot and straight and near
