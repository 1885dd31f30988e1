"""Verification of a finished PDF: structure, label, boxes, art, and every letter that is painted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pikepdf
from pikepdf import Dictionary

from renderer.contract.expectation import Expectation, ExpectedFrame, ExpectedPage
from renderer.preflight.alphabet import Alphabet, Points, alphabet_of
from renderer.preflight.art import UNREADABLE, digest_of, open_strictly, tell_unreadable
from renderer.preflight.content import read_content
from renderer.preflight.embedded import EmbeddedFont, fonts_of
from renderer.preflight.finding import Finding
from renderer.preflight.flat import gather_art
from renderer.preflight.gradient import is_gradient
from renderer.preflight.painted import PLAIN, Box, Invoked, Painted, PaintedPath, State
from renderer.preflight.pdfx import find_standard_breaches
from renderer.preflight.pictures import verify_pictures_in_pdf
from renderer.preflight.printer_marks import verify_marks
from renderer.preflight.readback import Letter, ReadLine, frame_of, lines_of, read_letter, to_page, to_units
from renderer.preflight.structure import (
    BOX_TOLERANCE,
    INK_TOLERANCE,
    format_figures,
    is_spot,
    place_on_page,
    verify_boxes,
    verify_promises,
    verify_structure,
)
from renderer.preflight.summary import shorten
from renderer.values.geometry import Affine, Rect
from renderer.values.lengths import mm_to_points

PLACE_TOLERANCE = 0.005
"""Share of the em by which a letter may stand off its shaped place: coordinates carry far more."""


def verify_pdf(data: bytes, expected: Expectation, fonts: Mapping[str, bytes], number: int = 1) -> list[Finding]:
    """Return every way in which a PDF differs from what it must show; empty when it is proven.

    ``fonts`` are the bytes of the pinned faces by ``family/weight``; ``number`` tells which of the expected pages this
    is. Never raises for a faulty file.
    """
    page = expected.pages[number - 1]
    try:
        with open_strictly(data) as pdf:
            gather_art(pdf)
            findings = verify_structure(pdf, expected, page)
            if not findings:
                findings = verify_boxes(pdf, page) + find_standard_breaches(pdf, page.standard, expected.binding)
                findings += verify_promises(pdf, expected)
                findings += _verify_page(data, pdf, expected, page, fonts)
            return shorten(findings)
    except UNREADABLE as fault:
        return [tell_unreadable(fault)]


_WHOLE = "the whole text"

_last_read: dict[bytes, list[Painted]] = {}
"""What the page painted that was read last: a file without a record is held against many texts, one after the other."""


def _read_once(data: bytes, page: pikepdf.Page, live: Mapping[str, EmbeddedFont]) -> list[Painted]:
    painted = _last_read.get(data)
    if painted is None:
        painted = read_content(page, fonts=live)
        _last_read.clear()
        _last_read[data] = painted
    return painted


# -- the page -------------------------------------------------------------------------------------


@dataclass
class _ReadPage:
    """What has been read so far: letters by frame, in paint order; the resources are the page's, by name."""

    page: ExpectedPage
    clip: Box
    patterns: Mapping[str, pikepdf.Object]
    spaces: Mapping[str, pikepdf.Object]
    letters: dict[str, list[Letter]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def _verify_page(
    data: bytes, pdf: pikepdf.Pdf, expected: Expectation, page: ExpectedPage, fonts: Mapping[str, bytes]
) -> list[Finding]:
    resources = pdf.pages[0].obj["/Resources"]
    live = fonts_of(resources)
    painted = _read_once(data, pdf.pages[0], live)
    clip = _clip_of(expected, page)
    findings = _verify_art(painted, resources["/XObject"], expected, page, clip)
    frames = (*expected.frames, *page.slug)
    alphabets = {frame.name: alphabet_of(fonts[frame.font]) for frame in frames}
    patterns, spaces = (dict(resources.get(key, Dictionary()).items()) for key in ("/Pattern", "/ColorSpace"))
    reading = _ReadPage(page, clip, patterns, spaces)
    forms = len([item for item in painted[: 1 + len(expected.pictures)] if isinstance(item, Invoked)])
    beside = False
    for order, item in enumerate(painted[forms:]):
        if isinstance(item, Invoked) and item.name == "/Marks" and page.marks != "none" and not beside:
            beside = True
            findings += verify_marks(item, resources["/XObject"]["/Marks"], page)
            continue
        _take(item, order, page.slug if beside else expected.frames, alphabets, reading, beside=beside)
    if page.marks != "none" and not beside:
        findings.append(Finding("marks", "the page's marks are not painted"))
    used = {item.glyph for item in painted if isinstance(item, PaintedPath) and item.glyph is not None}
    findings += reading.findings + _verify_paint_order(frames, reading) + _verify_meanings(live, alphabets, used)
    told = [
        f for frame in frames for f in verify_text(frame, reading.letters.get(frame.name, []), alphabets[frame.name])
    ]
    # That a text which lies off as a whole leaves its frame is no fault of its own.
    whole = {f.frame for f in told if f.code == "moved" and f.message.startswith(_WHOLE)}
    return told + [f for f in findings if f.code != "outside-frame" or f.frame not in whole]


def _clip_of(expected: Expectation, page: ExpectedPage) -> Box:
    """Return to what the art must be clipped: the bleed, where the art reaches further; in page space."""
    width, height = expected.trim
    art = Rect(0.0, 0.0, width, height).inset(-expected.bleed)
    if Rect(*page.bleed).contains(art, tolerance=1e-3):
        return None
    left, bottom, right, top = place_on_page(page.bleed, page)
    return Rect(left, bottom, right - left, top - bottom)


def _is_same(one: Box, other: Box) -> bool:
    if one is None or other is None:
        return one is other
    return all(abs(a - b) <= BOX_TOLERANCE for a, b in zip(one, other, strict=True))


def _verify_art(
    painted: list[Painted], objects: pikepdf.Object, expected: Expectation, page: ExpectedPage, clip: Box
) -> list[Finding]:
    """Compare the art, which comes first, and the pictures, which come right after it."""
    invoked = [item for item in painted if isinstance(item, Invoked) and item.name != "/Marks"]
    foot = to_page(page, -expected.bleed, expected.trim[1] + expected.bleed)
    placed = bool(invoked) and all(
        abs(a - b) <= BOX_TOLERANCE for a, b in zip(invoked[0].matrix, Affine(e=foot.x, f=foot.y), strict=True)
    )
    # What a page sets before it paints a form, the form inherits.
    clean = all(item.state is not None and _is_plain(item.state) for item in invoked)
    if not placed or not clean or invoked[0].name != "/Art" or painted[: len(invoked)] != invoked:
        return [Finding("art-place", "the art is not painted first, once and in its place")]
    if not all(_is_same(item.clip, clip) for item in invoked):
        return [Finding("art-clipped", "the art is cut elsewhere than at the bleed")]
    found = digest_of(objects["/Art"])
    if found != expected.art:
        return [Finding("art-differs", "the art is not the master's", expected=expected.art[:16], found=found[:16])]
    return verify_pictures_in_pdf(invoked[1:], objects, expected, page)


def _is_plain(state: State) -> bool:
    first = State()
    same = (state.fill, state.stroke, state.line_width) == (first.fill, first.stroke, first.line_width)
    return same and state.effects == PLAIN


def _take(
    item: Painted,
    order: int,
    frames: tuple[ExpectedFrame, ...],
    alphabets: Mapping[str, Alphabet],
    reading: _ReadPage,
    *,
    beside: bool,
) -> None:
    if not isinstance(item, PaintedPath):
        what = getattr(item, "name", getattr(item, "operator", type(item).__name__))
        reading.findings.append(Finding("foreign-paint", f"the page paints or sets {what} after the art"))
        return
    place = _place_of(item, reading.page)
    if not _is_same(item.clip, None if beside else reading.clip):
        reading.findings.append(Finding("clipped", "a letter is cut off by a clip", place=place))
        return
    home = frame_of(item, frames, reading.page)
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
    reading.findings += _verify_paint(item, frame, letter, place, reading.page)
    reading.findings += _verify_ink(item, frame, letter, place, alphabets[frame.name], reading)
    reading.findings += _verify_inside(points, letter, frame, place)
    reading.letters.setdefault(frame.name, []).append(letter)


def _verify_meanings(
    live: Mapping[str, EmbeddedFont], alphabets: Mapping[str, Alphabet], used: set[tuple[str, int]]
) -> list[Finding]:
    """Compare what a file says of its glyphs (ToUnicode) with what they look like: search and copy must not lie."""
    findings = []
    for name, font in live.items():
        said_of = font.characters
        if not font.plainly_mapped or any(gid not in said_of for key, gid in used if key == name):
            findings.append(Finding("no-unicode", f"{font.name} does not say plainly what each of its glyphs means"))
        for gid, said in said_of.items() if font.readable else ():
            shape = font.shape(gid)
            if shape is None:
                read = {" "} if (name, gid) not in used else set()
            else:
                em = font.units_per_em
                read = {r.character for a in alphabets.values() if a.units_per_em == em for r in a.read(shape)}
            if read and said not in read:
                findings.append(
                    Finding(
                        "wrong-unicode",
                        f"a glyph of {font.name} is said to be {said!r}",
                        expected="".join(sorted(read)),
                        found=said,
                    )
                )
    return findings


def _place_of(path: PaintedPath, page: ExpectedPage) -> str:
    if not len(path.points):
        return "an empty path"
    x, y = to_units(path.points, page).mean(axis=0)
    return f"{x:.1f}, {y:.1f} mm from the top left of the trim"


def _verify_paint(
    path: PaintedPath, frame: ExpectedFrame, letter: Letter, place: str, page: ExpectedPage
) -> list[Finding]:
    wanted = {"fill": "f", "stroke": "S"}[frame.paint]
    if path.operator != wanted:
        return [Finding("paint", f"painted with {path.operator}, not {wanted}", frame=frame.name, place=place)]
    if path.effects != PLAIN:
        return [Finding("paint", "painted under a graphics state", frame=frame.name, place=place)]
    stroke = mm_to_points(frame.stroke * letter.size) / page.ratio
    if frame.paint == "stroke" and abs(path.line_width - stroke) > 0.01 * stroke:
        return [Finding("stroke-width", "an outline has another width", frame=frame.name, place=place)]
    return []


def _verify_ink(
    path: PaintedPath, frame: ExpectedFrame, letter: Letter, place: str, alphabet: Alphabet, reading: _ReadPage
) -> list[Finding]:
    operator, values = path.fill if frame.paint == "fill" else path.stroke
    if len(frame.inks) > 1:
        line = min(frame.lines, key=lambda candidate: abs(candidate.y - letter.y))
        cap = alphabet.cap_height / alphabet.units_per_em * line.size
        top, foot = (to_page(reading.page, 0.0, y).y for y in (line.y - cap, line.y))
        patterned = operator == "scn" and len(values) == 2 and values[0] == "/Pattern"
        if is_gradient(reading.patterns.get(str(values[1])) if patterned else None, top, foot, frame.inks):
            return []
        return [Finding("ink-differs", "a letter is not painted in its gradient", frame=frame.name, place=place)]
    ink = frame.inks[0]
    build = tuple(v / 100 for v in ink.cmyk)
    found = tuple(v for v in values if isinstance(v, float))
    if ink.spot:
        right = operator in ("scn", "SCN") and found == (1.0,) and is_spot(reading.spaces.get(str(values[0])), ink)
    else:
        near = all(abs(a - b) <= INK_TOLERANCE for a, b in zip(found, build, strict=len(found) == len(build)))
        right = operator in ("k", "K") and near
    if right:
        return []
    return [
        Finding(
            "ink-differs",
            "a letter is painted in another ink",
            frame=frame.name,
            place=place,
            expected=ink.spot or format_figures(build),
            found=f"{operator} {format_figures(found)}",
        )
    ]


def _verify_inside(points: Points, letter: Letter, frame: ExpectedFrame, place: str) -> list[Finding]:
    slack = 0.002 * frame.size
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    ink = Rect(float(left), float(top), float(right - left), float(bottom - top))
    if Rect(*frame.rect).contains(ink, tolerance=slack):
        return []
    return [Finding("outside-frame", f"{letter.character!r} leaves its frame", frame=frame.name, place=place)]


def _verify_paint_order(frames: tuple[ExpectedFrame, ...], reading: _ReadPage) -> list[Finding]:
    spans = [
        (min(found.order for found in reading.letters[f.name]), max(found.order for found in reading.letters[f.name]))
        for f in frames
        if f.name in reading.letters
    ]
    if all(before[1] < after[0] for before, after in pairwise(spans)):
        return []
    return [Finding("paint-order", "the frames are not painted one after another in their order")]


# -- the text -------------------------------------------------------------------------------------


def verify_text(frame: ExpectedFrame, letters: list[Letter], alphabet: Alphabet) -> list[Finding]:
    """Compare the letters read in a frame with its text, its lines and its setting."""
    lines = lines_of(letters, frame, alphabet)
    text = " ".join(line.text for line in lines)
    if text != frame.text:
        return [
            Finding(
                "text-differs",
                "the painted text is not the approved one",
                frame=frame.name,
                expected=frame.text,
                found=text,
            )
        ]
    wanted = [line.text for line in frame.lines]
    if [line.text for line in lines] != wanted:
        return [
            Finding(
                "lines-differ",
                "the lines break elsewhere",
                frame=frame.name,
                expected=" / ".join(wanted),
                found=" / ".join(line.text for line in lines),
            )
        ]
    return _verify_positions(frame, lines, alphabet)


def _verify_positions(frame: ExpectedFrame, lines: list[ReadLine], alphabet: Alphabet) -> list[Finding]:
    """Compare where every letter stands; what lies off as a whole is told once."""
    slack = PLACE_TOLERANCE * frame.size
    off: list[tuple[str, str, float, float]] = []
    for line, wanted in zip(lines, frame.lines, strict=True):
        scale = wanted.size / alphabet.units_per_em
        for letter, placed in zip(line.letters, alphabet.shape(wanted.text, wanted.tracking), strict=True):
            off.append((letter.character, wanted.text, letter.x - (wanted.x + placed.x * scale), letter.y - wanted.y))
    if not any(max(abs(dx), abs(dy)) > slack for _, _, dx, dy in off):
        return []
    across, down = [dx for _, _, dx, _ in off], [dy for _, _, _, dy in off]
    if max(across) - min(across) <= slack and max(down) - min(down) <= slack:
        where = " and ".join(_tell_shift(float(np.mean(across)), float(np.mean(down)), slack))
        return [Finding("moved", f"{_WHOLE} lies {where}", frame=frame.name)]
    return [
        Finding(
            "moved",
            f"{letter!r} of {text!r} is off its place by {max(abs(dx), abs(dy)) / frame.size:.1%} of the size",
            frame=frame.name,
        )
        for letter, text, dx, dy in off
        if max(abs(dx), abs(dy)) > slack
    ]


def _tell_shift(across: float, down: float, slack: float) -> Iterator[str]:
    """Yield how far (mm) and where to something lies off, y down."""
    for far, ways in ((across, ("further right", "further left")), (down, ("lower", "higher"))):
        if abs(far) > slack:
            yield f"{abs(far):.4g} mm {ways[far < 0]}"
