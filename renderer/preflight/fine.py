"""Rules of what is too fine for a press: hairlines, and small letters in several inks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from renderer.preflight.alphabet import Points
from renderer.preflight.finding import Finding
from renderer.preflight.inks import inks_of
from renderer.preflight.judged import JudgedPage
from renderer.preflight.letters import flatten
from renderer.preflight.scan import Item

HAIRLINE = 0.1
"""mm at final size: thinner lines vanish or break on large presses."""
_CAPITAL = 0.7
"""Height of a capital as a share of its em."""
_DARK, _TRACE, _DARK_LIGHT = 0.6, 0.05, 0.3
"""From how much black a colour is dark, from how much an ink counts, and how dark RGB turns into all four inks."""
_LEAST_OUTLINE, _FEW_OUTLINES, _LEAST_HEIGHT = 6, 5, 0.4
"""Operators of a path that may be a letter, how many of them make a text, and how high one is at least (mm)."""
_LONGEST_THIN, _THIN_LENGTH = 24, 2.0
"""Operators of a shape that may be a drawn line, and how long it is at least (mm)."""


def find_hairlines(page: JudgedPage) -> Iterator[Finding]:
    """Lines too thin to print, stroked or drawn as filled shapes."""
    for item in page.scan.items:
        if item.mask:
            continue
        if item.width is not None and item.width * page.mm < HAIRLINE - 1e-6:
            message = f"a line is {item.width * page.mm:.3f} mm thick"
            yield Finding("hairline", message, place=page.place_of(item))
        elif item.width is None and (thin := _measure_thin(item, page)) is not None:
            message = f"a filled shape is a line {thin:.3f} mm thick"
            yield Finding("hairline", message, severity="warning", place=page.place_of(item))


def _measure_thin(item: Item, page: JudgedPage) -> float | None:
    """Return how thick (mm) a filled shape is that is long and nothing but thin; None for any other."""
    path = item.path
    if item.kind != "path" or path is None or len(path.ops) > _LONGEST_THIN:
        return None
    thickest = 0.0
    for contour in flatten(path.ops, path.points):
        around = float(np.hypot(*np.diff(np.concatenate([contour, contour[:1]]), axis=0).T).sum()) * page.mm
        if around / 2 < _THIN_LENGTH:
            return None
        thickest = max(thickest, 2 * _area_of(contour) * page.mm**2 / around)
    return thickest if 0 < thickest < HAIRLINE - 1e-6 else None


def _area_of(contour: Points) -> float:
    x, y = contour.T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def find_small_text(page: JudgedPage) -> Iterator[Finding]:
    """Small dark letters of several inks never register: they belong in black alone."""
    read = {letter.order: letter for letter in page.letters}
    outlines = []
    for item in page.scan.items:
        if item.mask or not _is_rich(item):
            continue
        letter = read.get(item.order)
        if letter is not None or item.kind == "text":
            height = item.extent.height if item.text is None else _CAPITAL * item.text.size
            what = "a text" if letter is None else f"the letter {letter.character!r}"
            if height * page.mm < page.asked.small_text:
                message = f"{what}, {height * page.mm:.1f} mm high, is painted in several inks"
                rgb = any(space.kind == "rgb" for space, _ in item.colours)  # an error of its own
                severity: Literal["error", "warning"] = "warning" if rgb else "error"
                yield Finding("small-rich-text", message, severity=severity, place=page.place_of(item))
        elif contours := _count_letters(item, page):
            outlines += [item] * contours
    if len(outlines) >= _FEW_OUTLINES:
        message = f"{len(outlines)} small contours that may be letters are painted in several inks"
        yield Finding("small-rich-text", message, severity="warning", place=page.place_of(outlines[0]))


def _is_rich(item: Item) -> bool:
    """Tell whether something is dark and in more than one ink."""
    for space, values in item.colours:
        inks = inks_of(space, values)
        dark = len(inks) == 4 and (inks[3] > _DARK or sum(inks[:3]) > 3 * _DARK)
        if dark and sum(ink > _TRACE for ink in inks) >= 2:
            return True
        if space.kind == "rgb" and len(values) == 3 and max(values) < _DARK_LIGHT:
            return True
    return False


def _count_letters(item: Item, page: JudgedPage) -> int:
    """Return how many contours of a filled path may be letters of one line, by its height and by how long they are."""
    path = item.path
    if item.kind != "path" or path is None or item.width is not None or len(path.ops) < _LEAST_OUTLINE:
        return 0
    height, width, contours = item.extent.height * page.mm, item.extent.width * page.mm, path.ops.count("m")
    fits = _LEAST_HEIGHT < height < page.asked.small_text and width < 2 * height * contours
    return contours if fits else 0
