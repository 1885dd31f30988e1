"""The proof of a finished PDF: structure, boxes, art, and every letter that is painted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pikepdf
from pikepdf import Dictionary, Name

from renderer.expectation import Expectation, ExpectedFrame
from renderer.geometry import Affine, Rect
from renderer.preflight.alphabet import Alphabet, Points, alphabet_of
from renderer.preflight.art import UNREADABLE, digest_of, open_strictly
from renderer.preflight.content import Invoked, Painted, PaintedPath, read_content
from renderer.preflight.finding import Finding
from renderer.preflight.gradient import is_gradient
from renderer.preflight.pictures import pictures_in_pdf, resource_name
from renderer.preflight.readback import Letter, ReadLine, frame_of, lines_of, read_letter, to_units
from renderer.units import POINTS_PER_MM, mm_to_points

BOX_TOLERANCE = 0.01
"""Points: boxes carry four decimals, so that even 0.1 mm (0.28 pt) would be a gross fault."""
PLACE_TOLERANCE = 0.005
"""Share of the em by which a letter may stand off its shaped place: coordinates carry far more."""
INK_TOLERANCE = 0.001
_CATALOG = {"/Type", "/Pages", "/OutputIntents", "/Metadata", "/Version"}
_PAGE = {"/Type", "/Parent", "/MediaBox", "/BleedBox", "/TrimBox", "/Resources", "/Contents"}


def verify_pdf(data: bytes, expected: Expectation, fonts: Mapping[str, bytes]) -> list[Finding]:
    """Return every way in which a PDF differs from what it must show; empty when it is proven.

    ``fonts`` are the bytes of the pinned faces by ``family/weight``. Never raises for a faulty file.
    """
    try:
        with open_strictly(data) as pdf:
            findings = _structure(pdf, expected)
            if not findings:
                findings = _boxes(pdf, expected) + _intent(pdf) + _page(pdf, expected, fonts)
            return findings
    except UNREADABLE as fault:
        return [Finding("unreadable", f"the file cannot be read without repair: {fault}")]


def page_size(data: bytes) -> tuple[float, float, float] | None:
    """Return trim width, trim height and bleed in mm as the boxes state them; None for no single-page PDF of ours."""
    try:
        with open_strictly(data) as pdf:
            media, trim = ([float(v) for v in pdf.pages[0].obj[key]] for key in ("/MediaBox", "/TrimBox"))
            if len(pdf.pages) != 1 or "/Art" not in pdf.pages[0].obj["/Resources"]["/XObject"]:
                return None
    except UNREADABLE:
        return None
    # Boxes carry four decimals of a point: a thousandth of a millimetre is read back exactly.
    width, height, bleed = (
        round(v / POINTS_PER_MM, 3) for v in (trim[2] - trim[0], trim[3] - trim[1], trim[0] - media[0])
    )
    return (width, height, bleed) if width > 0 and height > 0 else None


# -- structure ------------------------------------------------------------------------------------


def _structure(pdf: pikepdf.Pdf, expected: Expectation) -> list[Finding]:
    findings = []
    if pdf.is_encrypted:
        findings.append(Finding("encrypted", "the file is encrypted"))
    if len(pdf.pages) != 1:
        return [*findings, Finding("page-count", f"the file has {len(pdf.pages)} pages, not one")]
    for warning in pdf.get_warnings() + pdf.check_pdf_syntax():
        findings.append(Finding("needs-repair", str(warning)))
    page = pdf.pages[0].obj
    for where, found, allowed in (("catalogue", pdf.Root, _CATALOG), ("page", page, _PAGE)):
        for key in sorted(set(found.keys()) - allowed):
            findings.append(Finding("foreign-entry", f"the {where} has an entry {key}"))
    resources = page.get("/Resources", Dictionary())
    # Patterns are for letters with a gradient; each that is used is compared with the frame's inks.
    allowed = {"/Art", *map(resource_name, expected.pictures)}
    if set(resources.keys()) - {"/Pattern"} != {"/XObject"} or set(resources["/XObject"].keys()) != allowed:
        findings.append(Finding("foreign-resource", "the page can paint more than its art and paths"))
    return findings


def _boxes(pdf: pikepdf.Pdf, expected: Expectation) -> list[Finding]:
    width, height = (mm_to_points(side + 2 * expected.bleed) for side in expected.trim)
    inset = mm_to_points(expected.bleed)
    wanted = {
        "/MediaBox": (0.0, 0.0, width, height),
        "/BleedBox": (0.0, 0.0, width, height),
        "/TrimBox": (inset, inset, width - inset, height - inset),
    }
    findings = []
    for name, box in wanted.items():
        found = [float(v) for v in pdf.pages[0].obj.get(name, [])]
        if len(found) != 4 or any(abs(a - b) > BOX_TOLERANCE for a, b in zip(found, box, strict=True)):
            findings.append(
                Finding("box", f"{name[1:]} is not the ordered size", expected=_figures(box), found=_figures(found))
            )
    return findings


def _figures(values: tuple[float, ...] | list[float]) -> str:
    return " ".join(f"{v:.4f}" for v in values)


def _intent(pdf: pikepdf.Pdf) -> list[Finding]:
    for intent in pdf.Root.get("/OutputIntents", []):
        profile = intent.get("/DestOutputProfile")
        if intent.get("/S") == Name.GTS_PDFX and profile is not None and int(profile.get("/N", 0)) == 4:
            return [] if profile.read_bytes()[16:20] == b"CMYK" else [Finding("intent", "the profile is not CMYK")]
    return [Finding("intent", "no output intent with a CMYK profile")]


# -- the page -------------------------------------------------------------------------------------


@dataclass
class _Reading:
    """What has been read so far: letters by frame, in paint order; ``patterns`` are the page's, by name."""

    patterns: Mapping[str, pikepdf.Object]
    letters: dict[str, list[Letter]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def _page(pdf: pikepdf.Pdf, expected: Expectation, fonts: Mapping[str, bytes]) -> list[Finding]:
    painted = read_content(pdf.pages[0])
    objects = pdf.pages[0].obj["/Resources"]["/XObject"]
    findings = _art(painted, objects, expected)
    alphabets = {frame.name: alphabet_of(fonts[frame.font]) for frame in expected.frames}
    reading = _Reading(dict(pdf.pages[0].obj["/Resources"].get("/Pattern", Dictionary()).items()))
    forms = len([item for item in painted[: 1 + len(expected.pictures)] if isinstance(item, Invoked)])
    for order, item in enumerate(painted[forms:]):
        _take(item, order, expected, alphabets, reading)
    findings += reading.findings + _paint_order(expected, reading)
    for frame in expected.frames:
        findings += _compare(frame, reading.letters.get(frame.name, []), alphabets[frame.name])
    return findings


def _art(painted: list[Painted], objects: pikepdf.Object, expected: Expectation) -> list[Finding]:
    """Compare the art, which comes first, and the pictures, which come right after it."""
    invoked = [item for item in painted if isinstance(item, Invoked)]
    if not invoked or invoked[0] != Invoked("/Art", Affine()) or painted[: len(invoked)] != invoked:
        return [Finding("art-place", "the art is not painted first, once and unmoved")]
    found = digest_of(objects["/Art"])
    if found != expected.art:
        return [Finding("art-differs", "the art is not the master's", expected=expected.art[:16], found=found[:16])]
    return pictures_in_pdf(invoked[1:], objects, expected)


def _take(
    item: Painted, order: int, expected: Expectation, alphabets: Mapping[str, Alphabet], reading: _Reading
) -> None:
    if not isinstance(item, PaintedPath):
        what = item.name if isinstance(item, Invoked) else item.operator
        reading.findings.append(Finding("foreign-paint", f"the page paints or sets {what} after the art"))
        return
    place = _place(item, expected)
    home = frame_of(item, expected)
    if home is None:
        reading.findings.append(Finding("outside-frames", "something is painted outside every frame", place=place))
        return
    frame, points = home
    letter = read_letter(item.ops, points, frame, alphabets[frame.name], order)
    if letter is None:
        reading.findings.append(
            Finding("not-a-letter", f"a path is no letter of {frame.font} at its size", frame=frame.name, place=place)
        )
        return
    reading.findings += _paint(item, frame, letter, place)
    reading.findings += _ink(item, frame, letter, place, alphabets[frame.name], expected, reading.patterns)
    reading.findings += _inside(points, letter, frame, place)
    reading.letters.setdefault(frame.name, []).append(letter)


def _place(path: PaintedPath, expected: Expectation) -> str:
    if not len(path.points):
        return "an empty path"
    x, y = to_units(path.points, expected).mean(axis=0)
    return f"{x:.1f}, {y:.1f} {expected.unit} from the top left of the trim"


def _paint(path: PaintedPath, frame: ExpectedFrame, letter: Letter, place: str) -> list[Finding]:
    wanted = {"fill": "f", "stroke": "S"}[frame.paint]
    if path.operator != wanted:
        return [Finding("paint", f"painted with {path.operator}, not {wanted}", frame=frame.name, place=place)]
    stroke = mm_to_points(frame.stroke * letter.size)
    if frame.paint == "stroke" and abs(path.line_width - stroke) > 0.01 * stroke:
        return [Finding("stroke-width", "an outline has another width", frame=frame.name, place=place)]
    return []


def _ink(
    path: PaintedPath, frame: ExpectedFrame, letter: Letter, place: str, alphabet: Alphabet, expected: Expectation,
    patterns: Mapping[str, pikepdf.Object],
) -> list[Finding]:  # fmt: skip
    operator, values = path.fill if frame.paint == "fill" else path.stroke
    if len(frame.inks) > 1:
        line = min(frame.lines, key=lambda candidate: abs(candidate.y - letter.y))
        cap = alphabet.cap_height / alphabet.units_per_em * line.size
        foot = expected.trim[1] + expected.bleed - line.y
        pattern = patterns.get(str(values[0])) if operator == "scn" else None
        if is_gradient(pattern, mm_to_points(foot + cap), mm_to_points(foot), frame.inks):
            return []
        message = "a letter is not painted in its gradient"
        return [Finding("ink-differs", message, frame=frame.name, place=place)]
    build = tuple(v / 100 for v in frame.inks[0].cmyk)
    found = tuple(v for v in values if isinstance(v, float))
    if operator in ("k", "K") and all(abs(a - b) <= INK_TOLERANCE for a, b in zip(found, build, strict=True)):
        return []
    return [
        Finding("ink-differs", "a letter is painted in another ink", frame=frame.name, place=place,
                expected=_figures(build), found=f"{operator} {_figures(found)}")
    ]  # fmt: skip


def _inside(points: Points, letter: Letter, frame: ExpectedFrame, place: str) -> list[Finding]:
    slack = 0.002 * frame.size
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    ink = Rect(float(left), float(top), float(right - left), float(bottom - top))
    if Rect(*frame.rect).contains(ink, tolerance=slack):
        return []
    return [Finding("outside-frame", f"{letter.character!r} leaves its frame", frame=frame.name, place=place)]


def _paint_order(expected: Expectation, reading: _Reading) -> list[Finding]:
    spans = [
        (min(found.order for found in reading.letters[f.name]), max(found.order for found in reading.letters[f.name]))
        for f in expected.frames
        if f.name in reading.letters
    ]
    if all(before[1] < after[0] for before, after in pairwise(spans)):
        return []
    return [Finding("paint-order", "the frames are not painted one after another in their order")]


# -- the text -------------------------------------------------------------------------------------


def _compare(frame: ExpectedFrame, letters: list[Letter], alphabet: Alphabet) -> list[Finding]:
    lines = lines_of(letters, frame, alphabet)
    text = " ".join(line.text for line in lines)
    if text != frame.text:
        return [Finding("text-differs", "the painted text is not the approved one", frame=frame.name,
                        expected=frame.text, found=text)]  # fmt: skip
    wanted = [line.text for line in frame.lines]
    if [line.text for line in lines] != wanted:
        return [Finding("lines-differ", "the lines break elsewhere", frame=frame.name,
                        expected=" / ".join(wanted), found=" / ".join(line.text for line in lines))]  # fmt: skip
    return _positions(frame, lines, alphabet)


def _positions(frame: ExpectedFrame, lines: list[ReadLine], alphabet: Alphabet) -> list[Finding]:
    slack = PLACE_TOLERANCE * frame.size
    findings = []
    for line, wanted in zip(lines, frame.lines, strict=True):
        scale = wanted.size / alphabet.units_per_em
        for letter, placed in zip(line.letters, alphabet.shape(wanted.text, wanted.tracking), strict=True):
            off = max(abs(letter.x - (wanted.x + placed.x * scale)), abs(letter.y - wanted.y))
            if off > slack:
                message = (
                    f"{letter.character!r} of {wanted.text!r} is off its place by {off / frame.size:.1%} of the size"
                )
                findings.append(Finding("moved", message, frame=frame.name))
    return findings
