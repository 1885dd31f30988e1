"""From any drawing to the plain profile, step by step; the last step checks what the others promise.

Engines differ in links, inheritance, style sheets, units, clips and patterns. What is left after these steps - groups,
outlines of lines and cubics, colours, gradients in place - all of them draw alike (docs/layouts.md).
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from renderer.drawing.cascade import cascade
from renderer.drawing.contract import check_contract
from renderer.drawing.plain import Picture
from renderer.drawing.source import Node, parse, refuse_hostile
from renderer.drawing.trim import trim
from renderer.drawing.walk import walk
from renderer.drawing.write import write
from renderer.values.errors import CodongError

READING: tuple[Callable[[Node], Node], ...] = (refuse_hostile, cascade)
DRAWING: tuple[Callable[[Picture], Picture], ...] = (trim,)


def normalise(svg: str, where: str) -> Element:
    """Return a drawing in the plain profile, its frames as they were written under the matrix that leads to them.

    Raises DataError with ``where``, naming the element, its id and its line, for what cannot be drawn alike everywhere.
    """
    try:
        root = parse(svg)
        for read in READING:
            root = read(root)
        picture = walk(root)
        for change in DRAWING:
            picture = change(picture)
        return check_contract(write(picture), picture.box)
    except CodongError as fault:
        raise fault.at(where) from None
